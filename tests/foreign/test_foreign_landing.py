"""A foreign landing folder is taken in without a code change, and every number of it adds up.

The folder is written by ``tests.foreign.city`` from the words of contracts/README.md; what is
expected of each file and row stands beside it in the stories. When one of these fails, an agency's
real delivery is judged otherwise than the contract says: read the sentence before mending either.
``CASELOOM_PROVE=1`` adds arrivals in more orders, folder by folder, up to the marts.
"""

from __future__ import annotations

import csv
import io
import os
import random
import shutil
from collections import defaultdict
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.build import build
from pipelines.home import Home
from pipelines.intake.run import run_intake
from pipelines.publish import current_version
from pipelines.query import run_query
from pipelines.verify import verify_home
from tests.conftest import TEST_KEY
from tests.faults.test_killed_builds import hash_marts
from tests.foreign import records as r
from tests.foreign.city import make_city
from tests.foreign.deliveries import City
from tests.foreign.formats import shape

PROVE = bool(os.environ.get("CASELOOM_PROVE"))
SEEDS = range(6) if PROVE else range(1)

# Mart → the delivered tables whose live records it holds, one line each.
ONE_LINE_EACH = {
    "fct_property_items": ["police.property"],
    "fct_measures": ["police.measures"],
    "fct_custody_extensions": ["police.extensions"],
    "fct_handoffs": ["platform.flows"],
    "fct_supervision_matters": ["procuratorate.supervision"],
    "fct_corrections": ["justice.subjects"],
    "fct_correction_check_ins": ["justice.check_ins"],
    "fct_correction_sanctions": ["justice.sanctions"],
    "fct_correction_releases": ["justice.releases"],
    "fct_assessments": ["justice.assessments"],
}
CASE_TABLES = (
    "police.cases",
    "procuratorate.arrest_review",
    "procuratorate.prosecution_review",
    "court.cases",
    "justice.subjects",
    "justice.assessments",
)
LEDGER = """
    select file_name, status, reason, rows_received, rows_accepted, rows_quarantined,
        rows_superseded
    from ledger.deliveries order by all"""
STATE = {
    "deliveries": LEDGER,
    "quarantine": "select * from ledger.quarantine order by all",
    "warnings": "select * from ledger.warnings order by all",
    "data dates": "select * from ledger.data_dates order by all",
    "versions": "select * from ledger.record_versions order by all",
}


@pytest.fixture(scope="module")
def city() -> City:
    return make_city()


