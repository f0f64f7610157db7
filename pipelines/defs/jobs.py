"""The jobs: one build, in three readings.

Belongs here: selections and default run configuration. Keep out: steps.
"""

from __future__ import annotations

import dagster as dg

from pipelines.defs.raw.assets import RAW_OP

BUILD_JOB = "build"


def _reread(which: str) -> dict[str, object]:
    return {"ops": {RAW_OP: {"config": {"reread": which}}}}


@dg.definitions
def jobs() -> dg.Definitions:
    """build: what is new; backfill: everything in the store; release_refused: after a fix."""
    everything = dg.AssetSelection.all()
    return dg.Definitions(
        jobs=[
            dg.define_asset_job(
                BUILD_JOB,
                selection=everything,
                description="Take in what is new, rebuild the marts and publish a snapshot.",
            ),
            dg.define_asset_job(
                "backfill",
                selection=everything,
                config=_reread("everything"),
                description="Read every stored file again, rebuild and publish: after a change of "
                "contracts or decoders. The landing folder is not needed.",
            ),
            dg.define_asset_job(
                "release_refused",
                selection=everything,
                config=_reread("refused"),
                description="Read refused files and rows again after a fix (a code added, a limit "
                "raised, a contract corrected). Narrow it by agency, reason or file_name in the "
                "Launchpad.",
            ),
        ]
    )
