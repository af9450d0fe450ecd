"""Frozen figures: exact in JSON, hashed as printed, refusing what they do not know."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from cxgov.reports.figures.base import Frozen, Rate, canonical_json, content_hash
from cxgov.reports.figures.digest import DigestFigures
from cxgov.reports.figures.meetings import AgendaFigures, MinutesFigures
from cxgov.reports.figures.report import Change, ReportFigures
from cxgov.reports.words import Words
from tests.reports import sample, sample_digest, sample_meetings

DOCUMENTS: dict[str, Any] = {
    "report": (ReportFigures, sample.report),
    "empty report": (ReportFigures, sample.empty_report),
    "imported report": (ReportFigures, sample.imported_report),
    "agenda": (AgendaFigures, sample_meetings.agenda),
    "minutes": (MinutesFigures, sample_meetings.minutes),
    "digest": (DigestFigures, sample_digest.digest),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_figures_come_back_from_their_json_as_they_were(name):
    kind, build = DOCUMENTS[name]
    figures: Frozen = build()

    back = kind.model_validate_json(canonical_json(figures))

    assert back == figures
    assert canonical_json(back) == canonical_json(figures)
    assert content_hash(back) == content_hash(figures)


def test_a_decimal_keeps_every_digit_in_json():
    figures = sample.report()
    assert '"expected":"0.6684782608695652173913043478"' in canonical_json(figures)


def test_one_changed_figure_changes_the_hash():
    assert content_hash(sample.report(restricted=1)) != content_hash(sample.report(restricted=2))


def test_an_unknown_field_is_refused():
    with pytest.raises(ValidationError, match="Extra inputs"):
        Change.model_validate_json('{"title": "a", "text": "b", "asked": "c", "section": "goals", "more": 1}')


def test_half_of_a_sign_is_refused_because_no_file_could_hold_it():
    with pytest.raises(ValidationError):
        Change.model_validate_json('{"title": "\\ud800", "text": "", "asked": "", "section": "goals"}')


def test_figures_never_change():
    with pytest.raises(ValidationError, match="frozen"):
        setattr(sample.report(), "lead", "another")  # noqa: B010 - mypy knows that one may not


def test_not_more_than_five_things_changed():
    one = sample.report().changed[0]
    with pytest.raises(ValidationError):
        sample.report(changed=(one,) * 6)


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(42, 58, 72), (3, 4, None), (5, 5, 100), (1, 8, 13), (0, 0, None), (0, 5, 0)]
)
def test_a_percentage_is_rounded_half_up_and_none_below_five_cases(part, whole, percent):
    assert Rate.of(part, whole).percent == percent


@pytest.mark.parametrize(
    ("spelt", "expected"),
    [
        (Words(2026).day(date(2026, 10, 8)), "8 October 2026"),
        (Words(2026).short(date(2026, 10, 8)), "8\u00a0Oct"),
        (Words(2026).short(date(2025, 10, 8)), "8\u00a0Oct 2025"),
        (Words(2026).number(Decimal("-0.25"), 1, "%"), "−0.3\u202f%"),
        (Words(2026).number(1084), "1,084"),
        (Words(2026).number(None), "–"),
        (Words(2026).percent(Decimal("0.6684"), 1), "66.8\u202f%"),
        (Words(2026).late(1), "1 day late"),
        (Words(2026).late(16), "16 days late"),
        (Words(2026).climbed("head"), "■■□"),
        (Words(2026).equal(3), "58 58 60"),
    ],
)
def test_figures_are_spelt_as_people_read_them(spelt, expected):
    assert spelt == expected
