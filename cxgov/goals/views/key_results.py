"""One key result: its page, writing and changing it, dropping it, and the check-in."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from cxgov.core import clock, policy
from cxgov.core.enums import Level
from cxgov.core.numbers import number, with_unit
from cxgov.goals import forms, queries, service
from cxgov.goals.enums import CheckInClass, KeyResultState, ObjectiveState
from cxgov.goals.models import CheckIn, KeyResult, Objective
from cxgov.goals.queries import KeyResultFigures
from cxgov.goals.rules import obligations
from cxgov.goals.service import Measure
from cxgov.goals.views import charting, words
from cxgov.goals.views.blueprint import bp, list_people, load_goal, load_goal_of_key_result, load_key_result, zone
from cxgov.journal.enums import Kind
from cxgov.journal.pages import chain_cells, tied
from cxgov.people.choices import person_by_id
from cxgov.people.models import Person
from cxgov.people.queries import department_names
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import Form, done
from cxgov.web.headers import no_store
from cxgov.web.pages import page, url_of
from cxgov.web.paths import own_path
from cxgov.web.settings import today
from cxgov.web.words import day_words, short_day


@bp.get("/key-results/<int:key_result_id>")
@requires("goals:goal:read", load_key_result)
def key_result(key_result: KeyResult) -> Response:
    """Show a key result with its course, its check-ins and where it stands."""
    return shown(key_result.id)


def shown(key_result_id: int, refused: Form | None = None) -> Response:
    """Render a key result's page; a form that was refused is given back as it was sent."""
    session, who, day = db.session(), actor(), today()
    one = queries.one_key_result(session, who, key_result_id)
    goal = one.objective
    if one.level >= Level.RESTRICTED:
        no_store()
    figures = queries.figures_of_key_result(session, actor(), one, day, zone=zone())
    check_ins = queries.check_ins_of(session, one.id)
    outlook = charting.outlook_of(figures, check_ins, day, clock.now())
    points = queries.points_of(session, [one.id], day).get(one.id, [])
    return page(
        "goals/show.html", status=422 if refused else 200, goal=_goal(figures), lead=_lead(figures),
        parents=[("Goals", url_for("goals.index", cycle=goal.cycle_id)), (goal.title, url_of(goal))],
        buttons=_buttons(one), chain=_chain(figures), key_results=[],
        course=charting.course_of(figures, points, day, charting.value_at_end(figures, outlook)),
        course_note="", stands=_stands(figures), check_in=_check_in(one, refused), check_ins=_entries(one, check_ins),
        check_in_words=_timeliness(one, check_ins), readings=_readings(one, check_ins),
        links=_links(one), take=charting.take_words(figures, outlook), drop_form=_drop_form(one, refused),
        drop_url=url_for("goals.drop_key_result", key_result_id=one.id),
    )  # fmt: skip


def _goal(figures: KeyResultFigures) -> dict[str, Any]:
    one = figures.key_result
    state = one.objective.state
    over = one.state is KeyResultState.DROPPED or state is ObjectiveState.DROPPED
    pill: Any = ObjectiveState.DROPPED if over else state if state is ObjectiveState.DRAFT else figures.status
    shared = [part.department.title for part in one.objective.departments if part.department_id != one.department_id]
    room = department_names(db.session()).get(one.department_id or 0, "")
    return {
        "title": one.title, "status": pill, "status_words": "" if over else words.status_words(figures),
        "owner": one.owner.name, "owner_second": f"{room}, accountable" if room else "accountable",
        "shared": f"shared with {', '.join(sorted(shared))}" if shared else "", "level": one.level,
    }  # fmt: skip


def _lead(figures: KeyResultFigures) -> Markup:
    one, day = figures.key_result, today()
    days = f"{day_words(one.first_on, day)} to {day_words(one.last_on, day)}"
    goal = one.objective
    return Markup('From {}, {}. Weight {}, a key result of the {} goal <a href="{}">{}</a>.').format(
        words.span(one), days, number(one.weight), goal.ambition.value, url_of(goal), goal.title
    )


def _stands(figures: KeyResultFigures) -> dict[str, Any]:
    return {
        "progress": words.in_percent(figures.p), "expected": words.in_percent(figures.wanted),
        "words": words.way_words(figures), "why": words.why_key_result(figures, today(), zone()),
    }  # fmt: skip


