"""Drawing charts for documents and mails, without a browser.

Belongs here: looks. Keep out: numbers, which come with the block as they are printed in the text.
"""

from __future__ import annotations

import io
from typing import Any

from dashboards import palette
from dashboards.charts.fonts import font_file
from dashboards.reports.blocks import Chart, Document

# The width of the type area of an official document, in inches; dots per inch of print.
WIDTH = 156 / 25.4
DOTS_PER_INCH = 170
LINE_HEIGHT = 2.5
BAR_HEIGHT = 0.25
# More labels than this on a time axis run into each other.
LABELS = 13
COLOURS = 64


def draw_charts(document: Document) -> dict[str, bytes]:
    """A PNG per chart id of the report."""
    return {chart.id: draw_chart(chart) for chart in document.charts()}


def draw_chart(chart: Chart) -> bytes:
    """One chart as PNG; the same chart gives the same bytes."""
    # The pyplot of Matplotlib keeps global state; figures of their own may be drawn in threads.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    font = FontProperties(fname=str(font_file()), size=8)
    is_bars = chart.kind == "bars"
    height = max(1.6, len(chart.labels) * BAR_HEIGHT + 0.6) if is_bars else LINE_HEIGHT
    figure = Figure(figsize=(WIDTH, height), dpi=DOTS_PER_INCH, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    _clean(axes, is_bars=is_bars)
    (_draw_bars if is_bars else _draw_lines)(axes, chart, font)
    if len(chart.series) > 1:
        legend = axes.legend(
            loc="lower left", bbox_to_anchor=(0, 1.0), ncols=min(3, len(chart.series)),
            prop=font, frameon=False, borderaxespad=0, handlelength=1.4,
        )  # fmt: skip
        legend.set_in_layout(True)
    elif chart.unit:
        axes.set_title(
            f"{chart.series[0].name}", fontproperties=font, loc="left", color=palette.MUTED
        )
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(font)
        label.set_color(palette.INK)
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", metadata={"Software": None})
    return _few_colours(drawn)


def _few_colours(drawn: io.BytesIO) -> bytes:
    """The same picture in a palette: a third of the bytes, in a mail of twelve charts."""
    from PIL import Image

    target = io.BytesIO()
    Image.open(drawn).convert("RGB").quantize(colors=COLOURS).save(target, format="PNG")
    return target.getvalue()


def _clean(axes: Any, *, is_bars: bool) -> None:
    for side in ("top", "right", "bottom" if is_bars else "left"):
        axes.spines[side].set_visible(False)
    for spine in axes.spines.values():
        spine.set_color(palette.LINE)
    axes.tick_params(length=0)
    axes.grid(axis="x" if is_bars else "y", color=palette.LINE, linewidth=0.6)
    axes.set_axisbelow(True)


def _draw_lines(axes: Any, chart: Chart, font: Any) -> None:
    places = range(len(chart.labels))
    for index, series in enumerate(chart.series):
        colour = palette.SERIES[index % len(palette.SERIES)]
        values = [
            float("nan") if number.value is None else number.value for number in series.numbers
        ]
        axes.plot(
            places, values, color=colour, label=series.name, linewidth=1.6, marker="o", markersize=3
        )
        known = [at for at in places if series.numbers[at].value is not None]
        if known:
            last = known[-1]
            axes.annotate(
                series.numbers[last].text, (last, values[last]), xytext=(5, 0),
                textcoords="offset points", va="center", fontproperties=font, color=colour,
            )  # fmt: skip
    step = -(-len(chart.labels) // LABELS)
    shown = list(places)[:: step or 1]
    axes.set_xticks(shown, [chart.labels[at] for at in shown])
    axes.set_ylim(bottom=0)
    axes.margins(x=0.04)
    for label in axes.get_xticklabels():
        label.set_rotation(0 if len(shown) < 8 else 30)


def _draw_bars(axes: Any, chart: Chart, font: Any) -> None:
    count = len(chart.series)
    thickness = 0.66 / count
    for index, series in enumerate(chart.series):
        colour = palette.SERIES[index % len(palette.SERIES)]
        places = [at + (index - (count - 1) / 2) * thickness for at in range(len(chart.labels))]
        lengths = [number.value or 0 for number in series.numbers]
        axes.barh(places, lengths, height=thickness * 0.92, color=colour, label=series.name)
        for place, number in zip(places, series.numbers, strict=True):
            axes.annotate(
                number.text, (number.value or 0, place), xytext=(4, 0),
                textcoords="offset points", va="center", fontproperties=font, color=palette.INK,
            )  # fmt: skip
    axes.set_yticks(range(len(chart.labels)), chart.labels)
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.set_xticks([])
