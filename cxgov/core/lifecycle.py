"""Life-cycles as data: a table of moves, and the one function that says whether a move may be made.

A table is a tuple of `Move`. A verb may have several rows, for instance because the owner may do under a condition what
the chair may always do; the first row that fits is taken. The service asks `check_move` before it writes.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final, Generic, Literal, TypeVar

from cxgov.core.errors import NotNow, RuleBroken


class Who(StrEnum):
    """The parts that people play towards one object, by the letters of the rules."""

    CHAIR = "C"
    SECRETARY = "S"
    VOTER = "V"
    ADVISER = "N"
    OWNER = "O"
    CONTRIBUTOR = "K"
    DEPARTMENT = "D"
    ADMIN = "A"
    TIMER = "T"
    VERIFIER = "R"
    SPONSOR = "P"
    CX_OFFICE = "X"

    @property
    def words(self) -> str:
        return _WHO_WORDS[self]


_WHO_WORDS: Final = {
    Who.CHAIR: "the chair",
    Who.SECRETARY: "the secretary",
    Who.VOTER: "a voting member",
    Who.ADVISER: "an adviser, observer or guest",
    Who.OWNER: "the owner",
    Who.CONTRIBUTOR: "a contributor",
    Who.DEPARTMENT: "the department's head",
    Who.ADMIN: "an administrator",
    Who.TIMER: "the system",
    Who.VERIFIER: "the named verifier",
    Who.SPONSOR: "the sponsor",
    Who.CX_OFFICE: "the CX office",
}

S = TypeVar("S", bound=StrEnum)


class Keep(Enum):
    """The mark of a move that leaves the state as it is."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP
NEW: Final = None
"""The state of what does not exist yet: a move from it is the making of a thing."""


@dataclass(frozen=True, slots=True)
class Need:
    """A fact that must be true, with the sentence that is said where it is not, and the field that is then marked."""

    fact: str
    says: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Move(Generic[S]):
    """One row: a verb leads from any of some states to one, for some people, where some facts are true.

    `origins` holds `NEW` for a move that makes the thing; `never` names parts that may not, whatever else they are.
    """

    verb: str
    origins: frozenset[S | None]
    target: S | Keep
    who: frozenset[Who]
    needs: tuple[Need, ...] = ()
    never: frozenset[Who] = frozenset()


class MoveRefused(RuleBroken):
    """A move that its table does not allow; `rule` names what failed: verb, state, never, who or need:<fact>."""

    def __init__(self, message: str, rule: str, *, field: str | None = None) -> None:
        super().__init__(message, field=field)
        self.rule = rule


class WrongState(MoveRefused, NotNow):
    """A move that no words in a form would mend: it does not begin in this state, or there is no such step."""


Order = Literal["verb", "state", "never", "who", "need"]
_CLOSEST: Final[tuple[Order, ...]] = ("need", "who", "never", "state")


def move(
    verb: str,
    origins: Iterable[S | None],
    target: S | Keep,
    who: str,
    *needs: Need,
    never: str = "",
) -> Move[S]:
    """Write a row shortly: `who` and `never` are the letters of the rules, such as "C S R"."""
    parts, refused = ({Who(letter) for letter in letters.split()} for letters in (who, never))
    return Move(verb, frozenset(origins), target, frozenset(parts), needs, frozenset(refused))


def facts(**known: object) -> frozenset[str]:
    """The names of the facts that are there: `facts(reason=form.reason, evidence="")` is `{"reason"}`."""
    return frozenset(name for name, value in known.items() if (value.strip() if isinstance(value, str) else value))


def check_move(
    table: Sequence[Move[S]],
    verb: str,
    state: S | None,
    roles: Collection[Who],
    given: Collection[str] = (),
) -> S:
    """The state after the move, or `MoveRefused` saying which rule failed.

    `state` is `NEW` where the verb makes the thing; `roles` are the parts that the actor plays towards it, `given` the
    facts that are true, as `facts()` makes them. Of several rows the refusal that came closest to success is told.
    """
    refused: dict[Order, MoveRefused] = {}
    for row in (row for row in table if row.verb == verb):
        order, refusal = _refusal(row, state, roles, given)
        if refusal is None:
            return _after(row, state)
        refused.setdefault(order, refusal)
    for closest in _CLOSEST:
        if closest in refused:
            raise refused[closest]
    raise WrongState(f"There is no step “{_words(verb)}” here.", "verb")


def verbs_open(table: Sequence[Move[S]], state: S | None, roles: Collection[Who]) -> tuple[str, ...]:
    """The verbs that these roles may use in this state, in the order of the table: what a page offers as buttons."""
    fitting = (row.verb for row in table if _refusal(row, state, roles, [need.fact for need in row.needs])[1] is None)
    return tuple(dict.fromkeys(fitting))


def _refusal(
    row: Move[S], state: S | None, roles: Collection[Who], given: Collection[str]
) -> tuple[Order, MoveRefused | None]:
    """Why this row does not fit, or None where it does."""
    if state not in row.origins:
        here = "before it exists" if state is None else f"while it is {_words(state)}"
        return "state", WrongState(f"“{_words(row.verb).capitalize()}” is not possible {here}.", "state")
    if barred := row.never.intersection(roles):
        said = _one_of(barred)
        return "never", MoveRefused(f"“{_words(row.verb).capitalize()}” is never done by {said}.", "never")
    if row.who.isdisjoint(roles):
        said = _one_of(row.who)
        return "who", MoveRefused(f"“{_words(row.verb).capitalize()}” is for {said}.", "who")
    for need in row.needs:
        if need.fact not in given:
            return "need", MoveRefused(need.says, f"need:{need.fact}", field=need.field)
    return "need", None


def _after(row: Move[S], state: S | None) -> S:
    if not isinstance(row.target, Keep):
        return row.target
    if state is None:
        raise ValueError(f"{row.verb} makes a thing and cannot keep its state")
    return state


def _words(name: str) -> str:
    return name.replace("_", " ")


def _one_of(parts: Collection[Who]) -> str:
    """Parts in words, in the order in which `Who` names them: the chair, the secretary or the owner."""
    said = [part.words for part in Who if part in parts and part is not Who.TIMER] or [Who.TIMER.words]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} or {said[-1]}"
