"""Subscriptions (订阅): who is mailed what, when, for which scope, in which language and formats.

Belongs here: the list and the form. Keep out: what is due and sending (pipelines/delivery).
"""

from __future__ import annotations

from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.frame import show_heading, show_section
from dashboards.components.markup import Heading, badge, lines, quiet, show, table
from dashboards.components.notices import show_notice
from dashboards.i18n import LANGUAGES
from dashboards.metrics.book import MetricBook
from dashboards.reports.definition import load_definitions
from dashboards.reports.desk import DIMENSIONS
from dashboards.reports.render import FORMATS
from dashboards.view import View
from pipelines.appdb.subscriptions import (
    CONDITIONS,
    Subscription,
    SubscriptionRefusedError,
    add_subscription,
    list_subscriptions,
    set_active,
)
from pipelines.appdb.tables import SUBSCRIPTION_KINDS
from pipelines.appdb.user import current_user

HOURS = 24


def show_page(view: View) -> None:
    """The list, then the form for a new one."""
    text = view.text
    show_heading(view, text("subscriptions.title"), text("subscriptions.subtitle"))
    _show_form(view)
    found = _visible(view)
    show_section(text("subscriptions.list"), text("subscriptions.list_note"))
    if not found:
        show_notice(
            text("subscriptions.none"),
            text("subscriptions.none_hint"),
            action=(view.link(links.REPORTS), text("reports.title")),
        )
        return
    show(_table(view, found))
    _show_switch(view, found)


def _visible(view: View) -> list[Subscription]:
    """A limited reader sees their own subscriptions: scopes of others say what those may see."""
    found = list_subscriptions(view.application)
    if view.reader.scope.is_limited:
        return [one for one in found if one.owner == current_user()]
    return found


def _table(view: View, found: list[Subscription]) -> Markup:
    text = view.text
    headings = [
        Heading(text("subscriptions.what"), is_lead=True),
        Heading(text("subscriptions.address")),
        Heading(text("report.scope")),
        Heading(text("subscriptions.formats")),
        Heading(text("subscriptions.send_hour"), "number"),
        Heading(text("subscriptions.owner")),
        Heading(text("overview.state"), "mark"),
    ]
    rows = [
        [
            lines(subject_of(view, one), quiet(text(f"subscription.{one.kind}"))),
            one.address,
            lines(_scope(view, one.scope), quiet(_limits(view, one.reader))),
            lines(" ".join(one.formats).upper(), quiet(LANGUAGES[one.language])),
            f"{one.send_hour:02d}:00",
            one.owner,
            badge(
                text(f"subscriptions.is_{'active' if one.is_active else 'stopped'}"),
                "good" if one.is_active else "neutral",
            ),
        ]
        for one in found
    ]
    return table(headings, rows, label=text("subscriptions.list"))


def subject_of(view: View, one: Subscription) -> str:
    """What a subscription is about, in words."""
    text = view.text
    if one.kind == "report":
        return text(f"report.{one.report}.name")
    if one.kind == "reminder":
        return text("subscription.reminder")
    condition = one.condition or {}
    metric = MetricBook(view.snapshot).metrics.get(str(condition["metric"]), {})
    return text(
        f"subscriptions.condition_{condition['comparison']}",
        metric=str(metric.get(f"name_{view.language}", condition["metric"])),
        threshold=view.formats.number(condition["threshold"], decimals=2),
    )


def _scope(view: View, scope: dict[str, str]) -> str:
    labels = view.labels
    names = dict(zip(DIMENSIONS, (labels.region, labels.unit, labels.charge), strict=True))
    said = [names[dimension](code) for dimension, code in scope.items()]
    return view.text("report.scope_separator").join(said) or view.text("report.whole_city")


def _limits(view: View, reader: dict[str, Any]) -> str:
    """What the reader is limited to beyond the chosen scope."""
    labels = view.labels
    said = [
        *map(labels.region, reader.get("regions", ())),
        *map(labels.unit, reader.get("agencies", ())),
    ]
    return (
        view.text("subscriptions.limited", names=view.text("frame.list_separator").join(said))
        if said
        else ""
    )


def _show_form(view: View) -> None:
    text = view.text
    with st.expander(text("subscriptions.new"), icon=":material/add:"):
        kind = st.segmented_control(
            text("subscriptions.kind"),
            SUBSCRIPTION_KINDS,
            default=SUBSCRIPTION_KINDS[0],
            required=True,
            format_func=lambda name: text(f"subscription.{name}"),
            key="subscription-kind",
        )
        with st.form("new-subscription", border=False):
            values = _fields(view, str(kind))
            submitted = st.form_submit_button(text("subscriptions.add"), type="primary")
    if not submitted:
        return
    definition = load_definitions().get(str(values.get("report")))
    if definition is not None and definition.needs_charge and "charge" not in values["scope"]:
        show_notice(text("reports.needs_charge"), tone="warn")
        return
    try:
        add_subscription(
            view.application,
            kind=str(kind),
            owner=current_user(),
            reader=_reader(view),
            **values,
        )
    except SubscriptionRefusedError as error:
        show_notice(text(f"subscription_error.{error.code}"), tone="bad")
        return
    st.rerun()


