"""The places of names that could not be resolved, kept while minutes are imported."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from cxgov.committees.models import Committee
from cxgov.imports.enums import NameKind
from cxgov.imports.models import OpenName
from cxgov.meetings.models import Meeting
from cxgov.people.resolving import fold

LONGEST = 200
Key = tuple[int, NameKind, int, str]


class Places:
    """The places of one committee's names, by meeting, kind, line and folded words."""

    def __init__(self, session: Session, committee: Committee) -> None:
        self._session, self._committee_id = session, committee.id
        rows = session.scalars(select(OpenName).where(OpenName.committee_id == committee.id))
        self._known: dict[Key, OpenName] = {_key(row): row for row in rows}
        self._kept: set[Key] = set()

    def keep(
        self,
        meeting: Meeting,
        kind: NameKind,
        line: int,
        written: str,
        *,
        action_id: int | None = None,
        is_first: bool = True,
    ) -> None:
        """Keep the place of a name that fits nobody, once; one whose line says another name now is another place."""
        folded = fold(written)[:LONGEST]
        key = (meeting.id, kind, line, folded)
        if not folded or key in self._kept:
            return
        self._kept.add(key)
        if (known := self._known.get(key)) is not None:
            known.settled_at, known.action_id, known.is_first = None, action_id, is_first
            return
        made = OpenName(
            committee_id=meeting.of_committee_id, meeting_id=meeting.id, kind=kind, line=line, folded=folded,
            as_written=written[:LONGEST], action_id=action_id, is_first=is_first,
        )  # fmt: skip
        self._known[key] = made
        self._session.add(made)

    def close_others(self, meeting_ids: Collection[int], now: datetime) -> None:
        """Close the places of these meetings that were not kept this time: the name fits somebody now, or is gone."""
        for key, place in self._known.items():
            if place.meeting_id in meeting_ids and key not in self._kept and place.settled_at is None:
                place.settled_at = now

    def count_open(self) -> int:
        """Return how many different names of the committee wait to be settled."""
        self._session.flush()
        wanted = select(func.count(distinct(OpenName.folded))).where(
            OpenName.committee_id == self._committee_id, OpenName.settled_at.is_(None)
        )
        return self._session.scalar(wanted) or 0


def _key(row: OpenName) -> Key:
    return (row.meeting_id, row.kind, row.line, row.folded)
