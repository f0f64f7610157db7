"""Where a run works, and the builder that holds the place for the length of the run.

Belongs here: what assets need from outside. Keep out: work.
"""

import contextlib
import os
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import dagster as dg
from pydantic import PrivateAttr

from pipelines.home import Home
from pipelines.progress import Reporter
from pipelines.transform import dbt_environment

POOL = "builder"


class PlaceResource(dg.ConfigurableResource):
    """Where things are: the folders ``home`` and ``landing``. Looking at them takes no lock."""

    home: str
    landing: str

    def find(self) -> Home:
        return Home(Path(self.home))

    def find_landing(self) -> Path | None:
        """The landing folder; None while nobody made it, then only the store is read."""
        folder = Path(self.landing)
        return folder if folder.is_dir() else None


class BuilderResource(dg.ConfigurableResource):
    """The one builder of a home. A run holds the operating-system lock from its first step to its
    last, so that `caseloom build` and a second run wait, then end with a clear message.

    ``wait_seconds`` is how long a run waits for another builder.
    """

    place: PlaceResource
    wait_seconds: float = 600.0
    _fingerprint: str = PrivateAttr(default="")
    _marts_fingerprint: str = PrivateAttr(default="")

    @property
    def home(self) -> Home:
        return self.place.find()

    @contextlib.contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["BuilderResource"]:
        with self.home.builder_lock(wait_seconds=self.wait_seconds):
            self.home.create()
            with _environment(dbt_environment(self.home)):
                yield self

    def note_intake(self, fingerprint: str) -> None:
        """Remember the state that raw and ledger are in, for the steps of this run."""
        self._fingerprint = fingerprint

    def note_marts(self) -> None:
        """All marts were built in this run from that state."""
        self._marts_fingerprint = self._fingerprint

    @property
    def marts_fingerprint(self) -> str | None:
        """The state that the marts reflect; None when this run did not build them all."""
        return self._marts_fingerprint or None


@contextlib.contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Set variables for the dbt processes that the run starts, and put back what was there."""
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        for name in variables:
            if name in before:
                os.environ[name] = before[name]
            else:
                os.environ.pop(name, None)


def log_progress(log: Callable[[str], None], *, seconds: float = 5.0) -> Reporter:
    """A reporter that writes a line per step, at most one in ``seconds`` while a step goes on."""
    last: dict[str, float] = {}

    def report(step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if done >= total or now - last.get(step, 0.0) >= seconds:
            last[step] = now
            log(f"{step}: {done} of {total}")

    return report
