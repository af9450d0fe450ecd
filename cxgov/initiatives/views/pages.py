"""The list of initiatives, and the page of one."""

from typing import Any

from flask import current_app, request, url_for
from werkzeug.wrappers import Response

from cxgov.committees.queries import committees
from cxgov.core import clock, policy
from cxgov.core.enums import Level
from cxgov.core.lifecycle import verbs_open
from cxgov.core.numbers import share
from cxgov.decisions.enums import DecisionState
from cxgov.decisions.models import Decision
from cxgov.decisions.queries import subject
from cxgov.goals.rules import coverage_words
from cxgov.initiatives import forms, permissions, queries
from cxgov.initiatives.enums import InitiativeKind, InitiativeStage
from cxgov.initiatives.models import Initiative
from cxgov.initiatives.queries import DesignShare, InitiativeRow
from cxgov.initiatives.rules import MOVES
from cxgov.initiatives.service import TIES
from cxgov.initiatives.views.blueprint import bp, load_initiative
from cxgov.journal.enums import Kind
from cxgov.journal.models import Subject
from cxgov.journal.pages import chain_cells
from cxgov.journal.queries import links_in_camera, links_of, timeline, visible, visible_subjects
from cxgov.people.choices import department_choices
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import Form
from cxgov.web.headers import no_store
from cxgov.web.pages import page
from cxgov.web.paging import chosen_id, page_number, pager
from cxgov.web.settings import today
from cxgov.web.words import plural

_STEPS = ("propose", "return", "approve", "start", "deliver", "measure", "close", "stop")


@bp.get("")
@requires("initiatives:initiative:list")
def index() -> Response:
    """List the initiatives with their next milestone, and the share of design."""
    session, who = db.session(), actor()
    narrowed: dict[str, Any] = {
        "stage": next((one for one in InitiativeStage if one.value == request.args.get("stage")), None),
        "kind": next((one for one in InitiativeKind if one.value == request.args.get("kind")), None),
        "department_id": chosen_id(request.args, "department"), "committee_id": chosen_id(request.args, "committee"),
    }  # fmt: skip
    number = page_number(request.args)
    rows = queries.initiative_rows(session, who, today(), page=number, **narrowed)
    total = queries.count_initiatives(session, who, **narrowed)
    return page(
        "initiatives/index.html", rows=rows, total=total, chosen=narrowed, lead=_lead(rows),
        design=_design(queries.design_share(session, who)),
        pager=pager(len(rows), total, page=number, per_page=queries.PER_PAGE),
        stages=[(one.value, one.words) for one in InitiativeStage],
        kinds=[(one.value, one.value) for one in InitiativeKind],
        departments=department_choices(session, who),
        committees=[(one.id, one.title) for one in committees(session, who)],
        may_make=policy.allows(who, "initiatives:initiative:new"),
    )  # fmt: skip


def _lead(rows: list[InitiativeRow]) -> str:
    late = sum(row.late > 0 for row in rows)
    running = sum(row.initiative.stage is InitiativeStage.RUNNING for row in rows)
    if not rows:
        return "Work across departments that prevents trouble for customers, or answers it."
    said = f"{plural(running, 'initiative is', 'initiatives are')} running"
    return f"{said}, {late} of all with a milestone that is late." if late else f"{said}; no milestone is late."


def _design(found: DesignShare) -> dict[str, Any] | None:
    """Return the share of design in words: by days of work where any are stated, and by count."""
    if not found.all:
        return None
    figure, said = found.by_effort, f"{found.design} of {plural(found.all, 'initiative')} by count"
    if figure.value is None:
        return {"words": f"Design: {said}. No effort is noted yet.", "rows": []}
    rows = [
        ("Days spent on design", str(figure.inputs["design"])), ("Days in all", str(figure.inputs["days"])),
        ("With an effort noted", coverage_words(figure).replace("measured", "initiatives")),
        ("By count", said),
    ]  # fmt: skip
    return {"words": f"{share(figure.value)} of the effort prevents trouble (design).", "rows": rows}


@bp.get("/<int:initiative_id>")
@requires("initiatives:initiative:read", load_initiative)
def show(initiative: Initiative) -> Response:
    """Show an initiative with its milestones, departments, ties and what may be done with it."""
    return shown(initiative.id)


