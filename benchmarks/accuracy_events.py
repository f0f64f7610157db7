"""How true the unified timeline is: events found against the truth of a sample.

Run by hand on any landing folder with a truth: ``python -m benchmarks.accuracy_events DIR`` builds
``DIR/landing`` in a scratch home and scores it against ``DIR/truth``; ``--home`` takes a home that is
built already. Prints one table per kind of event and one per agency; the exit code is 1 when F1 is
below ``--at-least``.

What counts: an event is found when the same matter, kind, person and day stand in ``fct_events``;
persons are compared where both sides name one (an event of a case concerns everybody in it). One row
answers for one event, so a duplicate that was not merged is an error. Kinds that the truth does not
know are left out. Events that no delivery tells of (column ``lost`` of the truth) are scored apart.
Belongs here: scoring. Keep out: thresholds of the models.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import duckdb
import pandas as pd

from pipelines.build import build
from pipelines.home import Home
from pipelines.publish import current_version

TARGET = 0.995

_TRUTH = """
create table truth as
select
    row_number() over () as truth_id, true_case, nullif(true_person, '') as true_person, event_type, agency,
    cast(cast(occurred_at as timestamp) as date) as day,
    coalesce({lost}, '') as lost
from read_csv('{folder}/events.csv', all_varchar = true, header = true)
"""
# A case or person of ours is the true one of which it holds most records.
_FOUND = """
create table found as
with cases as (
    select bridge.case_id, mode(truth.true_case) as true_case
    from snapshot.marts.bridge_case_records as bridge
    inner join read_csv('{folder}/case_records.csv', all_varchar = true, header = true) as truth
        on bridge.agency = truth.agency and bridge.source_table = truth.source_table
        and bridge.source_record_id = truth.record_key
    group by bridge.case_id
),
persons as (
    select bridge.person_id, mode(truth.true_person) as true_person
    from snapshot.marts.bridge_person_records as bridge
    inner join read_csv('{folder}/person_records.csv', all_varchar = true, header = true) as truth
        on bridge.agency = truth.agency and bridge.source_table = truth.source_table
        and bridge.source_person_no = truth.source_person_no
    group by bridge.person_id
)
select
    row_number() over () as found_id, coalesce(cases.true_case, events.case_id) as true_case,
    coalesce(persons.true_person, events.person_id) as true_person, events.event_type, events.agency,
    cast(events.occurred_at as date) as day
from snapshot.marts.fct_events as events
left join cases on events.case_id = cases.case_id
left join persons on events.person_id = persons.person_id
where events.event_type in (select event_type from truth)
"""
_NUMBERED = """
select *, row_number() over (
    partition by true_case, event_type, day, true_person order by {key}) as place
from {relation}
"""
_SCORE = f"""
create table pairs as
with told as ({_NUMBERED.format(relation="truth where lost = ''", key="truth_id")}),
seen as ({_NUMBERED.format(relation="found", key="found_id")})
select told.truth_id, seen.found_id
from told inner join seen
    on told.true_case = seen.true_case and told.event_type = seen.event_type and told.day = seen.day
    and told.true_person is not distinct from seen.true_person and told.place = seen.place;

-- What concerns everybody in the case answers for each of them, in both directions.
insert into pairs
with told as (select * from truth where lost = '' and truth_id not in (select truth_id from pairs)),
seen as (select * from found where found_id not in (select found_id from pairs))
select told.truth_id, seen.found_id
from told inner join seen
    on told.true_case = seen.true_case and told.event_type = seen.event_type and told.day = seen.day
where told.true_person is null or seen.true_person is null;

-- What is told of an event that is lost in principle (on a wrong day) is neither found nor wrong.
create table apart as
with told as ({_NUMBERED.format(relation="(select * exclude (day), null as day from truth where lost <> '')", key="truth_id")}),
seen as ({_NUMBERED.format(relation="(select * exclude (day), null as day from found where found_id not in (select found_id from pairs))", key="found_id")})
select seen.found_id
from told inner join seen
    on told.true_case = seen.true_case and told.event_type = seen.event_type
    and told.true_person is not distinct from seen.true_person and told.place = seen.place;
"""
_TABLE = """
with told as (
    select {by}, count(*) filter (where lost = '') as true_events,
        count(*) filter (where lost <> '') as lost_events,
        count(*) filter (where truth_id in (select truth_id from pairs)) as recalled
    from truth group by {by}
),
seen as (
    select {by}, count(*) as found_events,
        count(*) filter (where found_id in (select found_id from pairs)) as right_events
    from found where found_id not in (select found_id from apart) group by {by}
),
joined as (
    select coalesce(told.{by}, seen.{by}) as {by}, coalesce(true_events, 0) as true_events,
        coalesce(lost_events, 0) as lost_events, coalesce(found_events, 0) as found_events,
        coalesce(recalled, 0) as recalled, coalesce(right_events, 0) as right_events
    from told full join seen on told.{by} = seen.{by}
),
summed as (
    select coalesce({by}, 'all') as {by}, cast(sum(true_events) as integer) as true_events,
        cast(sum(lost_events) as integer) as lost_events,
        cast(sum(found_events) as integer) as found_events,
        sum(right_events) / nullif(sum(found_events), 0) as precision,
        sum(recalled) / nullif(sum(true_events), 0) as recall
    from joined group by rollup ({by})
)
select *, 2 * precision * recall / nullif(precision + recall, 0) as f1
from summed order by {by} = 'all', {by}
"""


def score_events(snapshot: Path, truth: Path) -> dict[str, pd.DataFrame]:
    """Tables by ``event_type`` and by ``agency``; the last row, ``all``, sums them up.

    ``snapshot`` is a published version, ``truth`` the folder of a sample's truth.
    """
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"attach '{snapshot}' as snapshot (read_only)")
        columns = connection.execute(
            f"describe from read_csv('{truth}/events.csv', all_varchar = true, header = true)"
        ).fetchall()
        lost = "lost" if "lost" in {row[0] for row in columns} else "null"
        connection.execute(_TRUTH.format(folder=truth, lost=lost))
        connection.execute(_FOUND.format(folder=truth))
        connection.execute(_SCORE)
        return {
            by: connection.execute(_TABLE.format(by=by)).df() for by in ("event_type", "agency")
        }


def overall_f1(tables: dict[str, pd.DataFrame]) -> float:
    """F1 over all kinds of events."""
    table = tables["event_type"]
    return float(table.loc[table["event_type"] == "all", "f1"].iloc[0])


def main(arguments: list[str] | None = None) -> int:
    """The command; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("sample", type=Path, help="folder with landing/ and truth/")
    parser.add_argument("--home", type=Path, help="a home built from this landing folder")
    parser.add_argument("--at-least", type=float, default=TARGET, help="F1 that must be reached")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        home = Home(options.home or Path(scratch) / "home")
        if options.home is None:
            build(home, landing=options.sample / "landing")
        snapshot = home.snapshots / f"{current_version(home)}.duckdb"
        tables = score_events(snapshot, options.sample / "truth")
    for table in tables.values():
        print(table.to_string(index=False, float_format=lambda value: f"{value:.4f}"), end="\n\n")
    return 0 if overall_f1(tables) >= options.at_least else 1


if __name__ == "__main__":
    sys.exit(main())
