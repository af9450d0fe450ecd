"""The states of a run."""

from enum import StrEnum


class RunState(StrEnum):
    """A failed run is tried again later; a dead one waits for a person."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    DEAD = "dead"
