"""Action items in a report: the flow, ages, slips, carries, what is no longer mentioned, and what was so then."""

from datetime import date

import pytest

from cxgov.actions import service as actions
from cxgov.core.enums import Level
from cxgov.reports.collect.scope import scope_of
from cxgov.reports.enums import ScopeKind
from tests.reports.build import at, council_scope, figures, finish, hold, owe, put_on_list
from tests.support.cast import SYSTEM

SEPTEMBER, OCTOBER_5, OCTOBER_20 = date(2026, 9, 10), date(2026, 10, 5), date(2026, 10, 20)
ASKED = date(2026, 11, 3)


def titles(groups) -> list[str]:
    return [row.title for group in groups for row in group.rows]


def test_an_organisation_without_anything_has_a_report_that_says_so(session, cast):
    report = figures(session)
    assert report.lead == "Nothing was agreed, owed or measured in October 2026."
    assert report.actions.finding == "Nothing is owed: no action item is open."
    assert report.decisions.finding == "No decision is in the register yet."
    assert report.attendance.finding == "No meeting was held in October 2026."
    assert report.rates_finding == "Nothing was due in this period."
    assert report.changed == ()
    assert [figure.big for figure in report.key_figures] == ["–"] * 4
    assert report.masthead.as_of_words == "31 October 2026, 24:00 UTC"


def test_the_flow_tells_how_the_open_items_came_about(session, cast):
    owe(session, cast, "Open since before", SEPTEMBER, date(2026, 12, 1))
    done = owe(session, cast, "Done in time", SEPTEMBER, OCTOBER_20)
    late = owe(session, cast, "Done late", SEPTEMBER, OCTOBER_5)
    gone = owe(session, cast, "Not wanted any more", SEPTEMBER, OCTOBER_5)
    owe(session, cast, "New and overdue", OCTOBER_5, OCTOBER_20)
    earlier = owe(session, cast, "Done in September", date(2026, 9, 1), SEPTEMBER)
    finish(session, cast, earlier, date(2026, 9, 9))
    finish(session, cast, done, date(2026, 10, 19), verified=True)
    finish(session, cast, late, date(2026, 10, 8))
    actions.cancel(session, gone, reason="Not needed", actor=cast.actor(cast.ada, session), now=at(OCTOBER_5))
    session.commit()
    flow = figures(session).actions.flow
    assert (flow.open_before, flow.new, flow.done, flow.ended, flow.open_after) == (4, 1, 2, 1, 2)
    assert flow.done_words == "1 on their first date, 1 later or without one; 1 verified"
    assert flow.open_words == "1 overdue, 1 not"
    assert flow.open_before + flow.new - flow.done - flow.ended == flow.open_after


def test_a_row_tells_owner_source_age_and_days_late(session, cast):
    meeting = hold(session, cast.council, SEPTEMBER)
    owe(session, cast, "Rewrite the letter", SEPTEMBER, OCTOBER_20, contributors=[cast.cleo], source=meeting)
    (group,) = figures(session).actions.groups
    (row,) = group.rows
    assert (group.name, group.open, group.late) == ("Billing", 1, 1)
    assert (row.owner, row.contributors, row.source) == ("Dan Hellier", ("Cleo Tamsin",), "10 Sep 2026")
    assert (row.age_days, row.days_late, row.due_on, row.state) == (51, 11, OCTOBER_20, "open")


def test_groups_stand_in_the_order_of_the_charter_and_owners_by_their_nearest_date(session, cast):
    owe(session, cast, "Billing’s", SEPTEMBER, OCTOBER_5)
    owe(session, cast, "Eve’s later one", SEPTEMBER, date(2026, 12, 3), owner=cast.eve)
    owe(session, cast, "Ben’s", SEPTEMBER, date(2026, 11, 20), owner=cast.ben)
    owe(session, cast, "Eve’s nearest", SEPTEMBER, date(2026, 11, 10), owner=cast.eve)
    owe(session, cast, "Cleo’s", SEPTEMBER, None, owner=cast.cleo)
    groups = figures(session).actions.groups
    assert [group.name for group in groups] == ["Product", "Support", "Billing"]
    assert titles(groups) == ["Cleo’s", "Eve’s nearest", "Eve’s later one", "Ben’s", "Billing’s"]


def test_a_date_granted_after_the_period_does_not_move_what_was_late_in_it(session, cast):
    item = owe(session, cast, "Moved in November", SEPTEMBER, OCTOBER_20)
    dan, ada = cast.actor(cast.dan, session), cast.actor(cast.ada, session)
    asked = actions.ask_for_date(
        session, item, wanted_on=date(2026, 12, 1), reason="Waiting for Legal", actor=dan, now=at(ASKED), today=ASKED
    )
    actions.decide_date(session, asked, grant=True, answer="Agreed", actor=ada, now=at(ASKED, 11), today=ASKED)
    session.commit()
    (then,), (now,) = (figures(session, period=month).actions.groups for month in ("2026-10", "2026-11"))
    assert (then.rows[0].due_on, then.rows[0].days_late, then.rows[0].slips) == (OCTOBER_20, 11, 0)
    assert (now.rows[0].due_on, now.rows[0].days_late, now.rows[0].slips) == (date(2026, 12, 1), 0, 1)


