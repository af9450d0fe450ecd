"""Gaps and ideas as far as meetings name them: a list, and a page for each, so that every link leads somewhere."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from cxgov.core import clock
from cxgov.core.enums import Level
from cxgov.decisions.queries import subject
from cxgov.gaps import permissions, queries  # noqa: F401 - permissions defines the policy rows
from cxgov.gaps.models import Gap, Idea
from cxgov.journal.enums import Kind
from cxgov.journal.pages import chain_cells, tied
from cxgov.journal.queries import get, links_in_camera, timeline
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.headers import no_store
from cxgov.web.pages import page, page_of
from cxgov.web.paging import page_number, pager

bp = Blueprint("gaps", __name__, url_prefix="/gaps")
page_of(Kind.GAP, "gaps.show", "gap_id")
page_of(Kind.IDEA, "gaps.idea", "idea_id")


def load_gap(gap_id: int) -> Gap:
    """Return the gap of the URL, or answer as for an id that never was."""
    return get(db.session(), actor(), Gap, gap_id)


def load_idea(idea_id: int) -> Idea:
    """Return the idea of the URL, or answer as for an id that never was."""
    return get(db.session(), actor(), Idea, idea_id)


@bp.get("")
@requires("gaps:gap:list")
def index() -> Response:
    """List the gaps, fifty at a time, and the newest ideas."""
    number = page_number(request.args)
    rows, total = queries.gap_list(db.session(), actor(), page=number)
    ideas = queries.newest_ideas(db.session(), actor())
    levels = [one.level for one in rows] + [one.level for one in ideas]
    if any(level >= Level.RESTRICTED for level in levels):
        no_store()
    return page(
        "gaps/index.html", rows=rows, total=total, ideas=ideas,
        pager=pager(len(rows), total, page=number, per_page=queries.PAGE),
    )  # fmt: skip


@bp.get("/<int:gap_id>")
@requires("gaps:gap:read", load_gap)
def show(gap: Gap) -> Response:
    """Show one gap."""
    return _shown(gap, "gap")


@bp.get("/ideas/<int:idea_id>")
@requires("gaps:idea:read", load_idea)
def idea(idea: Idea) -> Response:
    """Show one idea."""
    return _shown(idea, "idea")


def _shown(thing: Gap | Idea, word: str) -> Response:
    session, who = db.session(), actor()
    return page(
        "gaps/show.html", thing=thing, word=word, chain=chain_cells(session, who, thing.subject), now=clock.now(),
        between=getattr(thing, "between", None), said_on=thing.seen_on if isinstance(thing, Gap) else thing.said_on,
        meeting=subject(session, who, thing.meeting_id), events=timeline(session, who, [thing.id]),
        committee=subject(session, who, thing.committee_id),
        in_camera=links_in_camera(session, who, thing.id),
        links=tied(session, who, thing.id, without=(Kind.MEETING,)),
    )  # fmt: skip
