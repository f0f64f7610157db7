"""Word and PDF keep the layout of official documents (GB/T 9704-2012).

When this fails, an office sends a report back because of its form.
"""

from __future__ import annotations

import pytest

from dashboards.reports.definition import load_definitions
from dashboards.reports.fonts import find_fandol
from dashboards.reports.render import render
from tests.reports.layout import DOCX_RULES, PDF_RULES, broken_docx_rules, broken_pdf_rules


def test_there_are_enough_rules() -> None:
    assert len(DOCX_RULES) + len(PDF_RULES) >= 30


@pytest.mark.parametrize("name", load_definitions())
def test_word_files_keep_the_layout(name: str, make_report, charts_of) -> None:
    document = make_report(name)
    assert broken_docx_rules(render(document, "docx", charts_of(document))) == {}


@pytest.mark.parametrize("name", load_definitions())
def test_pdf_files_keep_the_layout(name: str, make_report, charts_of) -> None:
    assert find_fandol(), "run `make setup` where Debian's packages can be had"
    document = make_report(name)
    assert broken_pdf_rules(render(document, "pdf", charts_of(document))) == {}


def test_a_red_head_and_its_number(
    make_report, charts_of, monkeypatch: pytest.MonkeyPatch, snapshot
) -> None:
    """With an issuer the document has its head, its number and its signature."""
    import io
    import re

    import docx

    from dashboards.reports.compose import compose

    monkeypatch.setenv("CASELOOM_REPORT_ISSUER", "某某市政法委员会")
    document = compose(snapshot, "overdue_daily", snapshot=snapshot.version)
    content = render(document, "docx", charts_of(document))
    paragraphs = docx.Document(io.BytesIO(content)).paragraphs
    head = paragraphs[0]
    assert head.text == "某某市政法委员会"
    assert str(head.runs[0].font.color.rgb) == "D7000F"
    assert any(re.search(r"〔20\d\d〕[1-9]\d*号$", p.text) for p in paragraphs[:4])
    assert paragraphs[-3].text == document.issuer or any(
        p.text == document.issuer for p in paragraphs[4:]
    )
    assert broken_docx_rules(content) == {}
    assert broken_pdf_rules(render(document, "pdf", charts_of(document))) == {}


def test_the_same_content_gives_the_same_bytes(make_report, charts_of) -> None:
    """Whoever makes a report again from the same snapshot must get the same file."""
    document = make_report("overdue_daily")
    for format in ("docx", "pdf", "html"):
        first, second = (render(document, format, charts_of(document)) for _ in range(2))
        assert first == second, format
