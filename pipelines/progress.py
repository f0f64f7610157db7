"""Progress of long work, told the same way to a terminal, to Dagster and to nobody.

Belongs here: the reporter protocol and its terminal form. Keep out: logging of events.
"""

from __future__ import annotations

import sys
import time
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)


class Reporter(Protocol):
    """Hears of steps: ``step`` names a stage, ``done`` of ``total`` units are through."""

    def __call__(self, step: str, done: int, total: int) -> None: ...


def report_nothing(step: str, done: int, total: int) -> None:
    """The reporter of tests and libraries."""


class TerminalReporter:
    """Bars on stderr in a terminal, a line per step (at most one in two seconds) elsewhere."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._is_live = sys.stderr.isatty()
        self._tasks: dict[str, TaskID] = {}
        self._last_line = 0.0
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._console,
        )

    def __enter__(self) -> TerminalReporter:
        if self._is_live:
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_live:
            self._progress.stop()

    def __call__(self, step: str, done: int, total: int) -> None:
        if self._is_live:
            if step not in self._tasks:
                self._tasks[step] = self._progress.add_task(step, total=max(total, 1))
            self._progress.update(self._tasks[step], completed=done, total=max(total, 1))
            return
        now = time.monotonic()
        if done >= total or now - self._last_line > 2:
            self._last_line = now
            self._console.print(f"{step}: {done}/{total}", highlight=False)
