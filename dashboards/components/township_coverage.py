"""How the townships of cases were found: by address, by station, not at all; county by county.

Belongs here: this table. Keep out: finding them (dbt).
"""

from __future__ import annotations

from dashboards.components.markup import Cell, Heading, anchor, quiet, show, table
from dashboards.components.set_cases import member_of_set, set_address
from dashboards.grids.fill import EARLIEST
from dashboards.metrics.case_sets import ALL_FACTS, count_facts
from dashboards.view import View
from models.metrics.periods import Period


def show_coverage(view: View) -> None:
    """The table with its title."""
    text, number = view.text, view.formats.number
    ways = {
        None: "case_count",
        "address": "address_count",
        "station": "station_count",
        "nowhere": "unknown_count",
    }
    headings = [Heading(text("statistics.filter_region"), is_lead=True)]
    headings += [Heading(text(f"regions.{name}"), "number") for name in ways.values()]
    everything = Period(EARLIEST, view.as_of)
    found = count_facts(view, "located", everything, by=["place", "found_by"])

    def counted(place: str, way: str | None) -> Cell:
        of_place = found[found["place"] == place]
        if way:
            of_place = of_place[of_place["found_by"] == way]
        count = float(of_place["weight"].sum())
        if not count or not view.reader.has_case_access:
            return number(count)
        address = set_address(view, "located", everything, ALL_FACTS, place=place, found_by=way)
        return anchor(address, number(count))

    rows = [
        [member_of_set(view, "place", place), *[counted(place, way) for way in ways]]
        for place in sorted(found["place"].unique())
    ]
    show(quiet(text("regions.coverage_title")))
    show(table(headings, rows, label=text("regions.coverage_title")))
