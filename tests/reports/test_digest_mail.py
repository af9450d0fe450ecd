"""The digest as a mail: the checklist of clients, the reader's department first, the stored text."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from cxgov.reports.digest_mail import COLUMNS, LARGEST_HTML, bar, digest_mail, text_bar
from cxgov.reports.digest_page import context_of_digest
from tests.reports import write_expected
from tests.reports.sample_digest import digest, empty_digest

ORDER = (
    "first for billing", "how the paper form", "thanks across", "at a glance", "decided in october", "done in october",
    "by department", "next meetings",
)  # fmt: skip
ADDRESS = "https://cx.tarnwick.example"


class Mail(HTMLParser):
    """What a mail client meets."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def of(self, name: str) -> list[dict[str, str | None]]:
        """The attributes of every element of this name."""
        return [attributes for tag, attributes in self.tags if tag == name]


@pytest.fixture(scope="module")
def letter():
    """The digest for Billing."""
    return digest_mail(digest(), department="Billing", base_url=f"{ADDRESS}/")


@pytest.fixture(scope="module")
def mail(letter) -> Mail:
    """Its HTML, taken apart."""
    read = Mail()
    read.feed(letter.html)
    return read


def test_the_mail_is_made_of_layout_tables_with_inlined_styles(mail):
    assert {table.get("role") for table in mail.of("table")} == {"presentation"}
    assert all(cell.get("style") for cell in mail.of("td"))
    assert all(cell.get("bgcolor") for cell in mail.of("td") if "tint" in (cell.get("class") or ""))


def test_the_mail_needs_no_picture_and_loads_nothing(mail, letter):
    assert mail.of("img") == mail.of("link") == mail.of("script") == []
    assert not re.search(r"url\(|@import", letter.html)


def test_the_mail_fits_what_clients_show(letter):
    assert len(letter.html.encode()) < LARGEST_HTML


def test_dark_and_narrow_styles_are_kept(letter):
    assert len(re.findall("<style", letter.html)) == 1
    for kept in ("prefers-color-scheme: dark", "max-width: 480px", "data-ogsc", "data-ogsb"):
        assert kept in letter.html
    assert '<meta name="color-scheme" content="light dark">' in letter.html


def test_no_text_is_smaller_than_fourteen_pixels(mail):
    styles = [attributes.get("style") or "" for _, attributes in mail.tags if attributes.get("class") != "pre"]
    sizes = [int(size) for style in styles for size in re.findall(r"font-size: ?(\d+)px", style)]
    assert min(sizes) == 14


def test_the_headings_are_in_order(mail):
    levels = [int(tag[1]) for tag, _ in mail.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_link_has_words_and_leads_to_this_instance(letter):
    links = re.findall(r"<a [^>]*href=\"([^\"]*)\"[^>]*>([^<]*)</a>", letter.html)
    assert links
    assert all(url.startswith(f"{ADDRESS}/") and "//" not in url.removeprefix("https://") for url, _ in links)
    assert all(words.strip() and words != "here" for _, words in links)


def test_the_text_has_72_columns_and_the_order_of_the_html(letter):
    assert max(len(line) for line in letter.text.splitlines() if "https://" not in line) <= COLUMNS
    for said in (letter.text, letter.html):
        places = [said.lower().index(part) for part in ORDER]
        assert places == sorted(places)


def test_the_text_is_the_stored_one():
    """If this is meant: `python -m tests.reports.write_expected`, then read the diff."""
    assert write_expected.digest_text() == (write_expected.EXPECTED / "digest.txt").read_text(encoding="utf-8")


def test_a_reader_of_another_department_finds_theirs_first():
    letter = digest_mail(digest(), department="Sales", base_url=ADDRESS)
    assert letter.text.index("A LESSON: THE DEALERS") < letter.text.index("WHAT WORKED: HOW THE PAPER FORM")
    assert letter.text.index("Give dealers an answer") < letter.text.index("Answer book")
    assert "FIRST FOR" not in letter.text


def test_the_way_out_is_named_where_there_is_one(letter):
    assert f'href="{ADDRESS}/settings/mail"' in letter.html
    assert "Stop this digest" not in letter.text
    stop = digest_mail(digest(), department=None, base_url=ADDRESS, stop_url=f"{ADDRESS}/u/1")
    assert f"Stop this digest with one click: {ADDRESS}/u/1" in stop.text
    assert "Stop this digest with one click" in stop.html


def test_a_month_in_which_nothing_happened_still_has_a_digest():
    letter = digest_mail(empty_digest(), department=None, base_url=ADDRESS)
    assert "No committee decided anything this month." in letter.text
    assert "Nobody told a story this month." in letter.html


def test_what_others_wrote_stays_text_and_cannot_pose_as_a_section():
    story = digest().stories[0].model_copy(update={
        "title": "<script>alert(1)</script>", "paragraphs": ("one\n\nDECIDED IN OCTOBER\n------\n{{7*7}} \u202egnp",),
    })  # fmt: skip
    letter = digest_mail(digest(stories=(story,)), department=None, base_url=ADDRESS)
    assert "<script" not in letter.html
    assert "one DECIDED IN OCTOBER ------ {{7*7}} ?gnp" in letter.text


def test_a_mail_is_bounded_however_much_happened():
    long = digest().stories[0].model_copy(update={"paragraphs": ("word " * 50_000,) * 4})
    many = digest(
        stories=(long,) * 50,
        thanks=digest().thanks * 50,
        decisions=digest().decisions * 100,
        closed=digest().closed * 99,
    )
    letter = digest_mail(many, department=None, base_url=ADDRESS)
    assert len(letter.html.encode()) < LARGEST_HTML
    assert "180 more thanks this month." in letter.text
    assert "200 more on the web." in letter.text


@pytest.mark.parametrize(
    ("percent", "due"), [(0, 0), (0, 67), (49, 67), (67, 67), (90, 47), (100, 100), (None, 50), (120, 30)]
)
def test_the_cells_of_a_bar_leave_room_for_its_mark(percent, due):
    goal = digest().goals[0].model_copy(update={"percent": percent, "expected_percent": due})
    widths = [width for _, width, _ in bar(goal)]
    assert widths.count("4") == 1
    assert sum(float(width[:-1]) for width in widths if width != "4") == pytest.approx(99, abs=0.2)
    assert len(text_bar(goal).split("]")[0]) == 22


def test_the_page_of_the_digest_has_everything_and_the_same_order_of_departments():
    context = context_of_digest(digest(), "Sales")
    assert context["stories"][0].title == "The dealers were not asked"
    assert [note.department for note in context["others"]] == ["Billing", "Operations"]
