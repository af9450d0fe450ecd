"""Who works at Tarnwick Energy. The company and everyone in it are invented."""

from dataclasses import dataclass
from typing import NamedTuple

from cxgov.committees.enums import CommitteeRole
from cxgov.core.enums import Level, Role

ORGANISATION = "Tarnwick Energy"
ZONE = "Europe/Berlin"
DOMAIN = "tarnwick.example"

DOORS: tuple[tuple[str, str], ...] = (
    ("administrator", "alma"),
    ("chair", "ada"),
    ("secretary", "ben"),
    ("department owner", "dan"),
    ("staff", "eve"),
    ("CX office", "cora"),
    ("auditor", "otto"),
)
"""The roles that a sign-in link is printed for, each with the handle of somebody who has it."""

DEPARTMENTS: tuple[tuple[str, str], ...] = (
    ("Marketing", "ines"),
    ("Sales", "hugo"),
    ("Product", "cleo"),
    ("Operations", "farid"),
    ("Support", "jonas"),
    ("Billing", "dan"),
    ("Legal", "greta"),
    ("Customer office", "ada"),
    ("Finance", "mira"),
    ("Technology", "luca"),
)
"""The departments in the order of the charter, each with the handle of its head."""

PEOPLE: tuple[tuple[str, str, str], ...] = (
    ("Ines Valcourt", "Marketing", "Head of Marketing"),
    ("Noor Tavessa", "Marketing", "Letters and web texts"),
    ("Piet Almgaard", "Marketing", "Campaigns"),
    ("Yara Winslet", "Marketing", "Brand research"),
    ("Hugo Pereska", "Sales", "Head of Sales"),
    ("Tomas Brelicek", "Sales", "Dealers"),
    ("Amina Duvoisin", "Sales", "Sales by telephone"),
    ("Rolf Kestrelin", "Sales", "Partner shops"),
    ("Cleo Tamsin", "Product", "Head of Product"),
    ("Sanna Veldmark", "Product", "Tariffs"),
    ("Idris Mbayana", "Product", "Moving home"),
    ("Wen Lioran", "Product", "Research and design"),
    ("Farid Ombale", "Operations", "Head of Operations"),
    ("Olek Starzyn", "Operations", "Meter readings"),
    ("Ruth Amberly", "Operations", "Technicians, north"),
    ("Kofi Dansarro", "Operations", "Heat pumps"),
    ("Marek Tullvik", "Operations", "Technicians, south"),
    ("Jonas Ardley", "Support", "Head of Support"),
    ("Eve Sarkani", "Support", "Team lead, call centre"),
    ("Pilar Ocanto", "Support", "Complaints"),
    ("Denny Arkwell", "Support", "Training"),
    ("Leyla Torvan", "Support", "Chat and mail"),
    ("Dan Hellier", "Billing", "Head of Billing"),
    ("Nils Hagemoor", "Billing", "First bills"),
    ("Freya Lundqvarn", "Billing", "Bill design"),
    ("Samir Adelou", "Billing", "Arrears and deposits"),
    ("Greta Wynholt", "Legal", "Head of Legal"),
    ("Viktor Szabrin", "Legal", "Contracts"),
    ("Joana Feltrin", "Legal", "Consumer rights"),
    ("Ada Morvane", "Customer office", "Chief customer officer"),
    ("Ben Okoru", "Customer office", "Secretary of the council"),
    ("Cora Lindholt", "Customer office", "Customer office"),
    ("Otis Ferrand", "Customer office", "Interviews and studies"),
    ("Mira Dostane", "Finance", "Head of Finance"),
    ("Otto Brandvik", "Finance", "Internal audit"),
    ("Hanne Quillfeld", "Finance", "Planning"),
    ("Luca Brenholt", "Technology", "Head of Technology"),
    ("Alma Quistrom", "Technology", "Systems"),
    ("Teo Marchetta", "Technology", "Customer screens"),
    ("Priya Nandikar", "Technology", "Data"),
)
"""Everybody: name, department, job. A handle is the first name in small letters; the address is made of it."""

