"""What PDF/UA asks of a file, read back with pikepdf and pypdf."""

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf
import pypdf


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Walk the structure tree in reading order."""
    waiting: list[Any] = [pdf.Root.StructTreeRoot.K]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Array):
            waiting.extend(reversed(list(thing)))
        elif isinstance(thing, pikepdf.Dictionary) and "/S" in thing:
            yield thing
            if "/K" in thing:
                waiting.append(thing.K)


def headings(pdf: pikepdf.Pdf) -> list[int]:
    """The levels of the headings, in reading order."""
    names = (str(element.S) for element in elements(pdf))
    return [int(name[2:]) for name in names if name[:2] == "/H" and name[2:].isdigit()]


def page_height_of(pdf: pikepdf.Pdf) -> tuple[float, float]:
    """Width and height of the pages, in points."""
    box = [float(value) for value in pdf.pages[0].MediaBox]
    return box[2], box[3]


def text_of(pdf: bytes, page: int = 0) -> str:
    """The text of a page, as a machine reads it."""
    return pypdf.PdfReader(io.BytesIO(pdf)).pages[page].extract_text()


def whole_text(pdf: bytes) -> str:
    """The text of all pages."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def bookmarks(pdf: pikepdf.Pdf) -> list[str]:
    """The titles of the bookmarks below the document's own."""
    with pdf.open_outline() as outline:
        roots = list(outline.root)
        return [child.title for root in roots for child in root.children] or [root.title for root in roots]


def fonts_not_embedded(pdf: pikepdf.Pdf) -> list[str]:
    """Names of fonts that a page uses and the file does not carry."""
    missing = set()
    for page in pdf.pages:
        for font in page.Resources.get("/Font", pikepdf.Dictionary()).values():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            descriptor = inner.get("/FontDescriptor", pikepdf.Dictionary())
            if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                missing.add(str(font.get("/BaseFont")))
    return sorted(missing)


def complaints(pdf_bytes: bytes) -> list[str]:
    """Everything of the checklist that this file does not meet; empty is good."""
    pdf = pikepdf.open(io.BytesIO(pdf_bytes))
    found = [*_of_file(pdf), *_of_headings(pdf), *_of_tables(pdf), *_of_figures(pdf)]
    found += [f"font {name} is not embedded" for name in fonts_not_embedded(pdf)]
    for number, page in enumerate(pdf.pages, start=1):
        for link in page.get("/Annots", []):
            if link.get("/Subtype") == "/Link" and not str(link.get("/Contents", "")):
                found.append(f"a link on page {number} says nothing")
    return found


def _of_file(pdf: pikepdf.Pdf) -> Iterator[str]:
    if not pdf.Root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked"):
        yield "not tagged"
    if str(pdf.Root.get("/Lang", "")) != "en":
        yield "no language"
    if not pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle"):
        yield "the title is not displayed"
    if not str(pdf.docinfo.get("/Title", "")):
        yield "no title"
    if b"pdfuaid:part" not in pdf.Root.Metadata.read_bytes():
        yield "does not say that it is PDF/UA"


def _of_headings(pdf: pikepdf.Pdf) -> Iterator[str]:
    levels = headings(pdf)
    if levels.count(1) != 1 or levels[0] != 1:
        yield f"headings begin {levels[:3]}, with {levels.count(1)} of level 1"
    yield from (
        f"a heading of level {after} follows one of level {before}"
        for before, after in pairwise(levels)
        if after > before + 1
    )


def _of_tables(pdf: pikepdf.Pdf) -> Iterator[str]:
    ids: list[bytes] = []
    wanted: list[bytes] = []
    for element in elements(pdf):
        if element.S == "/TH":
            ids.append(bytes(element.get("/ID", b"")))
        if element.S == "/TD":
            attributes = element.get("/A", pikepdf.Dictionary())
            headers = [bytes(header) for header in attributes.get("/Headers", [])]
            if not headers:
                yield "a cell without headers"
            wanted += headers
    if b"" in ids or len(ids) != len(set(ids)):
        yield "heads of tables without an ID of their own"
    if not set(wanted) <= set(ids):
        yield "a cell names a head that is not there"


def _of_figures(pdf: pikepdf.Pdf) -> Iterator[str]:
    width, height = page_height_of(pdf)
    for element in elements(pdf):
        if element.S != "/Figure":
            continue
        if not str(element.get("/Alt", "")):
            yield "a figure without words"
        left, bottom, right, top = (float(value) for value in element.A.BBox)
        if not (0 <= left < right <= width and 0 <= bottom < top <= height):
            yield f"a figure outside its page: {left, bottom, right, top}"
