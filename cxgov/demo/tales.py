"""Stories, lessons and thanks."""

from dataclasses import dataclass

from cxgov.stories.enums import StoryKind

SUCCESS, LESSON = StoryKind.SUCCESS, StoryKind.LESSON


@dataclass(frozen=True, slots=True)
class Tale:
    """A story: written so many days ago, told of something whose words begin with `about`, of its kind.

    `month` counts full months back (1 is the last one), so that each digest has its story; None is this month.
    """

    title: str
    author: str
    text: str
    departments: tuple[str, ...]
    thanked: tuple[str, ...]
    about: tuple[str, str] = ("", "")
    evidence: str = ""
    kind: StoryKind = SUCCESS
    month: int | None = None
    day: int = 10
    is_told: bool = True
    withdrawn: str = ""


TALES: tuple[Tale, ...] = (
    Tale(
        "How the paper form disappeared", "eve",
        """\
A customer counted for us: her new address, three times, on three forms. Cleo from Product sat down with Support and
Operations for two mornings. They laid all four forms on one table and crossed out what nobody used.

Nine fields were left. Since summer, far fewer people have had to ring us about their move.""",
        ("Product", "Support", "Operations"), ("cleo", "wen", "farid"), ("initiative", "One moving form"),
        "Moving customers who have to call us: 41 before, 28.1 of 100 at the last count, more than noise.",
        month=1, day=23,
    ),
    Tale(
        "The list of errors that Billing opened to everybody", "cleo",
        """\
For years the list of wrong first bills lay in a drawer. Dan’s team opened it. In one afternoon Operations saw that
the date of the meter was behind a third of them.

Nobody was blamed. That is why it worked.""",
        ("Billing", "Operations", "Product"), ("dan", "nils"), ("objective", "Moving home works"), month=1, day=11,
    ),
    Tale(
        "What the summer hotline taught us", "leyla",
        """\
We set it up with five of ten members in the room, and Billing heard of its shifts from the rota. Next time we ask
first, even in August.

The customers did not notice. We did.""",
        ("Support", "Billing"), ("nils", "samir"), ("decision", "a summer hotline"), kind=LESSON, month=2, day=9,
    ),
    Tale(
        "The evening before", "marek",
        """\
A call the evening before costs three minutes. It saves a wasted visit in one case of ten, and nobody waits at the
window any more.""",
        ("Operations", "Support"), ("ruth", "eve"), ("initiative", "Technicians call"),
        "Second visits by a technician: 18 before, 14 of 100 at the last count.", month=2, day=20,
    ),
    Tale(
        "Ninety-six letters", "noor",
        """\
We read all 214. Some promised what nobody could keep; some nobody had sent for years. Ninety-six are left, and each
says what happens next.""",
        ("Marketing", "Legal"), ("viktor", "greta"), ("action", "Audit the 214"),
        "Letters in use: 214 before, 96 now.", month=3, day=15,
    ),
    Tale(
        "Forty-six complaints and one list", "pilar",
        """\
One name for each complaint. It sounds like nothing. The oldest had been passed on seven times.""",
        ("Support", "Billing", "Legal"), ("joana", "samir"), ("objective", "Every complaint has"),
        "Complaints older than ten days without an owner: 46 before, 3 now.", month=5, day=18,
    ),
    Tale(
        "No calls in the first month", "amina",
        """\
We stopped selling to people who stand between boxes. Sales did not fall. Two of my colleagues said that they like
their work better now.""",
        ("Sales", "Support"), ("pilar", "hugo"), ("decision", "No sales calls"), month=4, day=17,
    ),
    Tale(
        "A card that nobody wanted", "hugo",
        """\
I was sure of it. Twenty interviews later I was not. We stopped after one town, and the money went into the form.""",
        ("Sales", "Marketing"), ("otis", "piet"), ("initiative", "A card for loyalty"), kind=LESSON, month=6, day=11,
    ),
    Tale(
        "The sentence on the first line", "freya",
        """\
If we guess a reading, the bill says so in its first line. Legal wrote it with us, in one hour, at one table.""",
        ("Billing", "Legal"), ("greta", "viktor"), ("decision", "Estimated readings"), month=None, day=4,
    ),
    Tale(
        "Eight readings of ten", "olek",
        """\
Nils and I compared ten moves. The reading was there on the day in eight of them; it only lay in the wrong place.""",
        ("Operations", "Billing"), ("nils",), ("action", "Compare ten moves"), month=None, day=22, is_told=False,
    ),
    Tale(
        "A record month for the shop", "tomas", "More visitors than ever in the shop of the old town.", ("Sales",),
        ("amina",), month=4, day=5, withdrawn="The visitors came for the fair next door, as we learned later.",
    ),
)  # fmt: skip

THANKS: tuple[tuple[int, str, str, str], ...] = (
    (1, "cleo", "dan", "Your team opened its error list to us. That is how we found the meter date."),
    (1, "jonas", "farid", "You rang me back at seven in the evening, and you were not even on duty."),
    (1, "ines", "greta", "The contract text fits on one page, and I understood it."),
    (1, "eve", "sanna", "You told us of the tariff a day early. Nobody had to guess on Monday."),
    (1, "nils", "olek", "For ten moves in one afternoon, and the coffee."),
    (1, "freya", "viktor", "You wrote law as if a neighbour had to read it."),
    (1, "tomas", "wen", "You came to three dealers with me and listened."),
    (1, "samir", "pilar", "You took the call that I was afraid of."),
    (1, "hugo", "cleo", "You asked my dealers before you asked me. They noticed."),
    (0, "eve", "dan", "First list of wrong bills I have ever seen before the customer saw them."),
    (0, "olek", "teo", "The evening transfer ran on a weekend because you stayed."),
    (0, "noor", "ruth", "You told me which dates are true."),
    (0, "ada", "mira", "For paying interviews out of a plan that had no room."),
    (2, "leyla", "nils", "Two mornings a week in our room, and you learned to love the headset."),
    (2, "marek", "eve", "Your script for the evening before is better than mine."),
    (2, "ben", "ines", "Minutes corrected within the hour, every time."),
    (2, "priya", "ruth", "Clean figures from every team. I did not have to ask twice."),
    (3, "noor", "viktor", "You read 214 letters and laughed at the right ones."),
    (3, "wen", "idris", "You let the customers cross out your own fields."),
    (3, "denny", "sanna", "You explained the tariff until I could."),
    (4, "pilar", "joana", "For the word “sorry” in a letter of Legal."),
    (4, "otis", "hugo", "You came to all twenty interviews."),
    (5, "amina", "pilar", "You brought the complaints to us without blame."),
    (6, "farid", "noor", "No more dates that I have not heard of."),
)
"""Thanks as (full months back, from, to, words); 0 is this month."""
