"""The pages and buttons of stories and thanks."""

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from cxgov.core import clock, policy
from cxgov.core.enums import Level
from cxgov.core.lifecycle import verbs_open
from cxgov.core.markdown import render
from cxgov.journal.enums import Kind
from cxgov.journal.models import SubjectOf
from cxgov.journal.pages import chain_cells
from cxgov.journal.queries import timeline
from cxgov.people.choices import department_choices, departments_by_ids, people_by_ids, people_choices, person_by_id
from cxgov.people.models import Person
from cxgov.stories import forms, permissions, queries, service
from cxgov.stories.enums import StoryKind
from cxgov.stories.models import Story
from cxgov.stories.rules import MOVES, evidence_words
from cxgov.stories.service import Told
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import Button, Form, done
from cxgov.web.headers import no_store
from cxgov.web.pages import page, page_of, url_of
from cxgov.web.paging import chosen_id, page_number, pager
from cxgov.web.paths import own_path
from cxgov.web.settings import today

bp = Blueprint("stories", __name__, url_prefix="/stories")
page_of(Kind.STORY, "stories.show", "story_id")


def load_story(story_id: int) -> Story:
    """Return the story of the URL, or answer as for an id that never was."""
    return queries.one_story(db.session(), actor(), story_id)


@bp.get("")
@requires("stories:story:list")
def index() -> Response:
    """List what is published, my drafts, and the drafts that wait for me."""
    session, who = db.session(), actor()
    kind = next((one for one in StoryKind if one.value == request.args.get("kind")), None)
    department_id, number = chosen_id(request.args, "department"), page_number(request.args)
    found = queries.published(session, who, kind=kind, department_id=department_id, page=number)
    total = queries.count_published(session, who, kind=kind, department_id=department_id)
    return page(
        "stories/index.html", stories=[(story, render(story.text, heading_from=4)) for story in found], total=total,
        drafts=queries.my_drafts(session, who), waiting=queries.drafts_waiting(session, who), kind=kind,
        kinds=[(one.value, one.value) for one in StoryKind], departments=department_choices(session, who),
        department=department_id, pager=pager(len(found), total, page=number, per_page=queries.PER_PAGE),
        evidence_words=evidence_words,
    )  # fmt: skip


@bp.get("/<int:story_id>")
@requires("stories:story:read", load_story)
def show(story: Story) -> Response:
    """Show a story."""
    return shown(story.id)


def shown(story_id: int, refused: Form | None = None) -> Response:
    """Render a story's page; a form that was refused is given back as it was sent."""
    session, who = db.session(), actor()
    story = queries.one_story(session, who, story_id)
    if story.level >= Level.RESTRICTED or story.subject.is_draft:
        no_store()
    return page(
        "stories/show.html", status=422 if refused else 200, story=story, text=render(story.text),
        evidence=evidence_words(story.evidence), about=queries.about_of(session, who, story.id), may=_may(story),
        chain=chain_cells(session, who, story.subject), events=timeline(session, who, [story.id]), now=clock.now(),
        refused=refused,
        reason_form=refused if isinstance(refused, forms.ReasonForm) else forms.ReasonForm(formdata=None),
    )  # fmt: skip


def _may(story: Story) -> frozenset[str]:
    """Return what the actor may do with a story now: change, publish, withdraw, rewrite."""
    who = actor()
    open_verbs = set(verbs_open(MOVES, story.state, permissions.parts_of(who, story)))
    needed = {"change": "edit", "publish": "publish", "withdraw": "withdraw", "rewrite": "edit"}
    return frozenset(
        verb
        for verb, name in needed.items()
        if verb in open_verbs and policy.allows(who, f"stories:story:{name}", story)
    )


def _about(about_id: int | None) -> SubjectOf | None:
    """Return what a story or thanks are about, NotFound where the actor must not know of it."""
    return queries.subject_to_tell_of(db.session(), actor(), about_id) if about_id else None


def _list(form: Any, keep: tuple[int, ...] = (), rooms: tuple[int, ...] = ()) -> None:
    session, who = db.session(), actor()
    form.departments.choices = department_choices(session, who, keep=rooms)
    form.people.choices = people_choices(session, who, present_on=today(), keep=keep)


def _told(form: Any) -> Told:
    session, who = db.session(), actor()
    return Told(
        title=form.title.data, text=form.text.data or "", kind=StoryKind(form.kind.data),
        departments=departments_by_ids(session, who, form.departments.data or ()),
        people=people_by_ids(session, who, form.people.data or ()), evidence=form.evidence.data or None,
        is_not_measured=form.is_not_measured.data,
    )  # fmt: skip


