"""Minutes become closed meetings, people and action items; a second time nothing is made, and nothing vanishes."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem, Appearance, Contributor
from cxgov.core.errors import NotAllowed, RuleBroken
from cxgov.imports.enums import NameKind
from cxgov.imports.models import OpenName
from cxgov.imports.outcome import MinutesOutcome
from cxgov.journal.chain import verify
from cxgov.journal.models import Entry, Subject
from cxgov.meetings.enums import AttendanceStatus, MeetingState
from cxgov.meetings.models import Attendance, Block, BlockRevision, Meeting
from cxgov.people.models import Alias, Person
from tests.support.cast import Cast

Bring = Callable[..., MinutesOutcome]

JANUARY = """# Council, 14 January 2025

## Present
- Ada Morvane (chair)
- Ben Okoru
- Juno Falk (@junof)
- Absent: none

## Refunds
We looked at the letters.

## Action items
- Ada Morvane: write the letter
- Juno & Ben: count the calls
- The press office: print the poster
- [x] @kilo to fix the form
"""
FEBRUARY = """# Council, 11 February 2025

## Present
- Ada Morvane
- Ben Okoru

## Action items
- Ada Morvane: write the letter
"""
MARCH = "# Council\n\nPresent: Ada Morvane, Ben Okoru\n\n## Action items\nNone\n"
YEAR = {"2025-01-14.md": JANUARY, "2025-02-11.md": FEBRUARY, "2025-03-11.md": MARCH}


def item(session: Session, title: str) -> ActionItem:
    """Return the newest imported item of these words."""
    session.expire_all()
    wanted = select(ActionItem).join(Subject, Subject.id == ActionItem.id).where(Subject.title == title)
    return session.scalars(wanted.order_by(ActionItem.id.desc())).unique().all()[0]


def listings(session: Session, title: str) -> list[tuple[date, bool, ActionState]]:
    """Return day, carry and state of every list that the item stands on, by day."""
    rows = session.execute(
        select(Meeting.held_on, Appearance.is_carry, Appearance.state)
        .join(Meeting, Meeting.id == Appearance.meeting_id)
        .where(Appearance.action_id == item(session, title).id)
        .order_by(Meeting.held_on)
    )
    return [(day, is_carry, state) for day, is_carry, state in rows]


def meeting(session: Session, path: str) -> Meeting:
    session.expire_all()
    return session.scalars(select(Meeting).where(Meeting.source_path == path)).unique().one()


def count(session: Session, model: Any) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def reasons(outcome: MinutesOutcome) -> list[tuple[str, int, str]]:
    return sorted((one.file, one.line, one.reason) for one in outcome.skipped)


def test_the_answer_has_exactly_the_keys_that_were_promised(bring: Bring, cast: Cast) -> None:
    answer = bring(YEAR).as_json()

    assert list(answer) == [
        "files", "meetings", "attendances", "people", "actions", "owners", "carried", "done", "open",
        "created", "updated", "unchanged", "skipped", "by_file",
    ]  # fmt: skip
    assert {name: answer[name] for name in list(answer)[:9]} == {
        "files": 3, "meetings": 3, "attendances": 7, "people": 4, "actions": 5, "owners": 6, "carried": 1, "done": 1,
        "open": 0,
    }  # fmt: skip
    assert list(answer["by_file"]) == ["2025-01-14.md", "2025-02-11.md", "2025-03-11.md"]
    assert answer["by_file"]["2025-01-14.md"] == {
        "date": "2025-01-14", "attendances": 3, "actions": 4, "done": 1, "open": 0,
    }  # fmt: skip
    assert answer["skipped"] == [
        {"file": "2025-01-14.md", "line": 15, "reason": "owner"},
        {"file": "2025-03-11.md", "line": 5, "reason": "no_actions"},
    ]


def test_a_second_run_makes_nothing_and_finds_all_of_it_unchanged(session: Session, bring: Bring, cast: Cast) -> None:
    first = bring(YEAR)
    entries = count(session, Entry)

    second = bring(YEAR)

    assert (second.created, second.updated) == (0, 0)
    assert second.unchanged == first.created + first.unchanged
    assert second.figures == first.figures
    assert count(session, Entry) == entries
    assert verify(session)[1] is None


def test_an_imported_meeting_is_closed_and_its_minutes_are_kept_as_written(
    session: Session, bring: Bring, cast: Cast
) -> None:
    bring(YEAR)
    found = meeting(session, "2025-01-14.md")
    blocks = session.scalars(select(Block).where(Block.meeting_id == found.id).order_by(Block.position)).all()

    assert (found.state, found.held_on, len(found.source_hash or "")) == (MeetingState.CLOSED, date(2025, 1, 14), 64)
    assert [block.text.split("\n")[0] for block in blocks] == [
        "# Council, 14 January 2025", "## Present", "## Refunds", "## Action items",
    ]  # fmt: skip
    for statement in ("UPDATE blocks SET text = ''", "DELETE FROM blocks", "UPDATE block_revisions SET text = ''"):
        with pytest.raises(IntegrityError, match=r"closed|kept"), session.begin_nested():
            session.execute(text(statement))


def test_an_item_that_is_carried_is_one_item_and_then_no_longer_mentioned(
    session: Session, bring: Bring, cast: Cast
) -> None:
    bring(YEAR)
    letter = item(session, "write the letter")

    assert (letter.state, letter.owner_id, letter.carries) == (ActionState.OPEN, cast.ada.id, 1)
    assert (letter.made_on, letter.due_next_meeting) == (date(2025, 1, 14), True)
    assert [row[:2] for row in listings(session, "write the letter")] == [
        (date(2025, 1, 14), False), (date(2025, 2, 11), True),
    ]  # fmt: skip
    assert letter.not_mentioned_since == date(2025, 3, 11)
    assert item(session, "count the calls").not_mentioned_since == date(2025, 2, 11)

    bring({"2025-04-08.md": FEBRUARY.replace("11 February", "8 April")})

    assert item(session, "write the letter").not_mentioned_since is None
    assert item(session, "write the letter").carries == 2


def test_a_ticked_box_is_done_with_file_and_line_as_evidence(session: Session, bring: Bring, cast: Cast) -> None:
    bring(YEAR)
    form = item(session, "fix the form")

    assert (form.state, form.evidence) == (ActionState.DONE, "2025-01-14.md, line 16")
    assert form.claimed_at == meeting(session, "2025-01-14.md").starts_at
    assert form.not_mentioned_since is None
    kilo = session.get_one(Person, form.owner_id)
    assert (kilo.name, kilo.handle, kilo.may_sign_in) == ("@kilo", "kilo", False)


def test_a_box_that_is_open_again_is_listed(bring: Bring, cast: Cast) -> None:
    bring(YEAR)
    said = bring({"2025-02-11.md": FEBRUARY + "- [ ] @kilo to fix the form\n"})
    assert ("2025-02-11.md", 9, "open_again") in reasons(said)


def test_an_owner_who_cannot_be_resolved_leaves_a_proposal_that_is_listed(
    session: Session, bring: Bring, cast: Cast
) -> None:
    bring(YEAR)
    poster = item(session, "print the poster")
    waiting = session.scalars(select(OpenName)).all()

    assert (poster.state, poster.owner_id, poster.owner_as_written) == (ActionState.PROPOSED, None, "The press office")
    assert [(one.kind, one.line, one.as_written, one.action_id) for one in waiting] == [
        (NameKind.OWNER, 15, "The press office", poster.id)
    ]


def test_of_several_owners_the_first_is_accountable_and_the_others_help(
    session: Session, bring: Bring, cast: Cast
) -> None:
    bring(YEAR)
    calls = item(session, "count the calls")
    juno = session.scalars(select(Person).where(Person.handle == "junof")).one()
    helpers = session.scalars(select(Contributor.person_id).where(Contributor.action_id == calls.id)).all()

    assert (calls.owner_id, list(helpers), calls.has_several_owners) == (juno.id, [cast.ben.id], True)
    assert calls.owner_as_written == "Juno, Ben"


def test_a_role_of_one_person_that_day_owns(session: Session, bring: Bring, cast: Cast) -> None:
    bring({"2025-05-01.md": "Present: Mara Quill (Treasurer), Lev Brandt\n\n## Actions\n- Treasurer: pay\n"})
    assert session.get_one(Person, item(session, "pay").owner_id).name == "Mara Quill"


def test_a_bare_first_name_makes_nobody_and_waits_to_be_settled(session: Session, bring: Bring, cast: Cast) -> None:
    before = count(session, Person)
    said = bring({"2025-05-01.md": "## Present\n- Zora\n- Ada\n\n## Actions\n- Zora: call\n"})

    assert count(session, Person) == before
    assert reasons(said) == [("2025-05-01.md", 2, "attendee"), ("2025-05-01.md", 6, "owner")]
    kinds = session.scalars(select(OpenName.kind).order_by(OpenName.kind)).all()
    assert kinds == [NameKind.ATTENDEE, NameKind.OWNER]
    assert session.scalars(select(Attendance.person_id)).all() == [cast.ada.id]  # a member of that day


def test_one_full_name_with_two_handles_is_one_person(session: Session, bring: Bring, cast: Cast) -> None:
    files = {
        "2025-05-01.md": "## Present\n- Mara Quill (@maraq)\n",
        "2025-06-01.md": "## Present\n- Mara Quill (@mq-old)\n\n## Actions\n- @mq-old to call\n",
    }
    bring(files)
    mara = session.scalars(select(Person).where(Person.handle == "maraq")).one()

    assert session.scalar(select(Alias.person_id).where(Alias.folded == "@mq-old")) == mara.id
    assert item(session, "call").owner_id == mara.id
    assert bring(files).created == 0


def test_a_handle_alone_gets_the_name_that_stands_beside_it_elsewhere(
    session: Session, bring: Bring, cast: Cast
) -> None:
    bring({"2025-05-01.md": "## Present\n- @maraq\n", "2025-06-01.md": "## Present\n- Mara Quill (@maraq)\n"})
    bring({"2025-04-01.md": "## Present\n- @lev\n"})
    bring({"2025-07-01.md": "## Present\n- Lev Brandt (@lev)\n"})
    names = session.execute(
        select(Person.handle, Subject.title)
        .join(Subject, Subject.id == Person.id)
        .where(Person.handle.in_(["maraq", "lev"]))
    )
    assert sorted(tuple(row) for row in names) == [("lev", "Lev Brandt"), ("maraq", "Mara Quill")]


def test_everyone_is_no_person(session: Session, bring: Bring, cast: Cast) -> None:
    before = count(session, Person)
    bring({"2025-05-01.md": "Present: Ada Morvane, Ben Okoru\n\n## Actions\n- @everyone: read the draft\n"})
    assert count(session, Person) == before
    assert item(session, "read the draft").state is ActionState.PROPOSED


def test_two_people_of_one_full_name_are_never_made_three(session: Session, bring: Bring, cast: Cast) -> None:
    from cxgov.people import service as people
    from tests.support.cast import NOW, SYSTEM

    for _ in range(2):
        people.make_person(session, "Sam Pike", actor=SYSTEM, now=NOW)
    session.commit()
    said = bring({"2025-05-01.md": "## Present\n- Sam Pike\n- Ada Morvane\n"})
    assert reasons(said)[:1] == [("2025-05-01.md", 1, "no_actions")]
    assert ("2025-05-01.md", 2, "attendee") in reasons(said)
    assert session.scalar(select(func.count(Person.id)).where(Person.folded_name == "sam pike")) == 2


def test_a_changed_file_is_updated_and_keeps_what_it_said_before(session: Session, bring: Bring, cast: Cast) -> None:
    bring(YEAR)
    changed = JANUARY.replace("We looked at the letters.", "We looked at all letters.").replace(
        "## Refunds", "## Welcome\nHello.\n\n## Refunds"
    )

    said = bring({"2025-01-14.md": changed})

    found = meeting(session, "2025-01-14.md")
    blocks = session.scalars(select(Block).where(Block.meeting_id == found.id).order_by(Block.position)).all()
    told = {
        block.text.split("\n")[0]: session.scalars(
            select(BlockRevision.text).where(BlockRevision.block_id == block.id).order_by(BlockRevision.version)
        ).all()
        for block in blocks
    }
    assert said.created == 0
    assert said.updated > 0
    assert found.state is MeetingState.CLOSED
    assert list(told)[2:] == ["## Welcome", "## Refunds", "## Action items"]
    every = session.scalars(select(BlockRevision.text)).all()
    assert any("looked at the letters" in one for one in every)
    assert len(told["## Action items"]) == 1  # what only moved was not rewritten
    assert bring(YEAR | {"2025-01-14.md": changed}).updated == 0
    assert verify(session)[1] is None


def test_what_corrected_minutes_do_not_list_is_taken_off_and_cancelled_where_nobody_began(
    session: Session, bring: Bring, cast: Cast
) -> None:
    bring(YEAR)
    said = bring({"2025-01-14.md": JANUARY.replace("count the calls", "count all calls")})

    assert ("2025-01-14.md", 14, "no_longer_listed") in reasons(said)
    old = item(session, "count the calls")
    assert (old.state, old.import_key, listings(session, "count the calls")) == (ActionState.CANCELLED, None, [])
    assert item(session, "count all calls").state is ActionState.OPEN

    bring({"2025-01-14.md": JANUARY})

    assert item(session, "count the calls").state is ActionState.OPEN  # a new one: what was cancelled stays so
    assert verify(session)[1] is None


def test_an_item_that_still_stands_in_other_minutes_is_only_taken_off_one_list(
    session: Session, bring: Bring, cast: Cast
) -> None:
    bring(YEAR)
    bring({"2025-01-14.md": JANUARY.replace("- Ada Morvane: write the letter\n", "")})
    letter = item(session, "write the letter")

    assert (letter.state, letter.made_on, letter.carries) == (ActionState.OPEN, date(2025, 2, 11), 0)
    assert letter.source_id == meeting(session, "2025-02-11.md").id


def test_an_older_file_that_comes_later_is_where_the_item_begins(session: Session, bring: Bring, cast: Cast) -> None:
    bring({"2025-02-11.md": FEBRUARY})
    bring({"2025-01-14.md": JANUARY})
    letter = item(session, "write the letter")

    assert (letter.made_on, letter.carries) == (date(2025, 1, 14), 1)
    assert letter.source_id == meeting(session, "2025-01-14.md").id
    assert [row[:2] for row in listings(session, "write the letter")] == [
        (date(2025, 1, 14), False), (date(2025, 2, 11), True),
    ]  # fmt: skip
    assert bring({"2025-01-14.md": JANUARY}).updated == 0


def test_the_same_line_twice_in_one_file_is_one_item(session: Session, bring: Bring, cast: Cast) -> None:
    files = {"2025-02-11.md": FEBRUARY + "* [ ] Ada Morvane: write the letter\n"}
    assert bring(files).figures["actions"] == 2
    assert len(listings(session, "write the letter")) == 1
    assert (bring(files).created, bring(files).updated) == (0, 0)


def test_who_was_excused_is_kept_and_not_counted(session: Session, bring: Bring, cast: Cast) -> None:
    said = bring({"2025-02-11.md": "Present: Ada Morvane, Ben Okoru\nRegrets: Cleo Tamsin, Dan Hellier\n"})
    kept = {row.person_id: row.status for row in session.scalars(select(Attendance))}

    assert said.figures["attendances"] == 2
    assert kept[cast.cleo.id] is AttendanceStatus.EXCUSED
    assert kept[cast.ada.id] is AttendanceStatus.PRESENT


HOSTILE = [
    "alert(1) <script>alert(1)</script> & <b>bold</b>",
    '=cmd|" /C calc"!A0',
    "{{ 7*7 }} {% raw %} ${x} %(y)s",
    "w" * 10_000,
    "📎 emoji and \u202egnp.exe\u202c bidi",
    "[x](javascript:alert(1)) ' OR 1=1 --",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_stored_as_text(session: Session, bring: Bring, cast: Cast, words: str) -> None:
    files = {"2025-02-11.md": f"## Present\n- Ada Morvane\n\n## Actions\n- {words}\n- Ada Morvane: {words}\n"}
    bring(files)
    found = meeting(session, "2025-02-11.md")
    block = session.scalars(
        select(Block.text).where(Block.meeting_id == found.id).order_by(Block.position.desc())
    ).first()

    assert block == f"## Actions\n\n- {words}\n- Ada Morvane: {words}"
    titles = session.scalars(select(Subject.title).join(ActionItem, ActionItem.id == Subject.id)).all()
    assert all(len(title) <= 500 for title in titles)
    assert any(title[:8] == words[:8] for title in titles)
    assert bring(files).created == 0


@pytest.mark.parametrize("slug", ["", "Customer", "a b", "ä", "x" * 65, "../x", "-a"])
def test_a_short_name_that_is_none_is_refused(bring: Bring, cast: Cast, slug: str) -> None:
    with pytest.raises(RuleBroken, match="small letters"):
        bring(YEAR, slug)


def test_a_new_committee_is_named_by_its_short_name(session: Session, bring: Bring, cast: Cast) -> None:
    bring(YEAR, "pricing-board")
    assert meeting(session, "2025-01-14.md").committee_id == session.scalar(
        select(Subject.id).where(Subject.title == "Pricing Board")
    )


@pytest.mark.parametrize("who", ["cleo", "eve", "olga", "otto"])
def test_who_does_not_run_the_committee_imports_nothing(session: Session, bring: Bring, cast: Cast, who: str) -> None:
    for slug in ("customer-council", "remuneration-board", "a-new-one"):
        with pytest.raises(NotAllowed):
            bring(YEAR, slug, cast.actor(getattr(cast, who), session))
        session.rollback()
    assert count(session, Meeting) == 0


@pytest.mark.parametrize("who", ["ada", "ben", "cora"])
def test_chair_secretary_and_cx_office_import_into_their_committee(
    session: Session, bring: Bring, cast: Cast, who: str
) -> None:
    person = getattr(cast, who)
    said = bring(YEAR, "customer-council", cast.actor(person, session))
    run = session.scalars(select(Entry).where(Entry.verb == "imports:minutes:run")).one()

    assert (said.figures["meetings"], run.actor_id) == (3, person.id)
    assert item(session, "fix the form").state is ActionState.DONE
    assert bring(YEAR, "customer-council", cast.actor(person, session)).created == 0


def test_a_secretary_imports_into_no_other_committee(session: Session, bring: Bring, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        bring(YEAR, "remuneration-board", cast.actor(cast.ben, session))


def test_a_restricted_committees_import_is_restricted(session: Session, bring: Bring, cast: Cast) -> None:
    bring(YEAR, "remuneration-board")
    assert meeting(session, "2025-01-14.md").level == cast.board.level
    assert item(session, "write the letter").level == cast.board.level
