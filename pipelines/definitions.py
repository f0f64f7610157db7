"""Dagster's way in: loads `defs/`, gives it its resources, runs everything in process.

Belongs here: assembling. Keep out: assets, checks, sensors (defs/) and work.

`build_defs(resource_overrides=…)` is how tests and other installations change what it stands on.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines.defs.dbt.assets import dbt_resource
from pipelines.defs.resources import BuilderResource, PlaceResource
from pipelines.home import find_home


def build_defs(*, resource_overrides: Mapping[str, Any] | None = None) -> dg.Definitions:
    """All definitions; ``resource_overrides`` replaces resources by key.

    `place` (folders) is enough to work elsewhere; `builder` and `dbt` are made to fit it.
    """
    overrides = dict(resource_overrides or {})
    place = overrides.get("place") or _default_place()
    resources = {
        "place": place,
        "builder": BuilderResource(place=place),
        "dbt": dbt_resource(),
        **overrides,
    }
    return dg.Definitions.merge(
        dg.load_from_defs_folder(path_within_project=Path(__file__).parent),
        # The multi-process executor costs seconds per asset, and there is one builder anyway.
        dg.Definitions(resources=resources, executor=dg.in_process_executor),
    )


def _default_place() -> PlaceResource:
    home = find_home()
    return PlaceResource(home=str(home.path), landing=str(home.landing))


@dg.definitions
def defs() -> dg.Definitions:
    return build_defs()
