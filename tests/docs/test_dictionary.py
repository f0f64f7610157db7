"""The dictionary: complete, true, and on one page that needs nothing from outside."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import pytest

from pipelines.contract import load_contracts
from pipelines.dictionary import (
    CSV_NAME,
    PUBLISHED_SCHEMAS,
    DocumentedRelation,
    load_dictionary,
    write_csv,
    write_dictionary,
)
from pipelines.manifest import read_manifest
from tests.docs.conftest import REPOSITORY
from tests.snapshots import UPDATE_VARIABLE


@pytest.fixture(scope="module")
def relations() -> tuple[DocumentedRelation, ...]:
    return load_dictionary()


def test_every_published_column_has_words_and_a_type(
    relations: tuple[DocumentedRelation, ...],
) -> None:
    """Whoever builds on a mart builds on these words."""
    bare = [
        f"{relation.name}.{column.name}"
        for relation in relations
        if relation.layer in PUBLISHED_SCHEMAS
        for column in relation.columns
        if not column.description or not column.type
    ]
    assert bare == []


def test_every_relation_says_what_one_row_is(relations: tuple[DocumentedRelation, ...]) -> None:
    """Half of all wrong figures count rows of a grain that somebody guessed."""
    silent = [
        relation.name
        for relation in relations
        if not relation.columns or not (relation.grain or relation.layer == "codes")
    ]
    assert silent == []


def test_every_column_of_every_layer_has_words(
    relations: tuple[DocumentedRelation, ...],
) -> None:
    bare = [
        f"{relation.name}.{column.name}"
        for relation in relations
        for column in relation.columns
        if not column.description
    ]
    assert bare == []


def test_published_columns_are_held_to_what_is_written() -> None:
    """An enforced contract makes dbt fail when a documented column is not there, and the reverse."""
    loose = [
        node["name"]
        for node in read_manifest()["nodes"].values()
        if node["resource_type"] == "model"
        and node["schema"] in PUBLISHED_SCHEMAS
        and not node["config"]["contract"]["enforced"]
    ]
    assert loose == []


def test_every_delivered_relation_is_there(relations: tuple[DocumentedRelation, ...]) -> None:
    names = {relation.name for relation in relations}
    for contract in load_contracts():
        for relation in contract.relations:
            assert f"{relation.schema}.{relation.name}" in names


@pytest.mark.snapshot
def test_committed_columns_are_the_real_ones(
    relations: tuple[DocumentedRelation, ...], tmp_path: Path
) -> None:
    """A change of a published column must be seen by whoever reviews it."""
    committed = REPOSITORY / "docs" / CSV_NAME
    if os.environ.get(UPDATE_VARIABLE):
        write_csv(committed, relations)
    write_csv(tmp_path / CSV_NAME, relations)
    assert _rows(committed) == _rows(tmp_path / CSV_NAME), (
        "docs/dictionary.csv is not what the relations say; if the change is meant, run "
        "`make snapshots` and commit it"
    )


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


def test_page_needs_nothing_from_outside(tmp_path: Path) -> None:
    """On a closed network a page that asks a CDN stays white."""
    page = tmp_path / "dictionary.html"
    write_dictionary(page)
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"""(?:src|href)=["']?\s*(?:https?:)?//""", text) == []
    assert "url(http" not in text
    for word in ("raw_police.cases", "marts.dim_cases", "AJBH", "F7"):
        assert word in text, word
