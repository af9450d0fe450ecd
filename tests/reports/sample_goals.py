"""The shared goals and initiatives of Tarnwick Energy on 31 October 2026, day 123 of 184; all invented."""

# ruff: noqa: E501 - these are tables, and a table reads best with a row a line

from datetime import date
from decimal import Decimal
from typing import Any

from cxgov.reports.figures.base import Why
from cxgov.reports.figures.goals import (
    Forecast,
    GoalFigures,
    KeyResultFigures,
    KeyResultMilestone,
    ObjectiveFigures,
    ReadingPoint,
    Watermelon,
)
from cxgov.reports.figures.initiatives import (
    DesignMonth,
    DesignShare,
    InitiativeFigures,
    InitiativeRow,
    MilestoneRow,
    Part,
)

START, END, AS_OF = date(2026, 7, 1), date(2026, 12, 31), date(2026, 10, 31)
EXPECTED = Decimal(123) / Decimal(184)
DAYS = (date(2026, 7, 31), date(2026, 8, 28), date(2026, 9, 25), date(2026, 10, 23))


def kr(number, title, owner, department, weight, ends, values, status, reported, *, digits=1, unit="%", **more):
    """A numeric key result; progress, pace and the way of each reading follow from its numbers by G1 and G10."""
    baseline, target = (Decimal(value) for value in ends)

    def way(value) -> Decimal:
        return (Decimal(value) - baseline) / (target - baseline)

    error = more.pop("error", None)
    spread = Decimal(error) / abs(target - baseline) if error else None
    readings = tuple(
        ReadingPoint(on=on, value=Decimal(value), x=way(value), error=spread)
        for on, value in zip(DAYS, values, strict=False)
    )
    part = Decimal("0.7") if more.get("aspirational") else Decimal(1)
    progress = min(Decimal(1), max(Decimal(0), readings[-1].x)) if readings else None
    forecast = more.pop("forecast", None)
    return KeyResultFigures(
        number=number, title=title, owner=owner, department=department, weight=Decimal(weight), unit=unit, digits=digits,
        baseline=baseline, target=target, value=readings[-1].value if readings else None,
        valid_on=readings[-1].on if readings else None, starts_on=START, ends_on=END, as_of_on=AS_OF, progress=progress,
        expected=EXPECTED * part, expected_value=baseline + (target - baseline) * EXPECTED * part, expected_at_end=part,
        pace=progress / (EXPECTED * part) if progress is not None else None, status=status, reported=reported,
        readings=readings,
        forecast=Forecast(on=END, value=Decimal(forecast[0]), x=way(forecast[0]), words=forecast[1]) if forecast else None,
        why=(Why(name="Reading", value=f"{values[-1]} on 23 October"), Why(name="Rule", value="G1")) if values else (),
        path=f"/goals/key-results/{number}", **more,
    )  # fmt: skip


def goals() -> GoalFigures:
    """Three objectives with eight key results, one without a reading, one by milestones, one yes or no."""
    one = ObjectiveFigures(
        number="1", title="Moving home works without a phone call", owner="Cleo Tamsin", sponsor="Ada Morvane",
        departments=("Product", "Operations", "Billing", "Support"), status="red",
        counts="1 off track, 1 at risk, 2 on track", progress=Decimal("0.4912"), expected=EXPECTED, path="/goals/1",
        key_results=(
            kr("1.1", "First bill after a move is right", "Dan Hellier", "Billing", 25, ("82", "96"),
               ("83.9", "85.8", "87.3", "89.5"), "amber", "green", error="1.5", change="+2.2, noise", watermelon=True,
               forecast=("93.3", "misses: 93.3 %")),
            kr("1.2", "Moving customers who have to call us", "Cleo Tamsin", "Product", 25, ("41", "20"),
               ("37", "34", "30", "27"), "green", "green", digits=0, error="1.9", change="−3", forecast=("19.6", "reaches 19.6 %")),
            kr("1.3", "Moving customers would recommend us (NPS)", "Jonas Ardley", "Support", 25, ("18", "34"),
               ("18", "19", "19", "20"), "red", "red", digits=0, unit="", error="4", change="+1, noise",
               forecast=("22", "misses: 22")),
            kr("1.4", "Days from move-in to a working meter", "Farid Ombale", "Operations", 25, ("12", "4"),
               ("10.8", "9.1", "7.7", "6.9"), "green", "green", unit="d", change="−0.8", forecast=("4.3", "misses: 4.3 d")),
        ),
    )  # fmt: skip
    two = ObjectiveFigures(
        number="2", title="A problem is solved the first time", owner="Eve Sarkani", sponsor="Jonas Ardley",
        departments=("Support", "Operations", "Product"), status="amber", counts="1 at risk, 2 on track",
        progress=Decimal("0.6517"), expected=EXPECTED, path="/goals/2",
        key_results=(
            kr("2.1", "Solved at the first contact", "Eve Sarkani", "Support", 40, ("64", "78"),
               ("66", "68", "70", "72"), "amber", "green", digits=0, error="1.8", change="+2, noise", watermelon=True,
               forecast=("75.6", "misses: 75.6 %")),
            kr("2.2", "Second visits by a technician", "Farid Ombale", "Operations", 40, ("18", "9"),
               ("15.6", "13.9", "12.2", "11.4"), "green", "green", change="−0.8", forecast=("8.7", "reaches 8.7 %")),
            _milestones(),
        ),
    )  # fmt: skip
    three = ObjectiveFigures(
        number="3", title="Offers people understand", owner="Ines Valcourt", sponsor="Ines Valcourt",
        departments=("Marketing", "Legal", "Sales"), status="red", counts="1 off track, 1 on track, 1 no pace",
        progress=Decimal("0.2786"), expected=EXPECTED * Decimal("0.7"), coverage="2 of 3 measured", path="/goals/3",
        key_results=(
            kr("3.1", "Customers who can say what they pay", "Ines Valcourt", "Marketing", 50, ("38", "60"), (), "red",
               "green", digits=0, aspirational=True, watermelon=True),
            kr("3.2", "Complaints about contract texts, a quarter", "Greta Wynholt", "Legal", 50, ("140", "70"),
               ("131", "118", "108", "101"), "green", "green", digits=0, unit="", aspirational=True, change="−7",
               forecast=("82", "82, counts as good")),
            _yes_no(),
        ),
    )  # fmt: skip
    return GoalFigures(
        finding="4 of 8 key results that can be judged are on track. Two thirds of the cycle are gone (66.8 %); the goal "
        "on offers stands at 27.9 %, for one of its key results has never been measured.",
        objectives=(one, two, three), since="Sept", forecast_words="31 December",
        watermelons=(
            Watermelon(number="1.1", title="First bill after a move is right", department="Billing, confidence 0.7",
                       reported="green", computed="amber", why="Pace 0.80, forecast 93.3 % against a target of 96 %.",
                       said="The owner counts on the hand-over reading from December."),
            Watermelon(number="2.1", title="Solved at the first contact", department="Support, confidence 0.8",
                       reported="green", computed="amber", why="Pace 0.86. October’s movement is within noise."),
            Watermelon(number="3.1", title="Customers who can say what they pay", department="Marketing, confidence 0.7",
                       reported="green", computed="no_data", why="No reading since the start of the cycle."),
        ),
        note="Portfolio: of 8 key results judged, 4 are on track and 2 off track. Confidence: lowest 0.3, at KR 1.3.",
    )  # fmt: skip


