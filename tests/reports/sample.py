"""Documents of Tarnwick Energy, as in the mocks of the screens; the company and everyone in it are invented."""

# ruff: noqa: E501 - these are tables, and a table reads best with a row a line

from datetime import UTC, date, datetime
from typing import Any

from cxgov.reports.figures.actions import ActionFigures, ActionFlow, ActionGroup
from cxgov.reports.figures.base import Masthead, Period, Rate
from cxgov.reports.figures.decisions import DecisionFigures, DecisionRow, DecisionsOfMonth
from cxgov.reports.figures.goals import GoalFigures
from cxgov.reports.figures.initiatives import InitiativeFigures
from cxgov.reports.figures.meetings import AttendanceFigures, AttendanceRow, MeetingColumn
from cxgov.reports.figures.report import (
    Change,
    CoverageRow,
    KeyFigure,
    MethodRow,
    ReportFigures,
    StoryRow,
    Term,
)
from tests.reports import sample_actions, sample_goals

AS_OF = datetime(2026, 10, 31, 23, 0, tzinfo=UTC)
OCTOBER = Period(
    words="October 2026", short="October", first=date(2026, 10, 1), last=date(2026, 10, 31), before="September"
)
INVENTED = "Tarnwick Energy and everyone in this document are invented."


def masthead(title: str, **more: object) -> Masthead:
    """The strip of a document of the Customer Council."""
    values: dict = {
        "organisation": "Tarnwick Energy", "scope": "Customer Council", "title": title, "as_of": AS_OF,
        "as_of_words": "31 October 2026, 24:00 CET", "level": "L1", "level_words": "L1 internal",
        "author": "Customer office", "issued_at": datetime(2026, 11, 1, 5, 0, tzinfo=UTC), "closing": INVENTED,
    }  # fmt: skip
    return Masthead(**(values | more))


def decisions() -> DecisionFigures:
    """Two decisions of October, and those that are behind."""

    def row(number, title, day, state, counts, words, **more) -> DecisionRow:
        return DecisionRow(
            number=number, title=title, decided_on=date(2026, *day), committee="Customer Council", state=state,
            actions=Rate.of(*counts), actions_words=words, path=f"/decisions/{number}", **more,
        )  # fmt: skip

    return DecisionFigures(
        finding="Of 31 decisions carried in 2026, 26 are implemented and 3 are behind. Two of the three wait for Operations.",
        rows=(
            row("D-2026-13", "Estimated readings say so in plain words in the first line of the bill", (10, 27), "on_course",
                (1, 2), "1 of 2 done", moved_by="Dan Hellier", vote="8–0–1", evidence="Interviews I-44, 6 customers"),
            row("D-2026-14", "The yearly survey of movers goes to a fixed panel of 600", (10, 27), "implemented", (1, 1),
                "1 of 1 verified", moved_by="Jonas Ardley", vote="consent", without_quorum=True, customer_not_asked=True),
        ),
        note="Votes are for–against–abstained. Ten voting seats; six are needed for a quorum.",
        by_month=tuple(
            DecisionsOfMonth(label=label, implemented=done, on_course=going, behind=late, ended=ended)
            for label, done, going, late, ended in (
                ("Jan", 3, 0, 0, 0), ("Feb", 3, 0, 0, 0), ("Mar", 3, 0, 0, 1), ("Apr", 2, 0, 0, 0), ("May", 3, 0, 1, 0),
                ("Jun", 4, 0, 1, 0), ("Jul", 3, 0, 0, 0), ("Aug", 2, 0, 0, 0), ("Sep", 2, 0, 1, 0), ("Oct", 1, 1, 0, 0),
            )
        ),
        by_month_note="33 were put to the vote: 31 carried, 2 lost. A decision is behind when one of its action items is overdue.",
        behind=(
            row("D-2026-06", "All regions plan from one calendar of connection dates", (5, 26), "behind", (1, 3),
                "1 of 3 done", missing="A-084 overdue 31 days, moved three times", accountable="Operations"),
            row("D-2026-08", "Sales names no date that Operations has not planned", (6, 23), "behind", (2, 4),
                "2 of 4 done", missing="A-092 overdue 19 days; Sales is blocked by A-084", accountable="Sales"),
            row("D-2026-12", "Support sees every tariff change on the day it happens", (9, 22), "behind", (0, 1),
                "none done", missing="A-101 overdue 16 days", accountable="Product"),
        ),
    )  # fmt: skip


