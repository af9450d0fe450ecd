"""A person's own password, authenticator and recovery codes."""

from flask import url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cxgov.accounts import hashing, queries
from cxgov.accounts.forms import ChangeForm, ChooseForm, EnrolForm
from cxgov.accounts.service import complete, passwords, second
from cxgov.accounts.views import doors
from cxgov.accounts.views.blueprint import bp
from cxgov.accounts.views.qr import picture_of, uri_of
from cxgov.core import clock
from cxgov.people.models import Person
from cxgov.web import proving
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import done
from cxgov.web.headers import no_store
from cxgov.web.pages import page
from cxgov.web.settings import settings


def _me() -> Person:
    return db.session.get_one(Person, actor().id)


@bp.get("/account/security")
@requires("accounts:security:read")
def security() -> Response:
    """Show by what one comes in: password, authenticator, recovery codes."""
    no_store()
    store, who = db.session(), actor()
    person_id = who.id or 0
    return page(
        "accounts/security.html", set_at=queries.password_set_at(store, person_id), now=clock.now(),
        authenticator=queries.authenticator_of(store, person_id), left=queries.codes_left(store, person_id),
        is_needed=not who.roles.isdisjoint(settings().sign_in.second_factor_for), may_choose=doors.may_use(_me()),
    )  # fmt: skip


@bp.route("/account/password", methods=["GET", "POST"])
@requires("accounts:password:change")
def change_password() -> Response:
    """Change one's password by the present one; who has none proves otherwise who they are, and chooses one."""
    no_store()
    has_one = passwords.has_password(db.session(), actor().id or 0)
    if not has_one and not proving.is_fresh():
        return proving.ask_again()
    form: ChooseForm = ChangeForm() if has_one else ChooseForm()
    if form.validate_on_submit() and form.run(lambda: _change(form)):
        return done(url_for("accounts.security"), "Your password is changed. You are signed out everywhere else.")
    return page("accounts/change.html", form=form, has_one=has_one)


def _change(form: ChooseForm) -> bool:
    store, now, keep, who = db.session(), clock.now(), current_user.get_id(), actor()
    if isinstance(form, ChangeForm):
        passwords.claim_own_password(
            store, _me(), form.present.data or "", keys=doors.keys(), now=now, ip=doors.ip(), field="present"
        )
    chosen = passwords.checked(store, _me(), form.password.data or "", settings().organisation.name)
    new_hash = hashing.hash_password(chosen)
    passwords.change(store, _me(), new_hash, actor=who, now=now, keep=keep, base_url=settings().server.public_url)
    return True


@bp.route("/account/authenticator", methods=["GET", "POST"])
@requires("accounts:authenticator:add", fresh=True)
def add_authenticator() -> Response:
    """Add an authenticator, or take a new one in place of the present one."""
    no_store()
    form, who = EnrolForm(), actor()
    if form.validate_on_submit() and (made := form.run(lambda: _add(form))):
        token, codes = made
        doors.take_over(token, who)
        return page("accounts/codes.html", codes=codes, where=url_for("accounts.security"), is_first=True)
    secret = second.offered(doors.keys(), who.id or 0, form.sealed.data or "")
    if secret is None:
        secret, form.sealed.data = second.offer(doors.keys(), who.id or 0)
    uri = uri_of(secret, who.id or 0)
    return page("accounts/enrol.html", form=form, secret=secret, uri=uri, picture=picture_of(uri), name="")


def _add(form: EnrolForm) -> tuple[str, list[str]]:
    """Add it and return the codes, with the new token of this sign-in, which has given a second factor by that."""
    store, now, keys, who = db.session(), clock.now(), doors.keys(), actor()
    tries = second.claim_code_try(store, who.id or 0, keys=keys, now=now, ip=doors.ip())
    codes = second.add(
        store, _me(), form.sealed.data or "", form.code.data or "", actor=who, keys=keys, now=now,
        base_url=settings().server.public_url, tries=tries, keep=current_user.get_id(),
    )  # fmt: skip
    token = complete(store, current_user.get_id(), now=now)
    store.commit()
    return token, codes


@bp.post("/account/recovery-codes")
@requires("accounts:authenticator:add", fresh=True)
def renew_codes() -> Response:
    """Make new recovery codes and show them, this once."""
    no_store()
    codes = second.renew_codes(db.session(), _me(), actor=actor(), now=clock.now())
    db.session.commit()
    return page("accounts/codes.html", codes=codes, where=url_for("accounts.security"), is_first=False)
