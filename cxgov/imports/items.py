"""Action items of imported minutes: recognised by their text from meeting to meeting, owned by whom they name."""

import hashlib
from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.actions import service as actions
from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem, Appearance
from cxgov.actions.rules import CARRIED
from cxgov.committees.models import Committee
from cxgov.core.actor import Actor
from cxgov.imports.enums import NameKind
from cxgov.imports.minutes_text.values import ActionItem as Written
from cxgov.imports.minutes_text.values import ParsedMinutes
from cxgov.imports.outcome import Listed, Outcome
from cxgov.imports.places import keep, known_places
from cxgov.imports.who import Meeting as Day
from cxgov.imports.who import People
from cxgov.journal import service as journal
from cxgov.journal.models import Subject
from cxgov.meetings.models import Meeting
from cxgov.people.models import Person

SEVERAL = ", "


class Items:
    """The imported items of one committee, by the hash of their text."""

    def __init__(
        self,
        session: Session,
        committee: Committee,
        people: People,
        *,
        actor: Actor,
        now: datetime,
        outcome: Outcome,
    ) -> None:
        self._session, self._committee, self._people = session, committee, people
        self._actor, self._now, self._outcome = actor, now, outcome
        rows = session.scalars(
            select(ActionItem)
            .join(Subject, Subject.id == ActionItem.id)
            .where(Subject.committee_id == committee.id, ActionItem.import_key.is_not(None))
        )
        self._known = {item.import_key or "": item for item in rows.unique()}
        pairs = session.execute(
            select(Appearance.action_id, Appearance.meeting_id).where(
                Appearance.action_id.in_([item.id for item in self._known.values()][:30000])
            )
        )
        self._listed = set(pairs.tuples().all())
        self.places = known_places(session, committee.id)

    def write(self, meeting: Meeting, minutes: ParsedMinutes, day: Day) -> None:
        """Write every item of one file: new, or on another meeting's list, or done."""
        for written in minutes.actions:
            owners = [(name, self._people.owner(name, day)) for name in written.owners]
            for name, found in owners:
                if not found.is_resolved:
                    self._outcome.skipped.append(Listed(minutes.path, written.line, "owner", f"{name}: {found.reason}"))
            persons = [self._people.person(found.person_id) for _, found in owners if found.person_id is not None]
            first = owners[0][1].person_id if owners else None
            unsettled = [(place, name) for place, (name, found) in enumerate(owners) if not found.is_resolved]
            key = _key(self._committee.id, written.text)
            item = self._known.get(key)
            if item is None:
                item = self._make(key, meeting, written, first, persons)
            else:
                self._list_again(item, meeting, written, first, persons)
            for place, name in unsettled:
                self._keep(item, meeting, written, name, is_first=place == 0)
            if written.is_done and item.state not in (ActionState.DONE, ActionState.VERIFIED, ActionState.CANCELLED):
                self._claim(item, meeting, minutes, written)

    def _keep(self, item: ActionItem, meeting: Meeting, written: Written, name: str, *, is_first: bool) -> None:
        keep(
            self._session, meeting, NameKind.OWNER, written.line, name, known=self.places, action_id=item.id,
            is_first=is_first,
        )  # fmt: skip

    def _make(
        self, key: str, meeting: Meeting, written: Written, first: int | None, persons: list[Person]
    ) -> ActionItem:
        owner = self._people.person(first) if first is not None else None
        due_on = written.due if isinstance(written.due, date) else None
        item = actions.propose(
            self._session, _title(written), actor=self._actor, now=self._now, made_on=meeting.held_on,
            committee=self._committee, owner=owner, contributors=[one for one in persons if one is not owner],
            owner_as_written=SEVERAL.join(written.owners) or None, has_several_owners=len(written.owners) > 1,
            due_on=due_on, due_next_meeting=due_on is None, source=meeting, import_key=key, line=written.line,
            as_written=written.written[:2000],
        )  # fmt: skip
        if owner is not None:
            actions.open_item(self._session, item, actor=self._actor, now=self._now)
        self._known[key] = item
        self._listed.add((item.id, meeting.id))
        self._outcome.note(is_new=True)
        return item

    def _list_again(
        self, item: ActionItem, meeting: Meeting, written: Written, first: int | None, persons: list[Person]
    ) -> None:
        """Put a known item on this meeting's list, and take the owner that could not be resolved before."""
        is_listed = (item.id, meeting.id) in self._listed
        changed = False
        if not is_listed:
            put = actions.carry if item.state in CARRIED else actions.mention
            put(
                self._session, item, meeting, actor=self._actor, now=self._now, line=written.line,
                as_written=written.written[:2000],
            )  # fmt: skip
            self._listed.add((item.id, meeting.id))
            self._outcome.note(is_new=True)
        if item.owner_id is None and first is not None and item.state is ActionState.PROPOSED:
            give_owner(self._session, item, self._people.person(first), persons, actor=self._actor, now=self._now)
            changed = True
        if meeting.held_on < item.made_on:
            journal.change(
                self._session, item, "imports:item:date", actor=self._actor, now=self._now, made_on=meeting.held_on
            )
            changed = True
        if changed or is_listed:
            self._outcome.note(is_new=False, is_changed=changed)

    def _claim(self, item: ActionItem, meeting: Meeting, minutes: ParsedMinutes, written: Written) -> None:
        evidence = f"{minutes.path}, line {written.line}"
        actions.claim_done(self._session, item, evidence=evidence, actor=self._actor, now=self._now)
        journal.change(
            self._session, item, "imports:item:date", actor=self._actor, now=self._now, claimed_at=meeting.starts_at
        )

    def note_silence(self) -> None:
        """Note of every item that is still owed since when the committee's minutes no longer list it."""
        days: list[date] = list(
            self._session.scalars(
                select(Meeting.held_on)
                .where(Meeting.of_committee_id == self._committee.id, Meeting.source_path.is_not(None))
                .where(Meeting.has_action_section.is_(True))
                .order_by(Meeting.held_on)
            )
        )
        last: dict[int, date] = defaultdict(lambda: date.min)
        rows = self._session.execute(
            select(Appearance.action_id, func.max(Meeting.held_on))
            .join(Meeting, Meeting.id == Appearance.meeting_id)
            .where(Meeting.of_committee_id == self._committee.id)
            .group_by(Appearance.action_id)
        )
        last.update(dict(rows.tuples().all()))
        for item in self._known.values():
            owed = item.state in CARRIED or item.state is ActionState.PROPOSED
            since = next((day for day in days if day > last[item.id]), None) if owed else None
            if since != item.not_mentioned_since:
                actions.note_not_mentioned(self._session, item, since, actor=self._actor, now=self._now)


def give_owner(
    session: Session, item: ActionItem, owner: Person, helpers: list[Person], *, actor: Actor, now: datetime
) -> None:
    """Give a proposed item the owner that is known now, and open it."""
    actions.edit_proposed(
        session, item, title=item.title, owner=owner, contributors=[one for one in helpers if one is not owner],
        owner_as_written=item.owner_as_written, due_on=item.due_on, due_next_meeting=item.due_next_meeting,
        has_several_owners=item.has_several_owners, actor=actor, now=now,
    )  # fmt: skip
    actions.open_item(session, item, actor=actor, now=now)


def _title(written: Written) -> str:
    return (written.task or written.text)[:500]


def _key(committee_id: int, text: str) -> str:
    return hashlib.sha256(f"{committee_id}\n{text}".encode()).hexdigest()
