"""The steps of a meeting: called, opened, closed, cancelled, followed by the next one."""

from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Response

from cxgov.core import clock
from cxgov.meetings import forms, service
from cxgov.meetings.models import Meeting
from cxgov.meetings.views.blueprint import bp, crumbs, load_meeting, name_of, settled
from cxgov.meetings.views.room import left_open
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import Button, Form, done
from cxgov.web.pages import page, url_of

Verb = Callable[..., Any]


def _asked(
    meeting: Meeting, form: Form, verb: Verb, said: str, *, heading: str, submit: str, lead: str, **values: str
) -> Response:
    """Show the form of a step, and take the step once it was sent; what the rules refuse stands on the form."""
    if form.validate_on_submit():

        def taken() -> bool:
            verb(db.session(), meeting, actor=actor(), now=clock.now(), **values)
            return True

        if form.run(lambda: settled(taken)):
            return done(url_of(meeting), said)
    shown = load_meeting(meeting.id)
    return page(
        "form_page.html", form=form, heading=f"{heading}: {name_of(shown)}", submit=submit, lead=lead,
        cancel=url_of(shown), crumbs=crumbs(shown, (submit, "")),
    )  # fmt: skip


@bp.route("/<int:meeting_id>/call", methods=["GET", "POST"])
@requires("meetings:meeting:call", load_meeting)
def call(meeting: Meeting) -> Response:
    """Call the meeting; shorter notice than a week needs a reason."""
    form = forms.ReasonForm()
    form.reason.description = "Only needed where it is called less than a week before its day."
    return _asked(
        meeting, form, service.call, "It is called: everybody who may know of the committee sees it now.",
        heading="Call the meeting", submit="Call it", reason=form.reason.data or "",
        lead="From now on everybody who may know of the committee sees the meeting with its agenda.",
    )  # fmt: skip


@bp.route("/<int:meeting_id>/cancel", methods=["GET", "POST"])
@requires("meetings:meeting:cancel", load_meeting)
def cancel(meeting: Meeting) -> Response:
    """Cancel it, and say why."""
    form = forms.ReasonForm()
    return _asked(
        meeting, form, service.cancel, "It is cancelled.", heading="Cancel the meeting", submit="Cancel the meeting",
        lead="It stays in the list with your reason. What was on its agenda is taken over by the next one.",
        reason=form.reason.data or "",
    )  # fmt: skip


@bp.route("/<int:meeting_id>/close", methods=["GET", "POST"])
@requires("meetings:meeting:close", load_meeting)
def close(meeting: Meeting) -> Response:
    """Close it after a question: the minutes are locked, and what was decided is final."""
    left = left_open(meeting)
    lead = "The minutes are locked, and everybody who may know of the committee reads them. Decisions are final."
    if left:
        lead += f" Without owner or date these stay proposals: {'; '.join(left)}."
    return _asked(
        meeting, forms.StepForm(), service.close, "It is closed. The minutes are locked.",
        heading="Close the meeting", submit="Close and lock", lead=lead,
    )  # fmt: skip


@bp.post("/<int:meeting_id>/hold")
@requires("meetings:meeting:hold", load_meeting)
def hold(meeting: Meeting) -> Response:
    """Open the meeting with its roll."""
    form = Button()
    return _pressed(meeting, form, lambda: service.hold(db.session(), meeting, actor=actor(), now=clock.now()))


def _pressed(meeting: Meeting, form: Form, verb: Callable[[], None]) -> Response:
    from cxgov.meetings.views.room import shown

    def taken() -> bool:
        verb()
        return True

    if form.validate_on_submit() and form.run(taken):
        return done(f"{url_of(meeting)}#roll", "The meeting is open. Say who is there.")
    return shown(load_meeting(meeting.id), sentence=" ".join(str(no) for no in form.form_errors), status=409)


@bp.post("/<int:meeting_id>/next")
@requires("meetings:meeting:next", load_meeting)
def make_next(meeting: Meeting) -> Response:
    """Plan the next meeting; pressed again it leads to the one that was planned."""
    made = service.make_next(db.session(), meeting, actor=actor(), now=clock.now())
    return done(url_of(made), "The next meeting is planned, with standing items and open actions taken over.")
