"""The ways by which a mail leaves: a server, or a mailbox in the home.

Belongs here: handing over bytes and saying what came of it. Keep out: deciding what is sent when.
"""

from __future__ import annotations

import contextlib
import email
import hashlib
import os
import smtplib
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from pipelines.delivery.outcome import ACCEPTED, Outcome
from pipelines.delivery.settings import MailSettings

_LONGEST_DETAIL = 500


class Transport(Protocol):
    """Takes one mail to one recipient."""

    def send(self, message: bytes, *, sender: str, recipient: str) -> Outcome:
        """What came of it; never raises for what a server says or does."""


class LocalMailbox:
    """A Maildir in the home. A mail has one file, named after its Message-ID: a repeat changes nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: bytes, *, sender: str, recipient: str) -> Outcome:
        try:
            for name in ("tmp", "new", "cur"):
                (self._folder / name).mkdir(parents=True, exist_ok=True)
            identity = str(email.message_from_bytes(message)["Message-ID"])
            name = hashlib.sha256(identity.encode()).hexdigest()[:32] + ".caseloom"
            draft = self._folder / "tmp" / f"{name}.{os.getpid()}"
            draft.write_bytes(message)
            if (self._folder / "cur" / f"{name}:2,S").exists():
                draft.unlink()
            else:
                draft.replace(self._folder / "new" / name)
        except OSError as error:
            return Outcome("busy", f"local mailbox: {error.strerror}")
        return Outcome(ACCEPTED)


class SmtpServer:
    """A mail server. One connection per mail: a server that hangs up hurts one mail only."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    def send(self, message: bytes, *, sender: str, recipient: str) -> Outcome:
        stage = "connect"
        try:
            with self._connect() as server:
                stage = "log_in"
                if self._settings.user:
                    server.login(self._settings.user, self._settings.password)
                stage = "send"
                server.sendmail(sender, [recipient], message)
                # A server that fails at QUIT has the mail already.
                stage = "quit"
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            if stage == "quit":
                return Outcome(ACCEPTED, _said(error))
            return _outcome_of(error, stage)
        return Outcome(ACCEPTED, f"{self._settings.host}:{self._settings.port}")

    @contextlib.contextmanager
    def _connect(self) -> Iterator[smtplib.SMTP]:
        settings = self._settings
        place, seconds = (settings.host, settings.port), settings.timeout_seconds
        server: smtplib.SMTP
        if settings.security == "tls":
            server = smtplib.SMTP_SSL(*place, context=self._context(), timeout=seconds)
        else:
            server = smtplib.SMTP(*place, timeout=seconds)
        with server:
            if settings.security == "starttls":
                server.starttls(context=self._context())
            yield server

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._settings.ca_file or None)


def choose_transport(settings: MailSettings) -> Transport:
    """The server of the settings, else the mailbox of the home."""
    return LocalMailbox(settings.mailbox) if settings.is_local else SmtpServer(settings)


def _outcome_of(error: Exception, stage: str) -> Outcome:
    said = _said(error)
    # smtplib says of every broken connection that it was closed; what broke it is the cause.
    causes = (error, error.__cause__, error.__context__)
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Outcome("tls", said)
    if any(isinstance(cause, TimeoutError) for cause in causes):
        return Outcome("timeout", said)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        # STARTTLS was asked for and is not to be had: never go on in clear.
        return Outcome("tls" if stage == "connect" else "refused_message", said)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Outcome("log_in", said)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return _by_code(code, _text(words), "refused_recipient")
    if isinstance(error, smtplib.SMTPSenderRefused):
        return _by_code(error.smtp_code, said, "refused_sender")
    if isinstance(error, smtplib.SMTPResponseException):
        return _by_code(error.smtp_code, said, "refused_message")
    return Outcome("unreachable", said)


def _by_code(code: int, said: str, word: str) -> Outcome:
    """4xx is worth another attempt; a full mailbox is, whatever the code (RFC 3463: x.2.2)."""
    detail = f"{code} {said}" if not said.startswith(str(code)) else said
    if code in (452, 552) and "5.3.4" not in said or "2.2" in said.split(" ")[0]:
        return Outcome("mailbox_full", detail)
    if code == 552:
        return Outcome("too_big", detail)
    return Outcome("busy" if 400 <= code < 500 else word, detail)


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return (str(error) or type(error).__name__)[:_LONGEST_DETAIL]


def _text(words: bytes | str) -> str:
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    return said[:_LONGEST_DETAIL]
