"""What the content is made of: meetings with their minutes, as plain data.

In the minutes `{14}` stands for the day two weeks after the meeting, as 2026-12-08, and `{14w}` for the same day in
words. A life is a string of steps, `accept 2 | start 5 | done 20: what shows it | verify 23`: days after the meeting.
"""

from dataclasses import dataclass
from typing import NamedTuple

from cxgov.meetings.enums import AgendaKind

INFORM, DISCUSS = AgendaKind.INFORMATION, AgendaKind.DISCUSSION
DECIDE, AGREE = AgendaKind.DECISION, AgendaKind.CONSENT


class Item(NamedTuple):
    """A point of an agenda with its minutes, as the secretary typed them; a standing one is there each time.

    `out` stays out of it, having declared an interest.
    """

    title: str
    kind: AgendaKind
    minutes: int
    text: str = ""
    by: str = ""
    is_standing: bool = False
    is_in_camera: bool = False
    out: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting: how many of its committee's meetings ago (0 is the one to come), what was said, who was missing."""

    ago: int
    items: tuple[Item, ...] = ()
    away: str = ""
    excused: str = ""
    cancelled: str = ""

    def missing(self) -> frozenset[str]:
        """Return the handles of those who were not there, excused or not."""
        return frozenset((self.away + " " + self.excused).split())


class Life(NamedTuple):
    """What becomes of an action item whose words begin so."""

    begins: str
    steps: str


OPENING = Item(
    "Customer moment: one quote, or one stage of the journey", INFORM, 5, is_standing=True, by="Customer office"
)
OWED = Item("Open and late actions", DISCUSS, 15, is_standing=True, by="fills itself")
CLOSE = Item("Close and next meeting", INFORM, 5, "Nothing else was said. The next meeting is on its usual day.")
