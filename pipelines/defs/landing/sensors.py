"""The sensor on the landing folder: asks for a build when new files have come to rest.

Belongs here: when to ask. Keep out: what is new (arrivals.py, from the ledger).

Dagster remembers run keys for ever, so requests carry none: a file delivered again under its old name
with new content must be taken in. The cursor remembers since when nothing moved.
"""

import os
import time

import dagster as dg

from pipelines.arrivals import Arrivals, Watch, find_arrivals
from pipelines.defs.jobs import BUILD_JOB
from pipelines.defs.landing.assets import landing_key
from pipelines.defs.resources import PlaceResource
from pipelines.defs.tags import delivery_tags
from pipelines.home import HomeBusyError

QUIET_VARIABLE = "CASELOOM_QUIET_SECONDS"
DEFAULT_QUIET_SECONDS = 60.0
# A build that ended before its intake leaves the same files new: ask again, but not at every look.
RETRY_SECONDS = 3600.0
_UNFINISHED = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


def quiet_seconds() -> float:
    """How long size and time of new files must stand still: ``$CASELOOM_QUIET_SECONDS``."""
    return float(os.environ.get(QUIET_VARIABLE) or DEFAULT_QUIET_SECONDS)


@dg.sensor(
    job_name=BUILD_JOB,
    minimum_interval_seconds=15,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Asks for a build when files that the ledger does not know have come to rest.",
)
def landing_sensor(
    context: dg.SensorEvaluationContext, place: dg.ResourceParam[PlaceResource]
) -> dg.SensorResult | dg.SkipReason:
    """One look at the landing folder."""
    home, landing = place.find(), place.find_landing()
    if landing is None:
        return dg.SkipReason(f"there is no landing folder [{place.landing}]")
    if context.instance.get_runs_count(dg.RunsFilter(job_name=BUILD_JOB, statuses=_UNFINISHED)):
        return dg.SkipReason("a build is already asked for or running")
    try:
        with home.builder_lock(wait_seconds=0):
            arrivals = find_arrivals(home, landing)
    except HomeBusyError:
        return dg.SkipReason("a build holds the home; looking again when it has ended")
    now = time.time()
    watch = Watch.read(context.cursor).look(arrivals.signature, now)
    if not arrivals.names:
        return dg.SensorResult(skip_reason="nothing new", cursor=watch.write())
    if not watch.is_quiet(now, quiet_seconds=quiet_seconds()):
        still = f"{len(arrivals.names)} new files, not yet still for {quiet_seconds():.0f} s"
        return dg.SensorResult(skip_reason=still, cursor=watch.write())
    if watch.requested_at and now - watch.requested_at < RETRY_SECONDS:
        reason = "a build of these files was asked for and did not take them in; see its run"
        return dg.SensorResult(skip_reason=reason, cursor=watch.write())
    return dg.SensorResult(
        run_requests=[dg.RunRequest(tags=_tags(arrivals))],
        asset_events=[_arrival_event(arrivals, agency) for agency in arrivals.agencies],
        cursor=Watch(watch.signature, watch.since, requested_at=now).write(),
    )


def _tags(arrivals: Arrivals) -> dict[str, str]:
    return {"caseloom/agencies": ",".join(arrivals.agencies), **delivery_tags(arrivals.days)}


def _arrival_event(arrivals: Arrivals, agency: str) -> dg.AssetMaterialization:
    files = [name for name in arrivals.names if name.startswith(f"{agency}/")]
    return dg.AssetMaterialization(
        landing_key(agency),
        description="New files came to rest.",
        metadata={"files": len(files), "newest": files[-1]},
    )
