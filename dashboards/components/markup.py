"""Markup of our own: tables, marks and links that read well at every width and carry real addresses.

Belongs here: safe HTML from values (everything is escaped). Keep out: colours and sizes (style.css).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup, escape

from dashboards.formats import EMPTY, is_empty

Cell = str | Markup


@dataclass(frozen=True)
class Heading:
    """The head of one column.

    ``kind`` is text, number, date or mark; a lead column heads the card on phones; ``note`` stands
    under the label.
    """

    label: str
    kind: str = "text"
    is_lead: bool = False
    note: str = ""


def anchor(address: str, label: object, *, title: str = "") -> Markup:
    """A link within the pages, in the same tab."""
    return Markup('<a href="{}" target="_self" title="{}">{}</a>').format(address, title, label)


def badge(label: object, tone: str = "neutral") -> Markup:
    """A small mark; ``tone`` is neutral, good, warn, bad, accent or an agency."""
    return Markup('<span class="cl-badge cl-{}">{}</span>').format(tone, label)


def quiet(value: object) -> Markup:
    """Secondary text; nothing where there is none."""
    if is_empty(value) or str(value) == EMPTY:
        return Markup("")
    return Markup('<span class="cl-quiet">{}</span>').format(value)


def lines(*parts: object) -> Markup:
    """Parts under each other; empty ones are left out."""
    shown = [escape(part) for part in parts if not is_empty(part) and str(part) != EMPTY]
    return Markup("<br>").join(shown) or Markup(EMPTY)


def table(
    headings: Sequence[Heading],
    rows: Iterable[Sequence[Cell]],
    *,
    label: str,
    is_tall: bool = False,
) -> Markup:
    """A table that turns into cards on a phone; ``label`` names it for screen readers.

    A tall one scrolls in itself, by keyboard too.
    """
    head = Markup("").join(
        Markup('<th class="cl-{}" scope="col">{}</th>').format(
            heading.kind, lines(heading.label, quiet(heading.note))
        )
        for heading in headings
    )
    body = Markup("").join(_row(headings, row) for row in rows)
    frame = Markup('<div class="cl-scroll">{}</div>')
    if is_tall:
        frame = Markup(
            '<div class="cl-scroll cl-tall" tabindex="0" role="region" aria-label="{}">{{}}</div>'
        ).format(label)
    return frame.format(
        Markup(
            '<table class="cl-table" aria-label="{}">'
            "<thead><tr>{}</tr></thead><tbody>{}</tbody></table>"
        ).format(label, head, body)
    )


def _row(headings: Sequence[Heading], row: Sequence[Cell]) -> Markup:
    cells = Markup("").join(
        Markup('<td class="cl-{}{}" data-label="{}"><div>{}</div></td>').format(
            heading.kind, " cl-lead" if heading.is_lead else "", heading.label, cell
        )
        for heading, cell in zip(headings, row, strict=True)
    )
    return Markup("<tr>{}</tr>").format(cells)


def facts(pairs: Iterable[tuple[str, Cell]]) -> Markup:
    """Short labelled facts side by side."""
    shown = Markup("").join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(name, value) for name, value in pairs
    )
    return Markup('<dl class="cl-facts">{}</dl>').format(shown)


def bars(
    items: Iterable[tuple[Cell, float | None, Cell]], *, label: str, tone: str = "plain"
) -> Markup:
    """Horizontal bars: (name, value, value as shown), the longest as wide as the card.

    A value of None is listed apart, without a bar: one that would dwarf all others.
    """
    given = list(items)
    longest = max((value for _, value, _ in given if value is not None), default=0) or 1
    shown = Markup("").join(
        Markup(
            '<li class="{}"><span class="cl-bar-name">{}</span>'
            '<span class="cl-bar-value">{}</span>{}</li>'
        ).format(
            "cl-plain" if value is None else "",
            name,
            text,
            Markup('<span class="cl-bar" style="width:{}%"></span>').format(
                f"{100 * value / longest:.1f}"
            )
            if value
            else "",
        )
        for name, value, text in given
    )
    return Markup('<ul class="cl-bars cl-bars-{}" aria-label="{}">{}</ul>').format(
        tone, label, shown
    )


# A table with more rows scrolls in itself.
TALL = 24


def show(content: Markup) -> None:
    """Put markup on the page."""
    st.html(str(content))
