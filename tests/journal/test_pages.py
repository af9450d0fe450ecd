"""The auditor's journal: who reads which entries, how much of each, and that the file holds exactly the screen."""

import csv
import io

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core.enums import Level, Role
from cxgov.journal import entries, queries, service
from cxgov.journal.entries import Filters
from cxgov.journal.enums import Kind, Relation
from cxgov.journal.models import Entry
from cxgov.people import service as people
from tests.support.cast import NOW, SYSTEM, Cast, make_committee

ZONE = "Europe/Berlin"


def seq_of(session: Session, subject_id: int, verb: str = "") -> int:
    wanted = select(Entry.seq).where(Entry.subject_id == subject_id).order_by(Entry.seq.desc())
    if verb:
        wanted = wanted.where(Entry.verb == verb)
    return session.scalars(wanted).first() or 0


def lines(answer) -> list[dict[str, str]]:
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))


@pytest.fixture
def camera(session: Session, cast: Cast):
    """Something in camera whose name nobody outside may learn."""
    made = make_committee(session, "CANARY Takeover", "takeover", Level.RESTRICTED)
    service.begin_write(session)
    service.set_level(session, made, Level.IN_CAMERA, actor=SYSTEM, now=NOW)
    session.commit()
    return made


def listed(session: Session, cast: Cast, person, **filters) -> list[entries.EntryRow]:
    return list(entries.listed(session, cast.actor(person, session), Filters(**filters), zone=ZONE, size=500)[0])


def test_the_auditor_reads_up_to_level_2_and_of_level_3_only_that_there_is_an_entry(
    session: Session, cast: Cast, camera, browser
) -> None:
    otto = browser(cast.otto)
    page = otto.get_page("/journal")
    assert "Remuneration Board" in page
    assert "1 entry in camera" in page
    assert "CANARY" not in page
    one = otto.get_page(f"/journal/{seq_of(session, camera.id)}")
    assert "1 entry in camera" in one
    assert "CANARY" not in one
    assert "Remuneration Board" in otto.get_page(f"/journal/{seq_of(session, cast.board.id)}")


def test_the_administrator_reads_of_level_2_only_that_somebody_did_something(
    session: Session, cast: Cast, camera, browser
) -> None:
    alma = browser(cast.alma)
    for address in ("/journal", f"/journal/{seq_of(session, cast.board.id)}", f"/journal/{seq_of(session, camera.id)}"):
        page = alma.get_page(address)
        assert "not for you to read" in page
        assert "Remuneration" not in page.replace("Remuneration Board</option>", "")
        assert "CANARY" not in page
    assert "Customer Council" in alma.get_page(f"/journal/{seq_of(session, cast.council.id)}")


def test_no_filter_tells_which_committee_an_entry_belongs_to_that_one_may_not_read(
    session: Session, cast: Cast, camera
) -> None:
    for person in (cast.alma, cast.otto):
        assert listed(session, cast, person, committee_id=camera.id) == []
        assert listed(session, cast, person, subject_id=camera.id) == []
    assert listed(session, cast, cast.alma, committee_id=cast.board.id) == []
    assert listed(session, cast, cast.otto, committee_id=cast.board.id) != []


def test_the_cx_office_reads_up_to_level_2_and_nothing_of_level_3(
    session: Session, cast: Cast, camera, browser
) -> None:
    seen = {row.subject.id for row in listed(session, cast, cast.cora) if row.subject}
    assert {cast.board.id, cast.council.id, cast.dan.id} <= seen
    assert camera.id not in seen
    assert all(row.subject for row in listed(session, cast, cast.cora))
    cora = browser(cast.cora)
    hidden, unknown = cora.get(f"/journal/{seq_of(session, camera.id)}"), cora.get("/journal/99999999")
    assert (hidden.status_code, unknown.status_code) == (404, 404)


def test_chair_and_secretary_read_entries_of_their_committee_and_members_only_their_own_acts(
    session: Session, cast: Cast
) -> None:
    for person in (cast.ada, cast.ben):
        assert {row.subject.id for row in listed(session, cast, person)} == {cast.council.id}
    for person in (cast.cleo, cast.dan, cast.eve, cast.olga):
        assert listed(session, cast, person) == []
    ada = cast.actor(cast.ada, session)
    people.settle_alias(session, "The Chair", None, committee=cast.council, actor=ada, now=NOW)
    session.commit()
    assert any(row.who == "Ada Morvane" for row in listed(session, cast, cast.ada))


