"""Speed of reports and mail: thirty recipients' packs, and the monthly bulletin in every format.

Belongs here: measuring. Keep out: limits (the issue's are printed beside what was measured).

    CASELOOM_HOME=… .venv/bin/python -m benchmarks.bench_reports

It reads the current snapshot of the home; mails are planned in an application database of its own and go into a
mailbox in a temporary folder.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from dashboards.reports.compose import compose
from dashboards.reports.drawing import draw_charts
from dashboards.reports.render import FORMATS, render
from pipelines.appdb.database import open_app_database
from pipelines.appdb.outbox import list_mails
from pipelines.appdb.subscriptions import add_subscription
from pipelines.delivery.planning import plan_mails
from pipelines.delivery.sending import send_mails
from pipelines.delivery.settings import find_mail_settings
from pipelines.home import Home, find_home
from pipelines.snapshot import open_snapshot

RECIPIENTS = 30
BULLETIN_SECONDS, PACKS_SECONDS = 5, 60
REGIONS = (
    "320505",
    "320506",
    "320507",
    "320508",
    "320509",
    "320571",
    "320581",
    "320582",
    "320583",
    "",
)


def main() -> int:
    home = find_home()
    warm_up(home)
    begun = time.process_time()
    bulletin = measure_bulletin(home)
    middle = time.process_time()
    packs, mails = measure_packs(home)
    ended = time.process_time()
    print(
        f"monthly bulletin, Word and PDF: {bulletin:.1f} s (at most {BULLETIN_SECONDS} s), "
        f"{middle - begun:.1f} CPU seconds"
    )
    print(
        f"{RECIPIENTS} recipients' packs, {mails} mails: {packs:.1f} s (at most {PACKS_SECONDS} s), "
        f"{ended - middle:.1f} CPU seconds"
    )
    return int(bulletin > BULLETIN_SECONDS or packs > PACKS_SECONDS)


def warm_up(home: Home) -> None:
    """Import what has to be imported: a daemon does so once."""
    snapshot = open_snapshot(home.path)
    document = compose(snapshot, "overdue_daily", snapshot=snapshot.version)
    for format in FORMATS:
        render(document, format)
    compose(snapshot, "weekly_briefing", snapshot=snapshot.version)
    snapshot.close()


def measure_bulletin(home: Home) -> float:
    """Seconds from opening the snapshot to both files."""
    begun = time.perf_counter()
    snapshot = open_snapshot(home.path)
    document = compose(snapshot, "monthly_statistics", snapshot=snapshot.version)
    composed = time.perf_counter()
    charts = draw_charts(document)
    drawn = time.perf_counter()
    sizes = {format: len(render(document, format, charts)) for format in ("docx", "pdf")}
    ended = time.perf_counter()
    snapshot.close()
    print(
        f"  composing {composed - begun:.1f} s, {len(charts)} charts {drawn - composed:.1f} s, "
        f"writing {ended - drawn:.1f} s, bytes {sizes}"
    )
    return ended - begun


def measure_packs(home: Home) -> tuple[float, int]:
    """Seconds to plan and deliver three reports for each of thirty readers of ten scopes."""
    with tempfile.TemporaryDirectory() as folder:
        place = Home(Path(folder))
        place.path.mkdir(exist_ok=True)
        shutil.copytree(home.snapshots, place.snapshots, copy_function=_link)
        database = open_app_database(place)
        for number in range(RECIPIENTS):
            region = REGIONS[number % len(REGIONS)]
            for report in ("overdue_daily", "monthly_statistics", "monthly_supervision"):
                add_subscription(
                    database,
                    kind="report",
                    owner="bench",
                    address=f"reader{number}@localhost.localdomain",
                    report=report,
                    reader={"regions": [region] if region else []},
                    formats=("docx", "pdf", "xlsx"),
                    send_hour=0,
                )
        settings = find_mail_settings(place)
        begun = time.perf_counter()
        plan_mails(place, database, settings)
        planned = time.perf_counter()
        send_mails(place, database, settings)
        ended = time.perf_counter()
        mails = len(list_mails(database, states=("accepted",)))
        database.close()
    print(f"  planning {planned - begun:.1f} s, delivering {ended - planned:.1f} s")
    return ended - begun, mails


def _link(source: str, target: str) -> None:
    """A snapshot is never written to: a second name is enough, where the file system has them."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


if __name__ == "__main__":
    sys.exit(main())
