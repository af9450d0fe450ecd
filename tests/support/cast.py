"""The cast of the tests, made through the verbs. Everybody here is invented."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from cxgov.committees import service as committees
from cxgov.committees.enums import CommitteeRole
from cxgov.committees.models import Committee, Membership
from cxgov.committees.service import Charter
from cxgov.core.actor import Actor
from cxgov.core.enums import Level, Role
from cxgov.people import service as people
from cxgov.people.models import Department, Person

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
SYSTEM = Actor.system("tests")
SINCE = date(2025, 1, 1)


@dataclass
class Cast:
    """Ada chairs, Ben keeps the minutes, Cleo votes, Dan heads Billing and votes, Eve is staff; Alma administers,

    Cora is the CX office, Otto audits, Olga observes. `council` is their committee, `board` another one at level 2
    without any of them.
    """

    ada: Person
    ben: Person
    cleo: Person
    dan: Person
    eve: Person
    alma: Person
    cora: Person
    otto: Person
    olga: Person
    billing: Department
    support: Department
    product: Department
    council: Committee
    board: Committee

    def actor(self, person: Person, session: Session) -> Actor:
        """Return the actor that a person is today."""
        from cxgov.rights.actors import actor_of_person

        found = actor_of_person(session, person.id, today=TODAY)
        assert found is not None
        return found


def make_person(session: Session, name: str, department: Department | None = None, *, signs_in: bool = True) -> Person:
    """Enter a person with a handle and an address made of the first name."""
    first = name.split(maxsplit=1)[0].lower()
    made = people.make_person(
        session, name, actor=SYSTEM, now=NOW, handle=first, email=f"{first}@tarnwick.example", department=department,
        may_sign_in=signs_in,
    )  # fmt: skip
    session.commit()
    return made


def make_committee(session: Session, name: str, slug: str, level: Level = Level.INTERNAL) -> Committee:
    """Found a committee that meets every four weeks in Berlin."""
    charter = Charter(zone="Europe/Berlin", cadence="every 4 weeks")
    made = committees.make_committee(session, name, slug, actor=SYSTEM, now=NOW, charter=charter, level=level)
    session.commit()
    return made


def make_member(
    session: Session, committee: Committee, person: Person, role: CommitteeRole, *, votes: bool
) -> Membership:
    """Give a person a term that runs."""
    term = committees.add_member(session, committee, person, role, votes=votes, actor=SYSTEM, now=NOW, valid_from=SINCE)
    session.commit()
    return term


def make_cast(session: Session) -> Cast:
    """Make everybody, commit, and return them."""
    rooms = {
        slug: people.make_department(session, name, slug, actor=SYSTEM, now=NOW, position=place)
        for place, (slug, name) in enumerate((("product", "Product"), ("support", "Support"), ("billing", "Billing")))
    }
    session.commit()
    found = {
        "ada": make_person(session, "Ada Morvane", rooms["support"]),
        "ben": make_person(session, "Ben Okoru", rooms["support"]),
        "cleo": make_person(session, "Cleo Tamsin", rooms["product"]),
        "dan": make_person(session, "Dan Hellier", rooms["billing"]),
        "eve": make_person(session, "Eve Sarkani", rooms["support"]),
        "alma": make_person(session, "Alma Quist"),
        "cora": make_person(session, "Cora Lindqvist"),
        "otto": make_person(session, "Otto Brandis"),
        "olga": make_person(session, "Olga Vesely"),
    }
    people.edit_department(
        session, rooms["billing"], actor=SYSTEM, now=NOW, name="Billing", head=found["dan"], above=None
    )
    for who, role in (("alma", Role.ADMINISTRATOR), ("cora", Role.CX_OFFICE), ("otto", Role.AUDITOR)):
        people.grant_role(session, found[who], role, actor=SYSTEM, now=NOW, from_day=SINCE)
    session.commit()
    council = make_committee(session, "Customer Council", "customer-council")
    board = make_committee(session, "Remuneration Board", "remuneration-board", Level.RESTRICTED)
    for who, committee_role, votes in (
        ("ada", CommitteeRole.CHAIR, True),
        ("ben", CommitteeRole.SECRETARY, False),
        ("cleo", CommitteeRole.MEMBER, True),
        ("dan", CommitteeRole.MEMBER, True),
        ("olga", CommitteeRole.OBSERVER, False),
    ):
        make_member(session, council, found[who], committee_role, votes=votes)
    everybody: dict[str, Any] = {**found, **rooms}
    return Cast(**everybody, council=council, board=board)
