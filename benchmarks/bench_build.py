"""How long a build takes and how much memory it needs, on an invented city.

Run by hand (``make bench``): prints one table, medians where a step is repeated, and the ratio of the
intake to a bare read of the same files with the same decoders, measured in the same run. Never part
of the tests: times belong to the machine they were taken on.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines.contract import contracts_dir
from pipelines.home import Home, Limits
from pipelines.intake.decode.outcome import FileTask
from pipelines.intake.decode.pool import make_chunks, run_chunks
from pipelines.intake.landing import LandedFile, scan_landing
from pipelines.intake.run import run_intake

MEBIBYTE = 1024 * 1024
# Not oftener: the exact share of every page (smaps_rollup) is costly to read, and the process that is measured
# waits for memory meanwhile. Cheaper figures (statm) count what a fork shares twice.
SAMPLE_SECONDS = 1.0


@dataclass(frozen=True)
class Measurement:
    """One figure: seconds of wall time and, for whole commands, peak memory of all processes."""

    step: str
    seconds: float
    peak_mebibytes: float | None = None


def measure_command(step: str, arguments: list[str]) -> Measurement:
    """Run ``caseloom`` with these arguments; memory is the sum over the process tree."""
    command = [sys.executable, "-m", "pipelines.cli", *arguments]
    started = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    peak = [0.0]
    watcher = threading.Thread(target=_watch_memory, args=(process, peak), daemon=True)
    watcher.start()
    _, errors = process.communicate()
    seconds = time.perf_counter() - started
    watcher.join()
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{errors[-3000:]}")
    return Measurement(step, seconds, peak[0] / MEBIBYTE)


def _watch_memory(process: subprocess.Popen, peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], _tree_bytes(process.pid))
        time.sleep(SAMPLE_SECONDS)


def _tree_bytes(root: int) -> float:
    """Proportional set size of a process and all its children, in bytes (Linux)."""
    children = defaultdict(list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children[int(fields[1])].append(int(stat.parent.name))
    total, waiting = 0.0, [root]
    while waiting:
        pid = waiting.pop()
        waiting += children[pid]
        try:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
        except OSError:
            continue
    return total


def bare_read(files: tuple[LandedFile, ...], folder: Path) -> float:
    """Seconds to decode all files in the pool and nothing else."""
    groups = defaultdict(list)
    for index, file in enumerate(files):
        if file.stem is not None:
            task = FileTask(index, str(file.path))
            groups[(file.agency, file.stem)].append((task, file.path.stat().st_size))
    limits = Limits()
    started = time.perf_counter()
    chunks = [
        chunk
        for (agency, stem), tasks in sorted(groups.items())
        for chunk in make_chunks(
            agency=agency,
            stem=stem,
            sized_tasks=tasks,
            folder=folder,
            limits=limits,
            contracts_dir=contracts_dir(),
        )
    ]
    for _ in run_chunks(chunks, limits, lambda _: None):
        pass
    return time.perf_counter() - started


def _in_folder(parent: Path, work: Callable[[Path], float]) -> float:
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        return work(Path(folder))


def _time_intake(landing: Path, folder: Path) -> float:
    home = Home(folder / "home").create()
    started = time.perf_counter()
    with home.builder_lock(wait_seconds=5):
        run_intake(home, landing=landing)
    return time.perf_counter() - started


def compare_intake(landing: Path, parent: Path, rounds: int) -> tuple[list[Measurement], float]:
    """Intake and bare read in turn; the median of the ratios pair by pair."""
    files = scan_landing(landing).files
    pairs = [
        (
            _in_folder(parent, lambda folder: _time_intake(landing, folder)),
            _in_folder(parent, lambda folder: bare_read(files, folder)),
        )
        for _ in range(rounds)
    ]
    medians = [
        Measurement(f"intake of {len(files)} files", statistics.median(p[0] for p in pairs)),
        Measurement("bare read of the same files", statistics.median(p[1] for p in pairs)),
    ]
    return medians, statistics.median(intake / bare for intake, bare in pairs)


def split_last_day(landing: Path, held_back: Path) -> list[Path]:
    """Move the folders of the last day with a delivery of any agency out of the landing folder."""
    last = max(folder.name for folder in landing.glob("*/*") if folder.is_dir())
    folders = [folder for folder in landing.glob(f"*/{last}")]
    for folder in folders:
        target = held_back / folder.relative_to(landing)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(folder, target)
    return folders


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--days", type=int, default=730)
    parser.add_argument("--rounds", type=int, default=3, help="pairs of intake and bare read")
    parser.add_argument("--folder", type=Path, help="keep the city and the home here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        city, home = folder / f"city{options.cases}", folder / "home"
        results = []
        if not city.exists():
            results.append(
                measure_command(
                    f"sample, {options.cases} cases",
                    ["sample", "--out", str(city), "--cases", str(options.cases)]
                    + ["--days", str(options.days), "--seed", "1"],
                )
            )
        landing, held_back = city / "landing", folder / "held_back"
        shutil.rmtree(home, ignore_errors=True)
        build = ["build", "--home", str(home), "--landing", str(landing)]
        split_last_day(landing, held_back)
        results.append(measure_command("first build, empty home", build))
        results.append(measure_command("build, nothing new", build))
        shutil.copytree(held_back, landing, dirs_exist_ok=True)
        shutil.rmtree(held_back)
        results.append(measure_command("build, one more day", build))
        medians, ratio = compare_intake(landing, folder, options.rounds)
        results += medians
    for result in results:
        memory = f"{result.peak_mebibytes:9.0f} MiB" if result.peak_mebibytes else ""
        print(f"{result.step:32} {result.seconds:8.1f} s {memory}")
    print(f"{'intake / bare read':32} {ratio:8.2f} (median of {options.rounds} pairs)")
    print(json.dumps([asdict(result) for result in results] + [{"ratio": ratio}]))


if __name__ == "__main__":
    main()
