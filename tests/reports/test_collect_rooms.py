"""The other sections of a report: decisions, goals, initiatives, attendance, stories, and the first page."""

from datetime import date
from decimal import Decimal
from typing import Any

from cxgov.core.enums import Level
from cxgov.decisions.enums import DecisionState
from cxgov.initiatives import service as initiatives
from cxgov.initiatives.enums import InitiativeKind
from cxgov.meetings.enums import AttendanceStatus
from cxgov.reports.collect.scope import scope_of
from cxgov.reports.enums import ScopeKind
from tests.goals.build import make_goal, published, read
from tests.initiatives.build import make_initiative, make_milestone
from tests.reports.build import at, came, council_scope, decide, figures, finish, hold, owe
from tests.stories.build import make_published
from tests.support.cast import NOW, SYSTEM

NOVEMBER: dict[str, Any] = {"period": "2026-11"}
TENTH, LATE, DECEMBER_2 = date(2026, 11, 10), date(2026, 11, 12), date(2026, 12, 2)
PRESENT, ABSENT, EXCUSED = AttendanceStatus.PRESENT, AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED


def test_a_decision_is_followed_to_its_action_items(session, cast):
    carried_out = decide(session, cast.council, "Say it in plain words", date(2026, 10, 1))
    behind = decide(session, cast.council, "One team for the first bill", date(2026, 10, 2))
    on_course = decide(session, cast.council, "Pay deposits back", TENTH)
    decide(session, cast.council, "Nothing follows", TENTH)
    replaced = decide(session, cast.council, "Replaced", date(2026, 10, 3), state=DecisionState.SUPERSEDED)
    finish(session, cast, owe(session, cast, "Done", date(2026, 10, 1), LATE, source=carried_out), TENTH, verified=True)
    finish(session, cast, owe(session, cast, "Half", date(2026, 10, 2), LATE, source=behind), TENTH)
    owe(session, cast, "Other half", date(2026, 10, 2), LATE, source=behind)
    owe(session, cast, "Not yet due", TENTH, date(2026, 12, 24), source=on_course)
    section = figures(session, **NOVEMBER).decisions
    assert {row.title: (row.state, row.actions_words) for row in section.rows} == {
        "Pay deposits back": ("on_course", "0 of 1 done"),
        "Nothing follows": ("no_actions", "none attached"),
    }
    (row,) = section.behind
    assert (row.number, row.accountable, row.actions_words) == (behind.label, "Dan Hellier", "1 of 2 done, 1 overdue")
    assert row.missing is not None
    assert row.missing.endswith("Other half")
    assert section.finding == "2 decisions taken in November 2026; of 5 in the register 1 is carried out, 1 behind."
    assert [(month.label, month.implemented, month.behind, month.ended) for month in section.by_month[-2:]] == [
        ("Oct", 1, 1, 1), ("Nov", 0, 0, 0),
    ]  # fmt: skip
    assert replaced.label not in {row.number for row in section.rows}


def test_decisions_in_draft_minutes_and_restricted_ones_are_in_no_open_report(session, cast):
    decide(session, cast.council, "CANARY of a draft", TENTH, is_draft=True)
    decide(session, cast.council, "CANARY restricted", TENTH, level=Level.RESTRICTED)
    decide(session, cast.board, "CANARY of the board", TENTH)
    for scope in (None, council_scope(session, cast)):
        report = figures(session, scope, **NOVEMBER)
        assert "CANARY" not in report.model_dump_json()
        assert report.decisions.finding == "No decision is in the register yet."


def test_a_department_sees_the_decisions_that_it_carries_out(session, cast):
    billings = decide(session, cast.council, "Billing acts", TENTH)
    decide(session, cast.council, "Nobody acts", TENTH)
    owe(session, cast, "Do it", TENTH, date(2026, 12, 1), source=billings)
    scope = scope_of(session, SYSTEM, ScopeKind.DEPARTMENT, cast.billing.id)
    assert [row.title for row in figures(session, scope, **NOVEMBER).decisions.rows] == ["Billing acts"]


def test_goals_are_counted_by_what_was_known_at_the_instant(session, cast):
    _, key_result = published(session, cast)
    read(session, key_result, "89", date(2026, 11, 20))
    read(session, key_result, "95", date(2026, 11, 25), recorded=date(2026, 12, 2))
    report = figures(session, **NOVEMBER)
    (goal,) = report.goals.objectives
    (row,) = goal.key_results
    assert (row.value, row.progress, row.status) == (Decimal(89), Decimal("0.5"), "red")
    assert goal.departments == ("Billing", "Support")
    assert report.goals.finding == "1 shared goal with 1 key result: 1 off track."
    assert report.lead == "The one key result is not on track."
    assert report.changed[0].title == "First bill after a move is right: 89\u202f%; the goal is 96\u202f%"
    assert report.changed[0].asked == "Asked of Dan Hellier (Billing): say what changes."


