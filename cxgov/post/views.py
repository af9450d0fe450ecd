"""The outbox: what waits, what went out, and what failed and why."""

from io import BytesIO

from flask import Blueprint, request, send_file
from werkzeug.wrappers import Response

from cxgov.core.errors import NotFound
from cxgov.post import permissions, queries  # noqa: F401 - the policy rows
from cxgov.post.enums import DeliveryState
from cxgov.post.models import Delivery
from cxgov.web.access import requires
from cxgov.web.extensions import db
from cxgov.web.headers import no_store
from cxgov.web.pages import page
from cxgov.web.settings import settings

bp = Blueprint("post", __name__, url_prefix="/outbox")


def load_delivery(delivery_id: int) -> Delivery:
    """Return the delivery of the URL."""
    return queries.delivery(db.session(), delivery_id)


@bp.get("")
@requires("post:outbox:read")
def index() -> Response:
    """List the deliveries, the newest first."""
    no_store()
    wanted = request.args.get("state", "")
    state = DeliveryState(wanted) if wanted in list(DeliveryState) else None
    number = max(1, request.args.get("page", 1, type=int))
    rows = queries.outbox(db.session(), state=state, page=number)
    return page(
        "post/index.html", rows=rows[: queries.PAGE], more=len(rows) > queries.PAGE, page=number, state=state,
        counts=queries.counts(db.session()), states=list(DeliveryState),
    )  # fmt: skip


@bp.get("/<int:delivery_id>")
@requires("post:outbox:read", load_delivery)
def show(delivery: Delivery) -> Response:
    """Show one message as text."""
    no_store()
    return page("post/show.html", delivery=delivery)


@bp.get("/<int:delivery_id>/file")
@requires("post:outbox:read", load_delivery)
def file(delivery: Delivery) -> Response:
    """Hand out the mail file."""
    no_store()
    path = settings().instance / "outbox" / (delivery.file_name or "-")
    if not path.is_file():
        raise NotFound
    return send_file(BytesIO(path.read_bytes()), "message/rfc822", as_attachment=True, download_name=path.name)
