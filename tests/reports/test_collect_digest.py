"""The digest's figures: what everybody may know of a month, the reader's department first."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from cxgov.core.enums import Level
from cxgov.core.spans import parse_period
from cxgov.meetings.enums import MeetingState
from cxgov.reports.collect.digest import digest_figures
from cxgov.reports.digest_mail import digest_mail
from cxgov.reports.figures.digest import DigestFigures
from cxgov.stories import service as stories
from cxgov.web.settings import settings
from tests.goals.build import published, read
from tests.reports.build import at, decide, finish, hold, owe
from tests.stories.build import make_published, make_story
from tests.support.cast import NOW, TODAY, Cast

NOVEMBER = parse_period("2026-11")
TENTH, TWELFTH = date(2026, 11, 10), date(2026, 11, 12)


def november(session: Session, *, as_of: datetime | None = None) -> DigestFigures:
    """Return the digest of November 2026."""
    end = NOVEMBER.instants("UTC")[1]
    return digest_figures(session, NOVEMBER, as_of=as_of or end, now=end, settings=settings())


def test_a_quiet_month_says_so(session, cast):
    digest = november(session)
    assert digest.lead == "A quiet November 2026: nothing was decided, finished or told."
    assert (digest.stories, digest.thanks, digest.goals, digest.closed, digest.for_departments) == ((), (), (), (), ())


def test_the_digest_tells_what_was_done_decided_told_and_thanked(session, cast):
    finish(session, cast, owe(session, cast, "Name one contact", TENTH, TWELFTH), TWELFTH)
    decide(session, cast.council, "Estimated readings say so", TENTH)
    make_published(session, cast, cast.ben)
    _thank(session, cast)
    _, key_result = published(session, cast)
    read(session, key_result, "96", TODAY)
    digest = november(session)
    assert digest.lead == (
        "What departments did together in November 2026: 1 action item done, 1 decision taken, 1 story told, "
        "1 of 1 shared goal on track."
    )
    assert [(one.title, one.owner, one.department) for one in digest.closed] == [
        ("Name one contact", "Dan Hellier", "Billing"),
    ]  # fmt: skip
    assert [(one.text, one.why) for one in digest.decisions] == [("Estimated readings say so", "Customer Council.")]
    (story,) = digest.stories
    assert (story.measured, story.thanks) == ("Calls fell from 41 to 27 %.", "Thanks to Cleo Tamsin.")
    assert [(word.giver, word.receiver) for word in digest.thanks] == [("Eve Sarkani, Support", "Dan Hellier, Billing")]
    assert [(goal.status, goal.percent) for goal in digest.goals] == [("green", 100)]


def _thank(session: Session, cast: Cast) -> None:
    stories.thank(
        session, cast.dan, "You rang me back at seven.", actor=cast.actor(cast.eve, session), now=NOW, about=None
    )
    session.commit()


def test_nothing_restricted_and_no_draft_is_told_to_everybody(session, cast):
    decide(session, cast.board, "CANARY of the board", TENTH)
    decide(session, cast.council, "CANARY of a draft", TENTH, is_draft=True)
    finish(session, cast, owe(session, cast, "CANARY item", TENTH, TWELFTH, level=Level.RESTRICTED), TWELFTH)
    hold(session, cast.board, date(2026, 12, 3), state=MeetingState.CALLED, closed_at=None, place="CANARY room")
    make_story(session, cast, cast.ben, title="CANARY not published")
    digest = november(session)
    assert "CANARY" not in digest.model_dump_json()
    assert digest.lead.startswith("A quiet November 2026")


def test_what_was_finished_in_another_month_is_told_in_that_one(session, cast):
    finish(session, cast, owe(session, cast, "Done in October", date(2026, 10, 1), TENTH), date(2026, 10, 20))
    finish(session, cast, owe(session, cast, "Done in December", TENTH, TWELFTH), date(2026, 12, 2))
    assert november(session).closed == ()


def test_each_department_reads_first_what_it_owes(session, cast):
    owe(session, cast, "Rewrite the letter", TENTH, TWELFTH)
    owe(session, cast, "Later", TENTH, date(2026, 12, 24))
    owe(session, cast, "Cleo’s", TENTH, None, owner=cast.cleo)
    notes = {note.department: note for note in november(session).for_departments}
    assert list(notes) == ["Product", "Billing"]
    assert notes["Billing"].bold == "Billing owes 2 open action items."
    assert notes["Billing"].text == "1 of them late. The nearest: “Rewrite the letter”, Dan Hellier, due 12\u00a0Nov."
    assert notes["Product"].bold == "Product owes 1 open action item."
    assert notes["Product"].text == "It is not late: “Cleo’s”, Cleo Tamsin, due at the next meeting."
    letter = digest_mail(november(session), department="Billing", base_url="http://localhost")
    assert letter.text.index("Billing owes") < letter.text.index("Product owes")


def test_the_next_meetings_are_those_that_are_called_and_to_come(session, cast):
    soon = TODAY + timedelta(days=10)
    hold(session, cast.council, soon, state=MeetingState.CALLED, closed_at=None, place="Room Elm")
    hold(
        session, cast.council, soon + timedelta(days=7), state=MeetingState.CANCELLED, closed_at=None, cancel_reason="–"
    )
    hold(session, cast.council, TENTH)
    (meeting,) = november(session, as_of=at(TODAY)).meetings
    assert (meeting.when, meeting.committee, meeting.about) == ("Fri 4 Dec", "Customer Council", "Room Elm")
