"""The first page: one sentence, four figures, the five things that changed, better, worse, new."""

from collections.abc import Sequence

from cxgov.reports.collect.actions import kept_rate, on_time_rate
from cxgov.reports.collect.decisions import Decided
from cxgov.reports.collect.facts import Fact
from cxgov.reports.collect.scope import Frame
from cxgov.reports.figures.base import Rate
from cxgov.reports.figures.decisions import DecisionFigures
from cxgov.reports.figures.goals import GoalFigures, KeyResultFigures
from cxgov.reports.figures.report import Change, CoverageRow, KeyFigure, StoryRow
from cxgov.reports.words import Words

MOST = 5
SEVERAL = 2
OFF_COURSE = ("red", "outdated")


def key_results(goals: GoalFigures) -> list[KeyResultFigures]:
    """Return the key results of every objective."""
    return [kr for objective in goals.objectives for kr in objective.key_results]


def key_figures(
    frame: Frame, facts: Sequence[Fact], known: Sequence[Decided], goals: GoalFigures
) -> tuple[KeyFigure, ...]:
    """Return the four large figures, each with its count below it."""
    on_time, kept = on_time_rate(facts, frame.first, frame.day), kept_rate(facts, frame.first, frame.day)
    done = Rate.of(sum(one.row.state == "implemented" for one in known), len(known))
    all_krs = key_results(goals)
    on_course = sum(kr.status == "green" for kr in all_krs)
    off = sum(kr.status in OFF_COURSE for kr in all_krs)
    return (
        _rate_figure("Action items on time", on_time, "first due in the period", "G23"),
        _rate_figure("Commitments kept", kept, "due in the period", "G23"),
        _rate_figure("Decisions carried out", done, "in the register", ""),
        KeyFigure(
            label="Key results on course",
            big=f"{on_course} of {len(all_krs)}" if all_krs else "–",
            lines=(f"{off} off track or outdated",) if all_krs else ("no shared goal in this period",),
            rule="G11",
        ),
    )


def _rate_figure(label: str, rate: Rate, of: str, rule: str) -> KeyFigure:
    if not rate.whole:
        return KeyFigure(label=label, big="–", lines=(f"none {of}",), rule=rule)
    if rate.percent is None:
        return KeyFigure(label=label, big=f"{rate.part} of {rate.whole}", lines=(of,), rule=rule)
    return KeyFigure(label=label, big=f"{rate.percent}\u202f%", lines=(f"{rate.part} of {rate.whole} {of}",), rule=rule)


def changes(
    frame: Frame, facts: Sequence[Fact], decisions: DecisionFigures, goals: GoalFigures, stories: Sequence[StoryRow]
) -> tuple[Change, ...]:
    """Return up to five things, what costs the customer most first, at least one success where there is one."""
    found = [
        *_goal_changes(goals),
        *_late_item(frame, facts),
        *_decisions_behind(decisions),
        *_silent(facts),
        *_unsettled(facts),
    ]
    success = _success(goals, stories)
    if success is None:
        return tuple(found[:MOST])
    return (*found[: MOST - 1], success)


def _goal_changes(goals: GoalFigures) -> list[Change]:
    off = [kr for kr in key_results(goals) if kr.status in OFF_COURSE]
    off.sort(key=lambda kr: ((kr.progress or 0) - (kr.expected or 0), kr.number))
    words = Words(2000)
    out = []
    for kr in off[:2]:
        if kr.value is None:
            title, text = f"Nobody has measured “{kr.title}”", "There is no reading, and half of its time has passed."
        else:
            unit = kr.unit
            goal = words.number(kr.target, kr.digits, unit)
            title = f"{kr.title}: {words.number(kr.value, kr.digits, unit)}; the goal is {goal}"
            text = f"{words.percent(kr.progress)} of the way, {words.percent(kr.expected)} was expected by now."
            if kr.status == "outdated":
                text += " The last check-in was missed."
        who = f"{kr.owner} ({kr.department})" if kr.owner else kr.department
        out.append(Change(title=title, text=text, asked=f"Asked of {who}: say what changes.", section="goals"))
    return out


def _late_item(frame: Frame, facts: Sequence[Fact]) -> list[Change]:
    late = [fact for fact in facts if fact.is_open and fact.days_late(frame.day)]
    if not late:
        return []
    oldest = max(late, key=lambda fact: (fact.days_late(frame.day), -fact.item.number))
    moved = f", and its date was moved {oldest.slips} time{'' if oldest.slips == 1 else 's'}" if oldest.slips else ""
    rest = len(late) - 1
    others = f" {rest} other item{' is' if rest == 1 else 's are'} late as well." if rest else ""
    title = (
        f"One action item has been late for {oldest.days_late(frame.day)} days"
        if not rest
        else f"{len(late)} action items are late"
    )
    text = f"{oldest.item.label} “{oldest.title}” is {oldest.days_late(frame.day)} days late{moved}.{others}"
    return [
        Change(
            title=title,
            text=text,
            asked=f"Asked of {oldest.owner or 'the chair'}: a last date, or another owner.",
            section="actions",
        )
    ]


def _decisions_behind(decisions: DecisionFigures) -> list[Change]:
    behind = decisions.behind
    if not behind:
        return []
    one = behind[0]
    title = f"{len(behind)} decision{' is' if len(behind) == 1 else 's are'} not carried out as decided"
    text = f"The oldest, {one.number} “{one.title}”: {one.actions_words}."
    return [
        Change(
            title=title, text=text, asked="Asked of the committee: confirm, change or withdraw.", section="decisions"
        )
    ]


