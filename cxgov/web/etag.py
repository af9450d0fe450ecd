"""A page that has not changed is not made again: its ETag names all that it was made of, and the browser asks with it.

The tag holds the head of the journal (nothing changes without an entry), who asks with every right, the session's
token, the address with its arguments, the day, whether the installation is held, and the program. A page with a flash
is never answered from its tag.
"""

import hashlib

from flask import g, request, session
from werkzeug.wrappers import Response

from cxgov import __version__
from cxgov.web.access import actor
from cxgov.web.settings import settings, today


def page_tag(head: int) -> str:
    """Return the tag of the page that is asked for, as of a head of the journal."""
    who, standing = actor(), g.get("cx_standing")
    rights = (who.id, who.name, who.department_id, *(sorted(held) for held in (
        who.roles, who.heads, who.chairs, who.secretary_of, who.votes_in, who.member_of, who.opened,
    )), getattr(standing, "limited_readings", 0))  # fmt: skip
    parts = (
        __version__, head, rights, session.get("_user_id"), session.get("csrf_token"), request.full_path, today(),
        settings().organisation, getattr(standing, "held_since", None),
    )  # fmt: skip
    return hashlib.blake2b(repr(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def unchanged(tag: str) -> Response | None:
    """Return 304 where the browser holds exactly this page, else None; what was said by a flash is always shown."""
    if "_flashes" in session or tag not in request.if_none_match:
        return None
    answer = Response(status=304)
    answer.set_etag(tag)
    return answer


def marked(answer: Response, tag: str, *, had_flash: bool) -> Response:
    """Give a whole page its tag; not where it shows a flash, was refused, or may be kept nowhere."""
    if answer.status_code == 200 and not had_flash and not getattr(g, "cx_no_store", False):
        answer.set_etag(tag)
    return answer
