"""Clusters and hot spots (聚集与热点): where, since when, how sure, and what last month's map was worth.

Belongs here: one kind of offence on the map. Keep out: persons, addresses, and advice who should be where.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from markupsafe import Markup

from dashboards import links, palette
from dashboards.components.address_form import Choice, show_form
from dashboards.components.charts import follow_chart
from dashboards.components.frame import show_heading, show_section
from dashboards.components.markup import Heading, badge, quiet, show, table
from dashboards.components.notices import show_notice
from dashboards.components.patterns import (
    area_name,
    cases_link,
    days_of,
    group_choice,
    measures,
    show_method,
    show_span,
)
from dashboards.components.region_map import Area, draw_map
from dashboards.maps import read_counties
from dashboards.view import View

_DEGREE_METRES = 110_880.0
_MOST_CELLS = 12
# Around a county that is shown alone, in degrees.
_MARGIN = 0.02


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    show_heading(view, text("crime_map.title"), text("crime_map.subtitle"))
    if not show_span(view):
        return
    asked = measures(view, "hot_spots")
    groups = asked.loc[asked["state"] == "ok", "group_code"].dropna().unique().tolist()
    if not groups:
        show_notice(text("crime_map.no_places"), text("crime_map.no_places_hint"))
        return
    clusters = view.ask("pattern_items", kinds=["cluster"], group_code=None)
    most = clusters["group_code"].mode()
    usual = most.iloc[0] if len(most) and most.iloc[0] in groups else groups[0]
    counties = sorted(county.code for county in read_counties())
    zoom = Choice("in", text("crime_map.zoom"), counties, view.labels.region,
                  empty=text("patterns.city"))  # fmt: skip
    kinds = group_choice(view, groups, usual=usual)
    chosen = show_form(view, links.CRIME_MAP, [kinds, zoom], key="map")
    if chosen is None:
        return
    group = str(chosen["group"])
    clusters = clusters[clusters["group_code"] == group]
    cells = view.ask("pattern_items", kinds=["hot_spot"], group_code=group)
    coverage = measures(view, "coverage").set_index("measure")["value"]
    show(quiet(text("crime_map.coverage", share=view.formats.share(coverage.get("coordinates")))))
    with st.container(border=True, key="crime_map_chart"):
        follow_chart(
            _draw(view, clusters, cells, chosen["in"]),
            key="crime_map",
            description=text("crime_map.described"),
        )
    _show_clusters(view, clusters)
    _show_cells(view, cells)
    _show_worth(view, asked[asked["group_code"] == group])
    _show_near_repeats(view, group)


def _draw(view: View, clusters: pd.DataFrame, cells: pd.DataFrame, county: str | None) -> go.Figure:
    text, number = view.text, view.formats.number
    areas = {
        county.code: Area(view.labels.region(county.code), palette.NO_DATA, "")
        for county in read_counties()
    }
    figure = draw_map(areas, legend=[])
    for is_hot, colour in ((False, palette.SEQUENCE[2]), (True, palette.SEQUENCE[4])):
        shown = cells[cells["is_hot"] == is_hot]
        figure.add_scatter(
            x=shown["longitude"], y=shown["latitude"], mode="markers",
            name=text("crime_map.hot") if is_hot else text("crime_map.dense"),
            marker={"symbol": "square", "size": 12 if county else 6, "color": colour, "opacity": 0.85},
            customdata=[
                [text("crime_map.cell", number=number(row["observed"])),
                 view.link(links.PATTERN_CASES, item=row["item_id"])]
                for row in shown.to_dict("records")
            ],
            hovertemplate="%{customdata[0]}<extra></extra>",
        )  # fmt: skip
    for place, row in enumerate(clusters.to_dict("records")):
        x, y = _circle(row)
        figure.add_scatter(
            x=x, y=y, mode="lines", fill="toself", fillcolor="rgba(180, 83, 42, 0.25)",
            line={"color": palette.BACK, "width": 1.5}, hoverinfo="skip", showlegend=False,
        )  # fmt: skip
        figure.add_scatter(
            x=[row["longitude"]], y=[row["latitude"]], mode="markers",
            name=text("crime_map.cluster"), showlegend=place == 0,
            marker={"symbol": "diamond", "size": 11, "color": palette.BACK,
                    "line": {"width": 1, "color": palette.CARD}},
            customdata=[[_told(view, row), view.link(links.PATTERN_CASES, item=row["item_id"])]],
            hovertemplate="%{customdata[0]}<extra></extra>",
        )  # fmt: skip
    _zoom(figure, county)
    return figure


def _zoom(figure: go.Figure, code: str | None) -> None:
    """Show one county whole; outlines keep their shape whatever the space."""
    for county in read_counties():
        if county.code == code:
            points = np.concatenate(county.rings)
            low, high = points.min(axis=0) - _MARGIN, points.max(axis=0) + _MARGIN
            figure.update_xaxes(range=[low[0], high[0]])
            figure.update_yaxes(range=[low[1], high[1]])


def _circle(row: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    angles = np.linspace(0, 2 * np.pi, 40)
    radius = max(float(row["radius_metres"]), 150.0) / _DEGREE_METRES
    stretch = math.cos(math.radians(float(row["latitude"])))
    return (
        row["longitude"] + radius * np.cos(angles) / stretch,
        row["latitude"] + radius * np.sin(angles),
    )


def _told(view: View, row: dict[str, Any]) -> str:
    number = view.formats.number
    return view.text(
        "crime_map.told",
        area=area_name(view, row["area_code"]),
        days=days_of(view, row),
        observed=number(row["observed"]),
        expected=number(row["expected"], decimals=1, is_fixed=True),
    )


def _show_clusters(view: View, clusters: pd.DataFrame) -> None:
    text, number = view.text, view.formats.number
    show_section(text("crime_map.clusters"))
    show_method(view, "scan")
    if clusters.empty:
        show(quiet(text("crime_map.no_clusters")))
        return
    headings = [
        Heading(text("patterns.area"), is_lead=True),
        Heading(text("alerts.when"), "date"),
        Heading(text("crime_map.radius"), "number"),
        Heading(text("alerts.observed"), "number"),
        Heading(text("alerts.expected"), "number"),
        Heading(text("crime_map.times"), "number"),
        Heading(text("alerts.chance"), "number"),
    ]
    rows = [
        [
            cases_link(view, row["item_id"], area_name(view, row["area_code"])),
            days_of(view, row),
            text("crime_map.metres", number=number(row["radius_metres"])),
            Markup("<b>{}</b>").format(cases_link(view, row["item_id"], number(row["observed"]))),
            number(row["expected"], decimals=1, is_fixed=True),
            number(row["observed"] / max(row["expected"], 0.01), decimals=1, is_fixed=True),
            view.formats.chance(row["p_value"]),
        ]
        for row in clusters.to_dict("records")
    ]
    show(table(headings, rows, label=text("crime_map.clusters")))


def _show_cells(view: View, cells: pd.DataFrame) -> None:
    text, number = view.text, view.formats.number
    show_section(text("crime_map.cells"))
    show_method(view, "hot_spots")
    if cells.empty:
        show(quiet(text("crime_map.no_cells")))
        return
    shown = cells.sort_values(["z_value", "item_id"], ascending=[False, True]).head(_MOST_CELLS)
    headings = [
        Heading(text("crime_map.position"), is_lead=True),
        Heading(text("alerts.observed"), "number"),
        Heading(text("crime_map.density"), "number"),
        Heading("Gi* z", "number"),
        Heading(text("alerts.outcome"), "mark"),
    ]
    rows = [
        [
            cases_link(view, row["item_id"], f"{row['longitude']:.3f}, {row['latitude']:.3f}"),
            cases_link(view, row["item_id"], number(row["observed"])),
            number(row["density"], decimals=1, is_fixed=True),
            number(row["z_value"], decimals=1, is_fixed=True),
            badge(text("crime_map.hot"), "warn") if row["is_hot"] else "",
        ]
        for row in shown.to_dict("records")
    ]
    show(table(headings, rows, label=text("crime_map.cells")))


def _show_worth(view: View, found: pd.DataFrame) -> None:
    text, number = view.text, view.formats.number
    show_section(text("crime_map.worth"), text("crime_map.worth_note"))
    months = found[found["bucket"].notna()].pivot_table(
        index="bucket", columns="measure", values="value"
    )
    if months.empty:
        show(quiet(text("crime_map.no_worth")))
        return
    names = ("cases", "hit_rate", "pai", "pai_last", "pei")
    months = months.reindex(columns=list(names))
    headings = [
        Heading(text("crime_map.month"), "date", is_lead=True),
        *(Heading(text(f"crime_map.{name}"), "number") for name in names),
    ]
    mean = months.mean()
    rows = [
        [label, number(row["cases"]), view.formats.share(row["hit_rate"]),
         *(number(row[name], decimals=2, is_fixed=True) for name in names[2:])]
        for label, row in [*months.sort_index(ascending=False).iterrows(), (text("crime_map.mean"), mean)]
    ]  # fmt: skip
    show(table(headings, rows, label=text("crime_map.worth")))


def _show_near_repeats(view: View, group: str) -> None:
    text, number = view.text, view.formats.number
    show_section(text("crime_map.near_repeats"))
    show_method(view, "near_repeat")
    found = measures(view, "near_repeat")
    pairs = found[(found["group_code"] == group) & (found["measure"] == "pairs")]
    if pairs.empty:
        show(quiet(text("season.too_few")))
        return
    bands = pairs["bucket"].str.split("/", expand=True).astype(int)
    pairs = pairs.assign(metres=bands[0], days=bands[1])
    days = sorted(pairs["days"].unique())
    headings = [
        Heading(text("crime_map.within"), is_lead=True),
        *(Heading(text("crime_map.days", days=day), "number") for day in days),
    ]
    rows = []
    for metres, part in pairs.groupby("metres"):
        line = [text("crime_map.metres", number=number(metres))]
        for row in part.sort_values("days").to_dict("records"):
            ratio = number(row["high"], decimals=2, is_fixed=True)
            mark = badge(f"× {ratio}", "warn") if row["p_value"] <= 0.01 else f"× {ratio}"
            line.append(
                Markup("{}<br>{}").format(
                    mark, quiet(text("crime_map.pairs", number=number(row["value"])))
                )
            )
        rows.append(line)
    show(table(headings, rows, label=text("crime_map.near_repeats")))
