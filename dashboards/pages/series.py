"""Series: cases that are likely of one series, with the reasons of every pair, for review.

Belongs here: the list, one series, and what people say of it. Keep out: weights (models/series), persons.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.frame import show_heading, show_section
from dashboards.components.markup import Heading, anchor, badge, facts, lines, quiet, show, table
from dashboards.components.notices import show_notice
from dashboards.components.patterns import show_method
from dashboards.pages.similar import methods
from dashboards.view import View
from pipelines.appdb.series_reviews import record_series_decisions
from pipelines.appdb.user import current_user

PAGE_ROWS = 25
_PARTS = (
    "place", "days", "hour", "premises", "kind", "modus", "tools", "goods", "marks", "identifiers", "amount",
    "text",
)  # fmt: skip
# Parts that weigh less than this are not worth a word (log10).
_WORTH_SAYING = 0.15


def show_page(view: View) -> None:
    """The list, or the series in the address."""
    series_id = st.query_params.get("series_id")
    if series_id:
        _show_series(view, series_id)
    else:
        _show_all(view)


def _show_all(view: View) -> None:
    text, labels, number = view.text, view.labels, view.formats.number
    show_heading(view, text("series.title"), text("series.subtitle"))
    show_method(view, "series")
    choices = view.ask("series_choices")
    if choices.empty:
        show_notice(text("series.none"), text("series.none_hint"))
        return
    codes = {
        name: choices.loc[choices["filter"] == name, "code"].tolist() for name in ("kind", "region")
    }
    with st.container(border=True, key="series_filters"):
        columns = st.columns([1.2, 1.2, 1.4])
        kind = columns[0].selectbox(
            text("series.kind"), codes["kind"], index=None, placeholder=text("search.any"),
            format_func=lambda code: labels.name("pattern_group", code),
        )  # fmt: skip
        region = columns[1].selectbox(
            text("search.filter_region"), codes["region"], index=None,
            placeholder=text("search.any"), format_func=labels.region,
        )  # fmt: skip
        with columns[2]:
            st.space("small")
            sums_only = st.toggle(text("series.sums_only"))
    asked = {"kind": kind, "region": region, "sums_only": sums_only}
    # Another list begins with its own first page.
    key = f"series_page-{kind}-{region}-{sums_only}"
    page = int(st.session_state.get(key, 1))
    found = view.ask("series_list", **asked, row_limit=PAGE_ROWS, row_offset=(page - 1) * PAGE_ROWS)
    if found.empty:
        show_notice(text("series.nothing"), text("search.nothing_hint"))
        return
    total = int(found["total_count"].iloc[0])
    label = text.count("series.found", total, number=number(total))
    show(Markup('<p class="cl-count" role="status"><b>{}</b></p>').format(label))
    headings = [
        Heading(text("series.kind"), is_lead=True),
        Heading(text("series.cases"), "number"),
        Heading(text("series.span"), "date"),
        Heading(text("search.filter_region")),
        Heading(text("series.amount"), "number"),
        Heading(text("series.ratio"), "number", note=text("series.ratio_note")),
        Heading(text("series.sum")),
    ]
    show(table(headings, [_cells(view, row) for row in found.to_dict("records")], label=label))
    pages = -(-total // PAGE_ROWS)
    if pages > 1:
        with st.container(horizontal=True, horizontal_alignment="center"):
            st.pagination(pages, default=page, key=key)


def _cells(view: View, row: dict[str, Any]) -> list[Any]:
    text, formats, labels = view.text, view.formats, view.labels
    return [
        lines(
            anchor(
                view.link(links.SERIES, series_id=row["series_id"]),
                labels.name("pattern_group", row["offence_kind"]),
            ),
            badge(text("series.confirmed"), "good") if row["is_confirmed"] else "",
        ),
        formats.number(row["seen_count"]),
        lines(formats.date(row["first_at"]), formats.date(row["last_at"])),
        text("series.several_regions")
        if pd.isna(row["region_code"])
        else labels.region(row["region_code"]),
        formats.yuan(row["amount_yuan"]),
        lines(_ratio(view, row["mean_log10_ratio"])),
        _sum_cell(view, row),
    ]


def _sum_cell(view: View, row: dict[str, Any]) -> Any:
    if pd.isna(row["small_yuan"]):
        return Markup("")
    text, formats = view.text, view.formats
    return lines(
        badge(text("series.over_threshold"), "warn"),
        quiet(
            text(
                "series.sum_detail", number=formats.number(row["small_count"]),
                yuan=formats.yuan(row["small_yuan"]), threshold=formats.yuan(row["threshold_yuan"]),
            )
        ),
    )  # fmt: skip


def _ratio(view: View, log10: float) -> str:
    """A likelihood ratio as ``1,000 : 1``, to one digit."""
    value = 10.0**log10
    digits = max(len(str(int(value))) - 1, 0)
    return f"{view.formats.number(round(value / 10**digits) * 10**digits)} : 1"


def _show_series(view: View, series_id: str) -> None:
    text, formats, labels = view.text, view.formats, view.labels
    cases = view.ask("series_cases", series_id=series_id)
    back = (view.link(links.SERIES), text("series.to_list"))
    if cases.empty:
        show_heading(view, text("series.title"))
        show_notice(text("series.unknown"), text("series.unknown_hint"), tone="warn", action=back)
        return
    kind = labels.name("pattern_group", cases["offence_kind"].mode().iloc[0])
    show_heading(
        view,
        text("series.one", kind=kind, number=formats.number(len(cases))),
        text("series.one_note"),
        kicker=anchor(*back),
    )
    with st.container(border=True, key="series_facts"):
        amount = cases["amount_yuan"].sum()
        show(
            facts(
                [
                    (text("series.span"), f"{formats.date(cases['offended_at'].min())} – {formats.date(cases['offended_at'].max())}"),
                    (text("series.amount"), formats.yuan(amount)),
                    (text("series.unfiled"), formats.number(int((~cases["is_filed"]).sum()))),
                ]
            )
        )  # fmt: skip
    show_section(text("series.cases"), text("series.cases_note"))
    show(_cases_table(view, cases))
    pairs = view.ask("series_pairs", series_id=series_id)
    show_section(text("series.pairs"), text("series.pairs_note"))
    show(_pairs_table(view, pairs))
    _show_review(view, cases, pairs)


def _cases_table(view: View, cases: pd.DataFrame) -> Markup:
    text, formats, labels = view.text, view.formats, view.labels
    headings = [
        Heading(text("search.case"), is_lead=True),
        Heading(text("series.offended_at"), "date"),
        Heading(text("series.method")),
        Heading(text("similar.facts")),
        Heading(text("similar.amount"), "number"),
    ]
    rows = []
    for row in cases.to_dict("records"):
        things = [thing for name in ("tools", "goods") for thing in _listed(row[name])]
        rows.append(
            [
                lines(
                    anchor(
                        view.link(links.CASE, case_id=row["case_id"]),
                        formats.text(row["case_title"]),
                    ),
                    quiet(formats.text(row["case_no"])),
                    quiet(labels.region(row["region_code"])),
                ),
                formats.time(row["offended_at"]),
                lines(
                    methods(view, row["modus_codes"]),
                    quiet(text("frame.list_separator").join(things)),
                ),
                Markup('<span class="cl-reason">{}</span>').format(
                    formats.text(row["facts_masked"])
                ),
                lines(
                    formats.yuan(row["amount_yuan"]),
                    "" if row["is_filed"] else badge(text("series.not_filed"), "neutral"),
                ),
            ]
        )
    return table(headings, rows, label=text("series.cases"))


def _listed(things: Any) -> list[str]:
    return [str(thing) for thing in things] if hasattr(things, "__len__") else []


def _pairs_table(view: View, pairs: pd.DataFrame) -> Markup:
    text, formats = view.text, view.formats
    headings = [
        Heading(text("series.pair"), is_lead=True),
        Heading(text("series.ratio"), "number"),
        Heading(text("series.reasons_for")),
        Heading(text("series.reasons_against")),
    ]
    rows = []
    for row in pairs.to_dict("records"):
        parts = [(name, row[f"{name}_log10"]) for name in _PARTS]
        parts.sort(key=lambda part: -abs(part[1]))
        rows.append(
            [
                lines(formats.text(row["case_no"]), formats.text(row["other_case_no"])),
                lines(
                    _ratio(view, row["log10_ratio"]),
                    badge(text(f"series.said_{row['decision']}"), "good" if row["decision"] == "accept" else "bad")
                    if isinstance(row["decision"], str)
                    else "",
                ),
                _reasons(view, row, [part for part in parts if part[1] >= _WORTH_SAYING]),
                _reasons(view, row, [part for part in parts if part[1] <= -_WORTH_SAYING]),
            ]
        )  # fmt: skip
    return table(headings, rows, label=text("series.pairs"), is_tall=len(rows) > 12)


def _reasons(view: View, row: dict[str, Any], parts: list[tuple[str, float]]) -> Any:
    text, number = view.text, view.formats.number
    details = {
        "place": text("series.metres", number=number(row["distance_m"])),
        "days": text("series.days", number=number(row["days_apart"], decimals=1, is_fixed=True)),
    }
    # Side by side: a dozen reasons under each other push the pairs apart.
    return Markup('<span class="cl-reason">{}</span>').format(
        Markup(" · ").join(
            Markup('<span class="cl-nowrap">{} {}</span>').format(
                text(f"series.part_{name}"),
                quiet(
                    f"{details.get(name, '')} ×{number(10**weight, decimals=1 if weight < 1 else 0, is_fixed=True)}".strip()
                ),
            )
            for name, weight in parts
        )
    )


def _show_review(view: View, cases: pd.DataFrame, pairs: pd.DataFrame) -> None:
    """One word about the whole series, or about one case that is none of it."""
    text = view.text
    show_section(text("series.review"), text("series.review_note"))
    numbers = dict(zip(cases["case_id"], cases["case_no"], strict=True))
    with (
        st.container(border=True, key="series_review"),
        st.form("series_review_form", border=False),
    ):
        chosen = st.selectbox(
            text("series.choose_case"), list(numbers), index=None,
            format_func=lambda case_id: str(numbers[case_id]), placeholder=text("series.whole"),
        )  # fmt: skip
        note = st.text_input(text("series.note"))
        accept, reject = st.columns([1, 1])
        is_accepted = accept.form_submit_button(text("series.accept"), type="primary")
        is_rejected = reject.form_submit_button(text("series.reject"))
    if not (is_accepted or is_rejected):
        return
    if chosen:
        said = [(chosen, other) for other in numbers if other != chosen]
    elif is_accepted:
        # The pairs that hold the series together are enough.
        said = list(pairs[["case_id", "other_case_id"]].itertuples(index=False, name=None))
    else:
        said = list(combinations(numbers, 2))
    record_series_decisions(
        view.application,
        pairs=said,
        decision="accept" if is_accepted else "reject",
        actor=current_user(),
        note=note,
    )
    show_notice(text("series.said"), text("series.said_hint"), tone="good")
