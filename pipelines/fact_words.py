"""Reading texts of facts, day by day: what was read before is taken over.

Belongs here: telling new texts from old ones, in the warehouse. Keep out: reading (``models.similarity``).
"""

from __future__ import annotations

from collections import defaultdict

import duckdb

from models.similarity.words import COLUMNS, VERSION, Text, WordList, read_texts

_LISTS = tuple(name for name in COLUMNS if name != "masked")


def read_new_texts(
    session: duckdb.DuckDBPyConnection,
    *,
    facts: duckdb.DuckDBPyRelation,
    words: duckdb.DuckDBPyRelation,
    earlier: str,
) -> duckdb.DuckDBPyRelation:
    """``text_key``, the columns that the model reads out of a text, and ``reader_version``.

    Args:
        session: the connection of the warehouse.
        facts: text_key, case_summary, person_names (joined by ', '), offence_address.
        words: kind, word, word_group.
        earlier: name of the table of an earlier run; it need not exist.
    """
    things = _word_list(words)
    version = f"{VERSION}-{things.version}"
    facts.create_view("facts_to_read", replace=True)
    has_earlier = session.execute(
        "select count(*) from information_schema.columns "
        "where table_schema || '.' || table_name = ? and column_name = 'reader_version'",
        [".".join(earlier.replace('"', "").split(".")[-2:])],
    ).fetchall()[0][0]
    columns = ", ".join(f"cast({name} as varchar[]) as {name}" for name in _LISTS)
    source = earlier if has_earlier else "(select '' as reader_version) as nothing"
    kept = f"text_key, cast(masked as varchar) as masked, {columns}" if has_earlier else (
        "null::varchar as text_key, null::varchar as masked, "
        + ", ".join(f"null::varchar[] as {name}" for name in _LISTS)
    )  # fmt: skip
    session.execute(f"""
        create or replace temp table read_before as
        select {kept} from {source}
        where reader_version = '{version}' {
        "and text_key in (select text_key from facts_to_read)" if has_earlier else "and false"
    }""")
    rows = session.execute("""
        select distinct text_key, case_summary, person_names, offence_address from facts_to_read
        where text_key is not null and text_key not in (select text_key from read_before)
        order by text_key""").fetchall()
    texts = {
        key: Text(text, tuple((names or "").split(", ")) if names else (), address or "")
        for key, text, names, address in rows
    }
    session.register("read_now_frame", read_texts(texts, things))
    session.execute(f"""
        create or replace temp table read_now as
        select cast(text_key as varchar) as text_key, cast(masked as varchar) as masked, {columns}
        from read_now_frame""")
    session.unregister("read_now_frame")
    return session.sql(f"""
        select *, '{version}' as reader_version from read_before
        union all select *, '{version}' from read_now""")


def _word_list(words: duckdb.DuckDBPyRelation) -> WordList:
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for kind, group, word in words.project("kind, word_group, word").fetchall():
        groups[kind][word] = group
    return WordList(dict(groups))
