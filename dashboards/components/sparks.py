"""Small courses within a table: one bar per month, the last one marked.

Belongs here: their markup. Keep out: values and words.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup


def spark(values: Sequence[float | None], *, label: str) -> Markup:
    """Bars from nought to the largest value; a missing value leaves a gap. ``label`` says the values."""
    largest = max((value for value in values if value is not None), default=0) or 1
    bars = Markup("").join(
        Markup('<i style="height:{}%"></i>').format(
            f"{0 if value is None else max(4.0, 100 * value / largest):.0f}"
        )
        for value in values
    )
    return Markup('<span class="cl-spark" role="img" aria-label="{}">{}</span>').format(label, bars)
