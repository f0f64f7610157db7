"""Findings: what looks irregular, each with the suspicious and the innocent explanation.

Belongs here: the list and its filters. Keep out: verdicts, persons, and an order by agency or unit.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.clock_filters import UNKNOWN
from dashboards.components.figure import open_figure
from dashboards.components.frame import show_heading
from dashboards.components.markup import (
    Cell,
    Heading,
    anchor,
    badge,
    lines,
    quiet,
    show,
    table,
)
from dashboards.components.notices import show_notice
from dashboards.components.sources import read_source, source_links
from dashboards.components.subjects import finding_reason
from dashboards.filters import is_page_number
from dashboards.view import View

PAGE_ROWS = 25
SEVERITIES = ("high", "medium", "low")
_CODES = ("rule", "agency", "unit", "region")
_TONES = {"high": "bad", "medium": "warn", "low": "neutral"}
# A finding may rest on many rows; the case page leads to all of them.
_SHOWN_SOURCES = 4


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    show_heading(view, text("findings.title"), text("findings.subtitle"))
    found = view.ask("finding_choices")
    if found.empty:
        show_notice(text("findings.none"), text("findings.none_hint"))
        return
    choices: dict[str, list[str]] = {
        name: found.loc[found["filter"] == name, "code"].fillna(UNKNOWN).tolist() for name in _CODES
    }
    choices["severity"] = list(SEVERITIES)
    given = {name: st.query_params.get(name) or None for name in choices}
    broken = [name for name, value in given.items() if value and value not in choices[name]]
    page = st.query_params.get("page") or "1"
    if not is_page_number(page):
        broken.append("page")
    if broken:
        names = text("frame.list_separator").join(text(f"clocks.filter_{name}") for name in broken)
        show_notice(
            text("search.broken"),
            text("search.broken_hint", names=names),
            tone="warn",
            action=(view.link(links.FINDINGS), text("search.clear")),
        )
        return
    if not any(given.values()):
        _show_rules(view)
    _show_filters(view, given, choices)
    _show_list(view, given, int(page))


def _show_rules(view: View) -> None:
    text, number = view.text, view.formats.number
    with open_figure(view, "findings_by_rule") as figure:
        headings = [
            Heading(text("finding.rule"), is_lead=True),
            Heading(text("finding.severity"), "mark"),
            Heading(text("findings.title"), "number"),
            Heading(text("findings.cases"), "number"),
        ]
        rows = [
            [
                view.labels.name("finding_rule", row["code"]),
                badge(text(f"severity.{row['severity']}"), _TONES[row["severity"]]),
                anchor(view.link(figure.page, **figure.list_filters(row)), number(row["value"])),
                number(row["case_count"]),
            ]
            for row in view.ask_sql(figure.sql).to_dict("records")
        ]
        show(table(headings, rows, label=figure.title(text)))


def _show_filters(view: View, given: dict[str, str | None], choices: dict[str, list[str]]) -> None:
    text, labels = view.text, view.labels
    names: dict[str, Any] = {
        "rule": lambda code: labels.name("finding_rule", code),
        "severity": lambda code: text(f"severity.{code}"),
        "agency": labels.agency,
        "unit": labels.unit,
        "region": labels.region,
    }
    mark = f"{view.language}-{hash(tuple(given.values()))}"
    chosen: dict[str, str | None] = {}
    with st.container(border=True, key="clock_filters"):
        for column, (name, label) in zip(
            st.columns([1.8, 1, 1, 1.8, 1]), names.items(), strict=True
        ):
            codes = choices[name]
            chosen[name] = column.selectbox(
                text("finding.rule") if name == "rule" else text(f"clocks.filter_{name}"),
                codes,
                index=codes.index(given[name]) if given[name] in codes else None,
                format_func=lambda code, label=label: (
                    text("frame.unknown") if code == UNKNOWN else label(code)
                ),
                placeholder=text("search.any"),
                key=f"{name}-{mark}",
            )
    if chosen != {name: given[name] for name in chosen}:
        _go_to(view, chosen)


def _go_to(view: View, values: dict[str, str | None], *, page: int = 1) -> None:
    kept: dict[str, str] = {name: value for name, value in values.items() if value}
    if "lang" in st.query_params:
        kept["lang"] = view.language
    if page > 1:
        kept["page"] = str(page)
    st.query_params.from_dict(kept)
    st.rerun()


def _show_list(view: View, given: dict[str, str | None], page: int) -> None:
    text, number = view.text, view.formats.number
    found = view.ask(
        "finding_search", **given, row_limit=PAGE_ROWS, row_offset=(page - 1) * PAGE_ROWS
    )
    if found.empty and page > 1:
        _go_to(view, given)
    if found.empty:
        show_notice(
            text("findings.nothing"),
            text("search.nothing_hint"),
            action=(view.link(links.FINDINGS), text("search.clear")),
        )
        return
    total = int(found["total_count"].iloc[0])
    label = text.count("findings.found", total, number=number(total))
    clear = anchor(view.link(links.FINDINGS), text("search.clear")) if any(given.values()) else ""
    show(Markup('<p class="cl-count" role="status"><b>{}</b> {}</p>').format(label, clear))
    sources: dict[str, list[dict[str, Any]]] = defaultdict(list)
    asked = view.ask("finding_sources", finding_ids=found["finding_id"].tolist())
    for row in asked.to_dict("records"):
        sources[row["finding_id"]].append(row)
    headings = [
        Heading(text("finding.rule"), is_lead=True),
        Heading(text("search.case")),
        Heading(text("finding.reason")),
        Heading(text("finding.suspicion")),
        Heading(text("finding.innocent")),
        Heading(text("case.source")),
        Heading(text("items.title"), "mark"),
    ]
    rows = [_cells(view, row, sources[row["finding_id"]]) for row in found.to_dict("records")]
    show(table(headings, rows, label=label))
    pages = -(-total // PAGE_ROWS)
    if pages > 1:
        with st.container(horizontal=True, horizontal_alignment="center"):
            chosen = st.pagination(pages, default=page, key=f"page-{hash(tuple(given.values()))}")
        if chosen != page:
            _go_to(view, given, page=chosen)


def _cells(view: View, row: dict[str, Any], sources: list[dict[str, Any]]) -> list[Cell]:
    text, formats, labels = view.text, view.formats, view.labels
    ending = "en" if view.language == "en" else "zh"
    more = len(sources) - _SHOWN_SOURCES
    return [
        lines(
            labels.name("finding_rule", row["rule_id"]),
            Markup("{} {}").format(
                badge(text(f"severity.{row['severity']}"), _TONES[row["severity"]]),
                badge(text("finding.is_open"), "accent") if row["is_open"] else "",
            ),
            quiet(formats.text(row["article"])),
        ),
        lines(
            anchor(view.link(links.CASE, case_id=row["case_id"]), formats.text(row["case_title"])),
            quiet(labels.unit(row["unit_code"])),
            quiet(text("finding.seen_on", date=formats.date(row["first_seen_at"]))),
        ),
        Markup('<span class="cl-reason">{}</span>').format(finding_reason(view, row)),
        formats.text(row[f"suspicion_{ending}"]),
        formats.text(row[f"innocent_{ending}"]),
        lines(
            source_links(view, [read_source(source) for source in sources[:_SHOWN_SOURCES]]),
            quiet(text("finding.more_sources", number=formats.number(more)) if more > 0 else ""),
        ),
        anchor(view.link(links.ITEM, finding=row["finding_id"]), text("items.open_short")),
    ]
