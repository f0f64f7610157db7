"""A PostgreSQL server of our own: started in a temporary folder on loopback, ended with the block.

Belongs here: starting and stopping it. Keep out: fixtures (conftest.py) and what is kept in it.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from deploy.check_system import check_postgres, find_postgres

USER = "caseloom"
START_SECONDS = 60
# The server refuses to run as root; these are the accounts that a machine has without our asking.
ACCOUNTS = ("postgres", "nobody")


@contextlib.contextmanager
def serve_postgres() -> Iterator[str]:
    """A running server; yields the URL of its database ``postgres``, the account may make others."""
    programs = find_postgres()
    if programs is None:
        pytest.fail("\n".join(check_postgres(install=False)), pytrace=False)
    folder = Path(tempfile.mkdtemp(prefix="caseloom-postgres-"))
    account = _find_account()
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    try:
        with _run_server(programs, folder, account) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _find_account() -> pwd.struct_passwd | None:
    """Another account to run as, when we are root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in ACCOUNTS if name in known)


@contextlib.contextmanager
def _run_server(programs: Path, folder: Path, account: pwd.struct_passwd | None) -> Iterator[str]:
    password = secrets.token_hex(16)
    owner = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    data = folder / "data"
    secret = folder / "password"
    secret.write_text(password, encoding="ascii")
    if account:
        os.chown(secret, account.pw_uid, account.pw_gid)
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", USER, "--pwfile", secret, "-A", "scram-sha-256",
         "-E", "UTF8", "--locale", "C", "--no-sync"],
        check=True, capture_output=True, cwd=folder, **owner,
    )  # fmt: skip
    port = _free_port()
    settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    log = folder / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-p", str(port), *options],
            stdout=output, stderr=subprocess.STDOUT, cwd=folder, **owner,
        )  # fmt: skip
    url = f"postgresql://{USER}:{password}@127.0.0.1:{port}/postgres"
    try:
        _wait_until_ready(url, server, log)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_until_ready(url: str, server: subprocess.Popen, log: Path) -> None:
    last_moment = time.monotonic() + START_SECONDS
    while time.monotonic() < last_moment and server.poll() is None:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(url).close()
            return
        time.sleep(0.1)
    pytest.fail(f"PostgreSQL did not start:\n{log.read_text(encoding='utf-8')[-4000:]}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
