"""The application factory: configuration, extensions, features, error pages. Nothing is wired anywhere else."""

from importlib import import_module
from importlib.util import find_spec

from flask import Flask, g

from cxgov.accounts import sign_ins
from cxgov.accounts.keys import OPTION as SECRET_KEYS
from cxgov.accounts.keys import Keys
from cxgov.actions.leaving import ActionShare
from cxgov.backups import hold, swapping
from cxgov.committees.leaving import CommitteeShare
from cxgov.core import clock, paths
from cxgov.core import db as core_db
from cxgov.core.actor import Actor
from cxgov.core.config import Settings
from cxgov.core.logs import set_up_logs
from cxgov.goals.leaving import GoalShare
from cxgov.initiatives.leaving import InitiativeShare
from cxgov.journal.chain import KEY
from cxgov.people import hooks as people_hooks
from cxgov.post import hooks as post_hooks
from cxgov.rights.actors import standing_of
from cxgov.rights.bearers import bearer_of
from cxgov.rights.recheck import may_still_read
from cxgov.web import access, asking, errors, frame, headers, health, pages, rates
from cxgov.web.bearers import Bearer
from cxgov.web.extensions import csrf, db, login, migrate

FEATURES = (
    "accounts", "people", "committees", "actions", "decisions", "gaps", "meetings", "goals", "initiatives", "stories",
    "rights", "overview", "reports", "imports", "scheduler", "post", "journal",
)  # fmt: skip
MAX_BODY = 6_000_000


def create_app(settings: Settings) -> Flask:
    """Return the application for checked settings; raises RouteWithoutPolicy where a view names no permission."""
    set_up_logs(settings.log.level)
    swapping.finish(settings)
    app = Flask(
        "cxgov", template_folder=str(paths.TEMPLATES), static_folder=str(paths.STATIC), static_url_path="/static"
    )
    configure(app, settings)
    asking.add_asking(app)
    rates.add_rates(app, settings)
    db.init_app(app)
    with app.app_context():
        core_db.tune(db.engine)
    migrate.init_app(app, db, directory=str(paths.MIGRATIONS), render_as_batch=True)
    login.init_app(app)
    csrf.init_app(app)
    load_models()
    for feature in FEATURES:
        module = f"cxgov.{feature}.views"
        if find_spec(module) is not None:
            app.register_blueprint(import_module(module).bp)
    access.use_actors_of(app, _load_actor, _load_bearer)
    people_hooks.fill(
        rights_changed=sign_ins.end_all, shut_out=sign_ins.shut_out,
        person_left=(ActionShare(), GoalShare(), InitiativeShare(), CommitteeShare()),
    )  # fmt: skip
    post_hooks.recheck_with(
        lambda session, mail, now: may_still_read(
            session, mail.person_id, mail.about_id or 0, now=now, zone=settings.organisation.zone
        )
    )
    headers.add_headers(app, is_tls=settings.server.public_url.startswith("https"))
    errors.add_errors(app)
    frame.add_frame(app)
    hold.add_hold(app)
    pages.add_page_words(app)
    health.add_health(app)
    app.view_functions["static"] = access.public(app.view_functions["static"])
    access.check_routes(app)
    return app


def load_models() -> None:
    """Import every feature's tables, so that the metadata is whole for migrations and for mappers."""
    for feature in (*FEATURES, "web"):
        if find_spec(f"cxgov.{feature}.models") is not None:
            import_module(f"cxgov.{feature}.models")


def configure(app: Flask, settings: Settings) -> None:
    """Put the settings into the application's configuration."""
    is_tls = settings.server.public_url.startswith("https")
    app.extensions["cx_settings"] = settings
    app.config.update(
        DEBUG=False,  # whatever FLASK_DEBUG says: no traceback is ever shown
        SECRET_KEY=settings.secrets.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secrets.secret_key_fallbacks),
        TRUSTED_HOSTS=list(settings.server.allowed_hosts),
        SQLALCHEMY_DATABASE_URI=settings.database.url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings),
        SESSION_COOKIE_NAME="__Host-cxgov" if is_tls else "cxgov",
        SESSION_COOKIE_SECURE=is_tls,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # it asks for a Referer, which our own policy forbids browsers to send
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def engine_options(settings: Settings) -> dict[str, object]:
    """Return what `create_engine` needs: the keys travel with each connection."""
    keys = Keys(settings.secrets.secret_key, settings.secrets.secret_key_fallbacks)
    options: dict[str, object] = {
        "execution_options": {KEY: settings.secrets.journal_key.encode(), SECRET_KEYS: keys},
        "hide_parameters": True,  # what somebody wrote is not for the log when a statement fails
    }
    if not settings.database.is_sqlite:
        options["pool_pre_ping"] = True
        options["isolation_level"] = "READ COMMITTED"
        # Nobody waits longer than on SQLite; a server that does not answer is an answer soon enough.
        options["connect_args"] = {"options": "-c lock_timeout=8000", "connect_timeout": 5}
    return options


def _load_actor(token: str) -> Actor | None:
    from cxgov.web.settings import settings, today

    g.cx_standing = found = standing_of(db.session(), token, now=clock.now(), today=today())
    trusts = settings().sign_on.second_factor
    if found is None or not found.is_whole(settings().sign_in.second_factor_for, trusts_sign_on=trusts):
        return None
    g.cx_seen, g.cx_proved_at = (token, found.seen_at), found.proved_at
    return found.actor


def _load_bearer(token: str) -> Bearer | None:
    from cxgov.web.settings import today

    return bearer_of(db.session(), token, now=clock.now(), today=today())
