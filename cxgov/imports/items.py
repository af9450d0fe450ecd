"""Action items of imported minutes: recognised by their text from meeting to meeting, owned by whom they name."""

import hashlib
from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.actions import service as actions
from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem, Appearance
from cxgov.actions.rules import CARRIED
from cxgov.committees.models import Committee
from cxgov.core.actor import Actor
from cxgov.imports import listings
from cxgov.imports.enums import NameKind
from cxgov.imports.minutes_text.values import ActionItem as Written
from cxgov.imports.minutes_text.values import Box, ParsedMinutes
from cxgov.imports.outcome import Listed, Outcome
from cxgov.imports.places import Places
from cxgov.imports.who import Meeting as Day
from cxgov.imports.who import People
from cxgov.journal import service as journal
from cxgov.journal.models import Subject
from cxgov.meetings.models import Meeting
from cxgov.people.models import Person
from cxgov.people.resolving import Resolution, Rule

SEVERAL = ", "
FINISHED = frozenset({ActionState.DONE, ActionState.VERIFIED, ActionState.CANCELLED, ActionState.MERGED})
UNTOUCHED = frozenset({ActionState.PROPOSED, ActionState.OPEN})


class Items:
    """The imported items of one committee, by the hash of their text."""

    def __init__(
        self,
        session: Session,
        committee: Committee,
        people: People,
        places: Places,
        *,
        actor: Actor,
        now: datetime,
        outcome: Outcome,
    ) -> None:
        self._session, self._committee, self._people, self.places = session, committee, people, places
        self._actor, self._now, self._outcome = actor, now, outcome
        imported = (Subject.committee_id == committee.id, ActionItem.import_key.is_not(None))
        rows = session.scalars(select(ActionItem).join(Subject, Subject.id == ActionItem.id).where(*imported))
        self._known = {item.import_key or "": item for item in rows.unique()}
        self._on_list: dict[int, dict[int, Appearance]] = defaultdict(dict)
        listed = (
            select(Appearance)
            .join(ActionItem, ActionItem.id == Appearance.action_id)
            .join(Subject, Subject.id == ActionItem.id)
            .where(*imported)
        )
        for row in session.scalars(listed):
            self._on_list[row.meeting_id][row.action_id] = row

    def write(self, meeting: Meeting, minutes: ParsedMinutes, day: Day) -> None:
        """Write every item of one file: new, or on another meeting's list, or done; take off what is not there now."""
        seen = set[int]()
        for written in minutes.actions:
            owners = [(name, self._people.owner(name, day)) for name in written.owners]
            for name, found in owners:
                if not found.is_resolved:
                    self._outcome.skipped.append(Listed(minutes.path, written.line, "owner", f"{name}: {found.reason}"))
            item = self._item(meeting, written, owners, seen)
            seen.add(item.id)
            for place, (name, found) in enumerate(owners):
                if not found.is_resolved and found.rule is not Rule.ALIAS:
                    self.places.keep(
                        meeting, NameKind.OWNER, written.line, name, action_id=item.id, is_first=place == 0
                    )
            if written.is_done and item.state not in FINISHED:
                self._claim(item, meeting, minutes, written)
            elif written.box is Box.OPEN and item.claimed_at is not None and item.claimed_at < meeting.starts_at:
                self._outcome.skipped.append(Listed(minutes.path, written.line, "open_again", written.text[:200]))
        for item_id in self._on_list[meeting.id].keys() - seen:
            self._drop(item_id, meeting, minutes)

    def _item(
        self, meeting: Meeting, written: Written, owners: list[tuple[str, Resolution]], seen: set[int]
    ) -> ActionItem:
        persons = [self._people.person(found.person_id) for _, found in owners if found.person_id is not None]
        first = owners[0][1].person_id if owners else None
        owner = self._people.person(first) if first is not None else None
        key = _key(self._committee.id, written.text)
        item = self._known.get(key)
        if item is None:
            return self._make(key, meeting, written, owner, persons)
        self._list_again(item, meeting, written, owner, persons, is_again=item.id in seen)
        return item

    def _make(
        self, key: str, meeting: Meeting, written: Written, owner: Person | None, persons: list[Person]
    ) -> ActionItem:
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
        self._on_list[meeting.id][item.id] = listings.appearance(self._session, item, meeting)
        self._outcome.note(is_new=True)
        return item

    def _list_again(
        self,
        item: ActionItem,
        meeting: Meeting,
        written: Written,
        owner: Person | None,
        persons: list[Person],
        *,
        is_again: bool,
    ) -> None:
        """Put a known item on this meeting's list, and take the owner that could not be resolved before.

        `is_again` where the same words stand twice in one file: the first line is the one that is kept.
        """
        known = self._on_list[meeting.id].get(item.id)
        changed = False
        if known is None:
            put = actions.carry if item.state in CARRIED else actions.mention
            self._on_list[meeting.id][item.id] = put(
                self._session, item, meeting, actor=self._actor, now=self._now, line=written.line,
                as_written=written.written[:2000],
            )  # fmt: skip
            self._outcome.note(is_new=True)
        elif known.line != written.line and not is_again:
            changed = journal.change(
                self._session, known, "imports:item:date", of=item, actor=self._actor, now=self._now,
                line=written.line, as_written=written.written[:2000],
            )  # fmt: skip
        if item.owner_id is None and owner is not None and item.state is ActionState.PROPOSED:
            give_owner(self._session, item, owner, persons, actor=self._actor, now=self._now)
            changed = True
        if changed or known is not None:
            self._outcome.note(is_new=False, is_changed=changed)

    def _claim(self, item: ActionItem, meeting: Meeting, minutes: ParsedMinutes, written: Written) -> None:
        evidence = f"{minutes.path}, line {written.line}"
        actions.claim_done(self._session, item, evidence=evidence, actor=self._actor, now=self._now)
        journal.change(
            self._session, item, "imports:item:date", actor=self._actor, now=self._now, claimed_at=meeting.starts_at
        )

    def _drop(self, item_id: int, meeting: Meeting, minutes: ParsedMinutes) -> None:
        """Take an item off the list of corrected minutes; one that no minutes list, and nobody began, is cancelled."""
        row = self._on_list[meeting.id].pop(item_id)
        item = self._session.get_one(ActionItem, item_id)
        journal.remove(self._session, row, "imports:item:drop", of=item, actor=self._actor, now=self._now)
        self._outcome.note(is_new=False, is_changed=True)
        self._outcome.skipped.append(Listed(minutes.path, row.line or 1, "no_longer_listed", item.title[:200]))
        if any(item_id in listed for listed in self._on_list.values()) or item.state not in UNTOUCHED:
            return
        reason = f"The corrected minutes {minutes.path} do not list it."
        self._known.pop(item.import_key or "", None)
        journal.change(
            self._session, item, "imports:item:drop", actor=self._actor, now=self._now, reason=reason,
            state=ActionState.CANCELLED, closed_reason=reason, import_key=None, not_mentioned_since=None,
        )  # fmt: skip

    def finish(self) -> None:
        """Put each item's meetings in the order of their days, and note since when no minutes list it."""
        items = {item.id: item for item in self._known.values()}
        listings.put_in_order(self._session, self._committee, items, actor=self._actor, now=self._now)
        listings.note_silence(self._session, self._committee, items, actor=self._actor, now=self._now)


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
    return (written.task.strip() or written.text.strip() or written.written.strip())[:500]


def _key(committee_id: int, text: str) -> str:
    return hashlib.sha256(f"{committee_id}\n{text}".encode()).hexdigest()
