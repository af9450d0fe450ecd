"""The verbs of rights: breaking the glass, raising a level, and what one person asks and another one answers."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.committees.enums import CommitteeRole
from cxgov.committees.queries import members_on
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.enums import Level, Role
from cxgov.core.errors import NotFound, NotNow, RuleBroken
from cxgov.journal import readers, words
from cxgov.journal import service as journal
from cxgov.journal.models import Subject, SubjectReader
from cxgov.people.models import Person
from cxgov.post import service as post
from cxgov.rights import queries, rules
from cxgov.rights.actors import actor_of_person
from cxgov.rights.enums import ActOfTwo, AskState
from cxgov.rights.letters import Sender, glass_letter
from cxgov.rights.models import Ask, GlassOpening
from cxgov.rights.permissions import Question

words.define(
    {
        "rights:glass:break": "broke the glass: for an hour an administrator reads what is restricted here",
        "rights:level:ask": "asked to lower how confidential it is",
        "rights:reader:ask": "asked to let an auditor read it",
        "rights:ask:grant": "agreed, as the second person",
        "rights:ask:refuse": "did not agree, as the second person",
        "rights:ask:withdraw": "took the request back",
    }
)
_OWN = ("owner_id", "lead_id", "sponsor_id", "author_id", "verifier_id")


def break_glass(
    session: Session, committee: Subject, reason: str, *, actor: Actor, now: datetime, today: date, sender: Sender
) -> GlassOpening:
    """Let an administrator read what a committee keeps to itself, for an hour; its chairs are told by mail why."""
    journal.begin_write(session)
    policy.check(actor, "rights:glass:break", committee)
    reason = " ".join(reason.split())
    rules.check_reason(reason)
    assert actor.id is not None
    if any(one.person_id == actor.id for one in queries.glass_of(session, committee.id, now)):
        raise NotNow("It is open to you already.")
    made = GlassOpening(
        person_id=actor.id, committee_id=committee.id, reason=reason, opened_at=now, until=now + rules.GLASS_LASTS
    )
    journal.add(session, made, "rights:glass:break", of=committee, actor=actor, now=now, reason=reason)
    for person in _told(session, committee, today):
        headline, text = glass_letter(made, committee, actor.name, sender)
        post.queue(
            session, kind="glass", occasion=f"glass:{made.id}", person_id=person.id, address=person.email or "",
            headline=headline, text=text, domain=sender.domain, now=now,
        )  # fmt: skip
    return made


def _told(session: Session, committee: Subject, today: date) -> list[Person]:
    """Return who is told of broken glass: chair and vice-chair, else the secretary, else the CX office."""
    terms = members_on(session, committee.id, today)
    for roles in ((CommitteeRole.CHAIR, CommitteeRole.VICE_CHAIR), (CommitteeRole.SECRETARY,)):
        found = [term.person for term in terms if term.role in roles and term.person.email]
        if found:
            return found
    office = [person_id for person_id, _ in queries.holders(session, [Role.CX_OFFICE], today)]
    return list(session.scalars(select(Person).where(Person.id.in_(office), Person.email.is_not(None))))


def raise_level(session: Session, subject: Subject, level: Level, *, actor: Actor, now: datetime) -> None:
    """Make a subject more confidential, with all that lies below it; those who owe or own a part still read theirs."""
    journal.begin_write(session)
    policy.check(actor, "rights:level:raise", subject)
    rules.check_raising(subject.kind, subject.level, level)
    journal.set_level(session, queries.thing_of(session, subject), level, actor=actor, now=now)
    for below in readers.with_below(session, subject):
        thing = queries.thing_of(session, below)
        for person_id in {getattr(thing, name, None) for name in _OWN}:
            journal.let_read(session, thing, person_id, actor=actor, now=now)


def ask_to_lower(session: Session, subject: Subject, wanted: Level, reason: str, *, actor: Actor, now: datetime) -> Ask:
    """Ask that a subject becomes less confidential; a second person answers."""
    journal.begin_write(session)
    policy.check(actor, "rights:level:ask", subject)
    rules.check_lowering(subject.kind, subject.own_level, _above(session, subject), wanted)
    return _ask(session, subject, ActOfTwo.LOWER_LEVEL, reason, actor=actor, now=now, wanted=wanted)


def ask_to_let_read(
    session: Session, subject: Subject, reader: Person, reason: str, *, actor: Actor, now: datetime, today: date
) -> Ask:
    """Ask that an auditor may read for 30 days what is in camera; chair and CX office must both want it."""
    journal.begin_write(session)
    policy.check(actor, "rights:reader:ask", subject)
    _check_letting_read(session, subject, reader.id, today)
    return _ask(session, subject, ActOfTwo.LET_READ, reason, actor=actor, now=now, reader_id=reader.id)


def answer(
    session: Session, ask_id: int, *, agrees: bool, words: str = "", actor: Actor, now: datetime, today: date
) -> Ask:
    """Agree as the second person, and do what was asked; or do not agree, and say why."""
    journal.begin_write(session)
    ask, subject, question = _locked(session, ask_id, today)
    policy.check(actor, "rights:ask:answer", question)
    _check_waits(ask)
    if not agrees and not words.strip():
        raise RuleBroken("Say why not.", field="answer")
    state, verb = (AskState.GRANTED, "grant") if agrees else (AskState.REFUSED, "refuse")
    if agrees:
        _check_still(session, ask, subject, today)
    thing = queries.thing_of(session, subject)
    journal.change(
        session, ask, f"rights:ask:{verb}", of=thing, actor=actor, now=now, reason=words.strip() or None, state=state,
        answered_by_id=actor.id, answered_at=now, answer=words.strip() or None,
    )  # fmt: skip
    if agrees and ask.wanted is not None:
        journal.set_level(session, thing, ask.wanted, actor=actor, now=now)
    if agrees and ask.reader_id is not None:
        _let_in(session, subject, ask.reader_id, actor=actor, now=now)
    return ask


def withdraw(session: Session, ask_id: int, *, actor: Actor, now: datetime, today: date) -> None:
    """Take one's own request back before anybody answered it."""
    journal.begin_write(session)
    ask, subject, question = _locked(session, ask_id, today)
    policy.check(actor, "rights:ask:withdraw", question)
    _check_waits(ask)
    thing = queries.thing_of(session, subject)
    journal.change(
        session, ask, "rights:ask:withdraw", of=thing, actor=actor, now=now, state=AskState.WITHDRAWN, answered_at=now
    )