def test_one_s_own_act_stays_listed_without_its_text_once_its_subject_is_out_of_reach(
    session: Session, cast: Cast
) -> None:
    ada = cast.actor(cast.ada, session)
    people.settle_alias(session, "The Board", None, committee=cast.council, actor=ada, now=NOW)
    session.commit()
    service.begin_write(session)
    service.set_level(session, cast.council, Level.IN_CAMERA, actor=SYSTEM, now=NOW)
    session.commit()
    (row,) = [row for row in listed(session, cast, cast.ada) if row.who == "Ada Morvane"]
    assert (row.subject, row.body, row.instead) == (None, "", "not for you to read")


def test_entries_of_no_subject_are_for_auditor_and_administrator(session: Session, cast: Cast) -> None:
    service.begin_write(session)
    service.record(session, None, "installation:hold:release", actor=cast.actor(cast.alma, session), now=NOW)
    session.commit()
    for person, sees in ((cast.otto, True), (cast.alma, True), (cast.cora, False), (cast.ada, False)):
        assert bool(listed(session, cast, person, verb="installation:hold:release")) is sees, person.name


def test_filters_narrow_by_person_verb_kind_and_day(session: Session, cast: Cast) -> None:
    dan = cast.actor(cast.alma, session)
    people.edit_person(
        session, cast.eve, actor=dan, now=NOW, name="Eve Sarkani", handle="eve", email="eve@tarnwick.example",
        job="Clerk", department=cast.support, may_sign_in=True,
    )  # fmt: skip
    session.commit()
    assert [row.subject.id for row in listed(session, cast, cast.otto, who="alma")] == [cast.eve.id]
    assert listed(session, cast, cast.otto, who="%") == []
    assert {row.verb for row in listed(session, cast, cast.otto, verb="people:role:grant")} == {"people:role:grant"}
    assert {row.verb.split(":")[0] for row in listed(session, cast, cast.otto, feature="people")} == {"people"}
    assert {row.kind for row in listed(session, cast, cast.otto, kind=Kind.DEPARTMENT)} == {Kind.DEPARTMENT}
    day = NOW.date()
    assert len(listed(session, cast, cast.otto, from_day=day, to_day=day)) == queries.head_seq(session)
    assert listed(session, cast, cast.otto, to_day=day.replace(day=23)) == []
    assert listed(session, cast, cast.otto, from_day=day.replace(day=25)) == []


def test_pages_follow_each_other_without_a_gap_and_cost_the_same_however_many_entries(
    session: Session, cast: Cast, count_sql
) -> None:
    otto, seen, before = cast.actor(cast.otto, session), [], None
    while True:
        rows, has_more = entries.listed(session, otto, Filters(), before=before, zone=ZONE, size=7)
        seen += [row.seq for row in rows]
        if not has_more:
            break
        before = rows[-1].seq
    assert seen == list(range(queries.head_seq(session), 0, -1))
    for size in (1, 3):
        with count_sql() as statements:
            entries.listed(session, otto, Filters(), zone=ZONE, size=size)
        assert len(statements) == 1


def test_the_file_holds_exactly_the_filtered_entries_and_no_more_than_the_pages_tell(
    session: Session, cast: Cast, camera, browser
) -> None:
    rows = lines(browser(cast.otto).get("/journal.csv?kind=committee"))
    assert [int(row["Number"]) for row in rows] == [
        row.seq for row in listed(session, cast, cast.otto, kind=Kind.COMMITTEE)
    ]
    assert "CANARY" not in str(rows)
    (hidden,) = {row["Title"] + row["After"] for row in rows if row["Subject"] == "1 entry in camera"}
    assert hidden == ""
    assert any("Remuneration Board" in row["After"] for row in rows)
    administrators = str(lines(browser(cast.alma).get("/journal.csv")))
    assert "Remuneration" not in administrators
    assert "CANARY" not in administrators


def test_only_auditor_and_administrator_take_the_journal_away_or_verify_it(cast: Cast, browser) -> None:
    for person in (cast.ada, cast.ben, cast.cora, cast.dan, cast.eve):
        for address in ("/journal.csv", "/journal/chain", "/journal/chain?after=0"):
            assert browser(person).get(address).status_code == 403
    assert browser().get("/journal").status_code == 302


def test_a_formula_in_the_journal_stays_text_in_the_file(session: Session, cast: Cast, browser) -> None:
    people.make_department(session, "=1+1", "sums", actor=SYSTEM, now=NOW)
    session.commit()
    rows = lines(browser(cast.otto).get("/journal.csv?kind=department"))
    assert "'=1+1" in {row["Title"] for row in rows}


