"""The published snapshot: what everybody outside reads.

Belongs here: publishing after the marts. Keep out: how (publish.py).
"""

import time

import dagster as dg

from pipelines.accounts import day_of_judgement
from pipelines.defs.dbt.translator import CaseloomTranslator
from pipelines.defs.resources import POOL, BuilderResource, log_progress
from pipelines.manifest import read_manifest
from pipelines.publish import current_publication, publish_snapshot

GROUP = "published"
SNAPSHOT_KEY = dg.AssetKey([GROUP, "snapshot"])
_PUBLISHED = ("marts", "review")


@dg.definitions
def published() -> dg.Definitions:
    """One asset behind all published relations."""

    @dg.asset(
        key=SNAPSHOT_KEY,
        deps=_published_keys(),
        group_name=GROUP,
        description="Marts and masked source rows as one versioned file, made current atomically.",
        kinds={"duckdb", "snapshot"},
        owners=["team:platform"],
        pool=POOL,
    )
    def snapshot(
        context: dg.AssetExecutionContext, builder: BuilderResource
    ) -> dg.MaterializeResult:
        started = time.monotonic()
        current = current_publication(builder.home)
        fingerprint = builder.marts_fingerprint
        is_new = current is None or fingerprint is None or fingerprint != current.fingerprint
        if is_new:
            current = publish_snapshot(
                builder.home,
                as_of=day_of_judgement(builder.home),
                # A run over a part of the graph must never count as a whole build.
                fingerprint=fingerprint or f"part-of-the-graph-{context.run.run_id}",
                report=log_progress(context.log.info),
            )
        return dg.MaterializeResult(
            metadata={
                "version": current.version,
                "is new": is_new,
                "day of judgement": current.as_of.isoformat(),
                "seconds": round(time.monotonic() - started, 1),
            }
        )

    return dg.Definitions(assets=[snapshot])


def _published_keys() -> list[dg.AssetKey]:
    translator = CaseloomTranslator()
    return sorted(
        translator.get_asset_key(node)
        for node in read_manifest()["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] in _PUBLISHED
    )
