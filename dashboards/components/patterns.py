"""What the pages of patterns share: names, the method in two sentences with its card, links to cases.

Belongs here: words and marks of items. Keep out: questions and charts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.address_form import Choice
from dashboards.components.markup import Cell, anchor, badge, facts, lines, quiet, show
from dashboards.components.notices import show_notice
from dashboards.formats import is_empty
from dashboards.view import View
from models import patterns

CITY = "city"
_CARD = ("data", "accuracy", "limits")
_MODELS = Path(patterns.__file__).parents[1]
# The folder of models whose card speaks of the method; all others are of the patterns.
_FOLDERS = {
    "series": "series",
    "similar": "similarity",
    "consistency": "similarity",
    "matches": "supervision",
}
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
OUTCOMES = {"continued": "warn", "subsided": "neutral", "open": "accent"}


def group_name(view: View, code: Any) -> str:
    return view.labels.name("pattern_group", code)


def area_name(view: View, code: Any) -> str:
    """A township with its county, a county, or the whole city."""
    if code == CITY:
        return view.text("patterns.city")
    if is_empty(code):
        return view.text("frame.unknown")
    name = view.labels.name("township", code)
    return name if name != code else view.labels.region(code)


def group_choice(view: View, codes: list[str], *, usual: str | None = None) -> Choice:
    """Which kind of offence, in the order of the list of kinds."""
    ordered = [code for code in view.labels.all_names("pattern_group") if code in codes]
    return Choice(
        "group",
        view.text("patterns.group"),
        ordered,
        lambda code: group_name(view, code),
        usual=usual,
    )


def show_method(view: View, method: str) -> None:
    """The method in two sentences; its card one click away."""
    text = view.text
    with st.container(horizontal=True, vertical_alignment="center", key=f"method_{method}"):
        show(Markup('<p class="cl-note">{}</p>').format(text(f"method.{method}.note")))
        with st.popover(text("patterns.card"), icon=":material/description:", type="tertiary"):
            show(
                Markup('<div class="cl-definition cl-method"><h3>{}</h3>{}</div>').format(
                    text(f"method.{method}.name"),
                    facts(
                        [
                            (text(f"patterns.card_{part}"), text(f"method.{method}.{part}"))
                            for part in _CARD
                        ]
                    ),
                )
            )
            with st.expander(text("patterns.card_whole")):
                st.markdown(read_card(_FOLDERS.get(method, "patterns")))


@lru_cache(maxsize=8)
def read_card(folder: str) -> str:
    """The card as it stands beside the model; its links lead into the repository, so only their words are shown."""
    card = (_MODELS / folder / "CARD.md").read_text(encoding="utf-8")
    return _LINK.sub(r"\1", card.partition("\n")[2].strip())


def show_span(view: View) -> bool:
    """Up to which week the page speaks; False, with a notice, where no week is complete."""
    span = view.ask("pattern_span")
    if span.empty:
        show_notice(view.text("patterns.nothing"), view.text("patterns.nothing_hint"))
        return False
    row = span.iloc[0]
    show(
        quiet(
            view.text(
                "patterns.span",
                first=view.formats.date(row["first_week"]),
                last=view.formats.date(row["last_week_end"]),
                number=view.formats.number(row["offence_count"]),
            )
        )
    )
    return True


def measures(view: View, method: str) -> pd.DataFrame:
    """The figures of one method."""
    found = view.ask("pattern_measures")
    return found[found["method"] == method]


def cases_link(view: View, item_id: str, label: object = "") -> Markup:
    """The list behind an item."""
    return anchor(
        view.link(links.PATTERN_CASES, item=item_id), label or view.text("patterns.open_cases")
    )


def period_address(view: View, group: str, area: str, first: Any, last: Any) -> str:
    """Where the cases of a kind, an area and a period are listed."""
    days = {"first": f"{pd.Timestamp(first):%Y-%m-%d}", "last": f"{pd.Timestamp(last):%Y-%m-%d}"}
    return view.link(links.PATTERN_CASES, group=group, area=area, **days)


def days_of(view: View, row: dict[str, Any]) -> str:
    formats = view.formats
    return view.text(
        "statistics.days",
        first=formats.date(row["first_day"]),
        last=formats.date(row["last_day"]),
    )


def what_and_where(view: View, row: dict[str, Any]) -> Cell:
    return lines(
        cases_link(view, row["item_id"], group_name(view, row["group_code"])),
        quiet(area_name(view, row["area_code"]) if row["area_code"] else ""),
    )


def outcome_mark(view: View, outcome: Any) -> Cell:
    if is_empty(outcome):
        return ""
    return badge(view.text(f"alerts.{outcome}"), OUTCOMES[str(outcome)])
