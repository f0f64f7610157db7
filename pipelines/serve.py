"""Serving: the dashboards and the Dagster UI side by side, until one ends or is interrupted.

Belongs here: starting and stopping the two processes. Keep out: what they show.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from pipelines.appdb.database import open_app_database
from pipelines.home import HOME_VARIABLE, Home

_REPOSITORY = Path(__file__).parents[1]


def dashboard_command(port: int) -> list[str]:
    """The command that serves the dashboards on localhost."""
    options = ["--server.port", str(port), "--server.headless", "true"]
    return [sys.executable, "-m", "dashboards.server", *options]


def dagster_command(port: int) -> list[str]:
    """The command that serves the Dagster UI with its daemon; pyproject.toml names the module."""
    return [sys.executable, "-m", "dagster", "dev", "--port", str(port)]


def serve(home: Home, *, port: int, dagster_port: int) -> int:
    """Run both until interrupted; returns the exit code (0 after an interrupt).

    Raises:
        AppDatabaseError: the application database cannot be opened; nothing was started.
    """
    # A server that cannot be reached is said here, not at the first reader's click.
    open_app_database(home).close()
    dagster_home = home.path / "dagster"
    dagster_home.mkdir(parents=True, exist_ok=True)
    settings = dagster_home / "dagster.yaml"
    source = _REPOSITORY / "deploy" / "dagster.yaml"
    if source.exists():
        settings.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    environment = {
        **os.environ,
        HOME_VARIABLE: str(home.path),
        "DAGSTER_HOME": str(dagster_home),
        "DAGSTER_DISABLE_TELEMETRY": "yes",
    }
    processes = [
        subprocess.Popen(command, cwd=_REPOSITORY, env=environment)
        for command in (dashboard_command(port), dagster_command(dagster_port))
    ]
    # A service manager stops with SIGTERM; both children must go with us.
    signal.signal(signal.SIGTERM, _interrupt)
    print(f"dashboards: http://localhost:{port}", file=sys.stderr)
    print(f"Dagster:    http://localhost:{dagster_port}", file=sys.stderr)
    try:
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
        return next(process.returncode for process in processes if process.poll() is not None)
    except KeyboardInterrupt:
        return 0
    finally:
        for process in processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in processes:
            _end(process)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _end(process: subprocess.Popen[bytes]) -> None:
    """Wait for a process that was asked to stop; one that does not is killed."""
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
