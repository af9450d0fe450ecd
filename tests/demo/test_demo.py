"""The demo: the same year for the same seed, with every state in it, and only where nothing is yet."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem, DateRequest
from cxgov.app import create_app
from cxgov.cli.main import main
from cxgov.core.actor import Actor
from cxgov.core.config import Organisation
from cxgov.core.errors import RuleBroken
from cxgov.decisions.enums import DecisionState
from cxgov.decisions.models import Decision
from cxgov.demo import service
from cxgov.demo.cast import DOORS, ORGANISATION, ZONE
from cxgov.goals.enums import ObjectiveState
from cxgov.goals.models import Objective
from cxgov.initiatives.enums import InitiativeKind, InitiativeStage
from cxgov.initiatives.models import Initiative
from cxgov.journal.chain import verify
from cxgov.journal.models import Entry, Subject, SubjectReader
from cxgov.journal.queries import chain_of
from cxgov.meetings.enums import MeetingState
from cxgov.meetings.models import Meeting
from cxgov.people.models import Person
from cxgov.reports.models import IssuedDigest, IssuedReport
from cxgov.stories.enums import StoryKind, StoryState
from cxgov.stories.models import Story
from cxgov.web.extensions import db
from tests.conftest import fill_schema, make_settings
from tests.support.client import Browser

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
WITHOUT_A_VERB = {ActionState.MERGED}
"""Nothing merges action items yet."""


def make_app(folder: Path) -> Flask:
    settings = make_settings(folder).model_copy(update={"organisation": Organisation(name=ORGANISATION, zone=ZONE)})
    made = create_app(settings)
    made.test_client_class = Browser
    fill_schema(made)
    return made


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An instance with the demo of seed 1."""
    app = make_app(tmp_path_factory.mktemp("demo"))
    with app.app_context():
        settings = app.extensions["cx_settings"]
        service.fill(db.session(), size="small", seed=1, now=NOW, settings=settings, say=lambda said: None)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize(
    ("column", "wanted"),
    [
        (ActionItem.state, set(ActionState) - WITHOUT_A_VERB),
        (Meeting.state, set(MeetingState)),
        (Objective.state, set(ObjectiveState) - {ObjectiveState.CLOSED}),
        (Initiative.stage, set(InitiativeStage)),
        (Initiative.kind, set(InitiativeKind)),
        (Story.state, set(StoryState)),
        (Story.kind, set(StoryKind)),
        (Decision.state, {DecisionState.IN_FORCE, DecisionState.IMPLEMENTED}),
        (Decision.without_quorum, {True, False}),
    ],
)
def test_every_state_occurs(filled: Flask, column: object, wanted: set[object]) -> None:
    assert set(db.session.scalars(select(column))) == wanted  # type: ignore[call-overload]  # a column of any type


def test_some_dates_have_slipped_and_some_requests_wait(filled: Flask) -> None:
    assert db.session.scalar(select(func.max(ActionItem.slips))) == 1
    waiting = select(func.count(DateRequest.id)).where(DateRequest.decided_at.is_(None))
    assert (db.session.scalar(waiting) or 0) >= 2
    assert 55 <= (db.session.scalar(select(func.count(ActionItem.id))) or 0) <= 110


def test_nothing_is_dated_after_today_and_the_journal_is_in_the_order_of_time(filled: Flask) -> None:
    instants = list(db.session.scalars(select(Entry.at).order_by(Entry.seq)))
    assert instants == sorted(instants)
    assert instants[-1] <= NOW


def test_the_chain_of_the_main_thread_is_filled_but_for_the_voice_which_has_no_room_yet(filled: Flask) -> None:
    goal = db.session.scalars(select(Subject).where(Subject.title == "Moving home works without a phone call")).one()
    cells = chain_of(db.session(), Actor.system("tests"), goal)
    assert [cell.key for cell in cells if not cell.subjects] == ["voice"]


def test_the_journal_of_the_year_fits(filled: Flask) -> None:
    count, broken = verify(db.session())
    assert broken is None
    assert count > 1000


def test_the_report_and_the_digest_of_last_month_lie_there(filled: Flask) -> None:
    instance = filled.extensions["cx_settings"].instance
    assert list(db.session.scalars(select(IssuedDigest.period))) == ["2026-10"]
    assert set(db.session.scalars(select(IssuedReport.period))) == {"2026-10"}
    assert [path.read_bytes()[:5] for path in (instance / "reports").glob("**/*.pdf")].count(b"%PDF-") >= 1
    mails = [path.read_bytes() for path in (instance / "outbox").glob("*.eml")]
    assert len(mails) > 30
    assert all(b"@tarnwick.example" in mail for mail in mails)


def test_everybody_has_an_address_that_leads_nowhere(filled: Flask) -> None:
    addresses = list(db.session.scalars(select(Person.email)))
    assert len(addresses) == 40
    assert all((address or "").endswith("@tarnwick.example") for address in addresses)
    assert {f"{handle}@tarnwick.example" for _, handle in DOORS} <= set(addresses)


def test_it_is_refused_where_something_is_there(filled: Flask) -> None:
    assert service.has_content(db.session())
    settings = filled.extensions["cx_settings"]
    with pytest.raises(RuleBroken, match="something already"):
        service.fill(db.session(), size="small", seed=1, now=NOW, settings=settings, say=lambda said: None)


def test_the_same_seed_gives_the_same_titles(filled: Flask, tmp_path: Path) -> None:
    own = ~Subject.kind.in_(("report", "digest"))
    first = list(db.session.scalars(select(Subject.title).where(own).order_by(Subject.id)))
    states = list(db.session.scalars(select(ActionItem.state).order_by(ActionItem.id)))
    other = make_app(tmp_path)
    with other.app_context():
        assert not service.has_content(db.session())
        service.play(db.session(), seed=1, now=NOW, zone=ZONE)
        assert list(db.session.scalars(select(Subject.title).where(own).order_by(Subject.id))) == first
        assert list(db.session.scalars(select(ActionItem.state).order_by(ActionItem.id))) == states
        db.session.remove()
        db.engine.dispose()


def test_the_command_does_nothing_where_somebody_has_begun(tmp_path: Path) -> None:
    environ = {"CXGOV_INSTANCE": str(tmp_path)}
    begun = CliRunner().invoke(main, ["init", "--quiet", "--admin", "alma@tarnwick.example"], env=environ)
    assert begun.exit_code == 0
    quiet = CliRunner().invoke(main, ["demo", "--if-empty"], env=environ)
    assert (quiet.exit_code, quiet.output) == (0, "")
    loud = CliRunner().invoke(main, ["demo"], env=environ)
    assert loud.exit_code != 0
    assert "not empty" in f"{loud.output} {loud.exception}"
    assert not (tmp_path / "config.toml").exists()


def test_the_panel_has_an_item_in_camera_with_an_action_for_somebody_outside(filled: Flask) -> None:
    session = db.session()
    item = session.scalars(select(Subject).where(Subject.level == 3, Subject.kind == "agenda_item")).one()
    action = session.scalars(select(Subject).where(Subject.parent_id == item.id, Subject.kind == "action")).one()
    named = {
        thing.id: set(
            session.scalars(
                select(Person.handle)
                .join(SubjectReader, SubjectReader.person_id == Person.id)
                .where(SubjectReader.subject_id == thing.id, SubjectReader.is_barred.is_(False))
            )
        )
        for thing in (item, action)
    }
    assert named == {item.id: {"greta", "joana", "pilar", "ada"}, action.id: {"greta", "joana", "pilar", "ada", "eve"}}
