"""How fast figures, lists and pages answer at the size of a city's archive: one million cases.

    python -m benchmarks.bench_dashboards HOME [--cases 1000000] [--sessions 5] [--into FOLDER]
                                          [--no-pauses] [--no-browser]

HOME is any built home. Its cubes and the marts behind its lists are enlarged to the wanted number of cases
(enlarged_home.py) and served from a home of its own: thrown away, or kept and used again with --into. Printed: 95th
percentiles of wall time against the promises of the issue (exit code 1 when one is broken), and the processor time
of one question or change, which says the same on a busy machine. Chromium must be installed for the pages; every session has a browser of its own on the same
machine, and reads for one to three seconds before it changes the next filter, or not at all without pauses.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.enlarged_home import enlarge_home
from dashboards import links
from dashboards.clock_filters import STATES, ClockFilters
from dashboards.filters import PAGE_ROWS, CaseFilters
from dashboards.gallery.registry import fixed_reports
from dashboards.grids.fill import Asked, fill_grid
from dashboards.metrics.book import MetricBook, Scope, UnknownScopeError
from dashboards.metrics.case_pages import read_page
from dashboards.metrics.cases import NoCasesError, ask_cases
from dashboards.queries import load_query
from models.metrics.periods import Period, add_months, month_end
from pipelines.home import Home
from pipelines.snapshot import Snapshot, open_snapshot

if TYPE_CHECKING:
    from playwright.sync_api import Page

CUBE_SECONDS, CHANGE_SECONDS, COLD_SECONDS = 0.050, 0.8, 6.0
RANDOM_STATES = 300
CHANGES = 12
WARMING = 2
WAIT_SECONDS = 60
THINKING_SECONDS = 2.0
REGION_FILTER = "地区"
PAGES = ("gallery?report=filed_by_region", "gallery?report=intake_trend", "pivot", "statistics")
LISTS = 40
_LISTED = (
    links.CASE_SEARCH,
    f"{links.CLOCKS}?state=overdue",
    f"{links.METRIC_CASES}?metric=criminal_case_filed_count&variant=period&from=2025-01-01&to=2025-12-31",
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
    while len(singles) < RANDOM_STATES:
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


def measure_lists(snapshot: Snapshot) -> dict[str, list[float]]:
    """Seconds of the first page of lists in random filter states: cases, clocks, cases behind a figure."""
    book, generator = MetricBook(snapshot), random.Random(2)
    choices = snapshot.query(load_query("search_choices"))
    codes = {name: found["code"].tolist() for name, found in choices.groupby("filter")}
    numbers = snapshot.query(
        "select number from bridge_case_numbers using sample reservoir(40 rows) repeatable (3)"
    )["number"].tolist()
    last = month_end(add_months(book.as_of, -1))
    page = {"row_limit": PAGE_ROWS, "row_offset": 0}

    def search() -> None:
        if generator.random() < 0.3:
            filters = CaseFilters(number=generator.choice(numbers))
        else:
            filters = CaseFilters(
                charge=_perhaps(generator, codes["charge"]),
                region=_perhaps(generator, codes["region"]),
                stage=_perhaps(generator, ["open", "trial"]),
            )
        snapshot.query(load_query("case_search"), {**filters.parameters(), **page})

    def clocks() -> None:
        filters = ClockFilters(
            state=generator.choice(STATES),
            region=_perhaps(generator, codes["region"]),
            custody=_perhaps(generator, [True, False]),
        )
        snapshot.query(load_query("clock_search"), {**filters.parameters(), **page})

    def behind() -> None:
        metric_id, variant = generator.choice(sorted(book.variants))
        months = generator.choice((1, 3, 12))
        period = Period(add_months(last.replace(day=1), 1 - months), last)
        scope = Scope(region=_perhaps(generator, codes["region"]))
        try:
            question = ask_cases(snapshot, book, (metric_id, variant, "numerator"), period, scope)
        except NoCasesError:
            return
        read_page(snapshot, question, row_limit=PAGE_ROWS)

    found = {}
    for name, ask, count in (
        ("page of the case search", search, LISTS),
        ("page of clocks", clocks, LISTS),
        ("page of the cases behind a figure", behind, 2 * LISTS),
    ):
        start = time.process_time()
        found[name] = [_timed(ask) for _ in range(count)]
        used = (time.process_time() - start) / count
        print(f"{name}: {used * 1000:.0f} ms of processor time")
    return found


def _perhaps(generator: random.Random, codes: list[Any]) -> Any:
    return generator.choice(codes) if generator.random() < 0.5 else None


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _processor_seconds(name: str) -> float:
    """What the processes whose command holds ``name`` have used so far."""
    ticks = 0
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if name.encode() in (place / "cmdline").read_bytes():
                ticks += sum(
                    map(int, (place / "stat").read_text().rpartition(")")[2].split()[11:13])
                )
        except (FileNotFoundError, ProcessLookupError):
            continue
    return ticks / os.sysconf("SC_CLK_TCK")


def measure_pages(home: Home, sessions: int, *, pause: float) -> dict[str, list[float]]:
    """Seconds of the first page of a fresh server, of filter changes in several sessions at once, and of lists
    opened by their link.
    """
    from tests.browser.serving import serve

    with serve(home.path, home.path / "dashboards.log") as site:
        cold = [_open_cold(site.url(PAGES[0]))]
        before = _processor_seconds(site.address.rpartition(":")[2])
        with ThreadPoolExecutor(sessions) as pool:
            found = pool.map(
                lambda number: _change_filters(site.url(""), number, pause=pause), range(sessions)
            )
            changes = [seconds for one in found for seconds in one]
        # The port stands in the command of this server alone.
        used = _processor_seconds(site.address.rpartition(":")[2]) - before
        steps = sessions * (CHANGES + WARMING + 1)
        print(f"server per filter change: {used / steps * 1000:.0f} ms of processor time")
        lists = _open_lists(site.url(""))
    return {"cold page": cold, "filter change": changes, "list opened by its link": lists}


def _open_lists(address: str) -> list[float]:
    with _Browser() as page:
        return [
            _timed(lambda a=listed: (page.goto(address + a), _wait_for_table(page)))
            for listed in _LISTED
            for _ in range(3)
        ]


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


def _change_filters(address: str, number: int, *, pause: float) -> list[float]:
    """Another region again and again, each time until the table says so."""
    found, pauses = [], random.Random(number)
    with _Browser() as page:
        page.goto(address + PAGES[number % len(PAGES)])
        before = _wait_for_table(page)
        for step in range(CHANGES + WARMING):
            # Readers look at what they asked for; five at the same moment are none of a city's days.
            time.sleep(pauses.uniform(0.5, 1.5) * pause)
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
    parser.add_argument("--into", type=Path)
    parser.add_argument("--no-pauses", action="store_true")
    parser.add_argument("--no-browser", action="store_true")
    options = parser.parse_args(arguments)
    promises = {
        "one figure": CUBE_SECONDS,
        "one fixed report": CHANGE_SECONDS,
        "cold page": COLD_SECONDS,
        "filter change": CHANGE_SECONDS,
        "page of the case search": CHANGE_SECONDS,
        "page of clocks": CHANGE_SECONDS,
        "page of the cases behind a figure": CHANGE_SECONDS,
        "list opened by its link": COLD_SECONDS,
    }
    is_kept = True
    with tempfile.TemporaryDirectory() as folder:
        home = Home(options.into or Path(folder) / "home")
        if not home.snapshots.exists():
            home.create()
            enlarge_home(Home(options.home), home, options.cases)
        snapshot = open_snapshot(home.path)
        measured = measure_cubes(snapshot) | measure_lists(snapshot)
        snapshot.close()
        if not options.no_browser:
            pause = 0.0 if options.no_pauses else THINKING_SECONDS
            measured |= measure_pages(home, options.sessions, pause=pause)
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
