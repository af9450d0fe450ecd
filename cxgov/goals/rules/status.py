"""G11 status of a key result, G12 what is shown of it, G13 the worst of several, and the thresholds that they use."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from cxgov.goals.enums import WORST_FIRST, Ambition, FigureState, KeyResultKind, Status
from cxgov.goals.rules.figures import Figure, rounded

COMPARED_DIGITS = 20
"""Ratios are compared at so many digits: 0.6 ÷ (2/3) is 0.9, though 2/3 has no last digit."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The dated settings of G11, printed in each report."""

    green: Decimal = Decimal("0.9")
    amber: Decimal = Decimal("0.7")
    red_from: Decimal = Decimal("0.15")
    silent_red_from: Decimal = Decimal("0.5")
    aspirational: Decimal = Decimal("0.7")
    closed_green: Decimal = Decimal(1)
    closed_amber: Decimal = Decimal("0.4")


DEFAULT = Thresholds()


@dataclass(frozen=True, slots=True)
class Judged:
    """A status that can say why it is so, as a figure can."""

    status: Status
    rule: str
    inputs: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reported:
    """What an owner said instead of the computed status, why, until when, and when they said it."""

    status: Status
    reason: str
    until: date
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """G12: the status shown, the computed one, and beside them what the owner reported, if that still holds."""

    status: Status
    computed: Status
    reported: Reported | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """G13: the worst of several statuses, with the counts beside it, worst first."""

    status: Status
    counts: Mapping[Status, int] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The counts in words: 2 off track, 1 at risk, 5 on track."""
        return ", ".join(f"{count} {status.words}" for status, count in self.counts.items())


def key_result_status(
    kind: KeyResultKind,
    progress: Figure,
    pace: Figure,
    *,
    start: date,
    end: date,
    as_of: date,
    ambition: Ambition = Ambition.COMMITTED,
    has_reading: bool = False,
    thresholds: Thresholds = DEFAULT,
) -> Judged:
    """G11: green, amber, red, no_data or not_started, from progress and the expected progress of the same day.

    `end` is the due date of a yes/no. `has_reading` tells a threshold with readings but no period due from one that
    nobody has measured; elsewhere the figure's own state says it.
    """
    inputs = {"p": progress.value, "e": pace.value, "as_of": as_of, "ambition": ambition, "thresholds": thresholds}
    if as_of < start:
        return Judged(Status.NOT_STARTED, "G11", {**inputs, "because": "before the start"})
    if progress.state is FigureState.INVALID:
        return Judged(Status.NO_DATA, "G11", {**inputs, "because": "the progress is invalid"})
    if as_of > end:
        return Judged(status_at_end(progress, ambition, thresholds), "G19", {**inputs, "because": "past the end"})
    if kind is KeyResultKind.YES_NO:
        done = progress.counted >= 1
        return Judged(Status.GREEN if done else Status.NOT_STARTED, "G11", inputs)
    if progress.value is None:
        is_silent = not has_reading and pace.counted >= thresholds.silent_red_from
        return Judged(Status.RED if is_silent else Status.NO_DATA, "G11", {**inputs, "because": "no reading"})
    if not kind.has_pace:
        return Judged(band_of(progress.value, thresholds), "G11", inputs)
    return _paced(progress.value, pace.counted, ambition, thresholds, inputs)


def band_of(share: Decimal, thresholds: Thresholds = DEFAULT) -> Status:
    """Green from 0.9, amber from 0.7, red below: of r, or of p itself for thresholds and bands."""
    exact = rounded(share, COMPARED_DIGITS)
    if exact >= thresholds.green:
        return Status.GREEN
    return Status.AMBER if exact >= thresholds.amber else Status.RED


def status_at_end(progress: Figure, ambition: Ambition, thresholds: Thresholds = DEFAULT) -> Status:
    """Past the end: committed green at 1, else red; aspirational green from 0.7, amber from 0.4, else red."""
    p = rounded(progress.counted, COMPARED_DIGITS)
    if ambition is Ambition.COMMITTED:
        return Status.GREEN if p >= thresholds.closed_green else Status.RED
    if p >= thresholds.aspirational:
        return Status.GREEN
    return Status.AMBER if p >= thresholds.closed_amber else Status.RED


def shown(
    computed: Status,
    *,
    is_closed: bool = False,
    is_outdated: bool = False,
    reported: Reported | None = None,
    as_of: date | None = None,
    last_recorded_at: datetime | None = None,
) -> Shown:
    """G12: closed before outdated before computed; the reported status stands beside it and never enters a roll-up."""
    standing = reported if reported and is_report_standing(reported, as_of, last_recorded_at) else None
    if is_closed:
        return Shown(Status.CLOSED, computed, standing)
    return Shown(Status.OUTDATED if is_outdated else computed, computed, standing)


def is_report_standing(reported: Reported, as_of: date | None, last_recorded_at: datetime | None) -> bool:
    """Whether an owner's status still holds: not past its end date, and no reading came in after it."""
    if as_of is not None and as_of > reported.until:
        return False
    return last_recorded_at is None or last_recorded_at <= reported.made_at


def is_note_needed(before: Status | None, after: Status) -> bool:
    """G12: red, or a fall of a band, demands a note."""
    if after is Status.RED:
        return True
    return (before, after) == (Status.GREEN, Status.AMBER)


def worst(statuses: Iterable[Status]) -> Summary:
    """G13: the worst of the active parts, worst first red, outdated, amber, no_data, not_started, green; with counts.

    Closed parts are left out; no part at all is no_data.
    """
    counted = Counter(statuses)
    counts = {status: counted[status] for status in WORST_FIRST if counted[status]}
    return Summary(next(iter(counts), Status.NO_DATA), counts)


def _paced(p: Decimal, e: Decimal, ambition: Ambition, thresholds: Thresholds, inputs: Mapping[str, object]) -> Judged:
    """The status of what has a pace: r = p/e, an aspirational one against 0.7·e; red shows as amber while e < 0.15."""
    wanted = e * thresholds.aspirational if ambition is Ambition.ASPIRATIONAL else e
    if not wanted:
        status = Status.GREEN if p > 0 else Status.NOT_STARTED
        return Judged(status, "G11", {**inputs, "because": "nothing is expected yet"})
    r = p / wanted
    status = band_of(r, thresholds)
    if status is Status.RED and e < thresholds.red_from:
        return Judged(Status.AMBER, "G11", {**inputs, "r": r, "because": "it is early"})
    return Judged(status, "G11", {**inputs, "r": r})
