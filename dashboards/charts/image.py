"""Charts as pictures, drawn without a browser: PNG for mails and documents, SVG for everything else.

Belongs here: drawing a chart with matplotlib. Keep out: what it shows (spec.py).

matplotlib's pyplot keeps global state and is not safe among the threads of a server: figures are made
by hand.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from dashboards import palette
from dashboards.charts.fonts import font_file
from dashboards.charts.spec import ChartKind, ChartSpec, shares_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS = {"png": "image/png", "svg": "image/svg+xml"}


def draw_image(
    chart: ChartSpec,
    image_format: str = "png",
    *,
    width: float = 8.0,
    height: float = 4.0,
    dpi: int = 160,
) -> bytes:
    """The chart as a file of ``FORMATS``; ``width`` and ``height`` in inches."""
    import matplotlib

    figure = _draw(chart, width, height)
    target = io.BytesIO()
    # Letters as outlines: an SVG must look the same where our font is not installed. The metadata
    # without a date makes the same chart the same bytes.
    with matplotlib.rc_context({"svg.fonttype": "path", "svg.hashsalt": "caseloom"}):
        figure.savefig(
            target,
            format=image_format,
            dpi=dpi,
            metadata={"Date": None} if image_format == "svg" else {"Software": None},
        )
    return target.getvalue()


def _draw(chart: ChartSpec, width: float, height: float) -> Figure:
    from matplotlib.figure import Figure

    font = _font("regular")
    figure = Figure(figsize=(width, height), layout="constrained", facecolor=palette.CARD)
    axes = figure.add_subplot()
    axes.set_title(
        chart.title, fontproperties=_font("semibold", 12), color=palette.INK, loc="left", pad=12
    )
    if chart.kind is ChartKind.FUNNEL:
        _draw_funnel(axes, chart)
    elif chart.kind is ChartKind.LINE:
        _draw_lines(axes, chart)
    elif chart.kind is ChartKind.ROWS:
        _draw_rows(axes, chart)
    else:
        _draw_bars(axes, chart)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(palette.LINE)
    axes.grid(axis="x" if chart.kind is ChartKind.ROWS else "y", color=palette.LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(colors=palette.MUTED, labelsize=9)
    for label in [*axes.get_xticklabels(), *axes.get_yticklabels()]:
        label.set_fontproperties(font)
    if len(chart.series) > 1 and chart.funnel is None:
        figure.legend(
            loc="outside lower center",
            ncols=min(5, len(chart.series)),
            prop=font,
            frameon=False,
            labelcolor=palette.INK,
        )
    return figure


def _font(weight: str, size: float = 9) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(font_file(weight)), size=size)


def _number_axis(axes: Axes, chart: ChartSpec, side: str) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis = getattr(axes, f"{side}axis")
    axis.set_major_locator(MaxNLocator(6, integer=chart.decimals == 0))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.6g}"))
    unit = "%" if chart.kind is ChartKind.SHARE else chart.unit
    getattr(axes, f"set_{side}label")(unit, fontproperties=_font("regular"), color=palette.MUTED)


def _thin_categories(axes: Axes, chart: ChartSpec) -> None:
    step = max(1, -(-len(chart.categories) // 14))
    places = range(0, len(chart.categories), step)
    shown = [chart.categories[place] for place in places]
    longest = max((len(name) for name in shown), default=0)
    is_turned = longest * len(shown) > 90
    axes.set_xticks(
        list(places), shown, rotation=35 if is_turned else 0, ha="right" if is_turned else "center"
    )


def _draw_lines(axes: Axes, chart: ChartSpec) -> None:
    for place, one in enumerate(chart.series):
        colour = palette.SERIES[place % len(palette.SERIES)]
        values = [float("nan") if value is None else value for value in one.values]
        done = next((at for at in range(len(values)) if one.is_unfinished(at)), len(values))
        axes.plot(
            range(done),
            values[:done],
            color=colour,
            linewidth=2,
            marker="o",
            markersize=3.5,
            label=one.name,
        )
        if done < len(values):
            start = max(done - 1, 0)
            axes.plot(
                range(start, len(values)),
                values[start:],
                color=colour,
                linewidth=1.5,
                linestyle=":",
                marker="o",
                markersize=3.5,
                markerfacecolor="white",
            )
    axes.set_ylim(bottom=0)
    _thin_categories(axes, chart)
    _number_axis(axes, chart, "y")


def _draw_bars(axes: Axes, chart: ChartSpec) -> None:
    import numpy as np

    series = shares_of(chart.series) if chart.kind is ChartKind.SHARE else chart.series
    is_stacked = chart.kind is not ChartKind.BAR
    places = np.arange(len(chart.categories), dtype=float)
    wide = 0.72 if is_stacked else 0.76 / max(len(series), 1)
    floor = np.zeros(len(places))
    for number, one in enumerate(series):
        values = np.array([value or 0.0 for value in one.values])
        at = places if is_stacked else places + (number - (len(series) - 1) / 2) * wide
        bars = axes.bar(
            at,
            values,
            wide,
            bottom=floor if is_stacked else 0.0,
            color=palette.SERIES[number % len(palette.SERIES)],
            label=one.name,
        )
        for place, bar in enumerate(bars):
            if one.is_unfinished(place):
                bar.set_alpha(0.45)
        if is_stacked:
            floor += values
    _thin_categories(axes, chart)
    _number_axis(axes, chart, "y")


def _draw_rows(axes: Axes, chart: ChartSpec) -> None:
    count = max(len(chart.series), 1)
    tall = 0.76 / count
    for number, one in enumerate(chart.series):
        for place, value in enumerate(one.values):
            at = place + (number - (count - 1) / 2) * tall
            axes.barh(
                at,
                value or 0.0,
                tall,
                color=palette.SERIES[number % len(palette.SERIES)],
                label=one.name if place == 0 else None,
            )
            axes.annotate(
                chart.written(value),
                (value or 0.0, at),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                fontproperties=_font("regular", 8),
                color=palette.INK,
            )
    axes.set_yticks(range(len(chart.categories)), list(chart.categories))
    axes.invert_yaxis()
    axes.margins(x=0.1)
    _number_axis(axes, chart, "x")


def _draw_funnel(axes: Axes, chart: ChartSpec) -> None:
    funnel = chart.funnel
    if funnel is None:
        return
    for limits, style in ((funnel.inner, "--"), (funnel.outer, "-")):
        trials = [row[0] for row in limits]
        for side in (1, 2):
            axes.plot(
                trials,
                [row[side] for row in limits],
                color=palette.MUTED,
                linewidth=0.9,
                linestyle=style,
            )
    axes.axhline(funnel.whole, color=palette.PRIMARY, linewidth=1.2)
    for point in funnel.points:
        colour = palette.ALARM if point.is_outside else palette.PRIMARY
        axes.plot(point.trials, point.value, "o", color=colour, markersize=6)
        axes.annotate(
            point.name,
            (point.trials, point.value),
            xytext=(5, 4),
            textcoords="offset points",
            fontproperties=_font("regular", 8),
            color=palette.INK,
        )
    axes.set_xlim(left=0)
    axes.set_xlabel(chart.axis, fontproperties=_font("regular"), color=palette.MUTED)
    _number_axis(axes, chart, "y")
