"""The trust strip: how far the figures of a page can be trusted, on every page.

Belongs here: drawing it. Keep out: what counts as late or failed (ops_freshness, ops_checks).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import duckdb
import pandas as pd
import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from dashboards import links
from dashboards.components.markup import Cell, anchor, badge, lines, quiet, show
from dashboards.formats import is_empty
from dashboards.view import View

# Relations further up than this are read in the dictionary.
DEEPEST = 6


def open_trust_strip(view: View) -> DeltaGenerator:
    """Draw what is known before the page; returns the place for what the page will ask."""
    with st.container(horizontal=True, vertical_alignment="center", key="trust_strip"):
        show(
            Markup('<ul class="cl-trust" aria-label="{}">{}</ul>').format(
                view.text("trust.title"),
                Markup("").join(Markup("<li>{}</li>").format(item) for item in _items(view)),
            )
        )
        return st.container(width="content")


def close_trust_strip(view: View, place: DeltaGenerator) -> None:
    """Put definitions, questions and lineage of the page just drawn behind one button."""
    text = view.text
    with place, st.popover(text("trust.behind"), type="tertiary", icon=":material/fact_check:"):
        shown = list(view.trail.metrics)
        if shown:
            show(Markup('<h3 class="cl-trust-head">{}</h3>').format(text("trust.definitions")))
            show(_definitions(view, shown))
        _show_failed_checks(view)
        questions = view.trail.questions
        show(Markup('<h3 class="cl-trust-head">{}</h3>').format(text("trust.questions")))
        chosen = st.selectbox(
            text("trust.question"),
            list(questions),
            index=None,
            placeholder=text("trust.choose"),
            key="trust_question",
        )
        if chosen in questions:
            st.code(questions[chosen], language="sql", wrap_lines=True)
            show(_lineage(view, questions[chosen]))


def freshness_line(view: View) -> list[tuple[str, str]]:
    """(agency, day its data reach), for the head of every export and mail."""
    return [
        (view.labels.agency(row["agency"]), view.formats.date(row["data_date"]))
        for row in view.ask("trust_agencies").to_dict("records")
    ]


def _items(view: View) -> Iterable[Cell]:
    text, formats = view.text, view.formats
    days = []
    for row in view.ask("trust_agencies").to_dict("records"):
        mark = badge(text("overview.stale"), "bad") if row["is_stale"] else ""
        days.append(
            Markup("{} <b>{}</b>{}").format(
                view.labels.agency(row["agency"]), formats.date(row["data_date"]), mark
            )
        )
    yield Markup("{} {}").format(text("trust.data_until"), Markup(" · ").join(days))
    yield Markup("{} <b>{}</b>").format(text("trust.built_at"), formats.time(view.published_at))
    checks = _ask_if_there(view, "trust_checks")
    if checks is not None and checks["check_count"].iloc[0]:
        failed = int(checks["failed_count"].iloc[0])
        total = formats.number(checks["check_count"].iloc[0])
        yield (
            badge(text("trust.checks_failed", number=formats.number(failed), total=total), "warn")
            if failed
            else text("trust.checks_passed", total=total)
        )
    refused = view.ask("trust_refused")["row_count"].iloc[0]
    yield anchor(view.link(links.DELIVERIES), text("trust.refused", number=formats.number(refused)))
    scope = view.reader.scope
    if scope.is_limited:
        names = [*map(view.labels.region, scope.regions), *map(view.labels.unit, scope.agencies)]
        yield badge(text("trust.scope", names=text("frame.list_separator").join(names)), "accent")
    if not view.reader.has_case_access:
        yield badge(text("trust.figures_only"), "accent")


def _definitions(view: View, metric_ids: list[str]) -> Markup:
    text = view.text
    found = view.ask("trust_metrics", metric_ids=metric_ids).to_dict("records")
    return Markup('<dl class="cl-trust-words">{}</dl>').format(
        Markup("").join(
            Markup("<dt>{}</dt><dd>{}</dd>").format(
                row[f"name_{view.language}"],
                lines(
                    row["definition_en"] if view.language == "en" else _words(view, row),
                    quiet(text("trust.owner", agency=view.labels.agency(row["owner_agency"]))),
                ),
            )
            for row in found
        )
    )


def _words(view: View, row: dict[str, Any]) -> Cell:
    text = view.text
    below = row["denominator_zh"]
    return lines(
        text("statistics.numerator", words=row["numerator_zh"]),
        "" if is_empty(below) else text("statistics.denominator", words=below),
    )


def _show_failed_checks(view: View) -> None:
    failed = _ask_if_there(view, "trust_failed_checks")
    if failed is None or failed.empty:
        return
    show(Markup('<h3 class="cl-trust-head">{}</h3>').format(view.text("trust.failed")))
    show(
        Markup("<ul>{}</ul>").format(
            Markup("").join(
                Markup("<li>{}</li>").format(
                    lines(
                        Markup("<code>{}</code> {}").format(
                            row["check_name"], view.formats.number(row["failure_count"])
                        ),
                        quiet(row["description"]),
                    )
                )
                for row in failed.to_dict("records")
            )
        )
    )


def _lineage(view: View, sql: str) -> Markup:
    """The relations that a question reads, each with what it is made of, layer by layer."""
    relations = _ask_if_there(view, "trust_relations")
    if relations is None:
        return Markup("")
    parents = {
        row["relation_name"]: list(row["depends_on"]) for row in relations.to_dict("records")
    }
    read = sorted(set(re.findall(r"[a-z_0-9]+", sql)) & set(parents))
    steps, seen, level = [], set(read), read
    while level and len(steps) < DEEPEST:
        steps.append(level)
        level = sorted({up for name in level for up in parents.get(name, [])} - seen)
        seen |= set(level)
    return Markup('<h3 class="cl-trust-head">{}</h3><ol class="cl-lineage">{}</ol>').format(
        view.text("trust.lineage"),
        Markup("").join(
            Markup("<li>{}</li>").format(
                Markup(" ").join(Markup("<code>{}</code>").format(name) for name in step)
            )
            for step in steps
        ),
    )


def _ask_if_there(view: View, query: str) -> pd.DataFrame | None:
    """The answer; None in a snapshot that was published before the build kept such a record."""
    try:
        return view.ask(query)
    except duckdb.Error:
        return None
