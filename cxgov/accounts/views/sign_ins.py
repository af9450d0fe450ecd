"""Where a person is signed in: their own page, and what an administrator may end for them."""

from flask import session, url_for
from flask_login import current_user, logout_user
from werkzeug.wrappers import Response

from cxgov.accounts import api_tokens, identities, sign_ins
from cxgov.accounts.models import Identity, SignIn
from cxgov.accounts.service import has_password, second
from cxgov.accounts.tokens import hashed
from cxgov.accounts.views.blueprint import bp
from cxgov.core import clock
from cxgov.journal.queries import get
from cxgov.people.models import Person
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import done
from cxgov.web.headers import no_store
from cxgov.web.pages import page, url_of


def load_own(sign_in_id: int) -> SignIn:
    """Return a sign-in of whoever asks."""
    return sign_ins.own_sign_in(db.session(), actor(), sign_in_id)


def load_person(person_id: int) -> Person:
    """Return the person of the URL."""
    return get(db.session(), actor(), Person, person_id)


def load_identity(identity_id: int) -> Identity:
    """Return the account at the sign-on of the URL."""
    return identities.identity(db.session(), actor(), identity_id)


def _here() -> str:
    return hashed(current_user.get_id())


@bp.get("/account/sign-ins")
@requires("accounts:session:list")
def own_sign_ins() -> Response:
    """Show where one is signed in, and mark the browser in use."""
    no_store()
    now, who = clock.now(), actor()
    found = sign_ins.sign_ins_of(db.session(), who.id or 0, now=now)
    return page("accounts/sign_ins.html", rows=[(one, one.token_hash == _here()) for one in found], now=now)


@bp.post("/account/sign-ins/<int:sign_in_id>/end")
@requires("accounts:session:list", load_own)
def end_sign_in(one: SignIn) -> Response:
    """End one of one's own sign-ins."""
    no_store()
    is_this = one.token_hash == _here()
    sign_ins.end_one(db.session(), one, actor=actor(), now=clock.now())
    return _signed_out() if is_this else done(url_for("accounts.own_sign_ins"), "You are signed out there.")


@bp.post("/account/sign-ins/end-others")
@requires("accounts:session:list")
def end_other_sign_ins() -> Response:
    """End all of one's sign-ins but this one."""
    no_store()
    sign_ins.end_all(
        db.session(), actor().id or 0, actor=actor(), now=clock.now(), except_token=current_user.get_id(),
        why="all others, by hand",
    )  # fmt: skip
    return done(url_for("accounts.own_sign_ins"), "You are signed in here only.")


@bp.post("/account/sign-ins/end-all")
@requires("accounts:session:list")
def end_all_sign_ins() -> Response:
    """Sign out everywhere."""
    no_store()
    sign_ins.end_all(db.session(), actor().id or 0, actor=actor(), now=clock.now(), why="everywhere, by hand")
    return _signed_out()


def _signed_out() -> Response:
    answer = done(url_for("accounts.sign_in"))
    logout_user()
    session.clear()
    return answer


@bp.get("/people/<int:person_id>/access")
@requires("accounts:session:end_theirs", load_person)
def access(person: Person) -> Response:
    """Show an administrator by which ways somebody comes in: sign-ins, tokens by their hint, sign-on."""
    no_store()
    now, store = clock.now(), db.session()
    return page(
        "accounts/access.html", person=person, now=now, home=url_of(person),
        rows=[(one, False) for one in sign_ins.sign_ins_of(store, person.id, now=now)],
        tokens=api_tokens.tokens_of(store, person.id, now=now),
        identities=identities.identities_of(store, person.id), has_password=has_password(store, person.id),
        has_authenticator=second.is_enrolled(store, person.id), is_oneself=person.id == actor().id,
    )  # fmt: skip


@bp.post("/people/<int:person_id>/access/end-sign-ins")
@requires("accounts:session:end_theirs", load_person, fresh=True)
def end_their_sign_ins(person: Person) -> Response:
    """End every sign-in of somebody."""
    name, here = person.name, url_for("accounts.access", person_id=person.id)
    is_oneself = person.id == actor().id
    ended = sign_ins.end_theirs(db.session(), person, actor=actor(), now=clock.now())
    return _signed_out() if is_oneself else done(here, f"{name} is signed out everywhere." if ended else None)


@bp.post("/account/identities/<int:identity_id>/remove")
@requires("accounts:identity:remove", load_identity, fresh=True)
def remove_identity(found: Identity) -> Response:
    """Forget which account at the sign-on somebody has, so that another one can be theirs."""
    here = url_for("accounts.access", person_id=found.person_id)
    identities.remove(db.session(), found, actor=actor(), now=clock.now())
    return done(here, "The next sign-on with their address counts as theirs.")
