"""Maps of counties as filled outlines, with townships as points above them.

Belongs here: drawing. Keep out: what the colours mean (the page) and outlines (dashboards/maps).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from dashboards import palette
from dashboards.components.charts import base_layout
from dashboards.formats import Formats
from dashboards.maps import County, read_counties

# The inner city is small and full of names; degrees by which some stand aside.
_ASIDE = {
    "320505": (-0.1, 0.03),
    "320507": (0.0, 0.05),
    "320508": (-0.02, -0.005),
    "320571": (0.07, -0.045),
    "320583": (0.06, 0.07),
}


@dataclass(frozen=True)
class Area:
    """How one county is shown; no address: nothing stands behind it."""

    name: str
    colour: str
    written: str
    address: str = ""


@dataclass(frozen=True)
class Place:
    """One township as a point; ``weight`` sets its size."""

    longitude: float
    latitude: float
    weight: float
    detail: str
    address: str


def shades(
    values: Mapping[str, float | None], formats: Formats
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Colours from little to much, in equal steps up to the largest value, and what each step means."""
    steps = len(palette.SEQUENCE)
    largest = max((value for value in values.values() if value is not None), default=0) or 1
    are_whole = all(float(value).is_integer() for value in values.values() if value is not None)
    if are_whole:
        # No half cases in the legend.
        largest = -(-largest // steps) * steps
    colours = {
        code: palette.NO_DATA
        if value is None
        else palette.SEQUENCE[min(steps - 1, max(0, int(value / largest * steps)))]
        for code, value in values.items()
    }
    decimals = 1 if largest < 2 * steps and not are_whole else 0
    ends = [formats.number(largest * step / steps, decimals=decimals) for step in range(steps + 1)]
    legend = [
        (colour, f"{ends[step]}–{ends[step + 1]}") for step, colour in enumerate(palette.SEQUENCE)
    ]
    return colours, legend


def draw_map(
    areas: Mapping[str, Area], places: Sequence[Place] = (), *, legend: Sequence[tuple[str, str]]
) -> go.Figure:
    """``legend`` is (colour, words), in the order to be read."""
    figure = go.Figure()
    counties = read_counties()
    for county in counties:
        _add_outline(figure, county, areas.get(county.code))
    for county in counties:
        _add_pointer(figure, county, areas.get(county.code))
    if places:
        _add_places(figure, places)
    _add_names(figure, counties, areas)
    for colour, words in legend:
        figure.add_scatter(
            x=[None], y=[None], mode="markers", name=words,
            marker={"symbol": "square", "size": 12, "color": colour,
                    "line": {"width": 1, "color": palette.EARLIER}},
        )  # fmt: skip
    layout = base_layout(height=560, bottom=8)
    layout["margin"] = {"l": 8, "r": 8, "t": 40, "b": 8}
    figure.update_layout(**layout, hovermode="closest")
    figure.update_xaxes(visible=False)
    # One degree of longitude is shorter than one of latitude, here by the cosine of 31.4°.
    figure.update_yaxes(visible=False, scaleanchor="x", scaleratio=1 / math.cos(math.radians(31.4)))
    return figure


def _add_outline(figure: go.Figure, county: County, area: Area | None) -> None:
    gap = np.array([[np.nan, np.nan]])
    line = np.concatenate([part for ring in county.rings for part in (ring, gap)])
    figure.add_scatter(
        x=line[:, 0],
        y=line[:, 1],
        mode="lines",
        fill="toself",
        fillcolor=area.colour if area else palette.NO_DATA,
        line={"color": palette.OUTLINE, "width": 1},
        hoverinfo="skip",
        showlegend=False,
    )


def _add_pointer(figure: go.Figure, county: County, area: Area | None) -> None:
    """Unseen points all over the area: Plotly lets readers choose points, not surfaces."""
    if area is None:
        return
    figure.add_scatter(
        x=county.inner[:, 0],
        y=county.inner[:, 1],
        mode="markers",
        marker={"size": 18, "opacity": 0, "color": palette.PRIMARY},
        customdata=[[f"<b>{area.name}</b><br>{area.written}", area.address]] * len(county.inner),
        hovertemplate="%{customdata[0]}<extra></extra>",
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        showlegend=False,
    )


def _add_places(figure: go.Figure, places: Sequence[Place]) -> None:
    most = max(place.weight for place in places) or 1
    figure.add_scatter(
        x=[place.longitude for place in places],
        y=[place.latitude for place in places],
        mode="markers",
        marker={
            "size": [4 + 16 * math.sqrt(max(place.weight, 0) / most) for place in places],
            "color": palette.BACK,
            "opacity": 0.75,
            "line": {"width": 1, "color": palette.CARD},
        },
        customdata=[[place.detail, place.address] for place in places],
        hovertemplate="%{customdata[0]}<extra></extra>",
        showlegend=False,
    )


def _add_names(figure: go.Figure, counties: Sequence[County], areas: Mapping[str, Area]) -> None:
    for county in counties:
        area = areas.get(county.code)
        if area is None:
            continue
        right, up = _ASIDE.get(county.code, (0.0, 0.0))
        figure.add_annotation(
            x=county.longitude + right,
            y=county.latitude + up,
            text=f"{area.name}<br><b>{area.written}</b>",
            showarrow=False,
            bgcolor="rgba(255, 255, 255, 0.82)",
            borderpad=2,
            font={"size": 11, "color": palette.INK},
        )
