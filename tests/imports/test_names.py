"""The page where names as written are settled once: who sees which, what it changes, and what it remembers."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.actions.enums import ActionState
from cxgov.actions.models import Contributor
from cxgov.imports import names
from cxgov.imports.enums import NameKind
from cxgov.imports.models import OpenName
from cxgov.imports.outcome import MinutesOutcome
from cxgov.journal.chain import verify
from cxgov.journal.models import Entry
from cxgov.meetings.models import Attendance
from cxgov.people import service as people
from cxgov.people.models import Alias, Person
from tests.imports.test_import_minutes import item, meeting, reasons
from tests.support.cast import NOW, SYSTEM, Cast
from tests.support.client import Browser

Bring = Callable[..., MinutesOutcome]
Open = Callable[..., Browser]
MINUTES = """## Present
- Ada Morvane
- Zora

## Action items
- Zora: call the printer
- Ada Morvane & Zora: pack the boxes
- [x] Zora: done already
- The press office: tidy up
"""
FILES = {"2025-05-01.md": MINUTES}


def open_id(session: Session, written: str) -> int:
    found = session.scalar(select(func.min(OpenName.id)).where(OpenName.as_written == written))
    assert found is not None
    return found


def waiting(session: Session) -> list[str]:
    rows = session.scalars(select(OpenName.as_written).where(OpenName.settled_at.is_(None)).distinct())
    return sorted(rows)


def settle_url(session: Session, written: str = "Zora") -> str:
    return f"/imports/names/{open_id(session, written)}"


def test_the_page_lists_each_name_once_with_what_it_is_and_where(
    bring: Bring, cast: Cast, browser: Open, session: Session
) -> None:
    bring(FILES)
    page = browser(cast.ben).get_page("/imports/names")

    assert page.count("“Zora”") >= 1
    assert "owns 3 action items, attended 1\xa0meeting" in page
    assert "2025-05-01.md, line" in page
    assert page.index("“Zora”") < page.index("“The press office”")


def test_without_names_the_page_says_so(cast: Cast, browser: Open) -> None:
    assert "Nothing to settle" in browser(cast.ben).get_page("/imports/names")


def test_a_settled_name_owns_helps_and_attended_everywhere_and_at_the_next_import(
    bring: Bring, cast: Cast, browser: Open, session: Session
) -> None:
    bring(FILES)
    answer = browser(cast.ben).send(settle_url(session), person="Eve Sarkani, Support")

    assert (answer.status_code, answer.location) == (303, "/imports/names")
    call = item(session, "call the printer")
    assert (call.state, call.owner_id) == (ActionState.OPEN, cast.eve.id)
    boxes = item(session, "pack the boxes")
    assert boxes.owner_id == cast.ada.id
    assert list(session.scalars(select(Contributor.person_id).where(Contributor.action_id == boxes.id))) == [
        cast.eve.id
    ]
    assert (item(session, "done already").state, item(session, "done already").owner_id) == (
        ActionState.DONE, cast.eve.id,
    )  # fmt: skip
    there = select(Attendance.person_id).where(Attendance.meeting_id == meeting(session, "2025-05-01.md").id)
    assert set(session.scalars(there)) == {cast.ada.id, cast.eve.id}
    assert waiting(session) == ["The press office"]
    assert session.scalars(select(Entry.actor_id).where(Entry.verb == "imports:name:apply")).all() == [cast.ben.id] * 4
    assert verify(session)[1] is None

    again = bring(FILES | {"2025-06-01.md": "Present: Ada Morvane, Ben Okoru\n\n## Actions\n- Zora: send it\n"})

    assert item(session, "send it").owner_id == cast.eve.id
    assert waiting(session) == ["The press office"]
    assert "attendee" not in {reason for _, _, reason in reasons(again)}


def test_nobody_is_remembered_and_not_asked_again(bring: Bring, cast: Cast, browser: Open, session: Session) -> None:
    bring(FILES)
    browser(cast.ben).send(settle_url(session, "The press office"), nobody="1")
    said = bring(FILES | {"2025-06-01.md": "Present: Ada Morvane, Ben Okoru\n\n## Actions\n- The press office: sing\n"})

    assert waiting(session) == ["Zora"]
    assert session.scalars(select(Alias.person_id)).all() == [None]
    assert item(session, "tidy up").state is ActionState.PROPOSED
    assert ("2025-06-01.md", 4, "owner") in reasons(said)  # still listed, never dropped


def test_a_likely_person_is_settled_with_one_press(bring: Bring, cast: Cast, browser: Open, session: Session) -> None:
    people.make_person(session, "Zora Falk", actor=SYSTEM, now=NOW)
    session.commit()
    bring(FILES)
    zora = session.scalars(select(Person).where(Person.folded_name == "zora falk")).one()
    page = browser(cast.ben).get_page("/imports/names")

    assert f'name="person" value="{zora.id}">Zora Falk</button>' in page
    browser(cast.ben).send(settle_url(session), person=["", str(zora.id)])
    assert item(session, "call the printer").owner_id == zora.id


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Zora", "Zora Falk"), ("falk", "Zora Falk"), ("ZF", "Zora Falk"), ("@zfalk", "Zora Falk"),
        ("zorafalk", "Zora Falk"), ("Zora F.", "Zora Falk"), ("Zor", "Zora Falk"), ("Zora (Secretary)", "Zora Falk"),
        ("JDD", "John-Dan Dell"),
        ("JD", "John-Dan Dell"),
    ],
)  # fmt: skip
def test_who_may_be_meant(said: str, name: str) -> None:
    row = names.NameRow(1, 1, "Council", said.lower(), said, 1, 0)
    names.name_likely([row], [(7, f"{name}, Support"), (8, "Somebody Else")])
    assert row.likely == [(7, f"{name}, Support")]


@pytest.mark.parametrize("fields", [{}, {"person": ""}, {"person": "Nobody Known"}, {"person": "999999"}])
def test_what_names_nobody_is_refused_in_words_and_changes_nothing(
    bring: Bring, cast: Cast, browser: Open, session: Session, fields: dict[str, str]
) -> None:
    bring(FILES)
    answer = browser(cast.ben).send(settle_url(session), **fields)
    text = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in text
    assert "invalid-feedback" in text
    assert waiting(session) == ["The press office", "Zora"]


def test_a_double_click_settles_once_and_leads_back(bring: Bring, cast: Cast, browser: Open, session: Session) -> None:
    bring(FILES)
    ben, url = browser(cast.ben), settle_url(session)
    answers = [ben.send(url, person=str(cast.eve.id), nonce="once") for _ in range(2)]

    assert [(one.status_code, one.location) for one in answers] == [(303, "/imports/names")] * 2
    assert session.scalar(select(func.count(Alias.id))) == 1


def test_a_name_that_was_settled_meanwhile_is_nothing_here(
    bring: Bring, cast: Cast, browser: Open, session: Session
) -> None:
    bring(FILES)
    url = settle_url(session)
    browser(cast.ben).send(url, nobody="1")
    late = browser(cast.ada).send(url, person=str(cast.eve.id))

    assert late.status_code == 404
    assert "Nothing here" in late.get_data(as_text=True)
    assert session.scalars(select(Alias.person_id)).all() == [None]


@pytest.mark.parametrize(
    ("who", "status"), [("ada", 200), ("ben", 200), ("cora", 200), ("cleo", 403), ("eve", 403), ("otto", 403)]
)
def test_the_page_is_for_those_who_settle_names_and_the_frame_leads_only_them(
    bring: Bring, cast: Cast, browser: Open, session: Session, who: str, status: int
) -> None:
    bring(FILES)
    somebody = browser(getattr(cast, who))

    assert somebody.get("/imports/names").status_code == status
    assert ("/imports/names" in somebody.get_page("/people")) is (status == 200)
    if status != 200:
        assert somebody.send(settle_url(session), nobody="1").status_code in {403, 404}
        assert waiting(session) == ["The press office", "Zora"]


def test_names_of_a_committee_that_one_does_not_run_are_not_shown_nor_settled(
    bring: Bring, cast: Cast, browser: Open, session: Session
) -> None:
    bring({"2025-05-01.md": MINUTES.replace("Zora", "Quentin")}, "remuneration-board")
    bring({}, "pricing-board")
    hidden = settle_url(session, "Quentin")
    for who in (cast.ada, cast.ben):
        assert "Quentin" not in browser(who).get_page("/imports/names")
        assert browser(who).send(hidden, nobody="1").status_code == 404
    assert browser(cast.ada).send("/imports/names/999999", nobody="1").status_code == 404
    assert "Quentin" in browser(cast.cora).get_page("/imports/names")
    assert browser(cast.cora).send(hidden, nobody="1").status_code == 303


HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}"


def test_a_hostile_name_is_text(bring: Bring, cast: Cast, browser: Open, session: Session) -> None:
    session.add(
        OpenName(
            committee_id=cast.council.id,
            meeting_id=_any_meeting(bring, session),
            kind=NameKind.OWNER,
            line=1,
            folded=HOSTILE.lower(),
            as_written=HOSTILE,
        )
    )
    session.commit()
    page = browser(cast.ben).get_page("/imports/names")
    assert "<img" not in page.partition("<main")[2]
    assert "&lt;img src=x onerror=alert(1)&gt;{{7*7}}" in page
    answer = browser(cast.ben).send(f"/imports/names/{open_id(session, HOSTILE)}", nobody="1")
    assert answer.status_code == 303


def _any_meeting(bring: Bring, session: Session) -> int:
    bring(FILES)
    return meeting(session, "2025-05-01.md").id


def test_many_names_are_paged_and_cost_as_many_statements_as_few(
    bring: Bring,
    cast: Cast,
    browser: Open,
    session: Session,
    count_sql: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    ben, costs = browser(cast.ben), []
    for count in (1, 3, 120):
        lines = "".join(f"- The desk{number} office: write {number}\n" for number in range(count))
        bring({"2025-05-01.md": f"Present: Ada Morvane, Ben Okoru\n\n## Actions\n{lines}"})
        with count_sql() as seen:
            page = ben.get_page("/imports/names")
        costs.append(len(seen))
        assert page.count("cx-row-title") == min(count, names.PER_PAGE)
    assert len(set(costs)) == 1
    assert ben.get_page("/imports/names?page=3").count("cx-row-title") == 20
    assert "This page is empty" in ben.get_page("/imports/names?page=9")
    for odd in ("0", "-1", "x", "99999999999999999999"):
        assert ben.get(f"/imports/names?page={odd}").status_code == 200


def test_a_name_that_the_corrected_minutes_do_not_hold_waits_no_longer(
    bring: Bring, cast: Cast, session: Session
) -> None:
    bring(FILES)
    bring({"2025-05-01.md": MINUTES.replace("The press office", "Ada Morvane")})
    assert waiting(session) == ["Zora"]
    bring(FILES)
    assert waiting(session) == ["The press office", "Zora"]


def test_a_name_that_fits_somebody_now_waits_no_longer(bring: Bring, cast: Cast, session: Session) -> None:
    bring(FILES)
    bring({"2025-05-01.md": MINUTES.replace("- Zora\n", "- Zora Falk\n")})
    assert waiting(session) == ["The press office"]
    assert item(session, "call the printer").state is ActionState.OPEN


def test_somebody_who_has_left_can_be_named(bring: Bring, cast: Cast, browser: Open, session: Session) -> None:
    from datetime import date

    bring(FILES)
    people.leave(session, cast.eve, actor=SYSTEM, now=NOW, last_day=date(2025, 12, 31))
    session.commit()
    assert browser(cast.ben).send(settle_url(session), person=str(cast.eve.id)).status_code == 303
    assert item(session, "call the printer").owner_id == cast.eve.id
