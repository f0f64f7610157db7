"""Similar cases: decided cases like one case, and what became of those accused in them.

Belongs here: filters, distribution and list. Keep out: how likeness is found (queries/similar_cases.sql), advice
on a sentence, persons.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from markupsafe import Markup

from dashboards import links, palette
from dashboards.components.charts import base_layout, show_chart
from dashboards.components.frame import show_heading, show_section
from dashboards.components.markup import (
    Heading,
    anchor,
    badge,
    bars,
    facts,
    lines,
    quiet,
    show,
    table,
)
from dashboards.components.notices import show_notice
from dashboards.components.patterns import show_method
from dashboards.view import View

# Up to fifty rows are looked up by key; more would read every text.
_CASES = 50
_SHOWN = 25
_OUTCOMES = (
    "imprisonment", "probation", "other_sentence", "acquitted", "not_prosecuted", "other_verdict",
    "pending",
)  # fmt: skip
# How far the amount may differ, as factors.
_AMOUNTS = {"half_to_double": (0.5, 2.0), "fifth_to_fivefold": (0.2, 5.0)}


def show_page(view: View) -> None:
    """The whole page of the case in the address."""
    text = view.text
    case_id = st.query_params.get("case_id") or ""
    found = view.ask("similar_asked", case_id=case_id)
    if found.empty:
        show_heading(view, text("similar.title"))
        show_notice(
            text("similar.none_chosen"),
            text("similar.none_chosen_hint"),
            action=(view.link(links.CASE_SEARCH), text("case.to_search")),
        )
        return
    asked = found.to_dict("records")[0]
    _show_asked(view, asked)
    show_method(view, "similar")
    if not _has_words(asked) or not isinstance(asked["charge_code"], str):
        show_notice(text("similar.no_text"), text("similar.no_text_hint"))
        return
    filters = _show_filters(view, asked)
    cases = view.ask(
        "similar_cases", case_id=case_id, charge=asked["charge_code"], row_limit=_CASES, **filters
    )
    if cases.empty:
        show_notice(text("similar.nothing"), text("similar.nothing_hint"))
        return
    outcomes = view.ask("similar_outcomes", cases=cases["case_id"].tolist())
    own = view.ask("similar_outcomes", cases=[case_id])
    _show_distribution(view, cases, outcomes, own)
    _show_list(view, cases, outcomes)


def _has_words(asked: dict[str, Any]) -> bool:
    terms = asked["terms"]
    return hasattr(terms, "__len__") and len(terms) > 0


def _show_asked(view: View, asked: dict[str, Any]) -> None:
    text, formats, labels = view.text, view.formats, view.labels
    show_heading(
        view,
        text("similar.title"),
        text("similar.subtitle"),
        kicker=Markup("{} / {}").format(
            anchor(
                view.link(links.CASE, case_id=asked["case_id"]), formats.text(asked["case_title"])
            ),
            formats.text(asked["case_no"]),
        ),
    )
    with st.container(border=True, key="similar_asked"):
        show(
            facts(
                [
                    (text("search.filter_charge"), labels.charge(asked["charge_code"])),
                    (text("search.filter_region"), labels.region(asked["region_code"])),
                    (text("series.method"), methods(view, asked["modus_codes"])),
                    (text("similar.amount"), formats.yuan(asked["amount_yuan"])),
                    (text("search.persons"), formats.number(asked["accused_count"])),
                ]
            )
        )
        if isinstance(asked["facts_masked"], str):
            show(Markup('<p class="cl-note">{}</p>').format(asked["facts_masked"]))


def methods(view: View, codes: Any) -> str:
    """The names of codes of methods joined in one text."""
    if not isinstance(codes, str):
        return view.formats.text(None)
    kinds = dict.fromkeys(code.strip() for code in codes.replace(",", ";").split(";"))
    return view.text("frame.list_separator").join(
        view.labels.name("modus", code) for code in kinds if code
    )


def _show_filters(view: View, asked: dict[str, Any]) -> dict[str, Any]:
    text, labels = view.text, view.labels
    year = view.as_of.year
    has_amount = isinstance(asked["amount_yuan"], float) and asked["amount_yuan"] > 0
    with st.container(border=True, key="similar_filters"):
        columns = st.columns(3)
        region = columns[0].selectbox(
            text("search.filter_region"),
            list(labels.all_names("region")),
            index=None,
            format_func=labels.region,
            placeholder=text("search.any"),
        )
        since = columns[1].selectbox(
            text("similar.since"),
            list(range(year, year - 8, -1)),
            index=None,
            placeholder=text("search.any"),
        )
        amount = columns[2].selectbox(
            text("similar.amount"),
            list(_AMOUNTS) if has_amount else [],
            index=None,
            format_func=lambda name: text(f"similar.amount_{name}"),
            placeholder=text("search.any"),
            disabled=not has_amount,
        )
    low, high = _AMOUNTS[amount] if amount else (None, None)
    return {
        "region": region,
        "since": since,
        "low": low * asked["amount_yuan"] if low else None,
        "high": high * asked["amount_yuan"] if high else None,
    }


def _show_distribution(
    view: View, cases: pd.DataFrame, outcomes: pd.DataFrame, own: pd.DataFrame
) -> None:
    text, number = view.text, view.formats.number
    persons = len(outcomes)
    show_section(
        text("similar.distribution"),
        text("similar.distribution_note", cases=number(len(cases)), persons=number(persons)),
    )
    left, right = st.columns([1, 1.4])
    counts = outcomes["outcome"].value_counts()
    with left, st.container(border=True, key="similar_outcomes"):
        show(
            bars(
                [
                    (
                        text(f"outcome.{name}"),
                        float(counts[name]),
                        f"{number(counts[name])} ({view.formats.share(counts[name] / persons)})",
                    )
                    for name in _OUTCOMES
                    if name in counts
                ],
                label=text("similar.distribution"),
            )
        )
    months = outcomes.loc[
        outcomes["outcome"].isin(("imprisonment", "probation")), "sentence_months"
    ]
    months = months.dropna().astype(float)
    with right, st.container(border=True, key="similar_sentences"):
        if len(months) < 5:
            show_notice(text("similar.few_sentences"), text("similar.few_sentences_hint"))
            return
        _show_months(view, months, own)


def _show_months(view: View, months: pd.Series, own: pd.DataFrame) -> None:
    text, number = view.text, view.formats.number
    low, middle, high = months.quantile([0.25, 0.5, 0.75])
    summary = text(
        "similar.quartiles", low=number(low, decimals=1), middle=number(middle, decimals=1),
        high=number(high, decimals=1), number=number(len(months)),
    )  # fmt: skip
    show(Markup('<p class="cl-note"><b>{}</b></p>').format(summary))
    figure = go.Figure(
        go.Histogram(
            x=months,
            xbins={"start": 0, "size": 3 if months.max() <= 60 else 12},
            marker={
                "color": palette.AGENCIES["court"],
                "line": {"color": palette.CARD, "width": 1},
            },
            hovertemplate="%{x}: %{y}<extra></extra>",
        )
    )
    figure.add_vrect(
        x0=low, x1=high, fillcolor=palette.LINE, opacity=0.5, line_width=0, layer="below"
    )
    figure.add_vline(x=middle, line={"color": palette.INK, "width": 2})
    told = own["sentence_months"].dropna()
    for value in sorted(set(told.astype(float))):
        figure.add_vline(
            x=value,
            line={"color": palette.PRIMARY, "width": 2, "dash": "dot"},
            annotation={"text": text("similar.this_case"), "font": {"color": palette.PRIMARY}},
        )
    figure.update_layout(
        **base_layout(height=240, bottom=44),
        xaxis={
            "title": {"text": text("similar.months")},
            "gridcolor": palette.LINE,
            "rangemode": "tozero",
        },
        yaxis={"title": {"text": text("similar.accused")}, "gridcolor": palette.LINE},
        bargap=0.04,
    )
    show_chart(figure, key=f"months-{view.language}", description=summary)


def _show_list(view: View, cases: pd.DataFrame, outcomes: pd.DataFrame) -> None:
    text, formats, labels = view.text, view.formats, view.labels
    show_section(text("similar.list"), text("similar.list_note"))
    by_case = {case_id: part for case_id, part in outcomes.groupby("case_id")}
    headings = [
        Heading(text("search.case"), is_lead=True),
        Heading(text("similar.likeness"), "number"),
        Heading(text("similar.facts")),
        Heading(text("similar.amount"), "number"),
        Heading(text("similar.outcome")),
    ]
    rows = [
        [
            lines(
                anchor(
                    view.link(links.CASE, case_id=row["case_id"]), formats.text(row["case_title"])
                ),
                quiet(formats.text(row["case_no"])),
                quiet(labels.region(row["region_code"])),
            ),
            lines(
                formats.share(row["likeness"]),
                quiet(text("similar.words_share", share=formats.share(row["word_likeness"]))),
                Markup(" ").join(
                    badge(text(f"similar.same_{name}"), "accent")
                    for name in ("method", "premises")
                    if row[f"is_same_{name}"]
                ),
            ),
            Markup('<span class="cl-reason">{}</span>').format(formats.text(row["facts_masked"])),
            formats.yuan(row["amount_yuan"]),
            _outcome_cell(view, by_case.get(row["case_id"])),
        ]
        for row in cases.head(_SHOWN).to_dict("records")
    ]
    show(table(headings, rows, label=text("similar.list")))


def _outcome_cell(view: View, outcomes: pd.DataFrame | None) -> Any:
    text, number = view.text, view.formats.number
    if outcomes is None:
        return view.formats.text(None)
    shown = []
    for row in outcomes.head(3).to_dict("records"):
        term = ""
        if pd.notna(row["sentence_months"]):
            term = text("similar.term", months=number(row["sentence_months"]))
        shown.append(lines(Markup("{} {}").format(text(f"outcome.{row['outcome']}"), quiet(term))))
    if len(outcomes) > 3:
        shown.append(quiet(text("similar.more_accused", number=number(len(outcomes) - 3))))
    return lines(*shown)
