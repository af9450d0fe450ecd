"""Decisions about rights as plain functions: why somebody reads a subject, and what an act of two persons needs.

`reasons` says for one person what `journal.queries.readable` says as a condition; a test holds one against the other.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.errors import NotNow, RuleBroken
from cxgov.journal.enums import MINUTED, Kind

GLASS_LASTS: Final = timedelta(minutes=60)
READING_LASTS: Final = timedelta(days=30)
SHORTEST_REASON: Final = 20
LEVELLED: Final = frozenset(
    {
        Kind.COMMITTEE, Kind.MEETING, Kind.AGENDA_ITEM, Kind.ACTION, Kind.DECISION, Kind.GAP, Kind.IDEA, Kind.OBJECTIVE,
        Kind.KEY_RESULT, Kind.INITIATIVE, Kind.STORY,
    }
)  # fmt: skip
"""Kinds whose level a person sets; people and departments are known to everybody, reports keep the level they had."""


class Reason(StrEnum):
    """Why somebody may read a subject."""

    EVERYBODY = "everybody"
    RUNS = "runs"
    MEMBER = "member"
    CX_OFFICE = "cx_office"
    AUDITOR = "auditor"
    NAMED = "named"
    MAKER = "maker"
    GLASS = "glass"


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides who reads a subject; `named` holds whose reading runs now, `barred` who declared an interest."""

    kind: Kind
    level: Level
    is_draft: bool
    committee_id: int | None
    made_by: int | None
    named: Collection[int] = ()
    barred: Collection[int] = ()


def reasons(actor: Actor, facts: Facts) -> tuple[Reason, ...]:
    """Return why a person reads a subject, the widest first; nothing where they must not know that it exists."""
    is_named = actor.id in facts.named
    by_level = {
        Reason.EVERYBODY: facts.level <= Level.INTERNAL,
        Reason.MEMBER: facts.level is Level.RESTRICTED and facts.committee_id in actor.member_of,
        Reason.CX_OFFICE: facts.level is Level.RESTRICTED and actor.is_cx,
        Reason.AUDITOR: facts.level is Level.RESTRICTED and actor.is_auditor,
        Reason.NAMED: is_named,
        Reason.GLASS: facts.committee_id in actor.opened and actor.id not in facts.barred,
    }
    if not any(by_level.values()) or not facts.is_draft:
        return tuple(reason for reason, holds in by_level.items() if holds)
    as_draft = {
        Reason.RUNS: facts.committee_id in actor.runs,
        Reason.CX_OFFICE: actor.is_cx and (facts.level <= Level.INTERNAL or facts.kind not in MINUTED),
        Reason.MAKER: facts.made_by is not None and facts.made_by == actor.id,
        Reason.NAMED: is_named,
    }
    return tuple(reason for reason, holds in as_draft.items() if holds)


def check_reason(reason: str) -> None:
    """Raise RuleBroken for a reason that is none."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise RuleBroken(f"Say why in {SHORTEST_REASON} characters or more.", field="reason")


def check_raising(kind: Kind, level: Level, wanted: Level) -> None:
    """Allow a higher level than the one that holds, up to 2: items of an agenda are put in camera in their meeting."""
    _check_kind(kind)
    if wanted > Level.RESTRICTED:
        raise RuleBroken("Items of an agenda are put in camera in their meeting, where those present are named.")
    if wanted <= level:
        raise RuleBroken("A level can be raised here. Lowering it takes a second person.", field="level")


def check_lowering(kind: Kind, own: Level, above: Level, wanted: Level) -> None:
    """Allow a lower level than its own, and none below what it belongs to, which would change nothing."""
    _check_kind(kind)
    if own <= above:
        raise NotNow("Its level comes from what it belongs to. Ask there to lower it.")
    if wanted >= own:
        raise RuleBroken("Choose a level below its own.", field="wanted")
    if wanted < above:
        raise RuleBroken(f"What it belongs to has level {above.value}: it cannot lie below that.", field="wanted")


def check_letting_read(level: Level, *, is_auditor: bool, is_barred: bool) -> None:
    """Allow an auditor who is not barred to read what is in camera; up to level 2 auditors read without being let."""
    if level is not Level.IN_CAMERA:
        raise NotNow("Auditors read this already: it is not in camera.")
    if not is_auditor:
        raise RuleBroken("Only auditors are let in by two persons.", field="reader")
    if is_barred:
        raise RuleBroken("They declared an interest and stay out of it.", field="reader")


def _check_kind(kind: Kind) -> None:
    if kind not in LEVELLED:
        raise NotNow(f"The level of a {kind.words} is not set by hand.")
