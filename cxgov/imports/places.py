"""The places of names that could not be resolved, kept while minutes are imported."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.imports.enums import NameKind
from cxgov.imports.models import OpenName
from cxgov.meetings.models import Meeting
from cxgov.people.resolving import fold


def keep(
    session: Session,
    meeting: Meeting,
    kind: NameKind,
    line: int,
    written: str,
    *,
    known: set[tuple[int, str, int, str]],
    action_id: int | None = None,
    is_first: bool = True,
) -> None:
    """Keep the place of a name that could not be resolved, once; `known` holds those kept already."""
    folded = fold(written)[:200]
    key = (meeting.id, kind.value, line, folded)
    if not folded or key in known:
        return
    known.add(key)
    session.add(
        OpenName(
            committee_id=meeting.of_committee_id, meeting_id=meeting.id, kind=kind, line=line, folded=folded,
            as_written=written[:200], action_id=action_id, is_first=is_first,
        )
    )  # fmt: skip


def known_places(session: Session, committee_id: int) -> set[tuple[int, str, int, str]]:
    """Return the places kept so far of a committee."""
    rows = session.execute(
        select(OpenName.meeting_id, OpenName.kind, OpenName.line, OpenName.folded).where(
            OpenName.committee_id == committee_id
        )
    )
    return {(meeting_id, kind.value, line, folded) for meeting_id, kind, line, folded in rows}
