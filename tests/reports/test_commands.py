"""The commands that write documents, and the doctor, on an instance of their own."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cxgov.cli.main import main

MINUTES = (
    "# Council\n\n## Present\n- Ada Morvane (chair)\n\nWe spoke.\n\n## Action items\n- Ada Morvane: write the letter\n"
)


class Command:
    """The `cxgov` command on one instance."""

    def __init__(self, instance: Path) -> None:
        self.instance = instance

    def __call__(self, *arguments: object) -> Result:
        environ = {"CXGOV_INSTANCE": str(self.instance)}
        return CliRunner().invoke(main, [str(one) for one in arguments], env=environ)


@pytest.fixture(scope="module")
def cxgov(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """An instance with one file of minutes imported."""
    folder = tmp_path_factory.mktemp("commands")
    command = Command(folder / "instance")
    (folder / "2026-10-13.md").write_text(MINUTES)
    assert command("init", "--quiet").exit_code == 0
    assert command("import", "minutes", folder / "2026-10-13.md", "--committee", "council").exit_code == 0
    return command


def findings(result: Result) -> dict[str, bool]:
    return {one["check"]: one["ok"] for one in json.loads(result.stdout)}


@pytest.mark.parametrize("scope", [("--all",), ("--committee", "council")])
def test_a_report_is_written_as_a_pdf(cxgov: Command, tmp_path: Path, scope: tuple[str, ...]) -> None:
    out = tmp_path / "new" / "report.pdf"
    result = cxgov("report", "accountability", *scope, "--period", "2026-10", "--out", out)
    assert result.exit_code == 0, result.output
    assert out.read_bytes().startswith(b"%PDF-")
    assert "Accountability report, October 2026" in result.output


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--all", "--committee", "council", "--period", "2026-10"), 2, "Name one of"),
        (("--period", "2026-10"), 2, "Name one of"),
        (("--committee", "nobody", "--period", "2026-10"), 1, "There is no committee “nobody”."),
        (("--department", "nobody", "--period", "2026-10"), 1, "There is no department “nobody”."),
        (("--all", "--period", "soon"), 1, "Write a period as"),
        (("--all", "--period", "2199"), 1, "has not begun"),
    ],
)
def test_what_cannot_be_reported_is_said_in_a_sentence(
    cxgov: Command, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = cxgov("report", "accountability", *arguments, "--out", tmp_path / "no.pdf")
    assert result.exit_code == code
    assert said in result.output
    assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_minutes_are_written_and_an_unknown_meeting_is_said(cxgov: Command, tmp_path: Path) -> None:
    from sqlalchemy import create_engine, text

    engine = create_engine(f"sqlite:///{cxgov.instance / 'cxgov.sqlite3'}")
    with engine.connect() as connection:
        meeting_id = connection.execute(text("SELECT id FROM meetings")).scalar_one()
    engine.dispose()
    for what in ("minutes", "agenda"):
        result = cxgov("report", what, "--meeting", meeting_id, "--out", tmp_path / f"{what}.pdf")
        assert result.exit_code == 0, result.output
        assert (tmp_path / f"{what}.pdf").read_bytes().startswith(b"%PDF-")
    result = cxgov("report", "minutes", "--meeting", 999_999, "--out", tmp_path / "no.pdf")
    assert (result.exit_code, result.output) == (1, "There is no meeting 999999.\n")


def test_a_digest_is_written_as_text_and_html(cxgov: Command, tmp_path: Path) -> None:
    result = cxgov("digest", "--month", "2026-10", "--out", tmp_path / "digest")
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (tmp_path / "digest").iterdir()) == ["digest.html", "digest.txt"]
    text = (tmp_path / "digest" / "digest.txt").read_text()
    assert "October 2026" in text
    assert max(len(line) for line in text.splitlines() if "http" not in line) <= 72


def test_the_doctor_finds_all_well_and_then_what_is_missing_or_too_much(cxgov: Command) -> None:
    assert cxgov("run-job", "accountability-report", "--at", "2026-11-01T00:05+00:00").exit_code == 0
    well = cxgov("doctor", "--json")
    assert well.exit_code == 0, well.output
    assert set(findings(well)) == {"schema", "pdf", "database", "journal", "reports", "outbox", "jobs"}
    first = min((cxgov.instance / "reports").glob("*.pdf"))
    kept = first.read_bytes()
    first.write_bytes(b"%PDF-1.7 forged")
    (cxgov.instance / "reports" / "999999.pdf").write_bytes(b"%PDF-")
    ill = cxgov("doctor")
    assert ill.exit_code == 1
    assert f"WRONG reports   {first.name} is missing or altered: open it on its page" in ill.output
    assert "999999.pdf belongs to no report: move it away" in ill.output
    first.write_bytes(kept)
    (cxgov.instance / "reports" / "999999.pdf").unlink()


def test_the_doctor_names_a_database_that_is_not_ready(tmp_path: Path) -> None:
    command = Command(tmp_path / "instance")
    assert command("init", "--quiet").exit_code == 0
    (tmp_path / "instance" / "cxgov.sqlite3").unlink()
    result = command("doctor", "--json")
    assert result.exit_code == 1
    assert findings(result) == {"schema": False, "pdf": True}
    assert not (tmp_path / "instance" / "cxgov.sqlite3").exists()


def test_a_digest_is_sent_once_and_only_of_a_month_that_is_over(cxgov: Command, tmp_path: Path) -> None:
    first = cxgov("digest", "--month", "2026-10", "--send")
    assert first.exit_code == 0, first.output
    assert "The digest of October 2026 is issued" in first.output
    assert "is issued; 0 mails queued." in cxgov("digest", "--month", "2026-10", "--send").output
    early = cxgov("digest", "--month", "2199-10", "--send")
    assert early.exit_code == 1
    assert "October 2199 is not over" in early.output
    assert cxgov("digest", "--month", "2026-10").exit_code == 2
    assert cxgov("digest", "--month", "2026-10", "--send", "--out", tmp_path).exit_code == 2


def test_a_report_about_one_person_is_refused_in_a_sentence(cxgov: Command, tmp_path: Path) -> None:
    result = cxgov("report", "accountability", "--person", "dan", "--period", "2026-10", "--out", tmp_path / "r.pdf")
    assert result.exit_code == 1
    assert "A report about one person is not made yet" in result.output
