"""The button that gives a page away as a file.

Belongs here: the choice of formats. Keep out: what goes into a file (dashboards/exports).
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin

import streamlit as st

from dashboards.charts.image import FORMATS, draw_image
from dashboards.exports.csv_text import write_csv
from dashboards.exports.excel import write_excel
from dashboards.exports.package import ExportPackage
from dashboards.exports.pdf import write_pdf
from dashboards.view import View

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def absolute(address: str) -> str:
    """A relative address of the pages as one that works from a file."""
    return urljoin(st.context.url or "http://localhost:8501/", address)


def show_export(view: View, make_package: Callable[[], ExportPackage], *, name: str) -> None:
    """Downloads, written when they are asked for; ``name`` is the stem of the files."""
    text = view.text
    with st.popover(text("export.title"), icon=":material/download:", type="tertiary"):
        for label, ending, mime, write in (
            (text("export.excel"), "xlsx", _EXCEL, write_excel),
            (text("export.csv"), "csv", "text/csv", write_csv),
            (text("export.pdf"), "pdf", "application/pdf", write_pdf),
        ):
            st.download_button(
                label,
                data=lambda write=write: write(make_package()),
                file_name=f"{name}.{ending}",
                mime=mime,
                on_click="ignore",
                key=f"export-{name}-{ending}",
                width="stretch",
            )
        for place, table in enumerate(make_package().tables):
            if table.chart is None or table.chart.is_empty:
                continue
            for ending, mime in FORMATS.items():
                st.download_button(
                    text("export.picture", title=table.chart.title, kind=ending.upper()),
                    data=lambda chart=table.chart, ending=ending: draw_image(chart, ending),
                    file_name=f"{name}-{place + 1}.{ending}",
                    mime=mime,
                    on_click="ignore",
                    key=f"export-{name}-{place}-{ending}",
                    width="stretch",
                )
