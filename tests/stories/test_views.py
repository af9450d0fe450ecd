"""The pages of stories and thanks: the golden flow, who may press what, wrong input, what is hidden, lists."""

import html
import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.core.enums import Level
from cxgov.stories.enums import StoryState
from cxgov.stories.models import Story, Thanks
from tests.goals.build import published
from tests.initiatives.build import make_initiative
from tests.stories.build import make_published, make_story
from tests.support.cast import Cast
from tests.support.client import Browser

Open = Callable[..., Browser]
HOSTILE = '<script>alert("x")</script> & <b>bold</b>'


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).replace("\u00a0", " ").split())


def test_a_story_of_a_goal_is_written_published_read_and_withdrawn(session: Session, cast: Cast, browser: Open) -> None:
    goal, _ = published(session, cast)
    eve, ben, ada = browser(cast.eve), browser(cast.ben), browser(cast.ada)
    page = eve.get_page(f"/stories/new?about={goal.id}")
    assert f'value="{goal.title}"' in page
    assert re.search(rf'value="{cast.billing.id}"[^>]*checked|checked[^>]*value="{cast.billing.id}"', page)
    answer = eve.send(
        f"/stories/new?about={goal.id}", title="How the paper form disappeared", kind="success", level="0",
        text="A customer counted for *us*.", departments=[str(cast.billing.id), str(cast.support.id)],
        people=[str(cast.dan.id), str(cast.cleo.id)], evidence="Calls fell from 41 to 27 %.",
    )  # fmt: skip
    story = session.scalars(select(Story)).one()
    here = f"/stories/{story.id}"
    assert answer.location == here
    assert browser(cast.cleo).get(here).status_code == 404
    assert "1 draft waits for you" in text_of(ada.get_page("/stories"))
    assert "Publish it" in ada.get_page(here)
    assert "Publish it" not in ben.get_page(here)
    assert ben.send(f"{here}/publish").status_code == 403
    assert ada.send(f"{here}/publish").status_code == 303
    page = browser(cast.cleo).get_page(here)
    assert "<em>us</em>" in page
    assert "Calls fell from 41 to 27 %." in page
    assert goal.title in page
    listed = text_of(browser(cast.olga).get_page("/stories"))
    assert "thanks to Cleo Tamsin and Dan Hellier" in listed
    assert eve.send(f"{here}/withdraw", reason="").status_code == 422
    assert eve.send(f"{here}/withdraw", reason="A figure was wrong.").status_code == 303
    assert browser(cast.cleo).get(here).status_code == 404
    assert "A figure was wrong." in eve.get_page(here)
    assert eve.send(f"{here}/rewrite").status_code == 303
    session.expire_all()
    assert story.state is StoryState.DRAFT


def test_a_draft_is_changed_and_an_older_version_is_a_conflict(session: Session, cast: Cast, browser: Open) -> None:
    story = make_story(session, cast, cast.eve)
    eve, here = browser(cast.eve), f"/stories/{story.id}"
    assert "A customer counted" in eve.get_page(f"{here}/edit")
    sent = {"title": "Shorter", "kind": "lesson", "text": "Less.", "version": str(story.version)}
    assert eve.send(f"{here}/edit", **sent).status_code == 303
    assert eve.send(f"{here}/edit", **sent).status_code == 409
    assert "None is named yet." in eve.get_page(here)


@pytest.mark.parametrize(
    ("who", "path", "code"),
    [
        ("cleo", "/stories/{draft}/edit", 404), ("cleo", "/stories/{draft}/publish", 404),
        ("eve", "/stories/{draft}/publish", 403), ("cleo", "/stories/{told}/edit", 403),
        ("cleo", "/stories/{told}/withdraw", 403), ("cleo", "/stories/{told}/publish", 403),
        ("dan", "/stories/999999/publish", 404), ("otto", "/stories/{told}/rewrite", 403),
    ],
)  # fmt: skip
def test_buttons_are_for_those_whom_the_rules_name(
    session: Session, cast: Cast, browser: Open, who: str, path: str, code: int
) -> None:
    draft, told = make_story(session, cast, cast.eve), make_published(session, cast, cast.eve)
    url = path.format(draft=draft.id, told=told.id)
    assert browser(getattr(cast, who)).send(url, reason="No.").status_code == code
    assert browser().send(url).status_code in (302, 401)


