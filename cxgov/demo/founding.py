"""First act: departments and people, who does what in the organisation, and the committees with their seats."""

from datetime import datetime, timedelta

from cxgov.committees import service as committees
from cxgov.committees.service import Charter
from cxgov.demo import cast
from cxgov.demo.cast import Body
from cxgov.demo.stage import SYSTEM, Stage
from cxgov.people import service as people

FOUNDED_DAYS_AGO = 400
DAYS_OF_YEAR = 365


def found(stage: Stage) -> None:
    """Enter everybody, give the roles, and found the three committees, all on the first day."""
    first = stage.moment(stage.ago(FOUNDED_DAYS_AGO), 8)
    _enter(stage, first)
    since = stage.day_of(first)
    for handle, role in cast.ROLES:
        people.grant_role(stage.session, stage.people[handle], role, actor=SYSTEM, now=first, from_day=since)
    for hours, body in enumerate(cast.BODIES, start=1):
        _seat(stage, body, first + timedelta(hours=hours))
    stage.at(stage.moment(stage.ago(cast.LEFT_DAYS_AGO), 17), lambda now: _leave(stage, now))


def _enter(stage: Stage, now: datetime) -> None:
    """Set up the departments, enter the people into them, then name the heads."""
    for place, (name, _) in enumerate(cast.DEPARTMENTS, start=1):
        stage.departments[name] = people.make_department(stage.session, name, actor=SYSTEM, now=now, position=place)
    for name, department, job in cast.PEOPLE:
        handle = name.split()[0].lower()
        stage.people[handle] = people.make_person(
            stage.session, name, actor=SYSTEM, now=now, handle=handle, email=cast.address(handle), job=job,
            department=stage.departments[department], may_sign_in=True,
        )  # fmt: skip
    for name, head in cast.DEPARTMENTS:
        people.edit_department(
            stage.session,
            stage.departments[name],
            actor=SYSTEM,
            now=now,
            name=name,
            head=stage.people[head],
            above=None,
        )


def _seat(stage: Stage, body: Body, now: datetime) -> None:
    """Found one committee and give its seats, each with its term."""
    since = stage.day_of(now)
    charter = Charter(
        purpose=body.purpose, authority=body.authority, vision=body.vision, cadence=body.cadence, zone=stage.zone,
        sponsor=stage.people[body.sponsor],
    )  # fmt: skip
    made = committees.make_committee(
        stage.session, body.name, body.slug, actor=SYSTEM, now=now, charter=charter, level=body.level
    )
    stage.committees[body.key] = made
    for seat in body.seats:
        until = stage.today + timedelta(days=DAYS_OF_YEAR * seat.years) if seat.years else None
        committees.add_member(
            stage.session, made, stage.people[seat.handle], seat.role, votes=seat.votes, actor=SYSTEM, now=now,
            valid_from=since, valid_to=until,
        )  # fmt: skip


def _leave(stage: Stage, now: datetime) -> None:
    leaver = stage.people[cast.LEAVER]
    people.leave(stage.session, leaver, actor=stage.actor("alma"), now=now, last_day=stage.day_of(now))
