"""The schedules. Belongs here: when. Keep out: what."""

from __future__ import annotations

import dagster as dg

from pipelines.defs.jobs import BUILD_JOB

# After the agencies' nightly exports (02:00) have landed; also mends what a failed run left.
nightly_build = dg.ScheduleDefinition(
    name="nightly_build",
    job_name=BUILD_JOB,
    cron_schedule="0 4 * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="A build every night at 04:00 Beijing time, whether or not something is new.",
)
