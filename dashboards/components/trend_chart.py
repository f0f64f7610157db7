"""Trends: one line over periods, its year before and where earlier years expect it; or one line per year.

Belongs here: drawing. Keep out: which days are compared (dashboards/metrics/trend.py) and words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboards import palette
from dashboards.components.charts import base_layout


@dataclass(frozen=True)
class Mark:
    """One point: where it stands, what is said when pointed at, and the address that it opens."""

    at: str
    value: float | None
    detail: str
    address: str
    is_open: bool = False
    earlier: float | None = None
    lower: float | None = None
    upper: float | None = None


def draw_trend(
    marks: Sequence[Mark],
    *,
    name: str,
    earlier: str,
    expected: str,
    unfinished: str,
    target: float | None = None,
    target_name: str = "",
) -> go.Figure:
    """The names say what the lines are: the metric, its year before, the expected range, the open points,
    and what was agreed.

    A point that will still change stands apart from the line: joined to it, it would look like a fall.
    """
    figure = go.Figure()
    places = [mark.at for mark in marks]
    with_range = [mark for mark in marks if mark.lower is not None and mark.upper is not None]
    if with_range:
        ends = [mark.at for mark in with_range]
        figure.add_scatter(
            x=[*ends, *reversed(ends)],
            y=[*(m.upper for m in with_range), *(m.lower for m in reversed(with_range))],
            fill="toself",
            fillcolor=palette.EXPECTED,
            line={"width": 0},
            name=expected,
            hoverinfo="skip",
        )
    if any(mark.earlier is not None for mark in marks):
        figure.add_scatter(
            x=places,
            y=[mark.earlier for mark in marks],
            name=earlier,
            mode="lines",
            line={"color": palette.EARLIER, "width": 1.6, "dash": "dot"},
            hoverinfo="skip",
        )
    if target is not None:
        figure.add_scatter(
            x=places,
            y=[target] * len(places),
            name=target_name,
            mode="lines",
            line={"color": palette.INK, "width": 1.4, "dash": "dash"},
            hoverinfo="skip",
        )
    done = [mark for mark in marks if not mark.is_open]
    _add_points(figure, done, name=name, colour=palette.PRIMARY)
    _add_points(
        figure,
        [m for m in marks if m.is_open],
        name=unfinished,
        colour=palette.PRIMARY,
        is_open=True,
    )
    _lay_out(figure, places)
    return figure


def draw_years(years: Mapping[int, Sequence[Mark]], *, places: Sequence[str]) -> go.Figure:
    """One line per year over the same places; the latest year in the colour of the house."""
    figure = go.Figure()
    shades = {
        year: palette.EARLIER_YEARS[min(age, 3)] for age, year in enumerate(sorted(years)[::-1])
    }
    for year, marks in sorted(years.items()):
        done = [mark for mark in marks if not mark.is_open]
        _add_points(figure, done, name=str(year), colour=shades[year])
        still = [mark for mark in marks if mark.is_open]
        _add_points(figure, still, name=str(year), colour=shades[year], is_open=True)
        figure.data[-1].showlegend = not done
    _lay_out(figure, list(places))
    return figure


def _add_points(
    figure: go.Figure, marks: Sequence[Mark], *, name: str, colour: str, is_open: bool = False
) -> None:
    figure.add_scatter(
        x=[mark.at for mark in marks],
        y=[mark.value for mark in marks],
        name=name,
        mode="markers" if is_open else "lines+markers",
        line={"color": colour, "width": 2.2},
        marker={"size": 8 if is_open else 6, "symbol": "circle-open" if is_open else "circle",
                "color": colour, "line": {"width": 2 if is_open else 0}},
        customdata=[[mark.detail, mark.address] for mark in marks],
        hovertemplate="%{customdata[0]}<extra></extra>",
        showlegend=bool(marks),
    )  # fmt: skip


def _lay_out(figure: go.Figure, places: Sequence[str]) -> None:
    figure.update_layout(**base_layout(height=340, bottom=40), hovermode="closest")
    figure.update_xaxes(
        type="category",
        categoryorder="array",
        categoryarray=list(places),
        showgrid=False,
        linecolor=palette.LINE,
        tickmode="array",
        tickvals=list(places)[:: max(1, -(-len(places) // 12))],
    )
    figure.update_yaxes(automargin=True, gridcolor=palette.LINE, rangemode="tozero", zeroline=False)
