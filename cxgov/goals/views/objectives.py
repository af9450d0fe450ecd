"""One goal: its page, writing and changing it, publishing and dropping it."""

from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from cxgov.committees.models import Committee
from cxgov.committees.queries import committees
from cxgov.core import clock, policy
from cxgov.core.enums import Level
from cxgov.core.lifecycle import verbs_open
from cxgov.decisions.queries import subject
from cxgov.gaps.models import Gap
from cxgov.goals import forms, permissions, queries, service
from cxgov.goals.enums import Ambition, ObjectiveState
from cxgov.goals.models import Cycle, Objective
from cxgov.goals.queries import ObjectiveFigures
from cxgov.goals.rules import OBJECTIVE_MOVES
from cxgov.goals.views import charting, words
from cxgov.goals.views.blueprint import bp, list_people, load_goal, subjects_of, zone
from cxgov.journal.enums import Kind
from cxgov.journal.pages import chain_cells, tied
from cxgov.journal.queries import get, links_in_camera, timeline
from cxgov.people.choices import department_choices, departments_by_ids, person_by_id
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import Button, Form, done
from cxgov.web.headers import no_store
from cxgov.web.pages import page, url_of
from cxgov.web.settings import today


@bp.get("/<int:objective_id>")
@requires("goals:goal:read", load_goal)
def show(goal: Objective) -> Response:
    """Show a goal with its key results, what it is tied to, and what happened."""
    return shown(goal.id)


def shown(objective_id: int, refused: Form | None = None) -> Response:
    """Render a goal's page; a form that was refused is given back as it was sent."""
    session, who, day = db.session(), actor(), today()
    goal = queries.one_objective(session, who, objective_id)
    if goal.level >= Level.RESTRICTED:
        no_store()
    figures = queries.figures_of(session, actor(), [goal], day, zone=zone())[goal.id]
    return page(
        "goals/objective.html", status=422 if refused else 200, goal=goal, figures=figures, pill=words.pill_of(figures),
        departments=sorted(goal.departments, key=lambda part: part.department.title),
        stands={
            "progress": words.in_percent(figures.progress.value), "expected": words.in_percent(figures.wanted),
            "words": words.objective_words(figures), "why": words.why_objective(figures),
        },
        key_results=_key_results(figures), dropped=[one.key_result for one in figures.dropped],
        chain=chain_cells(session, who, goal.subject), links=tied(session, who, goal.id, without={Kind.KEY_RESULT}),
        in_camera=links_in_camera(session, who, goal.id),
        committee=subject(session, who, goal.committee_id),
        events=timeline(session, who, [goal.id, *(one.key_result.id for one in figures.key_results)], limit=12),
        now=clock.now(), may=_may(goal), refused=refused,
        drop_form=refused if isinstance(refused, forms.ReasonForm) else forms.ReasonForm(formdata=None),
        about_url=url_for("stories.new", about=goal.id) if _has_stories() else "",
    )  # fmt: skip


def _has_stories() -> bool:
    from flask import current_app

    return "stories.new" in current_app.view_functions


def _key_results(figures: ObjectiveFigures) -> list[dict[str, Any]]:
    day = today()
    points = queries.points_of(db.session(), [one.key_result.id for one in figures.key_results], day)
    return [
        {
            **words.key_result_row(one, points.get(one.key_result.id, ())),
            "course": charting.course_of(one, points.get(one.key_result.id, ()), day),
            "why": words.why_key_result(one, day, zone()),
        }
        for one in figures.key_results
    ]


def _may(goal: Objective) -> frozenset[str]:
    """Return what the actor may do with a goal now: the names of the buttons."""
    who = actor()
    open_verbs = set(verbs_open(OBJECTIVE_MOVES, goal.state, permissions.parts_of(who, goal)))
    held = {
        "publish": "publish" in open_verbs and policy.allows(who, "goals:goal:publish", goal),
        "drop": "drop" in open_verbs and policy.allows(who, "goals:goal:drop", goal),
        "edit": goal.state is ObjectiveState.DRAFT and policy.allows(who, "goals:goal:edit", goal),
        "add": policy.allows(
            who,
            "goals:key_result:edit" if goal.state is ObjectiveState.DRAFT else "goals:goal:publish",
            goal,
        )
        and goal.state in (ObjectiveState.DRAFT, ObjectiveState.PUBLISHED),
    }
    return frozenset(name for name, holds in held.items() if holds)


