"""PDF by Typst, on the grid of GB/T 9704-2012.

Belongs here: handing the tree to ``official.typ``. Keep out: measures (there) and drawing charts.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dashboards.reports.blocks import Block, Chart, Document, Paragraph, Table
from dashboards.reports.fonts import FALLBACK, PDF_FONTS, font_folders
from dashboards.reports.writers.page import Imprint, column_shares, written

_TEMPLATE = Path(__file__).with_name("official.typ")
# Hands in no time of its own, so that the same content gives the same bytes.
_EPOCH = 1_000_000_000


def write_pdf(document: Document, imprint: Imprint, charts: dict[str, bytes]) -> bytes:
    """The report as PDF; ``charts`` holds a PNG per chart id."""
    return _compile(document, imprint, charts, "pdf")


def write_pages(
    document: Document, imprint: Imprint, charts: dict[str, bytes], *, dots_per_inch: float = 72
) -> list[bytes]:
    """The pages as PNG, for a look before anything is downloaded."""
    found = _compile(document, imprint, charts, "png", dots_per_inch=dots_per_inch)
    return list(found) if isinstance(found, list) else [found]


def _compile(
    document: Document,
    imprint: Imprint,
    charts: dict[str, bytes],
    format: str,
    *,
    dots_per_inch: float | None = None,
) -> Any:
    import typst

    with tempfile.TemporaryDirectory(prefix="caseloom-report-") as folder:
        place = Path(folder)
        shutil.copy(_TEMPLATE, place)
        for name, picture in charts.items():
            (place / f"{name}.png").write_bytes(picture)
        told = _told(document, imprint)
        (place / "document.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        return typst.compile(
            place / _TEMPLATE.name,
            root=place,
            font_paths=font_folders(),
            ignore_system_fonts=True,
            format=format,
            ppi=dots_per_inch,
            timestamp=datetime.fromtimestamp(_EPOCH, UTC),
        )


def _told(document: Document, imprint: Imprint) -> dict[str, Any]:
    return {
        "lang": document.language,
        "faces": {name: [font, FALLBACK] for name, font in PDF_FONTS.items()},
        "title": document.title,
        "subtitle": document.subtitle,
        "number": document.number,
        "issuer": document.issuer,
        "signature": imprint.signature,
        "day": imprint.day,
        "imprint": imprint.lines,
        "blocks": [_block(block) for block in document.blocks if not _is_annex(block)],
    }


def _is_annex(block: Block) -> bool:
    return isinstance(block, Table) and block.is_annex


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"block": "paragraph", "text": block.text, "is_note": block.is_note}
    if isinstance(block, Table):
        return {
            "block": "table",
            "caption": block.caption,
            "columns": block.columns,
            "kinds": block.kinds,
            "widths": column_shares(block),
            "rows": [[written(cell) for cell in row] for row in block.rows],
            "notes": block.notes,
        }
    if isinstance(block, Chart):
        return {
            "block": "chart",
            "file": f"{block.id}.png",
            "caption": block.caption,
            "alt": block.alt,
        }
    return {"block": "heading", "level": block.level, "text": block.text}
