"""What was known on a day: corrections, deletes, late older versions, before and after.

When this fails, `caseloom query --as-known-at` tells a supervisor that the house knew something on a
day on which it did not, or the reverse.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest

from pipelines.build import build
from pipelines.contract import find_contract
from pipelines.home import Home
from pipelines.query import QueryError, run_query
from tests.conftest import TEST_KEY
from tests.deliveries import Landing, Record, make_key, make_record
from tests.warehouse.test_staging import run_dbt_command

CASES = find_contract("police", "cases")
DOCUMENTS = find_contract("police", "documents")
CORRECTED, MISTAKEN, OUTRUN, WITHDRAWN = range(1, 5)


def police_case(number: int, at: str, filed: str | None, **changes: object) -> Record:
    values = {"BAAJBH": None, "YAJBH": None, "AJZTDM": "20", "SARQ": "2024-03-01 07:00:00"}
    # Without the minute of an offence nobody takes two of these for one offence registered twice.
    values |= dict.fromkeys(("PARQ", "ZCZJRQ", "CXRQ", "CARQ", "FASJKS"))
    return make_record(CASES, number, **{**values, "LARQ": filed, "GXSJ": at, **changes})


def document(at: str, status: str) -> Record:
    values = {"AJBH": make_key(CASES, WITHDRAWN), "RYBH": None, "YWSBH": None, "WSLXDM": "1003"}
    return make_record(DOCUMENTS, 1, **values, WSZTDM=status, GXSJ=at)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A fortnight of deliveries, all taken in at once."""
    place = tmp_path_factory.mktemp("known")
    landing = Landing(place / "landing")
    landing.path.mkdir()

    def deliver(day: str, *records: Record, table: str = "police.cases") -> None:
        landing.put(table, list(records), day=day, manifest={})

    deliver(
        "20240302",
        police_case(CORRECTED, "2024-03-01 18:00:00", "2024-03-01 17:00:00"),
        police_case(MISTAKEN, "2024-03-01 18:00:00", "2024-03-01 12:00:00"),
        police_case(WITHDRAWN, "2024-03-01 18:00:00", None),
    )
    deliver("20240303", document("2024-03-02 08:00:00", "01"), table="police.documents")
    deliver("20240304", police_case(OUTRUN, "2024-03-03 18:00:00", "2024-03-03 10:00:00"))
    deliver("20240305", police_case(MISTAKEN, "2024-03-04 09:00:00", None, CZBS="D"))
    # An older version that comes after the newer one was never what the house believed.
    deliver("20240308", police_case(OUTRUN, "2024-03-02 18:00:00", "2024-03-02 10:00:00"))
    deliver("20240309", document("2024-03-08 08:00:00", "02"), table="police.documents")
    deliver("20240310", police_case(CORRECTED, "2024-03-09 18:00:00", "2024-02-27 10:00:00"))
    deliver(
        "20240312", police_case(MISTAKEN, "2024-03-11 09:00:00", "2024-03-01 12:00:00", CZBS="U")
    )
    home = Home(place / "home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASELOOM_KEY", TEST_KEY)
        build(home, landing=landing.path)
    return home


def ask(home: Home, sql: str, day: str | None = None) -> list[list[str]]:
    output = io.StringIO()
    run_query(
        home, sql, format="csv", output=output, as_known_at=date.fromisoformat(day) if day else None
    )
    return list(csv.reader(io.StringIO(output.getvalue())))[1:]


def filed_on(home: Home, number: int, day: str | None = None) -> list[str]:
    """Days of filing that the house believes of one police record."""
    with_record = f"""
        select cast(occurred_at as date) from fct_events
        where event_type = 'filing_decision' and event_id in ({_event_ids(home, number)})
        order by 1"""
    return [row[0] for row in ask(home, with_record, day)]


def _event_ids(home: Home, number: int) -> str:
    """Events of today that lead to the record; the ids stay the same through its versions."""
    sql = f"""
        select event_id from bridge_event_sources
        where source_table = 'cases' and source_record_id = '{make_key(CASES, number)}'"""
    return ", ".join(f"'{row[0]}'" for row in ask(home, sql))