@bp.route("/new", methods=["GET", "POST"])
@requires("goals:goal:new")
def new() -> Response:
    """Write a new goal as a draft."""
    session, who = db.session(), actor()
    rooms = department_choices(session, who)
    form: Any = forms.with_parts(forms.NewGoalForm, rooms)()
    found = queries.cycles(session, who)
    running = queries.cycle_on(found, today())
    form.cycle.choices = {one.id: one.title for one in found}
    if form.cycle.data is None and running and not form.is_submitted():
        form.cycle.data = running.id
    form.committee.choices = {"": "None: it belongs to no committee", **_own_committees()}
    form.gap.choices = subjects_of(Kind.GAP)
    list_people(form, "owner", "sponsor")
    if form.validate_on_submit():
        made = form.run(lambda: _make(form))
        if made:
            return done(url_of(made), "The goal is a draft. Add how it is measured, then let the chair publish it.")
    return page(
        "goals/form.html", form=form, heading="New shared goal", submit="Write the goal", sharers=rooms,
        cancel=url_for("goals.index"), cycle_url="" if found else url_for("goals.new_cycle"),
        lead="What changes for the customer, and which departments promise it together: two at least.",
        crumbs=[("Goals", url_for("goals.index")), ("New goal", "")],
    )  # fmt: skip


def _own_committees() -> dict[Any, str]:
    who = actor()
    sits_in = who.runs | who.votes_in
    return {
        one.id: one.title
        for one in committees(db.session(), who)
        if one.is_active and (who.is_cx or one.id in sits_in or (who.heads and one.level <= Level.INTERNAL))
    }


def _make(form: Any) -> Objective:
    session, who, now = db.session(), actor(), clock.now()
    made = service.make_objective(
        session, form.title.data, cycle=get(session, who, Cycle, form.cycle.data or 0),
        committee=get(session, who, Committee, form.committee.data) if form.committee.data else None,
        actor=who, now=now, **_values(form),
    )  # fmt: skip
    if form.gap.data:
        service.address(session, made, get(session, who, Gap, form.gap.data), actor=who, now=now)
    return made


def _values(form: Any) -> dict[str, Any]:
    session, who, parts = db.session(), actor(), forms.parts_in(form)
    owner = person_by_id(session, who, form.owner.data)
    return {
        "owner": owner, "sponsor": person_by_id(session, who, form.sponsor.data),
        "departments": [(room, parts[room.id]) for room in departments_by_ids(session, who, parts)],
        "outcome": form.outcome.data or "", "ambition": Ambition(form.ambition.data),
        "one_department_reason": form.one_department_reason.data or None,
    }  # fmt: skip


@bp.route("/<int:objective_id>/edit", methods=["GET", "POST"])
@requires("goals:goal:edit", load_goal)
def edit(goal: Objective) -> Response:
    """Change a goal while it is a draft."""
    goal_id, title, here = goal.id, goal.title, url_of(goal)
    rooms = department_choices(db.session(), actor(), keep=[part.department_id for part in goal.departments])
    held = {f"{forms.PART}{part.department_id}": part.part or "takes part" for part in goal.departments}
    form: Any = forms.with_parts(forms.GoalForm, rooms)(
        data={
            "title": title, "outcome": goal.outcome, "owner": goal.owner_id, "sponsor": goal.sponsor_id,
            "ambition": goal.ambition.value, "one_department_reason": goal.one_department_reason,
            "version": goal.version, **held,
        }
    )  # fmt: skip
    list_people(form, "owner", "sponsor", keep=(goal.owner_id, goal.sponsor_id))
    if form.validate_on_submit():

        def changed() -> bool:
            service.edit_objective(
                db.session(), goal, title=form.title.data, actor=actor(), now=clock.now(), version=form.version.data,
                **_values(form),
            )  # fmt: skip
            return True

        if form.run(changed):
            return done(url_for("goals.show", objective_id=goal_id), "The goal is changed.")
    return page(
        "goals/form.html", form=form, heading=f"Change {title}", submit="Save the goal", cancel=here, sharers=rooms,
        crumbs=[("Goals", url_for("goals.index")), (title, here), ("Change", "")],
    )  # fmt: skip


@bp.post("/<int:objective_id>/publish")
@requires("goals:goal:publish", load_goal)
def publish(goal: Objective) -> Response:
    """Make a draft the committee's goal."""
    form, goal_id = Button(), goal.id

    def published() -> bool:
        service.publish(db.session(), goal, actor=actor(), now=clock.now())
        return True

    if form.validate_on_submit() and form.run(published):
        return done(url_for("goals.show", objective_id=goal_id), "The goal is published. Its owners check in.")
    return shown(goal_id, form)


@bp.post("/<int:objective_id>/drop")
@requires("goals:goal:drop", load_goal)
def drop(goal: Objective) -> Response:
    """End a goal before its time."""
    form, goal_id = forms.ReasonForm(), goal.id

    def dropped() -> bool:
        service.drop(db.session(), goal, reason=form.reason.data, today=today(), actor=actor(), now=clock.now())
        return True

    if form.validate_on_submit() and form.run(dropped):
        return done(url_for("goals.show", objective_id=goal_id), "The goal is dropped. It stays listed.")
    return shown(goal_id, form)
