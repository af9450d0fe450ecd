"""The forms in which an item is made, proposed, or changed while it is a proposal."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from werkzeug.exceptions import UnprocessableEntity
from werkzeug.wrappers import Response

from cxgov.actions import forms, service
from cxgov.actions.models import ActionItem
from cxgov.actions.permissions import Draft
from cxgov.actions.views.blueprint import bp, load_item
from cxgov.committees.models import Committee
from cxgov.committees.queries import committees
from cxgov.core import clock, policy
from cxgov.core.enums import Level
from cxgov.journal.queries import get
from cxgov.people.choices import people_by_ids, people_choices, person_by_id
from cxgov.people.models import Person
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import done
from cxgov.web.pages import page, url_of
from cxgov.web.settings import today


@bp.route("/new", methods=["GET", "POST"])
@requires("actions:item:new")
def new() -> Response:
    """Make an item, or propose one where making is for others."""
    form = _filled(forms.ItemForm(committee=_wanted_committee()))
    if form.validate_on_submit():
        made = form.run(lambda: _make(form))
        if made:
            opened = made.state.value == "open"
            return done(url_of(made), f"{made.label} is owed now." if opened else f"{made.label} is proposed.")
    return page(
        "form_page.html", form=form, heading="New action item", submit="Save it", cancel=url_for("actions.index"),
        lead="One thing, one owner, one date. Where opening it is the secretary’s part, it waits as a proposal.",
        crumbs=[("Actions", url_for("actions.index")), ("New action item", "")], keep=True,
    )  # fmt: skip


@bp.route("/<int:action_id>/edit", methods=["GET", "POST"])
@requires("actions:item:edit", load_item)
def edit(item: ActionItem) -> Response:
    """Change a proposal."""
    form = _filled(forms.ItemForm(data=_values(item)))
    del form.committee
    if form.validate_on_submit():
        changed = form.run(lambda: _edit(item, form))
        if changed is not None:
            return done(url_of(item), "The proposal is changed." if changed else None)
    return page(
        "form_page.html", form=form, heading=f"Change {item.label}", submit="Save it", cancel=url_of(item), keep=True,
        crumbs=[("Actions", url_for("actions.index")), (item.title, url_of(item)), ("Change", "")],
    )  # fmt: skip


def _filled(form: Any) -> Any:
    listed = people_choices(db.session(), actor(), present_on=today())
    form.owner.choices = form.contributors.choices = listed
    form.committee.choices = {"": "No committee", **{one.id: one.title for one in _committees()}}
    return form


def _committees() -> Sequence[Committee]:
    """Return the committees in which the actor may at least propose."""
    who = actor()
    return [
        one
        for one in committees(db.session(), who)
        if one.is_active and (one.id in who.member_of or who.heads or (who.is_cx and one.level <= Level.RESTRICTED))
    ]


def _wanted_committee() -> int | None:
    written = request.args.get("committee", "")
    if written and not (written.isascii() and written.isdigit() and len(written) < 19):
        raise UnprocessableEntity
    return int(written) if written else None


def _make(form: Any) -> ActionItem:
    session, who = db.session(), actor()
    committee = get(session, who, Committee, form.committee.data) if form.committee.data else None
    owner = person_by_id(session, who, form.owner.data)
    draft = Draft(
        committee.id if committee else None, committee.level if committee else Level.INTERNAL,
        owner.id if owner else None, owner.department_id if owner else None,
    )  # fmt: skip
    dated = bool(form.due_on.data or form.due_next_meeting.data)
    verb = service.make if policy.allows(who, "actions:item:make", draft) and owner and dated else service.propose
    return verb(
        session, form.title.data, committee=committee, owner=owner, contributors=_helpers(form), made_on=today(),
        due_on=form.due_on.data, due_next_meeting=form.due_next_meeting.data, actor=who, now=clock.now(),
    )  # fmt: skip


def _edit(item: ActionItem, form: Any) -> bool:
    return service.edit_proposed(
        db.session(), item, title=form.title.data, owner=person_by_id(db.session(), actor(), form.owner.data),
        contributors=_helpers(form), owner_as_written=item.owner_as_written, due_on=form.due_on.data,
        due_next_meeting=form.due_next_meeting.data, has_several_owners=item.has_several_owners, actor=actor(),
        now=clock.now(), version=form.version.data,
    )  # fmt: skip


def _helpers(form: Any) -> list[Person]:
    return people_by_ids(db.session(), actor(), form.contributors.data or [])


def _values(item: ActionItem) -> dict[str, Any]:
    return {
        "title": item.title, "owner": item.owner_id, "contributors": [one.person_id for one in item.contributors],
        "due_on": item.due_on, "due_next_meeting": item.due_next_meeting, "version": item.version,
    }  # fmt: skip
