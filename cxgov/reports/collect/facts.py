"""Action items as they stood at the end of the period: one row each, rolled back from what is known now."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem, Appearance, Contributor
from cxgov.decisions.models import Decision
from cxgov.journal.models import Entry, Subject
from cxgov.meetings.models import Meeting
from cxgov.reports.collect.scope import Frame

ENDED = ("actions:item:cancel", "actions:item:merge")
MOVED = "actions:date:set"
OVER = (ActionState.DONE, ActionState.VERIFIED, ActionState.CANCELLED, ActionState.MERGED)


@dataclass(frozen=True, slots=True)
class Fact:
    """One action item at the as-of instant; days are local, None where nothing had happened yet."""

    item: ActionItem
    title: str
    owner: str | None
    department_id: int | None
    state: ActionState
    due_on: date | None
    slips: int
    lists: int
    last_listed_on: date | None
    not_mentioned_since: date | None
    claimed_on: date | None
    verified_on: date | None
    ended_on: date | None
    contributors: tuple[str, ...]
    source: str | None
    unblocker: str | None

    @property
    def is_open(self) -> bool:
        """Say whether it was still owed."""
        return self.state not in OVER

    def days_late(self, day: date) -> int:
        """Return how many days it was over its date, 0 where it was not."""
        return max(0, (day - self.due_on).days) if self.is_open and self.due_on else 0

    @property
    def carries(self) -> int:
        """Return to how many later meetings it was carried."""
        return max(0, self.lists - 1)


def facts(session: Session, frame: Frame) -> list[Fact]:
    """Return every action item of the scope that was made by the end of the period, as it stood then."""
    owner, unblocker = aliased(Subject), aliased(Subject)
    wanted = (
        select(ActionItem, owner.title, owner.department_id, unblocker.title)
        .join(Subject, Subject.id == ActionItem.id)
        .outerjoin(owner, owner.id == ActionItem.owner_id)
        .outerjoin(unblocker, unblocker.id == ActionItem.unblocker_id)
        .where(frame.scope.holds(), ActionItem.made_on <= frame.day)
        .where(frame.scope.whose(owner.department_id, Subject.department_id))
        .order_by(ActionItem.due_on.is_(None), ActionItem.due_on, ActionItem.number)
    )
    rows = session.execute(wanted).unique().all()
    ids = [row[0].id for row in rows]
    lists, ended = _lists(session, frame), _ended(session, frame)
    helpers, moved, silent = _contributors(session), _moved_after(session, frame.as_of), _silent(session, frame, lists)
    sources = _sources(session, frame, {row[0].source_id for row in rows if row[0].source_id})
    found = []
    for item, owner_name, owner_department, unblocker_name in rows:
        due_on, slips = moved.get(item.id, (item.due_on, None))
        count, last = lists.get(item.id, (0, None))
        claimed, verified = _then(item.claimed_at, frame), _then(item.verified_at, frame)
        found.append(
            Fact(
                item=item,
                title=item.title,
                owner=owner_name,
                department_id=owner_department or item.department_id,
                state=_state_then(item, claimed, verified, ended.get(item.id)),
                due_on=due_on,
                slips=item.slips if slips is None else slips,
                lists=count,
                last_listed_on=last,
                not_mentioned_since=silent.get(item.id),
                claimed_on=claimed,
                verified_on=verified,
                ended_on=ended.get(item.id),
                contributors=tuple(helpers.get(item.id, ())),
                source=sources.get(item.source_id or 0),
                unblocker=unblocker_name,
            )
        )
    assert len(found) == len(ids)
    return found


def _then(moment: datetime | None, frame: Frame) -> date | None:
    return frame.local(moment) if moment is not None and moment <= frame.as_of else None


def _state_then(item: ActionItem, claimed: date | None, verified: date | None, ended: date | None) -> ActionState:
    """Return the state at the as-of instant: what ended later was open then, by the steps that can be dated."""
    if ended is not None:
        return item.state if item.state in OVER else ActionState.CANCELLED
    if verified is not None:
        return ActionState.VERIFIED
    if claimed is not None:
        return ActionState.DONE
    return ActionState.OPEN if item.state in OVER else item.state


def _lists(session: Session, frame: Frame) -> Mapping[int, tuple[int, date]]:
    """Return on how many meetings' lists each item stood by then, and the last of those days."""
    rows = session.execute(
        select(Appearance.action_id, func.count(), func.max(Meeting.held_on))
        .join(Meeting, Meeting.id == Appearance.meeting_id)
        .join(Subject, Subject.id == Meeting.id)
        .where(Meeting.held_on <= frame.day, Subject.level <= frame.scope.level)
        .group_by(Appearance.action_id)
    )
    return {action_id: (count, last) for action_id, count, last in rows}


