"""The ways to print that `bench_pdf` compares; one of them a process."""

import json
import re
import resource
import time
from html import escape

from cxgov.reports import paper, pdf
from cxgov.reports.figures.report import ReportFigures
from tests.reports import sample, sample_actions

HEADS = ("Department", "Number", "What, accountable owner", "From", "Due", "Age", "Slips, carried", "Escalated to")
PLAIN_HEADS = ("Department", "Number", "What", "Owner", "From", "Due", "Late", "Age", "Slips", "Carried", "Escalated")
PLAIN_STYLE = (
    "@page { size: A4; margin: 18mm 14mm; @bottom-right { content: 'page ' counter(page) ' of ' counter(pages);"
    " font-size: 8pt } } html { font: 7.5pt sans-serif } table { width: 100%; border-collapse: collapse }"
    " th { background: #ddd; text-align: left } td, th { border-bottom: .5pt solid #999; padding: 1.5pt 3pt }"
)


def ours(figures: ReportFigures) -> bytes:
    """The report as we print it."""
    return pdf.write_pdf(figures)


def naive(figures: ReportFigures) -> bytes:
    """The same report with all items in one table that finds its own widths."""
    from weasyprint import HTML

    html = paper.html_of(figures)
    start = html.index('<h3 class="r-dep">')
    end = html.index("</section>", start)
    rows = []
    for group in re.finditer(r'<h3 class="r-dep">(.*?)<span>.*?<tbody>(.*?)</tbody>', html[start:end], re.DOTALL):
        department = f'<tr><th scope="row">{group[1]}</th><td>'
        rows.append(re.sub(r'<tr><th scope="row">(.*?)</th>', rf"{department}\1</td>", group[2]))
    heads = "".join(f'<th scope="col">{head}</th>' for head in HEADS)
    table = f'<table class="r-acts"><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    style = (pdf.asset_path("cxgov:pdf/report.css")).read_text()
    style = style.replace("table-layout: fixed", "table-layout: auto").replace("html { overflow-wrap: anywhere; }", "")
    html = f"{html[:start]}{table}{html[end:]}".replace(
        '<link rel="stylesheet" href="cxgov:pdf/report.css">', f"<style>{style}</style>"
    )
    made: bytes = HTML(string=html, url_fetcher=pdf.Assets()).write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    return made


def plain(figures: ReportFigures) -> bytes:
    """A bare table with a column for each fact."""
    from weasyprint import HTML

    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in (
            group.name, row.number, row.title, row.owner, row.source, row.due_on, row.days_late, row.age_days,
            row.slips, row.carries, row.escalated_to or "",
        )) + "</tr>"
        for group in figures.actions.groups
        for row in group.rows
    )  # fmt: skip
    heads = "".join(f"<th>{head}</th>" for head in PLAIN_HEADS)
    html = (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Report</title><style>{PLAIN_STYLE}</style>"
        f"</head><body><h1>Report</h1><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></body></html>"
    )
    made: bytes = HTML(string=html).write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    return made


def main(which: str, count: int) -> None:
    """Print, as JSON, what one way took to render this many items."""
    import weasyprint  # noqa: F401 - imported before the clock starts

    figures = sample.empty_report().model_copy(update={"actions": sample_actions.many(count)})
    way = {"ours": ours, "naive": naive, "plain": plain}[which]
    began, spent = time.perf_counter(), time.process_time()
    made = way(figures)
    wall, cpu = time.perf_counter() - began, time.process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"wall": round(wall, 3), "cpu": round(cpu, 3), "bytes": len(made), "peak_mb": peak}))