@bp.route("/new", methods=["GET", "POST"])
@requires("stories:story:write")
def new() -> Response:
    """Write a story as a draft; `about` in the address names what it tells of."""
    about = _about(chosen_id(request.args, "about"))
    form: Any = forms.NewStoryForm(title="" if about is None else about.title)
    _list(form)
    if about is not None and not form.is_submitted():
        form.departments.data, form.people.data = queries.who_worked_on(db.session(), actor(), about)
    if form.validate_on_submit():
        made = form.run(
            lambda: service.write(
                db.session(), _told(form), about=about, level=Level(int(form.level.data)), actor=actor(),
                now=clock.now(),
            )
        )  # fmt: skip
        if made:
            return done(url_of(made), "Your story is a draft. The CX office or the secretary publishes it.")
    return page(
        "stories/form.html", form=form, heading="Tell a story", submit="Save the draft", about=about,
        cancel=url_of(about) if about is not None else url_for("stories.index"),
        lead="The best ones are small: who did what together, and what the customer noticed.",
        crumbs=[("Stories", url_for("stories.index")), ("Tell a story", "")],
    )  # fmt: skip


@bp.route("/<int:story_id>/edit", methods=["GET", "POST"])
@requires("stories:story:edit", load_story)
def edit(story: Story) -> Response:
    """Change a draft."""
    story_id, title, here = story.id, story.title, url_of(story)
    rooms = tuple(row.department_id for row in story.departments)
    thanked = tuple(row.person_id for row in story.people)
    form: Any = forms.StoryForm(
        data={
            "title": title, "kind": story.kind.value, "text": story.text, "departments": list(rooms),
            "people": list(thanked), "evidence": story.evidence, "is_not_measured": story.is_not_measured,
            "version": story.version,
        }
    )  # fmt: skip
    _list(form, thanked, rooms)
    if form.validate_on_submit():

        def changed() -> bool:
            service.edit(db.session(), story, _told(form), actor=actor(), now=clock.now(), version=form.version.data)
            return True

        if form.run(changed):
            return done(url_for("stories.show", story_id=story_id), "The story is changed.")
    return page(
        "stories/form.html", form=form, heading=f"Change {title}", submit="Save it", about=None, cancel=here, lead="",
        crumbs=[("Stories", url_for("stories.index")), (title, here), ("Change", "")],
    )  # fmt: skip


def _act(story: Story, form: Form, run: Any, said: str) -> Response:
    """Run a verb and go back to the page; what was refused is shown there with its words."""
    story_id = story.id

    def ran() -> bool:
        run()
        return True

    if form.validate_on_submit() and form.run(ran):
        return done(url_for("stories.show", story_id=story_id), said)
    return shown(story_id, form)


@bp.post("/<int:story_id>/publish")
@requires("stories:story:publish", load_story)
def publish(story: Story) -> Response:
    """Tell it to everybody."""
    return _act(
        story, Button(), lambda: service.publish(db.session(), story, actor=actor(), now=clock.now()),
        "The story is told. It goes into the next digest where everybody may read it.",
    )  # fmt: skip


@bp.post("/<int:story_id>/withdraw")
@requires("stories:story:withdraw", load_story)
def withdraw(story: Story) -> Response:
    """Take it back, with a reason."""
    form: Any = forms.ReasonForm()
    return _act(
        story, form,
        lambda: service.withdraw(
            db.session(), story, reason=form.reason.data, actor=actor(), now=clock.now()
        ),
        "The story is withdrawn.",
    )  # fmt: skip


@bp.post("/<int:story_id>/rewrite")
@requires("stories:story:edit", load_story)
def rewrite(story: Story) -> Response:
    """Take a withdrawn story up again."""
    return _act(
        story, Button(), lambda: service.rewrite(db.session(), story, actor=actor(), now=clock.now()),
        "The story is a draft again.",
    )  # fmt: skip


@bp.route("/thanks", methods=["GET", "POST"])
@requires("stories:thanks:say")
def thank() -> Response:
    """Say thank you to a colleague; `to` and `about` in the address fill the form."""
    form: Any = forms.ThanksForm(to=chosen_id(request.args, "to"), about=request.args.get("about", ""))
    about_id = chosen_id({"about": form.about.data or ""}, "about")
    about = _about(about_id)
    listed = people_choices(db.session(), actor(), present_on=today())
    form.to.choices = [choice for choice in listed if choice[0] != actor().id]
    if form.validate_on_submit():

        def said() -> Person:
            to = person_by_id(db.session(), actor(), form.to.data)
            assert to is not None  # the form asks for one
            service.thank(db.session(), to, form.words.data, about=about, actor=actor(), now=clock.now())
            return to

        thanked = form.run(said)
        if thanked:
            back = (
                own_path(form.back.data) if form.back.data else url_of(about) if about is not None else url_of(thanked)
            )
            return done(back, f"{thanked.name} reads your thanks.")
    return page(
        "stories/thank.html", form=form, heading="Thank a colleague", submit="Say thank you", about=about,
        cancel=url_of(about) if about is not None else url_for("stories.index"),
        lead="In a few words: what they did, and what it changed.",
        crumbs=[("Stories", url_for("stories.index")), ("Thank a colleague", "")],
    )  # fmt: skip
