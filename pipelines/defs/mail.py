"""Mail in Dagster: one job, its schedule, and what came of each round.

Belongs here: running a round and showing it. Keep out: planning and sending (pipelines/delivery).

A round in which a mail finally failed, came back or could not be made ends red, with a table that says which:
the mails themselves are kept, the others went out.
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from pipelines.defs.published.assets import SNAPSHOT_KEY
from pipelines.defs.resources import PlaceResource

MAIL_JOB = "mail"
OUTBOX = dg.AssetKey(["outbox"])
OUTBOX_SPEC = dg.AssetSpec(
    OUTBOX,
    deps=[SNAPSHOT_KEY],
    group_name="mail",
    owners=["team:platform"],
    kinds={"python"},
    description="Mails planned, accepted and failed, one observation per round; the page of the outbox shows each.",
)
_COLUMNS = ("recipient", "subject", "outcome", "detail")


@dg.op(
    description="Plan the mails that subscriptions are due, send what is due, take in bounces.",
    out=dg.Out(dg.Nothing, is_required=False),
)
def mail_round(
    context: dg.OpExecutionContext, place: dg.ResourceParam[PlaceResource]
) -> Iterator[dg.AssetObservation]:
    """One round of mail."""
    # Charts and documents take a second to import; definitions are loaded by every process of Dagster.
    from pipelines.delivery.run import run_mail
    from pipelines.snapshot import NoSnapshotError

    try:
        found = run_mail(place.find())
    except NoSnapshotError as error:
        context.log.info(f"nothing to report from yet: {error}")
        return
    metadata = _metadata(found)
    # Yielded, not logged: what is logged is lost when the round ends red.
    yield dg.AssetObservation(OUTBOX, metadata=metadata)
    if found.sent.failed or found.sent.bounced or found.planned.failed:
        raise dg.Failure(
            "mails failed, came back or could not be made; the page of the outbox says more",
            metadata=metadata,
            allow_retries=False,
        )


@dg.job(
    name=MAIL_JOB, description="One round of mail; safe to run at any time, as often as you like."
)
def mail_job() -> None:
    mail_round()


mail_schedule = dg.ScheduleDefinition(
    name="mail_rounds",
    job=mail_job,
    cron_schedule="*/10 * * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Every ten minutes: subscriptions say from which hour on their mails may go out.",
)


def _metadata(found: Any) -> dict[str, dg.MetadataValue]:
    lost = [
        (mail.recipient, mail.subject, mail.outcome or "", mail.detail or "")
        for mail in (*found.sent.failed, *found.sent.bounced)
    ]
    lost += [(one.recipient, one.subject, "not_made", one.detail) for one in found.planned.failed]
    records = [dg.TableRecord(dict(zip(_COLUMNS, row, strict=True))) for row in lost]
    schema = dg.TableSchema([dg.TableColumn(name) for name in _COLUMNS])
    return {
        "planned": dg.MetadataValue.int(found.planned.planned),
        "accepted": dg.MetadataValue.int(found.sent.accepted),
        "to be tried again": dg.MetadataValue.int(found.sent.retried),
        "not made": dg.MetadataValue.int(len(found.planned.failed)),
        "lost": dg.MetadataValue.table(records, schema=schema),
        **{f"{state} in all": dg.MetadataValue.int(count) for state, count in found.counts.items()},
    }
