"""The table of routes, written by hand from section 2 of security.md and the rules of meetings and goals.

It knows nothing of the program's policy. A route that is not here fails the walk: a new one needs a row, which says how
it is asked, of which thing of the world its id is, in which state, and who may. Whoever must not read the thing gets
404 before anything else is asked; whoever may read but not do it gets 403.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.rights.relations import (
    May,
    admin,
    anybody,
    auditor,
    chairs,
    closed_or,
    cx,
    cx_to_one,
    cx_to_two,
    either,
    heads,
    heads_owner,
    keeps_minutes,
    nobody_else,
    owns,
    runs,
    runs_any,
    votes_somewhere,
)  # fmt: skip
from tests.support.canaries import Placed, World

More = Callable[[World, Placed], dict[str, object]]


@dataclass(frozen=True, slots=True)
class Row:
    """How a route is asked, what its id is, and who may (None: anybody, signed in or not, is told one of `says`).

    What is `slow` is asked only where it is refused. `also` may be answered to those who may: a part is not there.
    `by_name` asks about a thing of which an administrator may know the name only.
    """

    methods: str
    may: May | None
    table: str = ""
    arg: str = ""
    state: str = ""
    more: More | None = None
    slow: bool = False
    says: tuple[int, ...] = (200,)
    also: tuple[int, ...] = ()
    by_name: bool = False
    fixed: dict[str, object] = field(default_factory=dict)


def action(methods: str, may: May, state: str = "open", more: More | None = None) -> Row:
    """A route of an action item."""
    return Row(methods, may, "actions", "action_id", state, more)


def meeting(
    methods: str, may: May, state: str = "draft", more: More | None = None, *, slow: bool = False,
    also: tuple[int, ...] = (),
) -> Row:  # fmt: skip
    """A route of a meeting."""
    return Row(methods, may, "meetings", "meeting_id", state, more, slow, also=also)


def goal(methods: str, may: May, state: str = "published") -> Row:
    """A route of a goal."""
    return Row(methods, may, "objectives", "objective_id", state)


def key_result(methods: str, may: May, state: str = "published") -> Row:
    """A route of a key result."""
    return Row(methods, may, "keyresults", "key_result_id", state)


def initiative(methods: str, may: May, more: More | None = None, **fixed: object) -> Row:
    """A route of an initiative."""
    return Row(methods, may, "initiatives", "initiative_id", "measured", more, fixed=fixed)


def story(methods: str, may: May, state: str = "draft") -> Row:
    """A route of a story."""
    return Row(methods, may, "stories", "story_id", state)


def committee(methods: str, may: May, more: More | None = None) -> Row:
    """A route of a committee."""
    return Row(methods, may, "committees", "committee_id", "whole", more)


def person(methods: str, may: May, **fixed: object) -> Row:
    """A route of a person."""
    return Row(methods, may, "people", "person_id", fixed=fixed)


def _part(table: str, arg: str) -> More:
    """The id of the part that stands in the same place and state as the thing."""
    return lambda world, one: {arg: world.of(table, one.slot, one.state).id}


_item, _block, _step = _part("agendaitems", "item_id"), _part("blocks", "block_id"), _part("milestones", "milestone_id")
_helper: More = lambda world, one: {"person_id": world.people["staff"]}  # noqa: E731
_recused: More = lambda world, one: {**_item(world, one), "person_id": world.people["staff"]}  # noqa: E731
_tied: More = lambda world, one: {"thing_id": world.of("decisions", one.slot, "standing").id}  # noqa: E731
_term: More = lambda world, one: {"term_id": world.terms[one.committee]}  # noqa: E731

RUN_ITEM = either(runs, cx_to_two)
HELP = either(runs, cx_to_two, heads_owner, owns)
# The secretaries of the world help with what is in progress.
KEEP = either(owns, chairs, runs, cx_to_two)  # a chair of the world is the sponsor too
SAY = either(votes_somewhere, runs_any, heads, cx)
WRITES: May = lambda user, one: not auditor(user, one)  # noqa: E731 - an auditor only reads

TABLE: dict[str, Row] = {
    "static": Row("G", None, fixed={"filename": "cxgov.css"}),
    "healthz": Row("G", None),
    "readyz": Row("G", None),
    "reports.digest_by_link": Row("G", None, says=(404,), fixed={"token": "no-such-link"}),
    "accounts.add_authenticator": Row("GP", anybody),
    "accounts.ask_for_link": Row("GP", None, says=(200, 302, 303, 422, 429)),
    "accounts.change_password": Row("GP", anybody),
    "accounts.choose_password": Row("GP", None, says=(404, 410, 422), fixed={"token": "no-such-link"}),
    "accounts.code": Row("GP", None, says=(200, 302, 303, 401, 404, 422)),
    "accounts.enrol": Row("GP", None, says=(200, 302, 303, 401, 404, 422)),
    "accounts.invite": person("P", admin),
    "accounts.remove_authenticator": Row("P", nobody_else(admin), "people", "person_id", also=(404,)),
    "accounts.renew_codes": Row("P", anybody, also=(404,)),
    "accounts.security": Row("G", anybody),
    "accounts.access": person("G", admin),
    "accounts.again": Row("G", anybody),
    "accounts.end_all_sign_ins": Row("P", anybody),
    "accounts.end_other_sign_ins": Row("P", anybody),
    "accounts.end_sign_in": Row("P", anybody, "signins", "sign_in_id"),
    "accounts.end_sign_on": Row("G", None, says=(404,)),
    "accounts.end_their_sign_ins": person("P", admin),
    "accounts.mail_again": Row("P", anybody),
    "accounts.make_link": person("P", admin),
    "accounts.make_token": Row("P", anybody),
    "accounts.own_sign_ins": Row("G", anybody),
    "accounts.own_tokens": Row("G", anybody),
    "accounts.prove_again": Row("P", anybody),
    "accounts.remove_identity": Row("P", admin, "identities", "identity_id"),
    "accounts.revoke_token": Row("P", anybody, "tokens", "token_id"),
    "accounts.sign_in": Row("GP", None, says=(200, 302, 303, 422, 429)),
    "accounts.sign_out": Row("P", anybody),
    "accounts.start_sign_on": Row("G", None, says=(404,)),
    "accounts.use_link": Row("GP", None, says=(404, 410, 422), fixed={"token": "no-such-link"}),
    "actions.index": Row("G", anybody),
    "actions.export": Row("G", anybody),
    "actions.new": Row("GP", SAY),
    "actions.show": action("G", anybody),
    "actions.edit": action("GP", RUN_ITEM, "proposed"),
    "actions.open_item": action("P", either(keeps_minutes, cx_to_two), "proposed"),
    "actions.accept": action("P", owns),
    "actions.start": action("P", owns, "accepted"),
    "actions.block": action("P", either(owns, keeps_minutes), "in_progress"),
    "actions.unblock": action("P", owns, "blocked"),
    "actions.claim_done": action("P", owns, "foreign"),
    "actions.ask_date": action("P", owns),
    "actions.grant_date": Row("P", RUN_ITEM, "daterequests", "request_id"),
    "actions.refuse_date": Row("P", RUN_ITEM, "daterequests", "request_id"),
    "actions.set_due": action("P", either(RUN_ITEM, heads_owner)),
    "actions.reassign": action("P", either(RUN_ITEM, heads_owner)),
    "actions.add_helper": action("P", HELP),
    "actions.remove_helper": action("P", HELP, "open", _helper),
    "actions.verify": action("P", RUN_ITEM, "done"),
    "actions.send_back": action("P", RUN_ITEM, "done"),
    "actions.reopen": action("P", either(RUN_ITEM, owns), "verified"),
    "actions.cancel": action("P", RUN_ITEM),
    "committees.new": Row("GP", either(cx, admin)),
    "committees.charter": committee("G", anybody),
    "committees.members": committee("G", anybody),
    "committees.edit": committee("GP", either(chairs, cx)),
    "committees.level": committee("GP", either(chairs, cx)),
    "committees.add": committee("GP", either(chairs, cx)),
    "committees.chair": committee("GP", either(chairs, cx)),
    "committees.end": committee("GP", either(chairs, cx), _term),
    "committees.take_back": committee("P", either(chairs, cx), _term),
    "decisions.index": Row("G", anybody),
    "decisions.show": Row("G", anybody, "decisions", "decision_id", "standing"),
    "decisions.follow": Row("P", anybody, "decisions", "decision_id", "standing"),
    "decisions.implement": Row("P", runs, "decisions", "decision_id", "standing"),
    "gaps.index": Row("G", anybody),
    "gaps.show": Row("G", anybody, "gaps", "gap_id", "standing"),
    "gaps.idea": Row("G", anybody, "ideas", "idea_id", "standing"),
    "goals.index": Row("G", anybody),
    "goals.show": goal("G", anybody),
    "goals.new": Row("GP", SAY),
    "goals.new_cycle": Row("GP", either(cx, runs_any)),
    "goals.edit": goal("GP", either(runs, cx_to_two, owns), "draft"),
    "goals.publish": goal("P", either(chairs, cx_to_two), "draft"),
    "goals.drop": goal("P", either(chairs, cx_to_two)),
    "goals.new_key_result": goal("GP", either(runs, cx_to_two, owns), "draft"),
    "goals.key_result": key_result("G", anybody),
    "goals.edit_key_result": key_result("GP", either(runs, cx_to_two, owns), "draft"),
    "goals.drop_key_result": key_result("P", either(runs, cx_to_two, owns)),
    "goals.check_in": key_result("P", either(runs, cx_to_two, owns)),
    "imports.index": Row("G", either(cx, runs_any)),
    "imports.settle": Row("P", anybody, "opennames", "name_id"),
    "initiatives.index": Row("G", anybody),
    "initiatives.show": initiative("G", anybody),
    "initiatives.new": Row("GP", SAY),
    "initiatives.edit": initiative("GP", KEEP),
    "initiatives.move": initiative("P", KEEP, step="close"),
    "initiatives.tie": initiative("P", KEEP),
    "initiatives.untie": initiative("P", KEEP, _tied),
    "initiatives.add_milestone": initiative("P", KEEP),
    "initiatives.edit_milestone": initiative("GP", KEEP, _step),
    "initiatives.finish_milestone": initiative("P", KEEP, _step),
    "initiatives.reopen_milestone": initiative("P", KEEP, _step),
    "meetings.index": Row("G", anybody),
    "meetings.new": Row("GP", runs_any),
    "meetings.show": meeting("G", anybody, "closed"),
    "meetings.edit": meeting("GP", runs),
    "meetings.call": meeting("GP", runs),
    "meetings.hold": meeting("P", runs, "called"),
    "meetings.close": meeting("GP", keeps_minutes, "held"),
    "meetings.cancel": meeting("GP", runs, "called"),
    "meetings.make_next": meeting("P", runs, "closed"),
    "meetings.add_item": meeting("GP", runs),
    "meetings.edit_item": meeting("GP", runs, "called", _item),
    "meetings.move_up": meeting("P", runs, "called", _item),
    "meetings.move_down": meeting("P", runs, "called", _item),
    "meetings.remove_item": meeting("P", runs, "called", _item),
    "meetings.raise_item": meeting("GP", runs, "called", _item),
    "meetings.recuse": meeting("GP", runs, "called", _item),
    "meetings.end_recusal": meeting("P", runs, "called", _recused, also=(404,)),
    "meetings.save_roll": meeting("P", runs, "held"),
    "meetings.add_guest": meeting("P", runs, "held"),
    "meetings.add_block": meeting("P", runs, "held"),
    "meetings.save_block": meeting("P", runs, "held", _block),
    "meetings.remove_block": meeting("P", runs, "held", _block),
    "overview.my_work": Row("G", anybody),
    "overview.committees": Row("G", anybody),
    "overview.committee": committee("G", anybody),
    "overview.person": person("G", anybody),
    "overview.department": Row("G", anybody, "departments", "department_id"),
    "people.index": Row("G", anybody),
    "people.new": Row("GP", either(admin, cx)),
    "people.edit": person("GP", either(admin, cx)),
    "people.leave": person("GP", admin),
    "overview.my_data": Row("G", anybody),
    "overview.erase": person("GP", nobody_else(admin)),
    "people.roles": person("GP", nobody_else(admin)),
    "people.end_role": person("P", nobody_else(admin), role="auditor"),
    "people.departments": Row("G", anybody),
    "people.new_department": Row("GP", either(admin, cx)),
    "people.edit_department": Row("GP", either(admin, cx), "departments", "department_id"),
    "journal.index": Row("G", anybody),
    "journal.export": Row("G", either(auditor, admin)),
    "journal.show": Row("G", anybody, fixed={"seq": 1}, also=(404,)),
    "journal.chain": Row("G", either(auditor, admin)),
    "post.index": Row("G", admin),
    "post.show": Row("G", admin, "deliveries", "delivery_id"),
    "post.file": Row("G", admin, "deliveries", "delivery_id", also=(404,)),
    "reports.index": Row("G", anybody),
    "reports.make": Row("P", either(runs_any, cx)),
    "reports.show": Row("G", anybody, "reports", "report_id"),
    "reports.pdf": Row("G", anybody, "reports", "report_id", slow=True),
    "reports.retry": Row("P", either(runs, cx_to_two), "reports", "report_id", slow=True),
    "reports.digest": Row("G", anybody, fixed={"period": "2026-10"}),
    "reports.meeting_agenda": meeting("G", anybody, "called", slow=True),
    "reports.meeting_minutes": meeting("G", closed_or(either(runs, cx_to_one)), "held", slow=True),
    "rights.readers": Row("G", anybody, "actions", "subject_id", "open"),
    "rights.raise_level": Row("P", either(chairs, cx_to_two), "actions", "subject_id", "open"),
    "rights.ask_to_lower": Row("P", runs, "actions", "subject_id", "open"),
    "rights.ask_to_let_read": Row("P", either(chairs, cx), "actions", "subject_id", "open"),
    "rights.asks": Row("G", either(cx, runs_any)),
    "rights.grant": Row("P", anybody, "asks", "ask_id"),
    "rights.refuse": Row("P", anybody, "asks", "ask_id"),
    "rights.withdraw": Row("P", anybody, "asks", "ask_id"),
    "rights.break_glass": Row("GP", admin, "committees", "committee_id", "whole", by_name=True),
    "scheduler.index": Row("G", either(admin, auditor, cx)),
    "scheduler.run": Row("P", either(admin, cx), fixed={"name": "digest"}),
    "stories.index": Row("G", anybody),
    "stories.show": story("G", anybody),
    "stories.new": Row("GP", WRITES),
    "stories.edit": story("GP", either(owns, runs, cx_to_two)),
    "stories.publish": story("P", either(chairs, cx_to_two)),
    "stories.withdraw": story("P", either(owns, runs, cx_to_two)),
    "stories.rewrite": story("P", either(owns, runs, cx_to_two)),
    "stories.thank": Row("GP", WRITES),
}
