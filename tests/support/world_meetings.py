"""The meetings of the world: in each place one of each state, with agenda, roll, minutes and what came of them."""

from datetime import date, time, timedelta

from cxgov.core.enums import Level
from cxgov.journal import service as journal
from cxgov.meetings import service
from cxgov.meetings.enums import AttendanceStatus
from cxgov.meetings.models import Attendance, Meeting
from tests.support.canaries import SLOTS, Placed
from tests.support.world import BY_SYSTEM, Builder, worker

STATES = ("draft", "called", "held", "closed", "cancelled")
HELD = date(2026, 10, 13)


def build(b: Builder) -> None:
    """Make them."""
    for slot in SLOTS:
        for place, state in enumerate(STATES):
            make_meeting(b, slot, state, HELD - timedelta(days=place))
    make_in_camera_point(b)


def make_meeting(b: Builder, slot: str, state: str, day: date) -> None:
    """Make one meeting in a state; what is not called yet is a draft."""
    committee, level = SLOTS[slot]
    is_draft = state in ("draft", "cancelled")
    one = b.world.place("meetings", slot, state=state, access="draft" if is_draft else "plain")
    made: Meeting = b.do(
        service.draft, b.committee[committee], held_on=day, local_time=time(10, 0), minutes_long=90,
        place=one.text("place"), level=Level(level),
    )  # fmt: skip
    b.set_up(made, one)
    point = make_point(b, made, slot, state, access=one.access)
    if state == "cancelled":
        b.do(service.cancel, made, reason=one.text("cancelreason"))
        return
    if state != "draft":
        b.do(service.call, made, reason="It is urgent.")
    if state in ("held", "closed"):
        hold(b, made, slot, state, point)


def make_point(b: Builder, made: Meeting, slot: str, state: str, *, access: str) -> Placed:
    """Put a point on its agenda."""
    point = b.world.place("agendaitems", slot, state=state, access=access)
    item = b.do(
        service.add_item, made, point.text("title"), brought_by=point.text("broughtby"),
        background=point.text("background"),
    )  # fmt: skip
    b.set_up(item, point)
    return point


def hold(b: Builder, made: Meeting, slot: str, state: str, point: Placed) -> None:
    """Hold it: a roll, a note that was changed once, and lines that became something; close it where that is wanted."""
    committee, _ = SLOTS[slot]
    b.do(service.hold, made)
    for key in (worker(committee), worker(committee).replace("member", "chair")):
        b.do(service.set_status, made, b.person[key], AttendanceStatus.PRESENT)
    note_guest(b, made, slot, state)
    minutes = "plain" if state == "closed" else "minutes"
    was = b.world.place("blockrevisions", slot, access="history", state=state)
    note = b.world.place("blocks", slot, access=minutes, state=state)
    block = b.do(service.add_block, made, f"We spoke of {was.text('text')}.")
    note.id = block.id
    handle = worker(committee)
    lines = {
        table: b.world.place(table, slot, access=minutes, state=f"minuted-{state}")
        for table in ("actions", "decisions", "ideas", "gaps")
    }
    for one in lines.values() if minutes == "minutes" else ():
        one.named = frozenset(key for key in one.named if not key.endswith("member"))
    owed = lines["actions"]
    owed.named = owed.named | {handle}
    owed.access = "draft" if minutes == "minutes" else minutes  # its owner reads it as soon as it stands there
    said = (
        f"We spoke of {note.text('text')}.\n\n"
        f"ACTION: @{handle} writes {lines['actions'].text('title')} by 2027-01-15\n\n"
        f"DECISION: {lines['decisions'].text('text')} is what we do\n\n"
        f"IDEA: {lines['ideas'].text('title')}\n\n"
        f"GAP: {lines['gaps'].text('title')}\n"
    )
    b.do(service.save_block, made, block, said, version=block.version)
    if state == "closed":
        b.do(service.close, made)


def note_guest(b: Builder, made: Meeting, slot: str, state: str) -> None:
    """Put somebody on the roll as minutes of others do, with the role as written there."""
    one = b.world.place("attendances", slot, state=state)
    journal.begin_write(b.session)
    row = Attendance(
        meeting_id=made.id, person_id=b.person["staff"].id, status=AttendanceStatus.PRESENT, is_voting=False,
        is_guest=True, role_as_written=one.text("roleaswritten"),
    )  # fmt: skip
    journal.add(b.session, row, "meetings:roll:guest", of=made, **BY_SYSTEM)
    b.session.commit()


def make_in_camera_point(b: Builder) -> None:
    """Put a point in camera on the agenda of a called meeting that all staff may read."""
    meeting = b.session.get_one(Meeting, b.world.of("meetings", "a1", "called").id)
    point = b.world.place("agendaitems", "a3", state="in-open-meeting")
    item = b.do(
        service.add_item, meeting, point.text("title"), brought_by=point.text("broughtby"),
        background=point.text("background"),
    )  # fmt: skip
    b.set_up(item, point)
