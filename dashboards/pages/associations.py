"""Associations (关联分析): do two series go together, beyond season, trend and the luck of many tries?

Belongs here: two series and the verdict. Keep out: causes, and the arithmetic (models/patterns/association).
"""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st
from markupsafe import Markup

from dashboards import links, palette
from dashboards.components.address_form import Choice, show_form
from dashboards.components.charts import base_layout, show_chart
from dashboards.components.frame import show_heading
from dashboards.components.markup import anchor, facts, lines, show
from dashboards.components.notices import show_notice
from dashboards.components.patterns import (
    area_name,
    group_name,
    show_method,
    show_span,
)
from dashboards.view import View
from models.patterns.association import LEAST_WEEKS, Association, allowed_p, associate

_TRIED_KEY = "associations_tried"
_SEED = 1


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    show_heading(view, text("associations.title"), text("associations.subtitle"))
    if not show_span(view):
        return
    show_method(view, "association")
    series = view.ask("pattern_series")
    order = list(view.labels.all_names("pattern_group"))
    names = {
        f"{row['group_code']}.{row['area_code']}": (
            f"{group_name(view, row['group_code'])} · {area_name(view, row['area_code'])}"
        )
        for row in sorted(
            series.to_dict("records"),
            key=lambda row: (row["area_code"] != "city", row["area_code"], order.index(row["group_code"])),
        )
    }  # fmt: skip
    if len(names) < 2:
        show_notice(text("patterns.too_short"), text("season.too_short_hint"))
        return
    usual = list(names)
    chosen = show_form(
        view,
        links.ASSOCIATIONS,
        [
            Choice("one", text("associations.one"), usual, names.__getitem__, usual[0]),
            Choice("two", text("associations.two"), usual, names.__getitem__, usual[1]),
        ],
        key="associations",
    )
    if chosen is None:
        return
    one, two = str(chosen["one"]), str(chosen["two"])
    if one == two:
        show_notice(text("associations.same"), text("associations.same_hint"))
        return
    found = _associate(view, one, two)
    if found is None:
        show_notice(text("patterns.too_short"), text("associations.too_short", weeks=LEAST_WEEKS))
        return
    tried: set[frozenset[str]] = st.session_state.setdefault(_TRIED_KEY, set())
    tried.add(frozenset((one, two)))
    _show_verdict(view, found, (one, two), names, len(tried))
    with st.container(border=True, key="associations_chart"):
        show_chart(
            _draw(view, found), key="associations", description=text("associations.described")
        )


def _associate(view: View, one: str, two: str) -> Association | None:
    weeks = []
    for name in (one, two):
        group, area = name.split(".")
        found = view.ask("pattern_weeks", group_code=group, area_code=area)
        weeks.append(found[~found["is_forecast"]].set_index("week_start"))
    shared = weeks[0].index.intersection(weeks[1].index)
    a, b = (part.loc[shared] for part in weeks)
    columns = [part[name].to_numpy(float) for part in (a, b) for name in ("observed", "expected")]
    return associate(*columns, seed=_SEED)


def _show_verdict(
    view: View, found: Association, pair: tuple[str, str], names: dict[str, str], tries: int
) -> None:
    text, number = view.text, view.formats.number
    one, two = (names[series] for series in pair)
    is_real = found.p_value <= allowed_p(tries)
    lag = abs(found.best_lag)
    if found.best_lag == 0:
        when = text("associations.same_week")
    elif found.best_lag > 0:
        when = text("associations.follows", later=two, earlier=one, weeks=lag)
    else:
        when = text("associations.follows", later=one, earlier=two, weeks=lag)
    show_notice(
        text("associations.found") if is_real else text("associations.not_found"),
        text(
            "associations.verdict",
            when=when,
            correlation=view.formats.signed(found.best, decimals=2),
            p=view.formats.chance(found.p_value),
            tries=tries,
            allowed=number(allowed_p(tries), decimals=4),
        ),
        tone="warn" if is_real else "empty",
    )
    show(
        facts(
            [
                (text("associations.weeks"), number(found.weeks)),
                (text("associations.tries"), number(tries)),
                (text("associations.bound"), number(found.bound, decimals=2, is_fixed=True)),
                (
                    text("associations.weeks_of"),
                    lines(*(_weeks_link(view, series, names[series]) for series in pair)),
                ),
            ]
        )
    )


def _weeks_link(view: View, series: str, name: str) -> Markup:
    """Where the series is drawn, and where each of its weeks opens its cases."""
    group, area = series.split(".")
    return anchor(view.link(links.SEASON, group=group, area=area), name)


def _draw(view: View, found: Association) -> go.Figure:
    text = view.text
    figure = go.Figure()
    colours = [
        palette.BACK if abs(value) > found.bound else palette.SEQUENCE[3]
        for value in found.correlations
    ]
    figure.add_bar(
        x=found.lags, y=found.correlations, marker={"color": colours},
        hovertemplate="%{x} <b>%{y:.2f}</b><extra></extra>",
    )  # fmt: skip
    for bound in (found.bound, -found.bound):
        figure.add_hline(y=bound, line={"color": palette.MUTED, "dash": "dot", "width": 1})
    figure.update_layout(**base_layout(height=320, bottom=48), showlegend=False)
    figure.update_xaxes(title=text("associations.lag"), dtick=1, showgrid=False)
    figure.update_yaxes(gridcolor=palette.LINE, zerolinecolor=palette.MUTED, range=[-1, 1])
    return figure
