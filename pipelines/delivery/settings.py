"""Settings of mail: the server, who mails come from, and where they go without a server.

Belongs here: reading the environment. Keep out: connecting.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from pipelines.home import Home

HOST_VARIABLE = "CASELOOM_MAIL_HOST"
PORT_VARIABLE = "CASELOOM_MAIL_PORT"
SECURITY_VARIABLE = "CASELOOM_MAIL_SECURITY"
USER_VARIABLE = "CASELOOM_MAIL_USER"
PASSWORD_VARIABLE = "CASELOOM_MAIL_PASSWORD"
PASSWORD_FILE_VARIABLE = "CASELOOM_MAIL_PASSWORD_FILE"
FROM_VARIABLE = "CASELOOM_MAIL_FROM"
CA_VARIABLE = "CASELOOM_MAIL_CA"
TIMEOUT_VARIABLE = "CASELOOM_MAIL_TIMEOUT"
ADMIN_VARIABLE = "CASELOOM_MAIL_ADMIN"
BOUNCES_VARIABLE = "CASELOOM_MAIL_BOUNCES"
SECURITIES = ("starttls", "tls", "none")
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
DEFAULT_SENDER = "caseloom@localhost.localdomain"


class MailSettingsError(ValueError):
    """A setting that makes no sense; the message names it."""


@dataclass(frozen=True)
class MailSettings:
    """How mails leave. Without a ``host`` they go into the folder ``mailbox`` (a Maildir)."""

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str
    ca_file: str
    timeout_seconds: float
    admin: str
    bounces: Path | None
    mailbox: Path

    @property
    def is_local(self) -> bool:
        return not self.host

    @property
    def domain(self) -> str:
        """The right side of Message-IDs."""
        return self.sender.rpartition("@")[2]


def find_mail_settings(home: Home) -> MailSettings:
    """The settings in force; raises MailSettingsError."""
    security = _given(SECURITY_VARIABLE) or "starttls"
    if security not in SECURITIES:
        raise MailSettingsError(f"[{SECURITY_VARIABLE}={security}] is none of {SECURITIES}")
    try:
        port = int(_given(PORT_VARIABLE) or _PORTS[security])
        timeout = float(_given(TIMEOUT_VARIABLE) or 30)
    except ValueError as error:
        raise MailSettingsError(
            f"[{PORT_VARIABLE}] and [{TIMEOUT_VARIABLE}] are numbers"
        ) from error
    bounces = _given(BOUNCES_VARIABLE)
    return MailSettings(
        host=_given(HOST_VARIABLE),
        port=port,
        security=security,
        user=_given(USER_VARIABLE),
        password=_read_password(),
        sender=_given(FROM_VARIABLE) or DEFAULT_SENDER,
        ca_file=_given(CA_VARIABLE),
        timeout_seconds=timeout,
        admin=_given(ADMIN_VARIABLE),
        bounces=Path(bounces) if bounces else None,
        mailbox=home.path / "mailbox",
    )


def _given(variable: str) -> str:
    return os.environ.get(variable, "").strip()


def _read_password() -> str:
    """The password, from a file where one is named: environments show up in lists of processes."""
    named = _given(PASSWORD_FILE_VARIABLE)
    if named:
        try:
            return Path(named).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise MailSettingsError(
                f"the file of [{PASSWORD_FILE_VARIABLE}] cannot be read: {error.strerror}"
            ) from error
    return os.environ.get(PASSWORD_VARIABLE, "")
