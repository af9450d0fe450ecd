"""The list of shared goals, and the page on which a cycle is set up."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from cxgov.committees.queries import committees
from cxgov.core import clock, policy
from cxgov.goals import forms, queries, service
from cxgov.goals.enums import Cadence
from cxgov.goals.models import Cycle
from cxgov.goals.queries import ObjectiveFigures
from cxgov.goals.views import words
from cxgov.goals.views.blueprint import bp, zone
from cxgov.people.choices import department_choices
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import done
from cxgov.web.pages import page, url_of
from cxgov.web.paging import chosen_id, page_number, pager
from cxgov.web.settings import today
from cxgov.web.words import FULL_MONTHS, plural

PER_PAGE = queries.PER_PAGE


@bp.get("")
@requires("goals:goal:list")
def index() -> Response:
    """List the shared goals of a cycle with their key results, pace and status."""
    session, who, day = db.session(), actor(), today()
    found = queries.cycles(session, who)
    asked = chosen_id(request.args, "cycle")
    cycle = next((one for one in found if one.id == asked), None) or queries.cycle_on(found, day)
    narrowed: dict[str, Any] = {
        "cycle_id": cycle.id if cycle else None,
        "department_id": chosen_id(request.args, "department"),
        "committee_id": chosen_id(request.args, "committee"),
    }
    number = page_number(request.args)
    rows = queries.objective_rows(session, who, day, page=number, zone=zone(), **narrowed)
    total = queries.count_objectives(session, who, **narrowed)
    return page(
        "goals/index.html", cycle={"name": cycle.title if cycle else "", "lead": _lead(cycle, rows, day)},
        cycles=[(one.id, one.title) for one in found], chosen_cycle=cycle.id if cycle else "",
        departments=department_choices(session, who), chosen_department=narrowed["department_id"] or "",
        committees=[(one.id, one.title) for one in committees(session, who)],
        chosen_committee=narrowed["committee_id"] or "", clear_url=url_for("goals.index"), buttons=_buttons(),
        new_url=url_for("goals.new") if policy.allows(who, "goals:goal:new") else "", watermelons=[],
        counts=_counts(rows, total), since=f"Since {FULL_MONTHS[cycle.first_on.month - 1]}" if cycle else "",
        objectives=_objectives(rows, day), pager=pager(len(rows), total, page=number, per_page=PER_PAGE),
    )  # fmt: skip


def _objectives(rows: Sequence[ObjectiveFigures], day: date) -> list[dict[str, Any]]:
    ids = [one.key_result.id for row in rows for one in row.key_results]
    points = queries.points_of(db.session(), ids, day)
    return [_objective(row, points) for row in rows]


def _objective(row: ObjectiveFigures, points: Any) -> dict[str, Any]:
    goal = row.objective
    return {
        "title": goal.title, "url": url_of(goal), "sponsor": goal.sponsor.name if goal.sponsor else "",
        "owner": goal.owner.name, "departments": words.departments_words(goal), "status": words.pill_of(row),
        "status_words": "", "progress": words.in_percent(row.progress.value), "expected": words.in_percent(row.wanted),
        "progress_words": words.objective_words(row), "second": row.summary.words,
        "confidence": words.mean_confidence(row), "why": words.why_objective(row) if row.key_results else None,
        "key_results": [words.key_result_row(one, points.get(one.key_result.id, ())) for one in row.key_results],
    }  # fmt: skip


def _counts(rows: Sequence[ObjectiveFigures], total: int) -> dict[str, str]:
    parts = [one for row in rows for one in row.key_results]
    measured = sum(one.reading is not None for one in parts)
    return {
        "words": f"{plural(total, 'objective')}, {plural(len(parts), 'key result')}",
        "measured": f"{measured} of {len(parts)} measured",
    }


def _lead(cycle: Cycle | None, rows: Sequence[ObjectiveFigures], day: date) -> str:
    if cycle is None:
        return "What we promise our customers together, across departments."
    time = words.used_up(cycle.first_on, cycle.last_on, day)
    statuses = [row.summary.status for row in rows if row.key_results]
    red = sum(status.value == "red" for status in statuses)
    said = f" {plural(red, 'goal is', 'goals are')} off track." if red else ""
    return f"{cycle.title}, {time}.{said}"


def _buttons() -> list[tuple[str, str, str, str]]:
    held = []
    if policy.allows(actor(), "goals:goal:new"):
        held.append(("New goal", url_for("goals.new"), "primary", "plus"))
    if policy.allows(actor(), "goals:cycle:make"):
        held.append(("New cycle", url_for("goals.new_cycle"), "plain", "calendar"))
    return held


@bp.route("/cycles/new", methods=["GET", "POST"])
@requires("goals:cycle:make")
def new_cycle() -> Response:
    """Set up a stretch of days for goals."""
    form = forms.CycleForm()
    if form.validate_on_submit():
        made = form.run(
            lambda: service.make_cycle(
                db.session(), form.title.data, first_on=form.first_on.data, last_on=form.last_on.data,
                cadence=Cadence(form.cadence.data), actor=actor(), now=clock.now(),
            )
        )  # fmt: skip
        if made:
            return done(url_for("goals.index", cycle=made.id), f"{made.title} is set up. Write its first goal.")
    return page(
        "form_page.html", form=form, heading="Set up a cycle", submit="Set it up", cancel=url_for("goals.index"),
        lead="The days in which goals are pursued, and how often their key results are checked in.",
        crumbs=[("Goals", url_for("goals.index")), ("New cycle", "")],
    )  # fmt: skip
