"""Charts: Plotly in the colours and letters of the house.

Belongs here: drawing frames of data. Keep out: questions and words; nothing here loads anything
from outside (no maps, no remote fonts).
"""

from __future__ import annotations

from urllib.parse import parse_qsl

import plotly.graph_objects as go
import streamlit as st

from dashboards import palette

CONFIG = {"displayModeBar": False, "scrollZoom": False, "displaylogo": False, "locale": "en-US"}

# Days on a short axis, months on a long one.
DATE_TICKS = [
    {"dtickrange": [None, "M1"], "value": "%m-%d"},
    {"dtickrange": ["M1", None], "value": "%Y-%m"},
]


def base_layout(*, height: int, bottom: int = 32) -> dict[str, object]:
    """What all charts share."""
    return {
        "height": height,
        "margin": {"l": 48, "r": 12, "t": 32, "b": bottom},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": palette.FONT, "size": 12, "color": palette.INK},
        "hoverlabel": {
            "bgcolor": palette.CARD,
            "bordercolor": palette.LINE,
            "font": {"family": palette.FONT, "size": 12, "color": palette.INK},
            "align": "left",
        },
        "legend": {"orientation": "h", "y": 1.02, "x": 0, "yanchor": "bottom", "xanchor": "left"},
        "dragmode": False,
    }


def show_chart(
    figure: go.Figure, *, key: str, description: str, is_selectable: bool = False
) -> list[list[object]]:
    """Put a chart on the page; ``description`` says in words what it shows.

    Returns the custom data of the points that the reader chose (a selectable chart only).
    """
    if not is_selectable:
        st.plotly_chart(figure, theme=None, config=CONFIG, key=key, alt=description)
        return []
    state = st.plotly_chart(
        figure,
        theme=None,
        config=CONFIG,
        key=key,
        alt=description,
        on_select="rerun",
        selection_mode="points",
    )
    points = state["selection"]["points"]
    return [list(point["customdata"]) for point in points if len(point.get("customdata", ())) > 1]


def follow_chart(figure: go.Figure, *, key: str, description: str) -> None:
    """A chart whose points open pages: the last custom value of a point is a relative address.

    The same addresses stand in the table beside the chart, for keyboards and screen readers.
    """
    chosen = show_chart(figure, key=key, description=description, is_selectable=True)
    for values in chosen:
        address = str(values[-1])
        page, _, query = address.partition("?")
        if page:
            # A chosen point stays chosen when the reader comes back: forget it first.
            st.session_state.pop(key, None)
            st.switch_page(
                st.Page(_nothing, title=page, url_path=page), query_params=dict(parse_qsl(query))
            )


def _nothing() -> None:
    """Stands in for a page: what is switched to is known by its address alone."""