@pytest.fixture(scope="module")
def landing(city: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("foreign") / "landing"
    city.write(folder)
    return folder


@pytest.fixture(scope="module")
def home(landing: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The foreign folder, built once by what `caseloom build --landing` calls."""
    made = Home(tmp_path_factory.mktemp("foreign_home") / "home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASELOOM_KEY", TEST_KEY)
        build(made, landing=landing)
    return made


def ask(home: Home, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def published(home: Home, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a query over the snapshot in force."""
    path = home.snapshots / f"{current_version(home)}.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("set search_path = 'marts'")
        return connection.execute(sql).fetchall()


def differences(expected: dict, found: dict) -> dict:
    """Place → (expected, found) where they differ; short enough to read when a test fails."""
    places = sorted(expected.keys() | found.keys(), key=str)
    return {
        place: (expected.get(place), found.get(place))
        for place in places
        if expected.get(place) != found.get(place)
    }


def test_every_file_has_its_status_reason_and_numbers(city: City, home: Home) -> None:
    """A file that is missing here was lost; a wrong number is a row that nobody can find."""
    found = published(
        home,
        "select file_name, status, reason, rows_received, rows_accepted, rows_quarantined, "
        "rows_superseded from ops_deliveries",
    )
    assert differences(city.deliveries(), {row[0]: row[1:] for row in found}) == {}


def test_every_planted_fault_is_caught_with_its_reason(city: City, home: Home) -> None:
    """And nothing else is refused: file, row, code and column, for files and for rows."""
    found = published(
        home, "select file_name, row_number, reason_code, column_name from ops_quarantine"
    )
    assert len(found) == len(set(found))
    missing, surplus = city.quarantine() - set(found), set(found) - city.quarantine()
    assert (sorted(missing, key=str), sorted(surplus, key=str)) == ([], [])


def test_every_planted_oddity_is_noted(city: City, home: Home) -> None:
    """What is repaired or doubted must be visible, for rows and for whole files."""
    found = published(
        home,
        "select file_name, table_name, row_number, reason_code, column_name from ops_warnings",
    )
    rows, rows_anyhow = set(found), {row[:4] for row in found}
    missing = [
        note
        for note in city.warnings()
        if note not in rows and not (note[4] is None and note[:4] in rows_anyhow)
    ]
    files = {(row[0], row[3], row[4]) for row in found if row[2] is None}
    files_anyhow = {note[:2] for note in files}
    missing += [
        note
        for note in city.file_warnings()
        if note not in files and not (note[2] is None and note[:2] in files_anyhow)
    ]
    assert sorted(missing, key=str) == []


def test_clean_deliveries_draw_no_remark(city: City, home: Home) -> None:
    """A warning about a rightful row costs a person's time, a hundred of them their attention."""
    found = published(
        home,
        "select file_name, table_name, row_number, reason_code, column_name from ops_warnings "
        "where file_name like '%/20250401/%'",
    )
    assert sorted(set(found) - city.warnings(), key=str) == []


def test_file_level_remarks_are_the_planted_ones(city: City, home: Home) -> None:
    """No manifest, wrong numbers, files that did not come, corrections that failed."""
    codes = ("W13", "W14", "W18", "S1")
    found = published(
        home,
        f"select file_name, reason_code, masked_value from ops_warnings where reason_code in {codes}",
    )
    expected = {note[:2] for note in city.file_warnings() if note[1] in codes}
    expected |= {(path, "W13") for path in city.strays}
    for folder in city.folders:
        place = f"{folder.agency}/{folder.day}"
        expected |= {(f"{place}/{name}", "W18") for name in folder.missing_files}
        believed = folder.bend is bytes and not folder.changes.keys() & {"delivered_on", "agency"}
        expected |= {
            (file.path, "S1")
            for file in folder.files
            if believed and "supersedes" in (file.entry or {}) and file.status == "quarantined"
        }
    assert {row[:2] for row in found} == expected
    shown = {row[0]: row[2] for row in found if row[1] == "W14"}
    assert shown["platform/20250410/flows__01.csv"] == "manifest 5, file 2"


def test_the_live_records_are_the_expected_versions(city: City, home: Home) -> None:
    """The very row that wins, for every key; a key too many is somebody's deleted record."""
    found = ask(
        home,
        """
        select version.agency || '.' || source_table, record_key, file_name, _source_row
        from ledger.record_versions as version
        inner join ledger.deliveries as delivery on version._delivery_id = delivery.delivery_id
        where is_current and not is_deleted""",
    )
    assert differences(city.live(), {row[:2]: row[2:] for row in found}) == {}


def test_values_are_read_as_they_are_meant(city: City, home: Home) -> None:
    """A date or amount in another form must not become another date or amount."""
    tables = defaultdict(set)
    for table, key, column, value in city.readings():
        tables[table].add((key, column, value))
    wrong = []
    for table, readings in tables.items():
        of = shape(table)
        places = city.live()
        for key, column, value in readings:
            file, row = places[(table, key)]
            [(found,)] = ask(
                home,
                f"""select "{column}" from raw_{of.agency}.{of.table}
                where _source_file = '{file}' and _source_row = {row}""",
            )
            if not _is_same(found, value):
                wrong.append((table, key, column, value, found))
    assert wrong == []


def _is_same(found: str | None, value: str) -> bool:
    try:
        return found == value or Decimal(found or "") == Decimal(value)
    except InvalidOperation:
        return False


def test_data_dates_come_from_folders_with_a_loaded_file(city: City, home: Home) -> None:
    """Refused, repeated and disbelieved folders move no agency's date."""
    found = dict(published(home, "select agency, data_date from ops_freshness"))
    assert {agency: str(day)[:10] for agency, day in found.items()} == city.data_dates
    [(as_of,)] = published(home, "select as_of from ops_snapshot")
    assert str(as_of)[:10] == max(city.data_dates.values())


def test_every_live_case_record_belongs_to_one_case(city: City, home: Home) -> None:
    found = published(
        home,
        "select agency || '.' || source_table, source_record_id, case_id from bridge_case_records",
    )
    expected = sorted(place for place in city.live() if place[0] in CASE_TABLES)
    assert sorted(row[:2] for row in found) == expected


def test_records_of_one_matter_are_one_case(city: City, home: Home) -> None:
    """Quoted numbers, padded or bracketed otherwise, 并案, 移送管辖 and an appeal lead together."""
    found = {
        row[:2]: row[2]
        for row in published(
            home,
            "select agency || '.' || source_table, source_record_id, case_id "
            "from bridge_case_records",
        )
    }
    cases, matters = defaultdict(set), defaultdict(set)
    for place, matter in city.matters().items():
        cases[matter].add(found[place])
        matters[found[place]].add(matter)
    assert {matter: ids for matter, ids in cases.items() if len(ids) > 1} == {}
    assert [together for together in matters.values() if len(together) > 1] == []


def test_reasons_name_no_place_of_this_machine_and_no_person(city: City, home: Home) -> None:
    """What is said of refused files is published: it is the same in every home, and harmless."""
    details = [
        row[0]
        for row in published(
            home, "select reason_detail from ops_deliveries where reason_detail is not null"
        )
    ]
    assert details
    assert [text for text in details if str(home.path) in text or "/store/" in text] == []
    names = {r.name(number) for number in range(400)} | {r.identity(n) for n in range(400)}
    assert [text for text in details if any(name in text for name in names)] == []


def test_no_person_of_the_city_is_published_in_clear(home: Home) -> None:
    """Names and identity numbers stay behind the door, in marts, remarks and source rows alike."""
    suspects, victims = range(1, 31), range(151, 181)
    people = {r.name(number) for number in (*suspects, *victims)}
    people |= {r.identity(number) for number in suspects}
    people |= {r.identity(number, woman=True) for number in victims}
    texts = published(
        home,
        """select schema_name, table_name, string_agg('"' || column_name || '"', ', ')
        from duckdb_columns()
        where database_name = current_database() and data_type = 'VARCHAR' and not internal
        group by all""",
    )
    pattern = "|".join(sorted(people))
    found = [
        (schema, table)
        for schema, table, columns in texts
        if published(
            home,
            f"""select 1 from "{schema}"."{table}"
            where regexp_matches(concat_ws(chr(10), {columns}), '{pattern}') limit 1""",
        )
    ]
    assert (found, len(texts) > 50) == ([], True)


@pytest.mark.parametrize("mart", ONE_LINE_EACH)
def test_every_delivered_table_has_its_lines(mart: str, city: City, home: Home) -> None:
    """One line per live record, and each leads to the row that won."""
    expected = sorted(
        spot for (table, _), spot in city.live().items() if table in ONE_LINE_EACH[mart]
    )
    found = published(home, f"select _source_file, _source_row from {mart}")
    assert sorted(found) == expected


def test_nested_lists_are_those_of_the_winning_version(home: Home) -> None:
    """Court case 101 lost a hearing between two versions; what went must be gone."""
    sql = "select count(*) from fct_hearings where court_case_id = md5('case101')"
    assert published(home, sql) == [(1,)]


def test_every_person_is_there_as_each_agency_wrote_them(city: City, home: Home) -> None:
    """Every role of every live record, by the agency's own number; nobody from older versions."""
    found = published(
        home,
        "select agency || '.' || source_table, source_record_id, source_person_no "
        "from bridge_person_records where agency <> 'platform'",
    )
    assert len(found) == len(set(found))
    assert sorted(set(found) ^ city.people()) == []


def test_query_prints_all_of_it(city: City, home: Home) -> None:
    """A header, every row, nothing cut, NULL empty: others read this output."""
    output = io.StringIO()
    sql = "select file_name, row_number, reason_code, column_name from ops_quarantine"
    run_query(home, sql, format="csv", output=output)
    header, *rows = list(csv.reader(io.StringIO(output.getvalue())))
    assert header == ["file_name", "row_number", "reason_code", "column_name"]
    expected = {tuple("" if v is None else str(v) for v in row) for row in city.quarantine()}
    assert {tuple(row) for row in rows} == expected


def test_the_home_is_whole(home: Home) -> None:
    with home.builder_lock(wait_seconds=5):
        assert verify_home(home) == []


def test_a_second_build_finds_nothing_new(landing: Path, home: Home) -> None:
    result = build(home, landing=landing)
    assert (result.is_new, result.intake.new_files, result.intake.changed) == (False, 0, [])


def arrive(landing: Path, home: Home, rounds: list[list[Path]]) -> None:
    """One intake per round; what arrived before lies there still."""
    arrived = home.path / "arrived"
    for folders in rounds:
        for folder in folders:
            shutil.copytree(folder, arrived / folder.relative_to(landing), dirs_exist_ok=True)
        with home.builder_lock(wait_seconds=5):
            run_intake(home, landing=arrived)


@pytest.mark.parametrize("seed", SEEDS)
def test_order_of_arrival_does_not_matter(
    seed: int, landing: Path, home: Home, tmp_path: Path
) -> None:
    """Shuffled folders in several intakes: the same ledger, faults, remarks and versions."""
    folders = sorted(path for path in landing.glob("*/*") if path.is_dir())
    random.Random(seed).shuffle(folders)
    rounds = (3, 7, len(folders))[seed % 3]
    late = Home(tmp_path / "home").create()
    arrive(landing, late, [folders[start::rounds] for start in range(rounds)])
    # And everything once more, with what lies outside the folders.
    with late.builder_lock(wait_seconds=5):
        run_intake(late, landing=landing)
    for name, sql in STATE.items():
        found, expected = ask(late, sql), ask(home, sql)
        differing = sorted(set(map(str, found)) ^ set(map(str, expected)))
        assert differing == [], name
    if PROVE:
        build(late, landing=landing)
        assert hash_marts(late) == hash_marts(home)
        judge_earlier(landing, late, home)


def judge_earlier(landing: Path, late: Home, home: Home) -> None:
    """Events after the day of judgement are kept and do not count in stages (design, section 4)."""
    build(late, landing=landing, as_of=date(2025, 2, 1))
    events = "select count(*), max(occurred_at) from fct_events"
    assert published(home, events) == published(late, events)
    [(latest,)] = published(late, "select max(started_at) from fct_case_stages")
    assert str(latest)[:10] <= "2025-02-01"
    [(as_of,)] = published(late, "select as_of from ops_snapshot")
    assert str(as_of)[:10] == "2025-02-01"
