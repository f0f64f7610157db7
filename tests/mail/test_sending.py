"""Mails arrive once, and what goes wrong is seen.

When one of these fails, a mail is lost, comes twice under two names, or nobody learns that it did not arrive.
"""

from __future__ import annotations

import email
import os
import signal
import socket
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.appdb.database import now_in_beijing
from pipelines.appdb.outbox import (
    BACK_OFF_MINUTES,
    claim_next,
    list_attempts,
    list_mails,
    read_message,
    record_bounce,
    retry_now,
)
from pipelines.appdb.subscriptions import add_subscription
from pipelines.delivery.sending import read_bounce, send_mails
from tests.mail.serving import Server, serve_within

REPOSITORY = Path(__file__).parents[2]


def identities(messages: list[bytes]) -> list[str]:
    return [email.message_from_bytes(one)["Message-ID"] for one in messages]


def only(database):
    [mail] = [mail for mail in list_mails(database) if mail.kind != "failure"]
    return mail


def test_a_mail_is_accepted_and_not_sent_again(home, database, settings, plan) -> None:
    server = Server()
    with serve_within(server) as port:
        chosen = settings(port)
        plan(chosen, "reader@mail.test")
        assert send_mails(home, database, chosen).accepted == 1
        assert send_mails(home, database, chosen).accepted == 0
    [(recipient, content)] = server.got
    mail = only(database)
    assert (recipient, mail.state, mail.outcome) == ("reader@mail.test", "accepted", "accepted")
    assert identities([content]) == [mail.message_id]
    [attempt] = list_attempts(database, mail.mail_id)
    assert attempt["outcome"] == "accepted" and attempt["finished_at"]


def test_a_key_is_mailed_once(database, settings, plan) -> None:
    chosen = settings(1)
    plan(chosen, "reader@mail.test", key="2025-06")
    plan(chosen, "reader@mail.test", key="2025-06")
    assert len(list_mails(database)) == 1


UNFRIENDLY = {
    "refused_recipient": (Server(answer_rcpt="550 5.1.1 no such user"), "failed"),
    "mailbox_full": (Server(answer_rcpt="452 4.2.2 mailbox full"), "planned"),
    "busy": (Server(answer_rcpt="450 4.7.1 try later"), "planned"),
    "refused_message": (Server(answer_data="554 5.7.1 not wanted"), "failed"),
    "too_big": (Server(answer_data="552 5.3.4 too big"), "failed"),
    "timeout": (Server(seconds=2.0), "planned"),
}


@pytest.mark.parametrize("outcome", UNFRIENDLY)
def test_what_goes_wrong_ends_in_a_state_that_says_so(
    outcome: str, home, database, settings, plan
) -> None:
    server, state = UNFRIENDLY[outcome]
    with serve_within(server) as port:
        chosen = settings(port, timeout="0.5" if outcome == "timeout" else "3")
        plan(chosen, "reader@mail.test")
        send_mails(home, database, chosen)
    mail = only(database)
    assert (mail.outcome, mail.state) == (outcome, state)
    assert (mail.next_attempt_at is not None) == (state == "planned")
    assert list_attempts(database, mail.mail_id)[0]["outcome"] == outcome


def test_without_the_asked_security_nothing_is_sent(home, database, settings, plan) -> None:
    """A server without STARTTLS, or with a certificate that nobody knows, gets not a word in clear."""
    server = Server()
    with serve_within(server) as port:
        for security in ("starttls", "tls"):
            chosen = settings(port, security=security, timeout="1")
            plan(chosen, f"{security}@mail.test")
        send_mails(home, database, settings(port, security="starttls"))
    assert server.got == []
    assert {mail.outcome for mail in list_mails(database)} == {"tls"}
    assert {mail.state for mail in list_mails(database)} == {"planned"}


