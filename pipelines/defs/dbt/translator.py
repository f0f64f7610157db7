"""How a dbt node appears in Dagster: key = schema and name, group = folder.

Belongs here: names, groups, owners, words. Keep out: running dbt.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings

from pipelines.defs.raw.assets import LEDGER_KEY, raw_key

_OWNERS = {"staging": "team:intake", "linkage": "team:analysis", "seeds": "team:intake"}
_RAW_PREFIX = "raw_"


class CaseloomTranslator(DagsterDbtTranslator):
    """Keys are `<schema>/<relation>`; nested lists of a delivered table belong to its raw asset."""

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True))

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        schema, name = dbt_resource_props["schema"], dbt_resource_props["name"]
        if dbt_resource_props["resource_type"] != "source":
            return dg.AssetKey([schema, name])
        if schema.startswith(_RAW_PREFIX):
            return raw_key(schema.removeprefix(_RAW_PREFIX), name.split("__", 1)[0])
        return LEDGER_KEY

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The folder under models/; a folder named linkage is a group of its own."""
        if dbt_resource_props["resource_type"] == "seed":
            return "seeds"
        folders = dbt_resource_props["fqn"][1:-1]
        return "linkage" if "linkage" in folders else folders[0]

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        return [_OWNERS.get(self.get_group_name(dbt_resource_props), "team:analysis")]

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The words of the relation alone: the SQL stands in the repository."""
        return dbt_resource_props.get("description", "")