def _chain(figures: KeyResultFigures) -> dict[str, tuple[str, str]]:
    one = figures.key_result
    cells = chain_cells(db.session(), actor(), one.objective.subject)
    said = f"{number(one.baseline)} to {words.now_words(figures)}" if figures.reading else "no reading yet"
    return {**cells, "goal": (one.objective.title, url_of(one.objective)), "outcome": (said, url_of(one))}


def _is_open(one: KeyResult) -> bool:
    return one.state is KeyResultState.ACTIVE and one.objective.state is ObjectiveState.PUBLISHED


def _check_in(one: KeyResult, refused: Form | None) -> dict[str, Any] | None:
    if not _is_open(one) or not policy.allows(actor(), "goals:key_result:check_in", one):
        return None
    form = refused if isinstance(refused, forms.CheckInForm) else forms.CheckInForm(formdata=None, valid_on=today())
    return {"url": url_for("goals.check_in", key_result_id=one.id), "form": form, "unit": one.unit}


def _drop_form(one: KeyResult, refused: Form | None) -> Form | None:
    state = one.objective.state
    needed = "goals:key_result:edit" if state is ObjectiveState.DRAFT else "goals:goal:publish"
    over = one.state is KeyResultState.DROPPED or state not in (ObjectiveState.DRAFT, ObjectiveState.PUBLISHED)
    if over or not policy.allows(actor(), needed, one.objective):
        return None
    return refused if isinstance(refused, forms.ReasonForm) else forms.ReasonForm(formdata=None)


def _buttons(one: KeyResult) -> list[tuple[str, str, str, str]]:
    held = []
    if _check_in(one, None):
        held.append(("Check in", "#check-in", "primary", "edit"))
    if one.objective.state is ObjectiveState.DRAFT and policy.allows(actor(), "goals:key_result:edit", one.objective):
        held.append(("Change", url_for("goals.edit_key_result", key_result_id=one.id), "plain", "edit"))
    return held


def _entries(one: KeyResult, check_ins: Sequence[CheckIn]) -> list[dict[str, Any]]:
    return [
        {
            "when": short_day(held.valid_on, today()), "iso": held.valid_on.isoformat(),
            "sentence": Markup("<b>{}</b>{}").format(
                with_unit(held.value, one.unit), escape(f" “{held.note}”") if held.note else ""
            ),
            "second": " · ".join(filter(None, _second(held))),
        }
        for held in check_ins
    ]  # fmt: skip


def _second(held: CheckIn) -> list[str]:
    sure = "" if held.confidence is None else f"confidence {number(held.confidence / 10, 1)}"
    who = held.person.name if held.person else "entered by the system"
    return [who, sure, words.recorded_words(held.recorded_at, held.valid_on, zone(), today())]


def _readings(one: KeyResult, check_ins: Sequence[CheckIn]) -> list[tuple[str, str, str, str]]:
    day = today()
    return [
        (
            day_words(held.valid_on, day),
            with_unit(held.value, one.unit),
            held.person.name if held.person else "–",
            day_words(_local(held), day),
        )
        for held in check_ins
    ]


def _local(held: CheckIn) -> date:
    return clock.local_day(held.recorded_at, zone())


def _timeliness(one: KeyResult, check_ins: Sequence[CheckIn]) -> str:
    days = [_local(held) for held in check_ins]
    found = obligations(one.objective.cycle.cadence, one.first_on, one.last_on, days, today())
    counts = {came: sum(row.came is came for row in found) for came in CheckInClass}
    said = {CheckInClass.ON_TIME: "on time", CheckInClass.LATE: "late", CheckInClass.MISSED: "missed"}
    return ", ".join(f"{counts[came]} {name}" for came, name in said.items() if counts[came])


def _links(one: KeyResult) -> list[tuple[str, list[tuple[str, str, str]]]]:
    held = tied(db.session(), actor(), one.id, without={Kind.OBJECTIVE})
    return [("Tied to", held)] if held else []


