"""One mail: headers, text, HTML with its pictures, attachments.

Belongs here: putting together what a report became. Keep out: what it says, and sending.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from markupsafe import Markup

from dashboards import palette
from dashboards.i18n import Texts
from dashboards.reports.blocks import Document
from dashboards.reports.render import MEDIA_TYPES, file_name
from dashboards.reports.writers.html import MAIL_ROWS, write_html, write_text
from pipelines.appdb.database import now_in_beijing
from pipelines.delivery.settings import MailSettings


@dataclass(frozen=True)
class Envelope:
    """Who gets a mail and why. ``reason`` is a whole sentence; ``manage`` the address of the page of
    subscriptions."""

    mail_id: str
    recipient: str
    subject: str
    reason: str
    manage: str


def message_id(mail_id: str, settings: MailSettings) -> str:
    """The Message-ID of a mail: fixed by its id, whenever and however often it is sent."""
    return f"<{mail_id}@{settings.domain}>"


def report_message(
    document: Document,
    envelope: Envelope,
    settings: MailSettings,
    *,
    charts: dict[str, bytes],
    attachments: dict[str, bytes],
) -> bytes:
    """A report as a mail: plain text, HTML with charts as CID pictures, files by format."""
    text = Texts(document.language)
    cut = text("mail.rows_cut")
    # Short, so that no header is folded: some clients then miss the picture.
    identities = {
        name: f"c{place}.{envelope.mail_id}@{settings.domain}" for place, name in enumerate(charts)
    }
    message = _headers(envelope, settings, document.snapshot)
    footer = "\n".join(
        [
            "-- ",
            envelope.reason,
            text("mail.online", link=document.link),
            text("mail.manage", link=envelope.manage),
        ]
    )
    message.set_content(write_text(document, after=footer, row_limit=MAIL_ROWS, cut_note=cut))
    html = write_html(
        document,
        charts,
        address=lambda name: f"cid:{identities[name]}",
        after=_footer(document, envelope, text),
        row_limit=MAIL_ROWS,
        cut_note=cut,
    )
    message.add_alternative(html, subtype="html")
    page = message.get_payload()[1]
    for name, picture in charts.items():
        page.add_related(
            picture, "image", "png", cid=f"<{identities[name]}>", filename=f"{name}.png",
            disposition="inline",
        )  # fmt: skip
    for format, content in attachments.items():
        main, _, sub = MEDIA_TYPES[format].partition("/")
        message.add_attachment(
            content, maintype=main, subtype=sub, filename=file_name(document, format)
        )
    return message.as_bytes(policy=SMTP)


def plain_message(envelope: Envelope, settings: MailSettings, body: str) -> bytes:
    """A mail of a few words: something could not be made or delivered."""
    message = _headers(envelope, settings, "")
    message.set_content(f"{body}\n\n-- \n{envelope.reason}\n{envelope.manage}\n")
    return message.as_bytes(policy=SMTP)


def _headers(envelope: Envelope, settings: MailSettings, snapshot: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = envelope.subject
    message["From"] = _address(settings.sender)
    message["To"] = _address(envelope.recipient)
    message["Date"] = format_datetime(now_in_beijing().astimezone())
    message["Message-ID"] = message_id(envelope.mail_id, settings)
    # So that no holiday notice answers us, and bounces are told from talk.
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{envelope.manage}>"
    if snapshot:
        message["X-Caseloom-Snapshot"] = snapshot
    return message


def _address(given: str) -> Address:
    user, _, domain = given.rpartition("@")
    return Address(username=user, domain=domain)


def _footer(document: Document, envelope: Envelope, text: Texts) -> Markup:
    style = f"font-size:12px;color:{palette.MUTED};margin:4px 0"
    button = (
        f"display:inline-block;padding:8px 16px;background:{palette.PRIMARY};"
        f"color:{palette.CARD};text-decoration:none;font-size:14px"
    )
    return Markup(
        '<p style="margin:20px 0 12px"><a href="{link}" style="{button}">{look}</a></p>'
        '<hr style="border:0;border-top:1px solid {line};margin:12px 0">'
        '<p style="{style}">{reason} <a href="{manage}" style="color:{primary}">{words}</a></p>'
    ).format(
        link=document.link,
        button=button,
        look=text("mail.look"),
        line=palette.LINE,
        style=style,
        reason=envelope.reason,
        manage=envelope.manage,
        primary=palette.PRIMARY,
        words=text("mail.manage_short"),
    )
