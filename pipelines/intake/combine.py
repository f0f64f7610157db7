"""Combining: which row of a key is the live one, over all files that count.

Belongs here: the version rule, deletes and snapshots of contracts/README.md section 2, as SQL
generated from the contract. Keep out: which files count (fold).
"""

from __future__ import annotations

import hashlib

import duckdb

from pipelines.contract import Contract, load_contracts


def combine_records(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Bring ``ledger.record_versions`` up to date; returns the ids of the contracts redone.

    A stem is redone when the set of its loaded deliveries changed since it was last combined.
    """
    redone = []
    for agency, stem, fingerprint in _changed_stems(connection):
        contracts = [c for c in load_contracts() if (c.agency, c.file_stem) == (agency, stem)]
        connection.execute("begin transaction")
        try:
            for contract in contracts:
                connection.execute(
                    "delete from ledger.record_versions where agency = ? and source_table = ?",
                    [contract.agency, contract.table],
                )
                connection.execute(_versions_statement(contract))
                redone.append(contract.id)
            connection.execute(
                "delete from ledger.combined where agency = ? and stem = ?", [agency, stem]
            )
            connection.execute(
                "insert into ledger.combined values (?, ?, ?)", [agency, stem, fingerprint]
            )
            connection.execute("commit")
        except BaseException:
            connection.execute("rollback")
            raise
    return redone


def _changed_stems(
    connection: duckdb.DuckDBPyConnection,
) -> list[tuple[str, str, str]]:
    done = {
        (agency, stem): fingerprint
        for agency, stem, fingerprint in connection.execute("from ledger.combined").fetchall()
    }
    loaded = connection.execute("""
        select agency, table_name, string_agg(delivery_id, ',' order by delivery_id)
        from ledger.deliveries where status = 'loaded'
        group by agency, table_name order by agency, table_name""").fetchall()
    present = {
        (agency, stem): hashlib.sha256(ids.encode()).hexdigest() for agency, stem, ids in loaded
    }
    stems = sorted(done.keys() | present.keys())
    return [(*stem, present.get(stem, "")) for stem in stems if done.get(stem) != present.get(stem)]


def _versions_statement(contract: Contract) -> str:
    return _snapshot_statement(contract) if contract.is_snapshot else _increment_statement(contract)


def _increment_statement(contract: Contract) -> str:
    """The greatest version wins; if equal, the later delivery (day, batch, position)."""
    record = contract.relations[0]
    version = f'cast(record."{contract.version_column}" as timestamp)'
    deleted = "false"
    if contract.delete_column:
        deleted = (
            f"coalesce(record.\"{contract.delete_column}\" = '{contract.delete_value}', false)"
        )
    return f"""
insert into ledger.record_versions
with accepted as (
    select record."{contract.key.name}" as record_key, {version} as version_at,
        delivery.delivered_on, delivery.batch, delivery.file_name, record._delivery_id,
        record._source_row, {deleted} as is_deleted
    from {record.qualified_name} as record
    inner join ledger.deliveries as delivery
        on record._delivery_id = delivery.delivery_id and delivery.status = 'loaded'
),
ranked as (
    select *,
        row_number() over (
            partition by record_key
            order by version_at, delivered_on, batch, file_name, _source_row
        ) as version_number,
        count(*) over (partition by record_key) as version_count
    from accepted
)
select '{contract.agency}', '{contract.table}', record_key, version_at, delivered_on,
    _delivery_id, _source_row, version_number, version_number = version_count, is_deleted
from ranked
order by record_key, version_number"""


def _snapshot_statement(contract: Contract) -> str:
    """The newest snapshot replaces the older ones; a key that is gone was deleted.

    A key whose only rows in the newest snapshot are quarantined lives on with its last accepted row.
    """
    record = contract.relations[0]
    return f"""
insert into ledger.record_versions
with accepted as (
    select record."{contract.key.name}" as record_key, delivery.delivered_on, delivery.batch,
        delivery.file_name, record._delivery_id, record._source_row
    from {record.qualified_name} as record
    inner join ledger.deliveries as delivery
        on record._delivery_id = delivery.delivery_id and delivery.status = 'loaded'
),
newest as (
    select delivery_id from ledger.deliveries
    where agency = '{contract.agency}' and table_name = '{contract.file_stem}' and status = 'loaded'
    order by delivered_on desc, batch desc, file_name desc
    limit 1
),
kept as (
    select record_key from accepted inner join newest on accepted._delivery_id = newest.delivery_id
    union
    select note.record_key from ledger.row_notes as note
    inner join newest on note.delivery_id = newest.delivery_id
    where note.table_name = '{contract.table}' and starts_with(note.reason_code, 'Q')
),
ranked as (
    select accepted.*,
        row_number() over (
            partition by record_key order by delivered_on, batch, file_name, _source_row
        ) as version_number,
        count(*) over (partition by record_key) as version_count
    from accepted
)
select '{contract.agency}', '{contract.table}', ranked.record_key,
    cast(ranked.delivered_on as timestamp), ranked.delivered_on, ranked._delivery_id,
    ranked._source_row, ranked.version_number,
    ranked.version_number = ranked.version_count, kept.record_key is null
from ranked
left join kept on ranked.record_key = kept.record_key
order by ranked.record_key, ranked.version_number"""
