"""The pages and buttons of action items, as people use them."""

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem, Contributor, DateRequest
from cxgov.core import clock
from cxgov.journal.models import Entry
from tests.actions.items import make, make_done, make_verified, propose
from tests.support.cast import TODAY, Cast

SOON = clock.now().date() + timedelta(days=40)


def url(item: ActionItem, verb: str = "") -> str:
    return f"/actions/{item.id}/{verb}".rstrip("/")


def test_the_list_shows_owner_date_and_state_and_offers_its_file(session: Session, cast: Cast, browser) -> None:
    make(session, cast, "Publish the refund policy")
    text = browser(cast.eve).get_page("/actions")
    for words in ("Publish the refund policy", "Dan Hellier", "A-001", "Customer Council", "/actions/actions.csv"):
        assert words in text


def test_the_list_of_nothing_says_what_to_do(session: Session, cast: Cast, browser) -> None:
    text = browser(cast.ben).get_page("/actions")
    assert "No action item here" in text
    assert 'href="/actions/new"' in text


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Late one", "Open one"}),
        ("show=late", {"Late one"}),
        ("show=done", {"Done one"}),
        ("show=proposed", {"New one"}),
        ("show=all", {"Late one", "Open one", "Done one", "New one"}),
        ("show=all&q=one&owner=me", {"Open one"}),
        ("show=all&q=OPEN", {"Open one"}),
        ("q=%25", set()),
        ("q=_pen", set()),
        ("from=2099-01-01", {"Open one"}),
        ("to=2026-01-01", {"Late one"}),
    ],
)
def test_each_filter_narrows_the_list(session: Session, cast: Cast, browser, query: str, titles: set[str]) -> None:
    make(session, cast, "Late one", due_on=TODAY.replace(year=2025))
    make(session, cast, "Open one", owner=cast.cleo, due_on=TODAY.replace(year=2099))
    make_done(session, cast, "Done one")
    propose(session, cast, "New one")
    text = browser(cast.cleo).get_page(f"/actions?{query}")
    assert {title for title in ("Late one", "Open one", "Done one", "New one") if title in text} == titles


@pytest.mark.parametrize(
    "query",
    "show=x sort=__class__ owner=abc page=0x1 page=99999 from=soon committee=-1 source=9999999999999999999".split(),
)  # fmt: skip
def test_a_filter_that_cannot_be_one_is_refused(cast: Cast, browser, query: str) -> None:
    assert browser(cast.ben).get(f"/actions?{query}").status_code == 422


def test_the_list_filters_by_committee_and_department_and_names_the_owner(
    session: Session, cast: Cast, browser
) -> None:
    make(session, cast, "Of Billing")
    make(session, cast, "Of Product", owner=cast.cleo)
    ben = browser(cast.ben)
    assert "Of Product" not in ben.get_page(f"/actions?department={cast.billing.id}&committee={cast.council.id}")
    assert "all of Cleo Tamsin" in ben.get_page(f"/actions?owner={cast.cleo.id}")


def test_the_list_costs_the_same_for_one_row_and_for_three(session: Session, cast: Cast, browser, count_sql) -> None:
    ben, counted = browser(cast.ben), []
    for number in (1, 2):
        make(session, cast, f"Item {number}")
        if number == 2:
            make(session, cast, "Item 3", owner=cast.cleo)
        with count_sql() as seen:
            ben.get_page("/actions")
        counted.append([s for s in seen if s.startswith(("SELECT", "WITH")) and "action_items" in s])
    assert [len(statements) for statements in counted] == [1, 1]
    assert len([s for s in seen if s.startswith(("SELECT", "WITH"))]) == 3


def test_a_list_that_has_not_changed_is_answered_by_its_tag_alone(
    session: Session, cast: Cast, browser, count_sql
) -> None:
    item, ben = make(session, cast), browser(cast.ben)
    ben.get_page("/actions")
    tag = ben.get("/actions").headers["ETag"]
    with count_sql() as seen:
        again = ben.get("/actions", headers={"If-None-Match": tag})
    assert (again.status_code, again.headers["ETag"], again.get_data()) == (304, tag, b"")
    assert not any("action_items" in statement for statement in seen)
    assert ben.get("/actions?show=all", headers={"If-None-Match": tag}).status_code == 200
    assert browser(cast.cleo).get("/actions", headers={"If-None-Match": tag}).status_code == 200
    browser(cast.dan).send(url(item, "accept"))
    assert ben.get("/actions", headers={"If-None-Match": tag}).status_code == 200


