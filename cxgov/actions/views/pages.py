"""The list with its file, and the page of one item."""

from typing import Any

from flask import request, url_for
from flask import session as flask_session
from werkzeug.wrappers import Response

from cxgov.actions import filters as words
from cxgov.actions import forms, queries, rules
from cxgov.actions.enums import CLOSED
from cxgov.actions.models import ActionItem
from cxgov.actions.permissions import verbs_for
from cxgov.actions.queries import PAGE, ActionPage, Filters, Group, Sort
from cxgov.actions.views.blueprint import bp, load_item
from cxgov.core import clock, policy
from cxgov.core.enums import Level
from cxgov.journal import queries as journal
from cxgov.people.choices import people_choices
from cxgov.web import etag
from cxgov.web.access import actor, requires
from cxgov.web.csv_files import csv_answer
from cxgov.web.extensions import db
from cxgov.web.headers import no_store
from cxgov.web.pages import page, url_of
from cxgov.web.settings import settings, today

COLUMNS = (
    "Number", "Action", "State", "Owner", "Owner as written", "Department", "Committee", "Due", "Due at next meeting",
    "First due", "Times moved", "Times carried", "Made", "Said done", "Verified", "Evidence", "Blocked by",
    "Not mentioned since",
)  # fmt: skip


@bp.get("")
@requires("actions:item:list")
def index() -> Response:
    """List the items that one may read, fifty at a time; a list that has not changed is not read again."""
    if request.if_none_match:
        tag = etag.page_tag(journal.head_seq(db.session()))
        if (same := etag.unchanged(tag)) is not None:
            return same
    had_flash = "_flashes" in flask_session
    wanted, number = words.filters_from(request.args, actor().id), words.page_from(request.args)
    found = queries.action_list(db.session(), actor(), wanted, page=number, today=today())
    if any(row.level >= Level.RESTRICTED for row in found.rows):
        no_store()
    return etag.marked(_listed(found, wanted), etag.page_tag(found.head), had_flash=had_flash)


def _listed(found: ActionPage, wanted: Filters) -> Response:
    day, address = (
        today(),
        {group: url_for("actions.index", **words.arguments(wanted, show=group.value)) for group in Group},
    )
    return page(
        "actions/index.html", found=found, filters=wanted, pager=_pager(found, wanted),
        is_late=lambda row: rules.is_overdue(row.state, row.due_on, day),
        item_url=url_for("actions.show", action_id=0)[:-1],
        groups=[(group.words, address[group], group is wanted.group, None) for group in Group],
        sorts=[(sort.value, sort.words) for sort in Sort], may_make=policy.allows(actor(), "actions:item:new"),
        export_url=url_for("actions.export", **words.arguments(wanted, show=wanted.group.value)),
    )  # fmt: skip


@bp.get("/actions.csv")
@requires("actions:item:export", token_scope="read")
def export() -> Response:
    """Send the rows of the screen's filter as a file that spreadsheets read, all of them, in the same order."""
    wanted = words.filters_from(request.args, actor().id)
    rows = queries.export_rows(db.session(), actor(), wanted, today=today())
    return csv_answer(f"actions-{today():%Y-%m-%d}.csv", COLUMNS, map(_cells, rows))


def _cells(row: Any) -> tuple[Any, ...]:
    return (
        f"A-{row.number:03d}", row.title, row.state.words, row.owner, row.owner_as_written, row.department,
        row.committee, row.due_on, "yes" if row.due_next_meeting else "", row.first_due_on, row.slips, row.carries,
        row.made_on, _instant(row.claimed_at), _instant(row.verified_at), row.evidence, row.blocked_reason,
        row.not_mentioned_since,
    )  # fmt: skip


def _instant(moment: Any) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""


def _pager(found: ActionPage, wanted: Filters) -> dict[str, Any]:
    last = max(-(-found.total // PAGE), found.number + found.has_later)
    first = (found.number - 1) * PAGE + 1
    total = f"{found.total:,}+" if found.is_more_than_counted else f"{found.total:,}"

    def url(number: int) -> str:
        return url_for("actions.index", **words.arguments(wanted, page=number))

    return {
        "number": found.number, "last": last, "total": total,
        "words": f"{first:,} to {first + len(found.rows) - 1:,} of {total}" if found.rows else f"none of {total}",
        "earlier_url": url(found.number - 1) if found.number > 1 else "",
        "later_url": url(found.number + 1) if found.has_later else "",
    }  # fmt: skip


@bp.get("/<int:action_id>")
@requires("actions:item:read", load_item)
def show(item: ActionItem) -> Response:
    """Show one item with all that may be done with it."""
    return shown(item)


def shown(item: ActionItem, refused: dict[str, forms.VerbForm] | None = None) -> Response:
    """Render an item's page; a form that was refused is given back as it was sent."""
    session, who = db.session(), actor()
    if item.level >= Level.RESTRICTED:
        no_store()
    verbs = verbs_for(who, item)
    requests = queries.date_requests(session, item)
    named = FORMS if refused is None else FORMS | {verb: type(form) for verb, form in refused.items()}
    made = {verb: (refused or {}).get(verb) or form(formdata=None).named(verb) for verb, form in named.items()}
    if verbs & {"block", "reassign", "helpers"}:
        listed = people_choices(session, who, present_on=today())
        for verb, field in (("block", "unblocker"), ("reassign", "owner"), ("helpers", "person")):
            made[verb][field].choices = listed
    return page(
        "actions/show.html", status=422 if refused else 200, item=item, verbs=verbs, forms=made, requests=requests,
        waiting=next((row for row in requests if row.DateRequest.decided_at is None), None),
        source=queries.source_of(session, who, item), appearances=queries.appearances(session, who, item),
        links=_links(item), chain=_chain(item), events=journal.timeline(session, who, [item.id], limit=30),
        is_late=rules.is_overdue(item.state, item.due_on, today()), is_closed=item.state in CLOSED,
        meaning=rules.sentence(item.state), now=clock.now(), max_slips=settings().actions.max_slips,
        may_edit=item.state is rules.PROPOSED and policy.allows(who, "actions:item:edit", item),
    )  # fmt: skip


FORMS: dict[str, type[forms.VerbForm]] = {
    "done": forms.EvidenceForm, "block": forms.BlockForm, "return": forms.CommentForm, "ask_date": forms.AskDateForm,
    "set_due": forms.SetDueForm, "reassign": forms.ReassignForm, "cancel": forms.ReasonForm,
    "reopen": forms.ReasonForm, "helpers": forms.HelperForm, "refuse_date": forms.AnswerForm,
}  # fmt: skip


def _links(item: ActionItem) -> list[journal.LinkRow]:
    return journal.links_of(db.session(), actor(), item.id)


def _chain(item: ActionItem) -> list[tuple[str, str, str, bool]]:
    cells = journal.chain_of(db.session(), actor(), item.subject)
    return [
        (cell.key, _cell_words(cell), url_of(cell.subjects[0]) if cell.subjects else "", cell.is_own) for cell in cells
    ]


def _cell_words(cell: journal.ChainCell) -> str:
    if not cell.subjects:
        return ""
    more = len(cell.subjects) - 1
    return f"{cell.subjects[0].title} and {more} more" if more else cell.subjects[0].title
