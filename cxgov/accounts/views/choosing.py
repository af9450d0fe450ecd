"""Links by mail: asking for one, inviting somebody, and choosing a password by one."""

from flask import request, url_for
from werkzeug.wrappers import Response

from cxgov.accounts import hashing, queries, service
from cxgov.accounts.enums import LinkPurpose
from cxgov.accounts.forms import AddressForm, ChooseForm
from cxgov.accounts.service import passwords
from cxgov.accounts.views import doors
from cxgov.accounts.views.blueprint import bp
from cxgov.accounts.views.signing import load_person, refused_link
from cxgov.core import clock
from cxgov.people.models import Person
from cxgov.web.access import actor, public, requires
from cxgov.web.extensions import db
from cxgov.web.forms import done
from cxgov.web.headers import no_store
from cxgov.web.pages import page, url_of
from cxgov.web.settings import settings
from cxgov.web.words import instant_words

BY_LINK = (LinkPurpose.INVITATION, LinkPurpose.RESET)


@bp.route("/sign-in/help", methods=["GET", "POST"])
@public
def ask_for_link() -> Response:
    """Mail a link to sign in, or one to choose a password; the answer is the same for every address."""
    no_store()
    form, is_sent = AddressForm(), False
    if form.validate_on_submit():
        purpose = LinkPurpose.SIGN_IN if request.form.get("for") == "sign_in" else LinkPurpose.RESET
        sign_on = settings().sign_on
        service.claim_mailed_link(
            db.session(), form.email.data or "", purpose, keys=doors.keys(), now=clock.now(), ip=doors.ip(),
            base_url=settings().server.public_url, organisation=settings().organisation.name,
            may_mail=not sign_on.only or sign_on.is_local(form.email.data),
        )  # fmt: skip
        is_sent = True
    return page("accounts/help.html", form=form, is_sent=is_sent, only=settings().sign_on.only)


@bp.route("/sign-in/password/<token>", methods=["GET", "POST"])
@public
def choose_password(token: str) -> Response:
    """Choose a password by the link of an invitation or of a mail that was asked for; a GET changes nothing."""
    no_store()
    link = queries.open_link(db.session(), token, clock.now())
    person = db.session.get(Person, link.person_id) if link and link.purpose in BY_LINK else None
    if link is None or person is None or not doors.may_use(person):
        return refused_link()
    form, is_new = ChooseForm(), link.purpose is LinkPurpose.INVITATION
    if form.validate_on_submit() and (started := form.run(lambda: _choose(token, person, form.password.data or ""))):
        return doors.enter(started, person)
    return page("accounts/choose.html", form=form, person=person, is_new=is_new)


def _choose(token: str, person: Person, password: str) -> str:
    store, now = db.session(), clock.now()
    chosen = passwords.checked(store, person, password, settings().organisation.name)
    new_hash = hashing.hash_password(chosen)
    return passwords.choose(
        store, token, new_hash, now=now, hours=settings().sign_in.session_hours, device=doors.device(),
        ip=doors.ip(), base_url=settings().server.public_url,
    )  # fmt: skip


@bp.post("/people/<int:person_id>/invite")
@requires("accounts:link:make", load_person, fresh=True)
def invite(person: Person) -> Response:
    """Invite somebody by mail to choose a password."""
    no_store()
    now, hours, name, here = clock.now(), settings().sign_in.link_hours, person.name, url_of(person)
    zone = settings().organisation.zone
    service.invite(
        db.session(), person, actor=actor(), keys=doors.keys(), now=now, hours=hours,
        base_url=settings().server.public_url, organisation=settings().organisation.name,
        until=instant_words(service.letters.ends(now, hours), zone, now),
    )  # fmt: skip
    return done(here, f"{name} is invited by mail. The link in it works once.")


@bp.post("/people/<int:person_id>/authenticator/remove")
@requires("accounts:authenticator:remove", load_person, fresh=True)
def remove_authenticator(person: Person) -> Response:
    """Remove the authenticator of somebody who lost the device."""
    here, name = url_for("accounts.access", person_id=person.id), person.name
    service.second.remove(db.session(), person, actor=actor(), now=clock.now(), base_url=settings().server.public_url)
    return done(here, f"The authenticator of {name} is removed, and they are signed out everywhere.")
