"""Every verb of every life-cycle from every state it is not open in: refused with 409, logged, and nothing changed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from cxgov.actions import rules as actions
from cxgov.actions.models import ActionItem
from cxgov.core.lifecycle import Move
from cxgov.decisions import rules as decisions
from cxgov.decisions.models import Decision
from cxgov.goals.models import Objective
from cxgov.goals.rules.checks import OBJECTIVE_MOVES
from cxgov.initiatives import rules as initiatives
from cxgov.initiatives.models import Initiative
from cxgov.journal.models import Subject
from cxgov.journal.queries import head_seq
from cxgov.meetings import rules as meetings
from cxgov.meetings.enums import MeetingState
from cxgov.meetings.models import Meeting
from cxgov.stories import rules as stories
from cxgov.stories.models import Story
from tests.actions.items import make
from tests.goals.build import make_goal
from tests.initiatives.build import make_decision, make_initiative
from tests.meetings.build import make_meeting, minute
from tests.stories.build import make_story
from tests.support.cast import NOW, Cast
from tests.support.client import Browser
from tests.support.forms import filled

Open = Callable[..., Browser]
WORDS = {"reason": "The customer said so.", "comment": "A page is missing.", "evidence": "Seen.", "answer": "No."}


@dataclass(frozen=True)
class Step:
    """How one verb is sent over HTTP: by whom, to which address, with what besides the usual words."""

    who: str
    path: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A life-cycle with its object and its verbs that have a page; the others are the system's own."""

    moves: Sequence[Move[Any]]
    model: Any
    build: Callable[[Session, Cast], Any]
    steps: dict[str, Step]


TABLES = {
    "action": Table(
        actions.MOVES, ActionItem, lambda session, cast: make(session, cast, owner=cast.dan),
        {
            "open": Step("ben", "/actions/{id}/open"), "accept": Step("dan", "/actions/{id}/accept"),
            "ask_date": Step("dan", "/actions/{id}/ask-date", {"wanted_on": "2027-01-15"}),
            "start": Step("dan", "/actions/{id}/start"),
            "block": Step("dan", "/actions/{id}/block", {"unblocker": "Cleo Tamsin"}),
            "unblock": Step("dan", "/actions/{id}/unblock"), "claim_done": Step("dan", "/actions/{id}/done"),
            "verify": Step("ada", "/actions/{id}/verify"), "return": Step("ada", "/actions/{id}/return"),
            "reopen": Step("ada", "/actions/{id}/reopen"),
            "reassign": Step("ada", "/actions/{id}/reassign", {"owner": "Cleo Tamsin"}),
            "cancel": Step("ada", "/actions/{id}/cancel"),
        },
    ),
    "decision": Table(
        decisions.MOVES, Decision, make_decision, {"implement": Step("ada", "/decisions/{id}/implement")}
    ),
    "initiative": Table(
        initiatives.MOVES, Initiative, make_initiative,
        {
            verb: Step("ada", f"/initiatives/{{id}}/move/{verb}", {"decision": "", "benefit": "Calls fell."})
            for verb in ("propose", "return", "approve", "start", "deliver", "measure", "close", "stop")
        },
    ),
    "goal": Table(
        OBJECTIVE_MOVES, Objective, make_goal,
        {"publish": Step("ada", "/goals/{id}/publish"), "drop": Step("ada", "/goals/{id}/drop")},
    ),
    "story": Table(
        stories.MOVES, Story, lambda session, cast: make_story(session, cast, cast.cora),
        {
            "publish": Step("cora", "/stories/{id}/publish"), "withdraw": Step("cora", "/stories/{id}/withdraw"),
            "rewrite": Step("cora", "/stories/{id}/rewrite"),
        },
    ),
    "meeting": Table(
        meetings.MOVES, Meeting, lambda session, cast: make_meeting(session, cast, MeetingState.DRAFT),
        {
            "call": Step("ben", "/meetings/{id}/call"), "cancel": Step("ben", "/meetings/{id}/cancel"),
            "hold": Step("ben", "/meetings/{id}/hold"), "close": Step("ben", "/meetings/{id}/close"),
        },
    ),
}  # fmt: skip


