"""What the page of any subject shows of the journal: the eight-link strip, and what it is linked with."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.journal.enums import Kind
from cxgov.journal.models import Subject
from cxgov.journal.queries import ChainCell, LinkRow, chain_of, links_of
from cxgov.web.pages import url_of

Cells = dict[str, tuple[str, str]]
Tied = list[tuple[str, str, str]]


def chain_cells(session: Session, actor: Actor, subject: Subject) -> Cells:
    """Return the strip of a subject for `ui.chain_of`: words and address by link, only of links that hold something."""
    cells = chain_of(session, actor, subject)
    return {cell.key: (_words(cell), url_of(cell.subjects[0])) for cell in cells if cell.subjects}


def _words(cell: ChainCell) -> str:
    first, more = cell.subjects[0].title, len(cell.subjects) - 1
    return f"{first} and {more} more" if more else first


def tied(session: Session, actor: Actor, subject_id: int, *, without: Iterable[Kind] = ()) -> Tied:
    """Return (title, address, how they stand to each other) of what a subject is linked with, in both directions."""
    left_out = set(without)
    return [_row(row) for row in links_of(session, actor, subject_id) if row.other.kind not in left_out]


def _row(row: LinkRow) -> tuple[str, str, str]:
    return row.other.title, url_of(row.other), f"{row.words} this {row.other.kind.words}"