def _reader(view: View) -> dict[str, Any]:
    """What whoever subscribes may see: nobody subscribes somebody else to more than that."""
    reader = view.reader
    return {
        "regions": list(reader.scope.regions),
        "agencies": list(reader.scope.agencies),
        "has_case_access": reader.has_case_access,
    }


def _fields(view: View, kind: str) -> dict[str, Any]:
    text = view.text
    row = st.columns([2, 2, 2])
    values: dict[str, Any] = {
        "address": row[0].text_input(text("subscriptions.address"), max_chars=254).strip(),
        "owner_address": row[1]
        .text_input(
            text("subscriptions.owner_address"),
            max_chars=254,
            help=text("subscriptions.owner_hint"),
        )
        .strip(),
    }
    if kind == "report":
        values["report"] = row[2].selectbox(
            text("reports.report"),
            list(load_definitions()),
            format_func=lambda name: text(f"report.{name}.name"),
        )
    second = st.columns([1.4, 1.4, 1.4, 1, 1])
    values["scope"] = _scope_fields(view, second[:3])
    values["language"] = second[3].selectbox(
        text("frame.language"), list(LANGUAGES), format_func=LANGUAGES.__getitem__
    )
    values["send_hour"] = second[4].selectbox(
        text("subscriptions.send_hour"),
        range(HOURS),
        index=7,
        format_func=lambda hour: f"{hour:02d}:00",
    )
    if kind == "report":
        values["formats"] = tuple(
            st.pills(
                text("subscriptions.formats"),
                [name for name in FORMATS if name != "html"],
                default=["pdf"],
                selection_mode="multi",
                format_func=str.upper,
            )
        )
    if kind == "alert":
        values["condition"] = _condition_fields(view)
        values["formats"] = ()
    return values


def _scope_fields(view: View, columns: list[Any]) -> dict[str, str]:
    labels, choices = view.labels, view.ask("report_choices")
    found = {}
    names = zip(DIMENSIONS, (labels.region, labels.unit, labels.charge), strict=True)
    for column, (dimension, of_code) in zip(columns, names, strict=True):
        codes = choices.loc[choices["filter"] == dimension, "code"].tolist()
        code = column.selectbox(
            view.text(f"statistics.filter_{dimension}"),
            codes,
            index=None,
            format_func=of_code,
            placeholder=view.text("search.any"),
            key=f"subscription-{dimension}",
        )
        if code:
            found[dimension] = code
    return found


def _condition_fields(view: View) -> dict[str, Any]:
    text, book = view.text, MetricBook(view.snapshot)
    known = [name for name in book.metrics if book.default_variant(name)]
    row = st.columns([3, 1.5, 1.5])
    metric = row[0].selectbox(
        text("statistics.metric"),
        known,
        format_func=lambda name: str(book.metrics[name][f"name_{view.language}"]),
    )
    comparison = row[1].selectbox(
        text("subscriptions.comparison"),
        CONDITIONS,
        format_func=lambda name: text(f"comparison.{name}"),
    )
    threshold = row[2].number_input(
        text("subscriptions.threshold"), value=0.0, help=text("subscriptions.threshold_hint")
    )
    return {"metric": metric, "comparison": comparison, "threshold": float(threshold)}


def _show_switch(view: View, found: list[Subscription]) -> None:
    """Stopping and resuming, one at a time."""
    text = view.text
    by_id = {one.subscription_id: one for one in found}
    row = st.columns([4, 1], vertical_alignment="bottom")
    chosen = row[0].selectbox(
        text("subscriptions.choose"),
        list(by_id),
        index=None,
        format_func=lambda name: f"{subject_of(view, by_id[name])} → {by_id[name].address}",
        placeholder=text("subscriptions.choose"),
    )
    if chosen is None:
        return
    one = by_id[chosen]
    label = text(f"subscriptions.do_{'stop' if one.is_active else 'resume'}")
    if row[1].button(label, width="stretch"):
        try:
            set_active(view.application, one, is_active=not one.is_active, actor=current_user())
        except SubscriptionRefusedError as error:
            show_notice(text(f"subscription_error.{error.code}"), tone="warn")
            return
        st.rerun()
