"""Stories and thanks: who writes, publishes and withdraws, what is refused, and who reads a draft."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core.enums import Level
from cxgov.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from cxgov.journal.models import Entry
from cxgov.journal.queries import get, head_seq
from cxgov.stories import queries, service
from cxgov.stories.enums import StoryKind, StoryState
from cxgov.stories.models import Story
from tests.goals.build import make_goal, published
from tests.initiatives.build import make_initiative
from tests.stories.build import make_published, make_story, told
from tests.support.cast import NOW, SYSTEM, Cast


@pytest.mark.parametrize("who", ["eve", "dan", "ben", "cora"])
def test_anybody_writes_a_draft_about_what_they_may_read(session: Session, cast: Cast, who: str) -> None:
    goal, _ = published(session, cast)
    last, person = head_seq(session), getattr(cast, who)
    story = make_story(session, cast, person, about=goal)
    assert (story.author_id, story.state, story.committee_id) == (person.id, StoryState.DRAFT, cast.council.id)
    assert (story.subject.is_draft, story.level) == (True, Level.OPEN)
    said = list(session.scalars(select(Entry.verb).where(Entry.seq > last)))
    assert said.count("stories:story:write") == 1
    assert {"stories:department:add", "stories:person:add", "link:link:make"} <= set(said)
    assert [about.id for about in queries.about_of(session, cast.actor(person, session), story.id)] == [goal.id]


def test_nobody_writes_about_what_they_may_not_know(session: Session, cast: Cast) -> None:
    goal, _ = published(session, cast, committee=cast.board)
    with pytest.raises(NotFound):
        make_story(session, cast, cast.eve, about=goal)


def test_a_draft_is_read_by_its_author_those_who_run_its_committee_and_the_cx_office(
    session: Session, cast: Cast
) -> None:
    goal, _ = published(session, cast)
    story = make_story(session, cast, cast.eve, about=goal)
    readers = []
    for who in ("ada", "ben", "cleo", "dan", "eve", "alma", "cora", "otto", "olga"):
        try:
            get(session, cast.actor(getattr(cast, who), session), Story, story.id)
            readers.append(who)
        except NotFound:
            pass
    assert readers == ["ada", "ben", "eve", "cora"]


def test_a_draft_is_changed_by_its_author_and_not_by_others(session: Session, cast: Cast) -> None:
    goal, _ = published(session, cast)
    story = make_story(session, cast, cast.eve, about=goal)
    new = told(cast, title="Shorter", departments=[cast.product], people=[], kind=StoryKind.LESSON)
    service.edit(session, story, new, actor=cast.actor(cast.eve, session), now=NOW)
    session.commit()
    story = queries.one_story(session, cast.actor(cast.eve, session), story.id)
    assert (story.title, story.kind, story.people) == ("Shorter", StoryKind.LESSON, [])
    assert [row.department_id for row in story.departments] == [cast.product.id]
    with pytest.raises(NotAllowed):
        service.edit(session, story, new, actor=cast.actor(cast.dan, session), now=NOW)
    session.rollback()
    with pytest.raises(Conflict):
        service.edit(session, story, new, actor=cast.actor(cast.eve, session), now=NOW, version=1)


@pytest.mark.parametrize(
    ("who", "may"), [("ada", True), ("ben", False), ("cora", True), ("eve", False), ("dan", False), ("alma", False)]
)
def test_chair_and_cx_office_publish(session: Session, cast: Cast, who: str, may: bool) -> None:
    goal, _ = published(session, cast)
    story, actor = make_story(session, cast, cast.eve, about=goal), cast.actor(getattr(cast, who), session)
    if not may:
        with pytest.raises(NotAllowed):
            service.publish(session, story, actor=actor, now=NOW)
        return
    service.publish(session, story, actor=actor, now=NOW)
    session.commit()
    assert (story.state, story.published_at, story.subject.is_draft) == (StoryState.PUBLISHED, NOW, False)
    assert get(session, cast.actor(cast.olga, session), Story, story.id) is story
    with pytest.raises(RuleBroken, match="not possible"):
        service.publish(session, story, actor=actor, now=NOW)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"text": " "}, "Tell the story"),
        ({"departments": []}, "at least one department"),
        ({"evidence": None}, "Say what shows it"),
        ({"people": "author"}, "does not thank themselves"),
    ],
)
def test_an_unfinished_story_is_not_published(session: Session, cast: Cast, more: dict[str, Any], says: str) -> None:
    if more.get("people") == "author":
        more = {"people": [cast.eve]}
    story = make_story(session, cast, cast.eve, **more)
    with pytest.raises(RuleBroken, match=says):
        service.publish(session, story, actor=SYSTEM, now=NOW)


def test_not_measured_is_said_and_never_beside_evidence(session: Session, cast: Cast) -> None:
    story = make_story(session, cast, cast.eve, evidence=None, is_not_measured=True)
    service.publish(session, story, actor=SYSTEM, now=NOW)
    session.commit()
    assert (story.evidence, story.is_not_measured) == (None, True)
    with pytest.raises(RuleBroken, match="There is evidence"):
        make_story(session, cast, cast.eve, is_not_measured=True)


def test_a_story_of_something_restricted_stays_untold(session: Session, cast: Cast) -> None:
    secret = make_initiative(session, cast, level=Level.RESTRICTED, lead=cast.dan)
    story = make_story(session, cast, cast.dan, about=secret)
    assert story.level is Level.RESTRICTED
    with pytest.raises(RuleBroken, match="restricted"):
        service.publish(session, story, actor=SYSTEM, now=NOW)


def test_a_withdrawn_story_is_gone_for_others_and_can_be_taken_up_again(session: Session, cast: Cast) -> None:
    story = make_published(session, cast, cast.eve)
    eve, otto = cast.actor(cast.eve, session), cast.actor(cast.otto, session)
    with pytest.raises(NotAllowed):
        service.withdraw(session, story, reason="Wrong.", actor=otto, now=NOW)
    session.rollback()
    with pytest.raises(RuleBroken, match="Say why"):
        service.withdraw(session, story, reason=" ", actor=eve, now=NOW)
    session.rollback()
    service.withdraw(session, story, reason="A figure was wrong.", actor=eve, now=NOW)
    session.commit()
    assert (story.state, story.withdrawn_reason) == (StoryState.WITHDRAWN, "A figure was wrong.")
    with pytest.raises(NotFound):
        get(session, otto, Story, story.id)
    service.rewrite(session, story, actor=eve, now=NOW)
    session.commit()
    assert (story.state, story.withdrawn_reason) == (StoryState.DRAFT, None)


def test_the_lists_show_what_is_published_my_drafts_and_what_waits_for_me(session: Session, cast: Cast) -> None:
    goal, _ = published(session, cast)
    told_of = make_published(session, cast, cast.eve, kind=StoryKind.LESSON)
    mine = make_story(session, cast, cast.eve)
    waiting = make_story(session, cast, cast.eve, about=goal)
    eve, ada, ben, cora = (cast.actor(who, session) for who in (cast.eve, cast.ada, cast.ben, cast.cora))
    assert [story.id for story in queries.published(session, eve)] == [told_of.id]
    assert queries.count_published(session, eve, kind=StoryKind.SUCCESS) == 0
    assert queries.count_published(session, eve, department_id=cast.billing.id) == 1
    assert [story.id for story in queries.my_drafts(session, eve)] == [waiting.id, mine.id]
    assert queries.drafts_waiting(session, eve) == []
    assert [story.id for story in queries.drafts_waiting(session, ada)] == [waiting.id]
    assert queries.drafts_waiting(session, ben) == []
    assert [story.id for story in queries.drafts_waiting(session, cora)] == [mine.id, waiting.id]
    assert [story.id for story in queries.stories_about(session, ben, goal.id)] == [waiting.id]


def test_the_list_costs_the_same_for_one_and_three(
    session: Session, cast: Cast, count_sql: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    counts, eve = [], cast.actor(cast.eve, session)
    for wanted in (1, 3):
        while queries.count_published(session, eve) < wanted:
            make_published(session, cast, cast.eve)
        session.expire_all()
        with count_sql() as seen:
            found = queries.published(session, eve)
            assert [story.people[0].person.name for story in found] == ["Cleo Tamsin"] * wanted
            assert {story.departments[0].department.title for story in found} <= {"Billing", "Support"}
        counts.append(len(seen))
    assert counts[0] == counts[1] == 3


def test_thanks_go_to_a_colleague_and_stand_with_who_said_them(session: Session, cast: Cast) -> None:
    goal, _ = published(session, cast)
    eve, last = cast.actor(cast.eve, session), head_seq(session)
    made = service.thank(session, cast.dan, " You rang me back. ", about=goal, actor=eve, now=NOW)
    session.commit()
    assert session.scalars(select(Entry.verb).where(Entry.seq > last)).all() == ["stories:thanks:say"]
    found = queries.thanks_to(session, SYSTEM, cast.dan.id)
    assert [(one.words, one.sender.name, one.about_id) for one in found] == [
        ("You rang me back.", "Eve Sarkani", goal.id)
    ]
    assert [one.id for one in queries.thanks_about(session, SYSTEM, goal.id)] == [made.id]
    assert [one.id for one in queries.thanks_between(session, SYSTEM, NOW, NOW + timedelta(seconds=1))] == [made.id]
    assert queries.thanks_between(session, SYSTEM, NOW - timedelta(days=1), NOW) == []


@pytest.mark.parametrize(("words", "says"), [(" ", "Say what for"), ("x" * 501, "At most 500")])
def test_thanks_without_words_or_with_too_many_are_refused(session: Session, cast: Cast, words: str, says: str) -> None:
    with pytest.raises(RuleBroken, match=says):
        service.thank(session, cast.dan, words, actor=cast.actor(cast.eve, session), now=NOW)


def test_nobody_thanks_themselves_nor_in_public_for_what_is_restricted(session: Session, cast: Cast) -> None:
    dan = cast.actor(cast.dan, session)
    with pytest.raises(RuleBroken, match="somebody else"):
        service.thank(session, cast.dan, "Well done.", actor=dan, now=NOW)
    session.rollback()
    draft = make_goal(session, cast, committee=cast.board, owner=cast.cora, sponsor=None)
    with pytest.raises(NotFound):
        service.thank(session, cast.eve, "Well done.", about=draft, actor=dan, now=NOW)
    session.rollback()
    cora = cast.actor(cast.cora, session)
    with pytest.raises(RuleBroken, match="restricted"):
        service.thank(session, cast.eve, "Well done.", about=draft, actor=cora, now=NOW)
