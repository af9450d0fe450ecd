"""The blueprint, and how the URL's initiative is loaded."""

from flask import Blueprint, request

from cxgov.initiatives import queries
from cxgov.initiatives.models import Initiative, Milestone
from cxgov.journal.enums import Kind
from cxgov.web.access import actor
from cxgov.web.extensions import db
from cxgov.web.pages import page_of

bp = Blueprint("initiatives", __name__, url_prefix="/initiatives")
page_of(Kind.INITIATIVE, "initiatives.show", "initiative_id")


def load_initiative(initiative_id: int, **more: int) -> Initiative:
    """Return the initiative of the URL, or answer as for an id that never was."""
    return queries.one_initiative(db.session(), actor(), initiative_id)


def milestone_of_url(initiative: Initiative) -> Milestone:
    """Return the milestone of the URL, which belongs to its initiative, or raise NotFound."""
    return queries.milestone_of(initiative, int((request.view_args or {})["milestone_id"]))
