"""Trend and season (趋势与季节): what is usual, what has shifted, what to expect in the next three months.

Belongs here: one series at a time. Keep out: single conspicuous weeks (alerts) and the models.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboards import links, palette
from dashboards.components.address_form import Choice, show_form
from dashboards.components.charts import base_layout, show_chart
from dashboards.components.frame import show_heading, show_section
from dashboards.components.markup import Cell, Heading, anchor, facts, quiet, show, table
from dashboards.components.notices import show_notice
from dashboards.components.patterns import (
    CITY,
    area_name,
    cases_link,
    group_choice,
    group_name,
    measures,
    period_address,
    show_method,
    show_span,
)
from dashboards.view import View

# As many weeks as are looked ahead.
_LAST_WEEKS = 13
# A season whose months differ by less is none that anybody would speak of.
_LEAST_SEASON = 0.02


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    show_heading(view, text("season.title"), text("season.subtitle"))
    if not show_span(view):
        return
    show_method(view, "season")
    series = view.ask("pattern_series")
    if series.empty:
        show_notice(text("patterns.too_short"), text("season.too_short_hint"))
        return
    groups, areas = series["group_code"].unique().tolist(), series["area_code"].unique().tolist()
    areas.sort(key=lambda code: (code != CITY, code))
    usual = "theft" if "theft" in groups else groups[0]
    chosen = show_form(
        view,
        links.SEASON,
        [
            group_choice(view, groups, usual=usual),
            Choice("area", text("patterns.area"), areas, lambda code: area_name(view, code), CITY),
        ],
        key="season",
    )
    if chosen is None:
        return
    group, area = str(chosen["group"]), str(chosen["area"])
    weeks = view.ask("pattern_weeks", group_code=group, area_code=area)
    if weeks.empty:
        show_notice(text("season.too_few"), text("season.too_few_hint"))
        return
    found = view.ask("pattern_items", kinds=["shift"], group_code=group)
    shifts = found[found["area_code"] == area]
    name = f"{group_name(view, group)} · {area_name(view, area)}"
    with st.container(border=True, key="season_chart"):
        show_chart(
            _draw(view, weeks, shifts),
            key="season",
            description=text("season.described", name=name),
        )
    show(facts([*_ahead(view, group, area), *_season(view, group)]))
    left, right = st.columns(2)
    with left:
        _show_shifts(view, shifts)
        _show_last_weeks(view, weeks, group, area)
    with right:
        _show_weekdays(view, group)


def _draw(view: View, weeks: pd.DataFrame, shifts: pd.DataFrame) -> go.Figure:
    text = view.text
    past, ahead = weeks[~weeks["is_forecast"]], weeks[weeks["is_forecast"]]
    figure = go.Figure()
    for part, colour in ((past, palette.EXPECTED), (ahead, "rgba(208, 138, 46, 0.22)")):
        figure.add_scatter(
            x=[*part["week_start"], *part["week_start"][::-1]],
            y=[*part["high"], *part["low"][::-1]],
            fill="toself", fillcolor=colour, line={"width": 0}, hoverinfo="skip",
            name=text("season.range") if part is past else text("season.forecast_range"),
        )  # fmt: skip
    lines = (
        (weeks, "level_count", text("season.level"), palette.SERIES[4], "dot", 1.4),
        (weeks, "expected", text("season.usual"), palette.SERIES[2], "solid", 1.8),
        (past, "observed", text("season.observed"), palette.SERIES[0], "solid", 1.6),
    )
    for part, column, label, colour, dash, width in lines:
        figure.add_scatter(
            x=part["week_start"], y=part[column], name=label, mode="lines",
            line={"color": colour, "dash": dash, "width": width},
            hovertemplate=f"{label} <b>%{{y:,.1f}}</b><extra></extra>",
        )  # fmt: skip
    for shift in shifts.to_dict("records"):
        figure.add_vrect(
            x0=shift["first_day"], x1=shift["last_day"], fillcolor=palette.BACK, opacity=0.15,
            line_width=0,
        )  # fmt: skip
        figure.add_vline(x=shift["shifted_on"], line={"color": palette.BACK, "width": 1.2})
    figure.update_layout(**base_layout(height=380), hovermode="x unified")
    figure.update_xaxes(showgrid=False, tickformat="%Y-%m", linecolor=palette.LINE)
    figure.update_yaxes(automargin=True, gridcolor=palette.LINE, rangemode="tozero", zeroline=False)
    return figure


def _ahead(view: View, group: str, area: str) -> list[tuple[str, Cell]]:
    """The next weeks together, and how far off such forecasts were."""
    text, number = view.text, view.formats.number
    found = measures(view, "forecast")
    found = found[found["group_code"] == group]
    total = found[(found["measure"] == "total") & (found["area_code"] == area)]
    past = found[found["area_code"] == CITY].set_index("measure")["value"]
    shown: list[tuple[str, Cell]] = [
        (
            text("season.next"),
            text("season.next_value", **{
                name: number(row[column])
                for name, column in (("number", "value"), ("low", "low"), ("high", "high"))
            }),
        )
        for row in total.to_dict("records")
    ]  # fmt: skip
    for name in ("error", "naive_error", "covered"):
        if name in past and pd.notna(past[name]):
            shown.append((text(f"season.{name}"), view.formats.share(past[name])))
    return shown


def _season(view: View, group: str) -> list[tuple[str, Cell]]:
    """The highest and the lowest month and the weeks of Spring Festival, as the whole city knows them."""
    text, formats = view.text, view.formats
    weeks = view.ask("pattern_weeks", group_code=group, area_code=CITY)
    weeks = weeks[~weeks["is_forecast"]].tail(52)
    months = weeks.groupby(pd.to_datetime(weeks["week_start"]).dt.month)["season"].mean()
    if months.empty or months.max() - months.min() < _LEAST_SEASON:
        return []
    low, high = int(months.idxmin()), int(months.idxmax())
    shown: list[tuple[str, Cell]] = [
        (
            text(f"season.{name}"),
            text("season.month_value", month=formats.month_of_year(month),
                 ratio=formats.number(months[month], decimals=2, is_fixed=True)),
        )
        for name, month in (("high_month", high), ("low_month", low))
    ]  # fmt: skip
    if weeks["festival"].min() < 1:
        ratio = formats.number(weeks["festival"].min(), decimals=2, is_fixed=True)
        shown.append((text("season.festival"), text("season.festival_value", ratio=ratio)))
    return shown


def _show_shifts(view: View, shifts: pd.DataFrame) -> None:
    text, formats = view.text, view.formats
    show_section(text("season.shifts"))
    if shifts.empty:
        show(quiet(text("season.no_shifts")))
        return
    rows = [
        [
            cases_link(view, row["item_id"], formats.date(row["shifted_on"])),
            text(
                "statistics.days",
                first=formats.date(row["first_day"]),
                last=formats.date(row["last_day"]),
            ),
            text(
                "season.ratio_value",
                **{
                    name: formats.number(row[column], decimals=2, is_fixed=True)
                    for name, column in (
                        ("ratio", "ratio"),
                        ("low", "ratio_low"),
                        ("high", "ratio_high"),
                    )
                },
            ),
        ]
        for row in shifts.to_dict("records")
    ]
    headings = [
        Heading(text("season.since"), "date", is_lead=True),
        Heading(text("season.between"), "date"),
        Heading(text("season.ratio"), "number"),
    ]
    show(table(headings, rows, label=text("season.shifts")))


def _show_last_weeks(view: View, weeks: pd.DataFrame, group: str, area: str) -> None:
    """The newest weeks beside what was to be expected; each opens its cases."""
    text, formats = view.text, view.formats
    show_section(text("season.last_weeks"))
    rows = [
        [
            anchor(
                period_address(
                    view, group, area, row["week_start"], row["week_start"] + pd.Timedelta(days=6)
                ),
                formats.date(row["week_start"]),
            ),
            formats.number(row["observed"]),
            formats.number(row["expected"], decimals=1, is_fixed=True),
            f"{formats.number(row['low'])}–{formats.number(row['high'])}",
        ]
        for row in weeks[~weeks["is_forecast"]].tail(_LAST_WEEKS).iloc[::-1].to_dict("records")
    ]
    headings = [
        Heading(text("season.week"), "date", is_lead=True),
        Heading(text("alerts.observed"), "number"),
        Heading(text("alerts.expected"), "number"),
        Heading(text("season.week_range"), "number"),
    ]
    show(table(headings, rows, label=text("season.last_weeks")))


def _show_weekdays(view: View, group: str) -> None:
    text = view.text
    show_section(text("season.weekdays"), text("season.weekdays_note"))
    found = measures(view, "season")
    found = found[(found["measure"] == "weekday") & (found["group_code"] == group)]
    if found.empty:
        show(quiet(text("season.too_few")))
        return
    found = found.sort_values("bucket")
    figure = go.Figure()
    figure.add_bar(
        x=[text(f"weekday.{day}") for day in found["bucket"]],
        y=found["value"],
        marker={"color": palette.SEQUENCE[3]},
        error_y={
            "type": "data", "symmetric": False, "color": palette.MUTED, "thickness": 1.2,
            "array": found["high"] - found["value"], "arrayminus": found["value"] - found["low"],
        },
        hovertemplate="%{x} <b>%{y:.2f}</b><extra></extra>",
    )  # fmt: skip
    figure.update_layout(**base_layout(height=240), showlegend=False)
    figure.update_yaxes(gridcolor=palette.LINE, rangemode="tozero", zeroline=False)
    show_chart(figure, key="weekdays", description=text("season.weekdays"))
