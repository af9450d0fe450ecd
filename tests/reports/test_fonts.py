"""Unpacked fonts: kept in a folder of the instance, and never a reason for other bytes."""

import pytest

from cxgov.core import paths
from cxgov.reports.fonts import unpacked
from cxgov.reports.rendering import RenderJob, render_pdf
from tests.reports import sample_meetings

FONT = paths.STATIC / "fonts" / "SourceSans3-Regular.woff2"


def test_a_font_is_unpacked_once_and_kept(tmp_path):
    first = unpacked(FONT, tmp_path)
    kept = list(tmp_path.iterdir())
    assert [path.suffix for path in kept] == [".ttf"]
    assert first[:4] == b"\0\1\0\0"
    assert unpacked(FONT, tmp_path) == unpacked(FONT, None) == first


def test_a_broken_file_is_unpacked_anew(tmp_path):
    first = unpacked(FONT, tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(first[:1000])
    assert unpacked(FONT, tmp_path) == first
    assert kept.read_bytes()[:-32] == first


@pytest.mark.parametrize("folder", ["new", "/proc/nowhere"])
def test_the_folder_makes_no_difference_to_the_bytes(tmp_path, folder):
    job = RenderJob(sample_meetings.agenda())
    assert render_pdf(job, fonts=tmp_path / folder) == render_pdf(job)
