"""The shape of input, and what happens after a form was sent.

A form checks shape, the verb checks rules. `form.run` turns a broken rule into an error of its field; `done` stores the
form's nonce, commits and redirects, so that a double click makes one object.
"""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from flask import abort, flash, redirect, request
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import HiddenInput

from cxgov.core import clock
from cxgov.core.characters import TURNING, UNKEEPABLE, has_turning, has_unkeepable
from cxgov.core.errors import Conflict, NotNow, RuleBroken
from cxgov.web.extensions import db
from cxgov.web.models import FormNonce
from cxgov.web.proving import kept_fields

T = TypeVar("T")


def _new_nonce() -> str:
    return secrets.token_urlsafe(18)


def tidy(text: str | None) -> str | None:
    """Return text without carriage returns and blanks around it; None stays None."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip() if isinstance(text, str) else text


def check_characters(form: object, field: Any) -> None:
    """Refuse what no database and no mail can carry: NUL and other controls, lone surrogates."""
    if has_unkeepable(field.data or ""):
        raise ValidationError(UNKEEPABLE)


def check_line(form: object, field: Any) -> None:
    """The same, and nothing that turns the letters around which stand beside it on a page."""
    check_characters(form, field)
    if has_turning(field.data or ""):
        raise ValidationError(TURNING)


class Line(StringField):
    """One line of text, tidied, without line breaks."""

    data: Any

    def __init__(self, label: str, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, [*validators, check_line], filters=[tidy], **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata([" ".join(str(value).split()) for value in valuelist])


class Words(TextAreaField):
    """Several lines of text (Markdown where the page says so), tidied."""

    data: Any

    def __init__(self, label: str, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, [*validators, check_characters], filters=[tidy], **kwargs)


FIRST_YEAR, LAST_YEAR = 1950, 2150


def check_day(form: object, field: Any) -> None:
    """Refuse days that nobody means, so that a day before or a year after one is a day as well."""
    if field.data is not None and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(f"Choose a day between {FIRST_YEAR} and {LAST_YEAR}.")


class Day(DateField):
    """A calendar day."""

    data: Any

    def __init__(self, label: str, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, [*validators, check_day], **kwargs)


def _id_or_none(value: Any) -> int | None:
    return int(value) if value not in (None, "") else None


class Pick(SelectField):
    """One of several subjects by its id, or none: `choices` is a dict of id to words, with "" for none."""

    data: Any

    def __init__(self, label: str, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, validators, coerce=_id_or_none, **{"choices": {}, **kwargs})


class Version(IntegerField):
    """The version that the form was made from, so that a second writer is noticed."""

    data: Any

    widget = HiddenInput()

    def __init__(self, label: str = "Version", **kwargs: Any) -> None:
        super().__init__(label, [Optional()], **kwargs)


class Form(FlaskForm):
    """The base of every form: CSRF, a nonce, and the way from a broken rule to its field."""

    nonce = HiddenField(default=_new_nonce)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = kept_fields(self._fields)
        if kept is not None:
            self.process(kept, data=kwargs.get("data"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field; what no text may hold is refused in every one, of whatever kind it is."""
        is_good: bool = super().validate(extra_validators)
        for field in self:
            if isinstance(field.data, str) and not field.errors and has_unkeepable(field.data.replace("\r", "")):
                field.errors = [*field.errors, UNKEEPABLE]
                is_good = False
        if not is_good:
            self._make_showable()
        return is_good

    def _make_showable(self) -> None:
        """Let a refused form be shown again: a page cannot hold the halves of letters that somebody sent."""
        for field in self:
            if isinstance(field.data, str):
                field.data = field.data.encode(errors="replace").decode()
            if field.raw_data:
                field.raw_data = [
                    one.encode(errors="replace").decode() if isinstance(one, str) else one for one in field.raw_data
                ]

    def run(self, verb: Callable[[], T]) -> T | None:
        """Run the verb; a broken rule becomes an error of its field, or of the whole form, and None is returned.

        Where the rule broke because this form was sent before, the answer leads to what the first one made. What no
        other words in the form would mend is raised on, and answered with 409.
        """
        try:
            return verb()
        except (RuleBroken, Conflict) as no:
            db.session.rollback()
            if (first := already_done()) is not None:
                abort(first)
            if isinstance(no, (Conflict, NotNow)):
                raise
            target = self._fields.get(no.field or "")
            if target is None:
                self.form_errors.append(str(no))
            else:
                target.errors = [*target.errors, str(no)]
            return None

    @property
    def has_errors(self) -> bool:
        """Say whether a field, or the form as a whole, was refused."""
        return bool(self.errors)


class Button(Form):
    """A form of one button: nothing but CSRF and nonce."""


def done(location: str, said: str | None = None) -> Response:
    """Commit what the verb did, once, and redirect with 303 to `location`; `said` is the sentence shown there.

    Where the same form was sent before, its transaction is rolled back and the answer leads to what the first one made.
    """
    session, nonce = db.session(), _nonce()
    if nonce:
        session.add(FormNonce(nonce=nonce, location=location[:500], used_at=clock.now()))
    try:
        session.commit()
    except IntegrityError:
        session.rollback()
        first = session.scalar(select(FormNonce.location).where(FormNonce.nonce == nonce))
        if first is None:
            raise
        return redirect(first, 303)
    if said:
        flash(said)
    return redirect(location, 303)


def _nonce() -> str:
    sent = request.form.get("nonce", "")[:64]
    return "" if has_unkeepable(sent) else sent


def already_done() -> Response | None:
    """Return the answer to a form that was sent before, or None."""
    nonce = _nonce()
    first = db.session.scalar(select(FormNonce.location).where(FormNonce.nonce == nonce)) if nonce else None
    return redirect(first, 303) if first else None
