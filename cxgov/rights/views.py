"""Who can see a subject and why, acts of two persons, and the breaking of the glass."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from cxgov.core import clock, policy
from cxgov.core.enums import Level, Role
from cxgov.journal.enums import Kind
from cxgov.journal.models import Subject
from cxgov.journal.queries import get
from cxgov.people.models import Person
from cxgov.rights import explaining, forms, queries, service
from cxgov.rights.enums import AskState
from cxgov.rights.letters import Sender
from cxgov.rights.queries import Asking
from cxgov.rights.rules import LEVELLED
from cxgov.web.access import actor, maybe_actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import Button, Form, done
from cxgov.web.headers import no_store
from cxgov.web.pages import page, url_of
from cxgov.web.settings import settings, today

bp = Blueprint("rights", __name__)


@bp.app_context_processor
def _glass() -> dict[str, Any]:
    """Give every page of an administrator the glass that is broken now; nobody else costs a statement."""
    who = maybe_actor()
    is_open = who is not None and bool(who.opened)
    return {"glass": queries.open_glass(db.session(), who, clock.now()) if who is not None and is_open else []}


def load_subject(subject_id: int) -> Subject:
    """Return the subject of the URL, of whatever kind."""
    return queries.subject(db.session(), actor(), subject_id)


def load_sealed(committee_id: int) -> Subject:
    """Return the committee of the URL by its name."""
    return queries.committee_to_open(db.session(), actor(), committee_id)


def load_ask(ask_id: int) -> Asking:
    """Return the ask of the URL."""
    return queries.asking(db.session(), actor(), ask_id, today=today())


def load_question(ask_id: int) -> Any:
    """Return what the policy asks about the ask of the URL."""
    return load_ask(ask_id).question


def _here(subject: Subject) -> str:
    return url_for("rights.readers", subject_id=subject.id)


@bp.get("/subjects/<int:subject_id>/readers")
@requires("rights:reader:list", load_subject)
def readers(subject: Subject) -> Response:
    """Say who can see a subject, and why."""
    return _shown(subject)


def _shown(subject: Subject, refused: Form | None = None) -> Response:
    no_store()
    session, who, now = db.session(), actor(), clock.now()
    raising, lowering, letting = _forms(subject, refused)
    return page(
        "rights/readers.html", subject=subject, told=explaining.explain(
            session, who, subject, now=now, today=today(), zone=settings().organisation.zone
        ),
        asks=queries.asks_about(session, who, subject.id, today=today()), raising=raising, lowering=lowering,
        letting=letting, now=now, words=explaining.ask_words,
        may_break=subject.kind is Kind.COMMITTEE and who.is_admin,
        crumbs=[(subject.title, url_of(subject)), ("Who can see this", "")],
        status=422 if refused else 200,
    )  # fmt: skip


def _forms(subject: Subject, refused: Form | None) -> tuple[Form | None, Form | None, Form | None]:
    """Return the forms of raising, lowering and letting in that somebody may use; the one refused as it was sent."""
    who = actor()
    raising = lowering = letting = None
    higher = [level for level in (Level.INTERNAL, Level.RESTRICTED) if level > subject.level]
    if subject.kind in LEVELLED and higher and policy.allows(who, "rights:level:raise", subject):
        raising = refused if isinstance(refused, forms.RaiseForm) else _raise_form(subject, fresh=True)
    if subject.kind in LEVELLED and subject.own_level and policy.allows(who, "rights:level:ask", subject):
        lowering = refused if isinstance(refused, forms.LowerForm) else _lower_form(subject, fresh=True)
    if subject.level is Level.IN_CAMERA and policy.allows(who, "rights:reader:ask", subject):
        letting = refused if isinstance(refused, forms.LetReadForm) else _let_form(fresh=True)
    return raising, lowering, letting


def _raise_form(subject: Subject, *, fresh: bool = False) -> forms.RaiseForm:
    form = forms.RaiseForm(formdata=None) if fresh else forms.RaiseForm()
    form.level.choices = forms.level_choices([one for one in (Level(1), Level(2)) if one > subject.level])
    return form


def _lower_form(subject: Subject, *, fresh: bool = False) -> forms.LowerForm:
    form = forms.LowerForm(formdata=None) if fresh else forms.LowerForm()
    form.wanted.choices = forms.level_choices([one for one in reversed(Level) if one < subject.own_level])
    return form


def _let_form(*, fresh: bool = False) -> forms.LetReadForm:
    form = forms.LetReadForm(formdata=None) if fresh else forms.LetReadForm()
    auditors: dict[Any, str] = dict(queries.holders(db.session(), [Role.AUDITOR], today()))
    form.reader.choices = {"": "Choose…", **auditors}
    return form


@bp.post("/subjects/<int:subject_id>/level")
@requires("rights:level:raise", load_subject)
def raise_level(subject: Subject) -> Response:
    """Make it more confidential."""
    form, here = _raise_form(subject), _here(subject)
    if form.validate_on_submit():

        def raised() -> bool:
            service.raise_level(db.session(), subject, Level(int(form.level.data)), actor=actor(), now=clock.now())
            return True

        if form.run(raised):
            return done(here, "It is more confidential now, with everything below it.")
    return _shown(load_subject(subject.id), form)


@bp.post("/subjects/<int:subject_id>/lower")
@requires("rights:level:ask", load_subject)
def ask_to_lower(subject: Subject) -> Response:
    """Ask to lower its level."""
    form, here = _lower_form(subject), _here(subject)
    if form.validate_on_submit():
        wanted = Level(int(form.wanted.data))
        asked = form.run(
            lambda: service.ask_to_lower(
                db.session(), subject, wanted, form.reason.data, actor=actor(), now=clock.now()
            )
        )
        if asked:
            return done(here, "It is asked. Somebody else answers: the chair, the vice-chair or the CX office.")
    return _shown(load_subject(subject.id), form)


@bp.post("/subjects/<int:subject_id>/let-read")
@requires("rights:reader:ask", load_subject)
def ask_to_let_read(subject: Subject) -> Response:
    """Ask that an auditor may read it."""
    form, here = _let_form(), _here(subject)
    if form.validate_on_submit():
        reader = get(db.session(), actor(), Person, form.reader.data)
        asked = form.run(
            lambda: service.ask_to_let_read(
                db.session(), subject, reader, form.reason.data, actor=actor(), now=clock.now(), today=today()
            )
        )
        if asked:
            return done(here, "It is asked. Chair and CX office must both want it.")
    return _shown(load_subject(subject.id), form)


@bp.get("/asks")
@requires("rights:ask:list")
def asks() -> Response:
    """List what waits for a second person."""
    return _asks_shown()


def _asks_shown(refused: int = 0, form: Form | None = None) -> Response:
    no_store()
    found = queries.asks_open(db.session(), actor(), today=today())
    waiting = [one for one in found if policy.allows(actor(), "rights:ask:answer", one.question)]
    return page(
        "rights/asks.html", waiting=waiting, others=[one for one in found if one not in waiting], now=clock.now(),
        refused=refused, form=form, words=explaining.ask_words, crumbs=[("What takes two persons", "")],
    )  # fmt: skip


@bp.post("/asks/<int:ask_id>/grant")
@requires("rights:ask:answer", load_question, fresh=True)
def grant(question: Any) -> Response:
    """Agree as the second person."""
    return _answered(agrees=True)


@bp.post("/asks/<int:ask_id>/refuse")
@requires("rights:ask:answer", load_question, fresh=True)
def refuse(question: Any) -> Response:
    """Do not agree as the second person."""
    return _answered(agrees=False)


def _answered(*, agrees: bool) -> Response:
    form, ask_id = forms.AnswerForm(), _ask_id()
    if form.validate_on_submit():
        answered = form.run(
            lambda: service.answer(
                db.session(), ask_id, agrees=agrees, words=form.answer.data or "", actor=actor(), now=clock.now(),
                today=today(),
            )
        )  # fmt: skip
        if answered:
            said = "You agreed, so it is done." if answered.state is AskState.GRANTED else "It stays as it is."
            return done(url_for("rights.asks"), said)
    return _asks_shown(ask_id, form)


@bp.post("/asks/<int:ask_id>/withdraw")
@requires("rights:ask:withdraw", load_question)
def withdraw(question: Any) -> Response:
    """Take one's own request back."""
    if Button().validate_on_submit():
        service.withdraw(db.session(), _ask_id(), actor=actor(), now=clock.now(), today=today())
    return done(url_for("rights.asks"), "It is taken back.")


def _ask_id() -> int:
    from flask import request

    return int((request.view_args or {})["ask_id"])


@bp.route("/committees/<int:committee_id>/glass", methods=["GET", "POST"])
@requires("rights:glass:break", load_sealed, fresh=True)
def break_glass(committee: Subject) -> Response:
    """Break the glass of a committee."""
    form, url = forms.GlassForm(), settings().server.public_url
    if form.validate_on_submit():
        sender = Sender(url, urlsplit(url).hostname or "localhost", settings().organisation.zone)
        opened = form.run(
            lambda: service.break_glass(
                db.session(), committee, form.reason.data, actor=actor(), now=clock.now(), today=today(), sender=sender
            )
        )
        if opened:
            return done(url_of(committee), "It is open to you for an hour. The chair is told.")
    return page(
        "form_page.html", form=form, heading=f"Break the glass of {committee.title}", submit="Break the glass",
        lead="For one hour you read everything of this committee but its drafts. The chair gets a mail with your name "
        "and your reason, and the journal keeps it. It cannot be undone.",
        cancel=url_for("committees.index"),
        crumbs=[("Committees", url_for("committees.index")), ("Break the glass", "")],
    )  # fmt: skip
