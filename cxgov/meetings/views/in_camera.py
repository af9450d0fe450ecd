"""Making an item more confidential, and who stays out of it."""

from flask import url_for
from werkzeug.wrappers import Response

from cxgov.core import clock
from cxgov.core.enums import Level
from cxgov.core.errors import NotFound
from cxgov.meetings import forms, queries, service
from cxgov.meetings.models import AgendaItem, Meeting
from cxgov.meetings.views.blueprint import bp, crumbs, load_meeting, number_of_url, settled
from cxgov.people.choices import people_choices, person_by_id
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import Button, done
from cxgov.web.headers import no_store
from cxgov.web.pages import page, url_of
from cxgov.web.settings import today

SAID = {
    Level.RESTRICTED: "From now on the committee, the CX office and the auditor read it.",
    Level.IN_CAMERA: "It is in camera: chair, secretary and the members who are there read it.",
}


def _item(meeting: Meeting) -> AgendaItem:
    item = queries.get_item(db.session(), actor(), meeting, number_of_url("item_id"))
    if item.level >= Level.RESTRICTED:
        no_store()
    return item


def _back(meeting: Meeting, item: AgendaItem) -> str:
    return f"{url_of(meeting)}#item-{item.id}"


@bp.route("/<int:meeting_id>/items/<int:item_id>/level", methods=["GET", "POST"])
@requires("meetings:item:raise", load_meeting)
def raise_item(meeting: Meeting) -> Response:
    """Make an item more confidential, with what came out of it."""
    item = _item(meeting)
    above = [(value, words) for value, words in forms.levels_above(meeting.level) if int(value) > item.level]
    form, back, title = forms.LevelForm(), _back(meeting, item), item.title
    form.level.choices = above
    if form.validate_on_submit():
        level = Level(int(form.level.data))

        def raised() -> bool:
            service.raise_item(db.session(), meeting, item, level, actor=actor(), now=clock.now())
            return True

        if form.run(lambda: settled(raised)):
            return done(back, SAID[level])
    return page(
        "form_page.html", form=form, heading=f"Who reads “{title}”?", submit="Make it confidential", cancel=back,
        lead="It holds for the item, its notes and what came out of them. Taking it back takes a second person.",
        crumbs=crumbs(load_meeting(meeting.id), ("Who reads it", "")),
    )  # fmt: skip


@bp.route("/<int:meeting_id>/items/<int:item_id>/recusals", methods=["GET", "POST"])
@requires("meetings:item:recuse", load_meeting)
def recuse(meeting: Meeting) -> Response:
    """Note that somebody stays out of an item."""
    item = _item(meeting)
    form, back, title = forms.RecusalForm(), _back(meeting, item), item.title
    form.person.choices = people_choices(db.session(), actor(), present_on=today())
    if form.validate_on_submit():
        person = person_by_id(db.session(), actor(), form.person.data)
        assert person is not None
        name = person.name

        def out() -> bool:
            service.recuse(
                db.session(), meeting, item, person, reason=form.reason.data or "", actor=actor(), now=clock.now()
            )
            return True

        if form.run(lambda: settled(out)):
            return done(url_of(meeting) if person.id == actor().id else back, f"{name} stays out of it.")
    return page(
        "form_page.html", form=form, heading=f"Who stays out of “{title}”?", submit="Note it", cancel=back,
        lead="They take no part in the item. Where it is in camera they read no more of it from this moment on.",
        crumbs=crumbs(load_meeting(meeting.id), ("Who stays out", "")),
    )  # fmt: skip


@bp.post("/<int:meeting_id>/items/<int:item_id>/recusals/<int:person_id>/end")
@requires("meetings:item:recuse", load_meeting)
def end_recusal(meeting: Meeting) -> Response:
    """Note that somebody takes part in an item again."""
    item, back = _item(meeting), url_for("meetings.show", meeting_id=meeting.id)
    person = person_by_id(db.session(), actor(), number_of_url("person_id"))
    if person is None or not Button().validate_on_submit():
        raise NotFound
    service.end_recusal(db.session(), meeting, item, person, actor=actor(), now=clock.now())
    return done(f"{back}#item-{item.id}", f"{person.name} takes part in it again.")