def _ask(
    session: Session, subject: Subject, act: ActOfTwo, reason: str, *, actor: Actor, now: datetime,
    wanted: Level | None = None, reader_id: int | None = None,
) -> Ask:  # fmt: skip
    rules.check_reason(reason)
    assert actor.id is not None
    same = select(Ask.id).where(Ask.subject_id == subject.id, Ask.act == act, Ask.state == AskState.ASKED)
    if session.scalar(same) is not None:
        raise NotNow("This was asked already and waits for an answer.")
    made = Ask(
        subject_id=subject.id, act=act, wanted=wanted, reader_id=reader_id, reason=reason.strip(),
        state=AskState.ASKED, asked_by_id=actor.id, asked_at=now,
    )  # fmt: skip
    verb = "rights:level:ask" if act is ActOfTwo.LOWER_LEVEL else "rights:reader:ask"
    return journal.add(session, made, verb, of=subject, actor=actor, now=now, reason=reason.strip())


def _locked(session: Session, ask_id: int, today: date) -> tuple[Ask, Subject, Question]:
    """Return an ask that nobody else can answer meanwhile, with its subject and what the policy asks about."""
    wanted = select(Ask).where(Ask.id == ask_id).with_for_update().execution_options(populate_existing=True)
    ask = session.scalar(wanted)
    if ask is None:
        raise NotFound
    subject = session.get_one(Subject, ask.subject_id)
    asker = actor_of_person(session, ask.asked_by_id, today=today)
    question = Question(
        act=ask.act, committee_id=subject.committee_id, asked_by_id=ask.asked_by_id,
        asker_chairs=asker is not None and subject.committee_id in asker.chairs,
        asker_is_cx=asker is not None and asker.is_cx,
    )  # fmt: skip
    return ask, subject, question


def _check_waits(ask: Ask) -> None:
    if ask.state is not AskState.ASKED:
        raise NotNow("This was answered already.")


def _check_still(session: Session, ask: Ask, subject: Subject, today: date) -> None:
    """Ask the rules again when it is granted: the subject or the auditor may have changed meanwhile."""
    if ask.wanted is not None:
        rules.check_lowering(subject.kind, subject.own_level, _above(session, subject), ask.wanted)
    if ask.reader_id is not None:
        _check_letting_read(session, subject, ask.reader_id, today)


def _check_letting_read(session: Session, subject: Subject, reader_id: int, today: date) -> None:
    row = session.get(SubjectReader, (subject.id, reader_id))
    auditors = {person_id for person_id, _ in queries.holders(session, [Role.AUDITOR], today)}
    is_barred = row is not None and row.is_barred
    rules.check_letting_read(subject.level, is_auditor=reader_id in auditors, is_barred=is_barred)


def _let_in(session: Session, subject: Subject, reader_id: int, *, actor: Actor, now: datetime) -> None:
    """Name the auditor for 30 days on the subject and what lies below it; who reads for good keeps that."""
    for below in readers.with_below(session, subject):
        row = session.get(SubjectReader, (below.id, reader_id))
        if below.level is Level.IN_CAMERA and (row is None or row.until is not None):
            readers.name(session, below, reader_id, actor=actor, now=now, until=now + rules.READING_LASTS)


def _above(session: Session, subject: Subject) -> Level:
    parent = session.get(Subject, subject.parent_id) if subject.parent_id else None
    return parent.level if parent else Level.OPEN
