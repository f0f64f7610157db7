"""Town comparison (各镇犯罪情况比较): each area beside its own past and the mix of the city.

Belongs here: counts, changes with intervals, what they are made of, rates where residents are known. Keep
out: an order by value; areas stand in official order and are not ranked.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboards import links
from dashboards.components.address_form import Choice, show_form
from dashboards.components.frame import show_heading, show_section
from dashboards.components.markup import Cell, Heading, anchor, badge, lines, quiet, show, table
from dashboards.components.notices import show_notice
from dashboards.components.patterns import (
    area_name,
    group_choice,
    group_name,
    measures,
    period_address,
    show_method,
    show_span,
)
from dashboards.formats import EMPTY, is_empty
from dashboards.view import View

_PER_RESIDENTS = 100_000
_COUNTIES = "counties"


def show_page(view: View) -> None:
    """The whole page."""
    text = view.text
    show_heading(view, text("towns.title"), text("towns.subtitle"))
    if not show_span(view):
        return
    show_method(view, "towns")
    found = view.ask("pattern_towns")
    if found.empty:
        show_notice(text("patterns.nothing"), text("patterns.nothing_hint"))
        return
    if "too_short" in set(measures(view, "towns")["state"]):
        show_notice(text("towns.too_short"), text("towns.too_short_hint"))
    regions = sorted(found.loc[found["level"] == "region", "area_code"].unique())
    groups = found["group_code"].unique().tolist()
    chosen = show_form(
        view,
        links.TOWNS,
        [
            Choice(
                "in", text("towns.areas"), [_COUNTIES, *regions],
                lambda code: text("towns.counties") if code == _COUNTIES
                else text("towns.of", region=view.labels.region(code)),
                _COUNTIES, clears=("area",),
            ),
            group_choice(view, groups, usual="theft" if "theft" in groups else groups[0]),
            Choice("area", text("towns.driven_in"), sorted(found["area_code"].unique()),
                   lambda code: area_name(view, code)),
        ],
        key="towns",
    )  # fmt: skip
    if chosen is None:
        return
    if chosen["area"]:
        _show_drivers(view, found[found["area_code"] == chosen["area"]], str(chosen["area"]))
    level = "region" if chosen["in"] == _COUNTIES else "township"
    shown = found[(found["level"] == level) & (found["group_code"] == chosen["group"])]
    if level == "township":
        shown = shown[shown["region_code"] == chosen["in"]]
    show_section(
        text("towns.table", group=group_name(view, chosen["group"])),
        _compared_weeks(view),
    )
    if level == "township":
        _show_neighbours(view, str(chosen["group"]))
    show(_table(view, shown, has_rates=level == "region", first=Heading(text("patterns.area"), is_lead=True),
                name=lambda row: _area_link(view, row, chosen)))  # fmt: skip


def _show_neighbours(view: View, group: str) -> None:
    """Whether townships are high or low together with those around them, over the whole city."""
    found = measures(view, "local_moran")
    for row in found[found["group_code"] == group].to_dict("records"):
        moran = view.formats.signed(row["value"], decimals=2)
        chance = view.formats.chance(row["p_value"])
        show(quiet(view.text("towns.neighbours", moran=moran, chance=chance)))


def _weeks(view: View) -> int | None:
    """How long both spans are; None to readers whose scope holds no measure of the city."""
    found = measures(view, "towns")["value"].dropna()
    return None if found.empty else int(found.iloc[0])


def _compared_weeks(view: View) -> str:
    weeks = _weeks(view)
    return "" if weeks is None else view.text("towns.weeks", weeks=view.formats.number(weeks))


def _area_link(view: View, row: dict[str, Any], chosen: dict[str, str | None]) -> Cell:
    address = view.link(links.TOWNS, **{**chosen, "area": row["area_code"]})
    mark: Cell = ""
    if not is_empty(row["quadrant"]):
        mark = badge(view.text(f"towns.{row['quadrant']}"), "neutral")
    return lines(
        Markup('<a href="{}" target="_self">{}</a>').format(
            address, area_name(view, row["area_code"])
        ),
        mark,
    )


def _show_drivers(view: View, rows: pd.DataFrame, area: str) -> None:
    text = view.text
    show_section(text("towns.drivers", area=area_name(view, area)), text("towns.drivers_note"))
    rows = rows[(rows["now"] > 0) | (rows["before"].fillna(0) > 0)]
    order = {code: place for place, code in enumerate(view.labels.all_names("pattern_group"))}
    rows = rows.sort_values("group_code", key=lambda codes: codes.map(order))
    show(_table(view, rows, has_rates=False, first=Heading(text("patterns.group"), is_lead=True),
                name=lambda row: group_name(view, row["group_code"])))  # fmt: skip


def _table(view: View, rows: pd.DataFrame, *, has_rates: bool, first: Heading, name: Any) -> Markup:
    text, number = view.text, view.formats.number
    headings = [
        first,
        Heading(text("towns.now"), "number"),
        Heading(text("towns.before"), "number"),
        Heading(text("towns.change"), "number", note=text("towns.interval")),
        Heading(text("towns.city_part"), "number"),
        Heading(text("towns.mix_part"), "number"),
        Heading(text("towns.local_part"), "number"),
        Heading(text("towns.by_mix"), "number"),
    ]
    if has_rates:
        headings.append(Heading(text("towns.rate"), "number", note=text("towns.rate_note")))
    shown, spans = [], _spans(view)
    for row in rows.to_dict("records"):
        cells: list[Cell] = [
            name(row),
            *(_count(view, row, span, spans.get(span)) for span in ("now", "before")),
            _change(view, row),
            *(view.formats.signed(row[part]) for part in ("city_part", "mix_part", "local_part")),
            number(row["expected_by_mix"]),
        ]
        if has_rates:
            cells.append(_rate(view, row))
        shown.append(cells)
    return table(headings, shown, label=text("towns.title"))


def _spans(view: View) -> dict[str, tuple[pd.Timestamp, pd.Timestamp]]:
    """First and last day of the period and of the one before it, where these are known."""
    count = _weeks(view)
    if count is None:
        return {}
    last = pd.Timestamp(view.ask("pattern_span")["last_week_end"].iloc[0])
    weeks = pd.Timedelta(days=7 * count)
    day = pd.Timedelta(days=1)
    return {"now": (last - weeks + day, last), "before": (last - 2 * weeks + day, last - weeks)}


def _count(
    view: View, row: dict[str, Any], name: str, span: tuple[pd.Timestamp, pd.Timestamp] | None
) -> Cell:
    """The number, which opens its cases."""
    if is_empty(row[name]) or not row[name] or span is None:
        return view.formats.number(row[name])
    address = period_address(view, row["group_code"], row["area_code"], *span)
    return anchor(address, view.formats.number(row[name]))


def _change(view: View, row: dict[str, Any]) -> Cell:
    if is_empty(row["ratio"]):
        return EMPTY
    change, low, high = (
        f"{view.formats.signed(100 * (row[name] - 1))}%"
        for name in ("ratio", "ratio_low", "ratio_high")
    )
    is_clear = row["ratio_low"] > 1 or row["ratio_high"] < 1
    return lines(
        Markup("<b>{}</b>").format(change) if is_clear else change, quiet(f"{low} … {high}")
    )


def _rate(view: View, row: dict[str, Any]) -> Cell:
    if is_empty(row["rate_smoothed"]):
        return quiet(view.text("towns.no_residents"))
    smoothed, low, high = (
        view.formats.number(row[name] * _PER_RESIDENTS, decimals=1, is_fixed=True)
        for name in ("rate_smoothed", "rate_low", "rate_high")
    )
    return lines(smoothed, quiet(f"{low} … {high}"))
