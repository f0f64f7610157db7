"""Clocks on the time axis of their case: the term as a bar, what is beyond it in red.

Belongs here: drawing. Keep out: judging (the mart) and words (given with the rows).
"""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import plotly.graph_objects as go

from dashboards import palette
from dashboards.components.charts import DATE_TICKS, base_layout

_ROW_HEIGHT = 26
# Beyond this a chart is a wall; the list below has them all.
MOST_ROWS = 40


def draw_clocks(
    clocks: pd.DataFrame, *, first: pd.Timestamp, last: pd.Timestamp, is_narrow: bool
) -> go.Figure:
    """``clocks`` has label, started_at, due_at, stopped_at, status and detail; the newest last.

    ``stopped_at`` is the end, or the day of judgement of a running clock. ``first`` and ``last``
    are the ends of the axis of the case above.
    """
    shown = clocks.head(MOST_ROWS).reset_index(drop=True)
    places = [-row for row in range(len(shown))]
    figure = go.Figure()
    # A suspended clock has no due day: its bar goes to where it stands.
    term_end = shown["due_at"].fillna(shown["stopped_at"])
    _add_bars(
        figure,
        shown,
        places,
        start=shown["started_at"],
        end=term_end,
        colours=[palette.CLOCKS.get(status, palette.MUTED) for status in shown["status"]],
        opacity=0.55,
    )
    over = shown["stopped_at"] > term_end.dt.normalize() + timedelta(days=1)
    if over.any():
        late = shown[over]
        _add_bars(
            figure,
            late,
            [places[index] for index in late.index],
            start=term_end[over],
            end=late["stopped_at"],
            colours=[palette.ALARM] * len(late),
            opacity=1.0,
        )
    figure.add_scatter(
        x=term_end,
        y=places,
        mode="markers",
        marker={"symbol": "line-ns", "size": 13, "line": {"width": 2, "color": palette.INK}},
        customdata=shown[["detail"]],
        hovertemplate="%{customdata[0]}<extra></extra>",
    )
    figure.update_layout(
        **base_layout(height=44 + _ROW_HEIGHT * max(len(shown), 2), bottom=8),
        barmode="overlay",
        showlegend=False,
        hovermode="closest",
    )
    right = max([last, *term_end.dropna(), *shown["stopped_at"].dropna()])
    margin = (right - first) * 0.02
    figure.update_xaxes(
        range=[first - margin, right + margin],
        type="date",
        side="top",
        tickformatstops=DATE_TICKS,
        tickangle=0,
        nticks=4 if is_narrow else 12,
        gridcolor=palette.LINE,
        tickfont={"size": 11, "color": palette.MUTED},
    )
    labels = [
        label[:9] + "…" if is_narrow and len(label) > 10 else label for label in shown["label"]
    ]
    figure.update_yaxes(
        tickvals=places,
        ticktext=labels,
        range=[-len(shown) + 0.4, 0.6],
        automargin=True,
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        tickfont={"size": 11 if is_narrow else 12, "color": palette.INK},
    )
    if len(shown):
        figure.add_vline(x=last, line={"color": palette.MUTED, "width": 1, "dash": "dot"})
    return figure


def _add_bars(
    figure: go.Figure,
    rows: pd.DataFrame,
    places: list[int],
    *,
    start: pd.Series,
    end: pd.Series,
    colours: list[str],
    opacity: float,
) -> None:
    figure.add_bar(
        base=start,
        x=(end - start) / timedelta(milliseconds=1),
        y=places,
        width=0.55,
        orientation="h",
        marker={"color": colours, "line": {"width": 0}, "cornerradius": 3},
        opacity=opacity,
        customdata=rows[["detail"]],
        hovertemplate="%{customdata[0]}<extra></extra>",
    )
