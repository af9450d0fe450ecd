"""The kinds and states of stories."""

from enum import StrEnum


class StoryKind(StrEnum):
    """What worked, or what was learnt."""

    SUCCESS = "success"
    LESSON = "lesson"


class StoryState(StrEnum):
    """A draft is its author's; a published one is everybody's."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """Return the state as the screens say it."""
        return self.value
