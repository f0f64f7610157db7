"""Process (办案流程): how cases move from stage to stage, where they go back, how long they stay.

Belongs here: the map, the moves and the stays of a period. Keep out: which event begins a stage (dbt) and
drawing (components/process_map.py).
"""

from __future__ import annotations

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.address_form import show_form
from dashboards.components.charts import follow_chart
from dashboards.components.figure import open_card
from dashboards.components.frame import show_heading, show_section
from dashboards.components.markup import TALL, Cell, Heading, anchor, badge, lines, quiet, show
from dashboards.components.metric_choices import (
    chosen_days,
    code_choice,
    period_choice,
    read_periods,
)
from dashboards.components.notices import show_notice
from dashboards.components.page_tools import PageTools, open_tools
from dashboards.components.process_map import START, Move, Stage, draw_process, is_back
from dashboards.components.set_cases import set_address
from dashboards.formats import EMPTY
from dashboards.metrics.case_sets import SetScope, count_facts
from dashboards.stages import STAGES
from dashboards.view import View
from models.metrics.durations import median_with_open
from models.metrics.periods import Period


def show_page(view: View) -> None:
    """The whole page."""
    text, formats = view.text, view.formats
    show_heading(view, text("process.title"), text("process.subtitle"))
    periods = read_periods(view)
    if periods.empty:
        show_notice(text("overview.no_cases"), text("overview.no_cases_hint"))
        return
    choices = [
        period_choice(view, usual=str(periods[periods["grain"] == "year"]["period"].iloc[0])),
        code_choice(view, "region"),
        code_choice(view, "charge", width=1.6),
    ]
    values = show_form(view, links.PROCESS, choices, key="process")
    if values is None:
        return
    name, period = chosen_days(periods, values["period"])
    scope = SetScope(values["region"], values["charge"])
    tools = open_tools(view, links.PROCESS, text("process.title"), (choices, values))
    moves = count_facts(view, "moves", period, scope, by=["from_stage", "to_stage"])
    stays = count_facts(view, "stays", period, scope, by=["stage"])
    if moves.empty and stays.empty:
        show_notice(text("process.nothing"), text("search.nothing_hint"))
        return
    medians = _medians(view, period, scope)
    _show_map(view, name, period, scope, moves, stays, medians)
    if period.last_day > view.as_of:
        until = text("trend.known_until", date=formats.date(view.as_of))
        show(lines(badge(text("statistics.unfinished"), "warn"), quiet(until)))
    _show_stages(tools, period, scope, moves, stays, medians)
    _show_moves(tools, period, scope)
    tools.close()


def _medians(
    view: View, period: Period, scope: SetScope
) -> dict[str, tuple[float | None, int, int]]:
    """Median days, stays and open stays by stage, of stays begun in the period."""
    found = view.ask(
        "stage_durations",
        first_day=period.first_day,
        last_day=period.last_day,
        region=scope.region,
        charge=scope.charge,
    )
    medians = {}
    for stage, stays in found.groupby("stage"):
        median = median_with_open(stays["duration_days"], stays["is_open"], stays["stay_count"])
        still = int(stays.loc[stays["is_open"], "stay_count"].sum())
        medians[str(stage)] = (median, int(stays["stay_count"].sum()), still)
    return medians


def _show_map(
    view: View,
    name: str,
    period: Period,
    scope: SetScope,
    moves: pd.DataFrame,
    stays: pd.DataFrame,
    medians: dict[str, tuple[float | None, int, int]],
) -> None:
    text, number = view.text, view.formats.number
    is_start = moves["from_stage"] == START
    entered = moves.loc[is_start, "weight"].sum()
    back = sum(
        row["weight"]
        for row in moves.to_dict("records")
        if is_back(row["from_stage"], row["to_stage"])
    )
    open_count = stays["weight"].sum()
    title = text(
        "process.says",
        period=name,
        entered=number(entered),
        back=number(back),
        still=number(open_count),
    )
    drawn = [
        Move(
            row["from_stage"],
            row["to_stage"],
            row["weight"],
            f"<b>{_stage(view, row['from_stage'])} → {_stage(view, row['to_stage'])}</b>"
            f"<br>{number(row['weight'])}",
            set_address(
                view, "moves", period, scope, from_stage=row["from_stage"], to_stage=row["to_stage"]
            ),
        )
        for row in moves.to_dict("records")
    ]
    counts = dict(zip(stays["stage"], stays["weight"], strict=True))
    boxes = [Stage(START, text("process.start"), number(entered), text("process.start"), "")]
    for stage in STAGES:
        waiting = counts.get(stage, 0)
        written = text("process.waiting", number=number(waiting)) if stage != "closed" else ""
        days = _days(view, medians.get(stage))
        detail = f"<b>{_stage(view, stage)}</b><br>{written}<br>{text('process.median')} {days}"
        address = set_address(view, "stays", period, scope, stage=stage) if waiting else ""
        boxes.append(Stage(stage, _stage(view, stage), written, detail, address))
    described = text("frame.list_separator").join(
        move.detail.replace("<b>", "").replace("</b>", "").replace("<br>", " ")
        for move in sorted(drawn, key=lambda move: -move.count)[:6]
    )
    with open_card(
        view, "process_map", title, Markup("<p>{}</p>").format(text("process.definition"))
    ):
        names = {False: text("process.forward"), True: text("process.back")}
        with st.container(key="process_map_wide"):
            follow_chart(
                draw_process(boxes, drawn, names=names),
                key="process_map",
                description=f"{title} {described}",
            )
        show(Markup('<p class="cl-note">{}</p>').format(text("process.click")))


