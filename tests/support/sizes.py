"""How large a test of races and faults is: small in the suite, whole in `./cx faults`, which sets CX_FULL."""

import os


def full(small: int, whole: int) -> int:
    """Return the small figure, or the whole one where CX_FULL is set."""
    return whole if os.environ.get("CX_FULL") else small
