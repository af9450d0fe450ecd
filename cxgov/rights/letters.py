"""What a chair is told by mail of broken glass: who, why and until when, and nothing of what is restricted."""

from dataclasses import dataclass

from cxgov.core.enums import Level
from cxgov.journal.models import Subject
from cxgov.rights.models import GlassOpening
from cxgov.web.words import clock_words


@dataclass(frozen=True, slots=True)
class Sender:
    """Where the product is reached, and in which zone its hours are said."""

    base_url: str
    domain: str
    zone: str


def glass_letter(opening: GlassOpening, committee: Subject, who: str, sender: Sender) -> tuple[str, str]:
    """Return headline and text; a restricted committee is not named, for mails travel through other hands."""
    name = committee.title if committee.level <= Level.INTERNAL else "a committee that you run"
    until = clock_words(opening.until, sender.zone)
    text = (
        f"{who}, an administrator, broke the glass of {name} and may read what is restricted there until {until}.\n\n"
        f"The reason given:\n{opening.reason}\n\n"
        "It is kept in the journal. If you did not expect it, ask them, and tell the CX office.\n\n"
        f"{sender.base_url}/subjects/{committee.id}/readers\n"
    )
    return f"An administrator broke the glass of {name}", text
