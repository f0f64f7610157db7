"""Settings of mail: the server, who mails come from, and where they go without a server.

Belongs here: reading the environment. Keep out: connecting.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from pipelines.home import Home

PREFIX = "CASELOOM_MAIL_"
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
    given = {
        name: os.environ.get(f"CASELOOM_MAIL_{name.upper()}", "").strip()
        for name in (
            "host",
            "port",
            "security",
            "user",
            "from",
            "ca",
            "timeout",
            "admin",
            "bounces",
        )
    }
    security = given["security"] or "starttls"
    if security not in SECURITIES:
        raise MailSettingsError(f"[{PREFIX}SECURITY={security}] is none of {SECURITIES}")
    try:
        port = int(given["port"] or _PORTS[security])
        timeout = float(given["timeout"] or 30)
    except ValueError as error:
        raise MailSettingsError(f"[{PREFIX}PORT] and [{PREFIX}TIMEOUT] are numbers") from error
    return MailSettings(
        host=given["host"],
        port=port,
        security=security,
        user=given["user"],
        password=_read_password(),
        sender=given["from"] or DEFAULT_SENDER,
        ca_file=given["ca"],
        timeout_seconds=timeout,
        admin=given["admin"],
        bounces=Path(given["bounces"]) if given["bounces"] else None,
        mailbox=home.path / "mailbox",
    )


def _read_password() -> str:
    """The password, from a file where one is named: environments show up in lists of processes."""
    named = os.environ.get("CASELOOM_MAIL_PASSWORD_FILE", "").strip()
    if named:
        try:
            return Path(named).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise MailSettingsError(
                f"the file of [{PREFIX}PASSWORD_FILE] cannot be read: {error.strerror}"
            ) from error
    return os.environ.get("CASELOOM_MAIL_PASSWORD", "")
