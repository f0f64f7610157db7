"""Fixtures that several rooms of the tests share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filelock import FileLock

from pipelines.appdb.database import URL_VARIABLE
from pipelines.build import build
from pipelines.home import Home
from pipelines.intake.run import IntakeReport, run_intake
from tests.deliveries import Landing

TEST_KEY = "0" * 63 + "1"
REPOSITORY = Path(__file__).parents[1]
SMALL_SAMPLE = REPOSITORY / "data_samples" / "small"
# Rooms whose single files take minutes, longest first. Two workers share the files: a long one that
# begins last runs alone while the other worker has nothing left to do.
LONG_ROOMS = ("foreign", "faults", "graph", "warehouse", "clocks", "browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the rooms that take longest; within a room the order stays."""

    def rank(item: pytest.Item) -> int:
        room = item.path.relative_to(REPOSITORY / "tests").parts[0]
        return LONG_ROOMS.index(room) if room in LONG_ROOMS else len(LONG_ROOMS)

    items.sort(key=rank)


@pytest.fixture(scope="session")
def built_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Home:
    """A home built from the committed sample; one build for all workers of a test run."""
    base = tmp_path_factory.getbasetemp()
    # Without workers the folder above belongs to every run of this user, of other checkouts too.
    shared = base if worker_id == "master" else base.parent
    home = Home(shared / "built_home")
    with pytest.MonkeyPatch.context() as patch, FileLock(shared / "built_home.lock"):
        patch.setenv("CASELOOM_KEY", TEST_KEY)
        build(home, landing=SMALL_SAMPLE / "landing")
    return home


@pytest.fixture(autouse=True)
def fixed_identity_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids must be comparable between homes, so all tests share one key."""
    monkeypatch.setenv("CASELOOM_KEY", TEST_KEY)


@pytest.fixture(autouse=True)
def no_foreign_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test must not write into the database of whoever runs it."""
    monkeypatch.delenv(URL_VARIABLE, raising=False)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").create()


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    path = tmp_path / "landing"
    path.mkdir()
    return Landing(path)


@pytest.fixture
def take_in(home: Home, landing: Landing) -> Callable[..., IntakeReport]:
    """Run one intake of the landing folder into the home."""

    def run(**options: Any) -> IntakeReport:
        with home.builder_lock(wait_seconds=5):
            return run_intake(home, landing=landing.path, **options)

    return run


@pytest.fixture
def ask(home: Home) -> Callable[..., list[tuple[Any, ...]]]:
    """Rows of a query over the home's warehouse."""

    def run(sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(home.warehouse), read_only=True) as connection:
            return connection.execute(sql, list(parameters)).fetchall()

    return run
