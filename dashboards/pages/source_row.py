"""Source row: one delivered row as it came, every column, personal ones masked.

Belongs here: showing what an agency delivered under the names of its contract. Keep out: judging it.
"""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.frame import show_heading, show_section
from dashboards.components.markup import Cell, Heading, facts, quiet, show, table
from dashboards.components.notices import show_notice
from dashboards.formats import EMPTY
from dashboards.queries import source_relation_sql
from dashboards.view import View
from pipelines.contract import Contract, RawColumn, RawRelation, code_labels, load_contracts


def show_page(view: View) -> None:
    """The whole page of the row in the address: file, row, and the table for workbooks."""
    text = view.text
    file, row, name = (st.query_params.get(key, "") for key in ("file", "row", "table"))
    back = (view.link(links.DELIVERIES), text("source.to_deliveries"))
    contract = _find_contract(file, name)
    if contract is None or not row.isdecimal():
        show_heading(view, text("source.title"))
        show_notice(text("source.unknown"), text("source.unknown_hint"), tone="warn", action=back)
        return
    record = view.ask_sql(source_relation_sql(contract.relations[0]), file=file, row=int(row))
    show_heading(
        view,
        contract.label,
        text("source.subtitle"),
        kicker=Markup("{} / {}").format(view.labels.agency(contract.agency), contract.table),
    )
    _show_delivery(view, contract, file, int(row))
    if not view.ask("sealed_source_row", file=file, row=int(row)).empty:
        show_notice(text("source.sealed"), text("source.sealed_hint"), tone="warn", action=back)
        return
    if record.empty:
        show_notice(text("source.not_live"), text("source.not_live_hint"), tone="warn", action=back)
        return
    show(_record_table(view, contract.relations[0], record.to_dict("records")[0]))
    for relation in contract.relations[1:]:
        items = view.ask_sql(source_relation_sql(relation), file=file, row=int(row))
        if not items.empty:
            show_section(_list_label(relation), text("source.items", number=len(items)))
            show(_items_table(view, relation, items))


def _find_contract(file: str, name: str) -> Contract | None:
    """The contract whose files look like this one; sheets of a workbook are told by ``name``."""
    path = PurePosixPath(file)
    for contract in load_contracts():
        is_agency = bool(path.parts) and path.parts[0] == contract.agency
        is_wanted = name in ("", contract.table)
        if is_agency and is_wanted and contract.file_pattern.fullmatch(path.name):
            return contract
    return None


def _show_delivery(view: View, contract: Contract, file: str, row: int) -> None:
    text, formats = view.text, view.formats
    found = view.ask("source_delivery", file=file).to_dict("records")
    delivery: dict[str, Any] = found[0] if found else {}
    with st.container(border=True, key="source_delivery"):
        show(
            facts(
                [
                    (text("source.file"), Markup('<span class="cl-file">{}</span>').format(file)),
                    (text("source.row"), formats.number(row)),
                    (text("overview.agency"), view.labels.agency(contract.agency)),
                    (text("source.delivered_on"), formats.date(delivery.get("delivered_on"))),
                    (text("source.received_at"), formats.time(delivery.get("received_at"))),
                    (
                        text("source.hash"),
                        Markup('<span class="cl-file" title="{0}">{1}…</span>').format(
                            delivery["sha256"], delivery["sha256"][:12]
                        )
                        if delivery
                        else EMPTY,
                    ),
                ]
            )
        )


def _record_table(view: View, relation: RawRelation, record: dict[str, Any]) -> Markup:
    text = view.text
    headings = [
        Heading(text("source.meaning"), is_lead=True),
        Heading(text("source.column")),
        Heading(text("source.value")),
    ]
    rows = [
        [
            raw.column.label,
            Markup('<span class="cl-file">{}</span>').format(raw.name),
            _value(view, raw, record[raw.name]),
        ]
        for raw in relation.columns
    ]
    return table(headings, rows, label=text("source.title"))


def _value(view: View, raw: RawColumn, value: Any) -> Cell:
    """A value as delivered, with the name of a code beside it."""
    names = dict(code_labels(raw.column.code_list)) if raw.column.code_list else {}
    name = names.get(unicodedata.normalize("NFKC", str(value)).strip(), "")
    return Markup("{} {}").format(view.formats.text(value), quiet(name if name != value else ""))


def _items_table(view: View, relation: RawRelation, items: pd.DataFrame) -> Markup:
    """The items of one list in the record, columns with something in them only."""
    shown = [raw for raw in relation.columns if items[raw.name].notna().any()]
    headings = [Heading(view.text("source.place"), is_lead=True)]
    headings += [Heading(raw.column.label, note=raw.name) for raw in shown]
    rows = [
        [
            ".".join(str(row[item]) for item in relation.item_columns),
            *[_value(view, raw, row[raw.name]) for raw in shown],
        ]
        for row in items.to_dict("records")
    ]
    return table(headings, rows, label=_list_label(relation))


def _list_label(relation: RawRelation) -> str:
    label = relation.column.label if relation.column else relation.name
    return label or relation.name
