"""What an archive says about itself: the first thing that is read of it, and compared with everything else."""

import re
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cxgov.backups.errors import BackupTrouble

FORMAT: Literal[1] = 1
MANIFEST = "manifest.json"
DATABASE = "database.sqlite3"
MEMBER = re.compile(r"database\.sqlite3|reports/[1-9][0-9]{0,17}\.pdf")
"""The only names that an archive may hold besides its manifest, so that none leads out of the folder."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0, lt=2**62)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Member(_Part):
    """One file of the archive."""

    sha256: Sha256
    size: Count


class Head(_Part):
    """How far the journal goes, and the keyed hash that it ends with."""

    seq: Count
    mac: Sha256


class Manifest(_Part):
    """Which installation, as of when, with what in it. `database` is what it was taken from; what is kept is SQLite."""

    format: Literal[1] = FORMAT
    program: Annotated[str, Field(max_length=40)]
    schema_revision: Annotated[str, Field(pattern=r"^[0-9a-z_]{1,32}$")]
    installation: Annotated[str, Field(max_length=36)]
    taken_at: datetime
    database: Literal["sqlite", "postgresql"]
    journal: Head
    rows: dict[str, Count]
    members: dict[Annotated[str, Field(pattern=MEMBER)], Member]

    @property
    def size(self) -> int:
        """The bytes of all files, unpacked."""
        return sum(member.size for member in self.members.values())


def read_manifest(content: bytes) -> Manifest:
    """Return what an archive says about itself, or refuse it."""
    try:
        found = Manifest.model_validate_json(content)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"]) or "as a whole"
        raise BackupTrouble(f"This backup is of a format that this program does not know ({where}).") from None
    if DATABASE not in found.members:
        raise BackupTrouble("This backup has no database in it.")
    return found
