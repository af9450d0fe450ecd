"""HTML to PDF/UA-1 in this process, with the same bytes for the same figures. Only a render child calls this.

WeasyPrint is imported when it is used: the import takes a second, and without Pango it raises and prints.
"""

import gc
import re
from pathlib import Path
from typing import Any

from cxgov.core import paths
from cxgov.reports.figures.base import content_hash
from cxgov.reports.fonts import unpacked
from cxgov.reports.paper import PrintFigures, html_of

A4_HEIGHT = 841.89  # points
PIXEL = 0.75  # points

_PLACES = {"static": paths.STATIC, "fonts": paths.STATIC / "fonts", "pdf": paths.TEMPLATES / "pdf"}
_ASSET = re.compile(r"cxgov:(static|fonts|pdf)/([A-Za-z0-9_-]+\.(?:css|woff2))")


class RefusedAsset(OSError):
    """A document asked for something that is not ours."""


def asset_path(url: str) -> Path:
    """Return the file behind an address of ours; anything else, of whatever scheme, is refused."""
    found = _ASSET.fullmatch(url)
    if not found:
        raise RefusedAsset(f"Only our own fonts and stylesheets are served, not {url[:80]!r}.")
    return _PLACES[found[1]] / found[2]


class Assets:
    """The fetcher given to WeasyPrint: our own files, and a refusal that ends the rendering for the rest."""

    _fail_on_errors = True

    def __init__(self, fonts: Path | None = None) -> None:
        self.fonts = fonts

    def __call__(self, url: str) -> Any:
        from weasyprint.urls import URLFetcherResponse

        path = asset_path(url)
        if path.suffix == ".woff2":
            return URLFetcherResponse(url, unpacked(path, self.fonts), {"Content-Type": "font/ttf"})
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "text/css; charset=utf-8"})


def fix_bbox(document: Any, pdf: Any, height: float = A4_HEIGHT) -> None:
    """Turn the box of every figure from pixels below the top into points above the bottom, as the standard wants."""
    for thing in pdf.objects:
        if isinstance(thing, dict) and thing.get("S") == "/Figure":
            box = thing["A"]["BBox"]
            left, top, right, bottom = (value * PIXEL for value in box)
            box[:] = [round(value, 3) for value in (left, height - bottom, right, height - top)]


def write_pdf(figures: PrintFigures, *, fonts: Path | None = None) -> bytes:
    """Return the document as PDF/UA-1, the same bytes for the same figures; unpacked fonts may be kept in `fonts`."""
    return pdf_of_html(html_of(figures), identifier=content_hash(figures), fonts=fonts)


def pdf_of_html(html: str, *, identifier: str, fonts: Path | None = None) -> bytes:
    """Return this HTML as PDF/UA-1. Collecting garbage meanwhile would cost a quarter of the time."""
    from weasyprint import HTML

    gc.disable()
    source = HTML(string=html, base_url="cxgov:pdf/", url_fetcher=Assets(fonts))
    written: bytes = source.write_pdf(
        pdf_variant="pdf/ua-1", pdf_tags=True, pdf_identifier=identifier[:32].encode(), finisher=fix_bbox
    )
    return written
