"""How fast figures and pages answer at the size of a city's archive: one million cases.

    python -m benchmarks.bench_dashboards HOME [--cases 1000000] [--sessions 5] [--no-browser]

HOME is any built home. Its published cubes are enlarged to the wanted number of cases over five years (months
shifted, half of the charges exchanged, single values repeated) and served from a home of its own; the marts behind
the lists of cases stay as they are, so lists are not measured. Printed: 95th percentiles against the promises of
the issue; exit code 1 when one is broken. Chromium must be installed for the pages; every session has a
browser of its own on the same machine, and reads for one to three seconds before it changes the next filter.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from dashboards.gallery.registry import fixed_reports
from dashboards.grids.fill import Asked, fill_grid
from dashboards.metrics.book import MetricBook, Scope, UnknownScopeError
from models.metrics.periods import Period, add_months, month_end
from pipelines.home import Home
from pipelines.publish import current_version
from pipelines.snapshot import Snapshot, open_snapshot

if TYPE_CHECKING:
    from playwright.sync_api import Page

MONTHS = 60
CUBE_SECONDS, CHANGE_SECONDS, COLD_SECONDS = 0.050, 0.8, 6.0
STATES = 300
CHANGES = 12
WARMING = 2
WAIT_SECONDS = 60
THINKING_SECONDS = 2.0
REGION_FILTER = "地区"
PAGES = ("gallery?report=filed_by_region", "gallery?report=intake_trend", "pivot", "statistics")


def enlarge(home: Home, target: Home, cases: int) -> None:
    """A home whose snapshot has the cubes of so many cases."""
    target.snapshots.mkdir(parents=True, exist_ok=True)
    version = current_version(home)
    if version is None:
        raise SystemExit(f"nothing was published in [{home.path}]; run caseloom build first")
    path = target.snapshots / f"{version}.duckdb"
    shutil.copy(home.snapshots / path.name, path)
    path.chmod(0o644)
    (target.snapshots / "current").write_text(version + "\n", encoding="ascii")
    with duckdb.connect(str(path)) as connection:
        connection.execute("set threads = 2; set memory_limit = '3GB'")
        known = connection.execute("select count(*) from marts.dim_cases").fetchone()
        factor = max(1, round(cases / (known or [1])[0]))
        copies = min(factor, MONTHS)
        connection.execute(
            f"""
            create temp table charges as
            select charge_code, row_number() over (order by charge_code) - 1 as place, count(*) over () as total
            from (select distinct charge_code from marts.metric_cubes where charge_code is not null);
            create or replace table marts.metric_cubes as
            select
                cubes.measure_id,
                cast(cubes.month_start - to_months(cast(copies.n as integer)) as date) as month_start,
                cubes.region_code,
                cubes.agency_code,
                case when copies.n % 2 = 0 then cubes.charge_code else other.charge_code end as charge_code,
                cubes.breakdown,
                cubes.member,
                sum(cubes.value * {factor / copies}) as value
            from marts.metric_cubes as cubes
            cross join range({copies}) as copies (n)
            left join charges as own on cubes.charge_code = own.charge_code
            left join charges as other on (own.place + copies.n) % own.total = other.place
            group by all
            order by cubes.measure_id, cubes.breakdown, month_start;
            create or replace table marts.metric_days as
            select
                measure_id,
                cast(occurred_on - cast(copies.n * 7 as integer) as date) as occurred_on,
                region_code,
                agency_code,
                sum(value * {factor / copies}) as value
            from marts.metric_days
            cross join range({copies}) as copies (n)
            group by all
            order by measure_id, occurred_on;
            create or replace table marts.metric_observations as
            select observations.* replace (
                cast(occurred_on - cast(copies.n % {MONTHS} * 30 as integer) as date) as occurred_on,
                value + copies.n % 7 as value
            )
            from marts.metric_observations as observations
            cross join range({factor}) as copies (n)
            order by measure_id, occurred_on;
            """
        )
        sizes = connection.execute(
            "select (select count(*) from marts.metric_cubes), (select count(*) from marts.metric_days), "
            "(select count(*) from marts.metric_observations)"
        ).fetchone()
    print(
        f"cubes {sizes[0]:,} rows, days {sizes[1]:,}, single values {sizes[2]:,}" if sizes else ""
    )


def measure_cubes(snapshot: Snapshot) -> dict[str, list[float]]:
    """Seconds of single figures in random filter states, and of whole fixed reports."""
    book, generator = MetricBook(snapshot), random.Random(1)
    last = month_end(add_months(book.as_of, -1))
    codes = {
        name: snapshot.query(
            f"select distinct {name}_code as code from metric_cubes where {name}_code is not null"
        )["code"].tolist()
        for name in ("region", "agency", "charge")
    }
    pairs, singles = sorted(book.variants), []
    while len(singles) < STATES:
        months = generator.choice((1, 3, 12))
        end = month_end(add_months(last, -generator.randint(0, 40)))
        period = Period(add_months(end.replace(day=1), 1 - months), end)
        chosen = {name: generator.choice(codes[name]) for name in codes if generator.random() < 0.4}
        try:
            singles.append(
                _timed(
                    lambda p=period, c=chosen: book.figure(*generator.choice(pairs), p, Scope(**c))
                )
            )
        except UnknownScopeError:
            continue
    year = Period(add_months(last.replace(day=1), -11), last)
    reports = [
        _timed(
            lambda r=report: fill_grid(
                snapshot, book, r.spec(book.variants), Asked(year, kind=r.compare)
            )
        )
        for report in fixed_reports().values()
    ]
    return {"one figure": singles, "one fixed report": reports}


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure_pages(home: Home, sessions: int) -> dict[str, list[float]]:
    """Seconds of the first page of a fresh server, and of filter changes in several sessions at once."""
    from tests.browser.serving import serve

    with serve(home.path, home.path / "dashboards.log") as site:
        cold = [_open_cold(site.url(PAGES[0]))]
        with ThreadPoolExecutor(sessions) as pool:
            found = pool.map(lambda number: _change_filters(site.url(""), number), range(sessions))
            changes = [seconds for one in found for seconds in one]
    return {"cold page": cold, "filter change": changes}


def _open_cold(address: str) -> float:
    with _Browser() as page:
        return _timed(lambda: (page.goto(address), _wait_for_table(page)))


def _wait_for_table(page: Page, before: str = "") -> str:
    """The words of the table once they are others than ``before``; says what stands there instead."""
    from playwright.sync_api import Error

    try:
        page.wait_for_function(
            "before => { const found = document.querySelector('.cl-table');"
            " return found && found.innerText.trim() && found.innerText !== before; }",
            arg=before,
            timeout=WAIT_SECONDS * 1000,
            polling=20,
        )
    except Error as error:
        shown = " / ".join(page.locator("body").inner_text().split("\n"))
        raise SystemExit(f"no new table on [{page.url}] but [{shown[-600:]}]") from error
    return page.locator(".cl-table").inner_text()


def _change_filters(address: str, number: int) -> list[float]:
    """Another region again and again, each time until the table says so."""
    found, pauses = [], random.Random(number)
    with _Browser() as page:
        page.goto(address + PAGES[number % len(PAGES)])
        before = _wait_for_table(page)
        for step in range(CHANGES + WARMING):
            # Readers look at what they asked for; five at the same moment are none of a city's days.
            time.sleep(pauses.uniform(0.5, 1.5) * THINKING_SECONDS)
            # A list that is opened while the page is still being drawn is closed again.
            page.locator('[data-test-script-state="notRunning"]').wait_for()
            page.get_by_role("combobox", name=REGION_FILTER).click()
            options = page.get_by_role("option")
            options.nth(2).wait_for()
            chosen = options.nth(1 + (3 * step + number) % (options.count() - 1))
            start = time.perf_counter()
            chosen.click()
            before = _wait_for_table(page, before)
            found.append(time.perf_counter() - start)
    return found[WARMING:]


class _Browser:
    """One browser with one page."""

    def __enter__(self):
        from playwright.sync_api import sync_playwright

        from tests.browser.serving import ARGUMENTS, DESKTOP, find_browser

        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(
            executable_path=find_browser(), args=list(ARGUMENTS)
        )
        return self._browser.new_page(viewport=DESKTOP)

    def __exit__(self, *_: object) -> None:
        self._browser.close()
        self._playwright.stop()


def main(arguments: list[str]) -> int:
    """The command line; see above."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--sessions", type=int, default=5)
    parser.add_argument("--no-browser", action="store_true")
    options = parser.parse_args(arguments)
    promises = {
        "one figure": CUBE_SECONDS,
        "one fixed report": CHANGE_SECONDS,
        "cold page": COLD_SECONDS,
        "filter change": CHANGE_SECONDS,
    }
    is_kept = True
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        home.create()
        enlarge(Home(options.home), home, options.cases)
        snapshot = open_snapshot(home.path)
        measured = measure_cubes(snapshot)
        snapshot.close()
        if not options.no_browser:
            measured |= measure_pages(home, options.sessions)
        for name, seconds in measured.items():
            ordered = sorted(seconds)
            p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
            is_kept &= p95 <= promises[name]
            print(
                f"{name}: median {ordered[len(ordered) // 2] * 1000:.0f} ms, "
                f"p95 {p95 * 1000:.0f} ms of {promises[name] * 1000:.0f} ms, n = {len(ordered)}"
            )
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
