"""Founding, charter and members. The committee's own page looks across and is `overview.committee`."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from cxgov.committees import forms, queries, service
from cxgov.committees.enums import CommitteeRole
from cxgov.committees.models import Committee
from cxgov.core import clock, policy
from cxgov.core.enums import Level
from cxgov.core.markdown import render
from cxgov.journal.enums import Kind
from cxgov.journal.queries import get
from cxgov.people import queries as people
from cxgov.people.models import Person
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import done
from cxgov.web.pages import page, page_of, url_of
from cxgov.web.settings import settings, today

bp = Blueprint("committees", __name__, url_prefix="/committees")
bp.add_url_rule("", "index", build_only=True)  # the list looks across, so overview answers it
page_of(Kind.COMMITTEE, "overview.committee", "committee_id")


def load_committee(committee_id: int, **more: int) -> Committee:
    """Return the committee of the URL."""
    return get(db.session(), actor(), Committee, committee_id)


def _people() -> dict[int, Person]:
    return {one.id: one for one in people.people(db.session(), actor(), present_on=today())}


def _others(known: dict[int, Person]) -> list[Person]:
    return [one for one in known.values() if one.id != actor().id]


def _crumbs(committee: Committee, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Committees", url_for("committees.index")), (committee.title, url_of(committee)), *more]


def _members_url(committee: Committee) -> str:
    return url_for("committees.members", committee_id=committee.id)


@bp.route("/new", methods=["GET", "POST"])
@requires("committees:committee:make")
def new() -> Response:
    """Found a committee."""
    form, known = forms.FoundForm(zone=settings().organisation.zone), _people()
    names = people.department_names(db.session())
    form.sponsor.choices = forms.choices(known.values(), names, "Nobody yet")
    form.chair.choices = form.secretary.choices = forms.choices(_others(known), names, "Nobody yet")
    if form.validate_on_submit():
        made = form.run(
            lambda: service.make_committee(
                db.session(), form.name.data, form.slug.data or "", charter=form.charter(known),
                level=Level(int(form.level.data)), chair=known.get(form.chair.data or 0),
                secretary=known.get(form.secretary.data or 0), actor=actor(), now=clock.now(),
            )
        )  # fmt: skip
        if made:
            return done(url_of(made), f"{made.title} is founded.")
    return page(
        "form_page.html", form=form, heading="Found a committee", submit="Found it", cancel=url_for("committees.index"),
        lead="Who decides together, how often, and how many must be there. Everything can be changed later.",
        crumbs=[("Committees", url_for("committees.index")), ("Found a committee", "")],
    )  # fmt: skip


@bp.get("/<int:committee_id>/charter")
@requires("committees:committee:read", load_committee)
def charter(committee: Committee) -> Response:
    """Show the charter."""
    sponsor = get(db.session(), actor(), Person, committee.sponsor_id) if committee.sponsor_id else None
    texts = [
        (label, render(text))
        for label, text in (
            ("Purpose", committee.purpose), ("Authority", committee.authority),
            ("The vision it serves", committee.vision),
        )
    ]  # fmt: skip
    return page(
        "committees/charter.html", committee=committee, sponsor=sponsor, texts=texts,
        quorum=queries.quorum_words(committee), crumbs=_crumbs(committee, ("Charter", "")),
        may_edit=policy.allows(actor(), "committees:charter:edit", committee),
    )  # fmt: skip


@bp.route("/<int:committee_id>/charter/edit", methods=["GET", "POST"])
@requires("committees:charter:edit", load_committee)
def edit(committee: Committee) -> Response:
    """Change the charter."""
    form, known = forms.EditForm(data=forms.values_of(committee)), _people()
    form.sponsor.choices = forms.choices(known.values(), people.department_names(db.session()), "Nobody yet")
    here = url_for("committees.charter", committee_id=committee.id)
    if form.validate_on_submit():
        changed = form.run(
            lambda: service.edit_charter(
                db.session(), committee, form.name.data, charter=form.charter(known), actor=actor(), now=clock.now(),
                version=form.version.data,
            )
        )  # fmt: skip
        if changed is not None:
            return done(here, "The charter is changed." if changed else None)
    return page(
        "form_page.html", form=form, heading=f"Charter of {committee.title}", submit="Save the charter", cancel=here,
        crumbs=_crumbs(committee, ("Charter", here), ("Change", "")),
    )  # fmt: skip


@bp.route("/<int:committee_id>/level", methods=["GET", "POST"])
@requires("committees:level:raise", load_committee)
def level(committee: Committee) -> Response:
    """Make it more confidential."""
    form = forms.LevelForm(level=str(committee.level.value))
    here = url_for("committees.charter", committee_id=committee.id)
    if form.validate_on_submit():

        def raised() -> Level:
            wanted = Level(int(form.level.data))
            service.raise_level(db.session(), committee, wanted, actor=actor(), now=clock.now())
            return wanted

        if form.run(raised) is not None:
            return done(here, "It is more confidential now, with everything that belongs to it.")
    return page(
        "form_page.html", form=form, heading=f"Make {committee.title} more confidential", submit="Raise the level",
        lead="Everything that belongs to it rises with it. Lowering it again takes a second person.", cancel=here,
        crumbs=_crumbs(committee, ("Level", "")),
    )  # fmt: skip


@bp.get("/<int:committee_id>/members")
@requires("committees:committee:read", load_committee)
def members(committee: Committee) -> Response:
    """List who sits in it, with their terms, and who did."""
    day, terms = today(), queries.terms(db.session(), committee.id)
    current = queries.members_on(db.session(), committee.id, day)
    now_in = {term.id for term in current}
    return page(
        "committees/members.html", committee=committee, current=current,
        coming=[t for t in terms if t.valid_from > day], past=[t for t in terms if t.valid_to and t.valid_to < day],
        fresh={t.id for t in terms if t.valid_from >= day}, departments=people.department_names(db.session()),
        votes=sum(term.is_voting for term in current if term.id in now_in), quorum=queries.quorum_words(committee),
        may_manage=policy.allows(actor(), "committees:member:manage", committee),
        crumbs=_crumbs(committee, ("Members", "")),
    )  # fmt: skip


@bp.route("/<int:committee_id>/members/new", methods=["GET", "POST"])
@requires("committees:member:manage", load_committee)
def add(committee: Committee) -> Response:
    """Give somebody a seat."""
    form, known = forms.SeatForm(valid_from=today()), _people()
    form.person.choices = forms.choices(_others(known), people.department_names(db.session()))
    if form.validate_on_submit():
        seat = form.run(
            lambda: service.add_member(
                db.session(), committee, known[form.person.data], CommitteeRole(form.role.data),
                votes=form.is_voting.data, valid_from=form.valid_from.data, valid_to=form.valid_to.data, actor=actor(),
                now=clock.now(),
            )
        )  # fmt: skip
        if seat:
            return done(_members_url(committee), f"{known[seat.person_id].name} has a seat now.")
    return page(
        "form_page.html", form=form, heading="Give a seat", submit="Give the seat", cancel=_members_url(committee),
        lead=f"In {committee.title}. Observers and advisers do not vote.",
        crumbs=_crumbs(committee, ("Members", _members_url(committee)), ("New", "")),
    )  # fmt: skip


@bp.route("/<int:committee_id>/members/<int:term_id>/end", methods=["GET", "POST"])
@requires("committees:member:manage", load_committee)
def end(committee: Committee) -> Response:
    """Say when a term ends."""
    term = queries.term(db.session(), committee.id, (request.view_args or {})["term_id"])
    form, name = forms.EndForm(last_day=term.valid_to or today()), term.person.name
    if form.validate_on_submit():

        def ended() -> bool:
            service.end_term(db.session(), committee, term, last_day=form.last_day.data, actor=actor(), now=clock.now())
            return True

        if form.run(ended):
            return done(_members_url(committee), f"The term of {name} has a last day.")
    return page(
        "form_page.html", form=form, heading=f"End the term of {name}", submit="Save", cancel=_members_url(committee),
        crumbs=_crumbs(committee, ("Members", _members_url(committee)), ("End a term", "")),
    )  # fmt: skip


@bp.post("/<int:committee_id>/members/<int:term_id>/take-back")
@requires("committees:member:manage", load_committee)
def take_back(committee: Committee) -> Response:
    """Take a seat back that has not begun before today."""
    term = queries.term(db.session(), committee.id, (request.view_args or {})["term_id"])
    service.take_back(db.session(), committee, term, today=today(), actor=actor(), now=clock.now())
    return done(_members_url(committee), "The seat is taken back.")


@bp.route("/<int:committee_id>/chair", methods=["GET", "POST"])
@requires("committees:member:manage", load_committee)
def chair(committee: Committee) -> Response:
    """Give the chair to somebody else."""
    form, known = forms.ChairForm(from_day=today()), _people()
    form.person.choices = forms.choices(_others(known), people.department_names(db.session()))
    if form.validate_on_submit():
        seat = form.run(
            lambda: service.change_chair(
                db.session(), committee, known[form.person.data], from_day=form.from_day.data, stays=form.stays.data,
                actor=actor(), now=clock.now(),
            )
        )  # fmt: skip
        if seat:
            return done(_members_url(committee), f"{known[seat.person_id].name} takes the chair.")
    return page(
        "form_page.html", form=form, heading="Change the chair", submit="Change the chair",
        lead=f"Of {committee.title}. The present term ends the day before.", cancel=_members_url(committee),
        crumbs=_crumbs(committee, ("Members", _members_url(committee)), ("Chair", "")),
    )  # fmt: skip
