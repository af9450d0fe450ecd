"""What a request may bring: so many fields, and only characters that can be kept."""

from io import BytesIO
from typing import IO, Any
from urllib.parse import parse_qsl

from flask import Flask, Request, abort, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.routing import IntegerConverter

from cxgov.core.characters import has_unkeepable

MAX_FIELDS = 2000


class Fields(FormDataParser):
    """Counts the fields of a form before they take room, and keeps bytes that are no UTF-8 apart from what is."""

    def _parse_urlencoded(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str]
    ) -> Any:
        body = stream.read()
        if body.count(b"&") >= MAX_FIELDS:
            raise RequestEntityTooLarge
        # A byte that is no UTF-8 becomes a lone surrogate, which no field takes.
        items = parse_qsl(body.decode(errors="surrogateescape"), keep_blank_values=True, errors="surrogateescape")
        return BytesIO(), self.cls(items), self.cls()


class Asked(Request):
    """Our requests."""

    form_data_parser_class = Fields


class Digits(IntegerConverter):
    """A number in an address: the digits 0 to 9 and no others, so that a thing has one address."""

    regex = r"[0-9]+"


def add_asking(app: Flask) -> None:
    """Read requests in our way, and refuse an address that holds what no text may hold. Comes before the routes."""
    app.request_class = Asked
    app.url_map.converters["int"] = Digits
    app.config["MAX_FORM_PARTS"] = MAX_FIELDS
    app.before_request(_check_address)


def _check_address() -> None:
    if has_unkeepable(request.path):
        abort(404)
    for name, value in request.args.items(multi=True):
        if has_unkeepable(name) or has_unkeepable(value.replace("\r", "")):
            abort(422)