def _show_stages(
    tools: PageTools,
    period: Period,
    scope: SetScope,
    moves: pd.DataFrame,
    stays: pd.DataFrame,
    medians: dict[str, tuple[float | None, int, int]],
) -> None:
    view = tools.view
    text = view.text
    counts = dict(zip(stays["stage"], stays["weight"], strict=True))
    headings = [
        Heading(text("search.filter_stage"), is_lead=True),
        Heading(text("process.entered"), "number"),
        Heading(text("process.left"), "number"),
        Heading(text("process.open"), "number"),
        Heading(text("process.median"), "number"),
        Heading(text("process.stays"), "number", note=text("process.of_these_open")),
    ]
    rows: list[list[Cell]] = []
    for stage in STAGES:
        into = float(moves.loc[moves["to_stage"] == stage, "weight"].sum())
        out = float(moves.loc[moves["from_stage"] == stage, "weight"].sum())
        still = counts.get(stage, 0)
        # A case comes to rest in the last stage; it does not wait there.
        median = medians.get(stage) if stage != "closed" else None
        begun = set_address(view, "begun", period, scope, stage=stage)
        rows.append(
            [
                _stage(view, stage),
                _linked(view, into, set_address(view, "moves", period, scope, to_stage=stage)),
                _linked(view, out, set_address(view, "moves", period, scope, from_stage=stage)),
                _linked(view, still, set_address(view, "stays", period, scope, stage=stage)),
                _linked_text(median[1] if median else 0, begun, _days(view, median)),
                lines(
                    _linked(view, median[1], begun),
                    _linked(
                        view,
                        median[2],
                        set_address(view, "begun", period, scope, stage=stage, still="yes"),
                    ),
                )
                if median
                else EMPTY,
            ]
        )
    show_section(text("process.by_stage"), text("process.by_stage_note"))
    tools.show_table(headings, rows, label=text("process.by_stage"))


def _show_moves(tools: PageTools, period: Period, scope: SetScope) -> None:
    view, text = tools.view, tools.view.text
    headings = [
        Heading(text("process.from"), is_lead=True),
        Heading(text("process.to")),
        Heading(text("process.direction"), "mark"),
        Heading(text("process.moves"), "number"),
        Heading(text("process.median_before"), "number"),
    ]
    days = count_facts(
        view,
        "moves",
        period,
        scope,
        by=["from_stage", "to_stage"],
        further=["median_days"],
    )
    rows: list[list[Cell]] = []
    for row in days.sort_values("weight", ascending=False).to_dict("records"):
        back = is_back(row["from_stage"], row["to_stage"])
        address = set_address(
            view, "moves", period, scope, from_stage=row["from_stage"], to_stage=row["to_stage"]
        )
        rows.append(
            [
                _stage(view, row["from_stage"]),
                _stage(view, row["to_stage"]),
                badge(text("process.back"), "warn") if back else text("process.forward"),
                _linked(view, row["weight"], address),
                _linked_text(
                    0 if pd.isna(row["median_days"]) else 1,
                    address,
                    _day_count(view, row["median_days"]),
                ),
            ]
        )
    show_section(text("process.all_moves"), text("process.all_moves_note"))
    tools.show_table(headings, rows, label=text("process.all_moves"), is_tall=len(rows) > TALL)


def _linked(view: View, value: float, address: str) -> Cell:
    shown = view.formats.number(value)
    return anchor(address, shown) if value else shown


def _linked_text(count: float, address: str, words: str) -> Cell:
    """What was made of cases leads to them."""
    return anchor(address, words) if count else words


def _days(view: View, found: tuple[float | None, int, int] | None) -> str:
    if found is None:
        return EMPTY
    if found[0] is None:
        return view.text("process.not_reached")
    return _day_count(view, found[0])


def _day_count(view: View, days: float | None) -> str:
    if days is None or pd.isna(days):
        return EMPTY
    number = view.formats.number(days, decimals=1)
    return view.text.count("unit.days_count", round(days), number=number)


def _stage(view: View, stage: str) -> str:
    if stage == START:
        return view.text("process.start")
    return view.text.find(f"stage.{stage}") or stage
