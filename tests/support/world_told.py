"""What the world tells: stories, thanks, names to be settled, reports, a digest, and what lies in the outbox."""

from typing import Any

from sqlalchemy import select

from cxgov.core.enums import Level
from cxgov.core.spans import parse_period
from cxgov.decisions.models import Decision
from cxgov.imports.enums import NameKind
from cxgov.imports.models import OpenName
from cxgov.journal.service import begin_write
from cxgov.post import service as post
from cxgov.post.models import Delivery
from cxgov.reports import issuing
from cxgov.reports import service as reports
from cxgov.reports.collect.scope import scope_of, scope_of_all
from cxgov.reports.enums import ScopeKind
from cxgov.stories import service as stories
from cxgov.stories.service import Told
from cxgov.web.settings import settings
from tests.support.canaries import COMMITTEES, SLOTS
from tests.support.world import BY_SYSTEM, SYSTEM, WHEN, Builder, worker

OCTOBER = parse_period("2026-10")


def build(b: Builder) -> None:
    """Make it all."""
    for slot in SLOTS:
        make_stories(b, slot)
        make_name(b, slot)
    make_open_story(b)
    make_reports(b)
    make_delivery(b)


def make_stories(b: Builder, slot: str) -> None:
    """Make a draft of the member about a decision of the place, and thanks for it; what is open is told as well."""
    committee, level = SLOTS[slot]
    author, chair = worker(committee), worker(committee).replace("member", "chair")
    about = b.session.get_one(Decision, b.decision(slot))
    for state in ("draft", "published", "withdrawn") if level == 1 else ("draft",):
        access = "plain" if state == "published" else "draft"
        one = b.world.place("stories", slot, state=state, access=access, named=(author,))
        told = Told(
            title=one.text("title"), text=f"We told {one.text('text')}.", departments=b.both,
            evidence=one.text("evidence"), people=[b.person[chair]],
        )  # fmt: skip
        made = b.do(stories.write, told, by=author, about=about, level=Level(level))
        b.set_up(made, one)
        if state != "draft":
            b.do(stories.publish, made)
        if state == "withdrawn":
            b.do(stories.withdraw, made, reason=one.text("withdrawnreason"))
    if level > 1:
        return  # thanks are shown to everybody and may not name what is restricted
    thanked = b.world.place("thanks", slot)
    b.do(stories.thank, b.person[chair], thanked.text("words"), by=author, about=about)


def make_open_story(b: Builder) -> None:
    """Tell a story that is open to all, so that digests carry it."""
    one = b.world.place("stories", level=0, state="published")
    told = Told(one.text("title"), one.text("text"), departments=b.both, evidence=one.text("evidence"))
    made = b.do(stories.write, told, by="staff")
    b.do(stories.publish, made)
    one.id = made.id


def make_name(b: Builder, slot: str) -> None:
    """Leave a name of the minutes of a closed meeting to be settled."""
    one = b.world.place("opennames", slot, access="names")
    begin_write(b.session)
    row = OpenName(
        committee_id=b.committee[SLOTS[slot][0]].id, meeting_id=b.meeting(slot).id, kind=NameKind.ATTENDEE, line=7,
        folded=one.text("folded").lower(), as_written=one.text("aswritten"),
    )  # fmt: skip
    b.session.add(row)
    b.session.commit()
    one.id = row.id


def make_reports(b: Builder) -> None:
    """Issue the reports of October, without their PDFs, and its digest with the mails."""
    facts: dict[str, Any] = {"as_of": OCTOBER.instants("UTC")[1], "now": WHEN, "settings": settings()}
    for key, level in {"": 1, **COMMITTEES}.items():
        scope = scope_of(b.session, SYSTEM, ScopeKind.COMMITTEE, b.committee[key].id) if key else scope_of_all()
        made = issuing.issue(b.session, scope, OCTOBER, **facts)
        one = b.world.place("reports", committee=key, level=level, state=key or "all")
        one.id = made.id
        reports.note_trouble(b.session, made, one.text("pdftrouble"), **BY_SYSTEM)
        b.session.commit()
    issuing.issue_digest(b.session, OCTOBER, is_late=False, is_mailed=True, **facts)


def make_delivery(b: Builder) -> None:
    """Queue a letter of our own."""
    one = b.world.place("deliveries", access="outbox")
    post.queue(
        b.session, kind="digest", occasion="world", person_id=b.person["staff"].id, headline=one.text("headline"),
        address="staff@tarnwick.example", text=one.text("text"), html=one.text("html"), domain="tarnwick.example",
        now=WHEN,
    )  # fmt: skip
    b.session.commit()
    one.id = b.session.scalars(select(Delivery.id).where(Delivery.occasion == "world")).one()
