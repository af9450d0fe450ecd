"""The main job from end to end, on both databases: from a line of the minutes to report, digest and story."""

from datetime import UTC, date, datetime, time
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.actions import service as actions
from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem
from cxgov.core.actor import Actor
from cxgov.journal.chain import verify
from cxgov.meetings import service as meetings
from cxgov.meetings.enums import AttendanceStatus
from cxgov.meetings.models import Meeting
from cxgov.post.jobs import deliver_waiting
from cxgov.reports import issuing
from cxgov.reports.figures.digest import DigestFigures
from cxgov.reports.figures.report import ReportFigures
from cxgov.reports.models import IssuedDigest, IssuedReport
from cxgov.rights.actors import actor_of_person
from cxgov.scheduler import queries as runs
from cxgov.scheduler import service as scheduler
from cxgov.scheduler.registry import JOBS
from cxgov.stories import service as stories
from cxgov.stories.enums import StoryKind
from cxgov.web.extensions import db
from tests.support.apps import fresh_app
from tests.support.cast import Cast, make_cast

DATABASES = [
    pytest.param("sqlite", marks=pytest.mark.commits),
    pytest.param("postgres", marks=[pytest.mark.commits, pytest.mark.postgres]),
]
OCTOBER_6 = datetime(2026, 10, 6, 8, 0, tzinfo=UTC)
OCTOBER_20 = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)
NOVEMBER_1 = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
LINES = """Dan showed the audit of September.

ACTION: @dan send one letter after a move by 2026-10-20
ACTION: Cleo ask three customers next week
ACTION: @nobody_here look into it
DECISION: one team owns the first bill after a move
"""


def minuted(session: Session, cast: Cast, ben: Actor) -> Meeting:
    """Plan, call, hold and minute a meeting with a quorum, and close it."""
    meeting = meetings.draft(
        session, cast.council, held_on=date(2026, 10, 6), local_time=time(10, 0), actor=ben, now=OCTOBER_6
    )
    meetings.call(session, meeting, reason="short notice, the audit came late", actor=ben, now=OCTOBER_6)
    meetings.hold(session, meeting, actor=ben, now=OCTOBER_6)
    for person in (cast.ada, cast.cleo, cast.dan):
        meetings.set_status(session, meeting, person, AttendanceStatus.PRESENT, actor=ben, now=OCTOBER_6)
    meetings.add_block(session, meeting, LINES, actor=ben, now=OCTOBER_6)
    session.commit()
    meetings.close(session, meeting, actor=ben, now=OCTOBER_6)
    session.commit()
    return meeting


def actor_on(session: Session, cast: Cast, name: str) -> Actor:
    found = actor_of_person(session, getattr(cast, name).id, today=date(2026, 10, 6))
    assert found is not None
    return found


@pytest.mark.parametrize("database", DATABASES)
def test_from_a_typed_line_to_report_digest_and_story(database: str, tmp_path: Path) -> None:
    with fresh_app(database, tmp_path) as app:
        session = db.session()
        cast = make_cast(session)
        ben, dan, ada, cora = (actor_on(session, cast, name) for name in ("ben", "dan", "ada", "cora"))

        meeting = minuted(session, cast, ben)
        found = {item.title: item for item in session.scalars(select(ActionItem)).unique()}
        mine = next(item for item in found.values() if item.owner_id == cast.dan.id)
        lost = next(item for item in found.values() if item.owner_id is None)
        assert len(found) == 3
        assert (mine.state, lost.state) == (ActionState.OPEN, ActionState.PROPOSED)

        actions.claim_done(session, mine, evidence="The letter of 19 October", actor=dan, now=OCTOBER_20)
        session.commit()
        actions.verify(session, mine, actor=ada, now=OCTOBER_20)
        told = stories.Told(
            title="One letter instead of three", text="Billing and Support sent one.", kind=StoryKind.SUCCESS,
            departments=[cast.billing, cast.support], people=[cast.dan], evidence=None, is_not_measured=True,
        )  # fmt: skip
        story = stories.write(session, told, about=mine, actor=ben, now=OCTOBER_20)
        session.commit()
        stories.publish(session, story, actor=cora, now=OCTOBER_20)
        session.commit()

        settings = app.extensions["cx_settings"]
        assert scheduler.tick(session, now=NOVEMBER_1, settings=settings) == len(JOBS)
        assert scheduler.tick(session, now=NOVEMBER_1, settings=settings) == 0
        deliver_waiting(session, folder=tmp_path / "outbox", sender="cxgov@tarnwick.example", now=NOVEMBER_1)

        report = session.scalars(
            select(IssuedReport).where(IssuedReport.scope_key == f"committee:{cast.council.id}")
        ).one()
        figures = ReportFigures.model_validate_json(report.figures)
        rows = [row.title for group in figures.actions.groups for row in group.rows]
        assert figures.actions.flow.done == 1
        assert any("ask three customers" in title for title in rows)
        assert figures.actions.unresolved[0].as_written == "@nobody_here"
        assert figures.decisions.rows[0].number == "D-2026-01"
        assert [one.title for one in figures.stories] == ["One letter instead of three"]
        assert "send one letter after a move" not in str(rows)

        printed = PdfReader(issuing.pdf_path(settings, report.id))
        assert "October 2026" in printed.pages[0].extract_text()

        digest = DigestFigures.model_validate_json(session.scalars(select(IssuedDigest)).one().figures)
        assert digest.stories[0].title == "One letter instead of three"
        assert digest.closed[0].owner == "Dan Hellier"
        mails = sorted((tmp_path / "outbox").glob("*.eml"))
        assert len(mails) == 9
        first = message_from_bytes(mails[0].read_bytes(), policy=default)
        body = first.get_body(("plain",))
        assert body is not None
        assert "one letter instead of three" in " ".join(body.get_content().lower().split())

        assert verify(session)[1] is None
        assert runs.open_periods(session, JOBS[0], now=NOVEMBER_1, settings=settings) == []
        assert meeting.closed_at is not None
