"""The child that renders: the same bytes, limits, refusals, and nothing leaked."""

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from cxgov.reports import rendering
from cxgov.reports.figures.base import canonical_json
from cxgov.reports.pdf import Assets, RefusedAsset, asset_path
from cxgov.reports.rendering import RenderFailed, RenderingUnavailable, RenderJob, RenderLimit, render_pdf
from tests.reports import sample, sample_meetings
from tests.reports.checks_pdf import complaints, whole_text

ROOT = Path(__file__).resolve().parents[2]


def children() -> set[int]:
    """The processes that this one has started and that still run."""
    tasks = Path("/proc/self/task").glob("*/children")
    return {int(number) for task in tasks for number in task.read_text().split()}


def test_the_same_figures_give_the_same_bytes():
    job = RenderJob(sample.empty_report())
    assert render_pdf(job) == render_pdf(job)


def test_importing_the_parent_side_does_not_import_weasyprint():
    code = "import sys, cxgov.reports.rendering, cxgov.reports.pdf; print('weasyprint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_document_that_takes_too_long_is_ended():
    before, began = children(), time.monotonic()
    with pytest.raises(RenderLimit, match="not ready after 1 seconds"):
        render_pdf(RenderJob(sample.large_report(1000)), time_limit=1.0)
    assert time.monotonic() - began < 5
    assert children() == before


def test_a_document_that_takes_too_much_memory_is_ended():
    with pytest.raises(RenderLimit, match="more than 250 MB"):
        render_pdf(RenderJob(sample.large_report(1000)), memory_limit_mb=250)


def test_nothing_is_left_in_the_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    render_pdf(RenderJob(sample.empty_report()))
    with pytest.raises(RenderLimit):
        render_pdf(RenderJob(sample.large_report(1000)), time_limit=1.0)
    assert list(tmp_path.iterdir()) == []


def test_the_child_sees_no_secret_of_ours(tmp_path, monkeypatch):
    monkeypatch.setenv("CXGOV_SECRET_KEY", "do-not-tell")
    child = rendering._start(RenderJob(sample.empty_report()), str(tmp_path), 30, 1024)
    deadline, environment = time.monotonic() + 5, b""
    while not environment and time.monotonic() < deadline:  # empty while the child becomes its own program
        environment = Path(f"/proc/{child.pid}/environ").read_bytes()
    rendering._end(child)
    assert b"do-not-tell" not in environment
    assert b"PYTHONPATH" in environment


