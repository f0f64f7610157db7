"""The data dictionary: every relation and column, from the contracts and the dbt project.

Belongs here: collecting what is documented elsewhere, one static page (no script or style from
outside) and one CSV whose diff shows changes. Keep out: descriptions (contracts, dbt's YAML).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.accounts import Reason, load_reasons
from pipelines.contract import Contract, RawRelation, code_labels, load_contracts
from pipelines.manifest import read_manifest

TEMPLATE = Path(__file__).parent / "templates" / "dictionary.html.j2"
CSV_NAME = "dictionary.csv"
CSV_FIELDS = ("relation", "column", "type", "rules", "description")
# Schemas that people outside the project read; their columns stand in the committed CSV.
PUBLISHED_SCHEMAS = ("marts", "review")
LAYERS = {
    "marts": "Published relations 发布层",
    "review": "For a person to look at 人工复核",
    "intermediate": "Intermediate 中间层",
    "staging": "Staging 规范层",
    "codes": "Code lists and seeds 代码表",
    "raw": "Delivered tables 交付层",
}


@dataclass(frozen=True)
class DocumentedColumn:
    """One column; ``rules`` are the promises that the build holds it to."""

    name: str
    type: str
    description: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class DocumentedRelation:
    """One relation; ``name`` is its address `schema.relation`."""

    layer: str
    name: str
    description: str
    grain: str
    columns: tuple[DocumentedColumn, ...]


def load_dictionary() -> tuple[DocumentedRelation, ...]:
    """All relations, published ones first, by name within a layer."""
    order = list(LAYERS)
    relations = [*_dbt_relations(read_manifest()), *_raw_relations(load_contracts())]
    return tuple(sorted(relations, key=lambda r: (order.index(r.layer), r.name)))


def write_dictionary(out: Path) -> None:
    """Write the page to ``out`` and the CSV of published columns beside it."""
    from jinja2 import Environment, StrictUndefined

    relations = load_dictionary()
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    page = template.render(
        layers=[
            (layer, title, [r for r in relations if r.layer == layer])
            for layer, title in LAYERS.items()
        ],
        reasons=_reasons(),
        column_count=sum(len(relation.columns) for relation in relations),
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page, encoding="utf-8")
    write_csv(out.parent / CSV_NAME, relations)


def write_csv(path: Path, relations: tuple[DocumentedRelation, ...]) -> None:
    """One line per published column, in the order of the relation."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(CSV_FIELDS)
        writer.writerows(published_rows(relations))


def published_rows(relations: tuple[DocumentedRelation, ...]) -> Iterator[tuple[str, ...]]:
    """The lines of the CSV."""
    for relation in relations:
        if relation.layer in PUBLISHED_SCHEMAS:
            for column in relation.columns:
                yield (
                    relation.name,
                    column.name,
                    column.type,
                    "; ".join(column.rules),
                    column.description,
                )


def _reasons() -> list[Reason]:
    return list(load_reasons().values())


def _dbt_relations(manifest: dict[str, Any]) -> Iterator[DocumentedRelation]:
    rules = _rules_of_columns(manifest)
    for unique_id, node in manifest["nodes"].items():
        if node["resource_type"] in ("model", "seed"):
            yield DocumentedRelation(
                layer=node["schema"],
                name=f"{node['schema']}.{node['name']}",
                description=node["description"].strip(),
                grain=node["config"].get("meta", {}).get("grain", ""),
                columns=tuple(
                    DocumentedColumn(
                        name=column["name"],
                        type=(column.get("data_type") or "").lower(),
                        description=column["description"].strip(),
                        rules=tuple(sorted(rules.get((unique_id, column["name"]), set()))),
                    )
                    for column in node["columns"].values()
                ),
            )


def _rules_of_columns(manifest: dict[str, Any]) -> dict[tuple[str, str], set[str]]:
    """(node, column) → its generic data tests, as words."""
    found: dict[tuple[str, str], set[str]] = {}
    for node in manifest["nodes"].values():
        test = node.get("test_metadata")
        column = node.get("column_name")
        if test and column and node.get("attached_node"):
            found.setdefault((node["attached_node"], column), set()).add(_rule(test))
    return found


def _rule(test: dict[str, Any]) -> str:
    arguments = test["kwargs"]
    if test["name"] == "accepted_values":
        return "one of " + ", ".join(str(value) for value in arguments["values"])
    if test["name"] == "relationships":
        target = str(arguments["to"]).split("'")[1]
        return f"refers to {target}.{arguments['field']}"
    return str(test["name"]).replace("_", " ")


def _raw_relations(contracts: tuple[Contract, ...]) -> Iterator[DocumentedRelation]:
    for contract in contracts:
        for relation in contract.relations:
            nested = " / ".join(relation.list_path)
            yield DocumentedRelation(
                layer="raw",
                name=f"{relation.schema}.{relation.name}",
                description=f"{contract.label}{f': {nested}' if nested else ''}. "
                f"{contract.description.get('purpose', '')}",
                grain=contract.granularity if not nested else f"one item of {nested}",
                columns=_raw_columns(relation),
            )


def _raw_columns(relation: RawRelation) -> tuple[DocumentedColumn, ...]:
    return tuple(
        DocumentedColumn(
            name=raw.name,
            type=raw.column.kind,
            description=": ".join(
                part for part in (raw.column.label, raw.column.description) if part
            ),
            rules=tuple(_contract_rules(raw.column)),
        )
        for raw in relation.columns
    )


def _contract_rules(column: Any) -> Iterator[str]:
    if column.is_key:
        yield "primary key"
    if column.required:
        yield "required"
    if column.pattern:
        yield f"matches {column.pattern}"
    if column.code_list:
        kind = "closed" if column.is_closed else "open"
        yield f"{kind} code list {column.code_list} ({len(code_labels(column.code_list))} codes)"
    if column.references:
        yield f"refers to {column.references}"
