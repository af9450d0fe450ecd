"""The parts of templates/_ui, rendered without an application."""

import re
from types import SimpleNamespace as Thing
from typing import Any

import pytest
from wtforms import Form, SelectField, StringField
from wtforms.validators import InputRequired

from tests.browser.gallery_pages import PAGES, context_for
from tests.browser.render_gallery import environment
from tests.support.client import Page

KINDS: Any = ["a"]
ENV = environment(strict=True)


def rendered(source: str, **context: object) -> str:
    """Return what a line of template makes of the kit, on one line."""
    template = ENV.from_string('{% import "_ui/kit.html" as ui %}' + source)
    return " ".join(template.render(**context).split())


class Ask(Form):
    """A form with two fields that must be filled."""

    owner = StringField("Owner", [InputRequired("Choose one owner.")])
    kind = SelectField("Kind", choices=KINDS, validators=[InputRequired("Choose a kind.")])


@pytest.mark.parametrize("name", PAGES)
def test_every_invented_page_has_what_each_page_must_have(name: str) -> None:
    template, context = PAGES[name]
    text = ENV.get_template(template).render(context_for(name, context))
    assert Page(text).problems() == []
    assert ">None<" not in text
    assert "Undefined" not in text


def test_a_status_says_its_word_beside_its_shape() -> None:
    assert "Off track" in rendered('{{ ui.status("red") }}')
    assert "is-bad" in rendered('{{ ui.status("off_track") }}')
    assert "In progress" in rendered('{{ ui.status("in_progress") }}')
    assert "Agenda published" in rendered('{{ ui.status("called", "Agenda published") }}')


def test_a_state_that_the_kit_does_not_know_is_shown_calmly() -> None:
    assert 'class="cx-pill"' in rendered('{{ ui.status("quite_new") }}')
    assert "Quite new" in rendered('{{ ui.status("quite_new") }}')


def test_the_words_of_an_enum_win_over_its_value() -> None:
    assert "At risk" in rendered("{{ ui.status(kind) }}", kind=Thing(words="at risk"))


def test_a_field_repeats_its_error_above_the_control_and_ties_both_together() -> None:
    form = Ask(data={})
    form.owner.errors = ["Choose one owner."]
    text = rendered('{{ ui.field(form.owner, hint="One person.") }}', form=form)
    assert text.index("Choose one owner.") < text.index("<input")
    assert 'aria-describedby="owner-hint owner-error"' in text
    assert 'aria-invalid="true"' in text


def test_attributes_of_a_field_reach_its_control() -> None:
    text = rendered("{{ ui.field(form.owner, data_keep=true, rows=4) }}", form=Ask())
    assert "data-keep" in text
    assert 'rows="4"' in text


def test_the_error_summary_links_to_each_field_and_takes_the_focus() -> None:
    form = Ask(data={})
    form.validate()
    text = rendered("{{ ui.form_errors(form) }}", form=form)
    assert "2 things need your attention" in text
    assert '<a href="#owner">Choose one owner.</a>' in text
    assert "data-focus" in text


def test_an_error_of_the_whole_form_is_in_the_summary_without_link() -> None:
    form = Ask(data={})
    form.form_errors.append("The meeting is closed.")
    assert "<li>The meeting is closed.</li>" in rendered("{{ ui.form_errors(form) }}", form=form)


def test_a_form_without_errors_has_no_summary() -> None:
    assert rendered("{{ ui.form_errors(form) }}", form=Ask()) == ""


def test_a_one_button_form_posts_its_guards_and_what_it_is_given() -> None:
    text = rendered('{{ ui.post_button("/a/1/start", "Start", version=3) }}')
    assert 'method="post" action="/a/1/start" data-once' in text
    assert 'name="csrf_token" value="token"' in text
    assert 'name="nonce" value="nonce"' in text
    assert 'name="version" value="3"' in text


def test_words_of_others_stay_text_in_every_part() -> None:
    evil = "<script>alert(1)</script>"
    source = """
    {{ ui.status(evil, evil) }}{{ ui.person(evil, evil, evil, evil) }}{{ ui.due(evil, evil) }}
    {{ ui.evidence(evil, evil, evil) }}{{ ui.row(evil, evil, evil, evil) }}
    {{ ui.timeline([(evil, evil, evil, evil, evil)]) }}{{ ui.text(evil, evil, evil, hint=evil, error=evil) }}
    {{ ui.area("a", evil, evil) }}{{ ui.select("s", evil, [(evil, evil)]) }}{{ ui.chain_of({"goal": (evil, evil)}) }}
    {{ ui.caught("action", evil, [evil], evil, evil) }}{{ ui.empty(evil, evil, evil, evil) }}
    {{ ui.conflict(evil, evil, [(True, evil)], evil, [(False, evil)]) }}{{ ui.figures([(evil, evil, evil, "")]) }}"""
    assert "<script" not in rendered(source, evil=evil)


def test_the_chain_has_eight_links_and_says_which_are_missing() -> None:
    text = rendered('{{ ui.chain_of({"goal": ("First bill", "/g/1")}, here="goal") }}')
    assert text.count("<li") == 8
    assert text.count("none yet") == 7
    assert len(re.findall('aria-current="true"', text)) == 1


def test_a_pager_of_one_page_is_not_shown() -> None:
    assert rendered("{{ ui.pager(page) }}", page=Thing(last=1)) == ""


def test_a_meter_without_reading_is_said_in_words() -> None:
    assert "no reading, counted as 0" in rendered("{{ ui.meter(none, 50) }}")
