"""The sample generator: an invented city's deliveries over a span of days, and the truth behind them.

Belongs here: the order in which the city is made. Keep out: everything that is made (the modules of
this package: the story of matters, records, exports, faults, truth).
"""

from __future__ import annotations

import gc
import math
from collections.abc import Callable, Iterator
from pathlib import Path

from data_samples.breaches import find_irregularities, lost_rows
from data_samples.court import try_case
from data_samples.court_records import licence_no
from data_samples.deliveries import Deliveries
from data_samples.folders import Folders
from data_samples.hard_people import send_people_twice
from data_samples.investigation import investigate
from data_samples.mistakes import make_mistakes
from data_samples.prosecution import review_prosecution
from data_samples.reports import plan_matters
from data_samples.snapshots import Snapshots
from data_samples.world import DEFAULT_LEVEL, HARD_LEVEL, World

Progress = Callable[[int, int, str], None]


def generate(
    *,
    out: Path,
    cases: int,
    days: int,
    seed: int,
    level: str = DEFAULT_LEVEL,
    progress: Progress | None = None,
) -> None:
    """Write ``out/landing`` and ``out/truth`` for ``cases`` matters within ``days`` days.

    ``level`` is default or hard (README.md). The same arguments give the same bytes. ``progress`` is called with (done, total, text).

    Raises:
        FileExistsError: ``out/landing`` or ``out/truth`` has content already.
    """
    report = progress or _say_nothing
    for folder in (out / "landing", out / "truth"):
        if folder.exists() and any(folder.iterdir()):
            raise FileExistsError(f"[{folder}] is not empty; name another folder or empty it")
    # Millions of small objects that all live to the end: looking for garbage among them only costs.
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        world = tell_story(cases=cases, days=days, seed=seed, level=level, progress=report)
        full_day = world.clock.last_day - _increment_days(days)
        folders = Folders(out / "landing", world.truth, world.dice.fork("folders"))
        Deliveries(world, folders, full_day).write(report)
        Snapshots(world, folders).write()
        world.truth.write(
            out / "truth", find_irregularities(world), lost_rows(world), _leanings(world)
        )
    finally:
        if was_collecting:
            gc.enable()


def tell_story(
    *,
    cases: int,
    days: int,
    seed: int,
    level: str = DEFAULT_LEVEL,
    progress: Progress | None = None,
) -> World:
    """The whole story: every record of every agency with all its versions, and every number given.

    Nothing is delivered yet; arguments as for ``generate``.
    """
    report = progress or _say_nothing
    world = World(days=days, seed=seed, level=level)
    matters = plan_matters(world, cases)
    if level == HARD_LEVEL:
        matters = send_people_twice(world.dice.fork("parallel"), matters)
    for done, matter in enumerate(matters, start=1):
        for track in investigate(world, matter):
            indictment = review_prosecution(world, track)
            if indictment is not None:
                try_case(world, indictment)
        if done % 200 == 0 or done == cases:
            report(done, cases, "matters")
    make_mistakes(world)
    world.register.close()
    return world


def _leanings(world: World) -> Iterator[tuple[str, str, str, str, str]]:
    """Which courts lean by how much, and which judge meets which lawyer too often."""
    for court, leaning in world.leanings.items():
        if leaning:
            yield "court_offset", court, "", "", f"{math.exp(leaning):.3f}"
    for judge, place in world.favours.pairs().items():
        yield "favoured_lawyer", f"FY{judge[:6]}", judge, licence_no(place), ""


def _increment_days(days: int) -> int:
    """For how many last days increments are delivered; the first full delivery covers the rest.

    Half of the span, but a quarter of one shorter than a year: a small city would otherwise deliver
    hundreds of folders with two rows each.
    """
    return days // 2 if days > 365 else days // 4


def _say_nothing(done: int, total: int, text: str) -> None:
    """For callers that do not want progress."""
