"""A built home, made as large as a city's archive: for benchmarks of pages.

Belongs here: enlarging cubes and the marts behind lists. Keep out: measuring (bench_dashboards.py).

Cubes, days and single values are repeated over five years, half of the charges exchanged. Cases, their numbers,
events, clocks and all facts that lists are made of are repeated with ids of their own, in earlier months; clocks keep
their days, so that the lists of open and overdue ones grow as much as the rest. Texts and history are left as they
are: no list reads them.
"""

from __future__ import annotations

import shutil

import duckdb

from pipelines.home import Home
from pipelines.publish import current_version

MONTHS = 60
# What lists read by case: every dim_ and fct_ relation with a case, and the numbers; without these.
_NOT_LISTED = frozenset(("fct_case_profiles", "fct_series_pairs", "fct_sentence_fits"))
_LISTED_BRIDGES = frozenset(("bridge_case_numbers",))
# Ids that name a rule and no row.
_NAMES_OF_RULES = frozenset(("rule_id", "limit_rule_id", "series_id"))
_UNIQUE_WORDS = frozenset(("case_no", "number", "number_normalized"))
# Relations whose days are judged against the day of the data.
_UNMOVED = frozenset(("fct_clocks", "fct_clock_risks", "fct_custody_spans"))


def enlarge_home(home: Home, target: Home, cases: int) -> None:
    """A home whose snapshot has so many cases."""
    target.snapshots.mkdir(parents=True, exist_ok=True)
    version = current_version(home)
    if version is None:
        raise SystemExit(f"nothing was published in [{home.path}]; run caseloom build first")
    path = target.snapshots / f"{version}.duckdb"
    shutil.copy(home.snapshots / path.name, path)
    path.chmod(0o644)
    (target.snapshots / "current").write_text(version + "\n", encoding="ascii")
    with duckdb.connect(str(path)) as connection:
        connection.execute("set threads = 2; set memory_limit = '4GB'")
        known = _count(connection, "dim_cases")
        factor = max(1, round(cases / max(known, 1)))
        _enlarge_cubes(connection, factor)
        enlarged = _enlarge_facts(connection, factor)
        shown = ("metric_cubes", "metric_days", "metric_observations", *enlarged)
        sizes = {name: _count(connection, name) for name in shown}
        connection.execute("checkpoint")
    largest = sorted(sizes, key=sizes.__getitem__, reverse=True)[:7]
    print(
        f"{sizes['dim_cases']:,} cases; rows of "
        + ", ".join(f"{name} {sizes[name]:,}" for name in largest)
    )


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    found = connection.execute(f'select count(*) from marts."{relation}"').fetchone()
    return int(found[0]) if found else 0


def _enlarge_cubes(connection: duckdb.DuckDBPyConnection, factor: int) -> None:
    copies = min(factor, MONTHS)
    connection.execute(
        f"""
        create temp table charges as
        select charge_code, row_number() over (order by charge_code) - 1 as place, count(*) over () as total
        from (select distinct charge_code from marts.metric_cubes where charge_code is not null);
        create or replace table marts.metric_cubes as
        select
            cubes.measure_id,
            cast(cubes.month_start - to_months(cast(copies.n as integer)) as date) as month_start,
            cubes.region_code,
            cubes.agency_code,
            case when copies.n % 2 = 0 then cubes.charge_code else other.charge_code end as charge_code,
            cubes.breakdown,
            cubes.member,
            sum(cubes.value * {factor / copies}) as value
        from marts.metric_cubes as cubes
        cross join range({copies}) as copies (n)
        left join charges as own on cubes.charge_code = own.charge_code
        left join charges as other on (own.place + copies.n) % own.total = other.place
        group by all
        order by cubes.measure_id, cubes.breakdown, month_start;
        create or replace table marts.metric_days as
        select
            measure_id,
            cast(occurred_on - cast(copies.n * 7 as integer) as date) as occurred_on,
            region_code,
            agency_code,
            sum(value * {factor / copies}) as value
        from marts.metric_days
        cross join range({copies}) as copies (n)
        group by all
        order by measure_id, occurred_on;
        create or replace table marts.metric_observations as
        select observations.* replace (
            cast(occurred_on - cast(copies.n % {MONTHS} * 30 as integer) as date) as occurred_on,
            value + copies.n % 7 as value
        )
        from marts.metric_observations as observations
        cross join range({factor}) as copies (n)
        order by measure_id, occurred_on;
        """
    )


def _enlarge_facts(connection: duckdb.DuckDBPyConnection, factor: int) -> list[str]:
    """Repeat the rows of every relation that lists read; returns their names."""
    columns: dict[str, dict[str, str]] = {}
    for relation, column, kind in connection.execute(
        "select table_name, column_name, data_type from duckdb_columns() "
        "where schema_name = 'marts' order by table_name, column_index"
    ).fetchall():
        columns.setdefault(relation, {})[column] = kind
    chosen = [
        relation
        for relation, found in columns.items()
        if "case_id" in found
        and relation not in _NOT_LISTED
        and (relation.startswith(("dim_", "fct_")) or relation in _LISTED_BRIDGES)
    ]
    for relation in chosen:
        changed = [
            expression
            for column, kind in columns[relation].items()
            if (expression := _other_value(relation, column, kind))
        ]
        connection.execute(
            f'insert into marts."{relation}" select shown.* replace ({", ".join(changed)}) '
            f'from marts."{relation}" as shown cross join range(1, {factor}) as copies (n)'
        )
    return chosen


def _other_value(relation: str, column: str, kind: str) -> str:
    """What a column holds in the n-th copy of a row; empty: the same."""
    is_key = column.endswith("_id") and column not in _NAMES_OF_RULES
    if kind == "VARCHAR" and (is_key or column in _UNIQUE_WORDS):
        return f'shown."{column}" || \'-\' || copies.n as "{column}"'
    if kind in ("DATE", "TIMESTAMP") and relation not in _UNMOVED:
        moved = f'shown."{column}" - to_months(cast(copies.n % {MONTHS} as integer))'
        return f'cast({moved} as {kind}) as "{column}"'
    return ""