def test_a_certificate_that_nobody_knows_is_refused(
    home, database, settings, plan, tmp_path
) -> None:
    import ssl

    files = [str(tmp_path / name) for name in ("cert.pem", "key.pem")]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-out", files[0], "-keyout",
         files[1]],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*files)
    server = Server()
    with serve_within(server, tls_context=context, require_starttls=True) as port:
        plan(settings(port, security="starttls"), "reader@mail.test")
        send_mails(home, database, settings(port, security="starttls"))
        assert only(database).outcome == "tls" and server.got == []
        later = now_in_beijing() + timedelta(hours=1)
        trusting = settings(port, security="starttls", ca=files[0])
        send_mails(home, database, trusting, at=lambda: later)
    assert only(database).state == "accepted" and len(server.got) == 1


def test_a_server_that_is_not_there(home, database, settings, plan) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        chosen = settings(closed.getsockname()[1])
        plan(chosen, "reader@mail.test")
        send_mails(home, database, chosen)
    assert (only(database).outcome, only(database).state) == ("unreachable", "planned")


def test_retries_back_off_and_end(home, database, settings, plan) -> None:
    """Every further attempt waits longer; after the last one the mail has failed and can be tried by hand."""
    server = Server(answer_rcpt="450 4.7.1 try later")
    now = now_in_beijing()
    with serve_within(server) as port:
        chosen = settings(port)
        plan(chosen, "reader@mail.test")
        waits = []
        for _ in range(len(BACK_OFF_MINUTES) + 1):
            now += timedelta(days=1)
            send_mails(home, database, chosen, at=lambda now=now: now)
            mail = only(database)
            if mail.next_attempt_at:
                waits.append((mail.next_attempt_at - now).total_seconds() / 60)
        assert waits == list(BACK_OFF_MINUTES)
        assert mail.state == "failed" and mail.attempts == len(BACK_OFF_MINUTES) + 1
        server.answer_rcpt = ""
        assert retry_now(database, mail.mail_id)
        send_mails(home, database, chosen)
    assert only(database).state == "accepted"
    assert identities([content for _, content in server.got]) == [mail.message_id]


KILLED = """
import os, signal
import pipelines.delivery.sending as sending
from pipelines.appdb.database import open_app_database
from pipelines.delivery.settings import find_mail_settings
from pipelines.home import find_home

def die(*args, **values):
    os.kill(os.getpid(), signal.SIGKILL)

if os.environ["DIE"] == "after":
    sending.record_outcome = die
else:
    sending.choose_transport = lambda settings: type("T", (), {"send": die})()
home = find_home()
sending.send_mails(home, open_app_database(home), find_mail_settings(home))
"""


def test_kill_nine_loses_nothing_and_renames_nothing(home, database, settings, plan) -> None:
    """Killed between DATA and our commit, or before DATA: every mail arrives, each under one Message-ID."""
    server = Server()
    with serve_within(server) as port:
        chosen = settings(port)
        planned = [plan(chosen, f"reader{number}@mail.test") for number in range(5)]
        for moment in ("before", "after", "after"):
            killed = subprocess.run(
                [sys.executable, "-c", KILLED],
                cwd=REPOSITORY,
                env={**os.environ, "CASELOOM_HOME": str(home.path), "DIE": moment},
            )
            assert killed.returncode == -signal.SIGKILL
        assert any(mail.state == "sending" for mail in list_mails(database))
        send_mails(home, database, chosen)
    sent = identities([content for _, content in server.got])
    assert {mail.state for mail in list_mails(database)} == {"accepted"}
    assert set(sent) == {f"<{mail_id}@mail.test>" for mail_id in planned}
    # One was repeated, twice: the same mail, byte for byte.
    assert len(sent) == len(planned) + 2
    assert len({content for _, content in server.got}) == len(planned)


