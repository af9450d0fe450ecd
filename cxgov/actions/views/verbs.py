"""The buttons of an item: each one verb, then back to where one came from."""

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from cxgov.actions import forms, service
from cxgov.actions.models import ActionItem
from cxgov.actions.views.blueprint import act, bp, load_item, load_request, request_of_url
from cxgov.actions.views.pages import shown
from cxgov.core import clock
from cxgov.people.choices import people_choices, person_by_id
from cxgov.people.models import Person
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.settings import settings, today


def _who(form: forms.VerbForm) -> dict[str, Any]:
    return {"actor": actor(), "now": clock.now(), "version": form.version.data}


def _listed(form: Any, field: str) -> Any:
    form[field].choices = people_choices(db.session(), actor(), present_on=today())
    return form


def _person(person_id: int | None) -> Person | None:
    return person_by_id(db.session(), actor(), person_id)


@bp.post("/<int:action_id>/open")
@requires("actions:item:open", load_item)
def open_item(item: ActionItem) -> Response:
    """Open a proposal."""
    form = forms.VerbForm()
    return act(
        item, "open", form, lambda: service.open_item(db.session(), item, **_who(form)), "It is owed now.", shown
    )


@bp.post("/<int:action_id>/accept")
@requires("actions:item:accept", load_item)
def accept(item: ActionItem) -> Response:
    """Accept it."""
    form = forms.VerbForm()
    return act(
        item, "accept", form, lambda: service.accept(db.session(), item, **_who(form)), "You accepted it.", shown
    )


@bp.post("/<int:action_id>/start")
@requires("actions:item:start", load_item)
def start(item: ActionItem) -> Response:
    """Start on it."""
    form = forms.VerbForm()
    return act(
        item, "start", form, lambda: service.start(db.session(), item, **_who(form)), "It is in progress.", shown
    )


@bp.post("/<int:action_id>/block")
@requires("actions:item:block", load_item)
def block(item: ActionItem) -> Response:
    """Say what holds it up."""
    form = _listed(forms.BlockForm(), "unblocker")
    return act(
        item, "block", form,
        lambda: service.block(
            db.session(), item, reason=form.reason.data, unblocker=_person(form.unblocker.data), **_who(form)
        ),
        "Noted as blocked. Its date stands.", shown,
    )  # fmt: skip


@bp.post("/<int:action_id>/unblock")
@requires("actions:item:unblock", load_item)
def unblock(item: ActionItem) -> Response:
    """Go on."""
    form = forms.VerbForm()
    return act(item, "unblock", form, lambda: service.unblock(db.session(), item, **_who(form)), "It goes on.", shown)


@bp.post("/<int:action_id>/done")
@requires("actions:item:claim", load_item)
def claim_done(item: ActionItem) -> Response:
    """Say that it is done, with evidence."""
    form = forms.EvidenceForm()
    return act(
        item, "done", form,
        lambda: service.claim_done(db.session(), item, evidence=form.evidence.data, **_who(form)),
        "Said to be done. Somebody else verifies it.", shown,
    )  # fmt: skip


@bp.post("/<int:action_id>/verify")
@requires("actions:item:verify", load_item)
def verify(item: ActionItem) -> Response:
    """Verify what somebody else did."""
    form = forms.VerbForm()
    return act(item, "verify", form, lambda: service.verify(db.session(), item, **_who(form)), "It is verified.", shown)


@bp.post("/<int:action_id>/return")
@requires("actions:item:return", load_item)
def send_back(item: ActionItem) -> Response:
    """Give it back, saying what is missing."""
    form = forms.CommentForm()
    return act(
        item, "return", form, lambda: service.send_back(db.session(), item, comment=form.comment.data, **_who(form)),
        "Given back to its owner.", shown,
    )  # fmt: skip


@bp.post("/<int:action_id>/reopen")
@requires("actions:item:reopen", load_item)
def reopen(item: ActionItem) -> Response:
    """Open it again."""
    form = forms.ReasonForm()
    return act(
        item, "reopen", form, lambda: service.reopen(db.session(), item, reason=form.reason.data, **_who(form)),
        "It is in progress again.", shown,
    )  # fmt: skip


