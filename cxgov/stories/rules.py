"""What a story needs before it is told, who tells it, and thanks between colleagues."""

from collections.abc import Collection

from cxgov.core.enums import Level
from cxgov.core.errors import RuleBroken
from cxgov.core.lifecycle import KEEP, NEW, Need, move
from cxgov.stories.enums import StoryState

DRAFT, PUBLISHED, WITHDRAWN = StoryState.DRAFT, StoryState.PUBLISHED, StoryState.WITHDRAWN
NOT_MEASURED = "Not measured."
LONGEST_THANKS = 500

COMPLETE = Need("complete", "The story is not complete yet.")
REASON = Need("reason", "Say why.", field="reason")

MOVES = (
    move("write", [NEW], DRAFT, "O D V S C X"),
    move("change", [DRAFT], KEEP, "O S C X"),
    move("publish", [DRAFT], PUBLISHED, "C X", COMPLETE),
    move("withdraw", [PUBLISHED], WITHDRAWN, "O S C X", REASON),
    move("rewrite", [WITHDRAWN], DRAFT, "O S C X"),
)
"""O is the author; the CX office publishes, and of the work of their own committee the chair."""


def check_publish(
    *,
    title: str,
    text: str,
    departments: int,
    evidence: str | None,
    is_not_measured: bool,
    level: Level,
    author_id: int | None = None,
    thanked: Collection[int] = (),
) -> None:
    """A story has a title, words, a department or more, evidence or the plain word that nothing was measured.

    It thanks others than its author, and what is restricted stays untold.
    """
    if not title.strip():
        raise RuleBroken("Give the story a title.", field="title")
    if not text.strip():
        raise RuleBroken("Tell the story.", field="text")
    if departments < 1:
        raise RuleBroken("Name at least one department that worked on it.", field="departments")
    check_evidence(evidence, is_not_measured=is_not_measured)
    if author_id is not None and author_id in thanked:
        raise RuleBroken("An author does not thank themselves.", field="people")
    if level > Level.INTERNAL:
        raise RuleBroken("What is restricted cannot be told to everybody.", field="level")


def check_evidence(evidence: str | None, *, is_not_measured: bool) -> None:
    """Either a measured movement or any other evidence, or the mark “not measured”; never silence, never both."""
    has_evidence = bool(evidence and evidence.strip())
    if has_evidence and is_not_measured:
        raise RuleBroken("There is evidence: take away the mark “not measured”.", field="evidence")
    if not has_evidence and not is_not_measured:
        raise RuleBroken("Say what shows it, or mark it “not measured”.", field="evidence")


def evidence_words(evidence: str | None) -> str:
    """What stands under a story: its evidence, or that nothing was measured."""
    return evidence.strip() if evidence and evidence.strip() else NOT_MEASURED


def is_for_digest(state: StoryState, level: Level) -> bool:
    """Whether a story goes into the digest, which people read without signing in: published and open."""
    return state is PUBLISHED and level is Level.OPEN


def check_thanks(from_id: int, to_id: int, words: str) -> None:
    """Thanks go to somebody else, in a few words."""
    if from_id == to_id:
        raise RuleBroken("Thank somebody else.", field="to")
    if not words.strip():
        raise RuleBroken("Say what for.", field="words")
    if len(words) > LONGEST_THANKS:
        raise RuleBroken(f"At most {LONGEST_THANKS} characters.", field="words")


def is_across_departments(from_department: int | None, to_department: int | None) -> bool:
    """Whether thanks cross a border between departments, which is what the digest counts."""
    return from_department is not None and to_department is not None and from_department != to_department