def test_an_unfinished_story_says_what_is_missing(session: Session, cast: Cast, browser: Open) -> None:
    story = make_story(session, cast, cast.eve, evidence=None)
    answer = browser(cast.cora).send(f"/stories/{story.id}/publish")
    assert answer.status_code == 422
    assert "mark it “not measured”" in text_of(answer.get_data(as_text=True))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": " "}, "Give the story a title."),
        ({"kind": "novel"}, "Not a valid choice"),
        ({"departments": ["999999"]}, "valid choice"),
        ({"people": ["Nobody Known"]}, "Nobody here is called"),
        ({"evidence": "It fell.", "is_not_measured": "y"}, "There is evidence"),
        ({"level": "2"}, "Not a valid choice"),
        ({"text": "a\x00b"}, "a character that cannot be kept"),
    ],
)
def test_wrong_input_is_said_in_words(
    session: Session, cast: Cast, browser: Open, fields: dict[str, object], says: str
) -> None:
    sent: dict[str, object] = {"title": "A", "kind": "success", "level": "0", "text": "B", **fields}
    answer = browser(cast.eve).send("/stories/new", **sent)
    assert answer.status_code == 422
    assert says.lower() in text_of(answer.get_data(as_text=True)).lower()


def test_what_one_may_not_know_cannot_be_told_of(session: Session, cast: Cast, browser: Open) -> None:
    secret = make_initiative(
        session, cast, "Secret plan", level=Level.RESTRICTED, committee=None, lead=cast.cora, sponsor=None
    )
    eve = browser(cast.eve)
    for about in (secret.id, cast.board.id, 999_999, cast.dan.id):
        assert eve.get(f"/stories/new?about={about}").status_code == 404
        assert eve.get(f"/stories/thanks?about={about}").status_code == 404
    assert eve.get("/stories/new?about=x").status_code == 200
    answer = eve.send("/stories/thanks", to=str(cast.dan.id), words="Well done.", about=str(secret.id))
    assert answer.status_code == 404
    assert session.scalar(select(func.count()).select_from(Thanks)) == 0


def test_thanks_are_said_once_and_lead_back(session: Session, cast: Cast, browser: Open) -> None:
    goal, _ = published(session, cast)
    eve = browser(cast.eve)
    page = eve.get_page(f"/stories/thanks?to={cast.dan.id}&about={goal.id}")
    assert re.search(rf'<option value="{cast.dan.id}" selected>', page)
    assert f'value="{cast.eve.id}"' not in page
    for _ in range(2):
        answer = eve.send("/stories/thanks", to=str(cast.dan.id), words=HOSTILE, about=str(goal.id), nonce="once")
        assert (answer.status_code, answer.location) == (303, f"/goals/{goal.id}")
    assert session.scalars(select(Thanks.words)).all() == [HOSTILE]
    answer = eve.send("/stories/thanks", to=str(cast.dan.id), words="Again.", back="//evil.example")
    assert answer.location == "/"
    assert eve.send("/stories/thanks", to=str(cast.eve.id), words="Me.").status_code == 422
    assert eve.send("/stories/thanks", to=str(cast.dan.id), words="x" * 501).status_code == 422


def test_hostile_words_stay_text_and_a_second_click_makes_no_second_story(
    session: Session, cast: Cast, browser: Open
) -> None:
    eve = browser(cast.eve)
    sent = {
        "title": HOSTILE, "kind": "success", "level": "0", "text": f"{HOSTILE}\n\n[a](javascript:alert(1))",
        "evidence": HOSTILE, "departments": [str(cast.support.id)],
    }  # fmt: skip
    places = {eve.send("/stories/new", nonce="once", **sent).location for _ in range(2)}
    assert len(places) == 1
    story = session.scalars(select(Story)).one()
    browser(cast.cora).send(f"/stories/{story.id}/publish")
    for path in ("/stories", f"/stories/{story.id}"):
        page = browser(cast.dan).get_page(path)
        assert "<script>alert" not in page
        assert "<b>bold" not in page
        assert 'href="javascript' not in page


def test_the_list_is_filtered_says_what_to_do_and_costs_the_same_for_one_and_three(
    session: Session, cast: Cast, browser: Open, count_sql: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    olga, counts = browser(cast.olga), []
    assert "Tell the first one" in olga.get_page("/stories")
    for wanted in (1, 3):
        while session.scalar(select(func.count()).select_from(Story)) != wanted:
            make_published(session, cast, cast.eve)
        session.expire_all()
        with count_sql() as seen:
            page = olga.get_page("/stories")
        assert page.count('id="story-') == wanted * 2
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert 'id="story-' not in olga.get_page("/stories?kind=lesson")
    assert 'id="story-' not in olga.get_page(f"/stories?department={cast.product.id}")
    for odd in ("?page=x", "?page=99", "?kind=z&department=-1"):
        olga.get_page(f"/stories{odd}")
