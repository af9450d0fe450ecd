"""The verbs of action items: who may, from where, what must be true, and what is kept."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.actions import service
from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem, Appearance, Contributor, DateRequest
from cxgov.core.enums import Level
from cxgov.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from cxgov.core.lifecycle import MoveRefused
from cxgov.journal.models import Entry, Link, SubjectReader
from cxgov.journal.queries import get, head_seq
from tests.actions.items import DUE, actor, later, make, make_done, make_verified, propose
from tests.support.cast import NOW, SYSTEM, TODAY, Cast

REFUSED = (NotAllowed, MoveRefused)


def entries(session: Session, since: int) -> list[str]:
    return list(session.scalars(select(Entry.verb).where(Entry.seq > since).order_by(Entry.seq)))


def test_a_proposal_has_a_number_and_waits(session: Session, cast: Cast) -> None:
    item = propose(session, cast)

    assert (item.label, item.state, item.owner_id, item.due_on) == ("A-001", ActionState.PROPOSED, cast.dan.id, DUE)
    assert (item.committee_id, item.department_id) == (cast.council.id, cast.billing.id)


@pytest.mark.parametrize(
    ("name", "may"),
    [("ada", True), ("ben", True), ("cleo", True), ("dan", True), ("olga", False), ("cora", True), ("system", True),
     ("eve", False), ("alma", False), ("otto", False)],
)  # fmt: skip
def test_voting_members_those_who_run_it_and_the_cx_office_propose(
    session: Session, cast: Cast, name: str, may: bool
) -> None:
    who = actor(session, cast, name)
    if may:
        assert propose(session, cast, owner=cast.cleo, actor=who).state is ActionState.PROPOSED
    else:
        with pytest.raises(NotAllowed):
            propose(session, cast, owner=cast.cleo, actor=who)


def test_a_proposal_needs_words_and_a_source(session: Session, cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="Say what is to be done"):
        propose(session, cast, "  ")
    session.rollback()
    with pytest.raises(RuleBroken, match="where this action comes from"):
        service.propose(session, "Do it", actor=SYSTEM, now=NOW, made_on=TODAY)


def test_a_committee_one_may_not_know_cannot_be_named(session: Session, cast: Cast) -> None:
    with pytest.raises(NotFound):
        propose(session, cast, committee=cast.board, actor=cast.actor(cast.dan, session))


@pytest.mark.parametrize(
    ("name", "may"), [("ada", True), ("ben", True), ("cora", True), ("dan", True), ("cleo", False), ("eve", False)]
)
def test_those_who_give_out_work_make_an_open_item(session: Session, cast: Cast, name: str, may: bool) -> None:
    def made() -> ActionItem:
        return service.make(
            session, "Call them back", actor=actor(session, cast, name), now=NOW, made_on=TODAY,
            committee=cast.council, owner=cast.dan, due_on=DUE,
        )  # fmt: skip

    if may:
        item = made()
        assert (item.state, item.first_due_on) == (ActionState.OPEN, DUE)
    else:
        with pytest.raises(NotAllowed):
            made()


def test_opening_needs_an_owner_and_a_date(session: Session, cast: Cast) -> None:
    for missing, says in (("owner", "Name the one person"), ("due_on", "Set a due date")):
        facts: dict[str, Any] = {missing: None}
        item = propose(session, cast, **facts)
        with pytest.raises(MoveRefused, match=says):
            service.open_item(session, item, actor=cast.actor(cast.ben, session), now=later(1))
        session.rollback()
    item = propose(session, cast, due_on=None, due_next_meeting=True)
    service.open_item(session, item, actor=cast.actor(cast.ben, session), now=later(1))
    assert (item.state, item.first_due_on) == (ActionState.OPEN, None)


def test_a_proposal_is_edited_with_its_helpers_and_what_is_the_same_writes_nothing(
    session: Session, cast: Cast
) -> None:
    item = propose(session, cast, contributors=[cast.cleo, cast.dan])
    ben = cast.actor(cast.ben, session)
    words: dict[str, Any] = {"title": "Publish it", "owner_as_written": None, "due_on": DUE, "due_next_meeting": False}

    assert service.edit_proposed(session, item, owner=cast.eve, contributors=[cast.dan], actor=ben, now=NOW, **words)
    session.commit()
    assert (item.title, item.owner_id, item.department_id) == ("Publish it", cast.eve.id, cast.support.id)
    assert session.scalars(select(Contributor.person_id)).all() == [cast.dan.id]
    before = head_seq(session)
    assert not service.edit_proposed(
        session, item, owner=cast.eve, contributors=[cast.dan], actor=ben, now=NOW, **words
    )
    session.commit()
    assert entries(session, before) == []


def test_an_open_item_is_not_edited_as_a_proposal(session: Session, cast: Cast) -> None:
    item = make(session, cast)
    with pytest.raises(RuleBroken, match="not a proposal any more"):
        service.edit_proposed(
            session, item, title="x", owner=None, contributors=[], owner_as_written=None, due_on=None,
            due_next_meeting=False, actor=cast.actor(cast.ben, session), now=NOW,
        )  # fmt: skip


def test_the_owner_takes_it_from_open_to_done_and_the_chair_verifies(session: Session, cast: Cast) -> None:
    item, dan, ada = make(session, cast), cast.actor(cast.dan, session), cast.actor(cast.ada, session)
    before = head_seq(session)
    service.accept(session, item, actor=dan, now=later(2))
    service.start(session, item, actor=dan, now=later(3))
    service.block(session, item, reason="Legal reads it", unblocker=cast.cleo, actor=dan, now=later(4))
    assert (item.state, item.unblocker_id) == (ActionState.BLOCKED, cast.cleo.id)
    service.unblock(session, item, actor=dan, now=later(5))
    service.claim_done(session, item, evidence="It stands on the site.", actor=dan, now=later(6))
    session.commit()
    service.verify(session, item, actor=ada, now=later(7))
    session.commit()

    assert (item.state, item.evidence, item.blocked_reason) == (ActionState.VERIFIED, "It stands on the site.", None)
    verbs = ["accept", "start", "block", "unblock", "claim", "verify"]
    assert entries(session, before) == [f"actions:item:{verb}" for verb in verbs]
    body = session.scalars(select(Entry.body).order_by(Entry.seq.desc()).limit(1)).one()
    assert '"state":"verified"' in body
    assert '"state":"done"' in body


OWNERS_VERBS: dict[str, dict[str, Any]] = {
    "accept": {},
    "start": {},
    "block": {"reason": "Legal reads it", "unblocker": "cleo"},
    "claim_done": {"evidence": "It stands on the site."},
    "ask_for_date": {"wanted_on": DUE + timedelta(days=9), "reason": "Legal is slow", "today": TODAY},
}


def run(session: Session, cast: Cast, verb: str, item: ActionItem, name: str, **facts: object) -> None:
    if isinstance(facts.get("unblocker"), str):
        facts["unblocker"] = cast.cleo
    getattr(service, verb)(session, item, **facts, actor=actor(session, cast, name), now=later(9))


@pytest.mark.parametrize("verb", OWNERS_VERBS)
@pytest.mark.parametrize("name", ["ada", "ben", "cleo", "eve", "cora", "alma", "otto", "olga"])
def test_nobody_but_the_owner_does_the_owners_part(session: Session, cast: Cast, verb: str, name: str) -> None:
    item = make(session, cast)
    with pytest.raises(NotAllowed):
        run(session, cast, verb, item, name, **OWNERS_VERBS[verb])


@pytest.mark.parametrize(("verb", "may"), [("start", True), ("block", True), ("accept", False), ("claim_done", False)])
def test_a_helper_reports_the_state_but_neither_accepts_nor_ends(
    session: Session, cast: Cast, verb: str, may: bool
) -> None:
    item = make(session, cast, contributors=[cast.eve])
    if may:
        run(session, cast, verb, item, "eve", **OWNERS_VERBS[verb])
    else:
        with pytest.raises(NotAllowed):
            run(session, cast, verb, item, "eve", **OWNERS_VERBS[verb])


@pytest.mark.parametrize("verb", [*OWNERS_VERBS, "unblock"])
def test_what_is_verified_has_no_step_for_the_owner(session: Session, cast: Cast, verb: str) -> None:
    item = make_verified(session, cast)
    with pytest.raises(MoveRefused, match="not possible while it is verified"):
        run(session, cast, verb, item, "dan", **OWNERS_VERBS.get(verb, {}))


@pytest.mark.parametrize("words", ["", "  ", "..", "-"])
def test_done_needs_evidence(session: Session, cast: Cast, words: str) -> None:
    item = make(session, cast)
    with pytest.raises(RuleBroken, match="what shows that it is done") as refused:
        service.claim_done(session, item, evidence=words, actor=cast.actor(cast.dan, session), now=NOW)
    assert refused.value.field == "evidence"


@pytest.mark.parametrize(
    ("name", "may"), [("ada", True), ("ben", True), ("cora", True), ("cleo", False), ("eve", False), ("otto", False)]
)
def test_chair_secretary_and_cx_office_verify_and_give_back(session: Session, cast: Cast, name: str, may: bool) -> None:
    item = make_done(session, cast)
    if not may:
        for verb, facts in (("verify", {}), ("send_back", {"comment": "The link is dead"})):
            with pytest.raises(NotAllowed):
                run(session, cast, verb, item, name, **facts)
            session.rollback()
        return
    run(session, cast, "send_back", item, name, comment="The link is dead")
    assert (item.state, item.claimed_at) == (ActionState.IN_PROGRESS, None)


def test_an_owner_never_verifies_their_own_item_even_as_the_chair(session: Session, cast: Cast) -> None:
    item = make_done(session, cast, owner=cast.ada)
    with pytest.raises(NotAllowed):
        run(session, cast, "verify", item, "ada")


def test_giving_back_needs_a_comment(session: Session, cast: Cast) -> None:
    item = make_done(session, cast)
    with pytest.raises(MoveRefused, match="Say what is missing"):
        run(session, cast, "send_back", item, "ada", comment=" ")


def test_a_named_verifier_verifies_and_is_never_the_owner(session: Session, cast: Cast) -> None:
    item = make_done(session, cast)
    ben = cast.actor(cast.ben, session)
    with pytest.raises(RuleBroken, match="never verifies their own"):
        service.name_verifier(session, item, cast.dan, actor=ben, now=later(4))
    session.rollback()
    service.name_verifier(session, item, cast.eve, actor=ben, now=later(4))
    session.commit()
    run(session, cast, "verify", item, "eve")
    assert item.state is ActionState.VERIFIED


def test_the_owner_reopens_within_seven_days_and_the_chair_later_too(session: Session, cast: Cast) -> None:
    item = make_verified(session, cast)
    late = later(4) + timedelta(days=8)
    with pytest.raises(MoveRefused, match="within 7 days"):
        service.reopen(session, item, reason="It broke", actor=cast.actor(cast.dan, session), now=late)
    session.rollback()
    service.reopen(session, item, reason="It broke", actor=cast.actor(cast.ada, session), now=late)
    assert (item.state, item.verified_at, item.claimed_at) == (ActionState.IN_PROGRESS, None, None)


def ask(session: Session, cast: Cast, item: ActionItem, to: date, minutes: int = 5) -> DateRequest:
    made = service.ask_for_date(
        session, item, wanted_on=to, reason="Legal is slow", actor=cast.actor(cast.dan, session), now=later(minutes),
        today=TODAY,
    )  # fmt: skip
    session.commit()
    return made


def test_a_granted_date_keeps_the_old_one_and_counts_a_slip(session: Session, cast: Cast) -> None:
    item = make(session, cast)
    wanted = DUE + timedelta(days=7)
    request = ask(session, cast, item, wanted)
    assert item.due_on == DUE
    service.decide_date(
        session, request, grant=True, answer=None, actor=cast.actor(cast.ben, session), now=later(6), today=TODAY
    )
    session.commit()

    assert (item.due_on, item.first_due_on, item.slips, item.state) == (wanted, DUE, 1, ActionState.OPEN)
    assert (request.old_due_on, request.was_granted, request.reason) == (DUE, True, "Legal is slow")


def test_a_refused_date_needs_words_and_the_old_one_stands(session: Session, cast: Cast) -> None:
    item = make(session, cast)
    request = ask(session, cast, item, DUE + timedelta(days=7))
    ada = cast.actor(cast.ada, session)
    with pytest.raises(MoveRefused, match="Say why"):
        service.decide_date(session, request, grant=False, answer="", actor=ada, now=later(6), today=TODAY)
    session.rollback()
    service.decide_date(session, request, grant=False, answer="Too late", actor=ada, now=later(6), today=TODAY)
    session.commit()
    assert (item.due_on, item.slips, request.was_granted, request.answer) == (DUE, 0, False, "Too late")
    with pytest.raises(MoveRefused, match="Nobody asked"):
        service.decide_date(session, request, grant=True, answer=None, actor=ada, now=later(7), today=TODAY)


def test_one_date_is_asked_for_at_a_time_and_never_a_past_one(session: Session, cast: Cast) -> None:
    item = make(session, cast)
    with pytest.raises(RuleBroken, match="cannot be in the past"):
        ask(session, cast, item, TODAY - timedelta(days=1))
    session.rollback()
    ask(session, cast, item, DUE + timedelta(days=7))
    with pytest.raises(RuleBroken, match="asked for a date already"):
        ask(session, cast, item, DUE + timedelta(days=9))


def test_after_two_slips_only_the_chair_moves_a_date(session: Session, cast: Cast) -> None:
    item = make(session, cast)
    ben, ada = cast.actor(cast.ben, session), cast.actor(cast.ada, session)
    for week in (1, 2):
        service.set_due(
            session,
            item,
            due_on=DUE + timedelta(weeks=week),
            reason="x y z",
            actor=ben,
            now=later(week + 2),
            today=TODAY,
        )
        session.commit()
    assert item.slips == 2
    third: dict[str, Any] = {"due_on": DUE + timedelta(weeks=3), "reason": "once more", "now": later(9), "today": TODAY}
    with pytest.raises(RuleBroken, match="the chair must decide"):
        service.set_due(session, item, actor=ben, **third)
    session.rollback()
    service.set_due(session, item, actor=ben, max_slips=5, **third)
    session.rollback()
    service.set_due(session, item, actor=ada, **third)
    assert (item.slips, item.first_due_on) == (3, DUE)


def test_an_earlier_date_is_no_slip(session: Session, cast: Cast) -> None:
    item = make(session, cast)
    service.set_due(
        session, item, due_on=TODAY, reason="It hurts", actor=cast.actor(cast.ada, session), now=later(3), today=TODAY
    )
    assert (item.due_on, item.slips) == (TODAY, 0)


def test_reassigning_opens_it_anew_and_keeps_slips_and_history(session: Session, cast: Cast) -> None:
    item = make(session, cast, contributors=[cast.cleo])
    ask(session, cast, item, DUE + timedelta(days=7))
    ben = cast.actor(cast.ben, session)
    service.set_due(session, item, due_on=DUE + timedelta(days=1), reason="x y z", actor=ben, now=later(6), today=TODAY)
    run(session, cast, "block", item, "dan", reason="Legal", unblocker="cleo")
    session.commit()
    service.reassign(session, item, owner=cast.cleo, reason="She knows it", actor=ben, now=later(10))
    session.commit()

    assert (item.state, item.owner_id, item.slips) == (ActionState.OPEN, cast.cleo.id, 1)
    assert (item.department_id, item.blocked_reason) == (cast.product.id, None)
    assert session.scalars(select(Contributor)).all() == []
    assert session.scalars(select(DateRequest.was_granted)).all() == [False]


def test_a_department_head_hands_on_within_the_department_only(session: Session, cast: Cast) -> None:
    item = make(session, cast)
    dan = cast.actor(cast.dan, session)
    with pytest.raises(RuleBroken, match="within the department"):
        service.reassign(session, item, owner=cast.eve, reason="", actor=dan, now=later(3))
    session.rollback()
    from tests.support.cast import make_person

    finn = make_person(session, "Finn Aldous", cast.billing)
    service.reassign(session, item, owner=finn, reason="", actor=dan, now=later(3))
    assert item.owner_id == finn.id


@pytest.mark.parametrize("name", ["cleo", "eve", "olga", "otto", "alma"])
@pytest.mark.parametrize(
    ("verb", "facts"), [("reassign", {"owner": None, "reason": "x"}), ("cancel", {"reason": "Not needed"})]
)
def test_others_neither_reassign_nor_cancel(session: Session, cast: Cast, name: str, verb: str, facts: dict) -> None:
    item = make(session, cast)
    with pytest.raises(NotAllowed):
        run(session, cast, verb, item, name, **facts)


def test_cancelling_needs_a_reason_and_ends_it(session: Session, cast: Cast) -> None:
    item = make(session, cast)
    with pytest.raises(MoveRefused, match="Say why"):
        run(session, cast, "cancel", item, "ada", reason="")
    session.rollback()
    run(session, cast, "cancel", item, "ada", reason="The law changed")
    assert (item.state, item.closed_reason) == (ActionState.CANCELLED, "The law changed")


def test_helpers_are_added_and_removed_by_the_owner(session: Session, cast: Cast) -> None:
    item, dan = make(session, cast), cast.actor(cast.dan, session)
    service.add_contributor(session, item, cast.eve, actor=dan, now=later(2))
    session.commit()
    with pytest.raises(RuleBroken, match="helps already"):
        service.add_contributor(session, item, cast.eve, actor=dan, now=later(3))
    session.rollback()
    with pytest.raises(RuleBroken, match="owns it already"):
        service.add_contributor(session, item, cast.dan, actor=dan, now=later(3))
    session.rollback()
    with pytest.raises(NotAllowed):
        service.remove_contributor(session, item, cast.eve, actor=cast.actor(cast.eve, session), now=later(3))
    session.rollback()
    service.remove_contributor(session, item, cast.eve, actor=dan, now=later(4))
    session.commit()
    assert session.scalars(select(Contributor)).all() == []


def test_an_older_version_is_noticed(session: Session, cast: Cast) -> None:
    item, dan = make(session, cast), cast.actor(cast.dan, session)
    seen = item.version
    service.accept(session, item, actor=dan, now=later(2), version=seen)
    session.commit()
    with pytest.raises(Conflict):
        service.start(session, item, actor=dan, now=later(3), version=seen)


def test_the_owner_of_a_restricted_item_reads_it_until_it_is_anothers(session: Session, cast: Cast) -> None:
    cora = cast.actor(cast.cora, session)
    item = make(session, cast, committee=cast.board, owner=cast.eve, level=Level.INTERNAL, actor=cora)
    assert item.level is Level.RESTRICTED
    eve = cast.actor(cast.eve, session)
    assert get(session, eve, ActionItem, item.id) is item
    service.reassign(session, item, owner=cast.cleo, reason="Eve is away", actor=cora, now=later(4))
    session.commit()
    assert session.scalars(select(SubjectReader.person_id)).all() == [cast.cleo.id]
    with pytest.raises(NotFound):
        get(session, eve, ActionItem, item.id)


def test_a_source_is_linked_and_carries_its_level(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    item = propose(session, cast, source=meeting, committee=None, line=7, as_written="ACTION: @dan publish it")
    links = [(row.from_id, str(row.relation), row.to_id) for row in session.scalars(select(Link))]
    assert links == [(item.id, "minuted_in", meeting.id)]
    assert item.committee_id == cast.council.id
    rows = session.scalars(select(Appearance)).all()
    assert [(row.meeting_id, row.is_carry, row.line) for row in rows] == [(meeting.id, False, 7)]


def test_a_carry_is_a_row_with_the_state_of_its_day_and_twice_is_once(session: Session, cast: Cast) -> None:
    first, second = make_meeting(session, cast), make_meeting(session, cast, 2, date(2026, 12, 22))
    item = make(session, cast, source=first)
    ben, dan = cast.actor(cast.ben, session), cast.actor(cast.dan, session)
    service.note_not_mentioned(session, item, TODAY, actor=SYSTEM, now=later(2))
    service.carry(session, item, second, actor=ben, now=later(3))
    service.carry(session, item, second, actor=ben, now=later(4))
    session.commit()
    service.claim_done(session, item, evidence="It stands there", actor=dan, now=later(5))
    session.commit()

    rows = session.scalars(select(Appearance).order_by(Appearance.id)).all()
    assert [(row.meeting_id, row.is_carry, row.state) for row in rows] == [
        (first.id, False, ActionState.PROPOSED),
        (second.id, True, ActionState.OPEN),
    ]
    assert (item.carries, item.not_mentioned_since) == (1, None)
    third = make_meeting(session, cast, 3, date(2027, 1, 19))
    with pytest.raises(MoveRefused):
        service.carry(session, item, third, actor=ben, now=later(6))
    service.mention(session, item, third, actor=SYSTEM, now=later(7))
    assert item.carries == 1


def test_members_do_not_carry(session: Session, cast: Cast) -> None:
    item, meeting = make(session, cast), make_meeting(session, cast)
    with pytest.raises(NotAllowed):
        service.carry(session, item, meeting, actor=cast.actor(cast.cleo, session), now=NOW)


def test_the_import_claims_what_has_no_owner(session: Session, cast: Cast) -> None:
    item = propose(session, cast, owner=None, owner_as_written="the web team", actor=SYSTEM)
    service.claim_done(session, item, evidence="minutes/2026-01.md, line 12", actor=SYSTEM, now=later(1))
    session.commit()
    assert (item.state, item.owner_id, item.owner_as_written) == (ActionState.DONE, None, "the web team")


def make_meeting(session: Session, cast: Cast, number: int = 1, day: date = TODAY):
    from cxgov.journal import service as journal
    from cxgov.meetings.models import Meeting

    journal.begin_write(session)
    made = Meeting(of_committee_id=cast.council.id, number=number, held_on=day, zone="Europe/Berlin", starts_at=NOW)
    journal.create(
        session, made, "meetings:meeting:draft", actor=SYSTEM, now=NOW, title=f"Council {number}", parent=cast.council
    )
    session.commit()
    return made


@pytest.mark.parametrize(("name", "may"), [("ben", True), ("cora", True), ("ada", False), ("dan", False)])
def test_a_proposal_is_opened_by_the_secretary_or_the_cx_office(
    session: Session, cast: Cast, name: str, may: bool
) -> None:
    item = propose(session, cast)
    if may:
        run(session, cast, "open_item", item, name)
        assert item.state is ActionState.OPEN
    else:
        with pytest.raises(NotAllowed):
            run(session, cast, "open_item", item, name)