def _silent(facts: Sequence[Fact]) -> list[Change]:
    silent = [fact for fact in facts if fact.is_open and fact.not_mentioned_since]
    if not silent:
        return []
    title = f"{len(silent)} action item{' is' if len(silent) == 1 else 's are'} no longer mentioned"
    return [
        Change(
            title=title,
            text="Nobody marked them as done, and the minutes stopped listing them.",
            asked="Asked of their owners: one word each, done or still open.",
            section="actions",
        )
    ]


def _unsettled(facts: Sequence[Fact]) -> list[Change]:
    names = {fact.item.owner_as_written for fact in facts if fact.is_open and fact.owner is None}
    if not names:
        return []
    return [
        Change(
            title=f"{len(names)} owner{' is' if len(names) == 1 else 's are'} not settled",
            text="Their items wait as proposed, because the name as written fits no one person.",
            asked="Asked of the secretary: settle each name once.",
            section="actions",
        )
    ]


def _success(goals: GoalFigures, stories: Sequence[StoryRow]) -> Change | None:
    for story in stories:
        if story.kind == "success":
            text = f"Measured: {story.measured}" if story.measured else "Not yet measured."
            who = ", ".join(story.departments)
            return Change(
                title=story.title, text=f"{text} {who} worked on it together." if who else text,
                asked="Nothing asked. Thank them.", section="stories",
            )  # fmt: skip
    ahead = [kr for kr in key_results(goals) if kr.status == "green" and kr.progress is not None]
    if not ahead:
        return None
    best = max(ahead, key=lambda kr: (kr.progress or 0) - (kr.expected or 0))
    words = Words(2000)
    text = f"{words.percent(best.progress)} of the way, {words.percent(best.expected)} was expected by now."
    return Change(title=f"{best.title} is on track", text=text, asked="Nothing asked. Thank them.", section="goals")


def lead(frame: Frame, facts: Sequence[Fact], decisions: DecisionFigures, goals: GoalFigures) -> str:
    """Return the one sentence that a reader with ten seconds reads."""
    krs = key_results(goals)
    late = sum(bool(fact.days_late(frame.day)) for fact in facts)
    open_ones = sum(fact.is_open for fact in facts)
    parts = []
    if krs:
        parts.append(_of(sum(kr.status == "green" for kr in krs), len(krs), "key result", "on track"))
    if open_ones:
        parts.append(_of(late, open_ones, "open action item", "late"))
    if decisions.behind:
        parts.append(f"{len(decisions.behind)} decision{' is' if len(decisions.behind) == 1 else 's are'} behind")
    if not parts:
        return f"Nothing was agreed, owed or measured in {frame.span.words}."
    said = "; ".join(parts)
    return f"{said[:1].upper()}{said[1:]}."


def _of(part: int, whole: int, noun: str, state: str) -> str:
    """Say how many of how many: "3 of 11 key results are on track", "none of 12 …", "the one key result is …"."""
    if whole == 1:
        return f"the one {noun} is {state if part else f'not {state}'}"
    return f"{part or 'none'} of {whole} {noun}s {'is' if part < SEVERAL else 'are'} {state}"


def coverage(goals: GoalFigures, facts: Sequence[Fact]) -> tuple[CoverageRow, ...]:
    """Return how much of what should be known is known."""
    krs = key_results(goals)
    settled = [fact for fact in facts if fact.is_open]
    waiting = sum(fact.owner is None for fact in settled)
    awaited = "1 waits for its owner to be settled" if waiting == 1 else f"{waiting} wait for their owner to be settled"
    rows = []
    if krs:
        measured = [kr for kr in krs if kr.value is not None]
        rows.append(
            CoverageRow(
                label="Key results with a reading", short="key results measured", rate=Rate.of(len(measured), len(krs)),
                missing=", ".join(kr.number for kr in krs if kr.value is None)[:200],
            )
        )  # fmt: skip
    if settled:
        rows.append(
            CoverageRow(
                label="Open action items with one owner", short="open items have an owner",
                rate=Rate.of(len(settled) - waiting, len(settled)),
                missing=awaited if waiting else "",
            )
        )  # fmt: skip
    return tuple(rows)


def better_worse_new(
    frame: Frame, facts: Sequence[Fact], known: Sequence[Decided], goals: GoalFigures
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the three lines at the foot of the first page."""
    done = [
        fact for fact in facts if fact.claimed_on and frame.first <= fact.claimed_on <= frame.day and not fact.is_open
    ]
    became_late = [fact for fact in facts if fact.is_open and fact.due_on and frame.first <= fact.due_on < frame.day]
    new_items = sum(fact.item.made_on >= frame.first for fact in facts)
    new_decisions = sum(frame.first <= one.decided_on <= frame.day for one in known)
    better = (f"{len(done)} action item{'' if len(done) == 1 else 's'} done.",) if done else ()
    worse = (
        (f"{len(became_late)} item{'' if len(became_late) == 1 else 's'} became late in {frame.span.words}.",)
        if became_late
        else ()
    )
    new = []
    if new_decisions:
        new.append(f"{new_decisions} decision{'' if new_decisions == 1 else 's'} taken.")
    if new_items:
        new.append(f"{new_items} action item{'' if new_items == 1 else 's'} agreed.")
    return better, worse, tuple(new)
