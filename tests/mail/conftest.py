"""An application database of its own, settings of a server within the test, one Postfix for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from pipelines.appdb.database import AppDatabase, open_app_database
from pipelines.appdb.outbox import PlannedMail, new_mail_id, plan_mail
from pipelines.delivery.message import Envelope, message_id, plain_message
from pipelines.delivery.settings import MailSettings, find_mail_settings
from pipelines.home import Home
from tests.mail.serving import Postfix, serve_postfix


@pytest.fixture
def database(home: Home) -> Iterator[AppDatabase]:
    opened = open_app_database(home)
    yield opened
    opened.close()


@pytest.fixture
def settings(home: Home, monkeypatch: pytest.MonkeyPatch) -> Callable[..., MailSettings]:
    """The settings of a server on loopback, without security unless asked."""

    def make(port: int = 0, **values: str) -> MailSettings:
        given = {"host": "127.0.0.1", "port": str(port), "security": "none", "timeout": "3"}
        given |= {"from": "caseloom@mail.test", **values}
        for name, value in given.items():
            monkeypatch.setenv(f"CASELOOM_MAIL_{name.upper()}", value)
        return find_mail_settings(home)

    return make


@pytest.fixture
def plan(database: AppDatabase) -> Callable[..., str]:
    """Plan a small mail; returns its id."""

    def make(settings: MailSettings, recipient: str, key: str = "", **values: str) -> str:
        envelope = Envelope(new_mail_id(), recipient, "统计月报", "因为订阅", "http://x")
        message = plain_message(envelope, settings, "正文")
        plan_mail(
            database,
            PlannedMail(
                mail_id=envelope.mail_id,
                kind="report",
                dedup_key=key or envelope.mail_id,
                recipient=recipient,
                message_id=message_id(envelope.mail_id, settings),
                subject=envelope.subject,
                message=message,
                **values,
            ),
        )
        return envelope.mail_id

    return make


@pytest.fixture(scope="session")
def postfix() -> Iterator[Postfix]:
    with serve_postfix() as running:
        yield running