@pytest.mark.parametrize(
    ("day", "filed"),
    [
        ("2024-03-01", []),
        ("2024-03-02", ["2024-03-01"]),
        ("2024-03-09", ["2024-03-01"]),
        ("2024-03-10", ["2024-02-27"]),
        ("2030-01-01", ["2024-02-27"]),
    ],
)
def test_a_correction_is_another_version_of_the_same_event(
    known: Home, day: str, filed: list[str]
) -> None:
    assert filed_on(known, CORRECTED, day) == filed


def test_a_correction_closes_one_span_and_opens_the_next(known: Home) -> None:
    spans = ask(
        known,
        f"""
        select cast(occurred_at as date), known_from, known_to from history_events
        where event_type = 'filing_decision' and event_id in ({_event_ids(known, CORRECTED)})
        order by known_from""",
    )
    assert spans == [
        ["2024-03-01", "2024-03-02", "2024-03-10"],
        ["2024-02-27", "2024-03-10", ""],
    ]


@pytest.mark.parametrize(
    ("day", "is_there"),
    [("2024-03-04", True), ("2024-03-05", False), ("2024-03-11", False), ("2024-03-12", True)],
)
def test_a_deleted_record_was_known_until_the_delete_came(
    known: Home, day: str, is_there: bool
) -> None:
    assert bool(filed_on(known, MISTAKEN, day)) is is_there
    case_id = ask(
        known,
        f"""
        select case_id from bridge_case_records
        where source_record_id = '{make_key(CASES, MISTAKEN)}'""",
    )[0][0]
    cases = ask(known, f"select stage from dim_cases where case_id = '{case_id}'", day)
    assert cases == ([["investigation"]] if is_there else [])


def test_a_late_older_version_was_never_believed(known: Home) -> None:
    assert filed_on(known, OUTRUN, "2024-03-07") == ["2024-03-03"]
    assert filed_on(known, OUTRUN, "2024-03-08") == ["2024-03-03"]
    spans = ask(
        known,
        f"select known_from, known_to from history_events where event_id in ({_event_ids(known, OUTRUN)}) "
        "and event_type = 'filing_decision'",
    )
    assert spans == [["2024-03-04", ""]]


def test_a_withdrawal_was_not_known_before_it_came(known: Home) -> None:
    sql = "select is_withdrawn from fct_documents"
    assert ask(known, sql, "2024-03-02") == []
    assert ask(known, sql, "2024-03-08") == [["false"]]
    assert ask(known, sql, "2024-03-09") == [["true"]]
    assert ask(known, sql) == [["true"]]


def test_what_is_known_last_is_what_is_published(known: Home) -> None:
    sql = "select event_id, case_id, event_type, occurred_at, agency from fct_events order by all"
    assert ask(known, sql, "2024-03-12") == ask(known, sql)
    cases = "select case_id, stage, filed_at, is_closed from dim_cases order by all"
    assert ask(known, cases, "2024-03-12") == ask(known, cases)


def test_a_relation_without_history_does_not_answer_for_a_past_day(known: Home) -> None:
    """Persons of today under the date of a past day would be a lie."""
    assert ask(known, "select count(*) from fct_case_persons") == [["0"]]
    with pytest.raises(QueryError, match="fct_case_persons"):
        ask(known, "select count(*) from fct_case_persons", "2024-03-05")
    assert ask(known, "select count(*) > 0 from dim_event_types", "2024-03-05") == [["true"]]


def test_the_day_must_be_a_day() -> None:
    from typer.testing import CliRunner

    from pipelines.cli import app

    result = CliRunner().invoke(app, ["query", "select 1", "--as-known-at", "yesterday"])
    assert result.exit_code != 0
    assert "yesterday" in result.output


def test_unit_tests_of_the_timeline_hold(known: Home) -> None:
    """dbt's unit tests carry what is one event, one document, and what is a contradiction."""
    printed = run_dbt_command(
        known,
        "test",
        "--select",
        "path:models/intermediate/events,test_type:unit",
        "path:models/intermediate/documents,test_type:unit",
        "--log-format",
        "text",
    )
    assert re.search(r"PASS=[5-9] WARN=0 ERROR=0", printed), printed
