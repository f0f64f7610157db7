"""What is due: reports of periods that are over, alerts whose condition is met, reminders of limits.

Belongs here: from subscriptions and a snapshot to mails in the outbox, each once. Keep out: sending.

The key of a mail says for whom it is, what and which period; a key is mailed once, whatever restarts, and
whichever of two subscriptions asked for the same. A report that cannot be made is kept as failed, tried again with the
next snapshot, and its owner is told once.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from dashboards import links
from dashboards.i18n import Texts
from dashboards.metrics.batch import MetricBatch
from dashboards.metrics.book import Scope
from dashboards.reports.blocks import Document, to_json
from dashboards.reports.compose import (
    BASE_URL_VARIABLE,
    DEFAULT_BASE_URL,
    choose_period,
    compose,
    compose_definition,
)
from dashboards.reports.definition import load_definitions
from dashboards.reports.desk import Desk
from dashboards.reports.drawing import draw_charts
from dashboards.reports.notices import alert_definition, alert_value, is_condition_met, reminder
from dashboards.reports.periods import period_name
from dashboards.reports.render import render
from dashboards.scope import Reader, open_for
from pipelines.appdb.database import AppDatabase, AppDatabaseError, now_in_beijing
from pipelines.appdb.outbox import PlannedMail, is_known, new_mail_id, plan_mail, reminded_of
from pipelines.appdb.report_history import keep_report
from pipelines.appdb.subscriptions import Subscription, list_subscriptions
from pipelines.delivery.message import Envelope, message_id, plain_message, report_message
from pipelines.delivery.settings import MailSettings
from pipelines.home import Home
from pipelines.scoping import ReaderScope
from pipelines.snapshot import NoSnapshotError, Snapshot

_LOGGER = logging.getLogger("caseloom.mail")
MADE_BY = "mail"


@dataclass(frozen=True)
class NotMade:
    """A report that could not be made: for whom, what, and why."""

    recipient: str
    subject: str
    detail: str


@dataclass
class Planned:
    """What one look at the subscriptions came to."""

    planned: int = 0
    known: int = 0
    failed: list[NotMade] = field(default_factory=list)


@dataclass
class _Pack:
    """A report in all that a mail needs, made once for everybody with the same scope."""

    document: Document
    charts: dict[str, bytes]
    files: dict[str, bytes] = field(default_factory=dict)

    def attachments(self, formats: list[str]) -> dict[str, bytes]:
        for format in formats:
            if format not in self.files:
                self.files[format] = render(self.document, format, self.charts)
        return {format: self.files[format] for format in formats}


class Planner:
    """Plans the mails of one snapshot."""

    def __init__(
        self, home: Home, database: AppDatabase, settings: MailSettings, now: datetime
    ) -> None:
        self._home = home
        self._database = database
        self._settings = settings
        self._now = now
        # One snapshot version for the whole round, opened once per reader's scope.
        self._version: str | None = None
        self._opened: dict[Reader, tuple[Snapshot, MetricBatch]] = {}
        self._packs: dict[str, _Pack] = {}
        self.result = Planned()

    def close(self) -> None:
        """Give the snapshots back."""
        for snapshot, _ in self._opened.values():
            snapshot.close()

    def _open(self, reader: Reader) -> tuple[Snapshot, MetricBatch]:
        if reader not in self._opened:
            snapshot = open_for(reader, self._home.path, self._version)
            self._version = snapshot.version
            self._opened[reader] = (snapshot, MetricBatch(snapshot))
        return self._opened[reader]

    def plan(self, one: Subscription) -> None:
        """Plan what a subscription asks for and was not mailed yet."""
        ways: dict[str, Callable[[Subscription], None]] = {
            "report": self._plan_report,
            "alert": self._plan_alert,
            "reminder": self._plan_reminder,
        }
        if self._now.hour < one.send_hour:
            return
        try:
            ways[one.kind](one)
        except (AppDatabaseError, NoSnapshotError):
            raise
        except Exception as error:
            # One report that cannot be made must not keep the others from going out.
            _LOGGER.exception("the mail of a subscription could not be made")
            self._plan_failure(one, error)

    def _plan_report(self, one: Subscription) -> None:
        definition = load_definitions()[str(one.report)]
        _, batch = self._open(reader_of(one))
        period = period_name(choose_period(batch.book, definition.grain, None), definition.grain)
        key = _key("report", one.address, str(one.report), period, one.scope, one.language)
        if self._is_known(key):
            return
        pack = self._pack(one, period)
        self._put(one, key, pack, "mail.reason_report")

    def _pack(self, one: Subscription, period: str) -> _Pack:
        reader = reader_of(one)
        snapshot, _ = self._open(reader)
        name = _key("pack", one.report, period, one.scope, one.reader, one.language)
        if name not in self._packs:
            document = compose(
                snapshot,
                str(one.report),
                period=period,
                scope=Scope(**one.scope),
                language=one.language,
                snapshot=snapshot.version,
                reader=reader,
            )
            keep_report(
                self._database,
                report=document.report,
                period=document.period,
                scope=document.scope,
                language=document.language,
                snapshot=document.snapshot,
                content_hash=document.content_hash,
                content=to_json(document),
                made_by=MADE_BY,
            )
            self._packs[name] = _Pack(document, draw_charts(document))
        return self._packs[name]

    def _plan_alert(self, one: Subscription) -> None:
        condition = one.condition or {}
        metric = ":".join(filter(None, (condition["metric"], condition.get("variant"))))
        definition = alert_definition(metric)
        reader = reader_of(one)
        snapshot, batch = self._open(reader)
        days = choose_period(batch.book, definition.grain, None)
        period = period_name(days, definition.grain)
        key = _key("alert", one.address, condition, period, one.scope, one.language)
        if self._is_known(key):
            return
        scope = Scope(**one.scope)
        desk = Desk(
            snapshot, definition, period=days, scope=scope, language=one.language, reader=reader,
            batch=batch,
        )  # fmt: skip
        value = alert_value(desk, metric, condition["comparison"])
        if not is_condition_met(value, condition["comparison"], float(condition["threshold"])):
            return
        document = compose_definition(
            snapshot,
            definition,
            period=period,
            scope=scope,
            language=one.language,
            snapshot=snapshot.version,
            reader=reader,
        )
        self._put(one, key, _Pack(document, {}), "mail.reason_alert")

    def _plan_reminder(self, one: Subscription) -> None:
        known = reminded_of(self._database, one.subscription_id)
        reader = reader_of(one)
        snapshot, _ = self._open(reader)
        document, fresh = reminder(
            snapshot,
            scope=Scope(**one.scope),
            language=one.language,
            snapshot=snapshot.version,
            known=known,
            reader=reader,
        )
        if not fresh:
            self.result.known += 1
            return
        key = _key("reminder", one.subscription_id, document.period, sorted(fresh))
        self._put(one, key, _Pack(document, {}), "mail.reason_reminder", reminded=fresh)

    def _is_known(self, key: str) -> bool:
        found = is_known(self._database, key)
        self.result.known += found
        return found

    def _put(
        self,
        one: Subscription,
        key: str,
        pack: _Pack,
        reason: str,
        *,
        reminded: list[tuple[str, int]] | None = None,
    ) -> None:
        document = pack.document
        envelope = self._envelope(one, one.address, f"{document.title} {document.subtitle}", reason)
        formats = one.formats if one.kind == "report" else []
        message = report_message(
            document,
            envelope,
            self._settings,
            charts=pack.charts,
            attachments=pack.attachments(formats),
        )
        mail = self._mail(
            one,
            envelope,
            key,
            message,
            report=document.report,
            period=document.period,
            content_hash=document.content_hash,
        )
        self.result.planned += plan_mail(self._database, mail, reminded=reminded)

    def _envelope(self, one: Subscription, recipient: str, subject: str, reason: str) -> Envelope:
        text = Texts(one.language)
        base = (os.environ.get(BASE_URL_VARIABLE) or DEFAULT_BASE_URL).rstrip("/")
        said = {"mail.reason_report": text("mail.reason_report", owner=one.owner, address=recipient),
                "mail.reason_alert": text("mail.reason_alert", owner=one.owner, address=recipient),
                "mail.reason_reminder": text("mail.reason_reminder", owner=one.owner, address=recipient),
                "mail.reason_failure": text("mail.reason_failure")}[reason]  # fmt: skip
        manage = f"{base}/{links.link(links.SUBSCRIPTIONS, one.language)}"
        return Envelope(new_mail_id(), recipient, subject, said, manage)

    def _mail(
        self, one: Subscription, envelope: Envelope, key: str, message: bytes | None, **values: str
    ) -> PlannedMail:
        return PlannedMail(
            mail_id=envelope.mail_id,
            kind=values.pop("kind", one.kind),
            dedup_key=key,
            recipient=envelope.recipient,
            message_id=message_id(envelope.mail_id, self._settings),
            subject=envelope.subject[:256],
            message=message,
            subscription_id=one.subscription_id,
            scope=one.scope,
            language=one.language,
            snapshot=self._version,
            **values,
        )

    def _plan_failure(self, one: Subscription, error: Exception) -> None:
        """Keep the failed one, and tell its owner once."""
        text = Texts(one.language)
        name = text(f"report.{one.report}.name") if one.report else text(f"subscription.{one.kind}")
        subject = text("mail.not_made_subject", name=name)
        detail = f"{type(error).__name__}: {error}"[:500]
        self.result.failed.append(NotMade(one.address, name, detail))
        lost = self._mail(
            one,
            self._envelope(one, one.address, name, "mail.reason_failure"),
            _key("not_made", one.subscription_id, self._version),
            None,
        )
        plan_mail(self._database, lost, failed_because=("not_made", detail))
        envelope = self._envelope(one, one.owner_address, subject, "mail.reason_failure")
        body = text("mail.not_made", name=name, address=one.address, detail=type(error).__name__)
        message = plain_message(envelope, self._settings, body)
        key = _key("not_made_notice", one.subscription_id, self._version)
        plan_mail(self._database, self._mail(one, envelope, key, message, kind="failure"))


def plan_mails(
    home: Home,
    database: AppDatabase,
    settings: MailSettings,
    *,
    now: datetime | None = None,
) -> Planned:
    """Plan the mails that active subscriptions are due."""
    planner = Planner(home, database, settings, now or now_in_beijing())
    try:
        for one in list_subscriptions(database, only_active=True):
            planner.plan(one)
    finally:
        planner.close()
    return planner.result


def reader_of(one: Subscription) -> Reader:
    """The reader of a subscription: what they may see, whatever the subscription asks for."""
    given = one.reader
    scope = ReaderScope(tuple(given.get("regions", ())), tuple(given.get("agencies", ())))
    return Reader("", scope, bool(given.get("has_case_access", True)))


def _key(*parts: object) -> str:
    told = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()
