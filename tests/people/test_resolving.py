"""Who an owner as written is: each rule, and each way in which nobody is named."""

import pytest

from cxgov.people.resolving import Candidate, Rule, fold, resolve_owner, split_owners

ADA = Candidate(1, "Ada Novák", ("ada",))
BEN = Candidate(2, "Ben Okoro", ("ben-o", "bokoro"))
ADA_TOO = Candidate(3, "Ada Lind")
ZOE = Candidate(4, "Zoë Łuk")
PEOPLE = [ADA, BEN, ADA_TOO, ZOE]


def resolve(written, **facts):
    known = {"people": PEOPLE, "attendees": set(), "members": set(), "roles": {}, "aliases": {}} | facts
    return resolve_owner(written, **known)


@pytest.mark.parametrize("written", ["@ada", "@ADA", "Ada (@ada)", "**@ada**", "[@ada]", "@ada:"])
def test_a_handle_names_its_person_in_any_case(written):
    found = resolve(written)

    assert (found.person_id, found.rule) == (1, Rule.HANDLE)


def test_any_of_several_handles_names_their_person():
    assert resolve("@bokoro").person_id == 2


@pytest.mark.parametrize("written", ["Ada Novák", "ada novak", "ADA  NOVAK", "Zoë Łuk", "zoe luk"])
def test_a_full_name_is_folded_for_case_and_accents(written):
    found = resolve(written)

    assert found.rule == Rule.FULL_NAME
    assert found.person_id == (4 if "uk" in fold(written) else 1)


def test_a_first_name_counts_among_the_attendees_of_the_meeting():
    found = resolve("Ada", attendees={1})

    assert (found.person_id, found.rule) == (1, Rule.FIRST_NAME)


def test_a_first_name_counts_among_the_members_of_that_day():
    assert resolve("Ben", members={2}).person_id == 2


def test_a_first_name_of_somebody_who_is_neither_names_nobody():
    found = resolve("Ben", attendees={1})

    assert not found.is_resolved
    assert "“Ben”" in found.reason


def test_a_first_name_that_two_attendees_have_names_nobody():
    found = resolve("Ada", attendees={1}, members={3})

    assert found.person_id is None
    assert found.reason == "“Ada” fits 2 people by first name."


def test_the_initial_of_the_surname_tells_two_first_names_apart():
    assert resolve("Ada L.", attendees={1, 3}).person_id == 3


def test_two_people_of_one_full_name_are_not_guessed():
    twins = [Candidate(8, "Eve Ito"), Candidate(9, "Eve Ito")]

    assert resolve("Eve Ito", people=twins, attendees={8}).person_id is None


@pytest.mark.parametrize("written", ["Secretary", "the secretary", "SECRETARY:"])
def test_a_role_held_by_one_person_names_them(written):
    found = resolve(written, roles={"Secretary": [2]})

    assert (found.person_id, found.rule) == (2, Rule.ROLE)


def test_a_role_held_by_two_names_nobody():
    assert resolve("Board", roles={"board": [1, 2]}).reason == "“Board” fits 2 people by role."


def test_a_role_in_brackets_tells_two_first_names_apart():
    assert resolve("Ada (Secretary)", attendees={1, 3}, roles={"secretary": [3]}).person_id == 3


def test_a_settled_alias_decides_what_the_rules_leave_open():
    found = resolve("Ada", attendees={1, 3}, aliases={"ada": 3})

    assert (found.person_id, found.rule) == (3, Rule.ALIAS)


def test_an_alias_settled_as_nobody_names_nobody_and_says_so():
    found = resolve("Board", aliases={"BOARD": None})

    assert (found.person_id, found.rule) == (None, Rule.ALIAS)
    assert found.reason == "“Board” was settled before as no person."


def test_a_rule_that_fits_one_person_goes_before_an_alias():
    assert resolve("Ada", attendees={1}, aliases={"Ada": 3}).person_id == 1


@pytest.mark.parametrize("written", ["", "  ", "()", "someone", "@nobody", "A" * 10_000, "((((" * 1_000])
def test_what_fits_nobody_is_said_to_fit_nobody(written):
    assert not resolve(written, attendees={1, 2, 3, 4}).is_resolved


@pytest.mark.parametrize(
    ("written", "owners"),
    [
        ("Ada & Ben", ["Ada", "Ben"]),
        ("Ada and Ben", ["Ada", "Ben"]),
        ("Ada, Ben and Cleo", ["Ada", "Ben", "Cleo"]),
        ("Ada, Ben, and Cleo", ["Ada", "Ben", "Cleo"]),
        ("@ada/@ben", ["@ada", "@ben"]),
        ("Ada (Chair, acting) & Ben", ["Ada (Chair, acting)", "Ben"]),
        ("Alexander", ["Alexander"]),
        ("  ", []),
    ],
)
def test_several_owners_are_divided_as_written(written, owners):
    assert split_owners(written) == owners


def test_folding_takes_case_accents_dots_and_double_blanks_away():
    assert fold("  Žan  O’Læry-Łuk Jr. ") == "zan o'laery-luk jr"
