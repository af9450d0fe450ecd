"""Links, figures, names and reports: what is hidden is in none of them, for anybody who may not know of it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.actions.models import ActionItem, Appearance
from cxgov.core.enums import Level
from cxgov.core.spans import parse_period
from cxgov.decisions.models import Decision
from cxgov.goals.queries import objective_rows
from cxgov.imports.enums import NameKind
from cxgov.imports.models import OpenName
from cxgov.imports.names import open_names
from cxgov.journal import readers
from cxgov.journal import service as journal
from cxgov.journal.enums import Relation
from cxgov.meetings import service as meetings
from cxgov.reports.collect.digest import digest_figures
from cxgov.stories import service as stories
from cxgov.web.settings import settings
from tests.goals.build import published, read
from tests.initiatives.build import make_initiative
from tests.meetings.build import ben, make_meeting, minute
from tests.reports.build import council_scope, figures
from tests.rights.chamber import make_chamber
from tests.support.cast import NOW, SYSTEM, TODAY, Cast
from tests.support.client import Browser

Open = Callable[..., Browser]


def test_a_link_to_what_is_in_camera_is_counted_for_the_committee_and_unknown_to_others(
    session: Session, cast: Cast, browser: Open
) -> None:
    chamber, initiative = make_chamber(session, cast, is_closed=True), make_initiative(session, cast)
    journal.begin_write(session)
    secret = session.get_one(Decision, chamber.made["decision"])
    journal.link(session, initiative, Relation.FOLLOWS_FROM, secret, actor=SYSTEM, now=NOW)
    session.commit()
    page = f"/initiatives/{initiative.id}"
    assert "SECRET-DECISION" in browser(cast.cleo).get_page(page)
    inside, outside = browser(cast.dan).get_page(page), browser(cast.eve).get_page(page)
    assert "1 item in camera" in inside
    assert "in camera" not in outside
    assert "SECRET" not in inside + outside


def test_a_restricted_key_result_moves_no_figure_of_its_goal_for_others(session: Session, cast: Cast) -> None:
    _, key_result = published(session, cast)
    read(session, key_result, "89", date(2026, 11, 20))

    def progress(name: str) -> Decimal | None:
        rows = objective_rows(session, cast.actor(getattr(cast, name), session), TODAY)
        return rows[0].progress.value

    assert (progress("eve"), progress("otto")) == (Decimal("0.5"), Decimal("0.5"))
    journal.begin_write(session)
    journal.set_level(session, key_result, Level.RESTRICTED, actor=SYSTEM, now=NOW)
    session.commit()
    assert (progress("eve"), progress("otto")) == (None, Decimal("0.5"))
    assert figures(session, period="2026-11").goals.objectives[0].key_results == ()


def test_an_owner_outside_a_restricted_committee_reads_the_own_page_without_the_committees_name(
    session: Session, cast: Cast, browser: Open
) -> None:
    made = make_initiative(session, cast, committee=cast.board, lead=cast.eve, sponsor=None)
    page = browser(cast.eve).get_page(f"/initiatives/{made.id}")
    assert "One moving form" in page
    assert "Remuneration Board" not in page


def test_a_decision_read_by_name_does_not_name_its_committee(session: Session, cast: Cast, browser: Open) -> None:
    meeting = make_meeting(session, cast, committee=cast.board)
    meetings.add_block(session, meeting, "DECISION: we wait\nACTION: @eve wait by 2026-12-01", actor=SYSTEM, now=NOW)
    session.commit()
    decision, action = session.scalars(select(Decision)).one(), session.scalars(select(ActionItem)).one()
    journal.begin_write(session)
    readers.name(session, decision, cast.eve.id, actor=SYSTEM, now=NOW)
    session.commit()
    seen = browser(cast.eve)
    said = seen.get_page("/decisions") + seen.get_page(f"/decisions/{decision.id}") + seen.get_page("/actions?show=all")
    said += (
        seen.get_page(f"/actions/{action.id}")
        + seen.get("/actions.csv?show=all").get_data(as_text=True)
        + seen.get_page("/")
    )
    assert "we wait" in said
    assert "Remuneration Board" not in said


def test_an_action_made_restricted_is_still_read_by_its_owner(session: Session, cast: Cast, browser: Open) -> None:
    meeting = make_meeting(session, cast)
    minute(session, cast, meeting, "ACTION: @eve wait by 2026-12-01")
    meetings.close(session, meeting, actor=ben(session, cast), now=NOW)
    session.commit()
    journal.begin_write(session)
    journal.set_level(session, cast.council, Level.RESTRICTED, actor=SYSTEM, now=NOW)
    session.commit()
    item = session.scalars(select(ActionItem)).one()
    assert browser(cast.eve).get(f"/actions/{item.id}").status_code == 200
    assert browser(cast.alma).get(f"/actions/{item.id}").status_code == 404


def test_a_report_says_how_many_items_were_in_camera_and_nothing_else_of_them(session: Session, cast: Cast) -> None:
    make_chamber(session, cast, is_closed=True)
    for scope in (council_scope(session, cast), None):
        made = figures(session, scope, "2026-11")
        said = made.model_dump_json()
        assert "SECRET" not in said
        assert made.attendance.note == "1 item in camera."
        assert made.decisions.rows == ()
        assert made.actions.flow.new == 0


def test_a_report_names_no_source_and_counts_no_list_that_is_more_confidential(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast, held_on=date(2026, 11, 3))
    minute(session, cast, meeting, "ACTION: @dan wait by 2026-12-01")
    meetings.close(session, meeting, actor=ben(session, cast), now=NOW)
    session.commit()
    row = figures(session, period="2026-11").actions.groups[0].rows[0]
    assert row.source == "3 Nov 2026"
    journal.begin_write(session)
    journal.change(
        session, meeting, "subject:level:set", actor=SYSTEM, now=NOW, own_level=Level.RESTRICTED, level=Level.RESTRICTED
    )
    session.commit()
    assert session.scalars(select(Appearance)).one().meeting_id == meeting.id
    row = figures(session, period="2026-11").actions.groups[0].rows[0]
    assert row.source is None


def test_a_name_that_owns_what_is_in_camera_waits_for_those_on_the_list_alone(session: Session, cast: Cast) -> None:
    chamber = make_chamber(session, cast, is_closed=True)
    for action_id in (chamber.made["action"], None):
        session.add(
            OpenName(
                committee_id=cast.council.id, meeting_id=chamber.meeting.id, kind=NameKind.OWNER, line=3,
                folded=f"somebody {action_id}", as_written="Somebody", action_id=action_id, is_first=True,
            )
        )  # fmt: skip
    session.commit()
    names = {
        name: open_names(session, cast.actor(getattr(cast, name), session)).total for name in ("ada", "ben", "cora")
    }
    assert names == {"ada": 2, "ben": 2, "cora": 1}


def test_thanks_for_what_was_made_restricted_are_told_to_nobody_else(
    session: Session, cast: Cast, browser: Open
) -> None:
    goal, _ = published(session, cast)
    stories.thank(session, cast.eve, "SECRET-THANKS", actor=cast.actor(cast.dan, session), now=NOW, about=goal)
    session.commit()
    person = f"/people/{cast.eve.id}"
    assert "SECRET-THANKS" in browser(cast.alma).get_page(person)
    journal.begin_write(session)
    journal.set_level(session, goal, Level.RESTRICTED, actor=SYSTEM, now=NOW)
    session.commit()
    assert "SECRET-THANKS" not in browser(cast.alma).get_page(person)
    assert "SECRET-THANKS" not in browser(cast.eve).get_page("/")
    assert "SECRET-THANKS" in browser(cast.cleo).get_page(person)
    span = parse_period("2026-11")
    end = span.instants("UTC")[1]
    digest = digest_figures(session, span, as_of=end, now=end, settings=settings())
    assert "SECRET" not in digest.model_dump_json()


def test_a_meeting_more_confidential_than_an_action_counts_as_no_carry_of_it(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    minute(session, cast, meeting, "ACTION: @dan wait by 2026-12-01")
    meetings.close(session, meeting, actor=ben(session, cast), now=NOW)
    session.commit()
    carried = []
    for level in (Level.RESTRICTED, Level.INTERNAL):
        day = date(2026, 12, 10 + level)
        made = meetings.draft(
            session, cast.council, held_on=day, level=level, actor=ben(session, cast), now=NOW
        )  # fmt: skip
        meetings.carry_actions(session, made, actor=ben(session, cast), now=NOW)
        session.commit()
        carried.append(session.scalars(select(ActionItem.carries)).one())
    assert carried == [0, 1]
