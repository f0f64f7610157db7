"""Dagster's way in: loads `defs/`, gives it its resources, runs everything in process.

Belongs here: assembling. Keep out: assets, checks, sensors (defs/) and work.

`build_defs(resource_overrides=…)` is how tests and other installations change what it stands on.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines.home import find_home

LANDING_VARIABLE = "CASELOOM_LANDING"


def build_defs(*, resource_overrides: Mapping[str, Any] | None = None) -> dg.Definitions:
    """All definitions; ``resource_overrides`` replaces resources by key (`builder`, `dbt`)."""
    from pipelines.defs.dbt.assets import dbt_resource
    from pipelines.defs.resources import BuilderResource

    home = find_home()
    resources = {
        "builder": BuilderResource(
            home=str(home.path),
            landing=os.environ.get(LANDING_VARIABLE) or str(home.landing),
        ),
        "dbt": dbt_resource(),
        **(resource_overrides or {}),
    }
    return dg.Definitions.merge(
        dg.load_from_defs_folder(path_within_project=Path(__file__).parent),
        # The multi-process executor costs seconds per asset, and there is one builder anyway.
        dg.Definitions(resources=resources, executor=dg.in_process_executor),
    )


@dg.definitions
def defs() -> dg.Definitions:
    return build_defs()
