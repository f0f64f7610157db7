"""The flow of cases: one line per step over months, the unfinished month marked.

Belongs here: drawing it. Keep out: counting (the figure) and words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboards import palette
from dashboards.components.charts import base_layout

STEPS = ("filed", "sent", "indicted", "judged")


def draw_flow(
    flow: pd.DataFrame,
    *,
    names: dict[str, str],
    unfinished: str,
    unit: str,
    address: Callable[[dict[str, Any]], str],
) -> go.Figure:
    """``flow`` has step, first_day, is_finished and value; months without a case count zero.

    ``address`` says which list a row of it opens.
    """
    figure = go.Figure()
    months = pd.DatetimeIndex(sorted(flow["first_day"].unique()))
    is_finished = flow.groupby("first_day")["is_finished"].all().reindex(months, fill_value=True)
    done = int(is_finished.sum())
    for step, colour in zip(STEPS, palette.SERIES, strict=False):
        of_step = flow[flow["step"] == step]
        values = of_step.set_index("first_day")["value"].reindex(months, fill_value=0)
        addresses = {row["first_day"]: address(row) for row in of_step.to_dict("records")}
        behind = [[names[step], addresses.get(month, "")] for month in months]
        line = {
            "name": names[step],
            "mode": "lines+markers",
            "legendgroup": step,
            "xhoverformat": "%Y-%m",
            # One point at a time: a click on all points of a month would open the list of any of them.
            "hovertemplate": f"%{{x}} {names[step]} <b>%{{y:,}}</b> {unit}<extra></extra>",
        }
        figure.add_scatter(
            x=months[:done],
            y=values.iloc[:done],
            customdata=behind[:done],
            line={"color": colour, "width": 2.2},
            marker={"size": 5},
            **line,
        )
        if 0 < done < len(months):
            figure.add_scatter(
                x=months[done - 1 :],
                y=values.iloc[done - 1 :],
                customdata=behind[done - 1 :],
                line={"color": colour, "width": 1.6, "dash": "dot"},
                marker={"size": 5, "symbol": "circle-open"},
                showlegend=False,
                **line,
            )
    figure.update_layout(**base_layout(height=330), hovermode="closest")
    figure.update_xaxes(showgrid=False, tickformat="%Y-%m", tickangle=0, linecolor=palette.LINE)
    figure.update_yaxes(
        automargin=True,
        gridcolor=palette.LINE,
        rangemode="tozero",
        tickformat=",d",
        zeroline=False,
    )
    if 0 < done < len(months):
        _mark_unfinished(figure, months[done - 1], months[-1], unfinished)
    return figure


def _mark_unfinished(
    figure: go.Figure, finished: pd.Timestamp, last: pd.Timestamp, label: str
) -> None:
    half = (last - finished) / 2
    figure.add_vrect(
        x0=last - half, x1=last + half, fillcolor=palette.LINE, opacity=0.45, line_width=0
    )
    figure.add_annotation(
        x=last,
        y=1,
        yref="paper",
        text=label,
        showarrow=False,
        xanchor="right",
        yanchor="top",
        font={"size": 11, "color": palette.MUTED},
    )