def attendance() -> AttendanceFigures:
    """Five meetings and ten people."""
    days = (date(2026, 6, 23), date(2026, 7, 28), date(2026, 8, 25), date(2026, 9, 22), date(2026, 10, 27))
    people = (
        ("Ada Morvane", "chair", "Customer office", "+++++"), ("Jonas Ardley", "vice-chair", "Support", "+++++"),
        ("Ines Valcourt", "member", "Marketing", "++-++"), ("Hugo Pereska", "member", "Sales", "++a-+"),
        ("Cleo Tamsin", "member", "Product", "+++++"), ("Farid Ombale", "member", "Operations", "++a+e"),
        ("Dan Hellier", "member", "Billing", "+-++a"), ("Mira Dostane", "member", "Finance", "++e+-"),
        ("Greta Wynholt", "member", "Legal", "++-++"), ("Luca Brenholt", "member", "Technology", ".++-+"),
    )  # fmt: skip
    marks: dict[str, Any] = {"+": "present", "-": "absent", "a": "alternate", "e": "excused", ".": "not_invited"}
    rows = []
    for name, role, department, signs in people:
        came = sum(sign in "+a" for sign in signs)
        rows.append(
            AttendanceRow(
                name=name, role=role, department=department, present=Rate.of(came, len(signs.replace(".", ""))),
                marks=tuple(marks[sign] for sign in signs),
            )
        )  # fmt: skip
    columns = []
    for place, day in enumerate(days):
        present = sum(signs[place] in "+a" for *_, signs in people)
        columns.append(
            MeetingColumn(held_on=day, committee="Customer Council", present=present, needed=6, quorate=present >= 6,
                          words=f"{present} of 10 present, 6 needed")
        )  # fmt: skip
    return AttendanceFigures(
        finding="Five meetings were held and all had their quorum. Nobody missed more than one.",
        meetings=tuple(columns), rows=tuple(rows), note="An alternate counts for the seat.",
    )  # fmt: skip


def report(**more: object) -> ReportFigures:
    """The accountability report of the Customer Council for October 2026."""
    values: dict = {
        "masthead": masthead("Accountability report, October 2026"), "scope_kind": "committee", "period": OCTOBER,
        "compared_with": "30 September", "next_meeting": "Tuesday 24 November, 10:00",
        "lead": "Fewer customers have to call us when they move. Their first bill is still wrong in one case of ten, and "
        "the work that would change this is late.",
        "key_figures": (
            KeyFigure(label="Action items on time", big="71 %", lines=("45 of 63", "September 67 %"), rule="G23"),
            KeyFigure(label="Check-ins on time", big="84 %", lines=("32 of 38", "September 87 %"), rule="G17"),
            KeyFigure(label="Commitments kept", big="63 %", lines=("25 of 40", "September 60 %"), rule="G23"),
            KeyFigure(label="Key results on track", big="4 of 8", lines=("2 at risk, 2 off track", "September 4"), rule="G11"),
        ),
        "changed": _changed(),
        "better": ("KR 1.2 beyond noise: from 30 to 27 %.", "The paper moving form ended on 30 September."),
        "worse": ("Overdue action items from 5 to 7.", "KR 1.3 stays within noise of where it began."),
        "new": ("Two decisions carried.", "Gap G-07.", "Initiative I-04 proposed."),
        "rates_finding": "Three key results are reported better than they compute. Sales, Operations and Legal keep less "
        "than half of what they promise; five of the seven items blocked by others are theirs.",
        "coverage": (
            CoverageRow(label="Key results with a reading valid in October", short="key results measured",
                        rate=Rate.of(7, 8), missing="KR 3.1 has never had one"),
            CoverageRow(label="Check-ins received, late ones included", short="check-ins received", rate=Rate.of(35, 38),
                        missing="3 missed, two of them in Operations"),
            CoverageRow(label="Decisions of October with customer evidence", short="decisions with customer evidence",
                        rate=Rate.of(1, 2), missing="D-2026-14: customer not asked"),
        ),
        "restricted": 1, "decisions": decisions(), "actions": sample_actions.actions(), "goals": sample_goals.goals(),
        "initiatives": sample_goals.initiatives(), "attendance": attendance(), "stories": _stories(), "words": _words(),
        "method": _method(),
        "settings": "On track from 0.9 and at risk from 0.7 of the expected pace, no off track before 15 % of the cycle; in "
        "force since 1 January 2026. Cycle: 1 July to 31 December 2026. Time zone: Europe/Berlin.",
        "restated": "one reading (KR 2.2, August, from 14.1 to 13.9 %); September’s report stays as it was.",
    }  # fmt: skip
    return ReportFigures(**(values | more))


