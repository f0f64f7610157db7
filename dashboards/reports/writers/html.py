"""The report as HTML that survives mail clients, and its twin in plain text.

Belongs here: markup with inline styles in tables, as mail clients understand it, and plain lines. Keep out:
addresses, headers and sending (``pipelines/delivery``).
"""

from __future__ import annotations

import base64
from collections.abc import Callable

from markupsafe import Markup

from dashboards import palette
from dashboards.reports.blocks import Cell, Chart, Document, Heading, Number, Paragraph, Table
from dashboards.reports.writers.page import text_width, written

_FACE = f"font-family:{palette.MAIL_FONT}"
_TEXT = f"{_FACE};font-size:15px;line-height:1.7;color:{palette.INK}"
# Mails show so many rows of a table; the whole of it is attached.
MAIL_ROWS = 30
_NOTHING = Markup("")
PictureAddress = Callable[[str], str]


def write_html(
    document: Document,
    charts: dict[str, bytes],
    *,
    address: PictureAddress | None = None,
    before: Markup = _NOTHING,
    after: Markup = _NOTHING,
    row_limit: int | None = None,
    cut_note: str = "",
) -> str:
    """One HTML page. ``address`` gives the address of a chart (a CID in mails); default: within the page.

    ``before`` and ``after`` stand around the report; tables are cut to ``row_limit`` rows with ``cut_note``.
    """
    found = address or (lambda name: _inline(charts[name]))
    body = Markup("").join(
        _block(block, found, row_limit, cut_note)
        for block in document.blocks
        if not (isinstance(block, Table) and block.is_annex)
    )
    return str(
        Markup(
            '<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width"><title>{title}</title></head>'
            '<body style="margin:0;padding:0;background:{page}">'
            '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">'
            '<tr><td align="center" style="padding:16px 8px">'
            '<table role="presentation" width="680" cellpadding="0" cellspacing="0" border="0" '
            'style="max-width:680px;width:100%;background:{card};border:1px solid {line}">'
            '<tr><td style="padding:24px 28px;{style}">{before}'
            '<h1 style="{face};font-size:22px;line-height:1.4;margin:0 0 4px;color:{primary}">{title}</h1>'
            '<p style="margin:0 0 12px;color:{muted};font-size:13px">{subtitle} · {number}<br>{stamp}</p>'
            "{body}{after}</td></tr></table></td></tr></table></body></html>"
        ).format(
            lang=document.language,
            title=document.title,
            subtitle=document.subtitle,
            number=document.number,
            stamp=document.stamp,
            page=palette.PAGE,
            card=palette.CARD,
            line=palette.LINE,
            primary=palette.PRIMARY,
            muted=palette.MUTED,
            style=Markup(_TEXT),
            face=Markup(_FACE),
            before=before,
            body=body,
            after=after,
        )
    )


def write_text(
    document: Document,
    *,
    before: str = "",
    after: str = "",
    row_limit: int | None = None,
    cut_note: str = "",
) -> str:
    """The same in plain text: charts by what they show, tables in columns."""
    lines = [line for line in (before, document.title, document.subtitle, document.stamp) if line]
    for block in document.blocks:
        if isinstance(block, Heading):
            lines += ["", block.text]
        elif isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, Chart):
            lines.append(block.alt)
        elif not block.is_annex:
            lines += ["", *_text_table(block, row_limit, cut_note)]
    return "\n".join([*lines, "", after]) + "\n"


def _inline(picture: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(picture).decode()


def _block(
    block: Heading | Paragraph | Table | Chart,
    address: PictureAddress,
    row_limit: int | None,
    cut_note: str,
) -> Markup:
    if isinstance(block, Heading):
        size = 17 if block.level == 1 else 15
        return Markup('<h2 style="{};font-size:{}px;margin:22px 0 6px;color:{}">{}</h2>').format(
            Markup(_FACE), size, palette.PRIMARY, block.text
        )
    if isinstance(block, Paragraph):
        size = 12 if block.is_note else 15
        return Markup('<p style="margin:0 0 10px;font-size:{}px">{}</p>').format(size, block.text)
    if isinstance(block, Chart):
        return Markup(
            '<p style="margin:12px 0 4px"><img src="{}" alt="{}" width="624" '
            'style="width:100%;max-width:624px;height:auto;border:0;display:block"></p>'
            '<p style="margin:0 0 12px;text-align:center;font-size:13px;color:{}">{}</p>'
        ).format(address(block.id), block.alt, palette.MUTED, block.caption)
    return _table(block, row_limit, cut_note)


def _table(block: Table, row_limit: int | None, cut_note: str) -> Markup:
    rows = block.rows[:row_limit]
    head = Markup("").join(
        Markup(
            '<th scope="col" style="text-align:{};padding:4px 6px;border-bottom:2px solid {};'
            'font-weight:600">{}</th>'
        ).format("right" if kind == "number" else "left", palette.PRIMARY, name)
        for name, kind in zip(block.columns, block.kinds, strict=True)
    )
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(_cell(cell, kind) for cell, kind in zip(row, block.kinds, strict=True))
        )
        for row in rows
    )
    notes = list(block.notes)
    if len(rows) < len(block.rows):
        notes.append(cut_note.format(shown=len(rows), count=len(block.rows)))
    said = Markup("<br>").join(notes)
    return Markup(
        '<table id="{id}" width="100%" cellpadding="0" cellspacing="0" border="0" '
        'style="border-collapse:collapse;font-size:13px;line-height:1.5;margin:10px 0 4px">'
        '<caption style="font-weight:600;padding:0 0 4px;text-align:left">{caption}</caption>'
        "<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        '<p style="margin:0 0 12px;font-size:12px;color:{muted}">{notes}</p>'
    ).format(
        id=block.id, caption=block.caption, head=head, body=body, muted=palette.MUTED, notes=said
    )


def _cell(cell: Cell, kind: str) -> Markup:
    align = "right;white-space:nowrap" if kind == "number" else "left"
    key = Markup(' title="{}"').format(cell.key) if isinstance(cell, Number) else Markup("")
    return Markup(
        '<td{} style="text-align:{};padding:4px 6px;border-bottom:1px solid {}">{}</td>'
    ).format(key, Markup(align), palette.LINE, written(cell))


def _text_table(block: Table, row_limit: int | None, cut_note: str) -> list[str]:
    shown = [block.columns, *([written(cell) for cell in row] for row in block.rows[:row_limit])]
    widths = [max(text_width(row[at]) for row in shown) for at in range(len(block.columns))]
    lines = [block.caption]
    for row in shown:
        padded = []
        for text, kind, width in zip(row, block.kinds, widths, strict=True):
            gap = " " * (width - text_width(text))
            padded.append(gap + text if kind == "number" else text + gap)
        lines.append("  ".join(padded).rstrip())
    lines += block.notes
    if len(shown) - 1 < len(block.rows):
        lines.append(cut_note.format(shown=len(shown) - 1, count=len(block.rows)))
    return lines