ROLES: tuple[tuple[str, Role], ...] = (
    ("alma", Role.ADMINISTRATOR),
    ("cora", Role.CX_OFFICE),
    ("otto", Role.AUDITOR),
)

LEAVER, LEFT_DAYS_AGO = "rolf", 150


class Seat(NamedTuple):
    """One seat: who, as what, with a vote or not, and the years that its term runs from today."""

    handle: str
    role: CommitteeRole
    votes: bool
    years: int | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A committee with its charter and its seats; chair and secretary first."""

    key: str
    name: str
    slug: str
    level: Level
    cadence: str
    sponsor: str
    purpose: str
    authority: str
    vision: str
    seats: tuple[Seat, ...]

    @property
    def chair(self) -> str:
        """Return the handle of the chair."""
        return self.seats[0].handle

    @property
    def secretary(self) -> str:
        """Return the handle of the secretary."""
        return self.seats[1].handle


CHAIR, VICE, SECRETARY = CommitteeRole.CHAIR, CommitteeRole.VICE_CHAIR, CommitteeRole.SECRETARY
MEMBER, ADVISER = CommitteeRole.MEMBER, CommitteeRole.ADVISER

COUNCIL = Body(
    "C",
    "Customer Council",
    "customer-council",
    Level.INTERNAL,
    "every 4 weeks on Tuesday",
    "mira",
    "Ten departments decide together what changes for the customer.",
    "It may decide on anything that touches more than one department, up to 250 000 € a case.",
    "Every household that moves to us feels at home in its first month.",
    (
        Seat("ada", CHAIR, True, 2),
        Seat("ben", SECRETARY, False),
        Seat("jonas", VICE, True, 1),
        Seat("ines", MEMBER, True, 1),
        Seat("hugo", MEMBER, True, 2),
        Seat("cleo", MEMBER, True, 1),
        Seat("farid", MEMBER, True, 2),
        Seat("dan", MEMBER, True, 1),
        Seat("mira", MEMBER, True, 2),
        Seat("greta", MEMBER, True, 2),
        Seat("luca", MEMBER, True, 1),
        Seat("otis", ADVISER, False),
        Seat("priya", ADVISER, False),
    ),
)

BOARD = Body(
    "B",
    "Moving Home Board",
    "moving-home-board",
    Level.INTERNAL,
    "every 4 weeks on Thursday",
    "ada",
    "The people who do the work of a move meet and clear what stands in its way.",
    "It may change forms, letters and hand-overs of a move; what costs more than 20 000 € goes to the council.",
    "One move, one form, one letter, one right bill.",
    (
        Seat("idris", CHAIR, True),
        Seat("eve", SECRETARY, True),
        Seat("olek", MEMBER, True),
        Seat("nils", MEMBER, True),
        Seat("noor", MEMBER, True),
        Seat("tomas", MEMBER, True),
        Seat("teo", MEMBER, True),
        Seat("ruth", MEMBER, True),
        Seat("wen", ADVISER, False),
    ),
)

PANEL = Body(
    "P",
    "Fair Treatment Panel",
    "fair-treatment-panel",
    Level.RESTRICTED,
    "every 8 weeks on Wednesday",
    "greta",
    "Looks at cases of hardship and at complaints that went wrong, and says what we owe the customer.",
    "It may grant redress up to 5 000 € a household, and report patterns to the Customer Council.",
    "Nobody loses heat or light because of a mistake of ours.",
    (
        Seat("greta", CHAIR, True),
        Seat("joana", SECRETARY, False),
        Seat("pilar", MEMBER, True),
        Seat("samir", MEMBER, True),
        Seat("hanne", MEMBER, True),
        Seat("ada", MEMBER, True),
    ),
)

BODIES = (COUNCIL, BOARD, PANEL)


def address(handle: str) -> str:
    """Return somebody's e-mail address, which leads nowhere."""
    return f"{handle}@{DOMAIN}"