def _changed() -> tuple[Change, ...]:
    return (
        Change(title="One first bill in ten is wrong after a move; the goal is one in twenty-five",
               text="Reported on track, computed at risk: 54 % of the way at two thirds of the time. October’s gain is within "
               "noise, and the forecast for December is 93.3 %.",
               asked="Asked of you on 24 November: one team for the first bill (item 4).", section="goals"),
        Change(title="One missing calendar holds up Sales and two decisions",
               text="A-084 (Operations) is 31 days overdue and has moved three times. It blocks A-092 in Sales.",
               asked="Asked: a last date, or another owner.", section="actions"),
        Change(title="Three decisions of 2026 are not being carried out as decided",
               text="26 of 31 are implemented, 2 are on course. The oldest of the three was carried in May.",
               asked="Asked: confirm, change or withdraw each of the three.", section="decisions"),
        Change(title="Moving has become easier, beyond noise",
               text="Moving customers who have to call us fell from 41 to 27 % since July. Product, Support and Operations "
               "worked on the one form together.",
               asked="Nothing asked. Thank them.", section="stories"),
        Change(title="Nobody has asked customers whether they can say what they pay",
               text="KR 3.1 is reported on track and has never been measured.",
               asked="Asked of Marketing: a first reading by 24 November.", section="goals"),
    )  # fmt: skip


def _stories() -> tuple[StoryRow, ...]:
    return (
        StoryRow(title="How the paper form disappeared", kind="success",
                 text="A customer counted for us: her new address, three times, on three forms. Cleo from Product sat down with "
                 "Support and Operations for two mornings and crossed out what nobody used. Nine fields were left.",
                 departments=("Product", "Support", "Operations"), thanked=("Cleo Tamsin", "Eve Sarkani", "Farid Ombale"),
                 measured="moving customers who have to call us fell from 41 to 27 %, beyond noise (610 asked).", path="/stories/3"),
        StoryRow(title="The dealers were not asked", kind="lesson",
                 text="The form went live without a word to the dealers, who had their own. Three weeks were lost in answers.",
                 departments=("Sales",), path="/stories/4"),
    )  # fmt: skip


def _words() -> tuple[Term, ...]:
    return (
        Term(
            word="Hand-over",
            meaning="The moment one of us stops and another of us begins.",
            instead_of="closing reading",
        ),
        Term(
            word="Noise",
            meaning="A movement too small to tell apart from chance, given the sample.",
            instead_of="trend",
        ),
        Term(word="Slip", meaning="One change of a due date after it was agreed.", instead_of="re-plan"),
        Term(word="Watermelon", meaning="Reported better than it computes: green outside, red inside."),
    )


