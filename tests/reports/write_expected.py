"""Write the stored texts anew, for review in the diff: `python -m tests.reports.write_expected`."""

from pathlib import Path

from cxgov.reports.digest_mail import digest_mail
from cxgov.reports.rendering import RenderJob, render_pdf
from tests.reports import sample, sample_digest
from tests.reports.checks_pdf import text_of

EXPECTED = Path(__file__).parent / "expected"
ADDRESS = "https://cx.tarnwick.example"


def first_page() -> str:
    """The text of the report's first page, as it comes out now."""
    return text_of(render_pdf(RenderJob(sample.report()))) + "\n"


def digest_text() -> str:
    """The text part of the digest, as it comes out now."""
    stop = f"{ADDRESS}/u/SIGNED-TOKEN"
    return digest_mail(sample_digest.digest(), department="Billing", base_url=ADDRESS, stop_url=stop).text


if __name__ == "__main__":
    EXPECTED.mkdir(exist_ok=True)
    (EXPECTED / "report-page-1.txt").write_text(first_page(), encoding="utf-8")
    (EXPECTED / "digest.txt").write_text(digest_text(), encoding="utf-8")