def shown(initiative_id: int, refused: Form | None = None, step: str = "") -> Response:
    """Render an initiative's page; a form that was refused is given back as it was sent."""
    session, who, day = db.session(), actor(), today()
    initiative = queries.one_initiative(session, who, initiative_id)
    if initiative.level >= Level.RESTRICTED:
        no_store()
    row = queries.rows_of(session, who, [initiative], day)[0]
    may = _may(initiative)
    return page(
        "initiatives/show.html", status=422 if refused else 200, initiative=initiative, row=row, may=may, step=step,
        has_steps=bool(may.intersection(_STEPS)), refused=refused,
        chain=chain_cells(session, who, initiative.subject), ties=_ties(initiative),
        parts=sorted(initiative.departments, key=lambda one: (one.part.value, one.department.title)),
        committee=subject(session, who, initiative.committee_id),
        in_camera=links_in_camera(session, who, initiative.id),
        events=timeline(session, who, [initiative.id], limit=30), now=clock.now(), move_form=_move_form(refused, may),
        milestone_form=_given(refused, forms.MilestoneForm), tie_form=_tie_form(refused, may),
        about_url=url_for("stories.new", about=initiative.id) if "stories.new" in current_app.view_functions else "",
        progress=None if row.progress.value is None else row.progress.value * 100,
        progress_words=f"{row.progress.percent} of the milestones by weight" if row.progress.value is not None else "",
    )  # fmt: skip


def _given(refused: Form | None, kind: type[Form]) -> Form:
    return refused if isinstance(refused, kind) else kind(formdata=None)


def _may(initiative: Initiative) -> frozenset[str]:
    """Return what the actor may do with an initiative now: steps by their verb, and change, milestone, tie."""
    who = actor()
    open_verbs = set(verbs_open(MOVES, initiative.stage, permissions.parts_of(who, initiative)))
    steps = open_verbs & set(_STEPS) if policy.allows(who, "initiatives:initiative:move", initiative) else set()
    change = "change" in open_verbs and policy.allows(who, "initiatives:initiative:edit", initiative)
    tie = policy.allows(who, "initiatives:initiative:tie", initiative)
    return frozenset(steps | ({"change"} if change else set()) | ({"tie"} if tie else set()))


def _move_form(refused: Form | None, may: frozenset[str]) -> Any:
    form: Any = _given(refused, forms.MoveForm)
    if "approve" in may:
        form.decision.choices = decisions_in_force()
    return form


def decisions_in_force() -> dict[Any, str]:
    """Return the decisions that can approve it, the newest first."""
    wanted = visible(actor(), Decision).where(Decision.state == DecisionState.IN_FORCE)
    found = db.session().scalars(wanted.order_by(Decision.id.desc()).limit(300)).all()
    return {"": "Choose a decision…", **{one.id: f"{one.label} {one.title[:100]}" for one in found}}


def tieable() -> dict[Any, str]:
    """Return the goals, decisions, gaps and action items that the actor may know of, the newest first."""
    wanted = visible_subjects(actor()).where(Subject.kind.in_(TIES)).order_by(Subject.id.desc()).limit(500)
    columns = wanted.with_only_columns(Subject.id, Subject.kind, Subject.title)
    rows = db.session().execute(columns)
    return {"": "Choose…", **{one.id: f"{one.kind.words}: {one.title[:100]}" for one in rows}}


def _tie_form(refused: Form | None, may: frozenset[str]) -> Any:
    if "tie" not in may:
        return None
    form: Any = _given(refused, forms.TieForm)
    form.thing.choices = tieable()
    return form


def _ties(initiative: Initiative) -> list[tuple[str, list[Any]]]:
    """Return what it is tied to by kind, each with its subject."""
    heads = {
        Kind.OBJECTIVE: "Goals it serves", Kind.DECISION: "Decisions it follows from", Kind.ACTION: "Action items",
        Kind.GAP: "Gaps it addresses", Kind.STORY: "Stories",
    }  # fmt: skip
    rows = links_of(db.session(), actor(), initiative.id)
    held = {kind: [row.other for row in rows if row.other.kind is kind] for kind in heads}
    return [(heads[kind], subjects) for kind, subjects in held.items() if subjects]