def test_what_was_done_after_the_period_was_open_in_it(session, cast):
    item = owe(session, cast, "Done in November", SEPTEMBER, OCTOBER_20)
    finish(session, cast, item, date(2026, 11, 3), verified=True)
    october, november = figures(session), figures(session, period="2026-11")
    assert titles(october.actions.groups) == ["Done in November"]
    assert october.actions.groups[0].rows[0].days_late == 11
    assert titles(november.actions.groups) == []
    assert [row.days_late for row in november.actions.finished_late] == [14]


def test_what_was_agreed_after_the_period_is_not_in_it(session, cast):
    owe(session, cast, "Agreed in November", date(2026, 11, 2), date(2026, 12, 1))
    assert figures(session).actions.flow.open_after == 0


def test_carries_are_counted_up_to_the_end_of_the_period(session, cast):
    item = owe(session, cast, "Carried on", SEPTEMBER, None)
    for day in (SEPTEMBER, OCTOBER_5, OCTOBER_20, date(2026, 11, 10)):
        put_on_list(session, item, hold(session, cast.council, day), carried=day != SEPTEMBER)
    assert figures(session).actions.groups[0].rows[0].carries == 2
    assert figures(session).actions.groups[0].rows[0].due_words == "next meeting"


def test_imported_items_that_the_next_list_left_out_are_no_longer_mentioned(session, cast):
    kept = owe(session, cast, "Listed again", SEPTEMBER, None, import_key="a")
    lost = owe(session, cast, "Left out", SEPTEMBER, None, import_key="b")
    days = (SEPTEMBER, date(2026, 9, 24), OCTOBER_5)
    first, silent, second = (
        hold(session, cast.council, day, source_path=f"{day}.md", source_hash="0" * 64, has_action_section=has)
        for day, has in zip(days, (True, False, True), strict=True)
    )
    assert silent.has_action_section is False
    for item in (kept, lost):
        put_on_list(session, item, first)
    put_on_list(session, kept, second, carried=True)
    october = figures(session, council_scope(session, cast)).actions
    assert (titles(october.groups), titles(october.no_longer_mentioned)) == (["Listed again"], ["Left out"])
    assert october.no_longer_mentioned[0].rows[0].no_longer_mentioned_since == OCTOBER_5
    assert "1 is no longer mentioned in the minutes." in october.finding
    september = figures(session, period="2026-09").actions
    assert len(titles(september.groups)) == 2


def test_a_name_that_is_not_settled_is_listed_with_its_items_and_where_it_stands(session, cast):
    meeting = hold(session, cast.council, SEPTEMBER)
    for title in ("One", "Two"):
        actions.propose(
            session, title, actor=SYSTEM, now=at(SEPTEMBER), made_on=SEPTEMBER, committee=cast.council,
            owner_as_written="the dealer team", due_next_meeting=True, source=meeting,
        )  # fmt: skip
    session.commit()
    report = figures(session)
    (unresolved,) = report.actions.unresolved
    assert (unresolved.as_written, unresolved.items, unresolved.where) == ("the dealer team", 2, ("10 Sep 2026",))
    assert report.actions.groups[-1].name == "Owner not settled"
    assert report.coverage[-1].missing == "2 wait for their owner to be settled"
    assert "1 owner is not settled" in [change.title for change in report.changed]


def test_nothing_restricted_is_in_the_organisations_report_not_even_counted(session, cast):
    owe(session, cast, "Open to all", SEPTEMBER, OCTOBER_20)
    owe(session, cast, "CANARY of the board", SEPTEMBER, OCTOBER_20, committee=cast.board)
    owe(session, cast, "CANARY of the council", SEPTEMBER, OCTOBER_20, level=Level.RESTRICTED)
    for scope in (None, council_scope(session, cast)):
        report = figures(session, scope)
        assert "CANARY" not in report.model_dump_json()
        assert report.actions.flow.open_after == 1
        assert report.key_figures[1].lines == ("due in the period",)
        assert report.key_figures[1].big == "0 of 1"
    board = figures(session, scope_of(session, SYSTEM, ScopeKind.COMMITTEE, cast.board.id))
    assert titles(board.actions.groups) == ["CANARY of the board"]
    assert board.masthead.level == "L2"


@pytest.mark.parametrize(("room", "expected"), [("billing", ["Dan’s"]), ("product", ["Cleo’s"]), ("support", [])])
def test_a_departments_report_holds_what_its_people_owe(session, cast, room, expected):
    owe(session, cast, "Dan’s", SEPTEMBER, OCTOBER_20)
    owe(session, cast, "Cleo’s", SEPTEMBER, OCTOBER_20, owner=cast.cleo)
    scope = scope_of(session, SYSTEM, ScopeKind.DEPARTMENT, getattr(cast, room).id)
    assert titles(figures(session, scope).actions.groups) == expected


def test_rates_are_told_by_department_and_those_without_one_are_not_forgotten(session, cast):
    finish(session, cast, owe(session, cast, "In time", SEPTEMBER, OCTOBER_20), date(2026, 10, 19), verified=True)
    finish(session, cast, owe(session, cast, "Late", SEPTEMBER, OCTOBER_5), date(2026, 10, 8), verified=True)
    owe(session, cast, "Of no department", SEPTEMBER, OCTOBER_20, owner=cast.cora)
    report = figures(session)
    rates = {row.name: (row.actions.part, row.actions.whole, row.commitments.part) for row in report.actions.rates}
    assert rates == {"Billing": (1, 2, 2), "Without a department": (0, 1, 0)}
    assert report.rates_finding == "1 of 3 action items was done by its first date."
