"""The initiatives: work of several departments, in every stage."""

from dataclasses import dataclass

from cxgov.initiatives.enums import InitiativeKind, Part

DESIGN, REPAIR = InitiativeKind.DESIGN, InitiativeKind.REPAIR
A, R, C, I = Part.ACCOUNTABLE, Part.RESPONSIBLE, Part.CONSULTED, Part.INFORMED  # noqa: E741 - the four letters of RACI


@dataclass(frozen=True, slots=True)
class Work:
    """An initiative: `began` days ago, milestones as (title, due in days from then, done in days or None).

    `steps` are moves as (verb, days after it began); `approved` and `gap` begin the words of a decision and of a gap;
    `gives` are action items that it gave out, as (owner, title, day it was given, days until it is due).
    """

    title: str
    kind: InitiativeKind
    lead: str
    sponsor: str
    purpose: str
    effort: int | None
    began: int
    parts: tuple[tuple[str, Part], ...]
    milestones: tuple[tuple[str, int, int | None], ...] = ()
    steps: tuple[tuple[str, int], ...] = ()
    approved: str = ""
    aim: str = ""
    gap: str = ""
    benefit: str = ""
    reason: str = ""
    gives: tuple[tuple[str, str, int, int], ...] = ()


WORKS: tuple[Work, ...] = (
    Work(
        "One moving form", DESIGN, "cleo", "ada", "One page of nine fields for every channel, and one source for all.",
        140, 230, (("Product", A), ("Operations", R), ("Sales", C), ("Support", C), ("Billing", I)),
        (("Form tried with eight customers", 70, 72), ("Live in the web channels", 110, 110),
         ("Live at the telephone", 130, 134), ("Paper form is gone", 160, 158)),
        (("propose", 18), ("approve", 42), ("start", 45), ("deliver", 165), ("measure", 205)),
        "One moving form", "moving", "The form asks again",
        "Measured: moving customers who have to call us fell from 41 to 23.9 of 100, more than noise.",
        gives=(("nils", "Read the address from the form and nowhere else", 150, 45),),
    ),
    Work(
        "Hand-over of readings on the day", REPAIR, "farid", "jonas",
        "The reading of the day of the move reaches Billing on that day, so that the first bill is right.",
        60, 46, (("Operations", A), ("Billing", R), ("Technology", C)),
        (("Ten moves compared", 38, 38), ("Readings each evening", 40, None), ("Readings with a photograph", 70, None),
         ("Friday batch switched off", 90, None)),
        (("propose", 6), ("approve", 32), ("start", 33)),
        "Operations hands over", "moving", "Meter reading is handed over",
        gives=(("marek", "Bring tablets to the two southern depots", 34, 28),),
    ),
    Work(
        "Letters in plain words", DESIGN, "ines", "ada", "Ninety-six letters that say what happens next.",
        80, 260, (("Marketing", A), ("Legal", R), ("Support", C)),
        (("All letters read", 160, 171), ("Half of them rewritten", 200, 204), ("All of them rewritten", 240, 238)),
        (("propose", 15), ("approve", 60), ("start", 64), ("deliver", 242)), "Freeze letter templates", "letters",
        "Welcome letter promises",
    ),
    Work(
        "Technicians call the evening before", REPAIR, "ruth", "farid", "Nobody waits a day for a visit in vain.",
        30, 250, (("Operations", A), ("Support", R)),
        (("Two teams try it", 20, 20), ("All northern teams", 70, 75), ("Southern teams", 150, 149)),
        (("propose", 10), ("approve", 35), ("start", 36), ("deliver", 150), ("measure", 190), ("close", 200)),
        "Pilot: technicians call", "first-time", "",
        "Measured: second visits fell from 18 to 10.2 of 100; the pilot became the rule.",
    ),
    Work(
        "One screen for Support", DESIGN, "luca", "jonas", "Tariff, bill, visits and letters of a home on one screen.",
        220, 120, (("Technology", A), ("Support", R), ("Product", C), ("Billing", C)),
        (("Tariffs on the screen", 55, 66), ("Visits on the screen", 85, None), ("Letters on the screen", 150, None)),
        (("propose", 8), ("approve", 45), ("start", 48)), "Support sees every tariff", "first-time",
        "Nobody tells Support",
        gives=(("teo", "Show the next visit of the technician on the screen", 70, 40),
               ("denny", "Train ten people on the new screen", 60, 30)),
    ),
    Work(
        "Deposits come back by themselves", REPAIR, "samir", "mira", "A wrong deposit is back before anybody asks.",
        45, 90, (("Billing", A), ("Finance", R), ("Sales", C)),
        (("All double deposits found", 30, 28), ("Second letter switched off", 110, None)),
        (("propose", 12), ("approve", 70)), "wrong deposits are paid", "arrears", "The deposit is asked",
    ),
    Work(
        "A visit in the first cold week", DESIGN, "kofi", "cleo", "Heat-pump customers see us before they need us.",
        90, 40, (("Operations", A), ("Product", R), ("Support", I)),
        (("Fifty visits tried", 80, None), ("All first winters", 130, None)), (("propose", 20),),
    ),
    Work(
        "A bill that explains itself", DESIGN, "freya", "dan", "The bill says on its first page why it is what it is.",
        None, 25, (("Billing", A), ("Marketing", R)),
    ),
    Work(
        "A card for loyalty", DESIGN, "hugo", "mira", "A card with points for every year.", 70, 280,
        (("Sales", A), ("Marketing", R)), (("Card tried in one town", 60, 66),),
        (("propose", 14), ("stop", 75)), aim="card",
        reason="Interviews say that nobody wants a card; the money goes into the moving form.",
    ),
)  # fmt: skip
