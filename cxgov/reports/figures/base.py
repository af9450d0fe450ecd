"""What all frozen figures share: exact JSON, the content hash, rates with their counts, and the reader's period."""

import hashlib
import json
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

# Below this many cases a percentage says more than it knows, so only the count is printed.
FEWEST_CASES_FOR_PERCENT = 5

Level = Literal["L0", "L1", "L2", "L3"]
Status = Literal["green", "amber", "red", "outdated", "no_data", "not_started", "no_pace"]
Share = Annotated[Decimal, Field(description="a part of one, unrounded")]


class Frozen(BaseModel):
    """A value that never changes, refuses what it does not know, and comes back from its JSON as it was."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


def canonical_json(figures: Frozen) -> str:
    """Return the one spelling of these figures: keys sorted, no blanks, decimals and dates as text."""
    return json.dumps(figures.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def content_hash(figures: Frozen) -> str:
    """Return the SHA-256 of the canonical JSON: the hash that is printed, stored and checked by `cxgov verify`."""
    return hashlib.sha256(canonical_json(figures).encode()).hexdigest()


class Rate(Frozen):
    """Part of whole, with the percentage only where there are cases enough to say one (rule G23)."""

    part: int
    whole: int
    percent: int | None

    @classmethod
    def of(cls, part: int, whole: int) -> Self:
        """Return the rate of these counts, its percentage rounded half up, none below five cases."""
        if whole < FEWEST_CASES_FOR_PERCENT:
            return cls(part=part, whole=whole, percent=None)
        share = Decimal(100 * part) / Decimal(whole)
        return cls(part=part, whole=whole, percent=int(share.quantize(Decimal(1), ROUND_HALF_UP)))


class Period(Frozen):
    """The days a document is about, both ends counted, and the words for them and for those before."""

    words: str  # "October 2026"
    short: str  # "October"
    first: date
    last: date
    before: str | None = None  # "September"; None where there is nothing to compare with


class Masthead(Frozen):
    """What stands in the strip on the cover and in the lines above and below every page."""

    organisation: str
    scope: str  # "Customer Council", "Billing", "All committees"
    title: str  # "Accountability report, October 2026"
    as_of: AwareDatetime
    as_of_words: str  # "31 October 2026, 24:00 CET"
    level: Level
    level_words: str  # "L1 internal"
    author: str = "CX office"
    issued_at: AwareDatetime | None = None
    closing: str = ""  # a last sentence, e.g. that everyone in a demo is invented


class Why(Frozen):
    """One input of a computed figure, so that a reader can ask "why this number?"."""

    name: str
    value: str


class Link(Frozen):
    """Words and where they lead; the address is relative to the instance."""

    words: str
    path: str
