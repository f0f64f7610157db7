"""Charts on a page: Plotly, in the colours and letters of the house; points lead to their cases.

Belongs here: drawing a chart with Plotly. Keep out: what it shows (spec.py) and putting it on a page.
"""

from __future__ import annotations

import plotly.graph_objects as go

from dashboards import palette
from dashboards.charts.spec import ChartKind, ChartSpec, shares_of
from dashboards.components.charts import base_layout

# Shorter than this a bar has no room for its number.
_ROW_PIXELS = 30
# More upright bars than this have no room for their names.
_MOST_UPRIGHT = 20
_LEAST_ROW, _THIN_BAR = 26, 7


def draw_plot(chart: ChartSpec) -> go.Figure:
    """The chart without its title, which stands above it as a heading."""
    figure = go.Figure()
    height = 360
    is_lying = chart.kind is ChartKind.ROWS or _lies(chart)
    if chart.kind is ChartKind.FUNNEL:
        _draw_funnel(figure, chart)
    elif chart.kind is ChartKind.LINE:
        _draw_lines(figure, chart)
    elif chart.kind is ChartKind.ROWS:
        _draw_rows(figure, chart)
        height = 90 + _ROW_PIXELS * len(chart.categories) * max(1, len(chart.series) - 0)
    else:
        _draw_bars(figure, chart)
        if is_lying:
            side_by_side = len(chart.series) if chart.kind is ChartKind.BAR else 1
            height = 90 + max(_LEAST_ROW, _THIN_BAR * side_by_side) * len(chart.categories)
    figure.update_layout(**base_layout(height=height), showlegend=len(chart.series) > 1)
    figure.update_layout(margin={"t": 40 if len(chart.series) > 1 else 16})
    if is_lying:
        figure.update_yaxes(autorange="reversed", automargin=True, showgrid=False, type="category")
        figure.update_xaxes(
            gridcolor=palette.LINE, automargin=True, rangemode="tozero", title=_scale(chart)
        )
    elif chart.kind is not ChartKind.FUNNEL:
        figure.update_xaxes(
            showgrid=False, linecolor=palette.LINE, type="category", automargin=True
        )
        figure.update_yaxes(
            gridcolor=palette.LINE,
            rangemode="tozero",
            automargin=True,
            zeroline=False,
            title=_scale(chart),
        )
    return figure


def _lies(chart: ChartSpec) -> bool:
    """Whether bars are too many to stand."""
    kinds = (ChartKind.BAR, ChartKind.STACKED, ChartKind.SHARE)
    return chart.kind in kinds and len(chart.categories) > _MOST_UPRIGHT


def _scale(chart: ChartSpec) -> str:
    return "%" if chart.kind is ChartKind.SHARE else chart.unit


def _words(chart: ChartSpec, values: tuple[float | None, ...]) -> list[str]:
    return [f"{chart.written(value)} {chart.unit}" for value in values]


def _addresses(addresses: tuple[str, ...], count: int) -> list[list[str]]:
    return [["", address] for address in (addresses or ("",) * count)]


def _draw_lines(figure: go.Figure, chart: ChartSpec) -> None:
    for place, one in enumerate(chart.series):
        colour = palette.SERIES[place % len(palette.SERIES)]
        count = len(one.values)
        done = next((at for at in range(count) if one.is_unfinished(at)), count)
        shared = {"name": one.name, "mode": "lines+markers", "legendgroup": str(place)}
        for start, end, dash in ((0, done, None), (max(done - 1, 0), count, "dot")):
            if start >= end or (dash and done == count):
                continue
            figure.add_scatter(
                x=chart.categories[start:end],
                y=one.values[start:end],
                line={"color": colour, "width": 2.2, "dash": dash},
                marker={"size": 6, "symbol": "circle-open" if dash else "circle"},
                text=_words(chart, one.values[start:end]),
                hovertemplate=f"%{{x}} {one.name} <b>%{{text}}</b><extra></extra>",
                customdata=_addresses(one.addresses, count)[start:end],
                showlegend=dash is None,
                **shared,
            )


def _draw_bars(figure: go.Figure, chart: ChartSpec) -> None:
    series = shares_of(chart.series) if chart.kind is ChartKind.SHARE else chart.series
    is_lying = _lies(chart)
    name_at = "%{y}" if is_lying else "%{x}"
    for place, (one, counted) in enumerate(zip(series, chart.series, strict=True)):
        figure.add_bar(
            x=one.values if is_lying else chart.categories,
            y=chart.categories if is_lying else one.values,
            orientation="h" if is_lying else "v",
            name=one.name,
            marker={
                "color": palette.SERIES[place % len(palette.SERIES)],
                "opacity": [
                    0.45 if one.is_unfinished(at) else 1.0 for at in range(len(one.values))
                ],
            },
            text=_words(chart, counted.values),
            textposition="none",
            hovertemplate=f"{name_at} {one.name} <b>%{{text}}</b><extra></extra>",
            customdata=_addresses(one.addresses, len(one.values)),
        )
    figure.update_layout(barmode="group" if chart.kind is ChartKind.BAR else "stack", bargap=0.25)


def _draw_rows(figure: go.Figure, chart: ChartSpec) -> None:
    for place, one in enumerate(chart.series):
        figure.add_bar(
            y=chart.categories,
            x=one.values,
            orientation="h",
            name=one.name,
            marker={"color": palette.SERIES[place % len(palette.SERIES)]},
            text=[chart.written(value) for value in one.values],
            textposition="outside",
            cliponaxis=False,
            hovertemplate=f"%{{y}} {one.name} <b>%{{text}} {chart.unit}</b><extra></extra>",
            customdata=_addresses(one.addresses, len(one.values)),
        )
    figure.update_layout(barmode="group", bargap=0.28)


def _draw_funnel(figure: go.Figure, chart: ChartSpec) -> None:
    funnel = chart.funnel
    if funnel is None:
        return
    for limits, dash in ((funnel.inner, "dash"), (funnel.outer, None)):
        for side in (1, 2):
            figure.add_scatter(
                x=[row[0] for row in limits],
                y=[row[side] for row in limits],
                mode="lines",
                line={"color": palette.MUTED, "width": 1, "dash": dash},
                hoverinfo="skip",
                showlegend=False,
            )
    figure.add_hline(y=funnel.whole, line={"color": palette.PRIMARY, "width": 1.4})
    figure.add_scatter(
        x=[point.trials for point in funnel.points],
        y=[point.value for point in funnel.points],
        mode="markers+text",
        text=[point.name for point in funnel.points],
        textposition="top center",
        textfont={"size": 10, "color": palette.INK},
        marker={
            "size": 10,
            "color": [
                palette.ALARM if point.is_outside else palette.PRIMARY for point in funnel.points
            ],
            "symbol": ["diamond" if point.is_outside else "circle" for point in funnel.points],
        },
        hovertemplate=f"%{{text}} <b>%{{y:.{chart.decimals}f}} {chart.unit}</b> (%{{x:,}})<extra></extra>",
        customdata=[["", point.address] for point in funnel.points],
        showlegend=False,
        cliponaxis=False,
    )
    figure.update_xaxes(
        title=chart.axis, gridcolor=palette.LINE, rangemode="tozero", zeroline=False
    )
    figure.update_yaxes(title=chart.unit, gridcolor=palette.LINE, automargin=True, zeroline=False)
