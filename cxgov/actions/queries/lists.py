"""Lists of action items as rows: built once for each actor and shape, fifty at a time, never counted past 1,000."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from cxgov.actions.enums import ACTIVE, ActionState
from cxgov.actions.models import ACTIVE_IN_SQL, ActionItem, Contributor
from cxgov.core.actor import Actor
from cxgov.journal.enums import Kind
from cxgov.journal.models import JournalHead, Subject
from cxgov.journal.queries import readable
from cxgov.people.models import Department

PAGE = 50
COUNT_UP_TO = 1_000
LAST_PAGE = 1_000
_OWNERS = Subject.__table__.alias("owners")
_DEPARTMENTS = Subject.__table__.alias("departments_")
_COMMITTEES = Subject.__table__.alias("committees_")
_ACTIVE: ColumnElement[bool] = literal_column(ACTIVE_IN_SQL.replace("state", "action_items.state", 1))


class Group(StrEnum):
    """Which states a list shows."""

    OPEN = "open"
    LATE = "late"
    PROPOSED = "proposed"
    DONE = "done"
    ALL = "all"

    @property
    def words(self) -> str:
        """Return the group as the screens say it."""
        return {"open": "Open", "late": "Late", "proposed": "Proposed", "done": "Done", "all": "All"}[self.value]


class Sort(StrEnum):
    """In which order a list stands."""

    DUE = "due"
    NEWEST = "newest"
    OLDEST = "oldest"
    SLIPS = "slips"

    @property
    def words(self) -> str:
        """Return the order as the screens say it."""
        return {
            "due": "Due date",
            "newest": "Newest first",
            "oldest": "Oldest first",
            "slips": "Moved most often",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list shows; an empty field does not narrow it. `text` is looked for in the title, literally."""

    group: Group = Group.OPEN
    owner_id: int | None = None
    department_id: int | None = None
    committee_id: int | None = None
    source_id: int | None = None
    text: str = ""
    due_from: date | None = None
    due_to: date | None = None
    sort: Sort = Sort.DUE

    @property
    def shape(self) -> frozenset[str]:
        """Return which fields narrow the list: lists of one shape share one statement."""
        return frozenset(f.name for f in fields(self) if f.name not in {"group", "sort"} and getattr(self, f.name))

    def values(self, today: date) -> dict[str, Any]:
        """Return what the statement's parameters hold."""
        text = self.text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
        return {
            "owner_id": self.owner_id, "department_id": self.department_id, "committee_id": self.committee_id,
            "source_id": self.source_id, "due_from": self.due_from, "due_to": self.due_to, "today": today,
            "text": f"%{text}%",
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActionPage:
    """One page of a list: its rows, how many there are in all (up to 1,000), and what the filters offer.

    `head` is the number of the journal's newest entry when it was read.
    """

    rows: Sequence[Any]
    number: int
    total: int
    is_more_than_counted: bool
    has_later: bool
    departments: tuple[tuple[int, str], ...] = ()
    committees: tuple[tuple[int, str], ...] = ()
    owner: str = ""
    head: int = 0


def action_list(
    session: Session, actor: Actor, filters: Filters, *, page: int = 1, today: date, size: int = PAGE
) -> ActionPage:
    """Return one page of what the actor may read, in two statements: the words of the filters, and rows with total."""
    number = max(1, min(page, LAST_PAGE))
    skip, values = (number - 1) * size, filters.values(today)
    # First what holds the journal's head: rows that are newer than their tag do no harm, older ones would.
    words: dict[str, list[tuple[int, str]]] = {}
    for kind, key, said in session.execute(_words(actor, filters.owner_id is not None), values):
        words.setdefault(kind, []).append((key, said))
    paging = {"size": size + 1, "skip": skip, "up_to": max(COUNT_UP_TO, skip + size) + 1}
    rows = session.execute(_rows(actor, filters.group, filters.shape, filters.sort), {**values, **paging}).all()
    total = rows[0].total if rows else 0
    named = {kind: tuple(sorted(found, key=lambda pair: pair[1].casefold())) for kind, found in words.items()}
    return ActionPage(
        rows[:size], number, min(total, COUNT_UP_TO), total > COUNT_UP_TO, len(rows) > size,
        named.get("department", ()), named.get("committee", ()), named["owner"][0][1] if "owner" in named else "",
        named["head"][0][0] if "head" in named else 0,
    )  # fmt: skip


def export_rows(session: Session, actor: Actor, filters: Filters, *, today: date) -> Iterator[Any]:
    """Yield every row of a filter, in the order of the screen, a thousand at a time."""
    statement = _all_rows(actor, filters.group, filters.shape, filters.sort)
    yield from session.execute(statement, filters.values(today), execution_options={"yield_per": 1000})


def open_of_committee(session: Session, actor: Actor, committee_id: int) -> Sequence[Any]:
    """Return all rows of a committee that are owed or proposed, the most urgent first: its standing agenda item."""
    wanted = _select(actor).where(
        Subject.committee_id == committee_id,
        or_(_ACTIVE, ActionItem.state == ActionState.PROPOSED),
    )
    return session.execute(wanted.order_by(ActionItem.due_on.asc().nulls_last(), ActionItem.id)).all()


def page_of_rows(filters: Filters, **changes: Any) -> Filters:
    """Return the same list with some fields changed, for links."""
    return replace(filters, **changes)


def _select(actor: Actor) -> Select[Any]:
    """Return all that files and My work show, of what the actor may read."""
    return _shown(actor, *_IN_FULL).where(readable(actor))


_ON_SCREEN: tuple[Any, ...] = (
    ActionItem.id, ActionItem.number, Subject.title, ActionItem.state, ActionItem.due_on, ActionItem.due_next_meeting,
    ActionItem.slips, ActionItem.not_mentioned_since, ActionItem.owner_as_written, _OWNERS.c.title.label("owner"),
    _DEPARTMENTS.c.title.label("department"), _COMMITTEES.c.title.label("committee"), Subject.level,
)  # fmt: skip
_IN_FULL: tuple[Any, ...] = (
    *_ON_SCREEN, ActionItem.first_due_on, ActionItem.carries, ActionItem.made_on, ActionItem.owner_id,
    ActionItem.blocked_reason, ActionItem.evidence, ActionItem.claimed_at, ActionItem.verified_at,
    Subject.committee_id, Subject.version,
)  # fmt: skip


def _shown(actor: Actor, *columns: Any) -> Select[Any]:
    """Return columns of rows that were let through; a committee's name only where it is known."""
    named = select(Subject.id).where(Subject.kind == Kind.COMMITTEE, readable(actor)).correlate(None)
    may_name = _COMMITTEES.c.id.in_(named)
    wanted: Any = (
        select(*columns)
        .join(Subject, Subject.id == ActionItem.id)
        .outerjoin(_OWNERS, _OWNERS.c.id == ActionItem.owner_id)
        .outerjoin(_DEPARTMENTS, _DEPARTMENTS.c.id == Subject.department_id)
        .outerjoin(_COMMITTEES, and_(_COMMITTEES.c.id == Subject.committee_id, may_name))
    )
    return cast(Select[Any], wanted)


_DAY = ActionItem.due_on.type
_ORDERS: dict[Sort, tuple[Any, ...]] = {
    Sort.DUE: (ActionItem.due_on.asc().nulls_last(), ActionItem.id),
    Sort.NEWEST: (ActionItem.number.desc(),),
    Sort.OLDEST: (ActionItem.number,),
    Sort.SLIPS: (ActionItem.slips.desc(), ActionItem.number),
}


@lru_cache(maxsize=1024)
def _rows(actor: Actor, group: Group, shape: frozenset[str], sort: Sort) -> Select[Any]:
    """Return the rows of one page, with the total up to which was counted.

    First which, on narrow rows and in order; then what is shown, of this page alone.
    """
    fitting = (
        select(ActionItem.id)
        .join(Subject, Subject.id == ActionItem.id)
        .where(readable(actor), *_narrowed(group, shape))
        .order_by(*_ORDERS[sort])
        .limit(bindparam("up_to"))
        .cte("fitting")
    )
    which = select(fitting.c.id).limit(bindparam("size")).offset(bindparam("skip")).subquery("which")
    total = select(func.count()).select_from(fitting).scalar_subquery().label("total")
    return _shown(actor, *_ON_SCREEN, total).join(which, which.c.id == ActionItem.id).order_by(*_ORDERS[sort])


@lru_cache(maxsize=1024)
def _all_rows(actor: Actor, group: Group, shape: frozenset[str], sort: Sort) -> Select[Any]:
    return _select(actor).where(*_narrowed(group, shape)).order_by(*_ORDERS[sort])


@lru_cache(maxsize=1024)
def _words(actor: Actor, has_owner: bool) -> Any:
    """Return the head of the journal and the words of the filters' choices, in one statement."""
    parts = [
        select(literal("head").label("kind"), JournalHead.seq.label("key"), literal("").label("said")),
        select(literal("committee"), Subject.id, Subject.title).where(Subject.kind == Kind.COMMITTEE, readable(actor)),
        select(literal("department"), Department.id, Subject.title)
        .join(Subject, Subject.id == Department.id)
        .where(Department.is_active.is_(True), readable(actor)),
    ]
    if has_owner:
        named = Subject.id == bindparam("owner_id", type_=Subject.id.type)
        parts.append(select(literal("owner"), Subject.id, Subject.title).where(named, readable(actor)))
    return union_all(*parts)


def _narrowed(group: Group, shape: frozenset[str]) -> list[ColumnElement[bool]]:
    today = bindparam("today", type_=_DAY)
    in_group: dict[Group, list[ColumnElement[bool]]] = {
        Group.OPEN: [_ACTIVE],
        Group.LATE: [_ACTIVE, ActionItem.due_on < today],
        Group.PROPOSED: [ActionItem.state == ActionState.PROPOSED],
        Group.DONE: [ActionItem.state.in_((ActionState.DONE, ActionState.VERIFIED))],
        Group.ALL: [],
    }
    by_field: dict[str, ColumnElement[bool]] = {
        "owner_id": ActionItem.owner_id == bindparam("owner_id"),
        "department_id": Subject.department_id == bindparam("department_id"),
        "committee_id": Subject.committee_id == bindparam("committee_id"),
        "source_id": ActionItem.source_id == bindparam("source_id"),
        "due_from": ActionItem.due_on >= bindparam("due_from", type_=_DAY),
        "due_to": ActionItem.due_on <= bindparam("due_to", type_=_DAY),
        "text": Subject.title.ilike(bindparam("text", type_=String()), escape="!"),
    }
    narrowed = list(in_group[group])
    if group is Group.OPEN and "owner_id" in shape:
        narrowed = [ActionItem.state.in_(ACTIVE)]
    return [*narrowed, *(by_field[name] for name in sorted(shape))]


def helps_with(person_id: int) -> Any:
    """Return the ids of the items that a person helps with, as a subquery."""
    return select(Contributor.action_id).where(Contributor.person_id == person_id)
