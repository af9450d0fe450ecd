"""Who can see a subject, and why, put together for its page: each candidate is asked by the rules themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.committees.queries import members_on
from cxgov.core.actor import Actor
from cxgov.core.enums import Level, Role
from cxgov.journal.enums import Kind
from cxgov.journal.models import Subject, SubjectReader
from cxgov.journal.queries import visible_subjects
from cxgov.rights import queries
from cxgov.rights.actors import actors_of
from cxgov.rights.enums import ActOfTwo
from cxgov.rights.queries import Asking
from cxgov.rights.rules import Facts, Reason, reasons
from cxgov.web.words import day_words, instant_words

ABOUT = {
    Level.OPEN: "Everybody on the staff reads it, and it may be told in stories and in the digest.",
    Level.INTERNAL: "Everybody on the staff reads it, and nobody else.",
    Level.RESTRICTED: "Its committee, the CX office and the auditors read it. Others do not learn that it exists.",
    Level.IN_CAMERA: "Only those who are named read it; no role in the organisation or in a committee is enough.",
}
Notes = dict[Reason, dict[int, tuple[str, str]]]
WHY = {
    Reason.RUNS: ("Chair and secretary", "They run the committee, so they read its drafts."),
    Reason.MEMBER: ("Members of its committee", "Whoever has a seat there reads what is restricted to it."),
    Reason.CX_OFFICE: ("The CX office", "It works for all committees and reads up to level 2."),
    Reason.AUDITOR: ("Auditors", "They read up to level 2, no drafts, and change nothing."),
    Reason.NAMED: ("Named readers", "They are named for this one: they sat there, owe or own a part, or were let in."),
    Reason.MAKER: ("Whoever wrote it", "A draft is read by its maker."),
    Reason.GLASS: ("By broken glass, for an hour", "An administrator gave a reason, and the chair was told."),
}
YOU = {
    Reason.EVERYBODY: "everybody on the staff may",
    Reason.RUNS: "you run its committee",
    Reason.MEMBER: "you have a seat in its committee",
    Reason.CX_OFFICE: "you belong to the CX office",
    Reason.AUDITOR: "you are an auditor",
    Reason.NAMED: "you are named",
    Reason.MAKER: "you wrote it",
    Reason.GLASS: "you broke the glass",
}


@dataclass(frozen=True, slots=True)
class Reader:
    """One person on the page; `until` says when it ends, empty for good."""

    id: int
    name: str
    role: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Those who read it for one reason; `is_told` is false where the viewer may not know who they are."""

    reason: Reason
    title: str
    why: str
    readers: Sequence[Reader]
    is_told: bool = True


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that the page of a subject's readers says."""

    about: str
    origin: str
    origin_subject: Subject | None
    is_everybody: bool
    groups: Sequence[Group]
    barred: Sequence[Reader]
    you: Sequence[str]


