"""The whole process on one time axis: a lane per agency, stages as bands, measures as spans.

Belongs here: drawing the axis from events, stages and measures. Keep out: deriving them (marts) and
words (given as names).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import timedelta

import pandas as pd
import plotly.graph_objects as go

from dashboards import palette
from dashboards.components.charts import DATE_TICKS, base_layout

_LANE_HEIGHT = 88
_TOP_LANE = "stage"
_NAMED_BARS = 2
# The turning points of a case carry their name; the others tell theirs when pointed at.
MILESTONES = frozenset(
    [
        "filing_decision",
        "arrested",
        "transferred_for_prosecution",
        "arrest_decision",
        "prosecution_decision",
        "nonprosecution_decision",
        "case_accepted",
        "judgment_pronounced",
        "second_instance_decided",
        "correction_started",
        "correction_released",
    ]
)


@dataclass(frozen=True)
class Process:
    """What is drawn.

    ``events``: event_ids, agency, event_type, label, at, detail (one row per point).
    ``stages``: stage, label, started_at, ended_at. ``measures``: agency, label, detail, started_at,
    ended_at. Open ends reach to ``now``. ``lanes``: agency to name, from top to bottom.
    """

    events: pd.DataFrame
    stages: pd.DataFrame
    measures: pd.DataFrame
    lanes: dict[str, str]
    stage_lane: str
    now: pd.Timestamp


def draw_timeline(process: Process, *, is_narrow: bool) -> go.Figure:
    """The axis; ``is_narrow`` leaves out names that a phone has no room for."""
    figure = go.Figure()
    places = {lane: -index for index, lane in enumerate([_TOP_LANE, *process.lanes])}
    _add_stages(figure, process, places)
    _add_measures(figure, process, places)
    _add_events(figure, process, places, plot_width=260 if is_narrow else 960)
    figure.update_layout(
        **base_layout(height=40 + _LANE_HEIGHT * len(places), bottom=8),
        barmode="overlay",
        showlegend=False,
        hovermode="closest",
        uniformtext={"mode": "hide", "minsize": 10},
        clickmode="event+select",
    )
    first, last = axis_span(process)
    margin = (last - first) * 0.03
    figure.update_xaxes(
        range=[first - margin, last + margin],
        type="date",
        side="top",
        tickformatstops=DATE_TICKS,
        tickangle=0,
        nticks=4 if is_narrow else 12,
        gridcolor=palette.LINE,
        fixedrange=False,
        tickfont={"size": 11, "color": palette.MUTED},
    )
    names = {_TOP_LANE: process.stage_lane, **process.lanes}
    figure.update_yaxes(
        tickvals=list(places.values()),
        ticktext=[names[lane] for lane in places],
        range=[min(places.values()) - 0.55, 0.5],
        automargin=True,
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        tickfont={"size": 11 if is_narrow else 13, "color": palette.INK},
    )
    for place in list(places.values())[:-1]:
        figure.add_hline(y=place - 0.5, line={"color": palette.LINE, "width": 1}, layer="below")
    return figure


def _text_pixels(text: str) -> float:
    """About how wide a name is: Chinese characters are twice as wide as Latin letters."""
    return sum(12 if unicodedata.east_asian_width(char) in "WF" else 6.2 for char in text) + 6


def axis_span(process: Process) -> tuple[pd.Timestamp, pd.Timestamp]:
    """From the first to the last thing that happened; what is still to come runs off the edge."""
    moments = pd.concat(
        [
            process.events["at"],
            process.stages["started_at"],
            process.measures["started_at"],
            process.measures["ended_at"],
        ]
    ).dropna()
    happened = moments[moments <= process.now]
    first = moments.min()
    last = happened.max() if len(happened) else moments.max()
    if process.stages["ended_at"].isna().any():
        last = max(last, process.now)
    return first, max(last, first + timedelta(days=7))


def _add_bars(
    figure: go.Figure,
    spans: pd.DataFrame,
    *,
    colour: str | list[str],
    width: float,
    text_colour: str,
) -> None:
    length = (spans["shown_end"] - spans["started_at"]) / timedelta(milliseconds=1)
    figure.add_bar(
        base=spans["started_at"],
        x=length,
        y=spans["place"],
        width=width,
        orientation="h",
        marker={"color": colour, "line": {"width": 0}, "cornerradius": 4},
        text=spans["label"],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"size": 11, "color": text_colour},
        constraintext="inside",
        customdata=spans[["detail"]],
        hovertemplate="%{customdata[0]}<extra></extra>",
    )


def _add_stages(figure: go.Figure, process: Process, places: dict[str, int]) -> None:
    stages = process.stages
    if stages.empty:
        return
    spans = stages.assign(
        shown_end=stages["ended_at"].fillna(max(process.now, stages["started_at"].max())),
        place=places[_TOP_LANE],
    )
    colours = [palette.STAGES.get(stage, palette.LINE) for stage in spans["stage"]]
    for colour, row in zip(colours, spans.itertuples(), strict=True):
        figure.add_vrect(
            x0=row.started_at, x1=row.shown_end, fillcolor=colour, opacity=0.45, line_width=0,
            layer="below",
        )  # fmt: skip
    _add_bars(figure, spans, colour=colours, width=0.46, text_colour=palette.INK)
    figure.data[-1].marker.line = {"width": 1, "color": palette.LINE}


def _add_measures(figure: go.Figure, process: Process, places: dict[str, int]) -> None:
    measures = process.measures[process.measures["agency"].isin(list(places))]
    for agency, spans in measures.groupby("agency"):
        # Parallel measures (several persons) lie under each other in the lower half of the lane.
        rows = min(len(spans), 4)
        step = 0.42 / max(rows, 2)
        # Four thin bars leave no room for their names; those are told when pointed at.
        labels = spans["label"] if rows <= _NAMED_BARS else [""] * len(spans)
        placed = spans.assign(
            label=labels,
            shown_end=spans["ended_at"]
            .fillna(process.now)
            .where(
                spans["ended_at"].notna() | (spans["started_at"] < process.now), spans["started_at"]
            ),
            place=[
                places[agency] - 0.08 - step * (0.5 + number % rows) for number in range(len(spans))
            ],
        )
        _add_bars(
            figure,
            placed,
            colour=palette.agency_colour(agency),
            width=step * 0.82,
            text_colour="#fff",
        )
        figure.data[-1].opacity = 0.72


def _add_events(
    figure: go.Figure, process: Process, places: dict[str, int], *, plot_width: int
) -> None:
    first, last = axis_span(process)
    per_pixel = (last - first) / plot_width
    for agency, points in process.events.groupby("agency"):
        if agency not in places:
            continue
        free_from = first - (last - first)
        names = []
        for row in points.itertuples():
            half = per_pixel * _text_pixels(row.label) / 2
            is_named = row.event_type in MILESTONES and row.at - half >= free_from
            names.append(row.label if is_named else "")
            free_from = row.at + half if is_named else free_from
        figure.add_scatter(
            x=points["at"],
            y=[places[agency] + 0.14] * len(points),
            mode="markers+text",
            text=names,
            textposition="top center",
            textfont={"size": 11, "color": palette.INK},
            cliponaxis=False,
            marker={
                "size": [11 if kind in MILESTONES else 8 for kind in points["event_type"]],
                "color": palette.agency_colour(str(agency)),
                "line": {"color": palette.CARD, "width": 1.5},
            },
            customdata=points[["detail", "event_ids"]],
            hovertemplate="%{customdata[0]}<extra></extra>",
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 0.85}},
        )
