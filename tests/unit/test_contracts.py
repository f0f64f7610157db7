"""The contracts are valid ODCS v3, complete, and the only place that defines a column."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
import yaml

from pipelines.column_meanings import MEANINGS_FILE, _meanings, mask_sql, meaning_of
from pipelines.contract import (
    CONTRACTS_DIR,
    ContractError,
    code_values,
    find_contract,
    load_contracts,
)
from pipelines.intake.values import identity_check

FILES = sorted(CONTRACTS_DIR.glob("*/*.odcs.yaml"))


@pytest.fixture(scope="module")
def standard() -> dict:
    """The JSON schema that the standard's own package publishes."""
    text = resources.files("open_data_contract_standard").joinpath("schema.json").read_text()
    return json.loads(text)


def test_every_agency_delivers_its_tables() -> None:
    assert len(FILES) == 17
    assert [contract.id for contract in load_contracts()] == [
        f"{path.parent.name}.{path.name.removesuffix('.odcs.yaml')}" for path in FILES
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_contract_is_valid_odcs(path: Path, standard: dict) -> None:
    """A partner's tool that reads ODCS must be able to read ours."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert document["apiVersion"].startswith("v3.")
    jsonschema.validate(document, standard)


@pytest.mark.parametrize("contract", load_contracts(), ids=lambda contract: contract.id)
def test_contract_is_complete(contract) -> None:
    """Keys, code lists, references and version rules lead somewhere."""
    assert contract.key.required
    for column in contract.all_columns:
        if column.code_list:
            assert code_values(column.code_list), column.path
        if column.references and not column.references.startswith("codes."):
            agency, table, name = column.references.split(".")
            names = {other.name for other in find_contract(agency, table).columns}
            assert name in names, column.references
    if contract.is_snapshot:
        assert contract.version_column is None
    else:
        names = {column.name for column in contract.columns}
        assert contract.version_column in names
        assert contract.delete_column in names or contract.delete_column is None


def test_nested_lists_become_child_relations() -> None:
    relations = {r.name: r for r in find_contract("court", "cases").relations}
    assert "penalty__termMonths" in {c.name for c in relations["cases__defendants"].columns}
    assert relations["cases__defendants__penalty__supplementary"].depth == 2
    assert [c.name for c in relations["cases__panel"].columns] == ["value"]


def test_every_described_column_exists() -> None:
    """A meaning of a column that is gone masks nothing; one that is misspelt masks the wrong thing."""
    known = {
        (contract.agency, contract.table, column.path)
        for contract in load_contracts()
        for column in contract.all_columns
    }
    assert set(_meanings()) - known == set(), MEANINGS_FILE


def test_unknown_text_is_masked() -> None:
    """A new agency's column must not be shown because nobody thought of it."""
    persons = find_contract("police", "persons")
    hidden = {
        column.name
        for column in persons.columns
        if mask_sql(meaning_of(persons, column), "x") != "left(x, 60)"
    }
    assert hidden >= {
        "XM",
        "CYM",
        "CSRQ",
        "ZJHM",
        "MZDM",
        "HJDXZQH",
        "XZZ",
        "WHCDDM",
        "DHHS",
        "QKBS",
    }
    assert hidden.isdisjoint({"RYBH", "AJBH", "XBDM", "ZMDM", "GXSJ"})


def test_missing_code_list_is_named() -> None:
    with pytest.raises(ContractError, match="no_such_list"):
        code_values("no_such_list")


@pytest.mark.parametrize(
    ("number", "is_right"),
    [
        ("11010519491231002X", True),
        ("11010519491231002x", True),
        ("110105194912310021", False),
        ("11010519491231", False),
        ("A1010519491231002X", False),
    ],
)
def test_check_digit_of_identity_numbers(number: str, is_right: bool) -> None:
    """GB 11643-1999, the standard's own example number."""
    import duckdb

    with duckdb.connect() as connection:
        rows = connection.execute(
            f"select {identity_check('number')} from (select ? as number)", [number]
        )
        assert rows.fetchall() == [(is_right,)]
