"""Pictures: well-formed, escaped, with the figures in them, and honest about having none."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from cxgov.core import charts
from cxgov.core.charts import Column, Course, Part, Reading
from cxgov.core.charts.scales import month_starts, nice_ticks
from cxgov.core.charts.svg import COLOURS

SVG = "{http://www.w3.org/2000/svg}"
EVIL = '</title><script>alert("x")</script>&'
JULY, DECEMBER, TODAY = date(2026, 7, 1), date(2026, 12, 31), date(2026, 11, 23)
READINGS = [
    Reading(date(2026, 7, 24), Decimal("83.5")),
    Reading(date(2026, 9, 24), Decimal("87.25")),
    Reading(date(2026, 11, 20), Decimal("90.25")),
]


def course(**changes: Any) -> Course:
    """Return the key result of the mocks, changed where a test says so."""
    title = "First bill after a move is right"
    mock = Course(title, Decimal(82), Decimal(96), JULY, DECEMBER, READINGS, TODAY, "%")
    return replace(mock, **changes)


def root(picture: Markup) -> ET.Element:
    """Return the parsed picture; fails where it is not well-formed XML."""
    return ET.fromstring(str(picture))


def texts(picture: Markup) -> list[str]:
    """Return the words drawn in the picture."""
    return [element.text or "" for element in root(picture).iter(f"{SVG}text")]


def title(picture: Markup) -> str:
    """Return the sentence of the picture."""
    first = root(picture)[0]
    assert first.tag == f"{SVG}title"
    return first.text or ""


EACH = {
    "meter": charts.progress_meter(Decimal("58.9"), Decimal("79.3"), "x"),
    "meter without reading": charts.progress_meter(None),
    "sparkline": charts.sparkline([1, 2, 3], "x"),
    "empty sparkline": charts.sparkline([]),
    "one value": charts.sparkline([4]),
    "stacked": charts.stacked_bar([Part("late", 3, "bad"), Part("later", 20, "calm")]),
    "empty stacked": charts.stacked_bar([Part("late", 0)]),
    "columns": charts.columns_by_month([Column("Jun", [Part("done", 3), Part("open", 1, "calm")])], "Decisions"),
    "empty columns": charts.columns_by_month([], "Decisions"),
    "ages": charts.age_strip([(3, False), (70, True)]),
    "no ages": charts.age_strip([]),
    "attendance": charts.attendance_row(["present", "alternate", "absent"]),
    "no attendance": charts.attendance_row([]),
    "quorum": charts.quorum_bar(["counts"] * 7 + ["recused", "empty"], 6),
    "no seats": charts.quorum_bar([], 1),
    "labelled": charts.labelled_bars([("May", "41 %", 100, "calm")], "Calls"),
    "key result": charts.key_result_chart(course(forecast=Decimal("93.1"), noise=3)),
    "narrow key result": charts.key_result_chart(course(forecast=Decimal("93.1"), noise=3), narrow=True),
    "no readings": charts.key_result_chart(course(readings=[])),
}


@pytest.mark.parametrize("name", EACH)
def test_every_picture_is_well_formed_has_a_sentence_first_and_is_an_image(name: str) -> None:
    picture = root(EACH[name])
    assert picture.tag == f"{SVG}svg"
    assert picture.get("role") == "img"
    assert title(EACH[name]).strip()


@pytest.mark.parametrize("name", EACH)
def test_every_mark_prints_in_hex_and_is_repainted_by_class(name: str) -> None:
    text = str(EACH[name])
    assert "currentColor" not in text
    assert "style=" not in text
    for element in root(EACH[name]).iter():
        for attribute, prefix in (("fill", "f-"), ("stroke", "s-")):
            value = element.get(attribute)
            if value and value != "none" and attribute == "fill":
                assert value in COLOURS.values()
                assert re.search(rf"(^| ){prefix}", element.get("class", "")), ET.tostring(element)


@pytest.mark.parametrize(
    "draw",
    [
        lambda: charts.progress_meter(5, 6, EVIL),
        lambda: charts.sparkline([1, 2], EVIL),
        lambda: charts.stacked_bar([Part(EVIL, 3)]),
        lambda: charts.columns_by_month([Column(EVIL, [Part(EVIL, 2)])], EVIL),
        lambda: charts.labelled_bars([(EVIL, EVIL, 50, "brand")], EVIL),
        lambda: charts.key_result_chart(course(title=EVIL, unit=EVIL)),
    ],
)
def test_words_of_others_stay_text(draw: Callable[[], Markup]) -> None:
    picture = draw()
    assert "<script" not in str(picture)
    assert "alert(" in str(picture)
    root(picture)


def test_a_meter_is_as_long_as_the_progress_and_stops_at_both_ends() -> None:
    def widths(picture: Markup) -> list[str | None]:
        return [e.get("width") for e in root(picture).findall(f"{SVG}rect")]

    assert widths(charts.progress_meter(Decimal("58.93"))) == ["100%", "58.9%"]
    assert widths(charts.progress_meter(140)) == ["100%", "100.0%"]
    assert widths(charts.progress_meter(-5)) == ["100%", "0.0%"]


def test_a_meter_says_its_figures_and_that_there_are_none() -> None:
    assert title(charts.progress_meter(Decimal("58.9"), Decimal("79.3"))) == "58.9\u00a0%, expected 79.3\u00a0%"
    assert title(charts.progress_meter(None, 50)) == "No reading, expected 50\u00a0%"
    assert len(root(charts.progress_meter(None)).findall(f"{SVG}rect")) == 1


def test_a_key_result_shows_target_expected_course_today_and_each_reading() -> None:
    picture = charts.key_result_chart(course())
    drawn = texts(picture)
    assert {"Target 96\u00a0%", "expected course", "today", "83.5", "87.3", "90.3"} <= set(drawn)
    assert len(root(picture).findall(f"{SVG}circle")) == len(READINGS)
    desc = root(picture).findtext(f"{SVG}desc") or ""
    assert "3 readings from 83.5\u00a0% on 24 Jul 2026 to 90.3\u00a0% on 20 Nov 2026." in desc
    assert "Target 96\u00a0% on 31 Dec 2026." in desc


def test_a_key_result_without_reading_says_so_in_picture_and_description() -> None:
    picture = charts.key_result_chart(course(readings=[]))
    assert "no reading yet" in texts(picture)
    assert (root(picture).findtext(f"{SVG}desc") or "").startswith("No reading yet.")


def test_the_narrow_drawing_is_for_the_phone_and_labels_only_first_and_last() -> None:
    picture = charts.key_result_chart(course(), narrow=True)
    assert "only-phone" in (root(picture).get("class") or "")
    assert {"83.5", "90.3"} <= set(texts(picture))
    assert "87.3" not in texts(picture)


def test_a_figure_that_should_fall_is_drawn_the_other_way_round() -> None:
    falling = course(
        start=Decimal(41), target=Decimal(20), readings=[Reading(JULY, Decimal(40)), Reading(TODAY, Decimal(24))]
    )
    points = root(charts.key_result_chart(falling)).find(f"{SVG}polyline")
    assert points is not None
    first, last = [float(pair.split(",")[1]) for pair in (points.get("points") or "").split()]
    assert last > first


def test_a_stacked_bar_shares_its_width_by_count_and_leaves_nothing_out_of_its_sentence() -> None:
    picture = charts.stacked_bar([Part("later", 15, "calm"), Part("this week", 0), Part("late", 5, "bad")])
    widths = [float(e.get("width") or 0) for e in root(picture).findall(f"{SVG}rect")]
    assert widths[0] == pytest.approx(3 * widths[1], rel=0.01)
    assert title(picture) == "15 later, 0 this week, 5 late"


def test_ages_say_how_many_and_how_many_are_late() -> None:
    assert title(charts.age_strip([(3, False), (70, True)])) == "2 open items by age in days, the oldest 70, 1 late"
    assert title(charts.age_strip([])).startswith("No open item")


def test_columns_print_each_total() -> None:
    columns = [Column("Jun", [Part("done", 3), Part("open", 1, "calm")]), Column("Jul", [Part("done", 0)])]
    drawn = texts(charts.columns_by_month(columns, "Decisions by month"))
    assert "4" in drawn
    assert {"Jun", "Jul"} <= set(drawn)


def test_attendance_counts_an_alternate_as_having_come() -> None:
    assert title(charts.attendance_row(["present", "alternate", "absent"])) == "came to 2 of 3"


def test_quorum_is_said_in_numbers() -> None:
    assert title(charts.quorum_bar(["counts", "empty"], 2)) == "Quorum: 1 count, 2 needed"


@given(st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=1, max_size=20))
def test_ticks_enclose_every_value_and_are_few(values: list[float]) -> None:
    ticks = nice_ticks(values)
    hair = (ticks[-1] - ticks[0]) * 1e-6
    assert ticks[0] <= min(values) + hair
    assert ticks[-1] >= max(values) - hair
    assert 2 <= len(ticks) <= 7


@given(
    st.lists(st.tuples(st.integers(-30, 400), st.decimals(-1000, 1000, places=2)), max_size=12),
    st.decimals(-1000, 1000, places=2),
    st.decimals(-1000, 1000, places=2),
)
def test_any_key_result_can_be_drawn(pairs: list[tuple[int, Decimal]], start: Decimal, target: Decimal) -> None:
    readings = [Reading(JULY + timedelta(days=days), value) for days, value in sorted(pairs)]
    for narrow in (False, True):
        root(charts.key_result_chart(course(start=start, target=target, readings=readings), narrow))


def test_months_are_those_that_begin_in_the_period() -> None:
    assert month_starts(date(2026, 11, 5), date(2027, 2, 1)) == [
        date(2026, 12, 1),
        date(2027, 1, 1),
        date(2027, 2, 1),
    ]
