"""Combining: which row of a key is the live one, over all files that count.

Belongs here: the version rule, deletes and snapshots of contracts/README.md section 2, as SQL
generated from the contract, and from which day of delivery to which a version was the one in force.
Keep out: which files count (fold).
"""

from __future__ import annotations

import hashlib

import duckdb

from pipelines.contract import Contract, load_contracts
from pipelines.warehouse import fetch_value


def combine_records(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Bring ``ledger.record_versions`` up to date; returns the ids of the contracts redone.

    A stem is redone when the set of its loaded deliveries changed since it was last combined. When
    increments were only added, their keys alone are redone: a day's delivery touches few of them.
    """
    redone = []
    for agency, stem, fingerprint, was_combined in _changed_stems(connection):
        contracts = [c for c in load_contracts() if (c.agency, c.file_stem) == (agency, stem)]
        connection.execute("begin transaction")
        try:
            for contract in contracts:
                if was_combined and _find_added_keys(connection, contract):
                    _redo_added_keys(connection, contract)
                else:
                    _redo_all_keys(connection, contract)
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
) -> list[tuple[str, str, str, bool]]:
    """Agency, stem, new fingerprint, and whether the versions of an earlier state stand there."""
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
    return [
        (*stem, present.get(stem, ""), stem in done)
        for stem in stems
        if done.get(stem) != present.get(stem)
    ]


def _redo_all_keys(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    connection.execute(
        "delete from ledger.record_versions where agency = ? and source_table = ?",
        [contract.agency, contract.table],
    )
    connection.execute(
        _snapshot_statement(contract)
        if contract.is_snapshot
        else _increment_statement(contract, "true")
    )


def _find_added_keys(connection: duckdb.DuckDBPyConnection, contract: Contract) -> bool:
    """Put the keys of deliveries not combined yet into ``added_keys``; False when that is not enough.

    It is not when a delivery that was combined counts no more, nor for snapshots, where a key that is
    missing says something too.
    """
    if contract.is_snapshot:
        return False
    table = [contract.agency, contract.table]
    withdrawn = fetch_value(
        connection,
        """
        select count(*) from (
            select distinct _delivery_id from ledger.record_versions
            where agency = ? and source_table = ?
        ) as combined
        anti join (
            select delivery_id from ledger.deliveries where status = 'loaded'
        ) as loaded on combined._delivery_id = loaded.delivery_id""",
        table,
    )
    if withdrawn:
        return False
    record = contract.relations[0]
    connection.execute(
        f"""
        create or replace temp table added_keys as
        select distinct record."{contract.key.name}" as record_key
        from {record.qualified_name} as record
        semi join (
            select delivery_id from ledger.deliveries where status = 'loaded'
        ) as loaded on record._delivery_id = loaded.delivery_id
        anti join (
            select distinct _delivery_id from ledger.record_versions
            where agency = ? and source_table = ?
        ) as combined on record._delivery_id = combined._delivery_id""",
        table,
    )
    return True


def _redo_added_keys(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    connection.execute(
        "delete from ledger.record_versions where agency = ? and source_table = ? "
        "and record_key in (from added_keys)",
        [contract.agency, contract.table],
    )
    connection.execute(
        _increment_statement(
            contract, f'record."{contract.key.name}" in (select record_key from added_keys)'
        )
    )


def _increment_statement(contract: Contract, is_wanted: str) -> str:
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
    where {is_wanted}
),
ranked as (
    select *,
        row_number() over (
            partition by record_key
            order by version_at, delivered_on, batch, file_name, _source_row
        ) as version_number,
        count(*) over (partition by record_key) as version_count,
        -- In force until a greater version was delivered; not for a day if that one was there first.
        min(delivered_on) over (
            partition by record_key
            order by version_at, delivered_on, batch, file_name, _source_row
            rows between 1 following and unbounded following
        ) as next_known_on
    from accepted
)
select '{contract.agency}', '{contract.table}', record_key, version_at, delivered_on,
    _delivery_id, _source_row, version_number, version_number = version_count, is_deleted,
    not is_deleted, delivered_on,
    case when next_known_on is not null then greatest(next_known_on, delivered_on) end,
    delivered_on, version_number, false
from ranked
order by record_key, version_number"""


def _snapshot_statement(contract: Contract) -> str:
    """The newest snapshot replaces the older ones; a key that is gone was deleted.

    A key whose only rows in the newest snapshot are quarantined lives on with its last accepted row.
    Month after month most rows say the same again; of such a stretch the history asks the last one only.
    """
    record = contract.relations[0]
    # What hangs below a row may change without it, so a row with parts is never taken for the same.
    content = "null"
    if len(contract.relations) == 1:
        content = "hash(" + ", ".join(f'record."{column.name}"' for column in record.columns) + ")"
    return f"""
insert into ledger.record_versions
with accepted as (
    select record."{contract.key.name}" as record_key, delivery.delivered_on, delivery.batch,
        delivery.file_name, record._delivery_id, record._source_row, {content} as content
    from {record.qualified_name} as record
    inner join ledger.deliveries as delivery
        on record._delivery_id = delivery.delivery_id and delivery.status = 'loaded'
),
snapshots as (
    select delivery_id, delivered_on,
        row_number() over (order by delivered_on, batch, file_name) as snapshot_number
    from ledger.deliveries
    where agency = '{contract.agency}' and table_name = '{contract.file_stem}' and status = 'loaded'
),
-- Where a key stands in a snapshot, be it in a row that was refused.
standing as (
    select record_key, snapshot_number
    from accepted inner join snapshots on accepted._delivery_id = snapshots.delivery_id
    union
    select note.record_key, snapshots.snapshot_number
    from ledger.row_notes as note
    inner join snapshots on note.delivery_id = snapshots.delivery_id
    where note.table_name = '{contract.table}' and starts_with(note.reason_code, 'Q')
),
kept as (
    select record_key from standing
    where snapshot_number = (select max(snapshot_number) from snapshots)
),
-- A key is gone from the day of the first snapshot in which it no longer stands.
gaps as (
    select record_key, snapshot_number + 1 as snapshot_number
    from standing
    qualify lead(snapshot_number) over (partition by record_key order by snapshot_number)
        is distinct from snapshot_number + 1
),
gone as (
    select gaps.record_key, gaps.snapshot_number, snapshots.delivered_on
    from gaps inner join snapshots on gaps.snapshot_number = snapshots.snapshot_number
),
ranked as (
    select accepted.*, snapshots.snapshot_number,
        row_number() over (
            partition by accepted.record_key
            order by accepted.delivered_on, batch, file_name, _source_row
        ) as version_number,
        count(*) over (partition by accepted.record_key) as version_count,
        lead(accepted.delivered_on) over (
            partition by accepted.record_key
            order by accepted.delivered_on, batch, file_name, _source_row
        ) as next_known_on
    from accepted inner join snapshots on accepted._delivery_id = snapshots.delivery_id
),
ended as (
    select ranked.version_number, ranked.record_key, min(gone.delivered_on) as gone_on
    from ranked
    inner join gone
        on ranked.record_key = gone.record_key and ranked.snapshot_number < gone.snapshot_number
    group by ranked.version_number, ranked.record_key
),
versions as (
    select ranked.*, ranked.version_number = ranked.version_count as is_current,
        kept.record_key is null as is_deleted,
        case
            when ranked.version_number < ranked.version_count
                then least(ranked.next_known_on, ended.gone_on)
            when kept.record_key is null then ended.gone_on
        end as known_to
    from ranked
    left join kept on ranked.record_key = kept.record_key
    left join ended
        on ranked.record_key = ended.record_key and ranked.version_number = ended.version_number
),
-- A version of no day (two snapshots came on it) stands between nothing.
compared as (
    select *, coalesce(delivered_on < known_to, true) as is_known,
        coalesce(
            lag(content) over neighbours = content and lag(known_to) over neighbours = delivered_on,
            false
        ) as says_the_same
    from versions
    window neighbours as (
        partition by record_key, coalesce(delivered_on < known_to, true) order by version_number
    )
),
told as (
    select *,
        sum(cast(not says_the_same as integer)) over neighbours as telling_number,
        coalesce(lead(says_the_same) over neighbours, false) as is_retold
    from compared
    window neighbours as (partition by record_key, is_known order by version_number)
)
select '{contract.agency}', '{contract.table}', record_key,
    cast(delivered_on as timestamp), delivered_on, _delivery_id,
    _source_row, version_number, is_current, is_deleted, true, delivered_on, known_to,
    min(delivered_on) over (partition by record_key, is_known, telling_number),
    telling_number, is_retold
from told
order by record_key, version_number"""
