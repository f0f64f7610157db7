"""How fresh the data of each agency is: the same card on every page that shows it.

Belongs here: drawing it. Keep out: what counts as late (the mart ``ops_freshness``).
"""

from __future__ import annotations

from markupsafe import Markup

from dashboards.components.figure import open_figure
from dashboards.components.markup import Heading, anchor, badge, quiet, show, table
from dashboards.figures.registry import Figure
from dashboards.view import View


def show_freshness(view: View) -> None:
    """The card with one line per agency."""
    with open_figure(view, "data_freshness") as figure:
        show(_freshness_table(view, figure))


def _freshness_table(view: View, figure: Figure) -> Markup:
    text, formats = view.text, view.formats
    headings = [
        Heading(text("overview.agency"), is_lead=True),
        Heading(text("frame.data_date"), "date"),
        Heading(text("overview.last_delivered"), "date"),
        Heading(text("overview.days_behind"), "number"),
        Heading(text("overview.cadence"), "number"),
        Heading(text("overview.state"), "mark"),
    ]
    rows = []
    for row in view.ask_sql(figure.sql).to_dict("records"):
        address = view.link(figure.page, **figure.list_filters(row))
        state = (
            badge(text("overview.stale"), "bad")
            if row["is_stale"]
            else badge(text("overview.fresh"), "good")
        )
        rows.append(
            [
                anchor(address, view.labels.agency(row["agency"])),
                formats.date(row["data_date"]),
                formats.date(row["last_delivered_on"]),
                text.count(
                    "unit.days_count", int(row["value"]), number=formats.number(row["value"])
                ),
                quiet(text("overview.every_days", number=formats.number(row["cadence_days"]))),
                state,
            ]
        )
    return table(headings, rows, label=figure.title(text))
