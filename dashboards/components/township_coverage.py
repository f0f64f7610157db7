"""How the townships of cases were found: by address, by station, not at all; county by county.

Belongs here: this table. Keep out: finding them (dbt).
"""

from __future__ import annotations

from dashboards.components.markup import Heading, quiet, show, table
from dashboards.view import View


def show_coverage(view: View) -> None:
    """The table with its title."""
    text, number = view.text, view.formats.number
    names = ("case_count", "address_count", "station_count", "unknown_count")
    headings = [Heading(text("statistics.filter_region"), is_lead=True)]
    headings += [Heading(text(f"regions.{name}"), "number") for name in names]
    rows = [
        [view.labels.region(row["region_code"]), *[number(row[name]) for name in names]]
        for row in view.ask("township_coverage").to_dict("records")
    ]
    show(quiet(text("regions.coverage_title")))
    show(table(headings, rows, label=text("regions.coverage_title")))