def _ended(session: Session, frame: Frame) -> Mapping[int, date]:
    """Return the days on which items were cancelled or merged, of those by then."""
    rows = session.execute(
        select(Entry.subject_id, func.max(Entry.at))
        .where(Entry.verb.in_(ENDED), Entry.at <= frame.as_of)
        .group_by(Entry.subject_id)
    )
    return {subject_id: day for subject_id, at in rows if subject_id and (day := frame.local(at))}


def _contributors(session: Session) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = session.execute(
        select(Contributor.action_id, Subject.title)
        .join(Subject, Subject.id == Contributor.person_id)
        .order_by(Subject.title)
    )
    for action_id, name in rows:
        found[action_id].append(name)
    return found


def _moved_after(session: Session, as_of: datetime) -> Mapping[int, tuple[date | None, int | None]]:
    """Return the date that held then, and the slips by then (None: as now), of items whose date was moved afterwards.

    From the journal, since a chair sets a date without anybody having asked for it.
    """
    then: dict[int, dict[str, Any]] = defaultdict(dict)
    moved = select(Entry.subject_id, Entry.body).where(Entry.verb == MOVED, Entry.at > as_of)
    for subject_id, body in session.execute(moved.order_by(Entry.seq.desc())):
        then[subject_id or 0] |= json.loads(body).get("before") or {}
    return {
        item_id: (date.fromisoformat(before["due_on"]) if before.get("due_on") else None, before.get("slips"))
        for item_id, before in then.items()
    }


def _silent(session: Session, frame: Frame, lists: Mapping[int, tuple[int, date]]) -> Mapping[int, date]:
    """Return since when imported items are no longer mentioned: the next action section left them out."""
    days: dict[int, list[date]] = defaultdict(list)
    kept = Meeting.has_action_section.is_(True), Meeting.source_path.is_not(None), Meeting.held_on <= frame.day
    listed = select(Meeting.of_committee_id, Meeting.held_on).where(*kept).order_by(Meeting.held_on)
    for of_committee_id, day in session.execute(listed):
        days[of_committee_id].append(day)
    imported = select(ActionItem.id, Subject.committee_id).join(Subject, Subject.id == ActionItem.id)
    rows = session.execute(imported.where(ActionItem.import_key.is_not(None)))
    found = {}
    for action_id, committee_id in rows:
        last = lists.get(action_id, (0, None))[1]
        since = next((day for day in days.get(committee_id or 0, ()) if last and day > last), None)
        if since is not None:
            found[action_id] = since
    return found


def _sources(session: Session, frame: Frame, ids: set[int]) -> Mapping[int, str]:
    """Return how a source is named in a list: a decision by its number, a meeting by its day, others by their title.

    What is more confidential than the report is not named.
    """
    found: dict[int, str] = {}
    if not ids:
        return found
    for part in _parts(sorted(ids)):
        open_enough = Subject.id.in_(part), Subject.level <= frame.scope.level, Subject.is_draft.is_(False)
        found |= {s.id: s.title for s in session.scalars(select(Subject).where(*open_enough))}
        found |= {d.id: d.label for d in session.scalars(select(Decision).where(Decision.id.in_(found)))}
        rows = session.execute(select(Meeting.id, Meeting.held_on).where(Meeting.id.in_(found)))
        found |= {meeting_id: f"{day.day} {day:%b} {day.year}" for meeting_id, day in rows}
    return found


def _parts(ids: Sequence[int], size: int = 500) -> list[Sequence[int]]:
    return [ids[start : start + size] for start in range(0, len(ids), size)]


def linked_actions(session: Session, decision_ids: Sequence[int]) -> Mapping[int, list[int]]:
    """Return the ids of the action items that follow from each decision, over links and over their source."""
    from cxgov.journal.models import Link

    found: dict[int, list[int]] = defaultdict(list)
    for part in _parts(list(decision_ids)):
        rows = session.execute(
            select(Link.to_id, Link.from_id)
            .join(ActionItem, ActionItem.id == Link.from_id)
            .where(Link.to_id.in_(part))
            .union(select(ActionItem.source_id, ActionItem.id).where(ActionItem.source_id.in_(part)))
        )
        for decision_id, action_id in rows:
            found[decision_id].append(action_id)
    return found
