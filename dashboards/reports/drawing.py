"""Drawing charts for documents and mails, without a browser.

Belongs here: looks. Keep out: numbers, which come with the block as they are printed in the text.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, replace
from functools import lru_cache
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
TEXT_POINTS = 8
# Inches: one line of letters, and what stands free around them.
LETTER = TEXT_POINTS / 72
PAD = 0.06
TURN_DEGREES = 30
# More labels than this are turned.
UPRIGHT = 7


def draw_charts(document: Document) -> dict[str, bytes]:
    """A PNG per chart id of the report."""
    return {chart.id: draw_chart(chart) for chart in document.charts()}


def draw_chart(chart: Chart) -> bytes:
    """One chart as PNG; the same chart gives the same bytes."""
    # The pyplot of Matplotlib keeps global state; figures of their own may be drawn in threads.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    font = FontProperties(fname=str(font_file()), size=TEXT_POINTS)
    is_bars = chart.kind == "bars"
    height = max(1.6, len(chart.labels) * BAR_HEIGHT + 0.6) if is_bars else LINE_HEIGHT
    figure = Figure(figsize=(WIDTH, height), dpi=DOTS_PER_INCH)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    _clean(axes, is_bars=is_bars)
    room = (_draw_bars if is_bars else _draw_lines)(axes, chart, font)
    room = replace(room, top=room.top + _head(axes, chart, font))
    # A layout engine draws everything twice to find out what we can measure: half of the time of a mail.
    figure.subplots_adjust(
        left=room.left / WIDTH,
        right=1 - room.right / WIDTH,
        top=1 - room.top / height,
        bottom=room.bottom / height,
    )
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(font)
        label.set_color(palette.INK)
    canvas.draw()
    return _few_colours(canvas)


@dataclass(frozen=True)
class _Room:
    """What the letters around the axes need, in inches."""

    left: float
    right: float
    bottom: float
    top: float = PAD


def _head(axes: Any, chart: Chart, font: Any) -> float:
    """The legend, or the name of the only series; returns its height in inches."""
    names = [series.name for series in chart.series]
    if len(names) > 1:
        columns = next((n for n in (3, 2) if _legend_width(names, n) < WIDTH * 0.8), 1)
        axes.legend(
            loc="lower left", bbox_to_anchor=(0, 1.0), ncols=min(columns, len(names)),
            prop=font, frameon=False, borderaxespad=0, handlelength=1.4,
        )  # fmt: skip
        return -(-len(names) // columns) * LETTER * 1.6 + PAD
    if chart.unit:
        axes.set_title(names[0], fontproperties=font, loc="left", color=palette.MUTED)
        return LETTER * 2
    return 0


def _legend_width(names: list[str], columns: int) -> float:
    """Inches that a legend takes; it is filled column by column."""
    rows = -(-len(names) // columns)
    widest = [
        max(_width(name) for name in names[at : at + rows]) for at in range(0, len(names), rows)
    ]
    return sum(widest) + len(widest) * LETTER * 4


def _width(text: str) -> float:
    """Inches that a text takes."""
    return _measure().getlength(text) / DOTS_PER_INCH


@lru_cache(maxsize=1)
def _measure() -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(font_file()), TEXT_POINTS / 72 * DOTS_PER_INCH)


def _few_colours(canvas: Any) -> bytes:
    """The picture in a palette: a third of the bytes, in a mail of twelve charts."""
    from PIL import Image

    drawn = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba())
    target = io.BytesIO()
    drawn.convert("RGB").quantize(colors=COLOURS).save(target, format="PNG")
    return target.getvalue()


def _clean(axes: Any, *, is_bars: bool) -> None:
    for side in ("top", "right", "bottom" if is_bars else "left"):
        axes.spines[side].set_visible(False)
    for spine in axes.spines.values():
        spine.set_color(palette.LINE)
    axes.tick_params(length=0)
    axes.grid(axis="x" if is_bars else "y", color=palette.LINE, linewidth=0.6)
    axes.set_axisbelow(True)


def _draw_lines(axes: Any, chart: Chart, font: Any) -> _Room:
    places = range(len(chart.labels))
    for index, series in enumerate(chart.series):
        colour = palette.SERIES[index % len(palette.SERIES)]
        values = [
            float("nan") if number.value is None else number.value for number in series.numbers
        ]
        axes.plot(
            places, values, color=colour, label=series.name, linewidth=1.6, marker="o", markersize=3
        )
    step = -(-len(chart.labels) // LABELS)
    shown = list(places)[:: step or 1]
    axes.set_xticks(shown, [chart.labels[at] for at in shown])
    axes.set_ylim(bottom=0)
    axes.margins(x=0.04)
    labels = [chart.labels[at] for at in shown]
    for label in axes.get_xticklabels():
        label.set_rotation(TURN_DEGREES if len(shown) > UPRIGHT else 0)
    widest = max(map(_width, labels), default=0)
    turned = widest * math.sin(math.radians(TURN_DEGREES)) if len(shown) > UPRIGHT else 0
    top = axes.get_ylim()[1]
    ticks = [place for place in axes.get_yticks() if place <= top]
    heights = [f"{place:,.6g}" for place in ticks]
    axes.set_yticks(ticks, heights)
    last = max((_width(series.numbers[-1].text) for series in chart.series), default=0)
    bottom = LETTER * 2 + turned
    _name_ends(axes, chart, font, (LINE_HEIGHT - bottom - LETTER * 3) * 72 / top if top else 0)
    return _Room(
        left=max(*map(_width, heights), widest / 2 - 0.2) + 2 * PAD,
        right=max(last + PAD - 0.04 * WIDTH * 0.8, 0) + PAD,
        bottom=bottom,
    )


def _name_ends(axes: Any, chart: Chart, font: Any, points_per_unit: float) -> None:
    """The last value of each line beside it; those that would cover each other are moved apart."""
    ends = []
    for index, series in enumerate(chart.series):
        known = [at for at, number in enumerate(series.numbers) if number.value is not None]
        if known:
            number = series.numbers[known[-1]]
            ends.append((float(number.value or 0), known[-1], number.text, index))
    below = -math.inf
    for value, at, text, index in sorted(ends):
        place = value * points_per_unit
        free = max(place, below + TEXT_POINTS + 1)
        below = free
        axes.annotate(
            text, (at, value), xytext=(5, free - place), textcoords="offset points", va="center",
            fontproperties=font, color=palette.SERIES[index % len(palette.SERIES)],
        )  # fmt: skip


def _draw_bars(axes: Any, chart: Chart, font: Any) -> _Room:
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
    return _Room(left=max(map(_width, chart.labels)) + 2 * PAD, right=PAD, bottom=PAD)
