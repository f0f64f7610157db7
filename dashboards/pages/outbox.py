"""Outbox (发件箱): every mail, where it stands, what servers said, and what it looks like.

Belongs here: the list, one mail, and trying a failed one again. Keep out: sending (pipelines/delivery).
"""

from __future__ import annotations

import base64
import email
import email.policy

import streamlit as st
from markupsafe import Markup

from dashboards import links
from dashboards.components.frame import show_heading, show_section
from dashboards.components.markup import Heading, anchor, badge, facts, lines, quiet, show, table
from dashboards.components.notices import show_notice
from dashboards.view import View
from pipelines.appdb.outbox import (
    Mail,
    count_mails,
    list_attempts,
    list_mails,
    read_message,
    retry_now,
)
from pipelines.appdb.tables import MAIL_STATES
from pipelines.delivery.settings import MailSettingsError, find_mail_settings
from pipelines.home import find_home

_TONES = {"planned": "accent", "sending": "warn", "accepted": "good", "failed": "bad"}
ALL = "all"


def show_page(view: View) -> None:
    """The list, or the mail of the address."""
    text = view.text
    mails = list_mails(view.application)
    wanted = st.query_params.get("id")
    if wanted:
        found = next((mail for mail in mails if mail.mail_id == wanted), None)
        if found is None:
            show_heading(view, text("outbox.title"))
            show_notice(
                text("outbox.unknown"),
                tone="warn",
                action=(view.link(links.OUTBOX), text("outbox.title")),
            )
            return
        _show_mail(view, found)
        return
    show_heading(view, text("outbox.title"), text("outbox.subtitle"))
    _say_way(view)
    if not mails:
        show_notice(
            text("outbox.none"),
            text("outbox.none_hint"),
            action=(view.link(links.SUBSCRIPTIONS), text("subscriptions.title")),
        )
        return
    counts = count_mails(view.application)
    state = st.segmented_control(
        text("overview.state"),
        [ALL, *MAIL_STATES],
        default=ALL,
        required=True,
        format_func=lambda name: (
            text(f"mail_state.{name}")
            + f" {view.formats.number(sum(counts.values()) if name == ALL else counts[name])}"
        ),
        key="outbox-state",
    )
    shown = [mail for mail in mails if state in (ALL, mail.state)]
    if not shown:
        show_notice(text("outbox.nothing"))
        return
    show(_table(view, shown))


def _say_way(view: View) -> None:
    """By which way mails leave: readers of a local mailbox must not wait for mails."""
    try:
        settings = find_mail_settings(find_home())
    except MailSettingsError:
        show_notice(
            view.text("outbox.bad_settings"), view.text("outbox.bad_settings_hint"), tone="bad"
        )
        return
    if settings.is_local:
        show(Markup('<p class="cl-note">{}</p>').format(view.text("outbox.local")))
    else:
        said = view.text("outbox.server", host=settings.host, port=settings.port)
        show(Markup('<p class="cl-note">{}</p>').format(said))


def _table(view: View, mails: list[Mail]) -> Markup:
    text, formats = view.text, view.formats
    headings = [
        Heading(text("outbox.subject"), is_lead=True),
        Heading(text("outbox.recipient")),
        Heading(text("overview.state"), "mark"),
        Heading(text("outbox.outcome")),
        Heading(text("outbox.attempts"), "number"),
        Heading(text("outbox.planned_at"), "date"),
        Heading(text("outbox.finished_at"), "date"),
    ]
    rows = [
        [
            lines(
                anchor(view.link(links.OUTBOX, id=mail.mail_id), mail.subject),
                quiet(text(f"mail_kind.{mail.kind}")),
            ),
            mail.recipient,
            badge(text(f"mail_state.{mail.state}"), _TONES[mail.state]),
            lines(
                text(f"outcome.{mail.outcome}") if mail.outcome else "", quiet(_brief(mail.detail))
            ),
            formats.number(mail.attempts),
            formats.time(mail.planned_at),
            formats.time(mail.finished_at or mail.next_attempt_at),
        ]
        for mail in mails
    ]
    return table(headings, rows, label=text("outbox.title"))