def test_silence_is_never_green(session, cast):
    published(session, cast)
    report = figures(session, **NOVEMBER)
    assert report.goals.objectives[0].status == "red"
    assert report.changed[0].title == "Nobody has measured “First bill after a move is right”"
    assert (report.coverage[0].rate.part, report.coverage[0].missing) == (0, "1.1")


def test_a_draft_goal_and_one_of_a_restricted_committee_are_left_out(session, cast):
    make_goal(session, cast, "CANARY draft")
    published(session, cast, title="CANARY of the board", committee=cast.board, cycle=_cycle(session))
    report = figures(session, **NOVEMBER)
    assert "CANARY" not in report.model_dump_json()
    assert report.key_figures[3].big == "–"


def _cycle(session):
    from tests.goals.build import make_cycle

    return make_cycle(session, "Another half")


def test_initiatives_tell_their_next_step_and_the_share_of_design(session, cast):
    form = make_initiative(session, cast)
    make_initiative(session, cast, "Ring back the wronged", kind=InitiativeKind.REPAIR, effort_days=60)
    late = make_milestone(session, form, "Form drawn", date(2026, 11, 5))
    make_milestone(session, form, "Form tried", date(2026, 12, 5))
    initiatives.finish_milestone(session, late, done_on=DECEMBER_2, today=DECEMBER_2, actor=SYSTEM, now=at(DECEMBER_2))
    session.commit()
    section = figures(session, **NOVEMBER).initiatives
    assert [row.title for row in section.rows] == ["One moving form", "Ring back the wronged"]
    assert section.rows[0].next_words == "Form drawn, 5 Nov"
    first = section.rows[0].milestones[0]
    assert (first.title, first.done_on, first.days_late) == ("Form drawn", None, 25)
    assert section.design is not None
    assert section.design.words == "design 40 of 100 person-days, 40.0 %"


def test_attendance_says_who_came_and_which_meetings_were_not_quorate(session, cast):
    came(
        session,
        hold(session, cast.council, date(2026, 11, 3)),
        {cast.ada: PRESENT, cast.cleo: PRESENT, cast.ben: PRESENT},
    )
    came(session, hold(session, cast.council, LATE), {cast.ada: PRESENT, cast.eve: PRESENT, cast.dan: EXCUSED})
    hold(session, cast.council, date(2026, 11, 17))
    section = figures(session, council_scope(session, cast), **NOVEMBER).attendance
    assert section.finding == "3 meetings held; 1 of 2 were quorate, not on 12 November."
    assert [column.words for column in section.meetings] == [
        "2 of 3 votes present, 2 needed", "1 of 3 votes present, 2 needed", "nobody wrote who came",
    ]  # fmt: skip
    marks = {row.name: row.marks for row in section.rows}
    assert marks["Dan Hellier"] == ("absent", "excused", "not_invited")
    assert marks["Eve Sarkani"] == ("not_invited", "present", "not_invited")
    assert {row.name: (row.present.part, row.present.whole) for row in section.rows}["Ada Morvane"] == (2, 2)


def test_the_first_page_has_what_costs_most_first_and_a_success_last(session, cast):
    published(session, cast)
    owe(session, cast, "Rewrite the letter", date(2026, 10, 1), LATE)
    behind = decide(session, cast.council, "One team for the first bill", date(2026, 10, 2))
    owe(session, cast, "Name the team", date(2026, 10, 2), date(2026, 11, 20), source=behind)
    make_published(session, cast, cast.ben)
    report = figures(session, **NOVEMBER)
    assert [change.section for change in report.changed] == ["goals", "actions", "decisions", "stories"]
    assert report.changed[1].title == "2 action items are late"
    assert report.changed[1].text.endswith("“Rewrite the letter” is 18 days late. 1 other item is late as well.")
    assert report.changed[2].title == "1 decision is not carried out as decided"
    assert report.changed[3].asked == "Nothing asked. Thank them."
    assert report.changed[3].text.startswith("Measured: Calls fell from 41 to 27")
    assert report.lead == "The one key result is not on track; 2 of 2 open action items are late; 1 decision is behind."
    assert report.worse == ("2 items became late in November 2026.",)
    assert [row.thanked for row in report.stories] == [("Cleo Tamsin",)]


def test_a_period_in_progress_is_counted_up_to_the_day_of_issue(session, cast):
    owe(session, cast, "Due on the last day", TENTH, date(2026, 11, 30))
    owe(session, cast, "Due on the twelfth", TENTH, LATE)
    report = figures(session, as_of=NOW, **NOVEMBER)
    assert report.masthead.as_of_words == "24 November 2026, 09:00 UTC"
    assert report.actions.flow.open_words == "1 overdue, 1 not"
    assert report.actions.groups[0].rows[0].days_late == 12
