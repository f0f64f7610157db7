"""What is due is planned once, for the eyes of its reader, in words that survive mail clients.

When one of these fails, somebody gets two mails for one period, none, or one that says what they may not see.
"""

from __future__ import annotations

import email
import email.policy
import re

import pytest

from dashboards.i18n import Texts
from pipelines.appdb.outbox import list_mails, read_message
from pipelines.appdb.report_history import list_reports, read_content
from pipelines.appdb.subscriptions import (
    SubscriptionRefusedError,
    add_subscription,
    list_subscriptions,
    set_active,
)
from pipelines.delivery.planning import plan_mails
from pipelines.delivery.settings import find_mail_settings

ADDRESS = "reader@mail.test"


@pytest.fixture
def subscribe(database):
    def add(**values):
        given = {"kind": "report", "owner": "甲", "address": ADDRESS, "formats": (), "send_hour": 0}
        if values.get("kind", "report") == "report":
            given["report"] = "overdue_daily"
        return add_subscription(database, **{**given, **values})

    return add


@pytest.fixture
def planned(built_home, database):
    """One look at the subscriptions, on the snapshot of the committed sample."""
    return lambda: plan_mails(built_home, database, find_mail_settings(built_home))


def parsed(database, mail):
    return email.message_from_bytes(
        read_message(database, mail.mail_id), policy=email.policy.default
    )


def test_a_period_is_mailed_once(database, subscribe, planned) -> None:
    """Not again at the next look, nor by a second subscription of the same address."""
    subscribe()
    assert planned().planned == 1
    subscribe()
    again = planned()
    assert (again.planned, again.known) == (0, 2)
    assert len(list_mails(database)) == 1


def test_a_stopped_subscription_is_silent(database, subscribe, planned) -> None:
    one = subscribe()
    set_active(database, one, is_active=False, actor="甲")
    assert planned().planned == 0
    with pytest.raises(SubscriptionRefusedError):
        set_active(database, one, is_active=True, actor="乙")


def test_the_mail_of_a_bulletin_survives_mail_clients(database, subscribe, planned) -> None:
    subscribe(report="weekly_briefing", formats=("docx", "xlsx"))
    planned()
    [mail] = list_mails(database)
    message = parsed(database, mail)
    assert message["Message-ID"] == mail.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    html = message.get_body(("html",)).get_content()
    plain = message.get_body(("plain",)).get_content()
    assert "<style" not in html and "<script" not in html and "class=" not in html
    cids = set(re.findall(r'src="cid:([^"]+)"', html))
    pictures = {
        str(part["Content-ID"]).strip("<>")
        for part in message.walk()
        if part.get_content_maintype() == "image"
    }
    assert cids and cids == pictures and 'src="http' not in html
    for alt in re.findall(r'<img[^>]* alt="([^"]*)"', html):
        assert len(re.findall(r"\d", alt)) > 10
    for wanted in ("订阅了这份报告", "数据截至", "http://localhost:8501/statistics"):
        assert wanted in html and wanted in plain, wanted
    assert {part.get_filename().rpartition(".")[2] for part in message.iter_attachments()} == {
        "docx",
        "xlsx",
    }
    [run] = list_reports(database)
    assert run.content_hash == mail.content_hash and read_content(database, run.content_hash)


def test_a_mail_is_made_under_its_readers_scope(database, subscribe, planned) -> None:
    """A reader of one region who asks for the whole city gets the region."""
    subscribe(reader={"regions": ["320583"], "agencies": [], "has_case_access": False})
    planned()
    [mail] = list_mails(database)
    assert mail.subject.startswith("昆山市")
    plain = parsed(database, mail).get_body(("plain",)).get_content()
    assert "仅对有案件权限的读者" in plain
    assert not re.search(r"[A-Z]32\d{10}", plain)


def test_a_report_that_cannot_be_made_tells_its_owner(
    database, subscribe, planned, monkeypatch
) -> None:
    """The others go out; the lost one is kept with its reason, and is not made up for by silence."""
    subscribe(owner_address="owner@mail.test", report="weekly_briefing")
    subscribe(address="second@mail.test")
    real = __import__("pipelines.delivery.planning", fromlist=["compose"]).compose

    def break_one(source, report, **values):
        if report == "weekly_briefing":
            raise RuntimeError("no such figure")
        return real(source, report, **values)

    monkeypatch.setattr("pipelines.delivery.planning.compose", break_one)
    found = planned()
    assert len(found.failed) == 1
    planned()
    states = {(m.recipient, m.kind): (m.state, m.outcome) for m in list_mails(database)}
    assert states == {
        (ADDRESS, "report"): ("failed", "not_made"),
        ("owner@mail.test", "failure"): ("planned", None),
        ("second@mail.test", "report"): ("planned", None),
    }
    monkeypatch.undo()
    planned()
    kept = [mail for mail in list_mails(database) if mail.recipient == ADDRESS]
    assert sorted(mail.state for mail in kept) == ["failed", "planned"]


@pytest.mark.parametrize(
    ("comparison", "threshold", "is_due"),
    [("above", 0, True), ("above", 1e9, False), ("below", 1e9, True), ("rose", 1e9, False)],
)
def test_an_alert_is_mailed_when_its_condition_is_met(
    comparison, threshold, is_due, database, subscribe, planned
) -> None:
    condition = {
        "metric": "criminal_case_filed_count",
        "comparison": comparison,
        "threshold": threshold,
    }
    subscribe(kind="alert", condition=condition)
    planned()
    planned()
    mails = list_mails(database)
    assert len(mails) == is_due
    if is_due:
        plain = parsed(database, mails[0]).get_body(("plain",)).get_content()
        assert "刑事案件立案数" in plain and "预警条件已满足" in plain


def test_a_clock_is_named_once_at_each_distance(
    database, subscribe, planned, built_home, monkeypatch
) -> None:
    from pipelines.snapshot import open_snapshot

    one = subscribe(kind="reminder")
    planned()
    planned()
    [mail] = list_mails(database)
    snapshot = open_snapshot(built_home.path)
    due = snapshot.query(
        "select clock_id, days_left from fct_clocks where status in ('on_time', 'due_soon') "
        "and ended_at is null and is_latest_cycle and is_duty and days_left <= 7"
    )
    snapshot.close()
    from pipelines.appdb.outbox import reminded_of

    known = reminded_of(database, one.subscription_id)
    assert {clock for clock, _ in known} == set(due["clock_id"])
    plain = parsed(database, mail).get_body(("plain",)).get_content()
    assert Texts("zh")("mail.reason_reminder", owner="甲", address=ADDRESS) in plain


def test_subscriptions_that_make_no_sense_are_refused(subscribe, database) -> None:
    for wrong in (
        {"address": "nobody"},
        {"address": "a@b\nBcc: c@d"},
        {"kind": "alert", "condition": {"metric": "x", "comparison": "perhaps", "threshold": 1}},
        {"kind": "horse"},
    ):
        with pytest.raises(SubscriptionRefusedError):
            subscribe(**wrong)
    assert list_subscriptions(database) == []
