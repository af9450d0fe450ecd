"""How a frozen figure is spelt: dates, numbers with their units, statuses, the names of the sections.

Templates reach these as `w`. They turn values into text and decide nothing, so page, mail and PDF speak alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from cxgov.reports.figures.base import Rate

THIN = "\u202f"  # narrow no-break space, between a number and its unit
MINUS = "\u2212"
ABSENT = "–"

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

STATUS_WORDS: Mapping[str, str] = {
    "green": "on track",
    "amber": "at risk",
    "red": "off track",
    "outdated": "outdated",
    "no_data": "no reading",
    "not_started": "not started",
    "no_pace": "no pace",
}
DECISION_WORDS: Mapping[str, tuple[str, str]] = {  # words, and the status whose mark they carry
    "implemented": ("implemented", "green"),
    "on_course": ("on course", "green"),
    "behind": ("behind", "red"),
    "not_carried": ("not carried", "no_pace"),
    "superseded": ("superseded", "no_pace"),
    "rescinded": ("rescinded", "no_pace"),
    "expired": ("expired", "no_pace"),
    "no_actions": ("no action items", "no_pace"),
}
STAGE_WORDS: Mapping[str, str] = {
    "idea": "idea",
    "proposed": "proposed",
    "approved": "approved",
    "running": "running",
    "delivered": "delivered",
    "benefit_measured": "benefit measured",
    "closed": "closed",
}
TEXT_WIDTH = 176  # millimetres between the margins
MEETINGS_ON_A_LINE = 14
LADDER = ("owner", "head", "chair")
SECTIONS: Mapping[str, tuple[str, str]] = {  # anchor, which reads as words, and title
    "rates": ("watermelons-rates-coverage", "Watermelons, rates, coverage"),
    "decisions": ("decisions-and-follow-through", "Decisions and follow-through"),
    "actions": ("action-items", "Action items"),
    "goals": ("shared-goals", "Shared goals"),
    "initiatives": ("initiatives-and-design-share", "Initiatives and design share"),
    "attendance": ("attendance", "Attendance"),
    "stories": ("stories-and-lessons", "Stories and lessons"),
    "words": ("glossary", "Glossary"),
    "method": ("how-each-figure-is-counted", "How each figure is counted"),
}


def rounded(value: Decimal, digits: int = 0) -> Decimal:
    """Round half up, as people do; only for what is shown."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


@dataclass(frozen=True)
class Words:
    """The spelling of one document; `year` is the one that its dates need not name, `paper` that links are useless."""

    year: int
    paper: bool = False

    def day(self, on: date | None) -> str:
        """8 October 2026."""
        return f"{on.day} {MONTHS[on.month - 1]} {on.year}" if on else ABSENT

    def short(self, on: date | None) -> str:
        """8 Oct, with the year where it is not the document's own."""
        if on is None:
            return ABSENT
        words = f"{on.day}\u00a0{MONTHS[on.month - 1][:3]}"
        return words if on.year == self.year else f"{words} {on.year}"

    def month(self, on: date) -> str:
        """Oct, with the year where it is not the document's own."""
        words = MONTHS[on.month - 1][:3]
        return words if on.year == self.year else f"{words} {on.year}"

    def number(self, value: Decimal | int | None, digits: int = 0, unit: str = "") -> str:
        """1,084 or −0.3 %: thousands by comma, a true minus, a thin space before the unit."""
        if value is None:
            return ABSENT
        text = f"{rounded(Decimal(value), digits):,f}".replace("-", MINUS)
        return f"{text}{THIN}{unit}" if unit else text

    def percent(self, share: Decimal | None, digits: int = 0) -> str:
        """52.0 % of a share between 0 and 1."""
        return ABSENT if share is None else self.number(share * 100, digits, "%")

    def rate(self, percent: int | None) -> str:
        """72 %, or a dash where there are too few cases to say one."""
        return ABSENT if percent is None else f"{percent}{THIN}%"

    def days(self, count: int) -> str:
        """51 d."""
        return f"{count:,}{THIN}d"

    def late(self, count: int) -> str:
        """16 days late."""
        return f"{self.count(count, 'day')} late"

    def count(self, count: int, one: str, many: str = "") -> str:
        """1 item, 3 items."""
        return f"{count:,} {one if count == 1 else many or one + 's'}"

    def zero(self, count: int) -> str:
        """The count, or a dash for none, where a column of noughts would hide the others."""
        return f"{count:,}" if count else ABSENT

    def status(self, status: str) -> str:
        """The words of the screens: on track, at risk, off track."""
        return STATUS_WORDS[status]

    def decision(self, state: str) -> str:
        """The words for what became of a decision."""
        return DECISION_WORDS[state][0]

    def decision_mark(self, state: str) -> str:
        """The status whose mark a decision in this state carries."""
        return DECISION_WORDS[state][1]

    def stage(self, stage: str) -> str:
        """The gate that an initiative has reached."""
        return STAGE_WORDS[stage]

    def climbed(self, step: str) -> str:
        """Which of the three steps of the ladder were taken, as three signs: one run of text costs least to set."""
        height = LADDER.index(step) + 1
        return "■" * height + "□" * (len(LADDER) - height)

    def anchor(self, section: str) -> str:
        """The fragment of a section."""
        return SECTIONS[section][0]

    def title(self, section: str) -> str:
        """The heading of a section."""
        return SECTIONS[section][1]

    def part(self, rate: Rate) -> int:
        """A rate as whole hundredths of a bar's width: the number of its width class."""
        share = Decimal(rate.part) / rate.whole if rate.whole else Decimal(0)
        return int(rounded(min(Decimal(1), max(Decimal(0), share)) * 100))

    def equal(self, columns: int) -> str:
        """Widths of equal columns over the whole line, in millimetres."""
        each = TEXT_WIDTH // columns
        return " ".join([str(each)] * (columns - 1) + [str(TEXT_WIDTH - each * (columns - 1))])

    def slices(self, meetings: int) -> list[tuple[int, int]]:
        """First and last of the meetings of each attendance table, as many in each as in the others."""
        tables = -(-meetings // MEETINGS_ON_A_LINE)
        each = -(-meetings // tables)
        return [(first, min(meetings, first + each)) for first in range(0, meetings, each)]

    def attendance_widths(self, meetings: int) -> str:
        """Widths of the attendance table: a name, a count, and a narrow column per meeting."""
        each = min(14, 112 // meetings)
        return " ".join([str(TEXT_WIDTH - 18 - each * meetings), "18", *[str(each)] * meetings])

    def hash_short(self, content_hash: str) -> str:
        """The first sixteen signs in two groups, as printed at the foot of each page."""
        return f"{content_hash[:8]} {content_hash[8:16]}"
