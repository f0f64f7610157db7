"""Rounds of mail in Dagster: what went wrong turns the round red and is named there, and its owner is told.

When this fails, an office misses its report and the operator's screen is green.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import dagster as dg
import pytest

from pipelines.appdb.outbox import list_mails
from pipelines.appdb.subscriptions import add_subscription
from pipelines.definitions import build_defs
from pipelines.defs.mail import MAIL_JOB, OUTBOX
from pipelines.defs.resources import PlaceResource
from pipelines.home import Home
from tests.mail.serving import Server, serve_within

Round = Callable[[], dg.ExecuteInProcessResult]
OWNER_ADDRESS = "owner@mail.test"
# What Postfix sends back (RFC 3464).
BOUNCE = """From: MAILER-DAEMON@mail.test
To: caseloom@mail.test
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.test

Final-Recipient: rfc822; reader@mail.test
Action: failed
Diagnostic-Code: smtp; 550 mailbox closed

--b
Content-Type: text/rfc822-headers

Message-ID: {identity}

--b--
"""


@pytest.fixture
def mail_round(home: Home, built_home: Home) -> Iterator[Round]:
    """One run of the job on a home with the snapshot of the committed sample."""
    for file in built_home.snapshots.iterdir():
        os.link(file, home.snapshots / file.name)
    place = PlaceResource(home=str(home.path), landing=str(home.path / "landing"))
    defs = build_defs(resource_overrides={"place": place})
    with dg.DagsterInstance.ephemeral() as instance:
        yield lambda: defs.resolve_job_def(MAIL_JOB).execute_in_process(
            instance=instance, raise_on_error=False
        )


@pytest.fixture
def subscription(database):
    return add_subscription(
        database, kind="report", owner="甲", address="reader@mail.test",
        owner_address=OWNER_ADDRESS, report="overdue_daily", send_hour=0,
    )  # fmt: skip


def observed(result: dg.ExecuteInProcessResult) -> dict[str, object]:
    [event] = [e for e in result.all_events if e.event_type_value == "ASSET_OBSERVATION"]
    found = event.event_specific_data.asset_observation
    assert found.asset_key == OUTBOX
    return {name: value.value for name, value in found.metadata.items()}


def lost(result: dg.ExecuteInProcessResult) -> list[tuple[object, ...]]:
    """What the failed step says: (recipient, outcome)."""
    [failure] = [e for e in result.all_events if e.event_type_value == "STEP_FAILURE"]
    shown = failure.event_specific_data.user_failure_data.metadata["lost"]
    return [(record.data["recipient"], record.data["outcome"]) for record in shown.records]


def test_a_good_round_is_green_and_counted(mail_round: Round, subscription, settings) -> None:
    server = Server()
    with serve_within(server) as port:
        settings(port)
        result = mail_round()
        again = mail_round()
    assert result.success and again.success
    shown = observed(result)
    assert (shown["planned"], shown["accepted"], shown["accepted in all"]) == (1, 1, 1)
    assert observed(again)["planned"] == 0 and len(server.got) == 1


def test_a_refused_mail_turns_the_round_red_and_tells_its_owner(
    mail_round: Round, subscription, settings, database
) -> None:
    with serve_within(Server(answer_rcpt="550 5.1.1 no such user")) as port:
        settings(port)
        result = mail_round()
    assert not result.success
    assert ("reader@mail.test", "refused_recipient") in lost(result)
    assert observed(result)["failed in all"]
    notices = {mail.recipient for mail in list_mails(database) if mail.kind == "failure"}
    assert notices == {OWNER_ADDRESS}


def test_a_bounce_turns_the_round_red(
    mail_round: Round, subscription, settings, database, tmp_path
) -> None:
    box = tmp_path / "bounces"
    for name in ("cur", "new", "tmp"):
        (box / name).mkdir(parents=True)
    server = Server()
    with serve_within(server) as port:
        settings(port, bounces=str(box))
        assert mail_round().success
        [mail] = list_mails(database)
        (box / "new" / "1.1.mail").write_text(BOUNCE.format(identity=mail.message_id))
        result = mail_round()
        after = mail_round()
    assert not result.success and after.success
    assert lost(result) == [("reader@mail.test", "bounced")]
    assert [recipient for recipient, _ in server.got] == ["reader@mail.test", OWNER_ADDRESS]


def test_a_report_that_cannot_be_made_is_named(
    mail_round: Round, subscription, settings, monkeypatch
) -> None:
    def fail(*_given: object, **_more: object) -> None:
        raise RuntimeError("no such figure")

    server = Server()
    monkeypatch.setattr("pipelines.delivery.planning.compose", fail)
    with serve_within(server) as port:
        settings(port)
        result = mail_round()
    assert not result.success
    assert lost(result) == [("reader@mail.test", "not_made")]
    assert [recipient for recipient, _ in server.got] == [OWNER_ADDRESS]


def test_rounds_are_scheduled() -> None:
    """Nobody starts mails by hand: the schedule runs as soon as Dagster does."""
    repository = build_defs().get_repository_def()
    schedule = repository.get_schedule_def("mail_rounds")
    assert schedule.job_name == MAIL_JOB
    assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING
    assert schedule.cron_schedule == "*/10 * * * *"
