"""Staging: every delivered table, typed and documented, and nothing of what must stay in raw."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import yaml

from models.linkage.numbers import normalize_name, normalize_number
from pipelines.contract import load_contracts
from pipelines.dbt_sources import write_documents
from pipelines.home import Home
from pipelines.intake.ledger import create_tables
from pipelines.transform import dbt_arguments, dbt_environment, project_dir
from tests.conftest import TEST_KEY

# Columns that say what the house may not use (design, section 6); they stay in raw.
SENSITIVE = ["GJDM", "MZDM", "HJDXZQH", "WHCDDM", "QKBS", "XZZ", "prior"]
NASTY_TEXTS = [
    None,
    "",
    " ",
    "号",
    "姑公(平江)提捕字〔2024〕12号",
    "姑公（平江）提捕字［２０２４］００12 号",
    "姑公【平江】提捕字{2024}0号",
    "姑公(平江)提捕字〔2024〕000",
    "(2024)苏0508刑初0123号之一",
    "（2024）苏0508刑初123号\t",
    "苏姑检刑诉﹝2024﹞33號",
    "A32050850010020240300017",
    "00012",
    "字0001\u20090002",
    "jz３２０５０８20240001",
    "a\u00a0b\u200bc\ufeff",
    "张·伟",
    "买买提•艾力(男)",
    "ＪＯＨＮ　Ｓmith",
    "'; drop table x --",
    "100%_\\1\\2$1",
]


@pytest.fixture(scope="module")
def staged_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose raw tables are empty and whose staging relations exist."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASELOOM_KEY", TEST_KEY)
        home = Home(tmp_path_factory.mktemp("staged")).create()
        with duckdb.connect(str(home.warehouse)) as connection:
            create_tables(connection)
        run_dbt_command(home, "run", "--select", "staging", "--quiet")
    return home


def run_dbt_command(home: Home, command: str, *options: str) -> str:
    """Run dbt as the builder does and return what it printed."""
    result = subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", "--no-use-colors", command]
        + [*dbt_arguments(home), *options],
        env=dbt_environment(home),
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def render(staged_home: Home) -> Callable[[str], str]:
    """The SQL that dbt makes of a template."""

    def compile_inline(template: str) -> str:
        printed = run_dbt_command(
            staged_home, "compile", "--inline", template, "--output", "json", "--quiet"
        )
        return json.loads(printed[printed.index("{") :])["compiled"]

    return compile_inline


def test_generated_files_follow_the_contracts() -> None:
    """A contract that changed without its sources leaves a column that no relation can read."""
    assert write_documents(project_dir(), is_check=True) == []


def test_every_raw_relation_has_its_staging_relation() -> None:
    """A delivered list without staging is data that nobody sees."""
    staged = {
        (model["config"]["meta"]["contract"], model["config"]["meta"]["relation"])
        for path in (project_dir() / "models" / "staging").glob("*/_*__models.yml")
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
    }
    delivered = {
        (contract.id, relation.name)
        for contract in load_contracts()
        for relation in contract.relations
    }
    assert delivered == staged


def test_documented_columns_are_the_real_columns(staged_home: Home) -> None:
    """A column that is described but gone, or there but undescribed, misleads who reads the dictionary."""
    documented = {
        model["name"]: [column["name"] for column in model["columns"]]
        for path in (project_dir() / "models" / "staging").glob("*/_*__models.yml")
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
    }
    with duckdb.connect(str(staged_home.warehouse), read_only=True) as connection:
        rows = connection.execute(
            "select table_name, column_name from information_schema.columns "
            "where table_schema = 'staging' order by table_name, ordinal_position"
        ).fetchall()
    real: dict[str, list[str]] = {}
    for table, column in rows:
        real.setdefault(table, []).append(column)
    assert real == documented


@pytest.mark.parametrize("column", SENSITIVE)
def test_sensitive_columns_stay_in_raw(column: str) -> None:
    """Once in staging, a later feature could use ethnicity or an earlier conviction unnoticed."""
    for path in (project_dir() / "models").rglob("*.sql"):
        assert f'"{column}"' not in path.read_text(encoding="utf-8"), path.name


def test_macros_and_python_fold_alike(render: Callable[[str], str]) -> None:
    """The search box folds in Python, the warehouse in SQL; apart, a search finds nothing."""
    alphabet = "0123456789００1ABXabxＡｘ号()（）〔〕[]【】〈〉 \u3000\t苏刑初字第之一·•-－/:："
    chooser = random.Random(7)
    texts = NASTY_TEXTS + [
        "".join(chooser.choices(alphabet, k=chooser.randint(0, 14))) for _ in range(3000)
    ]
    sql = render(
        "select text_in, {{ normalize_number('text_in') }} as number_out, "
        "{{ normalize_name('text_in') }} as name_out from texts order by place"
    )
    with duckdb.connect() as connection:
        connection.execute("create table texts (place integer, text_in varchar)")
        connection.executemany("insert into texts values (?, ?)", list(enumerate(texts)))
        rows = connection.execute(sql).fetchall()
    expected = [(text, normalize_number(text), normalize_name(text)) for text in texts]
    assert rows == expected


def test_unit_tests_of_staging_hold(staged_home: Home) -> None:
    """dbt's unit tests carry the arithmetic of numbers, identity numbers, masks and versions."""
    printed = run_dbt_command(
        staged_home, "test", "--select", "staging,test_type:unit", "--log-format", "text"
    )
    assert "PASS=4" in printed, printed
