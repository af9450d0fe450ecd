"""The digest of Tarnwick Energy for October 2026, as in the mocks; all invented."""

# ruff: noqa: E501 - these are tables, and a table reads best with a row a line

from decimal import Decimal
from typing import Any

from cxgov.reports.figures.base import Link
from cxgov.reports.figures.digest import (
    ClosedAction,
    DepartmentNote,
    DigestDecision,
    DigestFigures,
    DigestMeeting,
    DigestStory,
    DigestTerm,
    GoalGlance,
    Thanks,
)
from tests.reports.sample import OCTOBER, masthead


def digest(**more: Any) -> DigestFigures:
    """The digest as a reader of any department gets it."""
    glances: tuple[tuple[Any, ...], ...] = (
        ("Moving home works without a phone call", "red", 49, 67, "One of four figures does not move: would they recommend us?", ("Product", "Operations", "Billing", "Support"), "/goals/1"),
        ("A problem is solved the first time", "amber", 65, 67, "Fewer second visits. First answers improve too slowly.", ("Support", "Operations", "Product"), "/goals/2"),
        ("Offers people understand", "red", 28, 47, "We have not measured it yet.", ("Marketing", "Legal", "Sales"), "/goals/3"),
    )  # fmt: skip
    values: dict[str, Any] = {
        "masthead": masthead("Working together, October 2026", scope="Everyone", closing="Tarnwick Energy and everyone in this digest are invented."),
        "period": OCTOBER,
        "lead": "Dear colleagues, the paper moving form is gone, and it took three departments to do it. The first bill after a move is still wrong in one case of ten. Here is what we did together in October.",
        "preheader": "The paper form is gone, two decisions, and three thanks that crossed departments.",
        "for_departments": (
            DepartmentNote(department="Billing", bold="One thing of October is in your hands:", text="the first bill after a move, which the council decides on 24 November. Four action items are open, one of them overdue.", link=Link(words="See what is mine", path="/mine")),
            DepartmentNote(department="Operations", bold="Operations owes 4 open action items.", text="2 of them late."),
        ),
        "stories": (
            DigestStory(title="How the paper form disappeared", kind="success", departments=("Product", "Support", "Operations"),
                        paragraphs=("A customer counted for us: her new address, three times, on three forms. Cleo from Product sat down with Support and Operations for two mornings. They laid all four forms on one table and crossed out what nobody used.", "Nine fields were left."),
                        measured="moving customers who have to call us fell from 41 to 27 %, beyond noise (610 asked).", not_measured="Not yet measured: whether fewer letters come back.",
                        quote="I filled in one page on the tram. That was all. I kept waiting for the rest.", quote_by="A customer, after moving in October",
                        thanks="Thanks to Cleo Tamsin, Eve Sarkani and Farid Ombale.", link=Link(words="The whole story", path="/stories/3")),
            DigestStory(title="The dealers were not asked", kind="lesson", departments=("Sales",), paragraphs=("The form went live without a word to the dealers, who had their own. Three weeks were lost in answers.",), link=Link(words="The whole lesson", path="/stories/4")),
        ),
        "thanks": (
            Thanks(giver="Cleo Tamsin, Product", receiver="the Billing team", text="they opened their error list to us. That is how we found the meter date.", departments=("Product", "Billing")),
            Thanks(giver="Jonas Ardley, Support", receiver="Farid Ombale, Operations", text="you rang me back at seven in the evening, and you were not even on duty.", departments=("Support", "Operations")),
            Thanks(giver="Ines Valcourt, Marketing", receiver="Greta Wynholt, Legal", text="the contract text fits on one page, and I understood it.", departments=("Marketing", "Legal")),
        ),
        "more_thanks": 35,
        "goals": tuple(
            GoalGlance(title=title, status=status, progress=Decimal(percent) / 100, expected=Decimal(due) / 100, percent=percent, expected_percent=due, sentence=sentence, departments=departments, path=path)
            for title, status, percent, due, sentence, departments, path in glances
        ),
        "decisions": (
            DigestDecision(number="D-2026-13", text="If we estimate a meter reading, the bill says so in the first line.", why="Six of ten callers did not know.", departments=("Billing", "Legal"), path="/decisions/13"),
            DigestDecision(number="D-2026-14", text="The yearly survey of movers goes to a fixed panel of 600.", departments=("Marketing",), path="/decisions/14"),
        ),
        "closed": (
            ClosedAction(number="A-080", title="Give dealers an answer on their own form", owner="Hugo Pereska", department="Sales"),
            ClosedAction(number="A-097", title="Answer book for the one moving form", owner="Eve Sarkani", department="Support"),
        ),
        "closed_more": 12,
        "term": DigestTerm(word="hand-over", meaning="The moment one of us stops and another of us begins. The customer should not feel it.", say="hand-over reading", avoid="“closing reading” and “final meter protocol”"),
        "meetings": (
            DigestMeeting(when="Tue 24 Nov, 10:00", committee="Customer Council", about="one team for the first bill after a move; late and open actions"),
            DigestMeeting(when="Thu 26 Nov, 14:00", committee="An hour in the call centre", about="open to everyone"),
        ),
        "path": "/digests/2026-10", "thanks_path": "/thanks/new", "preferences_path": "/settings/mail",
    }  # fmt: skip
    return DigestFigures(**(values | more))


def empty_digest() -> DigestFigures:
    """The digest of a month in which nothing happened."""
    nothing: dict[str, Any] = dict.fromkeys(
        ("for_departments", "stories", "thanks", "goals", "decisions", "closed", "meetings"), ()
    )
    return digest(
        **nothing, more_thanks=0, closed_more=0, term=None, lead="A quiet October.", preheader="A quiet October."
    )