def test_two_senders_do_not_send_twice(home, database, settings, plan) -> None:
    server = Server(seconds=0.1)
    with serve_within(server) as port:
        chosen = settings(port)
        for number in range(4):
            plan(chosen, f"reader{number}@mail.test")
        found = []
        senders = [
            threading.Thread(target=lambda: found.append(send_mails(home, database, chosen)))
            for _ in range(3)
        ]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
    assert len(server.got) == 4
    assert sum(one.accepted for one in found) == 4
    assert any(one.is_other_sending for one in found)


def test_the_local_mailbox_holds_a_mail_once(home, database, plan, monkeypatch) -> None:
    """Without a server mails can be read on this machine; one that is repeated is there once."""
    from pipelines.delivery.settings import find_mail_settings

    chosen = find_mail_settings(home)
    assert chosen.is_local
    mail_id = plan(chosen, "reader@mail.test")
    monkeypatch.setattr("pipelines.delivery.sending.record_outcome", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        send_mails(home, database, chosen)
    monkeypatch.undo()
    send_mails(home, database, find_mail_settings(home))
    [path] = (chosen.mailbox / "new").iterdir()
    assert path.read_bytes() == read_message(database, mail_id)
    assert only(database).state == "accepted" and only(database).attempts == 2


def test_postfix_delivers_into_a_mailbox(postfix, home, database, settings, plan) -> None:
    chosen = settings(postfix.port)
    mail_id = plan(chosen, "reader@mail.test")
    plan(chosen, "gone@mail.test")
    send_mails(home, database, chosen)
    [content] = postfix.wait_for("reader")
    parsed = email.message_from_bytes(content, policy=email.policy.default)
    assert parsed["Message-ID"] == f"<{mail_id}@mail.test>"
    assert parsed["Subject"] == "统计月报" and "正文" in parsed.get_content()
    states = {mail.recipient: (mail.state, mail.outcome) for mail in list_mails(database)}
    assert states["reader@mail.test"] == ("accepted", "accepted")
    assert states["gone@mail.test"] == ("failed", "refused_recipient")


def test_a_bounce_shows_and_its_owner_is_told(
    postfix, home, database, settings, plan, tmp_path
) -> None:
    """Postfix takes a mail and sends it back later: the outbox says so, and the owner gets a notice."""
    one = add_subscription(
        database, kind="report", owner="甲", address="later@mail.test",
        owner_address="owner@mail.test", report="overdue_daily",
    )  # fmt: skip
    chosen = settings(postfix.port, bounces=str(postfix.mailboxes / "caseloom"))
    plan(chosen, "later@mail.test", subscription_id=one.subscription_id)
    send_mails(home, database, chosen)
    assert only(database).state == "accepted"
    assert postfix.wait_for("caseloom")
    found = send_mails(home, database, chosen)
    assert [mail.recipient for mail in found.bounced] == ["later@mail.test"]
    mail = only(database)
    assert (mail.state, mail.outcome) == ("failed", "bounced") and "closed" in (mail.detail or "")
    [notice] = [mail for mail in list_mails(database) if mail.kind == "failure"]
    assert (notice.recipient, notice.state) == ("owner@mail.test", "accepted")
    assert len(postfix.wait_for("owner")) == 1
    # Read once: the next round finds nothing new.
    assert send_mails(home, database, chosen).bounced == []


def test_what_is_no_bounce_is_let_be(database) -> None:
    assert read_bounce(b"Subject: hello\r\n\r\nthanks for the report\r\n") is None
    assert record_bounce(database, "<nobody@nowhere>", "x") is None


def test_a_mail_being_sent_is_claimed_first(database, settings, plan) -> None:
    """What a dead sender left is sent before anything new."""
    chosen = settings(1)
    first = plan(chosen, "a@mail.test")
    claimed = claim_next(database)
    plan(chosen, "b@mail.test")
    again = claim_next(database)
    assert claimed and again and claimed[0].mail_id == again[0].mail_id == first
    assert again[0].attempts == 2 and claimed[1] == again[1]
