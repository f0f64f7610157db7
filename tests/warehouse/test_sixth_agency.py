"""A sixth agency comes in with contract files and staging SQL, and no new Python.

The invented agency is the customs anti-smuggling bureau: a CSV with nested nothing and a Parquet
table, both formats that are known. When this fails, adding an agency has become a programming job.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from pipelines.contract import CONTRACTS_DIR
from pipelines.home import Home
from tests.conftest import TEST_KEY
from tests.deliveries import Landing, make_record

REPOSITORY = Path(__file__).parents[2]

CONTRACT = """\
apiVersion: v3.0.2
kind: DataContract
id: caseloom.customs.{table}
name: customs.{table}
version: 1.0.0
status: active
domain: criminal-justice
schema:
  - name: {table}
    physicalName: "{table}__<batch>.{format}"
    logicalType: object
    physicalType: file
    customProperties:
      - {{property: format, value: "{format}"}}
      - {{property: encoding, value: "UTF-8"}}
      - {{property: combine, value: "versions"}}
      - {{property: versionColumn, value: "changed_at"}}
    properties:
      - {{name: seizure_no, logicalType: string, physicalType: "VARCHAR(12)", primaryKey: true, primaryKeyPosition: 1, required: true, logicalTypeOptions: {{pattern: "^HG\\\\d{{8}}$"}}}}
      - {{name: area_code, logicalType: string, physicalType: "VARCHAR(6)", required: true, customProperties: [{{property: codeList, value: "areas"}}, {{property: codeListClosed, value: true}}]}}
      - {{name: weight_kg, logicalType: number, physicalType: "DECIMAL(12,3)", required: false}}
      - {{name: seized_at, logicalType: date, physicalType: "TIMESTAMP", required: true}}
      - {{name: changed_at, logicalType: date, physicalType: "TIMESTAMP", required: true}}
"""

STAGING = """\
with live as ({{{{ live_rows('customs', '{table}') }}}})

select
    seizure_no,
    area_code,
    cast(weight_kg as decimal(12, 3)) as weight_kg,
    cast(seized_at as timestamp) as seized_at
from live
"""

SOURCES = """\
version: 2
sources:
  - name: raw_customs
    schema: raw_customs
    tables: [{name: seizures}, {name: parcels}]
"""


@pytest.fixture
def sixth_agency(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Contracts and dbt project with the new agency added as files; yields the landing folder."""
    contracts, project = tmp_path / "contracts", tmp_path / "dbt_project"
    shutil.copytree(CONTRACTS_DIR, contracts)
    shutil.copytree(
        REPOSITORY / "dbt_project", project, ignore=shutil.ignore_patterns("target", "logs")
    )
    staging = project / "models" / "staging" / "customs"
    staging.mkdir()
    (contracts / "customs").mkdir()
    for table, format in (("seizures", "csv"), ("parcels", "parquet")):
        text = CONTRACT.format(table=table, format=format)
        (contracts / "customs" / f"{table}.odcs.yaml").write_text(text, encoding="utf-8")
        (staging / f"stg_customs__{table}.sql").write_text(STAGING.format(table=table))
    (staging / "_customs__sources.yml").write_text(SOURCES)
    monkeypatch.setenv("CASELOOM_CONTRACTS", str(contracts))
    monkeypatch.setenv("CASELOOM_DBT_PROJECT", str(project))
    from pipelines.contract import find_contract

    landing = Landing(tmp_path / "landing")
    seizures = find_contract("customs", "seizures")
    rows = [make_record(seizures, n, seizure_no=f"HG{n:08d}", area_code="320508") for n in (1, 2)]
    landing.put("customs.seizures", [*rows, {**rows[0], "seizure_no": "X"}], manifest={})
    folder = landing.path / "customs" / "20240310"
    frame = pd.DataFrame(rows).assign(weight_kg=[1.5, 2.0])
    frame["seized_at"] = pd.to_datetime(frame["seized_at"])
    frame.to_parquet(folder / "parcels__01.parquet")
    yield landing.path


def test_sixth_agency_needs_no_python(sixth_agency: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    command = [sys.executable, "-m", "pipelines.cli", "build", "--home", str(home.path)]
    done = subprocess.run(
        [*command, "--landing", str(sixth_agency)],
        cwd=REPOSITORY,
        env={**os.environ, "CASELOOM_KEY": TEST_KEY},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        staged = "select seizure_no, weight_kg, seized_at from staging.stg_customs__{} order by 1"
        seizures = connection.execute(staged.format("seizures")).fetchall()
        parcels = connection.execute(staged.format("parcels")).fetchall()
        refused = connection.execute(
            "select table_name, row_number, reason_code, column_name from ledger.quarantine"
        ).fetchall()
    assert [row[0] for row in seizures] == ["HG00000001", "HG00000002"]
    assert [float(row[1]) for row in parcels] == [1.5, 2.0]
    assert parcels[0][2] == seizures[0][2]
    assert refused == [("seizures", 3, "Q2", "seizure_no")]