def test_details_name_who_is_meant_and_keep_back_what_is_linked_at_another_level(
    session: Session, cast: Cast, camera, browser
) -> None:
    service.begin_write(session)
    service.link(session, cast.dan, Relation.SERVES, camera, actor=SYSTEM, now=NOW)
    session.commit()
    page = browser(cast.otto).get_page(f"/journal/{seq_of(session, cast.dan.id, 'link:link:make')}")
    assert "not for you to read" in page
    assert "CANARY" not in page
    page = browser(cast.otto).get_page(f"/journal/{seq_of(session, cast.billing.id, 'people:department:edit')}")
    assert "Dan Hellier" in page
    (row,) = lines(browser(cast.otto).get(f"/journal.csv?subject={cast.dan.id}&verb=link:link:make"))
    assert f'"other": {camera.id}' not in row["More"]


def test_what_cannot_be_a_filter_is_refused_and_never_breaks(cast: Cast, browser) -> None:
    otto = browser(cast.otto)
    for wrong in ("kind=__class__", "verb=a;drop", "from=2026-02-30", "to=9999-12-31", "before=-1", "committee=x",
                  "subject=" + "9" * 30, "before=0"):  # fmt: skip
        assert otto.get(f"/journal?{wrong}").status_code == 422, wrong
    for number in (0, 2**63, 10**30):
        assert otto.get(f"/journal/{number}").status_code == 404
    assert otto.get("/journal/chain?anchor=x").status_code == 422


def test_the_page_verifies_the_chain_and_compares_an_anchor(session: Session, cast: Cast, browser) -> None:
    otto, (seq, mac) = browser(cast.otto), queries.head(session)
    assert f"All {seq} entries fit." in otto.get_page("/journal/chain?after=0")
    assert mac in otto.get_page("/journal/chain")
    assert "stands in the chain" in otto.get_page(f"/journal/chain?anchor={seq}:{mac}")
    assert "is not in the chain" in otto.get_page(f"/journal/chain?anchor={seq}:{'0' * 64}")
    assert "is not in the chain" in otto.get_page(f"/journal/chain?anchor={seq + 1}:{mac}")


def test_a_long_chain_is_verified_part_by_part(session: Session, cast: Cast) -> None:
    from cxgov.journal.checking import check_part

    end, after, parts = queries.head_seq(session), 0, 0
    while True:
        part = check_part(session, after=after, most=10)
        assert part.broken is None
        parts, after = parts + 1, part.last
        if part.is_end:
            break
    assert (after, parts) == (end, -(-end // 10))


def test_an_auditor_changes_nothing_by_any_route_but_what_is_their_own_account(
    app, session: Session, cast: Cast, browser
) -> None:
    last, otto = queries.head_seq(session), browser(cast.otto)
    for rule in app.url_map.iter_rules():
        if not {"POST", "PUT", "PATCH", "DELETE"} & set(rule.methods or ()) or rule.endpoint.startswith("accounts."):
            continue
        for number in (cast.council.id, cast.dan.id, cast.billing.id, cast.board.id):
            url = rule.rule
            for name in rule.arguments:
                url = url.replace(f"<int:{name}>", str(number)).replace(f"<{name}>", str(number))
            otto.send(url, name="Changed", title="Changed", reason="because", role=Role.ADMINISTRATOR.value)
    written = session.scalars(select(Entry).where(Entry.seq > last)).all()
    assert [(entry.verb, entry.subject_id) for entry in written if entry.subject_id != cast.otto.id] == []


def test_c109_a_cut_since_the_last_backup_is_found_by_the_command(tmp_path) -> None:
    import sqlite3

    from click.testing import CliRunner

    from cxgov.cli.main import main

    run, env = CliRunner(), {"CXGOV_INSTANCE": str(tmp_path / "instance")}
    kept = str(tmp_path / "kept.cxgov")
    assert run.invoke(main, ["init", "--admin", "alma@tarnwick.example"], env=env).exit_code == 0
    assert run.invoke(main, ["backup", kept], env=env).exit_code == 0
    fine = run.invoke(main, ["verify", "--backup", kept], env=env)
    assert (fine.exit_code, "entries fit" in fine.output) == (0, True)
    with sqlite3.connect(tmp_path / "instance" / "cxgov.sqlite3") as behind:
        behind.execute("DROP TRIGGER entries_append_only_del")
        last = behind.execute("SELECT max(seq) FROM entries").fetchone()[0]
        behind.execute("DELETE FROM entries WHERE seq = ?", (last,))
        behind.execute("UPDATE journal_head SET (seq, mac) = (SELECT seq, mac FROM entries WHERE seq = ?)", (last - 1,))
    assert run.invoke(main, ["verify"], env=env).exit_code == 0
    found = run.invoke(main, ["verify", "--backup", kept], env=env)
    assert (found.exit_code, f"Entry {last} is missing" in found.output) == (1, True)
    damaged = tmp_path / "damaged.cxgov"
    damaged.write_bytes(b"x" + (tmp_path / "kept.cxgov").read_bytes()[1:])
    assert run.invoke(main, ["verify", "--backup", str(damaged)], env=env).exit_code == 1
