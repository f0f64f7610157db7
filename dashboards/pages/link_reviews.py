"""Doubtful links: pairs of records that may be one case or one human, for a person to decide.

Belongs here: the list and its filters. Keep out: deciding (a pair has a page of its own), and any way
from a person to their pairs: a pair is reached from this list alone.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.frame import show_heading, show_section
from dashboards.components.link_pairs import (
    doubt_cell,
    evidence_summary,
    key_text,
    pair_key,
    side_cell,
    state_cell,
    verdict,
)
from dashboards.components.markup import Cell, Heading, anchor, show, table
from dashboards.components.notices import show_notice
from dashboards.link_filters import (
    AGENCIES,
    DECIDED,
    DOUBTS,
    ENTITIES,
    STATES,
    LinkFilters,
    read_link_filters,
)
from dashboards.view import View
from pipelines.appdb.link_reviews import last_decisions

PAGE_ROWS = 25
# In the order in which they are shown (ops_person_bounds).
BOUNDED_FIGURES = (
    "persons", "accused", "accused_in_several_cases", "victims", "victims_in_several_cases",
    "victims_and_accused",
)  # fmt: skip


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    show_heading(view, text("link_reviews.title"), text("link_reviews.subtitle"))
    filters, broken = read_link_filters(st.query_params)
    if broken:
        names = text("frame.list_separator").join(text(f"link_reviews.{name}") for name in broken)
        show_notice(
            text("search.broken"),
            text("link_reviews.broken_hint", names=names),
            tone="warn",
            action=(view.link(links.LINK_REVIEWS), text("search.clear")),
        )
        return
    decisions = last_decisions(view.application)
    decided = [key_text(one) for one in decisions]
    counts = view.ask("link_pair_counts", decided=decided).to_dict("records")
    if not counts:
        show_notice(text("link_reviews.none"), text("link_reviews.none_hint"))
        return
    _show_filters(view, filters, counts)
    _show_list(view, filters, decided, {(d.entity, d.record_a, d.record_b): d for d in decisions})
    _show_bounds(view)


def _show_bounds(view: View) -> None:
    """How far doubtful links can move a figure that counts persons."""
    text, number = view.text, view.formats.number
    found = view.ask("person_bounds").set_index("figure")
    show_section(text("link_reviews.bounds"), text("link_reviews.bounds_note"))
    headings = [
        Heading(text("link_bounds.figure"), is_lead=True),
        Heading(text("link_bounds.strict"), "number"),
        Heading(text("link_bounds.standard"), "number", note=text("link_bounds.standard_note")),
        Heading(text("link_bounds.broad"), "number"),
        Heading(text("link_bounds.width"), "number", note=text("link_bounds.width_note")),
    ]
    rows: list[list[Cell]] = []
    for figure in BOUNDED_FIGURES:
        counts = found.loc[figure]
        width = abs(counts["strict_count"] - counts["broad_count"])
        rows.append(
            [
                text(f"link_bounds.{figure}"),
                number(counts["strict_count"]),
                number(counts["standard_count"]),
                number(counts["broad_count"]),
                view.formats.share(width / counts["standard_count"])
                if counts["standard_count"]
                else number(width),
            ]
        )
    show(table(headings, rows, label=text("link_reviews.bounds")))


def _show_filters(view: View, filters: LinkFilters, counts: list[dict[str, Any]]) -> None:
    """The filters of the address as widgets; a change goes into the address."""
    text, number = view.text, view.formats.number
    column = f"{filters.state}_count"
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in counts:
        found[row["filter"]][row["code"]] = int(row[column])
    totals = {
        state: sum(int(row[f"{state}_count"]) for row in counts if row["filter"] == "entity")
        for state in STATES
    }
    mark = f"{view.language}-{hash(filters)}"
    with st.container(border=True, key="item_filters_links"):
        first, *others = st.columns([1.5, 1, 1.4, 1])
        state = first.segmented_control(
            text("link_reviews.state"),
            STATES,
            default=filters.state,
            required=True,
            format_func=lambda code: f"{text(f'link_reviews.{code}')} {number(totals[code])}",
            key=f"state-{mark}",
        )
        chosen: dict[str, Any] = {}
        for place, (name, codes, label) in zip(
            others,
            (
                ("entity", ENTITIES, lambda code: text(f"link_review.entity_{code}")),
                ("doubt", DOUBTS, lambda code: text(f"link_doubt.{code}")),
                ("agency", AGENCIES, view.labels.agency),
            ),
            strict=True,
        ):
            given = getattr(filters, name)
            offered = [code for code in codes if found[name].get(code) or code == given]
            chosen[name] = place.selectbox(
                text(f"link_reviews.{name}"),
                offered,
                index=offered.index(given) if given else None,
                format_func=lambda code, label=label, name=name: (
                    f"{label(code)} {number(found[name].get(code, 0))}"
                ),
                placeholder=text("search.any"),
                key=f"{name}-{mark}",
            )
    wanted = LinkFilters(state=state, **chosen, page=filters.page)
    if wanted != filters:
        _go_to(view, wanted)


def _go_to(view: View, filters: LinkFilters, *, page: int = 1) -> None:
    kept = {"lang": view.language} if "lang" in st.query_params else {}
    st.query_params.from_dict({**kept, **filters.address_values(page=page)})
    st.rerun()


def _show_list(
    view: View, filters: LinkFilters, decided: list[str], decisions: dict[tuple[str, ...], Any]
) -> None:
    text = view.text
    found = view.ask(
        "link_pairs",
        pair_id=None,
        entity=filters.entity,
        doubt=filters.doubt,
        agency=filters.agency,
        is_decided=filters.state == DECIDED,
        decided=decided,
        row_limit=PAGE_ROWS,
        row_offset=(filters.page - 1) * PAGE_ROWS,
    )
    if found.empty and filters.page > 1:
        _go_to(view, filters)
    if found.empty:
        if filters.is_set:
            action = (view.link(links.LINK_REVIEWS), text("search.clear"))
            show_notice(
                text("link_reviews.nothing"), text("link_reviews.nothing_hint"), action=action
            )
        else:
            show_notice(text(f"link_reviews.none_{filters.state}"), text("link_reviews.none_hint"))
        return
    rows = found.to_dict("records")
    total = int(found["total_count"].iloc[0])
    label = text.count("link_reviews.found", total, number=view.formats.number(total))
    show(Markup('<p class="cl-count" role="status"><b>{}</b></p>').format(label))
    evidence: dict[str, list[dict[str, Any]]] = defaultdict(list)
    asked = view.ask("link_evidence", pair_ids=found["pair_id"].tolist())
    for piece in asked.to_dict("records"):
        evidence[piece["pair_id"]].append(piece)
    headings = [
        Heading(text("link_reviews.doubt"), is_lead=True),
        Heading(text("link_review.side_a")),
        Heading(text("link_review.side_b")),
        Heading(text("link_review.evidence")),
        Heading(text("link_review.now")),
        Heading(text("link_reviews.state"), "mark"),
    ]
    show(
        table(
            headings,
            [_cells(view, row, evidence[row["pair_id"]], decisions) for row in rows],
            label=label,
        )
    )
    pages = -(-total // PAGE_ROWS)
    if pages > 1:
        with st.container(horizontal=True, horizontal_alignment="center"):
            chosen = st.pagination(pages, default=filters.page, key=f"page-{hash(filters)}")
        if chosen != filters.page:
            _go_to(view, filters, page=chosen)


def _cells(
    view: View,
    row: dict[str, Any],
    evidence: list[dict[str, Any]],
    decisions: dict[tuple[str, ...], Any],
) -> list[Cell]:
    label = anchor(
        view.link(links.LINK_REVIEW, pair=row["pair_id"]), view.text(f"link_doubt.{row['doubt']}")
    )
    return [
        doubt_cell(view, row, label),
        side_cell(view, row, "a"),
        side_cell(view, row, "b"),
        evidence_summary(view, evidence),
        verdict(view, row),
        state_cell(view, row, decisions.get(pair_key(row))),
    ]
