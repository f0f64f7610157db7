"""The flow of cases: one line per step over months, the unfinished month marked.

Belongs here: drawing it. Keep out: counting (the figure) and words.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboards import palette
from dashboards.components.charts import base_layout

STEPS = ("filed", "sent", "indicted", "judged")


def draw_flow(
    flow: pd.DataFrame, *, names: dict[str, str], unfinished: str, unit: str
) -> go.Figure:
    """``flow`` has step, first_day, is_finished and value; months without a case count zero."""
    figure = go.Figure()
    months = sorted(flow["first_day"].unique())
    finished = flow.groupby("first_day")["is_finished"].all().reindex(months, fill_value=True)
    for step, colour in zip(STEPS, palette.SERIES, strict=False):
        values = (
            flow[flow["step"] == step].set_index("first_day")["value"].reindex(months, fill_value=0)
        )
        labels = [f"{month:%Y-%m}" for month in pd.to_datetime(months)]
        hover = f"{names[step]} <b>%{{y:,}}</b> {unit}<extra></extra>"
        done = int(finished.sum())
        figure.add_scatter(
            x=labels[:done],
            y=values.iloc[:done],
            name=names[step],
            mode="lines+markers",
            line={"color": colour, "width": 2.2},
            marker={"size": 5},
            legendgroup=step,
            hovertemplate=hover,
        )
        if done < len(labels) and done > 0:
            figure.add_scatter(
                x=labels[done - 1 :],
                y=values.iloc[done - 1 :],
                mode="lines+markers",
                line={"color": colour, "width": 1.6, "dash": "dot"},
                marker={"size": 5, "symbol": "circle-open"},
                legendgroup=step,
                showlegend=False,
                hovertemplate=hover,
            )
    figure.update_layout(**base_layout(height=330), hovermode="x unified")
    figure.update_xaxes(
        type="category",
        showgrid=False,
        tickangle=0,
        nticks=8,
        automargin=True,
        linecolor=palette.LINE,
    )
    figure.update_yaxes(
        gridcolor=palette.LINE, automargin=True, rangemode="tozero", tickformat=",d", zeroline=False
    )
    if not finished.all():
        first = int(finished.sum())
        figure.add_vrect(
            x0=first - 0.5, x1=len(months) - 0.5, fillcolor=palette.LINE, opacity=0.45, line_width=0
        )
        figure.add_annotation(
            x=len(months) - 1, y=1, yref="paper", text=unfinished, showarrow=False,
            xanchor="right", yanchor="top", font={"size": 11, "color": palette.MUTED},
        )  # fmt: skip
    return figure