def test_the_child_dies_with_its_parent():
    code = (
        "import sys, time; sys.path.insert(0, '.');"
        "from cxgov.reports import rendering; from tests.reports import sample;"
        "child = rendering._start(rendering.RenderJob(sample.large_report(1000)), '/tmp', 60, 1024);"
        "time.sleep(1.5); print(child.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert Path(f"/proc/{child}").exists()
        parent.kill()
    deadline = time.monotonic() + 5
    while _is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_alive(child)


def _is_alive(process: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False


def test_two_threads_render_at_the_same_time():
    made: list[bytes] = []
    jobs = [sample_meetings.agenda(), sample_meetings.minutes()]
    threads = [threading.Thread(target=lambda job=job: made.append(render_pdf(RenderJob(job)))) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [pdf[:5] for pdf in made] == [b"%PDF-", b"%PDF-"]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "http://localhost/", "https://example.org/x.png", "data:text/css,a{}", "/etc/passwd",
        "cxgov:fonts/../x.woff2", "cxgov:static/../../config.toml", "cxgov:static/cxgov.js", "cxgov:pdf/report.css\n",
    ],
)  # fmt: skip
def test_only_our_own_fonts_and_stylesheets_are_served(url):
    with pytest.raises(RefusedAsset):
        asset_path(url)
    with pytest.raises(RefusedAsset):
        Assets()(url)


def test_our_own_files_are_served():
    assert asset_path("cxgov:pdf/report.css").is_file()
    assert asset_path("cxgov:fonts/SourceSans3-Regular.woff2").is_file()
    assert asset_path("cxgov:static/bars.css").is_file()


def run_child(before: str) -> subprocess.CompletedProcess[bytes]:
    """Run the child after some code, with the figures of an empty report."""
    code = f"import sys; sys.path.insert(0, '.'); {before}; from cxgov.reports import render; sys.exit(render.main())"
    limits = ["--parent", str(os.getpid()), "--memory-mb", "1024", "--seconds", "30"]
    figures = canonical_json(sample.empty_report()).encode()
    return subprocess.run(
        [sys.executable, "-c", code, *limits], cwd=ROOT, input=figures, capture_output=True, check=True
    )


@pytest.fixture
def without_pango(tmp_path) -> str:
    """A weasyprint that behaves like the real one where Pango is missing: it prints, and raises OSError."""
    package = tmp_path / "weasyprint"
    package.mkdir()
    (package / "__init__.py").write_text("print('-----'); raise OSError('cannot load library libpango-1.0-0')")
    return f"sys.path.insert(0, {str(tmp_path)!r})"


def test_a_missing_library_is_reported_in_a_frame_although_weasyprint_prints(without_pango):
    done = run_child(without_pango)
    assert json.loads(done.stdout) == {
        "bytes": 0, "failed": "library", "words": "cannot load library libpango-1.0-0",
    }  # fmt: skip
    with pytest.raises(RenderingUnavailable, match=re.escape(rendering.ONE_COMMAND)):
        rendering._read_frame(done.stdout, "", 0, 1024)


def test_a_child_whose_parent_is_gone_does_nothing():
    code = "import sys; sys.path.insert(0, '.'); from cxgov.reports import render; sys.exit(render.main())"
    limits = ["--parent", "1", "--memory-mb", "1024", "--seconds", "30"]
    done = subprocess.run(
        [sys.executable, "-c", code, *limits], cwd=ROOT, input=b"{}", capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, b"")


def test_figures_that_are_none_are_refused_with_details_for_the_log():
    frame = b'{"bytes": 0, "failed": "figures", "words": "1 validation error"}\n'
    with pytest.raises(RenderFailed) as refused:
        rendering._read_frame(frame, "", 0, 1024)
    assert str(refused.value) == "The PDF could not be made. The page shows the same figures."
    assert "1 validation error" in refused.value.details


@pytest.mark.parametrize(
    ("out", "code", "error"),
    [
        (b"", -9, RenderLimit), (b"", -24, RenderLimit), (b"", 1, RenderFailed), (b"-----\n", 0, RenderFailed),
        (b'{"bytes": 9}\n%PDF-', 0, RenderFailed), (b'{"bytes": 5}\nHello', 0, RenderFailed),
        (b"[]\n", 0, RenderFailed),
        (b'{"bytes": 0, "failed": "memory"}\n', 0, RenderLimit),
    ],
)  # fmt: skip
def test_every_way_a_child_can_end_has_its_error(out, code, error):
    with pytest.raises(error):
        rendering._read_frame(out, "", code, 1024)


@pytest.mark.parametrize(
    ("out", "said"),
    [
        (b"", "object type name: MemoryError"),
        (b'{"bytes": 0, "failed": "library", "words": "libpango: failed to map segment from shared object"}\n', ""),
        (b'{"bytes": 0, "failed": "rendering", "words": "OSError: Cannot allocate memory"}\n', ""),
    ],
)
def test_running_short_of_memory_is_a_limit_however_it_shows(out, said):
    with pytest.raises(RenderLimit, match="more than 1,024 MB"):
        rendering._read_frame(out, said, 1, 1024)


HOSTILE = (
    "<img src=file:///etc/passwd>",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "]]>&amp;",
    "مرحبا بالعالم",
    "W" * 60,
)


def test_hostile_text_stays_text_within_the_limits():
    figures = sample.report()
    group = figures.actions.groups[0]
    rows = [group.rows[0].model_copy(update={"title": text, "owner": text}) for text in HOSTILE]
    rows.append(group.rows[0].model_copy(update={"title": "x" * 300_000}))
    actions = figures.actions.model_copy(update={"groups": (group.model_copy(update={"rows": tuple(rows)}),)})

    pdf = render_pdf(RenderJob(figures.model_copy(update={"actions": actions})), time_limit=60)

    assert complaints(pdf) == []
    text = whole_text(pdf).replace("\n", "").replace("\u200b", "")
    for one in HOSTILE:
        assert one in text
    assert "root:" not in text
    assert "296,000 more signs stand in the record" in text.replace("  ", " ")


def test_emoji_and_hostile_minutes_are_rendered_without_complaint():
    text = "\n\n".join(
        (
            *HOSTILE,
            "👍 👩\u200d👩\u200d👧 汉字",
            "# H1",
            "![x](http://evil/x.png)",
            "[x](file:///etc/passwd)",
            "x" * 60_000,
        )
    )
    minutes = sample_meetings.minutes()
    item = minutes.items[0].model_copy(update={"text": text})
    pdf = render_pdf(RenderJob(minutes.model_copy(update={"items": (item,)})), time_limit=90)
    assert complaints(pdf) == []
