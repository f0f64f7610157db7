"""Sending what the outbox holds, by one sender at a time, and taking in what comes back.

Belongs here: the loop, notices about mails that failed, bounces. Keep out: making reports.
"""

from __future__ import annotations

import email
import email.policy
import mailbox
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from filelock import FileLock, Timeout

from dashboards.i18n import Texts
from pipelines.appdb.database import AppDatabase
from pipelines.appdb.outbox import (
    Mail,
    PlannedMail,
    claim_next,
    let_go_of_old_messages,
    new_mail_id,
    plan_mail,
    record_bounce,
    record_outcome,
)
from pipelines.appdb.subscriptions import list_subscriptions
from pipelines.delivery.message import Envelope, message_id, plain_message
from pipelines.delivery.settings import MailSettings
from pipelines.delivery.transport import Transport, choose_transport
from pipelines.home import Home


@dataclass
class Sent:
    """What one run of the sender came to; ``is_other_sending``: another one was at it."""

    accepted: int = 0
    retried: int = 0
    failed: list[Mail] = field(default_factory=list)
    bounced: list[Mail] = field(default_factory=list)
    is_other_sending: bool = False


def send_mails(
    home: Home,
    database: AppDatabase,
    settings: MailSettings,
    *,
    transport: Transport | None = None,
    at: Callable[[], datetime] | None = None,
) -> Sent:
    """Send everything that is due. The lock is the kernel's: it is free when its holder dies."""
    found = Sent()
    home.path.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home.path / "mail.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        found.is_other_sending = True
        return found
    try:
        _take_in_bounces(database, settings, found)
        way = transport or choose_transport(settings)
        while (claimed := claim_next(database, at=at() if at else None)) is not None:
            mail, message = claimed
            outcome = way.send(message, sender=settings.sender, recipient=mail.recipient)
            after = record_outcome(
                database,
                mail,
                outcome=outcome.word,
                detail=outcome.detail,
                is_accepted=outcome.is_accepted,
                may_retry=outcome.may_retry,
                at=at() if at else None,
            )
            found.accepted += after.state == "accepted"
            found.retried += after.state == "planned"
            if after.state == "failed":
                found.failed.append(after)
                _tell_owner(database, settings, after)
        let_go_of_old_messages(database)
    finally:
        lock.release()
    return found


def _tell_owner(database: AppDatabase, settings: MailSettings, mail: Mail) -> None:
    """A notice to the owner (and the administrator) of a mail that did not arrive; never about a notice."""
    if mail.kind == "failure":
        return
    owners = {one.subscription_id: one.owner_address for one in list_subscriptions(database)}
    known = {owners.get(mail.subscription_id or "", ""), settings.admin}
    text = Texts(mail.language)
    for address in sorted(known - {"", mail.recipient}):
        subject = text("mail.not_delivered_subject", subject=mail.subject)
        envelope = Envelope(new_mail_id(), address, subject, text("mail.reason_failure"), "")
        body = text(
            "mail.not_delivered",
            subject=mail.subject,
            address=mail.recipient,
            outcome=text(f"outcome.{mail.outcome}"),
            detail=mail.detail or "",
        )
        plan_mail(
            database,
            PlannedMail(
                mail_id=envelope.mail_id,
                kind="failure",
                dedup_key=f"{mail.mail_id}:{address}"[:64],
                recipient=address,
                message_id=message_id(envelope.mail_id, settings),
                subject=subject[:256],
                message=plain_message(envelope, settings, body),
                subscription_id=mail.subscription_id,
                language=mail.language,
            ),
        )


def _take_in_bounces(database: AppDatabase, settings: MailSettings, found: Sent) -> None:
    """Delivery status notifications (RFC 3464) in the Maildir of the settings: read once, then marked as seen."""
    if settings.bounces is None or not settings.bounces.is_dir():
        return
    box = mailbox.Maildir(settings.bounces, create=False)
    for key in list(box.keys()):
        held = box[key]
        if held.get_subdir() == "cur" and "S" in held.get_flags():
            continue
        returned = read_bounce(held.as_bytes())
        if returned is not None:
            mail = record_bounce(database, *returned)
            if mail is not None:
                found.bounced.append(mail)
                _tell_owner(database, settings, mail)
        held.set_subdir("cur")
        held.add_flag("S")
        box[key] = held


def read_bounce(message: bytes) -> tuple[str, str] | None:
    """(Message-ID of the mail that came back, why); None for anything else."""
    parsed = email.message_from_bytes(message, policy=email.policy.default)
    if parsed.get_content_type() != "multipart/report":
        return None
    identity, reason, is_failure = "", "", False
    for part in parsed.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            for block in part.get_payload():
                is_failure = is_failure or str(block.get("Action", "")).lower() == "failed"
                reason = str(block.get("Diagnostic-Code", "")) or reason
        elif kind in ("message/rfc822", "text/rfc822-headers"):
            inner = part.get_payload()
            returned = (
                inner[0] if isinstance(inner, list) else email.message_from_string(str(inner))
            )
            identity = str(returned.get("Message-ID", "")).strip() or identity
    return (identity, " ".join(reason.split())[:500]) if identity and is_failure else None
