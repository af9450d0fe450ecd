"""Who is asking, as a value: permissions read it and import nothing else."""

from dataclasses import dataclass

from cxgov.core.enums import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with everything the policy needs already loaded, or the system itself.

    `id` is the person's, None for the system. Committee sets hold committee ids in which a term runs now:
    `chairs` (chair or vice-chair), `secretary_of`, `votes_in`, `member_of` (any role). `heads` holds the ids of the
    departments the person heads, with those below them. `opened` holds the committees whose glass the person has broken
    and that are open to them now.
    """

    id: int | None
    name: str
    department_id: int | None = None
    roles: frozenset[Role] = frozenset()
    heads: frozenset[int] = frozenset()
    chairs: frozenset[int] = frozenset()
    secretary_of: frozenset[int] = frozenset()
    votes_in: frozenset[int] = frozenset()
    member_of: frozenset[int] = frozenset()
    opened: frozenset[int] = frozenset()
    via: str = "web"

    @classmethod
    def system(cls, via: str) -> "Actor":
        """Return the actor of the command line, of a job or of an import; `via` names which."""
        return cls(id=None, name="cxgov", via=via)

    @property
    def is_system(self) -> bool:
        """Say whether no person acts."""
        return self.id is None

    @property
    def is_admin(self) -> bool:
        """Say whether the person administers the installation."""
        return Role.ADMINISTRATOR in self.roles

    @property
    def is_cx(self) -> bool:
        """Say whether the person belongs to the CX office."""
        return Role.CX_OFFICE in self.roles

    @property
    def is_auditor(self) -> bool:
        """Say whether the person audits."""
        return Role.AUDITOR in self.roles

    @property
    def runs(self) -> frozenset[int]:
        """Return the committees that the person chairs or keeps the minutes of."""
        return self.chairs | self.secretary_of
