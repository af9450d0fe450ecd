"""What one must not know of answers exactly as what never was: each route, each method, nested addresses too."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from cxgov.initiatives.enums import Part
from cxgov.journal.enums import Kind
from cxgov.journal.models import Subject
from cxgov.meetings import service as meetings
from cxgov.meetings.models import AgendaItem, Block
from cxgov.reports.collect.scope import scope_of
from cxgov.reports.enums import ScopeKind
from tests.goals.build import make_goal, make_key_result
from tests.initiatives.build import make_initiative, make_milestone
from tests.meetings.build import item_of, make_meeting
from tests.reports.build import issued
from tests.rights.chamber import make_chamber
from tests.support.cast import NOW, SYSTEM, Cast
from tests.support.client import Browser

Open = Callable[..., Browser]
NEVER = 987_654
LINES = "DECISION: we wait\nACTION: @ada wait by 2026-12-01\nGAP: nobody waits\nIDEA: to wait"
_CHANGES = re.compile(r'name="(csrf_token|nonce)" value="[^"]*"|\b[0-9a-f]{12}\b')


def hide(session: Session, cast: Cast) -> dict[str, int]:
    """Make one of each kind in the restricted board; return their ids by the name of the route's argument."""
    meeting = make_meeting(session, cast, committee=cast.board)
    item = item_of(session, meeting)
    block = meetings.add_block(session, meeting, LINES, item=item, actor=SYSTEM, now=NOW)
    session.commit()
    goal = make_goal(
        session, cast, committee=cast.board, owner=cast.ada, sponsor=cast.ada,
        departments=[(cast.support, "answers"), (cast.product, "asks")],
    )  # fmt: skip
    key_result = make_key_result(session, goal, cast.ada)
    initiative = make_initiative(
        session, cast, committee=cast.board, lead=cast.ada, sponsor=cast.ada,
        departments=[(cast.support, Part.ACCOUNTABLE), (cast.product, Part.CONSULTED)],
    )  # fmt: skip
    milestone = make_milestone(session, initiative)
    report = issued(session, scope_of(session, SYSTEM, ScopeKind.COMMITTEE, cast.board.id))
    wanted = select(Subject.kind, Subject.id).where(Subject.parent_id == item.id)
    made = dict(session.execute(wanted).all())
    return {
        "committee_id": cast.board.id, "meeting_id": meeting.id, "item_id": item.id, "block_id": block.id,
        "decision_id": made[Kind.DECISION], "action_id": made[Kind.ACTION], "gap_id": made[Kind.GAP],
        "idea_id": made[Kind.IDEA], "objective_id": goal.id, "key_result_id": key_result.id,
        "initiative_id": initiative.id, "milestone_id": milestone.id, "report_id": report.id,
        "person_id": cast.cleo.id, "term_id": 1, "thing_id": goal.id,
    }  # fmt: skip


FIRST = {
    "committee_id", "meeting_id", "decision_id", "action_id", "gap_id", "idea_id", "objective_id", "key_result_id",
    "initiative_id", "report_id",
}  # fmt: skip

BY_NAME = {"rights.glass", "rights.break_glass"}
"""An administrator knows a committee by its name, to break the glass before it."""


