"""My work: what waits for one person, the most urgent first, and each done from there."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from cxgov.actions import service
from cxgov.core import clock
from cxgov.journal import service as journal
from cxgov.meetings.enums import MeetingState
from cxgov.meetings.models import Meeting
from cxgov.overview.my_work import Item, lead
from cxgov.stories.enums import StoryKind
from cxgov.stories.models import Story, Thanks
from tests.actions.items import later, make, make_done, propose
from tests.support.cast import NOW, SYSTEM, TODAY, Cast

REAL = clock.now().date()


def test_what_is_late_stands_first_and_is_done_from_there(session: Session, cast: Cast, browser) -> None:
    make(session, cast, "Much later", due_on=REAL + timedelta(days=90))
    late = make(session, cast, "Late one", due_on=REAL - timedelta(days=4))
    dan = browser(cast.dan)
    text = dan.get_page("/")
    assert "One thing is late." in text
    assert text.index("Late one") < text.index("Much later")
    assert "4\u00a0days late" in text
    for verb in ("accept", "start", "done", "ask-date", "block"):
        assert f"/actions/{late.id}/{verb}" in text
    sent = dan.send(f"/actions/{late.id}/done", evidence="It stands on the site.", version=late.version, back="/")
    assert sent.headers["Location"] == "/"
    after = dan.get_page("/")
    assert "Late one" not in after
    assert "Said to be done." in after


def test_who_verifies_finds_it_with_its_evidence_but_never_their_own(session: Session, cast: Cast, browser) -> None:
    item = make_done(session, cast, "Publish the policy")
    make_done(session, cast, "Adas own", owner=cast.ada)
    ada = browser(cast.ada)
    text = ada.get_page("/")
    assert "Check: Publish the policy" in text
    assert "Dan Hellier says it is done: “It stands on the site.”" in text
    assert "Check: Adas own" not in text
    assert "One question waits for your answer." in text
    assert ada.send(f"/actions/{item.id}/verify", version=item.version, back="/").status_code == 303
    assert "Check: Publish the policy" not in ada.get_page("/")
    assert "Check: Adas own" in browser(cast.ben).get_page("/")


def test_a_wanted_date_waits_for_chair_and_secretary_and_the_owner_sees_that(
    session: Session, cast: Cast, browser
) -> None:
    item = make(session, cast, due_on=REAL + timedelta(days=9))
    wanted = REAL + timedelta(days=20)
    service.ask_for_date(
        session, item, wanted_on=wanted, reason="Legal is slow", actor=cast.actor(cast.dan, session), now=later(3),
        today=REAL,
    )  # fmt: skip
    session.commit()
    assert "New date for: Publish the refund policy" in browser(cast.ben).get_page("/")
    own = browser(cast.dan).get_page("/")
    assert "nobody has decided yet" in own
    assert "New date for" not in own
    assert f"/actions/{item.id}/ask-date" not in own
    assert "New date for" not in browser(cast.cleo).get_page("/")


def test_a_proposal_waits_for_the_secretary_to_open_or_complete_it(session: Session, cast: Cast, browser) -> None:
    whole, half = propose(session, cast, "Whole one"), propose(session, cast, "Half one", owner=None)
    text = browser(cast.ben).get_page("/")
    assert f"/actions/{whole.id}/open" in text
    assert f"/actions/{half.id}/edit" in text
    assert f"/actions/{half.id}/open" not in text
    assert "Proposed for you" in browser(cast.dan).get_page("/")


def test_helpers_see_what_they_help_with(session: Session, cast: Cast, browser) -> None:
    item = make(session, cast, contributors=[cast.eve])
    text = browser(cast.eve).get_page("/")
    assert "You help with" in text
    assert f"/actions/{item.id}/start" in text
    assert f"/actions/{item.id}/done" not in text


def test_staff_without_anything_are_told_what_stands_here(cast: Cast, browser) -> None:
    text = browser(cast.eve).get_page("/")
    assert "Nothing waits for you" in text
    assert "everybody’s actions" in text
    assert "Propose an item" not in text
    assert "Propose an item" in browser(cast.cleo).get_page("/")


def test_the_next_meeting_of_ones_committees_stands_beside(session: Session, cast: Cast, browser) -> None:
    day = REAL + timedelta(days=1)
    journal.begin_write(session)
    made = Meeting(
        of_committee_id=cast.council.id, number=11, held_on=day, zone="UTC", starts_at=clock.now(), place="Room Elm",
        state=MeetingState.CALLED,
    )  # fmt: skip
    journal.create(
        session, made, "meetings:meeting:draft", actor=SYSTEM, now=NOW, title="Council, meeting 11", parent=cast.council
    )
    session.commit()
    text = browser(cast.cleo).get_page("/")
    assert "Council, meeting 11" in text
    assert "tomorrow, " in text
    assert "Council, meeting 11" not in browser(cast.eve).get_page("/")


def test_thanks_and_drafts_of_stories_are_shown_to_whom_they_concern(session: Session, cast: Cast, browser) -> None:
    journal.begin_write(session)
    story = Story(kind=StoryKind.SUCCESS, text="We did it together.", author_id=cast.cleo.id)
    journal.create(session, story, "stories:story:write", actor=SYSTEM, now=NOW, title="One letter", is_draft=True)
    said = Thanks(from_id=cast.cleo.id, to_id=cast.dan.id, words="You opened your error list.", said_at=clock.now())
    journal.add(session, said, "stories:thanks:say", of=cast.dan, actor=SYSTEM, now=NOW)
    session.commit()
    assert "Publish: One letter" in browser(cast.cora).get_page("/")
    text = browser(cast.dan).get_page("/")
    assert "You opened your error list." in text
    assert "Cleo Tamsin, Product" in text
    assert "One letter" not in text


def test_hostile_words_are_words(session: Session, cast: Cast, browser) -> None:
    item = make(session, cast, "<b>bold</b>")
    browser(cast.dan).send(f"/actions/{item.id}/done", evidence="<script>alert(1)</script>")
    text = browser(cast.ada).get_page("/")
    assert "<script>alert" not in text
    assert "<b>bold" not in text
    assert "&lt;b&gt;bold&lt;/b&gt;" in text


def test_it_costs_the_same_for_one_item_and_for_three(session: Session, cast: Cast, browser, count_sql) -> None:
    counted = []
    for more in (1, 2):
        for number in range(more):
            make(session, cast, f"Mine {more} {number}")
            make_done(session, cast, f"Theirs {more} {number}", owner=cast.cleo)
        dan, ada = browser(cast.dan), browser(cast.ada)
        with count_sql() as seen:
            dan.get_page("/")
            ada.get_page("/")
        counted.append(len([s for s in seen if s.startswith(("SELECT", "WITH"))]))
    assert counted[0] == counted[1]


def owed(due_on: date | None) -> Item:
    return Item(id=1, title="x", url="/", second="", state="open", due_on=due_on)


@pytest.mark.parametrize(
    ("days", "answers", "says"),
    [
        ([], 0, "Nothing waits for you."),
        ([90], 0, "Nothing is late, and nothing is due this week."),
        ([-1], 0, "One thing is late."),
        ([-1, -3, 0, 2], 0, "Two things are late and two are due this week."),
        ([-1, 1], 2, "One thing is late, one is due this week and two questions wait for your answer."),
        ([], 1, "One question waits for your answer."),
    ],
)
def test_the_lead_says_what_matters_today(days: list[int], answers: int, says: str) -> None:
    assert lead([owed(TODAY + timedelta(days=d)) for d in days], answers, TODAY) == says
