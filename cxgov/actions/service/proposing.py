"""How an action item comes to be: proposed, changed while it is a proposal, opened; or made outright."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem, Contributor
from cxgov.actions.permissions import Draft, parts_before
from cxgov.actions.rules import MOVES
from cxgov.actions.service.listing import put_on_list
from cxgov.actions.service.steps import add_helper, check_here, check_named, step, stop_reading, under_lock
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.errors import RuleBroken
from cxgov.core.lifecycle import NEW, Who, check_move, facts
from cxgov.journal import service as journal
from cxgov.journal.enums import Kind, Relation
from cxgov.journal.models import SubjectOf
from cxgov.people.models import Person

_RELATIONS = {
    Kind.DECISION: Relation.FOLLOWS_FROM,
    Kind.GAP: Relation.FOLLOWS_FROM,
    Kind.IDEA: Relation.FOLLOWS_FROM,
    Kind.INITIATIVE: Relation.SERVES,
    Kind.OBJECTIVE: Relation.SERVES,
    Kind.KEY_RESULT: Relation.SERVES,
    Kind.MEETING: Relation.MINUTED_IN,
}


def propose(
    session: Session,
    title: str,
    *,
    actor: Actor,
    now: datetime,
    made_on: date,
    committee: SubjectOf | None = None,
    owner: Person | None = None,
    contributors: Sequence[Person] = (),
    owner_as_written: str | None = None,
    has_several_owners: bool = False,
    due_on: date | None = None,
    due_next_meeting: bool = False,
    source: SubjectOf | None = None,
    level: Level = Level.INTERNAL,
    import_key: str | None = None,
    line: int | None = None,
    as_written: str | None = None,
    is_draft: bool = False,
    within: SubjectOf | None = None,
) -> ActionItem:
    """Propose an item: it has a number and a source, but is not owed before it is opened.

    A meeting as source puts it on that meeting's list, with `line` and `as_written` of the minutes. A draft, of minutes
    that are one, is read by its owner and by those who read such drafts, until it is opened or the minutes are closed.
    `within` is the agenda item that it was minuted under: it is as confidential as that.
    """
    journal.begin_write(session)
    check_named(session, actor, committee, owner, source, within, *contributors)
    draft = _draft(committee, owner, source, level, within)
    policy.check(actor, "actions:item:propose", draft)
    check_move(MOVES, "propose", NEW, parts_before(actor, draft), facts(source=source or committee or import_key))
    check_title(title)
    if not actor.is_system:
        check_here(owner, now)
    item = ActionItem(
        number=journal.next_number(session, "actions"), state=ActionState.PROPOSED,
        owner_id=owner.id if owner else None, owner_as_written=owner_as_written and owner_as_written[:300],
        has_several_owners=has_several_owners, due_on=due_on, due_next_meeting=due_next_meeting and due_on is None,
        made_on=made_on, source_id=source.id if source else None, import_key=import_key, slips=0, carries=0,
    )  # fmt: skip
    journal.create(
        session, item, "actions:item:propose", actor=actor, now=now, title=title,
        parent=within or _parent(committee, source), committee_id=draft.committee_id, is_draft=is_draft,
        department_id=draft.owner_department_id, level=level if within else draft.level,
    )  # fmt: skip
    journal.let_read(session, item, item.owner_id, actor=actor, now=now)
    for person in _helpers(contributors, owner):
        add_helper(session, item, person, actor=actor, now=now)
    if source is not None:
        _join(session, item, source, actor=actor, now=now, line=line, as_written=as_written)
    return item


def make(
    session: Session,
    title: str,
    *,
    actor: Actor,
    now: datetime,
    made_on: date,
    committee: SubjectOf | None = None,
    owner: Person | None = None,
    contributors: Sequence[Person] = (),
    due_on: date | None = None,
    due_next_meeting: bool = False,
    source: SubjectOf | None = None,
    level: Level = Level.INTERNAL,
) -> ActionItem:
    """Propose and open in one go, for those who give out work: chair, secretary, CX office, head of the department.

    They play the secretary's part in its opening, wherever they come from.
    """
    journal.begin_write(session)
    check_named(session, actor, committee, owner, source)
    policy.check(actor, "actions:item:make", _draft(committee, owner, source, level))
    item = propose(
        session, title, actor=actor, now=now, made_on=made_on, committee=committee, owner=owner, source=source,
        contributors=contributors, due_on=due_on, due_next_meeting=due_next_meeting, level=level,
    )  # fmt: skip
    due = due_on or due_next_meeting
    state = check_move(MOVES, "open", item.state, {Who.SECRETARY}, facts(owner=owner, due=due))
    journal.change(session, item, "actions:item:open", actor=actor, now=now, state=state, first_due_on=due_on)
    return item


def edit_proposed(
    session: Session,
    item: ActionItem,
    *,
    title: str,
    owner: Person | None,
    contributors: Sequence[Person],
    owner_as_written: str | None,
    due_on: date | None,
    due_next_meeting: bool,
    actor: Actor,
    now: datetime,
    has_several_owners: bool = False,
    version: int | None = None,
) -> bool:
    """Change a proposal, as its line in the minutes is changed; False where nothing differs."""
    under_lock(session, item, "actions:item:edit", actor=actor, version=version)
    check_named(session, actor, owner, *contributors)
    if item.state is not ActionState.PROPOSED:
        raise RuleBroken(f"It is not a proposal any more, but {item.state.words}: use its own buttons.")
    check_title(title)
    before = item.owner_id
    changed = journal.change(
        session, item, "actions:item:edit", actor=actor, now=now, title=title.strip()[:500],
        department_id=owner.department_id if owner else None, owner_id=owner.id if owner else None,
        owner_as_written=owner_as_written and owner_as_written[:300], has_several_owners=has_several_owners,
        due_on=due_on, due_next_meeting=due_next_meeting and due_on is None,
    )  # fmt: skip
    helpers_changed = _set_helpers(session, item, _helpers(contributors, owner), actor=actor, now=now)
    if before != item.owner_id:
        stop_reading(session, item, before, actor=actor, now=now)
        journal.let_read(session, item, item.owner_id, actor=actor, now=now)
    return changed or helpers_changed


def open_item(session: Session, item: ActionItem, *, actor: Actor, now: datetime, version: int | None = None) -> None:
    """Open a proposal: it has exactly one accountable owner and a date, or “next meeting”, and is owed from now on."""
    given = facts(owner=item.owner_id, due=item.due_on or item.due_next_meeting)
    step(
        session, item, "open", "actions:item:open", actor=actor, now=now, version=version, given=given,
        first_due_on=item.due_on, is_draft=False,
    )  # fmt: skip


def check_title(title: str) -> None:
    """Raise RuleBroken where the item says nothing."""
    if not title.strip():
        raise RuleBroken("Say what is to be done.", field="title")


def _draft(
    committee: SubjectOf | None,
    owner: Person | None,
    source: SubjectOf | None,
    level: Level,
    within: SubjectOf | None = None,
) -> Draft:
    above = [thing for thing in (committee, source, within) if thing is not None]
    place = committee.id if committee is not None else source.committee_id if source is not None else None
    return Draft(
        committee_id=place,
        level=max(level, *(thing.level for thing in above)) if above else level,
        owner_id=owner.id if owner else None,
        owner_department_id=owner.department_id if owner else None,
        is_on_decision=source is not None and source.KIND is Kind.DECISION,
    )


def _parent(committee: SubjectOf | None, source: SubjectOf | None) -> SubjectOf | None:
    return source if source is not None and source.KIND in (Kind.MEETING, Kind.COMMITTEE) else committee


def _helpers(contributors: Sequence[Person], owner: Person | None) -> list[Person]:
    each = {person.id: person for person in contributors}
    return [person for person in each.values() if owner is None or person.id != owner.id]


def _set_helpers(session: Session, item: ActionItem, wanted: Sequence[Person], *, actor: Actor, now: datetime) -> bool:
    rows = {row.person_id: row for row in session.scalars(select(Contributor).where(Contributor.action_id == item.id))}
    ids = {person.id for person in wanted}
    for person_id, row in rows.items():
        if person_id not in ids:
            journal.remove(session, row, "actions:helper:remove", of=item, actor=actor, now=now)
            stop_reading(session, item, person_id, actor=actor, now=now)
    for person in wanted:
        if person.id not in rows:
            add_helper(session, item, person, actor=actor, now=now)
    return ids != set(rows)


def _join(
    session: Session,
    item: ActionItem,
    source: SubjectOf,
    *,
    actor: Actor,
    now: datetime,
    line: int | None,
    as_written: str | None,
) -> None:
    relation = _RELATIONS.get(source.KIND)
    if relation is not None:
        journal.link(session, item, relation, source, actor=actor, now=now)
    if source.KIND is Kind.MEETING:
        put_on_list(session, item, source, is_carry=False, actor=actor, now=now, line=line, as_written=as_written)
