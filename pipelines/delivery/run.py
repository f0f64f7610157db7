"""One round of mail: plan what is due, send it, take in what came back.

Belongs here: the order, for the command line and Dagster alike. Keep out: each step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.appdb.database import AppDatabase, open_app_database
from pipelines.appdb.outbox import count_mails
from pipelines.appdb.subscriptions import add_subscription, list_subscriptions
from pipelines.appdb.user import current_user
from pipelines.delivery.planning import Planned, plan_mails
from pipelines.delivery.sending import Sent, send_mails
from pipelines.delivery.settings import find_mail_settings
from pipelines.home import Home

# What somebody sees who runs this for the first time.
FIRST_REPORTS = ("overdue_daily", "monthly_statistics")
FIRST_ADDRESS = "reader@localhost.localdomain"


@dataclass(frozen=True)
class Round:
    """What one round came to; ``counts`` is how many mails of the outbox are in each state after it."""

    planned: Planned
    sent: Sent
    counts: Mapping[str, int]


def run_mail(home: Home) -> Round:
    """Plan and send.

    Raises:
        NoSnapshotError: nothing was published yet.
        MailSettingsError, AppDatabaseError: mail or the application database is not set up.
    """
    settings = find_mail_settings(home)
    database = open_app_database(home)
    try:
        planned = plan_mails(home, database, settings)
        sent = send_mails(home, database, settings)
        return Round(planned, sent, count_mails(database))
    finally:
        database.close()


def add_first_subscriptions(home: Home) -> int:
    """Two subscriptions to the local mailbox where nobody has any yet; how many were added."""
    database = open_app_database(home)
    try:
        if list_subscriptions(database):
            return 0
        _add_first(database)
        return len(FIRST_REPORTS)
    finally:
        database.close()


def _add_first(database: AppDatabase) -> None:
    for report in FIRST_REPORTS:
        add_subscription(
            database,
            kind="report",
            owner=current_user(),
            address=FIRST_ADDRESS,
            report=report,
            formats=("docx", "pdf") if report == "monthly_statistics" else ("xlsx",),
            send_hour=0,
        )
