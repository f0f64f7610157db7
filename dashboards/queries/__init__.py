"""The questions that pages ask of a snapshot, one SQL file each.

Belongs here: SQL files and reading them. Keep out: figures (they have a registry of their own) and
SQL put together in Python: a filter that is not set is a parameter that is NULL.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pipelines.contract import RawRelation

_FOLDER = Path(__file__).parent


@lru_cache(maxsize=256)
def load_query(name: str) -> str:
    """The SQL of one question."""
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def source_relation_sql(relation: RawRelation) -> str:
    """The question for one delivered row in one relation of a contract.

    The one place where SQL is put together: there are as many relations as contracts have, and all
    names in it come from the contracts.
    """
    agency = relation.schema.removeprefix("raw_")
    order = ", ".join(relation.item_columns) or "_source_row"
    return (
        f'select * from memory.source."{agency}__{relation.name}" '
        f"where _source_file = $file and _source_row = $row order by {order}"
    )