def test_a_flash_is_never_kept_with_a_list(session: Session, cast: Cast, browser) -> None:
    item, dan = make(session, cast), browser(cast.dan)
    dan.get("/actions")
    tag = dan.get("/actions").headers["ETag"]
    dan.send(url(item, "accept"), back="/actions")
    shown = dan.get("/actions", headers={"If-None-Match": tag})
    assert "You accepted it." in shown.get_data(as_text=True)
    assert "ETag" not in shown.headers


def test_a_list_with_a_restricted_item_has_no_tag(session: Session, cast: Cast, browser) -> None:
    make(session, cast, committee=cast.board, owner=cast.eve, actor=cast.actor(cast.cora, session))
    answer = browser(cast.eve).get("/actions")
    assert ("ETag" in answer.headers, answer.headers["Cache-Control"]) == (False, "no-store")


def test_the_file_holds_the_rows_of_the_screen_and_no_formula(session: Session, cast: Cast, browser) -> None:
    make(session, cast, '=HYPERLINK("http://evil.example")', owner=cast.cleo)
    make(session, cast, "Publish it")
    answer = browser(cast.eve).get(f"/actions/actions.csv?owner={cast.cleo.id}")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert [row["Action"] for row in rows] == ['\'=HYPERLINK("http://evil.example")']
    assert rows[0]["Owner"] == "Cleo Tamsin"
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_cell_that_begins_like_a_formula_becomes_text(cell: str) -> None:
    from cxgov.web.csv_files import plain_cell

    assert plain_cell(cell) == f"'{cell}"


def test_hostile_words_are_shown_as_words(session: Session, cast: Cast, browser) -> None:
    item = make(session, cast, "<script>alert(1)</script> {{ 7*7 }}", contributors=[cast.eve])
    dan = browser(cast.dan)
    dan.send(url(item, "done"), evidence="<img src=x onerror=alert(2)>")
    for page in (dan.get_page(url(item)), dan.get_page("/actions?show=all")):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in page


def test_the_owner_says_done_and_the_chair_verifies(session: Session, cast: Cast, browser) -> None:
    item = make(session, cast)
    page = browser(cast.dan).get_page(url(item))
    for label in ("Accept", "Done…", "New date…", "Blocked…", "Start"):
        assert label in page
    assert "Cancel it…" not in page
    sent = browser(cast.dan).send(url(item, "done"), evidence="It stands on the site.", version=item.version)
    assert (sent.status_code, sent.headers["Location"]) == (303, url(item))
    assert "It is done" in browser(cast.ada).get_page(url(item))
    assert browser(cast.ada).send(url(item, "verify")).status_code == 303
    session.refresh(item)
    assert (item.state, item.evidence) == (ActionState.VERIFIED, "It stands on the site.")
    assert "verified" in browser(cast.eve).get_page(url(item))


def test_a_double_click_claims_once(session: Session, cast: Cast, browser) -> None:
    item, dan = make(session, cast), browser(cast.dan)
    first = dan.send(url(item, "done"), evidence="It stands there.", nonce="same", version=item.version)
    again = dan.send(url(item, "done"), evidence="It stands there.", nonce="same", version=item.version)
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.headers["Location"] == again.headers["Location"]
    claims = session.scalars(select(Entry.seq).where(Entry.verb == "actions:item:claim")).all()
    assert len(claims) == 1


def test_the_second_claim_of_another_form_is_a_conflict_in_words(session: Session, cast: Cast, browser) -> None:
    item, dan = make_done(session, cast), browser(cast.dan)
    answer = dan.send(url(item, "done"), evidence="I typed this.")
    assert answer.status_code == 409
    text = answer.get_data(as_text=True)
    assert "not possible while it is done" in text
    assert "I typed this." in text


