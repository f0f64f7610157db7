"""Row checks: one SQL pass per raw relation, generated from the contract.

The only source of Q codes and of the row-level W codes (contracts/README.md section 3). Belongs
here: the SQL of the pass. Keep out: files (decode), counting and committing (load).

The pass over one relation makes the temp table ``checked_<n>``: plumbing, the contract's columns as
canonical text, ``_as_received`` (JSON of the texts that changed, else NULL), ``_violation`` and
``_warnings``. A violation is ``<order> US <code> US <path> US <masked value>``; ``<order>`` sorts
violations of one record in contract order, nested columns in place, list items one by one.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.column_meanings import mask_sql, meaning_of
from pipelines.contract import Column, Contract, RawColumn, RawRelation
from pipelines.intake import values
from pipelines.intake.decode.sink import list_count_name, list_names
from pipelines.intake.warnings import record_warnings, warning_expressions

UNIT_SEPARATOR = "chr(31)"
RECORD_SEPARATOR = "chr(30)"


@dataclass(frozen=True)
class CheckedColumn:
    """One contract column on its way through the pass: raw text r, folded text f, canonical c."""

    number: int
    raw: RawColumn

    @property
    def name(self) -> str:
        return self.raw.name

    @property
    def column(self) -> Column:
        return self.raw.column

    @property
    def is_folded(self) -> bool:
        """Keys, codes, dates, numbers and booleans are folded before they are checked."""
        column = self.column
        return (
            column.kind != "string"
            or column.is_key
            or column.code_list is not None
            or (column.references is not None and column.max_length in _KEY_LENGTHS)
        )

    @property
    def raw_sql(self) -> str:
        return f"r{self.number}"

    @property
    def folded_sql(self) -> str:
        return f"f{self.number}"

    @property
    def canonical_sql(self) -> str:
        return f"c{self.number}"

    def canonical_expression(self) -> str:
        fold = self.folded_sql
        kind = self.column.kind
        if kind in ("date", "timestamp"):
            return values.moment(fold, is_timestamp=kind == "timestamp")
        if kind == "number":
            return values.number(fold)
        if kind == "integer":
            return values.integer(fold)
        if kind == "boolean":
            return values.boolean(fold)
        return fold


# References to keys (case, person, document and flow ids) are keys themselves; references to
# printed numbers (文书号, 案号: 40 and 60 characters) are typed by hand and stay as received.
_KEY_LENGTHS = frozenset([17, 20, 22, 23, 26, 27, 28, 32])


def relation_columns(relation: RawRelation) -> list[CheckedColumn]:
    """The columns of a relation, numbered for the aliases of the pass."""
    return [CheckedColumn(number, raw) for number, raw in enumerate(relation.columns)]


def check_statement(contract: Contract, relation: RawRelation, *, source: str, target: str) -> str:
    """SQL that creates ``target`` from the decoded rows in ``source`` (see the module's charter).

    ``source`` is a relation with the columns of the decoded Parquet; only files in the temp table
    ``incoming`` with ``is_loadable`` are taken.
    """
    columns = relation_columns(relation)
    plumbing = _plumbing(contract, relation)
    raw_list = _lines(f"nullif(decoded.{_quote(c.name)}, '') as {c.raw_sql}" for c in columns)
    fold_list = _lines(
        f"{values.folded(c.raw_sql) if c.is_folded else values.text(c.raw_sql)} as {c.folded_sql}"
        for c in columns
    )
    canonical_list = _lines(f"{c.canonical_expression()} as {c.canonical_sql}" for c in columns)
    final_list = _lines(f"{c.canonical_sql} as {_quote(c.name)}" for c in columns)
    plain = ", ".join(_quote(name) for name in plumbing)
    taken = ", ".join(f"decoded.{_quote(name)}" for name in plumbing)
    return f"""
create or replace temp table {target} as
with received as (
    select {taken}, {raw_list}
    from {source} as decoded
    inner join incoming on decoded._file_index = incoming._file_index
    where incoming.is_loadable
),
folded as (select *, {fold_list} from received),
canonical as (select *, {canonical_list} from folded),
judged as (
    select *,
        {_violation(contract, relation, columns)} as _violation,
        {_as_received(columns)} as _as_received,
        concat_ws({RECORD_SEPARATOR}, {_warnings(contract, columns)}) as _column_warnings
    from canonical
),
named as (select {plain}, _violation, _as_received, _column_warnings, {final_list} from judged)
select *, concat_ws({RECORD_SEPARATOR}, nullif(_column_warnings, ''), {_rule_warnings(contract, relation)})
    as _warnings
from named
"""


def _plumbing(contract: Contract, relation: RawRelation) -> list[str]:
    own = ["_fault", "_is_duplicate"] if relation.depth == 0 else list(relation.item_columns)
    counts = [list_count_name(name) for name in list_names(contract, relation)]
    return ["_file_index", "_source_row", *own, *counts]


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _lines(parts) -> str:
    return ",\n        ".join(parts)


def _violation(contract: Contract, relation: RawRelation, columns: list[CheckedColumn]) -> str:
    """The first failing column of the relation's own level, as a CASE in contract order."""
    prefix = _order_prefix(contract, relation)
    by_path = {checked.column.path: checked for checked in columns}
    branches = []
    for order, column in _level_columns(_own_columns(contract, relation), ""):
        position = f"{prefix} || {_literal(order)}" if prefix else _literal(order)
        if column.is_list:
            if column.required:
                # `#` counts items; a required list needs at least one.
                raw_name = _list_raw_name(contract, column)
                empty = f'coalesce("{list_count_name(raw_name)}", 0) = 0'
                branches.append(_branch(empty, position, "Q1", column, "null"))
            continue
        checked = by_path[column.path]
        masked = mask_sql(meaning_of(contract, column), checked.raw_sql)
        for code, condition in _column_conditions(checked):
            branches.append(_branch(condition, position, code, column, masked))
    if not branches:
        return "cast(null as varchar)"
    return "case " + "\n        ".join(branches) + " end"


def _branch(condition: str, position: str, code: str, column: Column, masked: str) -> str:
    return (
        f"when {condition} then concat_ws({UNIT_SEPARATOR}, {position}, '{code}', "
        f"{_literal(column.path)}, coalesce({masked}, ''))"
    )


def _column_conditions(checked: CheckedColumn) -> list[tuple[str, str]]:
    """(code, SQL condition) for one scalar column in the order Q1, Q2, Q3, Q4."""
    column, fold, canonical = checked.column, checked.folded_sql, checked.canonical_sql
    conditions = []
    if column.required:
        conditions.append(("Q1", f"{fold} is null"))
    if column.is_key and column.pattern:
        conditions.append(
            ("Q2", f"{fold} is not null and not regexp_matches({fold}, {_literal(column.pattern)})")
        )
    if column.kind != "string":
        conditions.append(("Q3", f"{fold} is not null and {canonical} is null"))
    if column.code_list and column.is_closed:
        codes = f"(select code from code_values where list = {_literal(column.code_list)})"
        conditions.append(("Q4", f"{fold} is not null and {fold} not in {codes}"))
    return conditions


def _own_columns(contract: Contract, relation: RawRelation) -> tuple[Column, ...]:
    return contract.columns if relation.column is None else relation.column.children


def _level_columns(columns: tuple[Column, ...], prefix: str):
    """(order, column) of one level, objects opened in place (their place counts as item 0)."""
    for column in columns:
        order = f"{prefix}{column.position:03d}"
        if column.kind == "object":
            yield from _level_columns(column.children, f"{order}000000")
        else:
            yield order, column


def _order_prefix(contract: Contract, relation: RawRelation) -> str:
    """SQL for the order of the lists that lead to this relation, with the item numbers."""
    parts, columns = [], contract.columns
    for level, list_name in enumerate(relation.list_path, start=1):
        order, column = next(
            (order, column)
            for order, column in _level_columns(columns, "")
            if column.is_list and _list_raw_name(contract, column) == list_name
        )
        parts += [_literal(order), f"lpad(cast(_item_{level} as varchar), 6, '0')"]
        columns = column.children
    return " || ".join(parts)


def _list_raw_name(contract: Contract, column: Column) -> str:
    return next(r.list_path[-1] for r in contract.relations if r.column is column)


def _as_received(columns: list[CheckedColumn]) -> str:
    """JSON of the texts that the canonical form changed, so that raw can always show both."""
    changed = " or ".join(f"{c.canonical_sql} is distinct from {c.raw_sql}" for c in columns)
    pairs = ", ".join(
        f"{_literal(c.name)}, case when {c.canonical_sql} is distinct from {c.raw_sql} "
        f"then {c.raw_sql} end"
        for c in columns
    )
    return (
        f"case when {changed} then cast(json_merge_patch('{{}}', json_object({pairs})) as varchar) "
        f"end"
    )


def _warnings(contract: Contract, columns: list[CheckedColumn]) -> str:
    by_name = {checked.column.name: checked for checked in columns}
    parts = []
    for checked in columns:
        meaning = meaning_of(contract, checked.column)
        masked = mask_sql(meaning, checked.raw_sql)
        for code, condition in warning_expressions(checked, meaning, by_name):
            parts.append(
                f"case when {condition} then concat_ws({UNIT_SEPARATOR}, '{code}', "
                f"{_literal(checked.column.path)}, coalesce({masked}, '')) end"
            )
    return _lines(parts) if parts else "cast(null as varchar)"


def _rule_warnings(contract: Contract, relation: RawRelation) -> str:
    if relation.depth > 0:
        return "cast(null as varchar)"
    parts = [
        f"case when {condition} then concat_ws({UNIT_SEPARATOR}, '{code}', {_literal(path)}, '') end"
        for code, path, condition in record_warnings(contract)
    ]
    return _lines(parts) if parts else "cast(null as varchar)"
