"""The process as a map: stages as boxes, moves as arrows as wide as they are many, loops below the line.

Belongs here: drawing. Keep out: counting and words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from dashboards import palette
from dashboards.components.charts import base_layout
from dashboards.stages import STAGES

START = "start"
# Where each stage stands; what branches off and comes back stands above the line.
_POINTS = {
    START: (0.0, 0.0),
    "filing": (1.0, 0.0),
    "investigation": (2.1, 0.0),
    "arrest_review": (2.1, 1.05),
    "prosecution_review": (3.5, 0.0),
    "trial": (4.7, 0.0),
    "second_instance": (5.2, 1.0),
    "execution": (5.9, 0.0),
    "community_correction": (6.5, 1.0),
    "closed": (7.2, 0.0),
}
_ORDER = {stage: number for number, stage in enumerate((START, *STAGES))}
# Moves rarer than this share of the most frequent one are in the table only.
_SHOWN_SHARE = 0.004


@dataclass(frozen=True)
class Move:
    """One arrow."""

    from_stage: str
    to_stage: str
    count: float
    detail: str
    address: str

    @property
    def is_back(self) -> bool:
        """Whether it leads to an earlier stage."""
        return is_back(self.from_stage, self.to_stage)


@dataclass(frozen=True)
class Stage:
    """One box: its name, what is written under it, and the address that it opens."""

    stage: str
    name: str
    written: str
    detail: str
    address: str


def is_back(from_stage: str, to_stage: str) -> bool:
    """Whether a move leads to an earlier stage (a decision on arrest leads on, within investigation)."""
    if from_stage == "arrest_review":
        return _ORDER.get(to_stage, 0) < _ORDER["investigation"]
    return _ORDER.get(to_stage, 0) < _ORDER.get(from_stage, 0)


def draw_process(
    stages: Sequence[Stage], moves: Sequence[Move], *, names: Mapping[bool, str]
) -> go.Figure:
    """``names`` says what a move on and a move back are called."""
    figure = go.Figure()
    most = max((move.count for move in moves), default=0) or 1
    shown = [
        move
        for move in moves
        if move.count >= most * _SHOWN_SHARE
        and move.from_stage in _POINTS
        and move.to_stage in _POINTS
    ]
    for move in sorted(shown, key=lambda move: -move.count):
        _add_move(figure, move, width=1 + 11 * math.sqrt(move.count / most))
    _add_counts(figure, shown)
    _add_stages(figure, [stage for stage in stages if stage.stage in _POINTS])
    for back, colour in ((False, palette.FORWARD), (True, palette.BACK)):
        figure.add_scatter(
            x=[None], y=[None], mode="lines", name=names[back], line={"color": colour, "width": 4}
        )
    layout = base_layout(height=440)
    layout["margin"] = {"l": 8, "r": 8, "t": 36, "b": 8}
    figure.update_layout(**layout, hovermode="closest")
    figure.update_xaxes(visible=False, range=[-0.35, 7.65])
    figure.update_yaxes(visible=False, range=[-1.15, 1.5])
    return figure


def _curve(move: Move) -> np.ndarray:
    """Twenty-five points from box to box; the farther and the more backward, the deeper the bow."""
    start, end = np.array(_POINTS[move.from_stage]), np.array(_POINTS[move.to_stage])
    distance = abs(end[0] - start[0])
    if move.is_back:
        bow = -0.55 - 0.28 * distance
    elif distance > 1.6:
        bow = 0.55 + 0.22 * distance if start[1] + end[1] > 0 else -0.35 - 0.16 * distance
    elif move.from_stage == "arrest_review" or move.to_stage == "arrest_review":
        return _bend(start, end, 0.26 if move.from_stage == "arrest_review" else -0.26, 0.0)
    else:
        bow = 0.0
    return _bend(start, end, 0.0, bow)


def _bend(start: np.ndarray, end: np.ndarray, aside: float, bow: float) -> np.ndarray:
    middle = (start + end) / 2 + np.array([aside, bow])
    at = np.linspace(0, 1, 25)[:, None]
    return (1 - at) ** 2 * start + 2 * at * (1 - at) * middle + at**2 * end


def _broken(name: str) -> str:
    """A name of two words on two lines: beside each other they run over their box."""
    return name.replace(" ", "<br>")


def _add_move(figure: go.Figure, move: Move, *, width: float) -> None:
    line = _curve(move)
    colour = palette.BACK if move.is_back else palette.FORWARD
    figure.add_scatter(
        x=line[:, 0],
        y=line[:, 1],
        mode="lines",
        line={"color": colour, "width": width},
        opacity=0.45,
        hoverinfo="skip",
        showlegend=False,
    )
    before, at = line[15], line[17]
    # Plotly turns markers clockwise from the vertical, in pixels: x is drawn narrower than y.
    angle = math.degrees(math.atan2((at[0] - before[0]) * 1.05, at[1] - before[1]))
    figure.add_scatter(
        x=[at[0]],
        y=[at[1]],
        mode="markers",
        marker={"symbol": "triangle-up", "size": 7 + width / 2, "angle": angle, "color": colour},
        hoverinfo="skip",
        showlegend=False,
    )


def _add_counts(figure: go.Figure, moves: Sequence[Move]) -> None:
    points = [_curve(move)[11] for move in moves]
    figure.add_scatter(
        x=[point[0] for point in points],
        y=[point[1] for point in points],
        mode="markers+text",
        text=[f"{move.count:,.0f}" for move in moves],
        textposition="middle center",
        textfont={"size": 11, "color": palette.INK},
        marker={"size": 22, "color": palette.CARD, "opacity": 0.85,
                "line": {"width": 1, "color": palette.LINE}},
        customdata=[[move.detail, move.address] for move in moves],
        hovertemplate="%{customdata[0]}<extra></extra>",
        showlegend=False,
    )  # fmt: skip


def _add_stages(figure: go.Figure, stages: Sequence[Stage]) -> None:
    places = [_POINTS[stage.stage] for stage in stages]
    figure.add_scatter(
        x=[place[0] for place in places],
        y=[place[1] for place in places],
        mode="markers+text",
        text=[f"<b>{_broken(stage.name)}</b><br>{stage.written}" for stage in stages],
        textposition="middle center",
        textfont={"size": 11, "color": palette.INK},
        marker={
            "symbol": "square",
            "size": 74,
            "color": [palette.STAGES.get(stage.stage, palette.CARD) for stage in stages],
            "opacity": 1,
            "line": {"width": 1.5, "color": palette.PRIMARY},
        },
        customdata=[[stage.detail, stage.address] for stage in stages],
        hovertemplate="%{customdata[0]}<extra></extra>",
        showlegend=False,
    )
