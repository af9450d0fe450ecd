"""Personal tokens: made and shown once, listed by their beginning, revoked."""

from typing import Any

from flask import g, url_for
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from cxgov.accounts import api_tokens
from cxgov.accounts.enums import Scope
from cxgov.accounts.models import ApiToken
from cxgov.accounts.own_forms import SCOPES, TokenForm
from cxgov.accounts.views.blueprint import bp
from cxgov.core import clock
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import already_done, done
from cxgov.web.headers import no_store
from cxgov.web.pages import page


def load_token(token_id: int) -> ApiToken:
    """Return a token that whoever asks may revoke."""
    return api_tokens.token_for(db.session(), actor(), token_id)


@bp.after_app_request
def note_used(answer: Any) -> Any:
    """Note now and then that a token is in use, apart from what the request did; a busy store is not waited for."""
    found, now = g.get("cx_bearer"), clock.now()
    if found is not None and (found.used_at is None or found.used_at <= now - api_tokens.USED_EVERY):
        try:
            with Session(db.engine, join_transaction_mode="create_savepoint") as own:
                api_tokens.note_used(own, found.token_id, now=now)
                own.commit()
        except DBAPIError:
            pass
    return answer


@bp.get("/account/tokens")
@requires("accounts:token:list")
def own_tokens() -> Response:
    """List one's own tokens, with the form for a new one."""
    no_store()
    return _tokens(TokenForm(scopes=[Scope.READ.value]))


@bp.post("/account/tokens")
@requires("accounts:token:make", fresh=True)
def make_token() -> Response:
    """Make a token and show it, this once."""
    form = TokenForm()
    if form.validate_on_submit():
        if (first := already_done()) is not None:
            return first
        scopes = [Scope(word) for word in form.scopes.data or ()]
        made = form.run(
            lambda: api_tokens.make(
                db.session(), form.name.data, scopes=scopes, days=form.days.data or 0, actor=actor(), now=clock.now()
            )
        )
        if made:
            name, text, expires_at = made[0].name, made[1], made[0].expires_at
            answer = done(url_for("accounts.own_tokens"))
            if made[0] not in db.session:  # the same form was sent twice at once, and the other one was first
                return answer
            return page("accounts/token.html", name=name, text=text, expires_at=expires_at)
    return _tokens(form)


@bp.post("/account/tokens/<int:token_id>/revoke")
@requires("accounts:token:revoke", load_token)
def revoke_token(token: ApiToken) -> Response:
    """Revoke a token, one's own or, as an administrator, somebody's."""
    no_store()
    is_own, name = token.person_id == actor().id, token.name
    here = url_for("accounts.own_tokens") if is_own else url_for("accounts.access", person_id=token.person_id)
    api_tokens.revoke(db.session(), token, actor=actor(), now=clock.now())
    return done(here, f"The token “{name}” opens nothing any more.")


def _tokens(form: TokenForm) -> Response:
    now = clock.now()
    found = api_tokens.tokens_of(db.session(), actor().id or 0, now=now)
    return page("accounts/tokens.html", form=form, tokens=found, scopes=SCOPES, now=now)