def _brief(detail: str | None) -> str:
    said = detail or ""
    return said if len(said) < 80 else said[:79] + "…"


def _show_mail(view: View, mail: Mail) -> None:
    text, formats = view.text, view.formats
    back = anchor(view.link(links.OUTBOX), text("outbox.title"))
    show_heading(
        view, mail.subject, badge(text(f"mail_state.{mail.state}"), _TONES[mail.state]), kicker=back
    )
    with st.container(border=True, key="case_facts_mail"):
        show(
            facts(
                [
                    (text("outbox.recipient"), mail.recipient),
                    (text("outbox.message_id"), mail.message_id),
                    (text("outbox.planned_at"), formats.time(mail.planned_at)),
                    (text("outbox.next_attempt_at"), formats.time(mail.next_attempt_at)),
                    (text("outbox.finished_at"), formats.time(mail.finished_at)),
                    (
                        text("outbox.outcome"),
                        text(f"outcome.{mail.outcome}") if mail.outcome else "—",
                    ),
                    (text("frame.version"), mail.snapshot or "—"),
                ]
            )
        )
    if mail.state == "failed" and st.button(text("outbox.retry"), icon=":material/refresh:"):
        if retry_now(view.application, mail.mail_id):
            st.rerun()
        show_notice(text("outbox.cannot_retry"), tone="warn")
    _show_attempts(view, mail)
    message = read_message(view.application, mail.mail_id)
    show_section(text("outbox.looks"))
    if message is None:
        show_notice(text("outbox.let_go"))
        return
    _show_message(view, message)


def _show_attempts(view: View, mail: Mail) -> None:
    attempts = list_attempts(view.application, mail.mail_id)
    text, formats = view.text, view.formats
    show_section(text("outbox.attempts"))
    if not attempts:
        show_notice(text("outbox.no_attempt"), mail.detail or "")
        return
    rows = [
        [
            formats.number(one["attempt_no"]),
            formats.time(one["started_at"]),
            formats.time(one["finished_at"]),
            text(f"outcome.{one['outcome']}") if one["outcome"] else text("outbox.no_answer"),
            one["detail"] or "—",
        ]
        for one in attempts
    ]
    headings = [
        Heading(text("outbox.attempt"), "number", is_lead=True),
        Heading(text("outbox.started_at"), "date"),
        Heading(text("outbox.finished_at"), "date"),
        Heading(text("outbox.outcome")),
        Heading(text("outbox.said")),
    ]
    show(table(headings, rows, label=text("outbox.attempts")))


def _show_message(view: View, message: bytes) -> None:
    """The mail as its reader sees it, with the pictures that came in it."""
    parsed = email.message_from_bytes(message, policy=email.policy.default)
    html = parsed.get_body(("html",))
    if html is None:
        plain = parsed.get_body(("plain",))
        st.code(plain.get_content() if plain else "", language=None)
        return
    page = html.get_content()
    for part in parsed.walk():
        if part.get_content_maintype() == "image" and part["Content-ID"]:
            identity = str(part["Content-ID"]).strip("<>")
            picture = base64.b64encode(part.get_payload(decode=True)).decode()
            page = page.replace(f"cid:{identity}", f"data:image/png;base64,{picture}")
    st.iframe(page, height=900)
    for place, part in enumerate(parsed.iter_attachments()):
        st.download_button(
            view.text("outbox.attachment", name=part.get_filename() or ""),
            part.get_payload(decode=True),
            file_name=part.get_filename() or f"attachment-{place}",
            mime=part.get_content_type(),
            icon=":material/attach_file:",
            key=f"attachment-{place}",
            on_click="ignore",
        )
