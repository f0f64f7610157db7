"""Persons linked day by day are the persons that linking everybody gives.

A copy of a built warehouse gets other inputs, build by build: persons who come, go and are corrected,
numbers that become placeholders, blocks that become crowded, cases that merge and split, links that come and
go, reviewers who speak and take back their words. ``CASELOOM_PROVE=1`` does it in a larger city. When this
fails, two homes with the same deliveries know different humans.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb
import pytest

from benchmarks.bench_linkage import MADE
from data_samples.city import generate
from pipelines.build import build
from pipelines.home import Home
from tests.conftest import TEST_KEY
from tests.dbt_rounds import run_rounds

KEPT = (
    "int_name_sounds", "int_person_features", "int_person_blocks", "int_person_pairs",
    "int_person_list_places", "int_person_links", "int_person_components", "int_person_linked",
)  # fmt: skip
PROVE = bool(os.environ.get("CASELOOM_PROVE"))
# Bounds that are crossed everywhere.
BOUNDS = (
    "--vars",
    "{largest_person_block: 6, placeholder_number_names: 2, usual_bearers: 1.5}",
)
# Round by round; what a round takes away the next one may bring back.
ROUNDS = (
    """
    create table gone as from {persons} where hash(record_key, 'gone') % 29 = 0;
    delete from {persons} where person_key in (select person_key from gone);
    update {persons} set name_normalized = (select max(name_normalized) from {persons})
    where hash(person_key, 'named') % 31 = 0;
    update {persons} set written_birth_date = written_birth_date + 1 where hash(person_key, 'born') % 67 = 0;
    update {persons} set identity_no_normalized = (select min(identity_no_normalized) from {persons})
    where hash(person_key, 'number') % 71 = 0;
    update {persons} set phone_hash = (select min(phone_hash) from {persons}) where hash(person_key, 'phone') % 20 < 9;
    update {cases} set case_id = 'C-split-' || record_key where hash(record_key, 'split') % 59 = 0;
    update {cases} set case_id = (select min(case_id) from {cases}) where hash(record_key, 'merged') % 211 = 0;
    update {links} set is_used = not is_used where hash(left_key, right_key) % 79 = 0;
    create table unknown as from {candidates} where hash(left_key, right_key, 'unknown') % 53 = 0;
    delete from {candidates} where (left_key, right_key) in (select (left_key, right_key) from unknown);
    insert into ledger.link_decisions
    select 'person', left_key, right_key, case when hash(left_key) % 2 = 0 then 'accept' else 'reject' end,
        'reviewer', now()
    from {person_links} where hash(left_key, right_key, 'word') % 97 = 0;
    """,
    """
    insert into {persons} from gone where hash(person_key, 'back') % 3 > 0;
    insert into {candidates} from unknown;
    update {persons} set phone_hash = null where hash(person_key, 'phone') % 20 < 2;
    update {persons} set identity_no_normalized = null, alias_normalized = name_normalized, name_normalized = null
    where hash(person_key, 'nobody') % 83 = 0;
    update {persons} set record_key = (select max(record_key) from {persons}) where hash(person_key, 'elsewhere') % 301 = 0;
    update {persons} set identity_no_normalized = '11010119900101' || right('0000' || (hash(person_key) % 9999), 4)
    where identity_no_normalized = (select min(identity_no_normalized) from {persons});
    update {cases} set case_id = 'C-other-' || left(case_id, 4) where hash(case_id, 'renamed') % 89 = 0;
    update {links} set is_used = not is_used where hash(left_key, right_key) % 101 = 0;
    delete from ledger.link_decisions where hash(record_a, 'taken back') % 2 = 0;
    insert into ledger.link_decisions
    select 'person', min(person_key), max(person_key), 'accept', 'reviewer', now()
    from {persons} group by hash(person_key) % 500 having count(*) > 1 limit 5;
    """,
)
NAMES = {
    "person_links": "intermediate.int_person_links",
    "persons": "intermediate.int_person_records",
    "cases": "intermediate.int_case_components",
    "links": "intermediate.int_case_links",
    "candidates": "intermediate.int_case_link_candidates",
}


@pytest.fixture(scope="module")
def city_home(built_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The committed sample; with CASELOOM_PROVE=1 a city of 4,000 cases."""
    if not PROVE:
        return built_home
    folder = tmp_path_factory.mktemp("increments")
    generate(out=folder / "city", cases=4_000, days=365, seed=731)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASELOOM_KEY", TEST_KEY)
        home = Home(folder / "home")
        build(home, landing=folder / "city" / "landing")
    return home


def test_increments_end_in_the_persons_of_a_whole_linkage(city_home: Home, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    shutil.copy(city_home.warehouse, warehouse)
    link = ("run", "--select", *MADE)
    kept = [f"create table kept.{name} as from intermediate.{name};" for name in KEPT]
    run_rounds(
        city_home,
        warehouse,
        [
            # Other bounds are another version: everybody is linked first.
            ("create schema kept", link if PROVE else ()),
            *((changes.format(**NAMES), link) for changes in ROUNDS),
            (
                "create table kept.int_person_touched as from intermediate.int_person_touched;"
                + "".join(kept),
                (*link, "--full-refresh"),
            ),
        ],
        *(BOUNDS if PROVE else ()),
    )
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        touched, everybody = connection.execute(
            "select (select count(*) from kept.int_person_touched), "
            "(select count(*) from intermediate.int_person_touched)"
        ).fetchall()[0]
        # Else whole linkages would be compared with whole linkages.
        assert 0 < touched < everybody, (touched, everybody)
        for relation in KEPT:
            sides = [f"from {schema}.{relation}" for schema in ("kept", "intermediate")]
            for one, other in (sides, sides[::-1]):
                assert connection.execute(f"{one} except all {other}").fetchall() == [], relation
