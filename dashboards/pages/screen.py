"""Large screen (大屏): the overview for a wall, dark and without controls.

Belongs here: what is readable from five metres. Keep out: filters and lists (the overview leads to them).
It is refreshed only where the address asks for it (``refresh=60``: seconds), so that a forgotten tab asks
nothing for days.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.charts import follow_chart
from dashboards.components.flow_chart import STEPS, draw_flow
from dashboards.components.markup import anchor, bars, show
from dashboards.components.metric_choices import (
    chosen_days,
    metric_cases_address,
    open_book,
    read_periods,
)
from dashboards.components.region_map import Area, draw_map, shades
from dashboards.figures.registry import FIGURES
from dashboards.metrics.grid import BY_REGION, read_grid
from dashboards.stages import STAGES
from dashboards.view import View, open_view

_STYLE = Path(__file__).parents[1] / "components" / "screen.css"
_CHART_PIXELS = 680
REFRESH_SECONDS = ("60", "300", "900")
_NUMBERS = (
    "cases_open",
    "cases_filed_in_month",
    "cases_judged_in_month",
    "clocks_overdue_custody",
    "clocks_due_7",
)
_ALARMS = {"clocks_overdue_custody"}
_MAP_METRIC = ("criminal_case_filed_count", "period")


def show_page(view: View) -> None:
    """The whole page, drawn anew as often as the address asks."""
    st.html(_STYLE)
    given = st.query_params.get("refresh", "")
    seconds = int(given) if given in REFRESH_SECONDS else None
    every = timedelta(seconds=seconds) if seconds else None
    st.fragment(_show_screen, run_every=every)(view.language, seconds)


def _show_screen(language: str, seconds: int | None) -> None:
    # A screen that hangs for weeks must move on to the version that was published meanwhile.
    view = open_view(language)
    text, formats = view.text, view.formats
    refresh = text("screen.refresh_off")
    if seconds:
        refresh = text("screen.refresh_on", seconds=seconds)
    switch = anchor(
        view.link(links.SCREEN, refresh=None if seconds else REFRESH_SECONDS[0]),
        text("screen.turn_off") if seconds else text("screen.turn_on"),
    )
    show(
        Markup(
            '<header class="cl-screen-head"><h1>{}</h1><p>{} <b>{}</b> · {} {} · {} · {} · {}</p></header>'
        ).format(
            text("screen.heading"),
            text("frame.data_date"),
            formats.date(view.as_of),
            text("frame.published_at"),
            formats.time(view.published_at),
            refresh,
            switch,
            anchor(view.link(links.OVERVIEW), text("screen.leave")),
        )
    )
    _show_numbers(view)
    left, middle, right = st.columns([1.5, 1.4, 0.9])
    with left:
        _show_flow(view)
    with middle:
        _show_map(view)
    with right:
        _show_stages(view)


def _show_numbers(view: View) -> None:
    text, formats = view.text, view.formats
    tiles = Markup("")
    for figure_id in _NUMBERS:
        figure = FIGURES[figure_id]
        rows = view.ask_sql(figure.sql).to_dict("records")
        row = rows[0] if rows else {"value": 0}
        tone = "cl-alarm" if figure_id in _ALARMS and row["value"] else ""
        address = view.link(figure.page, **figure.list_filters(row))
        tiles += Markup('<li class="{}"><span>{}</span><a href="{}" target="_self">{}</a><small>{}</small></li>').format(
            tone, figure.title(text), address, formats.short_number(row["value"]), figure.unit_name(text)
        )  # fmt: skip
    show(Markup('<ul class="cl-screen-numbers">{}</ul>').format(tiles))


def _show_flow(view: View) -> None:
    text, figure = view.text, FIGURES["case_flow"]
    flow = view.ask_sql(figure.sql)
    show(Markup('<h2 class="cl-screen-title">{}</h2>').format(figure.title(text)))
    if flow.empty:
        show(Markup("<p>{}</p>").format(text("overview.no_flow")))
        return
    chart = draw_flow(
        flow,
        names={step: text(f"step.{step}") for step in STEPS},
        unfinished=text("overview.unfinished"),
        unit=figure.unit_name(text),
        address=lambda row: view.link(figure.page, **figure.list_filters(row)),
    )
    chart.update_layout(height=_CHART_PIXELS, font={"size": 15})
    follow_chart(chart, key="screen_flow", description=figure.definition(text))


def _show_map(view: View) -> None:
    text, formats = view.text, view.formats
    periods = read_periods(view)
    if periods.empty:
        return
    name, period = chosen_days(periods, None)
    grid = read_grid(view, open_book(view), [_MAP_METRIC[0]], [period], by=BY_REGION)
    values = {
        key[2]: figure.value or 0.0 for key, figure in grid.items() if key[1] == _MAP_METRIC[1]
    }
    colours, _ = shades(values, formats)
    areas = {
        code: Area(
            view.labels.region(code),
            colours[code],
            formats.number(value),
            metric_cases_address(view, *_MAP_METRIC, period, region=code) if value else "",
        )
        for code, value in values.items()
    }
    title = text("screen.map", period=name)
    show(Markup('<h2 class="cl-screen-title">{}</h2>').format(title))
    described = text("frame.list_separator").join(
        f"{area.name} {area.written}" for area in areas.values()
    )
    chart = draw_map(areas, legend=())
    chart.update_layout(
        height=_CHART_PIXELS, font={"size": 14}, margin={"l": 0, "r": 0, "t": 0, "b": 0}
    )
    follow_chart(chart, key="screen_map", description=f"{title} {described}")


def _show_stages(view: View) -> None:
    text, figure = view.text, FIGURES["cases_by_stage"]
    counts = dict(view.ask_sql(figure.sql).itertuples(index=False))
    items = [
        (
            anchor(
                view.link(figure.page, **figure.list_filters({"stage": stage})),
                text.find(f"stage.{stage}") or stage,
            ),
            float(counts.get(stage, 0)),
            anchor(
                view.link(figure.page, **figure.list_filters({"stage": stage})),
                view.formats.number(counts.get(stage, 0)),
            ),
        )
        for stage in STAGES
        if stage != "closed"
    ]
    show(Markup('<h2 class="cl-screen-title">{}</h2>').format(figure.title(text)))
    show(bars(items, label=figure.title(text)))