def test_a_stale_version_is_noticed_and_the_words_are_kept(session: Session, cast: Cast, browser) -> None:
    item, dan = make(session, cast), browser(cast.dan)
    answer = dan.send(url(item, "done"), evidence="I typed this.", version=item.version - 1)
    assert answer.status_code == 409
    text = answer.get_data(as_text=True)
    assert "Somebody else changed this" in text
    assert "I typed this." in text
    session.refresh(item)
    assert item.state is ActionState.OPEN


@pytest.mark.parametrize(
    ("verb", "sent", "says"),
    [
        ("done", {"evidence": " "}, "Say what shows that it is done."),
        ("done", {"evidence": "..."}, "Say in a sentence what shows that it is done"),
        ("done", {"evidence": "x\x00y"}, "a character that cannot be kept"),
        ("block", {"reason": "Legal"}, "Name the person who can unblock it."),
        ("block", {"reason": "Legal", "unblocker": "999999"}, "Nobody here is called"),
        ("ask-date", {"wanted_on": "soon", "reason": "Legal"}, "Say which date you ask for, such as 2026-12-04."),
        ("ask-date", {"wanted_on": "2020-01-01", "reason": "Legal"}, "The due date cannot be in the past."),
    ],
)
def test_wrong_input_is_given_back_with_a_sentence(
    session: Session, cast: Cast, browser, verb: str, sent: dict, says: str
) -> None:
    item = make(session, cast)
    answer = browser(cast.dan).send(url(item, verb), **sent)
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "verb", "accept start done block ask-date unblock due reassign cancel verify return reopen open helpers".split()
)  # fmt: skip
def test_staff_may_read_but_do_nothing(session: Session, cast: Cast, browser, verb: str) -> None:
    item = make(session, cast)
    eve = browser(cast.eve)
    assert "What you can do" not in eve.get_page(url(item))
    assert eve.send(url(item, verb), reason="x").status_code == 403


def test_an_owner_verifies_nothing_of_their_own(session: Session, cast: Cast, browser) -> None:
    item = make_done(session, cast, owner=cast.ada)
    assert browser(cast.ada).send(url(item, "verify")).status_code == 403


def test_a_hidden_item_answers_like_one_that_never_was(session: Session, cast: Cast, browser) -> None:
    item = make(session, cast, committee=cast.board, owner=cast.otto, actor=cast.actor(cast.cora, session))
    dan = browser(cast.dan)

    def seen(path: str, *, post: bool = False) -> tuple[int, str]:
        answer = dan.send(path, evidence="x") if post else dan.get(path)
        return answer.status_code, re.sub(r"[0-9a-f]{12}", "", answer.get_data(as_text=True))

    for verb in ("", "/done", "/verify"):
        hidden, unknown = (seen(f"/actions/{i}{verb}", post=bool(verb)) for i in (item.id, 987654))
        assert hidden == unknown
        assert hidden[0] == 404
    assert item.title not in dan.get_page("/actions?show=all")
    assert item.title not in dan.get("/actions/actions.csv?show=all").get_data(as_text=True)
    assert item.title in browser(cast.cora).get_page("/actions?show=all")


def test_a_restricted_page_is_kept_nowhere(session: Session, cast: Cast, browser) -> None:
    item = make(session, cast, committee=cast.board, owner=cast.eve, actor=cast.actor(cast.cora, session))
    answer = browser(cast.eve).get(url(item))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "Remuneration Board" not in answer.get_data(as_text=True)


def test_a_date_is_asked_for_and_granted(session: Session, cast: Cast, browser) -> None:
    item, dan = make(session, cast), browser(cast.dan)
    assert dan.send(url(item, "ask-date"), wanted_on=SOON.isoformat(), reason="Legal is slow").status_code == 303
    request = session.scalars(select(DateRequest)).one()
    assert "Another date is asked for" in browser(cast.ada).get_page(url(item))
    assert dan.send(f"/actions/dates/{request.id}/grant").status_code == 403
    refused = browser(cast.ada).send(f"/actions/dates/{request.id}/refuse", answer="")
    assert (refused.status_code, "Say why." in refused.get_data(as_text=True)) == (422, True)
    assert browser(cast.ada).send(f"/actions/dates/{request.id}/grant").status_code == 303
    session.refresh(item)
    assert (item.due_on, item.slips) == (SOON, 1)
    assert "moved once" in dan.get_page(url(item))


