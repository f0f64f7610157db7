"""Person linkage of what changed: names not yet heard, clusters that touch a changed person.

Belongs here: telling new from kept in the warehouse, and the version of everything that judges. Keep out:
which persons changed (SQL), the rules of sounds and clusters (``models.linkage``).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

import models.linkage
from models.linkage.decisions import obey
from models.linkage.identity import keyed_id
from models.linkage.persons import assign_persons
from models.linkage.sounds import sound_names
from pipelines.code_files import code_digest

_LINKS = "left_key, right_key, link_method, link_probability, joins_at"


def code_version(*, key: str) -> str:
    """Changes with the model, the code that judges persons, DuckDB (its hashes) and the key."""
    digest = hashlib.sha256(code_digest([Path(models.linkage.__file__).parent]).encode())
    for path in (Path(__file__), Path(__file__).with_name("person_pairs.py")):
        digest.update(path.read_bytes())
    digest.update(duckdb.__version__.encode())
    return keyed_id("V", key, digest.hexdigest())


def has_column(session: duckdb.DuckDBPyConnection, table: str, column: str) -> bool:
    """Whether a table of an earlier build is there and knows the column."""
    found = session.execute(
        "select count(*) from information_schema.columns "
        "where table_schema || '.' || table_name = ? and column_name = ?",
        [".".join(table.replace('"', "").split(".")[-2:]), column],
    ).fetchall()
    return bool(found[0][0])


def sound_new_names(
    session: duckdb.DuckDBPyConnection, *, records: duckdb.DuckDBPyRelation, earlier: str
) -> duckdb.DuckDBPyRelation:
    """Every written name and alias with its sound; those of the same version are taken over.

    Args:
        session: the connection of the warehouse.
        records: ``name_normalized`` and ``alias_normalized``.
        earlier: name of the table of an earlier run; it need not exist.
    """
    version = keyed_id("V", "sounds", code_digest([Path(models.linkage.__file__).parent]))
    records.create_view("linkage_records", replace=True)
    kept = "select '' as written_name, '' as name_sound, '' as code_version where false"
    if has_column(session, earlier, "code_version"):
        kept = f"select * from {earlier} where code_version = '{version}'"
    session.execute("""
        create or replace temp table borne_names as
        select name_normalized as written_name from linkage_records
        where name_normalized is not null
        union
        select alias_normalized from linkage_records
        where alias_normalized is not null""")
    session.execute(f"""
        create or replace temp table sounds as
        from ({kept}) semi join borne_names using (written_name)""")
    new = session.sql("from borne_names anti join sounds using (written_name)")
    session.register("new_sounds", sound_names(new.df()))
    session.execute(
        f"insert into sounds select written_name, name_sound, '{version}' from new_sounds"
    )
    session.unregister("new_sounds")
    return session.table("sounds")


def assign_touched_persons(
    session: duckdb.DuckDBPyConnection,
    *,
    places: duckdb.DuckDBPyRelation,
    links: duckdb.DuckDBPyRelation,
    touched: duckdb.DuckDBPyRelation,
    weighed: duckdb.DuckDBPyRelation,
    decisions: duckdb.DuckDBPyRelation,
    earlier: str,
    key: str,
) -> duckdb.DuckDBPyRelation:
    """The persons of all clusters that something touched; all persons without an earlier table.

    A link that is new, gone or other than before has a touched end, or hangs on a name and is among the
    weighed. Whom a touched person was joined to was in one cluster with it; whom it is joined to now, the
    links say. An unchanged link leads nowhere out of a cluster of the earlier run. So the clusters of these
    ends, then, are closed now.

    Args:
        session: the connection of the warehouse.
        places: int_person_list_places.
        links: int_person_links.
        touched: ``person_key`` of whom something changed.
        weighed: ``left_key`` and ``right_key`` of pairs that were weighed anew.
        decisions: reviewers' words about persons.
        earlier: name of int_person_components as an earlier run left it; it need not exist.
        key: the secret of the installation.
    """
    names = "agency, source_table, source_record_id, source_person_no, person_key, record_key"
    places.create_view("linkage_places", replace=True)
    # Only what clusters are made of becomes Python's: a million records with all their keys take gigabytes there.
    nodes = places.project("person_key, list_key, trusted_no")
    joining = links.filter("joins_at is not null").project(_LINKS)
    if has_column(session, earlier, "cluster_key"):
        for name, relation in {
            "linkage_nodes": nodes,
            "linkage_links": joining,
            "linkage_touched": touched,
            "linkage_weighed": weighed,
            "linkage_decisions": decisions,
        }.items():
            relation.create_view(name, replace=True)
        session.execute(f"""
            create or replace temp table concerned as
            with by_name as (
                select left_key, right_key from linkage_weighed
                where left_key not in (select person_key from linkage_touched)
                and right_key not in (select person_key from linkage_touched)),
            joined as (
                select left_key, right_key from linkage_links
                where left_key in (select person_key from linkage_touched)
                or right_key in (select person_key from linkage_touched)),
            ends as (
                select person_key from linkage_touched
                union select left_key from by_name
                union select right_key from by_name
                union select left_key from joined
                union select right_key from joined),
            spoken as (
                select left_key as person_key from linkage_decisions
                where right_key in (select person_key from ends)
                union select right_key from linkage_decisions
                where left_key in (select person_key from ends)),
            all_ends as (from ends union from spoken),
            clusters as (
                select distinct cluster_key from {earlier}
                where person_key in (select person_key from all_ends))
            from all_ends
            union
            select person_key from {earlier}
            where cluster_key in (select cluster_key from clusters)""")
        nodes = session.sql(
            "select * from linkage_nodes where person_key in (select person_key from concerned)"
        )
        joining = session.sql(
            f"select {_LINKS} from linkage_links "
            "where left_key in (select person_key from concerned)"
        )
    obeyed, apart = obey(joining.df(), decisions.df(), joins_at="strict")
    components = assign_persons(nodes.df(), obeyed, key=key, apart=apart)
    session.register("linkage_components", components.drop(columns=["list_key", "trusted_no"]))
    return session.sql(f"""
        select {names}, components.* exclude (person_key)
        from linkage_components as components
        inner join linkage_places as places using (person_key)""")