def addresses(app: Flask, hidden: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Every address of a hidden thing, with the same address of what never was."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        names = [name for name in _arguments(rule) if name in rule.arguments]
        if not names or names[0] not in FIRST or rule.endpoint in BY_NAME:
            continue
        values = {name: hidden.get(name, "start" if name == "step" else 1) for name in rule.arguments}
        never = {**values, names[0]: NEVER}
        yield adapter.build(rule.endpoint, values), adapter.build(rule.endpoint, never)


def _arguments(rule: Rule) -> list[str]:
    return re.findall(r"<(?:\w+:)?(\w+)>", rule.rule)


def seen_of(answer: TestResponse) -> tuple[object, ...]:
    """All that somebody can see of an answer, but for the number of the request and what every form carries anew."""
    headers = sorted((name, value) for name, value in answer.headers if name != "Set-Cookie")
    words = answer.get_data(as_text=True)
    return answer.status_code, headers, len(words), _CHANGES.sub("", words)


@pytest.mark.parametrize("name", ["cleo", "eve", "alma"])
def test_c002_a_hidden_thing_answers_as_one_that_never_was(
    app: Flask, session: Session, cast: Cast, browser: Open, name: str
) -> None:
    hidden, seen = hide(session, cast), browser(getattr(cast, name))
    checked = 0
    for here, never in addresses(app, hidden):
        for method in ("GET", "HEAD", "PATCH", "DELETE", "PUT"):
            there, nowhere = seen.open(here, method=method), seen.open(never, method=method)
            assert seen_of(there) == seen_of(nowhere), f"{method} {here}"
            assert there.status_code in (404, 405), f"{method} {here}: {there.status_code}"
        sent = [seen.send(address, version=1, text="x", title="x") for address in (here, never)]
        assert seen_of(sent[0]) == seen_of(sent[1]), f"POST {here}"
        assert sent[0].status_code in (404, 405), f"POST {here}: {sent[0].status_code}"
        checked += 6
    assert checked > 300


def test_c002_the_json_that_programs_ask_for_says_no_more(session: Session, cast: Cast, browser: Open) -> None:
    hidden, seen = hide(session, cast), browser(cast.eve)
    for url in (
        "/actions/{action_id}",
        "/meetings/{meeting_id}",
        "/committees/{committee_id}",
        "/goals/{objective_id}",
    ):
        answers = [
            seen.get(url.format(**ids), headers={"Accept": "application/json"})
            for ids in (hidden, dict.fromkeys(hidden, NEVER))
        ]
        assert seen_of(answers[0]) == seen_of(answers[1])
        assert answers[0].status_code == 404


def test_c002_parts_of_another_meeting_do_not_exist_below_ones_own(session: Session, cast: Cast, browser: Open) -> None:
    hidden, own = hide(session, cast), make_meeting(session, cast)
    seen = browser(cast.ben)
    for part, end in (("items", "edit"), ("items", "up"), ("items", "level"), ("blocks", ""), ("blocks", "remove")):
        thing = hidden["item_id" if part == "items" else "block_id"]
        answers = [
            seen.send(f"/meetings/{own.id}/{part}/{one}/{end}".rstrip("/"), text="x", version=1)
            for one in (thing, NEVER)
        ]
        assert seen_of(answers[0]) == seen_of(answers[1])
        assert answers[0].status_code == 404


def test_c002_an_item_in_camera_answers_as_one_that_never_was(session: Session, cast: Cast, browser: Open) -> None:
    chamber = make_chamber(session, cast)
    meetings.recuse(
        session, chamber.meeting, chamber.item, cast.ada, reason="Her pay", actor=cast.actor(cast.ben, session), now=NOW
    )
    session.commit()
    block = session.scalars(select(Block.id).where(Block.agenda_item_id == chamber.item.id)).one()
    seen, below = browser(cast.ada), f"/meetings/{chamber.meeting.id}"
    for path, thing in (
        ("items/{}/edit", chamber.item.id), ("items/{}/level", chamber.item.id), ("items/{}/recusals", chamber.item.id),
        ("items/{}/up", chamber.item.id), ("items/{}/remove", chamber.item.id), ("blocks/{}", block),
        ("blocks/{}/remove", block),
    ):  # fmt: skip
        answers = [seen.send(f"{below}/{path.format(one)}", text="x", version=1) for one in (thing, NEVER)]
        assert seen_of(answers[0]) == seen_of(answers[1])
    assert {seen.get(url).status_code for url in chamber.urls().values()} == {404}
    assert session.get_one(AgendaItem, chamber.item.id).is_removed is False


@pytest.mark.parametrize("path", ["/actions", "/actions.csv", "/meetings", "/decisions", "/goals", "/initiatives"])
def test_c002_a_filter_by_what_is_hidden_says_what_a_filter_by_nothing_says(
    session: Session, cast: Cast, browser: Open, path: str
) -> None:
    hidden, seen = hide(session, cast), browser(cast.eve)
    for name, value in (("committee", hidden["committee_id"]), ("source", hidden["meeting_id"])):
        there, nowhere = seen.get(f"{path}?{name}={value}"), seen.get(f"{path}?{name}={NEVER}")
        assert there.status_code == nowhere.status_code
        words = [answer.get_data(as_text=True) for answer in (there, nowhere)]
        assert _CHANGES.sub("", words[0]).replace(f"{name}={value}", "") == _CHANGES.sub("", words[1]).replace(
            f"{name}={NEVER}", ""
        )