def _milestones() -> KeyResultFigures:
    return KeyResultFigures(
        number="2.3", title="Answer book live in five teams", kind="milestones", owner="Eve Sarkani", department="Support",
        weight=Decimal(20), baseline=Decimal(0), target=Decimal(5), value=Decimal(3), valid_on=date(2026, 10, 20),
        starts_on=START, ends_on=END, as_of_on=AS_OF, progress=Decimal("0.65"), expected=EXPECTED,
        pace=Decimal("0.65") / EXPECTED, status="green", reported="green", change="+1", rule="G5",
        milestones=tuple(
            KeyResultMilestone(title=f"Team {place}", done=place <= 3, weight=Decimal(weight))
            for place, weight in enumerate((25, 25, 15, 20, 15), start=1)
        ),
    )  # fmt: skip


def _yes_no() -> KeyResultFigures:
    return KeyResultFigures(
        number="3.3", title="Price shown is the price of the contract", kind="yes_no", owner="Hugo Pereska",
        department="Sales", weight=Decimal(0), starts_on=START, ends_on=END, as_of_on=AS_OF, status="no_pace",
        reported="amber", done_words="not yet, due 31 December", rule="G4",
    )  # fmt: skip


def initiatives() -> InitiativeFigures:
    """Four initiatives at four gates, with the share of design by month."""
    shares = (22, 21, 24, 23, 26, 25, 28, 31, 30, 33, 35, 38)
    months = ("Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct")
    rows: tuple[tuple[Any, ...], ...] = (
        ("I-01", "One moving form", "design", "delivered", "Cleo Tamsin", "Ada Morvane", "Product", "green",
         (("Operations", "responsible"), ("Billing", "responsible"), ("Legal", "consulted")),
         (MilestoneRow(title="Paper form ended", due_on=date(2026, 9, 30), done_on=date(2026, 9, 30)),),
         "Benefit due 30 Nov", "96"),
        ("I-03", "One calendar of connection dates", "repair", "running", "Farid Ombale", "Ada Morvane", "Operations", "red",
         (("Sales", "responsible"), ("Product", "consulted")),
         (MilestoneRow(title="All regions", due_on=date(2026, 9, 30), days_late=31),), None, "251"),
        ("I-04", "One team for the first bill", "design", "proposed", "Dan Hellier", "Mira Dostane", "Billing", None,
         (("Operations", "consulted"), ("Technology", "responsible")), (), "Customer gate, 24 Nov", None),
        ("I-05", "Contract in plain words", "design", "running", "Greta Wynholt", "Ines Valcourt", "Legal", "amber",
         (("Marketing", "responsible"), ("Sales", "informed")),
         (MilestoneRow(title="Chapters 3 to 5", due_on=date(2026, 9, 25), days_late=36),), None, "58"),
    )  # fmt: skip
    return InitiativeFigures(
        finding="38 of 100 person-days now go into work that prevents trouble, up from 22 a year ago. Two running "
        "initiatives missed their milestone.",
        rows=tuple(
            InitiativeRow(
                number=number, title=title, kind=kind, stage=stage, lead=lead, sponsor=sponsor, department=department,
                status=status, parts=tuple(Part(department=name, part=part) for name, part in parts),
                milestones=milestones, next_words=words, effort_days=Decimal(effort) if effort else None,
                path=f"/initiatives/{number}",
            )
            for number, title, kind, stage, lead, sponsor, department, status, parts, milestones, words, effort in rows
        ),
        stages=(("idea", 3), ("proposed", 1), ("approved", 0), ("running", 2), ("delivered", 1), ("benefit measured", 1),
                ("closed in 2026", 2)),
        design=DesignShare(
            design=Decimal(154), all=Decimal(405), words="design 154 (38.0 %)", note="Person-days as reported.",
            by_month=tuple(
                DesignMonth(label=label, share=Decimal(share) / 100, percent=share)
                for label, share in zip(months, shares, strict=True)
            ),
        ),
    )  # fmt: skip