def explain(session: Session, actor: Actor, subject: Subject, *, now: datetime, today: date, zone: str) -> Explanation:
    """Say who reads a subject that the actor reads, and why; a fixed number of statements besides its parents."""
    rows = session.scalars(select(SubjectReader).where(SubjectReader.subject_id == subject.id)).all()
    named = {row.person_id: row.until for row in rows if not row.is_barred and (not row.until or row.until > now)}
    facts = Facts(
        kind=subject.kind, level=subject.level, is_draft=subject.is_draft, committee_id=subject.committee_id,
        made_by=subject.created_by_id, named=frozenset(named),
        barred=frozenset(row.person_id for row in rows if row.is_barred),
    )  # fmt: skip
    is_everybody = subject.level <= Level.INTERNAL and not subject.is_draft
    terms = members_on(session, subject.committee_id, today) if subject.committee_id else []
    glass = queries.glass_of(session, subject.committee_id, now) if subject.committee_id else []
    office = queries.holders(session, [Role.CX_OFFICE, Role.AUDITOR], today)
    candidates = {term.person_id for term in terms} | {who for who, _ in office} | {*named, *facts.barred}
    candidates |= {one.person_id for one in glass} | ({subject.created_by_id} if subject.created_by_id else set())
    people = _people(session, candidates, {(one.person_id, one.committee_id) for one in glass}, today)
    notes: Notes = {
        Reason.MEMBER: {
            term.person_id: (term.role.words, day_words(term.valid_to, today) if term.valid_to else "")
            for term in terms
        },
        Reason.RUNS: {term.person_id: (term.role.words, "") for term in terms},
        Reason.NAMED: {
            person_id: ("", instant_words(until, zone, now) if until else "") for person_id, until in named.items()
        },
        Reason.GLASS: {one.person_id: (one.reason, instant_words(one.until, zone, now)) for one in glass},
    }
    knows = subject.committee_id is None or _knows(session, actor, subject.committee_id)
    origin, above = _origin(session, actor, subject)
    return Explanation(
        about=_about(subject), origin=origin, origin_subject=above, is_everybody=is_everybody,
        groups=[] if is_everybody else _groups(people.values(), facts, notes, knows=knows),
        barred=[_reader(people[one]) for one in sorted(facts.barred) if one in people],
        you=[YOU[reason] for reason in reasons(actor, facts)],
    )  # fmt: skip


def _people(session: Session, ids: Iterable[int | None], glass: set[tuple[int, int]], today: date) -> dict[int, Actor]:
    found = actors_of(session, {one for one in ids if one is not None}, today=today)
    for person_id, committee_id in glass:
        found[person_id] = replace(found[person_id], opened=found[person_id].opened | {committee_id})
    return found


def _reader(who: Actor, role: str = "", until: str = "") -> Reader:
    return Reader(who.id or 0, who.name, role, until)


def _groups(
    people: Iterable[Actor],
    facts: Facts,
    notes: Notes,
    *,
    knows: bool,
) -> list[Group]:
    why = {who: reasons(who, facts) for who in sorted(people, key=lambda one: (one.name, one.id))}
    found = []
    for reason, (title, sentence) in WHY.items():
        readers = [_reader(who, *notes.get(reason, {}).get(who.id or 0, ("", ""))) for who in why if reason in why[who]]
        is_told = knows or reason not in (Reason.MEMBER, Reason.RUNS, Reason.GLASS)
        if readers:
            found.append(Group(reason, title, sentence, readers if is_told else [], is_told))
    return found


def _about(subject: Subject) -> str:
    said = ABOUT[subject.level]
    return f"{said} It is a draft, so of these only those who work on it read it now." if subject.is_draft else said


def _knows(session: Session, actor: Actor, committee_id: int) -> bool:
    return session.scalar(visible_subjects(actor).where(Subject.id == committee_id)) is not None


def _origin(session: Session, actor: Actor, subject: Subject) -> tuple[str, Subject | None]:
    """Say where the level comes from: set on the subject, or on what it belongs to, nearest first."""
    if subject.kind in (Kind.PERSON, Kind.DEPARTMENT):
        return f"Every {subject.kind.words} is known to all staff.", None
    if subject.own_level == subject.level or subject.parent_id is None:
        return f"It was set on this {subject.kind.words} itself.", None
    above = session.get(Subject, subject.parent_id)
    while above is not None and above.own_level < subject.level and above.parent_id is not None:
        above = session.get(Subject, above.parent_id)
    if above is None or session.scalar(visible_subjects(actor).where(Subject.id == above.id)) is None:
        return "It comes from what it belongs to.", None
    return f"It comes from the {above.kind.words} that it belongs to:", above


def ask_words(asking: Asking) -> str:
    """Return in words what somebody asks for; the title only where the viewer may read it."""
    what = f"“{asking.title}”" if asking.title else f"{_a(asking.subject.kind.words)} in camera"
    if asking.ask.act is ActOfTwo.LOWER_LEVEL and asking.ask.wanted is not None:
        return f"lower {what} to level {asking.ask.wanted.value}"
    return f"let {asking.reader} read {what} for 30 days"


def _a(words: str) -> str:
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"