def skips() -> Iterator[tuple[str, str]]:
    """Return each table with each of its verbs that a page sends."""
    for name, table in TABLES.items():
        yield from ((name, verb) for verb in table.steps)


def closed_to(table: Table, verb: str) -> list[Any]:
    states = type(table.moves[0].target) if not hasattr(table.moves[0].target, "KEEP") else None
    assert states is not None
    open_in = {state for row in table.moves if row.verb == verb for state in row.origins}
    return [state for state in states if state not in open_in]


@pytest.mark.parametrize(("name", "verb"), sorted(skips()))
def test_c015_a_verb_is_refused_in_each_state_it_does_not_begin_in(
    session: Session, cast: Cast, browser: Open, name: str, verb: str
) -> None:
    table, step = TABLES[name], TABLES[name].steps[verb]
    thing = table.build(session, cast)
    session.commit()
    number = thing.id
    url, sender = step.path.format(id=number), browser(getattr(cast, step.who))
    for state in closed_to(table, verb):
        force(session, table.model, number, state)
        before = head_seq(session)
        with capture_logs() as said:
            answer = sender.send(url, **WORDS, **step.fields)
        assert answer.status_code == 409, (state, answer.status_code, answer.location)
        assert [line for line in said if line["event"] == "state.refused"], (state, said)
        session.expire_all()
        kept = session.scalar(select(getattr(table.model, column_of(table.model))).where(table.model.id == number))
        assert (kept, head_seq(session)) == (state, before)


def column_of(model: Any) -> str:
    return "stage" if model is Initiative else "state"


NEEDED: dict[Any, dict[str, Any]] = {
    ActionItem: {"claimed_at": NOW, "verified_at": NOW, "blocked_reason": "A page is missing."},
    Story: {"published_at": NOW},
}
"""What the database asks of some states, set for all of them."""


def force(session: Session, model: Any, thing_id: int, state: Any) -> None:
    """Put the object into a state past its verbs, readable to everybody, with the other columns that a state needs."""
    values = {column_of(model): state, **NEEDED.get(model, {})}
    session.execute(update(model).where(model.id == thing_id).values(**values))
    session.execute(update(Subject).where(Subject.id == thing_id).values(is_draft=False))
    session.commit()


def test_c015_every_verb_that_a_person_uses_is_tried(session: Session) -> None:
    """What is left out is the system's, has no page yet, or keeps the state and is tried with its own feature."""
    left_out = {
        name: {row.verb for row in table.moves} - set(table.steps) for name, table in TABLES.items()
    }  # fmt: skip
    assert left_out == {
        "action": {"propose", "grant_date", "refuse_date", "merge", "carry"},
        "decision": {"record", "reword", "withdraw", "supersede", "rescind", "expire"},
        "initiative": {"create", "change"},
        "goal": {"create", "close"},
        "story": {"write", "change"},
        "meeting": {"create", "import", "change", "move", "minute"},
    }


def test_c015_what_is_closed_is_not_closed_again_reopened_or_edited(
    session: Session, cast: Cast, browser: Open
) -> None:
    meeting, ben = make_meeting(session, cast), browser(cast.ben)
    minute(session, cast, meeting, "The first text.")
    close = filled(ben.get(f"/meetings/{meeting.id}/close").text).fields
    assert ben.post(f"/meetings/{meeting.id}/close", data=close).status_code == 303
    before = head_seq(session)
    for path, fields in (
        ("close", {}), ("hold", {}), ("call", {}), ("cancel", {"reason": "No."}),
        ("blocks", {"text": "Once more."}), ("items", {"title": "Another one"}), ("roll", {}),
    ):  # fmt: skip
        code = ben.send(f"/meetings/{meeting.id}/{path}", **fields).status_code
        assert code in (403, 404, 409), (path, code)
    session.expire_all()
    assert session.get_one(Meeting, meeting.id).state is MeetingState.CLOSED
    assert head_seq(session) == before
