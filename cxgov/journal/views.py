"""The auditor's journal: the list with its file, one entry, and the state of the chain."""

import json
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from cxgov.core import clock, policy
from cxgov.journal import checking, details, entries, forms, permissions, queries, words  # noqa: F401 - policy rows
from cxgov.journal.entries import EntryRow, Filters
from cxgov.journal.enums import Kind
from cxgov.web.access import actor, requires
from cxgov.web.csv_files import csv_answer
from cxgov.web.extensions import db
from cxgov.web.headers import no_store
from cxgov.web.pages import page, url_of
from cxgov.web.settings import settings, today

bp = Blueprint("journal", __name__)
COLUMNS = (
    "Number", "When (UTC)", "Who", "On behalf of", "By way of", "Verb", "What", "Kind", "Subject", "Title",
    "Committee", "Before", "After", "More", "Reason", "Seal",
)  # fmt: skip


def load_entry(seq: int) -> EntryRow:
    """Return the entry of the URL."""
    return entries.entry(db.session(), actor(), seq)


@bp.get("/journal")
@requires("journal:entry:list")
def index() -> Response:
    """List the entries that one may read, the newest first."""
    no_store()
    filters, before = forms.filters_from(request.args), forms.number(request.args.get("before", ""))
    session, zone = db.session(), settings().organisation.zone
    rows, has_older = entries.listed(session, actor(), filters, before=before, zone=zone)
    older = url_for("journal.index", **forms.arguments(filters, before=rows[-1].seq)) if has_older else ""
    newest = url_for("journal.index", **forms.arguments(filters)) if before else ""
    may_check = policy.allows(actor(), "journal:chain:verify")
    export = url_for("journal.export", **forms.arguments(filters))
    return page(
        "journal/index.html", rows=rows, filters=filters, now=clock.now(), older_url=older, newest_url=newest,
        head=queries.head(session) if may_check else None, export_url=export if may_check else "",
        **_choices(),
    )  # fmt: skip


def _choices() -> dict[str, Any]:
    verbs = sorted(words.known(), key=lambda verb: (verb.split(":")[0], words.words_of(verb)))
    return {
        "features": [(one, one) for one in sorted({verb.split(":")[0] for verb in verbs})],
        "verbs": [(verb, f"{words.words_of(verb)} ({verb})") for verb in verbs],
        "kinds": [(kind.value, kind.words) for kind in Kind],
        "committees": entries.committees(db.session(), actor()),
    }


def _page_of(subject: Any) -> str:
    found = url_of(subject)
    return found if found != "/" else ""


@bp.get("/journal.csv")
@requires("journal:entry:export", fresh=True)
def export() -> Response:
    """Send every entry of the screen's filter as a file, with exactly what the pages tell."""
    filters = forms.filters_from(request.args)
    return csv_answer(f"journal-{today():%Y-%m-%d}.csv", COLUMNS, _cells(filters))


def _cells(filters: Filters) -> Iterator[tuple[object, ...]]:
    session, who = db.session(), actor()
    for rows in entries.every(session, who, filters, zone=settings().organisation.zone):
        for row, body in zip(rows, details.bodies(session, who, rows), strict=True):
            rest = {name: value for name, value in body.items() if name not in ("before", "after", "reason")}
            yield (
                row.seq, row.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), row.who, row.on_behalf_of, row.via, row.verb,
                row.words, row.kind.words if row.kind else "", row.subject.id if row.subject else row.instead,
                row.subject.title if row.subject else "", row.committee, _json(body.get("before")),
                _json(body.get("after")), _json(rest), body.get("reason", ""), row.mac,
            )  # fmt: skip


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""


@bp.get("/journal/<int:seq>")
@requires("journal:entry:read", load_entry)
def show(row: EntryRow) -> Response:
    """Show one entry with its before and after, as far as one may read it."""
    no_store()
    body = details.bodies(db.session(), actor(), [row])[0]
    return page(
        "journal/show.html", row=row, reason=body.get("reason", ""), now=clock.now(), page_of=_page_of,
        fields=details.fields_of(db.session(), actor(), body),
        may_check=policy.allows(actor(), "journal:chain:verify"),
    )  # fmt: skip


@bp.get("/journal/chain")
@requires("journal:chain:verify")
def chain() -> Response:
    """Show how far the chain goes; verify a part of it, or compare it with what a report or a backup kept."""
    no_store()
    session, after = db.session(), request.args.get("after", "")
    start = 0 if after == "0" else forms.number(after)
    anchor = forms.anchor_from(request.args.get("anchor", ""))
    part = checking.check_part(session, after=start) if start is not None else None
    return page(
        "journal/chain.html", head=queries.head(session), part=part, anchor=anchor,
        has_anchor=checking.has_anchor(session, anchor) if anchor else False,
        further_url=url_for("journal.chain", after=part.last) if part and not (part.is_end or part.broken) else "",
    )  # fmt: skip
