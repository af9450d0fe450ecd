"""The figures of a report: what was open, came, went and is owed, as it was known at the instant."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from cxgov.actions import service
from cxgov.actions.models import ActionItem
from cxgov.core.enums import Level
from cxgov.imports import folder
from cxgov.imports import service as imports
from cxgov.people.models import Person
from cxgov.reports.collect.scope import scope_of
from cxgov.reports.enums import ScopeKind
from cxgov.reports.figures.actions import ActionRow
from cxgov.reports.figures.report import ReportFigures
from tests.reports.build import at, council_scope, figures
from tests.support.cast import NOW, SYSTEM, Cast

JANUARY = """# Council, 14 January 2025

## Present
- Ada Morvane (chair)
- Ben Okoru

## Action items
- Ada Morvane: write the letter
- Ben Okoru: count the calls
- The press office: print the poster
"""
FEBRUARY = "# Council\n\n## Present\n- Ada Morvane\n\n## Action items\n- Ada Morvane: write the letter\n"
MARCH = "# Council\n\n## Present\n- Ada Morvane\n\nWe only talked.\n"


def action(
    session: Session, cast: Cast, title: str, made_on: date, due_on: date | None = None, **more: Any
) -> ActionItem:
    """An open item of the council that Dan owes, unless told otherwise, made on a day."""
    facts: dict[str, Any] = {"committee": cast.council, "owner": cast.dan, "due_next_meeting": due_on is None, **more}
    made = service.make(session, title, actor=SYSTEM, now=at(made_on), made_on=made_on, due_on=due_on, **facts)
    session.commit()
    return made


def claim(session: Session, cast: Cast, item: ActionItem, day: date) -> ActionItem:
    who = cast.actor(cast.dan, session)
    service.claim_done(session, item, evidence="It stands on the site.", actor=who, now=at(day))
    session.commit()
    return item


def verify(session: Session, cast: Cast, item: ActionItem, day: date) -> None:
    service.verify(session, item, actor=cast.actor(cast.ada, session), now=at(day))
    session.commit()


def move(session: Session, cast: Cast, item: ActionItem, to: date, day: date) -> None:
    who = cast.actor(cast.ada, session)
    service.set_due(session, item, due_on=to, reason="The printer is late.", actor=who, now=at(day), today=day)
    session.commit()


def rows(found: ReportFigures) -> dict[str, ActionRow]:
    groups = (*found.actions.groups, *found.actions.no_longer_mentioned)
    return {row.title: row for group in groups for row in group.rows}


def test_the_flow_says_what_was_open_came_went_and_is_open(session: Session, cast: Cast) -> None:
    old = action(session, cast, "Old and open", date(2026, 8, 3), date(2026, 10, 12))
    early = action(session, cast, "Done before", date(2026, 8, 3), date(2026, 9, 20))
    claim(session, cast, early, date(2026, 9, 18))
    good = action(session, cast, "Done in time", date(2026, 9, 1), date(2026, 10, 20))
    verify(session, cast, claim(session, cast, good, date(2026, 10, 5)), date(2026, 10, 6))
    late = action(session, cast, "Done late", date(2026, 10, 1), date(2026, 10, 9))
    claim(session, cast, late, date(2026, 10, 15))
    ended = action(session, cast, "Cancelled", date(2026, 10, 2), date(2026, 11, 9))
    service.cancel(session, ended, reason="Not needed.", actor=cast.actor(cast.ada, session), now=at(date(2026, 10, 9)))
    session.commit()
    action(session, cast, "New and open", date(2026, 10, 8), date(2026, 11, 20))
    action(session, cast, "Of November", date(2026, 11, 2), date(2026, 11, 20))
    found = figures(session, council_scope(session, cast))
    flow = found.actions.flow
    assert (flow.open_before, flow.new, flow.done, flow.ended, flow.open_after) == (2, 3, 2, 1, 2)
    assert flow.open_before + flow.new - flow.done - flow.ended == flow.open_after
    assert flow.done_words == "1 on their first date, 1 later or without one; 1 verified"
    assert flow.open_words == "1 overdue, 1 not"
    assert [(one.title, one.days_late) for one in found.actions.finished_late] == [("Done late", 6)]
    assert sorted(rows(found)) == ["New and open", "Old and open"]
    row = rows(found)["Old and open"]
    assert (row.number, row.owner, row.age_days, row.days_late, row.state) == (old.label, "Dan Hellier", 89, 19, "open")
    assert [(group.name, group.open, group.late) for group in found.actions.groups] == [("Billing", 2, 1)]
    assert "2 action items are open, 1 of them overdue" in found.actions.finding


def test_dates_and_slips_are_those_that_held_at_the_instant(session: Session, cast: Cast) -> None:
    item = action(session, cast, "Publish the policy", date(2026, 9, 1), date(2026, 10, 10))
    move(session, cast, item, date(2026, 10, 20), date(2026, 10, 5))
    move(session, cast, item, date(2026, 12, 1), date(2026, 11, 3))
    claim(session, cast, item, date(2026, 11, 5))
    september, october, november = (figures(session, period=f"2026-{month:02d}") for month in (9, 10, 11))
    before, then = rows(september)["Publish the policy"], rows(october)["Publish the policy"]
    assert (before.due_on, before.slips, before.days_late) == (date(2026, 10, 10), 0, 0)
    assert (then.due_on, then.slips, then.days_late, then.state) == (date(2026, 10, 20), 1, 11, "open")
    assert "Publish the policy" not in rows(november)
    assert november.actions.flow.done == 1


def test_a_report_of_a_past_month_does_not_change_with_what_happens_later(session: Session, cast: Cast) -> None:
    item = action(session, cast, "Publish the policy", date(2026, 9, 1), date(2026, 10, 10))
    first = figures(session)
    move(session, cast, item, date(2026, 12, 1), date(2026, 11, 3))
    verify(session, cast, claim(session, cast, item, date(2026, 11, 5)), date(2026, 11, 6))
    action(session, cast, "Of November", date(2026, 11, 2), date(2026, 11, 20))
    again = figures(session)
    assert again.actions == first.actions


def bring(session: Session, place: Path, files: dict[str, str]) -> None:
    """Import minutes of the council."""
    for name, text in files.items():
        (place / name).write_text(text)
    read = folder.read_all([place], max_bytes=100_000)
    imports.import_minutes(session, "customer-council", read.minutes, actor=SYSTEM, now=NOW, zone="Europe/Berlin")
    session.commit()


def test_imported_items_show_carries_silence_and_owners_as_written(
    session: Session, cast: Cast, tmp_path: Path
) -> None:
    bring(session, tmp_path, {"2025-01-14.md": JANUARY, "2025-02-11.md": FEBRUARY, "2025-03-11.md": MARCH})
    found = figures(session, council_scope(session, cast), "2025")
    letter, calls, poster = (
        rows(found)[title] for title in ("write the letter", "count the calls", "print the poster")
    )
    assert (letter.owner, letter.carries, letter.no_longer_mentioned_since) == ("Ada Morvane", 1, None)
    assert (calls.owner, calls.carries, calls.no_longer_mentioned_since) == ("Ben Okoru", 0, date(2025, 2, 11))
    assert (poster.owner, poster.owner_as_written, poster.state) == (None, "The press office", "proposed")
    assert [(one.as_written, one.items) for one in found.actions.unresolved] == [("The press office", 1)]
    silent = {row.title for group in found.actions.no_longer_mentioned for row in group.rows}
    assert silent == {"count the calls", "print the poster"}
    assert letter.agreed_on == date(2025, 1, 14)
    january = figures(session, council_scope(session, cast), "2025-01")
    assert {row.title: row.carries for group in january.actions.groups for row in group.rows} == {
        "write the letter": 0, "count the calls": 0, "print the poster": 0,
    }  # fmt: skip
    assert january.actions.no_longer_mentioned == ()


def test_attendance_counts_who_was_there(session: Session, cast: Cast, tmp_path: Path) -> None:
    bring(session, tmp_path, {"2025-01-14.md": JANUARY, "2025-02-11.md": FEBRUARY})
    found = figures(session, council_scope(session, cast), "2025").attendance
    assert [(one.held_on, one.present, one.quorate) for one in found.meetings] == [
        (date(2025, 1, 14), 2, False), (date(2025, 2, 11), 1, False),
    ]  # fmt: skip
    assert {row.name: row.marks for row in found.rows}["Ben Okoru"][0] == "present"


def test_nothing_of_level_2_is_in_the_report_of_the_organisation_not_even_counted(session: Session, cast: Cast) -> None:
    action(session, cast, "Known to all", date(2026, 10, 2), date(2026, 10, 9))
    action(session, cast, "The bonus of the board", date(2026, 10, 2), date(2026, 10, 9), committee=cast.board)
    board = scope_of(session, SYSTEM, ScopeKind.COMMITTEE, cast.board.id)
    billing = scope_of(session, SYSTEM, ScopeKind.DEPARTMENT, cast.billing.id)
    for scope in (None, council_scope(session, cast), billing):
        found = figures(session, scope)
        assert list(rows(found)) == ["Known to all"]
        assert (found.actions.flow.new, found.actions.flow.open_after) == (1, 1)
        assert "bonus" not in found.model_dump_json()
        assert "Remuneration" not in found.model_dump_json()
        assert found.masthead.level == "L1"
    own = figures(session, board)
    assert list(rows(own)) == ["The bonus of the board"]
    assert own.masthead.level == "L2"
    assert board.level is Level.RESTRICTED


def test_a_department_has_what_its_people_owe(session: Session, cast: Cast) -> None:
    action(session, cast, "Of Billing", date(2026, 10, 2), date(2026, 10, 9))
    action(session, cast, "Of Support", date(2026, 10, 2), date(2026, 10, 9), owner=cast.eve)
    found = figures(session, scope_of(session, SYSTEM, ScopeKind.DEPARTMENT, cast.billing.id))
    assert list(rows(found)) == ["Of Billing"]
    assert found.scope_kind == "department"


def test_a_period_in_which_nothing_happened_is_said_in_words(session: Session, cast: Cast) -> None:
    for scope in (None, council_scope(session, cast)):
        found = figures(session, scope, "2026-02")
        assert found.actions.finding == "Nothing is owed: no action item is open."
        assert found.attendance.finding == "No meeting was held in February 2026."
        assert (found.actions.flow.open_before, found.actions.flow.new, found.actions.flow.open_after) == (0, 0, 0)
        assert found.lead
        assert found.decisions.finding
        assert found.goals.finding


def test_a_period_in_progress_is_counted_as_of_now(session: Session, cast: Cast) -> None:
    item = action(session, cast, "Publish the policy", date(2026, 10, 2), date(2026, 10, 9))
    claim(session, cast, item, date(2026, 10, 25))
    half = figures(session, as_of=datetime(2026, 10, 15, 12, tzinfo=UTC))
    assert rows(half)["Publish the policy"].days_late == 6
    assert half.masthead.as_of_words == "15 October 2026, 12:00 UTC"
    assert rows(figures(session)) == {}


def test_the_figures_cost_a_constant_number_of_statements(
    session: Session, cast: Cast, count_sql: Callable[[], Any]
) -> None:
    people: tuple[Person, ...] = (cast.dan, cast.eve, cast.cleo)
    counts = []
    for number, owner in enumerate(people):
        action(session, cast, f"Item {number}", date(2026, 10, 2), date(2026, 10, 9), owner=owner)
        session.expire_all()
        scope = council_scope(session, cast)
        with count_sql() as seen:
            figures(session, scope)
        counts.append(len(seen))
    assert counts[0] == counts[2]
