"""Fill a form of a page as a person would, from nothing but its markup."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

BY_TYPE = {"date": "2027-03-15", "time": "10:30", "number": "3"}
BY_NAME = {
    "email": "somebody@tarnwick.example",
    "zone": "Europe/Berlin",
    "cadence": "every 4 weeks",
    "slug": "",
    "handle": "",
}


@dataclass
class Filled:
    """A form of a page: where it goes, and plausible values for all that it asks."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[Filled] = []
        self._in_form, self._area, self._select = False, "", ""
        self._chosen = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._in_form = has.get("method", "").lower() == "post"
            if self._in_form:
                self.found.append(Filled(has.get("action", "")))
        elif self._in_form and tag == "input":
            self._input(has)
        elif self._in_form and tag == "textarea":
            self._area = has.get("name", "")
            self.found[-1].fields[self._area] = f"Words for {self._area}"
        elif self._in_form and tag == "select":
            self._select, self._chosen = has.get("name", ""), False
        elif tag == "option" and self._select:
            self._option(has)

    def _input(self, has: dict[str, str]) -> None:
        name, kind = has.get("name", ""), has.get("type", "text")
        if not name or kind in ("submit", "file", "radio") or (kind == "checkbox" and "required" not in has):
            return
        usual = has.get("value", "") or BY_NAME.get(name, BY_TYPE.get(kind, f"Some {name}"))
        self.found[-1].fields[name] = has.get("value", "") if kind == "hidden" else usual

    def _option(self, has: dict[str, str]) -> None:
        is_first = not self.found[-1].fields.get(self._select)
        if has.get("value") and not self._chosen and (is_first or "selected" in has):
            self._chosen = "selected" in has
            self.found[-1].fields[self._select] = has["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._in_form = False
        elif tag == "select":
            self._select = ""


def filled(page: str, action: str = "", **more: str) -> Filled:
    """Return the POST form of a page that leads to `action` (the first one where none is named), with `more` over it.

    Signing out and the like stand on every page, so the form of the page itself is the one with most fields.
    """
    forms = [form for form in _Forms(page).found if not action or form.action == action]
    best = max(forms, key=lambda form: len(form.fields))
    best.fields |= more
    return best
