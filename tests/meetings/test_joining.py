"""Two texts written at once: joined so that nothing is lost, and marked where they differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxgov.meetings.joining import join_texts, marked

LINES = st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), max_size=8).map("\n".join)


@pytest.mark.parametrize(
    ("base", "theirs", "yours", "joined"),
    [
        ("one\ntwo\nthree", "ONE\ntwo\nthree", "one\ntwo\nTHREE", "ONE\ntwo\nTHREE"),
        ("one", "one of Ada", "one of Ben", "one of Ada\none of Ben"),
        ("one", "one\nmore", "one\nagain", "one\nmore\nagain"),
        ("one\ntwo", "one", "one\ntwo", "one"),
        ("one", "", "one of Ben", "one of Ben"),
        ("", "theirs", "yours", "theirs\nyours"),
        ("one", "same", "same", "same"),
    ],
)
def test_changes_of_both_are_in_the_joined_text(base: str, theirs: str, yours: str, joined: str) -> None:
    assert join_texts(base, theirs, yours) == joined


@given(LINES, LINES, LINES)
def test_no_line_that_somebody_wrote_is_lost(base: str, theirs: str, yours: str) -> None:
    joined = set(join_texts(base, theirs, yours).split("\n"))
    old = set(base.split("\n"))
    for side in (theirs, yours):
        assert {line for line in side.split("\n") if line and line not in old} <= joined


def test_what_differs_is_marked_on_both_sides() -> None:
    assert marked("call them by May", "call us by May") == [(False, "call "), (True, "them"), (False, " by May")]
    assert "".join(piece for _, piece in marked("x " * 4000, "y")) == "x " * 4000