@bp.post("/<int:action_id>/ask-date")
@requires("actions:date:ask", load_item)
def ask_date(item: ActionItem) -> Response:
    """Ask for another date."""
    form = forms.AskDateForm()
    return act(
        item, "ask_date", form,
        lambda: service.ask_for_date(
            db.session(), item, wanted_on=form.wanted_on.data, reason=form.reason.data, today=today(), **_who(form)
        ),
        "Asked. The date stands until the chair or the secretary decides.", shown,
    )  # fmt: skip


@bp.post("/dates/<int:request_id>/grant")
@requires("actions:date:decide", load_request)
def grant_date(item: ActionItem) -> Response:
    """Grant the date that was asked for."""
    return _decide(item, grant=True, said="The new date is granted.")


@bp.post("/dates/<int:request_id>/refuse")
@requires("actions:date:decide", load_request)
def refuse_date(item: ActionItem) -> Response:
    """Keep the date, and say why."""
    return _decide(item, grant=False, said="The date stands.")


def _decide(item: ActionItem, *, grant: bool, said: str) -> Response:
    form, asked = forms.AnswerForm(), request_of_url()
    who: dict[str, Any] = {"actor": actor(), "now": clock.now(), "today": today()}
    return act(
        item, "refuse_date", form,
        lambda: service.decide_date(
            db.session(), asked, grant=grant, answer=form.answer.data, max_slips=settings().actions.max_slips, **who
        ),
        said, shown,
    )  # fmt: skip


@bp.post("/<int:action_id>/due")
@requires("actions:date:set", load_item)
def set_due(item: ActionItem) -> Response:
    """Set the date."""
    form = forms.SetDueForm()
    return act(
        item, "set_due", form,
        lambda: service.set_due(
            db.session(), item, due_on=form.due_on.data, reason=form.reason.data, today=today(),
            max_slips=settings().actions.max_slips, **_who(form),
        ),
        "The due date is set.", shown,
    )  # fmt: skip


@bp.post("/<int:action_id>/reassign")
@requires("actions:item:reassign", load_item)
def reassign(item: ActionItem) -> Response:
    """Give it to another owner."""
    form = _listed(forms.ReassignForm(), "owner")
    return act(
        item, "reassign", form,
        lambda: service.reassign(
            db.session(), item, owner=_person(form.owner.data), reason=form.reason.data, **_who(form)
        ),
        "It has another owner, who is asked to accept it.", shown,
    )  # fmt: skip


@bp.post("/<int:action_id>/cancel")
@requires("actions:item:cancel", load_item)
def cancel(item: ActionItem) -> Response:
    """Say that it is not owed any more."""
    form = forms.ReasonForm()
    return act(
        item, "cancel", form, lambda: service.cancel(db.session(), item, reason=form.reason.data, **_who(form)),
        "It is cancelled.", shown,
    )  # fmt: skip


@bp.post("/<int:action_id>/helpers")
@requires("actions:helper:change", load_item)
def add_helper(item: ActionItem) -> Response:
    """Add somebody who helps."""
    form = _listed(forms.HelperForm(), "person")

    def run() -> None:
        person = _person(form.person.data)
        assert person is not None
        service.add_contributor(db.session(), item, person, actor=actor(), now=clock.now())

    return act(item, "helpers", form, run, "They help now.", shown)


@bp.post("/<int:action_id>/helpers/<int:person_id>/remove")
@requires("actions:helper:change", load_item)
def remove_helper(item: ActionItem) -> Response:
    """Take a helper off."""
    form, person = forms.VerbForm(), _person(int((request.view_args or {})["person_id"]))

    def run() -> None:
        assert person is not None
        service.remove_contributor(db.session(), item, person, actor=actor(), now=clock.now())

    return act(item, "unhelp", form, run, "They do not help any more.", shown)
