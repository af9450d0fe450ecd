"""Words that every feature shares: confidentiality levels and the roles of the organisation."""

from enum import IntEnum, StrEnum


class Level(IntEnum):
    """How confidential a subject is; a higher number is read by fewer."""

    OPEN = 0
    INTERNAL = 1
    RESTRICTED = 2
    IN_CAMERA = 3

    @property
    def words(self) -> str:
        """Return the level as the screens say it."""
        return f"Level {self.value} · {self.name.lower().replace('_', ' ')}"


class Role(StrEnum):
    """What a person is in the whole organisation; everybody else is staff."""

    ADMINISTRATOR = "administrator"
    CX_OFFICE = "cx_office"
    AUDITOR = "auditor"

    @property
    def words(self) -> str:
        """Return the role as the screens say it."""
        return {"administrator": "Administrator", "cx_office": "CX office", "auditor": "Auditor"}[self.value]
