"""Opening the application database: made when missing, the same tables everywhere, clear words.

When one of these fails, what people decided is lost, or an installation does not start and does not
say why.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from pipelines.appdb.database import URL_VARIABLE, AppDatabase, AppDatabaseError, open_app_database
from pipelines.appdb.link_reviews import link_decisions, record_link_decision
from pipelines.appdb.series_reviews import record_series_decisions
from pipelines.appdb.tables import APPEND_ONLY, metadata
from pipelines.home import Home

REPOSITORY = Path(__file__).parents[2]
PAIR = ("1:202501:police.cases:A1", "4:court.cases:B2")


def test_migrations_make_the_tables_that_are_written_down(database: AppDatabase) -> None:
    """A column that only one of the two knows fails at the first reader's click."""
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_several_may_open_at_once(open_database: Callable[[], AppDatabase]) -> None:
    """Dashboards and Dagster start together; one of them migrates."""
    errors: list[Exception] = []

    def start() -> None:
        try:
            open_database()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_changes_of_many_at_once_are_all_there(open_database: Callable[[], AppDatabase]) -> None:
    database = open_database()

    def decide(number: int) -> None:
        for turn in range(5):
            records = (f"record {number}", f"record {number}.{turn}")
            record_link_decision(
                database, entity="person", records=records, decision="reject", actor="x"
            )

    threads = [threading.Thread(target=decide, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = link_decisions(database)
    assert len({(decision.record_a, decision.record_b) for decision in found}) == 20
    assert [decision.decision_no for decision in found] == list(range(1, 21))


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["update {0} set {1} = {1}", "delete from {0}"])
def test_logs_cannot_be_rewritten(database: AppDatabase, table: str, change: str) -> None:
    """Whoever reads a log must be able to rely on it, whatever the application does wrong."""
    from tests.appdb.test_supervision_items import open_one

    open_one(database, note="第一条")
    record_link_decision(database, entity="case", records=PAIR, decision="accept", actor="x")
    record_series_decisions(database, pairs=[("C1", "C2")], decision="accept", actor="x")
    column = metadata.tables[table].columns.keys()[-1]
    with pytest.raises(AppDatabaseError, match="never changed"), database.changing() as connection:
        connection.execute(text(change.format(table, column)))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "no database URL"),
        ("mysql://user@localhost/x", r"\[mysql\]"),
        ("postgresql://user:secret@127.0.0.1:1/x", r"postgresql://user:\*\*\*@127.0.0.1:1/x"),
        ("postgresql+nosuchdriver://user@localhost/x", "not installed"),
    ],
)
def test_a_wrong_setting_is_said(
    home: Home, monkeypatch: pytest.MonkeyPatch, url: str, said: str
) -> None:
    monkeypatch.setenv(URL_VARIABLE, url)
    with pytest.raises(AppDatabaseError, match=said) as caught:
        open_app_database(home)
    assert "secret" not in str(caught.value)


def test_a_newer_database_is_refused(open_database: Callable[[], AppDatabase]) -> None:
    """Writing with old rules into new tables would spoil them."""
    with open_database().changing() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(AppDatabaseError, match="newer Caseloom"):
        open_database()


def test_a_wheel_brings_its_migrations(tmp_path: Path) -> None:
    """An installation without a checkout must be able to make its tables."""
    source = tmp_path / "source"
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        source.mkdir(exist_ok=True)
        shutil.copy(REPOSITORY / name, source)
    # A copy: a build in the checkout would leave its own copy of everything there.
    shutil.copytree(
        REPOSITORY / "pipelines", source / "pipelines", ignore=shutil.ignore_patterns("__pycache__")
    )
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation",
         "--no-index", "-w", tmp_path / "wheels", source],
        check=True, cwd=tmp_path,
    )  # fmt: skip
    [wheel] = (tmp_path / "wheels").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    code = (
        "import pipelines.appdb; from pathlib import Path\n"
        "from pipelines.appdb.database import open_app_database\n"
        "from pipelines.home import Home\n"
        "open_app_database(Home(Path('home').absolute())); print(pipelines.appdb.__file__)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path, capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(tmp_path / "installed")},
    )  # fmt: skip
    assert str(tmp_path) in result.stdout
