"""The outbox: what waits, what went out, and what failed and why."""

from collections.abc import Mapping
from io import BytesIO

from flask import Blueprint, request, send_file, url_for
from werkzeug.wrappers import Response

from cxgov.core import clock
from cxgov.core.errors import NotFound
from cxgov.core.policy import allows
from cxgov.post import hooks, permissions, queries  # noqa: F401 - the policy rows
from cxgov.post.enums import DeliveryState
from cxgov.post.models import Delivery
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.headers import no_store
from cxgov.web.pages import page
from cxgov.web.paging import page_number, pager
from cxgov.web.settings import settings

bp = Blueprint("post", __name__, url_prefix="/outbox")


def load_delivery(delivery_id: int) -> Delivery:
    """Return the delivery of the URL; to whom the outbox is closed, its numbers say nothing either."""
    if not allows(actor(), "post:outbox:read"):
        raise NotFound
    return queries.delivery(db.session(), delivery_id)


@bp.get("")
@requires("post:outbox:read")
def index() -> Response:
    """List the deliveries, the newest first."""
    no_store()
    session, number = db.session(), page_number(request.args)
    state = next((one for one in DeliveryState if one.value == request.args.get("state")), None)
    rows, counts = queries.outbox(session, state=state, page=number), queries.counts(session)
    total = counts.get(state, 0) if state else sum(counts.values())
    return page(
        "post/index.html", rows=rows, state=state, names=queries.names(session, rows), now=clock.now(),
        told=queries.readable_ids(session, actor(), rows),
        states=_tabs(counts, state), pager=pager(len(rows), total, page=number, per_page=queries.PAGE),
        waiting=counts.get(DeliveryState.PENDING, 0) + counts.get(DeliveryState.LEASED, 0),
        given_up=counts.get(DeliveryState.DEAD, 0) + counts.get(DeliveryState.BOUNCED, 0),
    )  # fmt: skip


def _tabs(counts: Mapping[DeliveryState, int], state: DeliveryState | None) -> list[tuple[str, str, bool, int]]:
    """Return a tab for all messages and one for each state that any is in, or that is looked at."""
    tabs = [("All", url_for("post.index"), state is None, sum(counts.values()))]
    return tabs + [
        (one.words.capitalize(), url_for("post.index", state=one.value), one is state, counts.get(one, 0))
        for one in DeliveryState
        if counts.get(one) or one is state
    ]


@bp.get("/<int:delivery_id>")
@requires("post:outbox:read", load_delivery)
def show(delivery: Delivery) -> Response:
    """Show one message as text, where one may know of what it is about; else only to whom it goes and its state."""
    no_store()
    is_told = _is_told(delivery)
    is_shown = bool(delivery.file_name) and is_told and not hooks.has_secret(delivery.kind)
    has_file = is_shown and (settings().instance / "outbox" / str(delivery.file_name)).is_file()
    return page(
        "post/show.html", delivery=delivery, now=clock.now(), is_told=is_told,
        name=queries.names(db.session(), [delivery]).get(delivery.person_id, "somebody"),
        file_url=url_for("post.file", delivery_id=delivery.id) if has_file else "",
    )  # fmt: skip


def _is_told(delivery: Delivery) -> bool:
    return delivery.id in queries.readable_ids(db.session(), actor(), [delivery])


@bp.get("/<int:delivery_id>/file")
@requires("post:outbox:read", load_delivery)
def file(delivery: Delivery) -> Response:
    """Hand out the mail file, unless it holds a link that opens a door for somebody else."""
    no_store()
    if hooks.has_secret(delivery.kind) or not _is_told(delivery):
        raise NotFound
    path = settings().instance / "outbox" / (delivery.file_name or "-")
    if not path.is_file():
        raise NotFound
    return send_file(BytesIO(path.read_bytes()), "message/rfc822", as_attachment=True, download_name=path.name)
