"""From the tree of a report to a file in a format.

Belongs here: choosing the writer. Keep out: writing.
"""

from __future__ import annotations

from dashboards.reports.blocks import Document
from dashboards.reports.drawing import draw_charts
from dashboards.reports.writers.page import make_imprint

FORMATS = ("docx", "pdf", "xlsx", "html")
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
}


def render(document: Document, format: str, charts: dict[str, bytes] | None = None) -> bytes:
    """The report in a format of ``FORMATS``; ``charts`` as ``draw_charts`` drew them, to draw only once."""
    if format == "xlsx":
        from dashboards.reports.writers.xlsx import write_xlsx

        return write_xlsx(document)
    drawn = draw_charts(document) if charts is None else charts
    if format == "docx":
        from dashboards.reports.writers.docx import write_docx

        return write_docx(document, make_imprint(document), drawn)
    if format == "pdf":
        from dashboards.reports.writers.pdf import write_pdf

        return write_pdf(document, make_imprint(document), drawn)
    if format == "html":
        from dashboards.reports.writers.html import write_html

        return write_html(document, drawn).encode()
    raise ValueError(f"[{format}] is none of {FORMATS}")


def file_name(document: Document, format: str) -> str:
    """A name that says report, period and scope."""
    parts = [document.report, document.period, *document.scope.values()]
    return f"{'-'.join(parts)}.{format}"
