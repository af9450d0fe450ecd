"""The shared goals of this cycle and the last one, with what was measured month by month."""

from dataclasses import dataclass, field

from cxgov.goals.enums import Ambition


@dataclass(frozen=True, slots=True)
class Figure:
    """A key result: owner, from, to, unit, the reading of each month's end, and the one of the last days.

    A reading is a value, or a value and how sure the owner was, in tenths; `late` names months that came a week late.
    """

    title: str
    owner: str
    baseline: str
    target: str
    unit: str
    months: tuple[str, ...] = ()
    latest: str = ""
    sure: int = 7
    notes: tuple[str, ...] = ()
    late: tuple[int, ...] = ()
    weight: str = "1"


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal that departments share: its sponsor, owner, parts and figures; and the gap that it addresses."""

    key: str
    title: str
    sponsor: str
    owner: str
    outcome: str
    parts: tuple[tuple[str, str], ...]
    figures: tuple[Figure, ...]
    ambition: Ambition = Ambition.COMMITTED
    gaps: tuple[str, ...] = ()
    is_draft: bool = False
    dropped: str = ""
    lists: tuple[str, ...] = field(default=())


NOW_AIMS: tuple[Aim, ...] = (
    Aim(
        "moving", "Moving home works without a phone call", "ada", "cleo",
        "Whoever moves tells us once, gets one letter and one right bill, and need not ring us.",
        (("Product", "the form and its words"), ("Operations", "the meter on the day"),
         ("Billing", "the first bill"), ("Support", "what movers ask")),
        (
            Figure("First bill after a move is right", "dan", "82", "96", "%", ("83.6", "85.4", "87.3", "89.5"),
                   "90.25", 6, ("", "", "New form live in all four channels.",
                                "The tariff is now carried over by the system.",
                       "The Friday batch is still there. Without the hand-over on the day we stay near 90."), (2,)),
            Figure("Moving customers who have to call us", "cleo", "41", "20", "%", ("36.8", "32.0", "28.1", "25.6"),
                   "23.9", 8, ("The first web channel has the form.",)),
            Figure("Moving customers would recommend us (NPS)", "jonas", "18", "34", "points",
                   ("20", "22", "20", "22"), "21", 3,
                   ("Too early to say.", "Within the noise of 200 answers.", "No change that we could be proud of.",
                    "Movers praise the form and blame the bill.", "It will not move before the first bill is right.")),
            Figure("Days from move-in to a working meter", "farid", "12", "4", "days", ("10.6", "9.1", "7.8", "6.9"),
                   "6.1", 7),
        ),
        gaps=("Meter reading is handed over", "The form asks again"),
    ),
    Aim(
        "first-time", "A problem is solved the first time", "ada", "jonas",
        "One call, one visit, one answer: nobody has to tell us the same thing twice.",
        (("Support", "answers"), ("Operations", "visits"), ("Product", "tariffs that can be explained"),
         ("Technology", "one screen")),
        (
            Figure("Solved at the first contact", "eve", "64", "78", "%", ("66.2", "68.9", "71.0", "72.4"), "73.5", 8,
                   ("", "", "", "Two new tariffs at once cost us a point.", "Tariff changes still reach us late.")),
            Figure("Second visits by a technician", "farid", "18", "9", "%", ("16.1", "14.0", "12.2", "11.1"),
                   "10.2", 6),
            Figure("Answers that Support finds on one screen", "luca", "40", "90", "%", ("47", "56"), "", 5,
                   ("", "The search of the old system is in the way.")),
        ),
        gaps=("Nobody tells Support",),
    ),
    Aim(
        "offers", "Offers people understand", "mira", "ines",
        "Everybody who signs can say in their own words what they pay and for how long.",
        (("Marketing", "words"), ("Legal", "contract texts"), ("Sales", "the talk at the counter")),
        (
            Figure("Customers who can say what they pay", "ines", "38", "60", "%"),
            Figure("Complaints about contract texts, a quarter", "greta", "140", "70", "complaints",
                   ("131", "118", "107", "99"), "96", 4),
        ),
        Ambition.ASPIRATIONAL,
    ),
    Aim(
        "arrears", "Help comes before it is asked for", "mira", "samir",
        "Who falls behind hears from us while we can still help, and gets back what is theirs.",
        (("Billing", "arrears and deposits"), ("Finance", "what it costs"), ("Customer office", "kind words")),
        (
            Figure("Households in arrears reached before the second reminder", "samir", "22", "65", "%",
                   ("30", "39", "47", "53"), "57", 8),
            Figure("Days until a wrong deposit is back on the account", "mira", "70", "14", "days",
                   ("72", "62", "51", "41"), "33", 5,
                   ("Worse at first: we found cases nobody had looked at.", "Two banks answer by letter only.",
                    "Half is paid without being asked.", "The second deposit letter is still sent.",
                    "Blocked until the letter is switched off.")),
        ),
        gaps=("The deposit is asked",),
    ),
    Aim(
        "heat", "Heat-pump customers are looked after in their first winter", "cleo", "kofi",
        "A visit in the first cold week, and a number that is answered at night.",
        (("Operations", "the visit"), ("Product", "what to watch"), ("Support", "the night line")),
        (Figure("First-winter visits made", "kofi", "0", "80", "%"),),
        is_draft=True,
    ),
)  # fmt: skip

LAST_AIMS: tuple[Aim, ...] = (
    Aim(
        "letters", "Letters that need no second letter", "ines", "noor",
        "What we write is right, says what happens next, and is understood.",
        (("Marketing", "words"), ("Operations", "dates"), ("Legal", "what must be said")),
        (
            Figure("Complaints about a promised date, a month", "noor", "38", "6", "complaints",
                   ("33", "27", "20", "14", "9", "6"), "", 8),
            Figure("Letters in use", "noor", "214", "100", "letters", ("210", "196", "171", "140", "118", "96"), "", 6,
                   ("We only began to count.", "The audit is slow.", "", "", "", "")),
        ),
        gaps=("Welcome letter promises",),
    ),
    Aim(
        "complaints", "Every complaint has one owner", "jonas", "pilar",
        "Whoever complains speaks with one person until it is settled.",
        (("Support", "owners"), ("Billing", "answers within two days"), ("Legal", "redress")),
        (
            Figure("Complaints older than ten days without an owner", "pilar", "46", "0", "complaints",
                   ("31", "18", "9", "5", "3", "3"), "", 7, ("", "", "", "", "", "Three wait for a court.")),
            Figure("Complaints passed on more than once", "pilar", "29", "12", "%",
                   ("28", "27", "25", "24", "22", "21"), "", 4,
                   ("Slow.", "Two departments still pass on.", "No tool helps us here.", "Slow.", "Slow.",
                    "We did not reach it; Billing still passes on.")),
        ),
    ),
    Aim(
        "card", "A card that rewards loyalty", "mira", "hugo",
        "Customers stay because they gain something.",
        (("Sales", "the card"), ("Marketing", "the campaign")),
        (Figure("Households with a card", "hugo", "0", "20", "%", ("1",), "", 3, ("Hardly anybody wants it.",)),),
        dropped="Interviews say that nobody wants a card; they want a bill that is right.",
    ),
)  # fmt: skip
