"""Notes of the minutes: added, saved on top of what they said, taken out. Whatever is refused, the text comes back."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from cxgov.core import clock
from cxgov.core.errors import Conflict, RuleBroken
from cxgov.meetings import forms, queries, service
from cxgov.meetings.joining import join_texts, marked
from cxgov.meetings.models import AgendaItem, Block, Meeting
from cxgov.meetings.service import WouldWithdraw
from cxgov.meetings.views.blueprint import bp, load_meeting, number_of_url, to_block
from cxgov.meetings.views.room import shown
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import already_done, done
from cxgov.web.words import clock_words


@bp.post("/<int:meeting_id>/blocks")
@requires("meetings:minutes:edit", load_meeting)
def add_block(meeting: Meeting) -> Response:
    """Add a note, to an item of the agenda or at the end."""
    form = forms.NoteForm()
    item = _item(meeting, form)

    def added() -> str:
        block = service.add_block(
            db.session(), meeting, form.text.data or "", item=item, actor=actor(), now=clock.now()
        )
        return to_block(meeting, block.id)

    return _tried(meeting, form, added, None)


@bp.post("/<int:meeting_id>/blocks/<int:block_id>")
@requires("meetings:minutes:edit", load_meeting)
def save_block(meeting: Meeting) -> Response:
    """Save a note on top of the version it was made from."""
    form, block = forms.NoteForm(), queries.get_block(db.session(), actor(), meeting, number_of_url("block_id"))

    def saved() -> str:
        service.save_block(
            db.session(), meeting, block, form.text.data or "", version=form.version.data or 0, actor=actor(),
            now=clock.now(), is_confirmed=form.confirm.data == "yes",
        )  # fmt: skip
        return to_block(meeting, block.id)

    return _tried(meeting, form, saved, block)


@bp.post("/<int:meeting_id>/blocks/<int:block_id>/remove")
@requires("meetings:minutes:edit", load_meeting)
def remove_block(meeting: Meeting) -> Response:
    """Take a note out; what its lines made is withdrawn after a question."""
    form, block = forms.NoteForm(), queries.get_block(db.session(), actor(), meeting, number_of_url("block_id"))

    def removed() -> str:
        service.remove_block(
            db.session(), meeting, block, version=form.version.data or 0, actor=actor(), now=clock.now(),
            is_confirmed=form.confirm.data == "yes",
        )  # fmt: skip
        return url_for("meetings.show", meeting_id=meeting.id)

    return _tried(meeting, form, removed, block, removes=True)


def _item(meeting: Meeting, form: forms.NoteForm) -> AgendaItem | None:
    asked = form.item.data or ""
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 19):
        return None
    return queries.get_item(db.session(), actor(), meeting, int(asked))


def _tried(
    meeting: Meeting, form: forms.NoteForm, verb: Callable[[], str], block: Block | None, *, removes: bool = False
) -> Response:
    """Run the verb once; a conflict, a question and a refusal each show the meeting again with what was sent."""
    if (earlier := already_done()) is not None:
        return earlier
    text, meeting_id, block_id = form.text.data or "", meeting.id, block.id if block else 0
    if not form.validate_on_submit():
        words = " ".join(str(one) for found in form.errors.values() for one in found)
        return shown(load_meeting(meeting_id), unsaved=SimpleNamespace(sentence=words, text=text), status=422)
    try:
        return done(verb())
    except (Conflict, RuleBroken) as no:
        db.session.rollback()
        if (first := already_done()) is not None:
            return first
        return _given_back(meeting_id, block_id, form, text, no, removes=removes)


def _given_back(
    meeting_id: int, block_id: int, form: forms.NoteForm, text: str, no: Exception, *, removes: bool
) -> Response:
    meeting = load_meeting(meeting_id)
    block = queries.get_block(db.session(), actor(), meeting, block_id) if block_id else None
    more: dict[str, Any] = {}
    if block is not None and isinstance(no, WouldWithdraw):
        more["question"] = _question(meeting, block, text, no, removes=removes)
    elif block is not None and isinstance(no, Conflict) and no.theirs is not None:
        more["conflict"] = _conflict(meeting, block, form.version.data or 0, str(no), no.theirs, no.yours or "")
    else:
        more["unsaved"] = SimpleNamespace(sentence=str(no), text=text)
    return shown(meeting, status=409, **more)


def _question(meeting: Meeting, block: Block, text: str, no: WouldWithdraw, *, removes: bool) -> SimpleNamespace:
    endpoint = "meetings.remove_block" if removes else "meetings.save_block"
    return SimpleNamespace(
        titles=no.titles, text=text, version=block.version, removes=removes, back_url=to_block(meeting, block.id),
        url=url_for(endpoint, meeting_id=meeting.id, block_id=block.id),
    )  # fmt: skip


def _conflict(meeting: Meeting, block: Block, version: int, sentence: str, theirs: str, yours: str) -> SimpleNamespace:
    newest = queries.last_revision(db.session(), block)
    name = newest[1] if newest else "Somebody else"
    at = clock_words(newest[0].saved_at, meeting.zone) if newest else ""
    base = queries.revision(db.session(), block, version) or ""
    verb = "took this note out" if block.is_removed else "changed this note"
    return SimpleNamespace(
        title=f"{name} {verb} while you were typing", sentence=sentence, block_id=block.id, version=block.version,
        save_url=url_for("meetings.save_block", meeting_id=meeting.id, block_id=block.id), yours_when="Yours",
        yours=marked(yours, theirs), theirs_when=f"{name}, {at}".rstrip(", "), theirs=marked(theirs, yours),
        yours_text=yours, theirs_text=theirs, joined_text=join_texts(base, theirs, yours),
    )  # fmt: skip
