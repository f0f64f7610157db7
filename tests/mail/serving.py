"""Mail servers on loopback: one within the test, as unfriendly as asked, and Debian's Postfix.

Belongs here: starting and stopping them. Keep out: what is sent.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from deploy.check_system import check_postfix, find_postfix

START_SECONDS = 40


@dataclass
class Server:
    """What a server within the test does, and what it got: (recipient, bytes)."""

    answer_rcpt: str = ""
    answer_data: str = "250 taken"
    seconds: float = 0.0
    got: list[tuple[str, bytes]] = field(default_factory=list)

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if self.answer_rcpt:
            return self.answer_rcpt
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.answer_data.startswith("250"):
            self.got += [(address, envelope.content) for address in envelope.rcpt_tos]
        await asyncio.sleep(self.seconds)
        return self.answer_data


@contextlib.contextmanager
def serve_within(server: Server, **options) -> Iterator[int]:
    """A server in a thread of this process; yields its port."""
    controller = Controller(server, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop(no_assert=True)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@dataclass(frozen=True)
class Postfix:
    """A running Postfix: its port on loopback and the Maildir of each local user."""

    port: int
    mailboxes: Path

    def messages(self, user: str) -> list[bytes]:
        folder = self.mailboxes / user / "new"
        return [path.read_bytes() for path in sorted(folder.glob("*"))] if folder.is_dir() else []

    def wait_for(self, user: str, count: int = 1, seconds: float = 20) -> list[bytes]:
        end = time.monotonic() + seconds
        while time.monotonic() < end and len(self.messages(user)) < count:
            time.sleep(0.1)
        return self.messages(user)


@contextlib.contextmanager
def serve_postfix() -> Iterator[Postfix]:
    """Debian's Postfix with folders, port and users of its own; it delivers into Maildirs."""
    programs = find_postfix()
    if programs is None:
        pytest.fail("\n".join(check_postfix(install=False)), pytrace=False)
    if os.geteuid() != 0:
        pytest.fail("Postfix starts as root only; run this test as root", pytrace=False)
    folder = Path(tempfile.mkdtemp(prefix="caseloom-postfix-"))
    folder.chmod(0o755)
    port = free_port()
    conf = folder / "conf"
    conf.mkdir()
    for name in ("queue", "data", "mailboxes"):
        (folder / name).mkdir()
    uid, gid = _ids("nobody")
    shutil.chown(folder / "mailboxes", uid, gid)
    shutil.chown(folder / "data", "postfix")
    _write_main(conf / "main.cf", folder, uid, gid)
    (conf / "boxes").write_text(
        "reader@mail.test reader/\nsecond@mail.test second/\nowner@mail.test owner/\n"
        "full@mail.test full/\ncaseloom@mail.test caseloom/\n"
    )
    (conf / "gone").write_text("gone@mail.test 550 5.1.1 no such user\n")
    (conf / "later").write_text("later@mail.test error:5.2.1 mailbox is closed\n")
    _write_master(conf / "master.cf", port)
    command = [programs / "postfix", "-c", conf]
    subprocess.run([*command, "start"], check=True, capture_output=True)
    try:
        _wait_until_ready(port, folder)
        yield Postfix(port, folder / "mailboxes")
    finally:
        subprocess.run([*command, "stop"], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def _ids(user: str) -> tuple[int, int]:
    found = pwd.getpwnam(user)
    return found.pw_uid, found.pw_gid


def _write_main(path: Path, folder: Path, uid: int, gid: int) -> None:
    conf = path.parent
    settings = {
        "compatibility_level": "3.6",
        "queue_directory": folder / "queue",
        "data_directory": folder / "data",
        "myhostname": "mx.mail.test",
        "mydestination": "",
        "inet_interfaces": "127.0.0.1",
        "inet_protocols": "ipv4",
        "mynetworks": "127.0.0.0/8",
        "virtual_mailbox_domains": "mail.test",
        "virtual_mailbox_base": folder / "mailboxes",
        "virtual_mailbox_maps": f"texthash:{conf / 'boxes'}",
        "virtual_uid_maps": f"static:{uid}",
        "virtual_gid_maps": f"static:{gid}",
        "virtual_minimum_uid": "1",
        "smtpd_recipient_restrictions": (
            f"check_recipient_access texthash:{conf / 'gone'}, permit_mynetworks, reject"
        ),
        "transport_maps": f"texthash:{conf / 'later'}",
        "smtpd_reject_unlisted_recipient": "no",
        "virtual_mailbox_limit": "0",
        "message_size_limit": "20000000",
        "default_transport": "error:no mail leaves this machine",
        "bounce_queue_lifetime": "0",
        "maillog_file": "",
        "smtputf8_enable": "no",
        "alias_maps": "",
        "local_recipient_maps": "",
    }
    path.write_text("".join(f"{name} = {value}\n" for name, value in settings.items()))


def _write_master(path: Path, port: int) -> None:
    rows = [f"127.0.0.1:{port} inet n - n - - smtpd"]
    rows += [
        f"{name} unix {rest}"
        for name, rest in {
            "pickup": "n - n 60 1 pickup",
            "cleanup": "n - n - 0 cleanup",
            "qmgr": "n - n 300 1 qmgr",
            "rewrite": "- - n - - trivial-rewrite",
            "bounce": "- - n - 0 bounce",
            "defer": "- - n - 0 bounce",
            "trace": "- - n - 0 bounce",
            "verify": "- - n - 1 verify",
            "flush": "n - n 1000? 0 flush",
            "proxymap": "- - n - - proxymap",
            "error": "- - n - - error",
            "retry": "- - n - - error",
            "virtual": "- n n - - virtual",
            "anvil": "- - n - 1 anvil",
            "scache": "- - n - 1 scache",
            "tlsmgr": "- - n 1000? 1 tlsmgr",
            "showq": "n - n - - showq",
        }.items()
    ]
    path.write_text("\n".join(rows) + "\n")


def _wait_until_ready(port: int, folder: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        with (
            contextlib.suppress(OSError, smtplib.SMTPException),
            smtplib.SMTP("127.0.0.1", port, timeout=5),
        ):
            return
        time.sleep(0.2)
    pytest.fail(f"Postfix did not answer on port [{port}]; its folder was [{folder}]")
