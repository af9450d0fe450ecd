"""The agenda and the roll."""

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from cxgov.core import clock
from cxgov.core.enums import Level
from cxgov.meetings import forms, queries, service
from cxgov.meetings.enums import AgendaKind, AttendanceStatus
from cxgov.meetings.models import AgendaItem, Meeting
from cxgov.meetings.views.blueprint import bp, crumbs, load_meeting, number_of_url, settled
from cxgov.meetings.views.room import shown
from cxgov.people.choices import people_choices, person_by_id
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import Button, done
from cxgov.web.headers import no_store
from cxgov.web.pages import page, url_of
from cxgov.web.settings import today


def _item(meeting: Meeting) -> AgendaItem:
    return queries.get_item(db.session(), actor(), meeting, number_of_url("item_id"))


def _values(form: forms.ItemForm) -> dict[str, Any]:
    return {
        "title": form.title.data, "kind": AgendaKind(form.kind.data), "minutes_planned": form.minutes_planned.data,
        "is_standing": form.is_standing.data, "brought_by": form.brought_by.data or "",
        "background": form.background.data or "", "actor": actor(), "now": clock.now(),
    }  # fmt: skip


@bp.route("/<int:meeting_id>/items", methods=["GET", "POST"])
@requires("meetings:agenda:edit", load_meeting)
def add_item(meeting: Meeting) -> Response:
    """Put an item on the agenda."""
    levels = forms.levels_above(meeting.level)
    form = forms.NewItemForm(kind=AgendaKind.DISCUSSION.value, level=levels[0][0])
    form.level.choices = levels
    if form.validate_on_submit():
        values = {**_values(form), "level": Level(int(form.level.data))}
        title = values.pop("title")
        made = form.run(lambda: settled(lambda: service.add_item(db.session(), meeting, title, **values)))
        if made:
            return done(f"{url_of(meeting)}#item-{made.id}", "It is on the agenda.")
    return page(
        "form_page.html", form=form, heading="Add an item to the agenda", submit="Add the item", cancel=url_of(meeting),
        crumbs=crumbs(load_meeting(meeting.id), ("Add an item", "")),
    )  # fmt: skip


@bp.route("/<int:meeting_id>/items/<int:item_id>/edit", methods=["GET", "POST"])
@requires("meetings:agenda:edit", load_meeting)
def edit_item(meeting: Meeting) -> Response:
    """Change an item."""
    item = _item(meeting)
    form = forms.ItemForm(
        data={
            "version": item.version, "title": item.title, "kind": item.kind.value, "brought_by": item.brought_by,
            "minutes_planned": item.minutes_planned, "is_standing": item.is_standing, "background": item.background,
        }
    )  # fmt: skip
    if item.level >= Level.RESTRICTED:
        no_store()
    if form.validate_on_submit():
        values = {"version": form.version.data, **_values(form)}
        changed = form.run(lambda: settled(lambda: service.edit_item(db.session(), meeting, item, **values)))
        if changed is not None:
            return done(f"{url_of(meeting)}#item-{item.id}", "The item is changed." if changed else None)
    return page(
        "form_page.html", form=form, heading="Change an item of the agenda", submit="Save the item",
        cancel=url_of(meeting), crumbs=crumbs(load_meeting(meeting.id), ("Change an item", "")),
    )  # fmt: skip


def _moved(meeting: Meeting, *, is_up: bool) -> Response:
    item = _item(meeting)
    service.move_item(db.session(), meeting, item, is_up=is_up, actor=actor(), now=clock.now())
    return done(f"{url_of(meeting)}#item-{item.id}")


@bp.post("/<int:meeting_id>/items/<int:item_id>/up")
@requires("meetings:agenda:edit", load_meeting)
def move_up(meeting: Meeting) -> Response:
    """Move an item up by one."""
    return _moved(meeting, is_up=True)


@bp.post("/<int:meeting_id>/items/<int:item_id>/down")
@requires("meetings:agenda:edit", load_meeting)
def move_down(meeting: Meeting) -> Response:
    """Move an item down by one."""
    return _moved(meeting, is_up=False)


@bp.post("/<int:meeting_id>/items/<int:item_id>/remove")
@requires("meetings:agenda:edit", load_meeting)
def remove_item(meeting: Meeting) -> Response:
    """Take an item off the agenda."""
    service.remove_item(db.session(), meeting, _item(meeting), actor=actor(), now=clock.now())
    return done(f"{url_of(meeting)}#agenda", "It is off the agenda.")


@bp.post("/<int:meeting_id>/roll")
@requires("meetings:roll:edit", load_meeting)
def save_roll(meeting: Meeting) -> Response:
    """Save who is there."""
    form = Button()
    if form.validate_on_submit():
        sent = {
            row.person_id: request.form.get(f"presence-{row.person_id}")
            for row in queries.roll_of(db.session(), meeting)
        }
        known = {status.value: status for status in AttendanceStatus}
        statuses = {person: known[word] for person, word in sent.items() if word in known}
        saved = form.run(lambda: service.set_roll(db.session(), meeting, statuses, actor=actor(), now=clock.now()))
        if saved is not None:
            return done(f"{url_of(meeting)}#roll", "The roll is saved.")
    return shown(load_meeting(meeting.id), sentence=" ".join(str(no) for no in form.form_errors), status=409)


@bp.post("/<int:meeting_id>/guests")
@requires("meetings:roll:edit", load_meeting)
def add_guest(meeting: Meeting) -> Response:
    """Note a guest."""
    form = forms.GuestForm()
    form.person.choices = people_choices(db.session(), actor(), present_on=today())
    if form.validate_on_submit():
        person = person_by_id(db.session(), actor(), form.person.data)
        assert person is not None
        if form.run(lambda: service.add_guest(db.session(), meeting, person, actor=actor(), now=clock.now())):
            return done(f"{url_of(meeting)}#roll", f"{person.name} is noted as a guest.")
    return shown(load_meeting(meeting.id), guest_form=form, sentence=_errors(form), status=422)


def _errors(form: forms.GuestForm) -> str:
    return " ".join(str(sentence) for sentences in form.errors.values() for sentence in sentences)
