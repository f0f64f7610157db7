"""Clocks of changed cases counted beside kept ones are the clocks that a whole count gives.

A copy of the built warehouse gets other events, build by build: cases that come, go and change their id,
events that move between cases or lose their person, a kind of event that vanishes and comes back, days of
judgement later and earlier. When this fails, two homes with the same deliveries show different clocks.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from pipelines.home import Home
from tests.dbt_rounds import run_rounds

KEPT = (
    "int_clock_changes", "int_clocks", "int_clocks_labelled", "int_clock_explanations", "int_clock_event_parts",
    "int_clock_counted", "int_clock_counted_rules", "int_clock_counts",
)  # fmt: skip
# Round by round; what a round takes away the next one may bring back.
ROUNDS = (
    """
    update ledger.build_parameters set as_of = as_of + 15;
    create table taken as from events where event_type in ('psych_eval_start', 'suppl_investigation_approved',
        'hearing_scheduled', 'notice_served');
    delete from events where event_id in (select event_id from taken);
    update events set case_id = 'C-moved-' || left(case_id, 3) where hash(case_id) % 17 = 0;
    delete from events where hash(case_id, 'gone') % 23 = 0;
    """,
    """
    update ledger.build_parameters set as_of = as_of - 70;
    update ledger.data_dates set data_date = data_date + 10 where agency in ('police', 'court');
    insert into events from taken;
    update events set case_id = (select min(case_id) from events) where hash(event_id, 'moved') % 41 = 0;
    update events set person_id = null where hash(event_id, 'nobody') % 37 = 0;
    insert into events select 'N' || event_id, 'C-new-' || case_id, person_id, event_type,
        occurred_at + interval 3 day, attributes, agency, only_rules, record_scope
    from events where hash(case_id, 'new') % 29 = 0;
    update events set occurred_at = occurred_at - interval 2 day where hash(event_id, 'early') % 31 = 0;
    """,
)


def test_increments_end_in_the_clocks_of_a_whole_count(built_home: Home, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    shutil.copy(built_home.warehouse, warehouse)
    count = ("run", "--select", "path:models/intermediate/clocks")
    run_rounds(
        built_home,
        warehouse,
        [
            ("create schema kept", ()),
            *(round_ for changes in ROUNDS for round_ in ((_in_schema(changes), count), _COUNTED)),
            (
                "".join(f"create table kept.{name} as from intermediate.{name};" for name in KEPT),
                (*count, "--full-refresh"),
            ),
        ],
    )
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        # Else whole counts would be compared with whole counts.
        for kept, counted in connection.execute("from kept.rounds").fetchall():
            assert kept > counted / 10 > 0, (kept, counted)
        for relation in KEPT:
            sides = [f"from {schema}.{relation}" for schema in ("kept", "intermediate")]
            for one, other in (sides, sides[::-1]):
                assert connection.execute(f"{one} except all {other}").fetchall() == [], relation


# How many cases a round kept and counted.
_COUNTED = (
    "create table if not exists kept.rounds (kept bigint, counted bigint); insert into kept.rounds "
    "select count(*), (select count(*) from intermediate.int_clock_cases where not is_gone) "
    "from intermediate.int_clock_counted anti join intermediate.int_clock_cases using (case_id)",
    (),
)


def _in_schema(changes: str) -> str:
    return "set schema = 'intermediate';" + changes.replace("events", "int_clock_events")
