"""People from a CSV file as people have it: read in many spellings, refused in a sentence with its line."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.core.errors import NotAllowed
from cxgov.imports import people_csv
from cxgov.imports.outcome import Outcome
from cxgov.journal.chain import verify
from cxgov.journal.models import Subject
from cxgov.people.models import Department, Person
from tests.imports.conftest import Command
from tests.support.cast import NOW, SYSTEM, Cast

Bring = Callable[..., Outcome]
PLAIN = "Name,E-mail,Handle,Department,Job\nMara Quill,mara@x.example,maraq,Field Service,Planner\n"


@pytest.fixture
def bring(session: Session, tmp_path: Path) -> Bring:
    """Import a text, keep the good rows and commit."""

    def brought(text: str | bytes, actor: Actor = SYSTEM) -> Outcome:
        file = tmp_path / "people.csv"
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        read = people_csv.read_people(file, max_bytes=2_000_000)
        outcome = people_csv.import_people(session, read, file.name, actor=actor, now=NOW)
        session.commit()
        return outcome

    return brought


def person(session: Session, name: str) -> Person:
    session.expire_all()
    wanted = select(Person).join(Subject, Subject.id == Person.id).where(Subject.title == name)
    return session.scalars(wanted).unique().one()


def bad(outcome: Outcome) -> list[tuple[int, str, str]]:
    return [(one.line, one.reason, one.text) for one in outcome.bad]


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        "\ufeff" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        "\n\n" + PLAIN,
        "Full Name,Mail,Login,Team,Position\n" + PLAIN.split("\n")[1],
        "FIRST NAME,Last name,Work email,User,Unit,Title\nMara,Quill,mara@x.example,@maraq,Field Service,Planner\n",
        'name;"e-mail";handle;department;title\n"Mara\n Quill";"mara@x.example";maraq;"Field  Service";Planner\n',
    ],
)
def test_a_person_is_read_from_files_as_people_have_them(session: Session, bring: Bring, text: str) -> None:
    said = bring(text)
    mara = person(session, "Mara Quill")
    room = session.get_one(Department, mara.department_id)

    assert (said.created, said.updated, said.unchanged, said.bad) == (2, 0, 0, [])
    assert (mara.email, mara.handle, mara.job, mara.may_sign_in) == ("mara@x.example", "maraq", "Planner", False)
    assert (room.title, room.slug) == ("Field Service", "field-service")


def test_a_second_run_changes_nothing_and_a_changed_row_is_updated(session: Session, bring: Bring) -> None:
    bring(PLAIN)
    again, changed = bring(PLAIN), bring(PLAIN.replace("Planner", "Head"))
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    assert (changed.created, changed.updated, changed.unchanged) == (0, 1, 0)
    assert person(session, "Mara Quill").job == "Head"
    assert verify(session)[1] is None


def test_what_the_file_does_not_say_stays_as_it_is(session: Session, bring: Bring, cast: Cast) -> None:
    said = bring("name,job\nDan Hellier,Head of billing\n")
    dan = person(session, "Dan Hellier")
    assert (said.updated, dan.email, dan.department_id, dan.may_sign_in) == (
        1, "dan@tarnwick.example", cast.billing.id, True,
    )  # fmt: skip
    assert dan.job == "Head of billing"


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (PLAIN.encode("utf-16"), 1, "binary"),
        ("name,job\nMara,x\nJosé,y\n".encode("latin-1"), 3, "not_utf8"),
        (b"", 1, "empty"),
        (b"job,mail\nx,y\n", 1, "header"),
        (b"name,full name\nx,y\n", 1, "header"),
        (b"name,role,job title\nx,y,z\n", 1, "header"),
        (b'name,job\nMara Quill,"never closed\n', 2, "not_csv"),
        (b"name,job\n" + b"x" * 200_000 + b",y\n", 2, "not_csv"),
        (b"name\n" + b"x" * 3_000_000, 1, "too_large"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence_with_its_line(
    session: Session, bring: Bring, data: bytes, line: int, reason: str
) -> None:
    said = bring(data)
    assert [one[:2] for one in bad(said)] == [(line, reason)]
    assert session.scalar(select(func.count(Person.id))) == 0


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",x@y.example,,,", "The name is missing."),
        ("...,x@y.example,,,", "The name is missing."),
        ("Mara Quill,not an address,,,", "“not an address” is no e-mail address."),
        ("Mara Quill,@x.example,,,", "“@x.example” is no e-mail address."),
        ("Mara Quill,a@b@c.example,,,", "“a@b@c.example” is no e-mail address."),
        ("Mara Quill,<a@c.example>,,,", "“<a@c.example>” is no e-mail address."),
        (f"{'M' * 201},,,,", "“name” is longer than 200 characters."),
        (f"Mara Quill,,,,{'j' * 121}", "“job” is longer than 120 characters."),
        ("Mara \x1b Quill,,,,", "“name” holds a character that cannot be kept."),
        ("Mara Quill,,,,,extra", "The row has more cells than the header."),
    ],
)
def test_a_bad_row_is_a_sentence_and_the_others_can_be_kept(
    session: Session, bring: Bring, row: str, words: str
) -> None:
    said = bring(PLAIN + row + "\nLev Brandt,,,,\n")
    assert bad(said) == [(3, "row", words)]
    assert person(session, "Lev Brandt").email is None


def test_rows_that_contradict_each_other_are_refused_and_the_same_row_twice_is_listed(bring: Bring) -> None:
    said = bring(
        "name,mail,job\nMara Quill,m@x.example,a\nLev Brandt,M@x.example,b\nMara Quill,m@x.example,a\n"
        "Sam Pike,,a\nSam Pike,,b\n"
    )
    assert bad(said) == [
        (3, "row", "Line 2 is about the same person and says otherwise."),
        (6, "row", "Line 5 is about the same person and says otherwise."),
    ]
    assert [(one.line, one.reason) for one in said.skipped] == [(4, "twice")]


def test_a_row_whose_address_and_handle_belong_to_two_people_is_refused(
    session: Session, bring: Bring, cast: Cast
) -> None:
    said = bring("name,mail,handle,department\nDan Hellier,dan@tarnwick.example,eve,Nowhere\nLev Brandt,,,Nowhere\n")
    assert bad(said) == [(2, "row", "E-mail address and handle belong to two different people.")]
    assert session.get_one(Department, person(session, "Lev Brandt").department_id).title == "Nowhere"
    assert said.created == 2


def test_departments_get_short_names_that_are_free(session: Session, bring: Bring, cast: Cast) -> None:
    bring("name,department\nA B,R&D\nC D,R D\nE F,客户服务\nG H,BILLING\n")
    slugs = set(session.scalars(select(Department.slug)))
    assert slugs == {"billing", "support", "product", "r-d", "r-d-2", "department"}
    assert person(session, "G H").department_id == cast.billing.id


def test_formulas_and_markup_are_stored_as_text(session: Session, bring: Bring) -> None:
    cells = ["=cmd|' /C calc'!A0", "+49 30 1", "-1+1", "@SUM(A1)", "<script>alert(1)</script>"]
    bring("name;job\n" + "".join(f'"{cell}";"{cell}"\n' for cell in cells))
    assert set(session.scalars(select(Person.job))) == set(cells)
    assert {person(session, cell).job for cell in cells} == set(cells)


def test_columns_that_are_not_imported_are_named(bring: Bring) -> None:
    said = bring("name,Phone number,\nMara Quill,1,\n")
    assert [(one.line, one.reason, one.text) for one in said.skipped] == [
        (1, "column", "“Phone number” is not imported.")
    ]


def test_nobody_may_sign_in_by_an_import(session: Session, bring: Bring) -> None:
    bring("name,mail,may_sign_in,role\nMara Quill,m@x.example,1,administrator\n")
    assert person(session, "Mara Quill").may_sign_in is False


def test_an_import_of_the_cx_office_redirects_no_mails_of_somebody_who_signs_in(
    session: Session, bring: Bring, cast: Cast
) -> None:
    said = bring("name,mail,handle\nEve Sarkani,other@x.example,eve\n", cast.actor(cast.cora, session))
    assert bad(said) == [(2, "row", "Only an administrator changes the address of somebody who signs in.")]
    assert person(session, "Eve Sarkani").email == "eve@tarnwick.example"


@pytest.mark.parametrize(
    ("who", "may"), [("cora", True), ("alma", True), ("ada", False), ("ben", False), ("eve", False)]
)
def test_only_administrator_and_cx_office_import_people(
    session: Session, bring: Bring, cast: Cast, who: str, may: bool
) -> None:
    actor = cast.actor(getattr(cast, who), session)
    if may:
        assert bring(PLAIN, actor).created == 2
    else:
        with pytest.raises(NotAllowed):
            bring(PLAIN, actor)


def test_five_thousand_rows_take_seconds(session: Session, bring: Bring) -> None:
    rows = "".join(f"Person {n} Number,p{n}@x.example,p{n},Room {n % 40},Job {n}\n" for n in range(5_000))
    start = perf_counter()
    said = bring("name,mail,handle,department,job\n" + rows)
    assert (said.created, said.bad) == (5_040, [])
    assert perf_counter() - start < 90


def test_the_command_refuses_the_whole_file_or_keeps_the_rest(cxgov: Command, tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(PLAIN + "Lev Brandt,nowhere,,,\nSam Pike,,,,\n", encoding="utf-8")
    refused = cxgov("import", "people", file)

    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.splitlines() == [
        "staff.csv:3: “nowhere” is no e-mail address. (row)",
        "Nothing was imported. --skip-bad imports the rest.",
    ]
    assert cxgov.count("people") == 0

    dry = cxgov("import", "people", file, "--skip-bad", "--dry-run", "--json")
    assert cxgov.count("people") == 0
    kept = cxgov("import", "people", file, "--skip-bad", "--json")

    assert (dry.exit_code, kept.exit_code, dry.stdout) == (0, 0, kept.stdout)
    assert cxgov.count("people") == 2
    assert '"read": 3' in kept.stdout
    assert cxgov("import", "people", tmp_path / "gone.csv").stderr.splitlines()[0] == (
        "gone.csv:1: No such file or directory (unreadable)"
    )
