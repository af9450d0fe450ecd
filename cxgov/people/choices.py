"""The pickers of people and departments that forms of every feature share; they work without script.

A short list is a list to choose from. A long one becomes a line in which a name is typed, with the browser's own
proposals; what is typed is looked up here, and what names nobody or several is refused in words.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup
from sqlalchemy.orm import Session
from wtforms import Field, SelectMultipleField
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget, html_params

from cxgov.core.actor import Actor
from cxgov.core.errors import NotFound
from cxgov.journal.models import Subject
from cxgov.journal.queries import visible
from cxgov.people.models import Department, Person
from cxgov.people.queries import department_names, departments
from cxgov.people.resolving import fold

Choice = tuple[int, str]
LONG = 250
"""From so many persons on a list is typed into rather than scrolled."""


def people_choices(
    session: Session, actor: Actor, *, present_on: date | None = None, keep: Collection[int | None] = ()
) -> list[Choice]:
    """Return persons as (id, "Dan Hellier, Billing") by name, in two statements.

    `present_on` leaves out who left before that day, but never the ids of `keep`, so that an old choice can stay.
    """
    rooms = department_names(session)
    columns = Person.id, Subject.title, Subject.department_id, Person.left_on
    wanted = visible(actor, Person).with_only_columns(*columns).order_by(Subject.title, Person.id)
    return [
        (person_id, f"{name}, {rooms[room]}" if room is not None and room in rooms else name)
        for person_id, name, room, left_on in session.execute(wanted)
        if person_id in keep or present_on is None or left_on is None or left_on >= present_on
    ]


def department_choices(session: Session, actor: Actor, *, keep: Collection[int] = ()) -> list[Choice]:
    """Return the active departments as (id, name) in the order of the charter, last those of `keep` that are not."""
    active = [(room.id, room.title) for room in departments(session, actor)]
    gone = set(keep) - {room_id for room_id, _ in active}
    return active + [(room.id, room.title) for room in departments_by_ids(session, actor, sorted(gone)) if gone]


def person_by_id(session: Session, actor: Actor, person_id: int | None) -> Person | None:
    """Return the person of a picker's id, None for none; NotFound alike for what is unknown and what is hidden."""
    if person_id is None:
        return None
    return people_by_ids(session, actor, [person_id])[0]


def people_by_ids(session: Session, actor: Actor, ids: Iterable[int]) -> list[Person]:
    """Return the persons of a picker's ids in the order given, or raise NotFound."""
    return _all_of(session, actor, Person, ids)


def departments_by_ids(session: Session, actor: Actor, ids: Iterable[int]) -> list[Department]:
    """Return the departments of a picker's ids in the order given, or raise NotFound."""
    return _all_of(session, actor, Department, ids)


def _all_of(session: Session, actor: Actor, model: Any, ids: Iterable[int]) -> list[Any]:
    wanted = list(dict.fromkeys(ids))
    found = {one.id: one for one in session.scalars(visible(actor, model).where(model.id.in_(wanted)))}
    if any(one not in found for one in wanted):
        raise NotFound
    return [found[one] for one in wanted]


class _Listed:
    """A select of persons, or, where there are too many, a control in which names are typed."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        """Render the control of a picker."""
        shown = {"id": field.id, "name": field.name, **kwargs}
        if field.is_long:
            return self._typed(field, shown)
        if field.many:
            shown = {"multiple": True, "size": min(8, max(3, len(field.choices))), **shown}
        rows = [Markup('<option value="{}"{}>{}</option>').format(*row) for row in field.options()]
        return Markup("<select {}>{}</select>").format(_params(shown), Markup("").join(rows))

    def _typed(self, field: Any, shown: dict[str, Any]) -> Markup:
        if field.many:
            return Markup("<textarea {}>\n{}</textarea>").format(_params({"rows": 4, **shown}), field.as_typed())
        names = Markup("").join(Markup('<option value="{}">').format(words) for _, words in field.choices)
        told = {"type": "text", "autocomplete": "off", "list": f"{field.id}-names", "value": field.as_typed(), **shown}
        return Markup("<input {}><datalist {}>{}</datalist>").format(
            _params(told), _params({"id": f"{field.id}-names"}), names
        )


def _params(pairs: dict[str, Any]) -> Markup:
    return Markup(html_params(**pairs))  # noqa: S704 - html_params escapes


class _People(Field):
    """What both pickers share: `choices` are set by the view; ids of the list and names are understood."""

    widget = _Listed()
    many = False

    def __init__(self, label: str, validators: Any = (), choices: Sequence[Choice] = (), **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.choices: Sequence[Choice] = choices
        self.typed: list[str] = []
        self.type = "SelectField"  # what the templates' macro dresses it as

    @property
    def is_long(self) -> bool:
        """Say whether the list is too long to scroll."""
        return len(self.choices) > LONG

    @property
    def chosen(self) -> list[int]:
        """Return the ids chosen so far."""
        held = self.data if self.many else [self.data]
        return [one for one in held or [] if one is not None]

    def options(self) -> Iterable[tuple[int | str, Markup, str]]:
        """Yield value, mark and words of each row of the list; first nobody, where there is one at most."""
        marks = {True: Markup(" selected"), False: Markup("")}
        typed = {int(line) for line in self.typed if line.isdecimal() and len(line) < 19}
        chosen = typed if self.typed else set(self.chosen)
        if not self.many:
            yield "", marks[not chosen], "Choose…" if self.flags.required else "Nobody"
        for one, words in self.choices:
            yield one, marks[one in chosen], words

    def as_typed(self) -> str:
        """Return what stands in the control in which names are typed."""
        words = dict(self.choices)
        return "\n".join(self.typed or [words[one] for one in self.chosen if one in words])

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was sent; who is meant is looked up when the form is checked, for only then the list is known."""
        self.typed = [line.strip() for value in valuelist for line in str(value).splitlines() if line.strip()]
        self.data = [] if self.many else None

    def pre_validate(self, form: Any) -> None:
        """Find who is meant; what names nobody, or several, is refused in words."""
        found = list(dict.fromkeys(self._found(line) for line in self.typed))
        if not self.many and len(found) > 1:
            raise StopValidation("Choose one person.")
        if self.raw_data is not None:
            self.data = found if self.many else next(iter(found), None)

    def _found(self, line: str) -> int:
        if line.isdecimal() and len(line) < 19 and int(line) in dict(self.choices):
            return int(line)
        wanted = fold(line)
        exact = [one for one, words in self.choices if fold(words) == wanted]
        named = exact or [one for one, words in self.choices if fold(words.rpartition(",")[0] or words) == wanted]
        if not named:
            raise StopValidation(f"Nobody here is called “{line[:80]}”.")
        if len(named) > 1:
            raise StopValidation(f"Several are called “{line[:80]}”: add the department after a comma.")
        return named[0]


class PersonPick(_People):
    """One person of `choices`, or none: `data` is the id or None."""


class PeoplePick(_People):
    """Any number of persons of `choices`: `data` is a list of ids. Where the list is long, one name a line."""

    many = True


class DepartmentsPick(SelectMultipleField):
    """Any number of departments to tick: `data` is a list of ids; `choices` are set by the view."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, validators, coerce=int, **kwargs)
        self.type = "SelectMultipleField"  # what the templates' macro dresses it as