@bp.post("/key-results/<int:key_result_id>/check-in")
@requires("goals:key_result:check_in", load_key_result)
def check_in(key_result: KeyResult) -> Response:
    """Keep a reading: from the key result's page, or from My work in one press."""
    form, kept_id = forms.CheckInForm(), key_result.id

    def kept() -> CheckIn:
        sure = form.confidence.data
        return service.check_in(
            db.session(), key_result, form.value.data, valid_on=form.valid_on.data or today(), today=today(),
            confidence=int(sure) if sure else None, note=form.note.data or "", actor=actor(), now=clock.now(),
        )  # fmt: skip

    if form.validate_on_submit():
        made = form.run(kept)
        if made:
            back = own_path(form.back.data) if form.back.data else url_for("goals.key_result", key_result_id=kept_id)
            return done(back, "Your check-in is kept.")
    return shown(kept_id, form)


@bp.route("/<int:objective_id>/key-results/new", methods=["GET", "POST"])
@requires("goals:key_result:edit", load_goal)
def new_key_result(goal: Objective) -> Response:
    """Add a key result to a goal."""
    goal_id, title, here = goal.id, goal.title, url_of(goal)
    form: Any = forms.KeyResultForm(owner=goal.owner_id)
    list_people(form, "owner", keep=(goal.owner_id,))
    if form.validate_on_submit():
        made = form.run(
            lambda: service.make_key_result(
                db.session(), goal, form.title.data, owner=_owner(form), measure=_measure(form), actor=actor(),
                now=clock.now(),
            )
        )  # fmt: skip
        if made:
            return done(url_for("goals.show", objective_id=goal_id), f"“{made.title}” measures it now.")
    return page(
        "form_page.html", form=form, heading="New key result", submit="Add it", cancel=here,
        lead=f"How we see that “{title}” comes true. A number that rises or falls, inside the cycle.",
        crumbs=[("Goals", url_for("goals.index")), (title, here), ("New key result", "")],
    )  # fmt: skip


@bp.route("/key-results/<int:key_result_id>/edit", methods=["GET", "POST"])
@requires("goals:key_result:edit", load_goal_of_key_result)
def edit_key_result(goal: Objective) -> Response:
    """Change a key result while its goal is a draft."""
    one = _of_url()
    title, here, one_id = one.title, url_of(one), one.id
    form: Any = forms.KeyResultForm(
        data={
            "title": title, "owner": one.owner_id, "baseline": one.baseline, "target": one.target, "unit": one.unit,
            "weight": one.weight, "start_on": one.first_on, "end_on": one.last_on, "version": one.version,
        }
    )  # fmt: skip
    list_people(form, "owner", keep=(one.owner_id,))
    if form.validate_on_submit():

        def changed() -> bool:
            service.edit_key_result(
                db.session(), one, title=form.title.data, owner=_owner(form), measure=_measure(form), actor=actor(),
                now=clock.now(), version=form.version.data,
            )  # fmt: skip
            return True

        if form.run(changed):
            return done(url_for("goals.key_result", key_result_id=one_id), "The key result is changed.")
    return page(
        "form_page.html", form=form, heading=f"Change {title}", submit="Save it", cancel=here,
        crumbs=[("Goals", url_for("goals.index")), (title, here), ("Change", "")],
    )  # fmt: skip


@bp.post("/key-results/<int:key_result_id>/drop")
@requires("goals:key_result:edit", load_goal_of_key_result)
def drop_key_result(goal: Objective) -> Response:
    """Take a key result out of the mean."""
    form, one = forms.ReasonForm(), _of_url()
    one_id = one.id

    def dropped() -> bool:
        service.drop_key_result(
            db.session(), one, reason=form.reason.data, today=today(), actor=actor(), now=clock.now()
        )
        return True

    if form.validate_on_submit() and form.run(dropped):
        return done(url_for("goals.key_result", key_result_id=one_id), "The key result is dropped. It stays listed.")
    return shown(one_id, form)


def _of_url() -> KeyResult:
    from flask import request

    return load_key_result(int((request.view_args or {})["key_result_id"]))


def _owner(form: Any) -> Person:
    found = person_by_id(db.session(), actor(), form.owner.data)
    assert found is not None  # the form asks for one
    return found


def _measure(form: Any) -> Measure:
    return Measure(
        baseline=form.baseline.data, target=form.target.data, unit=form.unit.data or "", weight=form.weight.data,
        first_on=form.start_on.data, last_on=form.end_on.data,
    )  # fmt: skip