def test_the_secretary_moves_hands_over_and_cancels(session: Session, cast: Cast, browser) -> None:
    item, ben = make(session, cast), browser(cast.ben)
    ben.get_page(url(item))
    assert ben.send(url(item, "due"), due_on=SOON.isoformat(), reason="Agreed").status_code == 303
    assert ben.send(url(item, "reassign"), owner=str(cast.cleo.id), reason="").status_code == 303
    assert ben.send(url(item, "helpers"), person=str(cast.eve.id)).status_code == 303
    assert session.scalars(select(Contributor.person_id)).all() == [cast.eve.id]
    assert "Eve Sarkani" in ben.get_page(url(item))
    assert ben.send(url(item, f"helpers/{cast.eve.id}/remove")).status_code == 303
    assert ben.send(url(item, "cancel"), reason="The law changed").status_code == 303
    session.refresh(item)
    assert (item.state, item.owner_id) == (ActionState.CANCELLED, cast.cleo.id)
    assert "The law changed" in ben.get_page(url(item))


def test_a_verified_item_is_opened_again(session: Session, cast: Cast, browser) -> None:
    item = make_verified(session, cast)
    assert browser(cast.ada).send(url(item, "reopen"), reason="It broke").status_code == 303
    assert "given back since" in browser(cast.dan).get_page(url(item))


def test_a_verb_leads_back_to_the_page_it_was_pressed_on_but_never_away(session: Session, cast: Cast, browser) -> None:
    item = make(session, cast)
    assert browser(cast.dan).send(url(item, "accept"), back="/").headers["Location"] == "/"
    sent = browser(cast.dan).send(url(item, "start"), back="//evil.example")
    assert sent.headers["Location"] == "/"


def test_the_secretary_makes_an_item_that_is_owed_at_once(session: Session, cast: Cast, browser) -> None:
    ben = browser(cast.ben)
    ben.get_page(f"/actions/new?committee={cast.council.id}")
    sent = ben.send(
        "/actions/new", title="Call them back", committee=str(cast.council.id), owner=str(cast.dan.id),
        due_on=SOON.isoformat(), contributors=[str(cast.eve.id)],
    )  # fmt: skip
    item = session.scalars(select(ActionItem)).one()
    assert (sent.status_code, sent.headers["Location"]) == (303, url(item))
    assert (item.state, item.owner_id, item.title) == (ActionState.OPEN, cast.dan.id, "Call them back")
    assert "Call them back" in ben.get_page(url(item))


def test_a_member_proposes_and_the_secretary_changes_and_opens(session: Session, cast: Cast, browser) -> None:
    cleo, ben = browser(cast.cleo), browser(cast.ben)
    cleo.send("/actions/new", title="Call them", committee=str(cast.council.id), owner="", due_on="")
    item = session.scalars(select(ActionItem)).one()
    assert item.state is ActionState.PROPOSED
    ben.get_page(url(item, "edit"))
    assert ben.send(url(item, "open")).status_code == 422
    ben.send(url(item, "edit"), title="Call them back", owner=str(cast.dan.id), due_next_meeting="y")
    assert ben.send(url(item, "open")).status_code == 303
    session.refresh(item)
    assert (item.state, item.due_next_meeting, item.title) == (ActionState.OPEN, True, "Call them back")
    assert ben.send(url(item, "edit"), title="Other").status_code == 422


def test_a_new_item_needs_words_and_a_committee(session: Session, cast: Cast, browser) -> None:
    for sent, says in (({"title": ""}, "Say what is to be done"), ({"title": "x y"}, "You may not do this")):
        answer = browser(cast.cleo).send("/actions/new", **sent)
        assert answer.status_code in (403, 422), says
    assert session.scalars(select(ActionItem)).all() == []


def test_staff_get_no_form_for_a_new_item(cast: Cast, browser) -> None:
    assert browser(cast.eve).get("/actions/new").status_code == 403


def test_nobody_signed_in_is_asked_to(cast: Cast, browser) -> None:
    assert browser().get("/actions").status_code == 302
    assert browser().post("/actions/1/done").status_code in (400, 401)
