"""The owners in a line, as written; what is no plausible owner is left alone."""

import pytest

from cxgov.people.owner_words import looks_like_owner, read_owners


@pytest.mark.parametrize(
    ("line", "owners", "task"),
    [
        ("Ada Novak: write the letter", ["Ada Novak"], "write the letter"),
        ("**Ada Novak:** write the letter", ["Ada Novak"], "write the letter"),
        ("Ada Novak & Ben Okoro: write it", ["Ada Novak", "Ben Okoro"], "write it"),
        ("Ada and Will: call", ["Ada", "Will"], "call"),
        ("Secretary: oversee the vote", ["Secretary"], "oversee the vote"),
        ("the board: decide", ["the board"], "decide"),
        ("Ada (Secretary): read it", ["Ada (Secretary)"], "read it"),
        ("Marketing: send it", ["Marketing"], "send it"),
        ("@ada to write it", ["@ada"], "write it"),
        ("@ada will write it", ["@ada"], "write it"),
        ("@ada: write it", ["@ada"], "write it"),
        ("**@ada** write it", ["@ada"], "write it"),
        ("[@ada] write it", ["@ada"], "write it"),
        ("(@ada) write it", ["@ada"], "write it"),
        ("@ada/@ben finish it", ["@ada", "@ben"], "finish it"),
        ("@ada and @ben to finish it", ["@ada", "@ben"], "finish it"),
        ("@ada:", ["@ada"], "@ada:"),
        ("[Ada Novak] write it", ["Ada Novak"], "write it"),
        ("Ada to write it", ["Ada"], "write it"),
        ("Ada and Ben will write it", ["Ada", "Ben"], "write it"),
        ("TODO(ada): write it", ["ada"], "write it"),
        ("Action for Ada Novak: write it", ["Ada Novak"], "write it"),
        ("ACTION BO: write it", ["BO"], "write it"),
        ("Action: Ada to write it", ["Ada"], "write it"),
    ],
)
def test_owners_at_the_beginning_are_taken_out_of_the_task(line, owners, task):
    found = read_owners(line)

    assert (list(found.owners), found.task) == (owners, task)


@pytest.mark.parametrize(
    ("line", "owners"),
    [
        ("Write it (@ada)", ["@ada"]),
        ("Write it (@ada, and other members)", ["@ada"]),
        ("Write it (@ada) (long-term)", ["@ada"]),
        ("Write it (soon) (@ada)", ["@ada"]),
        ("Write it (Ada)", ["Ada"]),
        ("Write it (Ada Novak and Ben)", ["Ada Novak", "Ben"]),
        ("Write it - @ada", ["@ada"]),
        ("New account - @ada following up with Ben", ["@ada"]),
        ("Write it (owner: Ada Novak)", ["Ada Novak"]),
        ("Write it - Owner: Ada Novak - Due: 2026-12-01", ["Ada Novak"]),
        ("Write it, assigned to: Ada and Ben", ["Ada", "Ben"]),
    ],
)
def test_owners_at_the_end_leave_the_task_as_it_is(line, owners):
    found = read_owners(line)

    assert (list(found.owners), found.task) == (owners, line)


@pytest.mark.parametrize(
    "line",
    [
        "Reply to Ada: she waits", "For April: ask the others", "Docs at https://example.org", "Fix the build (PR)",
        "Items (owned by several members)", "Reach out to Ada to see", "Update: the thing is done", "[] review it",
        "Continue to work on it", "Note: see below", "Everything about the wording: change it", "12: buy it", "",
        "Looking to move", "Send it to the committee", ": x", "()", "(", "[ACTION]", "write it - now",
        "Onboarding - do",
    ],
)  # fmt: skip
def test_what_is_no_plausible_owner_is_no_owner(line):
    assert read_owners(line).owners == ()


def test_one_word_behind_a_dash_is_an_owner_only_where_it_is_known():
    assert read_owners("Write it - Ada").owners == ()
    assert read_owners("Write it - Ada", known=["Ada Novak"]).owners == ("Ada",)


def test_a_known_name_in_small_letters_is_an_owner_before_a_colon():
    assert read_owners("adan: write it", known=["adan"]).owners == ("adan",)


def test_a_known_full_name_begins_a_line_without_to_or_colon():
    assert read_owners("Ada Novak set the time", known=["Ada Novak"]).owners == ("Ada Novak",)
    assert read_owners("Ada Novak set the time").owners == ()


def test_an_initial_is_no_article():
    assert read_owners("A. Novak: write").owners == ("A. Novak",)


def test_a_second_mark_is_only_text():
    assert read_owners("TODO: TODO: TODO: x").owners == ()


@pytest.mark.parametrize("text", ["May", "April", "June"])
def test_a_month_alone_is_no_owner(text):
    assert not looks_like_owner(text)
    assert looks_like_owner(f"{text} Novak")