def _method() -> tuple[MethodRow, ...]:
    return (
        MethodRow(figure="Actions on time", rule="G23", how="Done by the date in force ÷ all whose date fell in October. Excused "
                  "items leave both numbers; blocked ones stay in and are shown."),
        MethodRow(figure="Check-ins on time", rule="G17", how="On time ÷ (on time + late + missed)."),
        MethodRow(figure="Progress", rule="G1, G6", how="(reading − baseline) ÷ (target − baseline), held between 0 and 100 %."),
        MethodRow(figure="Expected", rule="G10", how="Days gone ÷ days of the cycle, both ends counted: 123 of 184 = 66.8 %."),
        MethodRow(figure="Status", rule="G11, G13", how="Progress ÷ expected: on track from 0.9, at risk from 0.7, off track below."),
        MethodRow(figure="Within noise", rule="G16", how="The movement is smaller than 1.96 × √(SE₁² + SE₂²). Never called progress."),
        MethodRow(figure="Overdue", rule="actions", how="Open, and the date in force is before the as-of day."),
    )  # fmt: skip


def empty_report() -> ReportFigures:
    """A report of a committee that has done nothing yet."""
    return report(
        masthead=masthead("Accountability report, October 2026", scope="Journey circle", closing=""), compared_with=None,
        next_meeting=None, lead="Nothing has happened in this committee yet.", key_figures=(), changed=(), better=(), worse=(),
        new=(), rates_finding="", coverage=(), restricted=0, decisions=DecisionFigures(finding="No decision was made."),
        actions=ActionFigures(
            finding="No action item is open.",
            flow=ActionFlow(open_before=0, new=0, done=0, done_words="none", ended=0, open_after=0, open_words="none"),
        ),
        goals=GoalFigures(finding="The committee has no shared goal."), initiatives=InitiativeFigures(finding="There is none."),
        attendance=AttendanceFigures(finding="No meeting was held."), stories=(), words=(), method=(), restated="",
    )  # fmt: skip


def large_report(count: int) -> ReportFigures:
    """A report with this many open action items in twenty departments."""
    return report(actions=sample_actions.many(count))


def imported_report() -> ReportFigures:
    """A report from imported minutes: no department, owners as written, items that are no longer mentioned."""
    rows = []
    for place, row in enumerate(row for group in sample_actions.groups() for row in group.rows):
        settled = place % 4 != 3
        rows.append(row.model_copy(update={
            "number": None, "source": None, "due_on": None, "due_words": "next meeting", "days_late": 0, "slips": 0,
            "escalated_to": None, "blocked": None, "contributors": (), "owner": row.owner if settled else None,
            "state": "open" if settled else "proposed",
            "owner_as_written": None if settled else f"{row.owner}".split()[0] + " (Secretary)",
            "no_longer_mentioned_since": date(2025, 8, 8) if place % 2 else None,
        }))  # fmt: skip
    seen = tuple(row for row in rows if not row.no_longer_mentioned_since)
    gone = tuple(row for row in rows if row.no_longer_mentioned_since)
    whole = sample_actions.actions().model_copy(update={"finding": (
        f"{len(rows)} items are open; the minutes no longer mention {len(gone)} of them, and 5 have no settled owner."
    ), "flow": ActionFlow(open_before=12, new=9, done=0, done_words="none marked", ended=0, open_after=len(rows),
                          open_words="no dates were set")})  # fmt: skip
    return empty_report().model_copy(update={
        "attendance": attendance(),
        "actions": whole.model_copy(update={
            "groups": (ActionGroup(name="Without a department", open=len(seen), late=0, rows=seen),),
            "no_longer_mentioned": (ActionGroup(name="Without a department", open=len(gone), late=0, rows=gone),),
            "finished_late": (), "ladder": (), "rates": (), "rates_of_all": None,
        }),
    })  # fmt: skip
