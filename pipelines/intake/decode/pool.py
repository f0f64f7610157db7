"""The decoding pool: bounded worker processes that turn files into Parquet.

Belongs here: chunking, limits on time and memory, and what happens to a file that breaks them.
Keep out: formats (one module each) and checks.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from pipelines.contract import Contract, load_contracts
from pipelines.home import Limits
from pipelines.intake.decode.csv_file import read_csv
from pipelines.intake.decode.json_file import read_json_lines
from pipelines.intake.decode.outcome import FileOutcome, FileTask, RefusalError
from pipelines.intake.decode.parquet_file import read_parquet
from pipelines.intake.decode.sink import ContractSink
from pipelines.intake.decode.xlsx_file import read_xlsx
from pipelines.intake.decode.xml_file import read_xml

READERS = {
    "csv": read_csv,
    "xml": read_xml,
    "jsonl": read_json_lines,
    "xlsx": read_xlsx,
    "parquet": read_parquet,
}
CHUNK_FILES = 250
CHUNK_BYTES = 24 * 1024 * 1024


@dataclass(frozen=True)
class Chunk:
    """Files of one stem that one worker decodes into one set of Parquet files."""

    agency: str
    stem: str
    name: str
    folder: str
    tasks: tuple[FileTask, ...]
    limits: Limits
    contracts_dir: str


def decode_chunk(chunk: Chunk) -> list[FileOutcome]:
    """Decode the files of a chunk; rows of refused files may be in the Parquet files too.

    Returns one outcome per task, in order.
    """
    contracts = _contracts(chunk)
    reader = READERS[contracts[0].format]
    sinks = [ContractSink(contract, Path(chunk.folder), chunk.name) for contract in contracts]
    scrap = Path(chunk.folder) / f".count-{chunk.name}"
    outcomes = []
    try:
        for task in chunk.tasks:
            targets = sinks
            if task.count_only:
                scrap.mkdir(parents=True, exist_ok=True)
                targets = [ContractSink(contract, scrap, "count") for contract in contracts]
            outcome = FileOutcome(task.file_index)
            try:
                if Path(task.path).stat().st_size > chunk.limits.file_bytes:
                    raise RefusalError("F7", f"larger than [{chunk.limits.file_bytes}] bytes")
                reader(Path(task.path), targets, outcome, chunk.limits)
            except RefusalError as refusal:
                outcome.code = refusal.code
                outcome.detail = _without_place(refusal.detail, task.path)
                outcome.rows = refusal.rows
            except MemoryError:
                outcome.code, outcome.rows = "F7", None
                outcome.detail = f"needs more than [{chunk.limits.worker_bytes}] bytes of memory"
            except (KeyboardInterrupt, SystemExit):
                raise
            except BaseException as error:
                # Whatever a damaged file does to a library (calamine's panics are no Exception), it
                # costs that file alone. The message may quote a record, so only its kind is said.
                outcome.code, outcome.rows = "F2", None
                outcome.detail = f"the reader gave up ({type(error).__name__})"
            outcomes.append(outcome)
    finally:
        for sink in sinks:
            sink.close()
    return outcomes


def _without_place(detail: str, path: str) -> str:
    """What a library says of a file, without where our store keeps it.

    Details are published: they must be the same in every home, and name no path of this machine.
    """
    for name in (path, Path(path).name):
        detail = detail.replace(name, "the file")
    return " ".join(detail.split())


def _contracts(chunk: Chunk) -> tuple[Contract, ...]:
    return tuple(
        contract
        for contract in load_contracts(Path(chunk.contracts_dir))
        if (contract.agency, contract.file_stem) == (chunk.agency, chunk.stem)
    )


def _bound_worker(worker_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (worker_bytes, worker_bytes))


def run_chunks(
    chunks: list[Chunk], limits: Limits, on_done: Callable[[Chunk], None]
) -> Iterator[tuple[Chunk, list[FileOutcome]]]:
    """Decode all chunks in worker processes; yields each with its outcomes.

    A worker that exceeds a limit is killed and replaced; the files of its chunk are then decoded
    one by one, so that only the guilty file is refused (F7).
    """
    if not chunks:
        return
    with ProcessPool(
        max_workers=min(limits.workers, len(chunks)),
        max_tasks=64,
        initializer=_bound_worker,
        initargs=(limits.worker_bytes,),
        context=get_context("forkserver"),
    ) as pool:
        waiting = list(chunks)
        while waiting:
            futures = [
                (chunk, pool.schedule(decode_chunk, args=(chunk,), timeout=_timeout(chunk)))
                for chunk in waiting
            ]
            waiting = []
            for chunk, future in futures:
                try:
                    outcomes = future.result()
                except (TimeoutError, ProcessExpired, CancelledError) as error:
                    _discard(chunk)
                    if len(chunk.tasks) > 1:
                        waiting += _split(chunk)
                        continue
                    outcomes = [_refuse_guilty(chunk, error)]
                on_done(chunk)
                yield chunk, outcomes


def _timeout(chunk: Chunk) -> float:
    # One slow file must not take the time of its neighbours: a chunk gets the time of one file
    # plus a second for each further one, and is split when that is not enough.
    return chunk.limits.seconds + len(chunk.tasks) - 1


def _refuse_guilty(chunk: Chunk, error: BaseException) -> FileOutcome:
    what = "took longer" if isinstance(error, TimeoutError) else "broke the worker"
    detail = f"decoding {what} (limit [{chunk.limits.seconds}] s)"
    return FileOutcome(chunk.tasks[0].file_index, code="F7", detail=detail)


def _discard(chunk: Chunk) -> None:
    for path in Path(chunk.folder).glob(f"*~{chunk.name}.parquet"):
        path.unlink()


def _split(chunk: Chunk) -> list[Chunk]:
    return [
        replace(chunk, name=f"{chunk.name}.{place}", tasks=(task,))
        for place, task in enumerate(chunk.tasks)
    ]


def make_chunks(
    *,
    agency: str,
    stem: str,
    sized_tasks: list[tuple[FileTask, int]],
    folder: Path,
    limits: Limits,
    contracts_dir: Path,
) -> list[Chunk]:
    """Group tasks (with their sizes in bytes) into chunks of bounded count and size."""
    groups: list[list[FileTask]] = []
    size = 0
    for task, task_bytes in sized_tasks:
        if not groups or len(groups[-1]) >= CHUNK_FILES or size + task_bytes > CHUNK_BYTES:
            groups.append([])
            size = 0
        groups[-1].append(task)
        size += task_bytes
    stamp = time.monotonic_ns()
    return [
        Chunk(
            agency=agency,
            stem=stem,
            name=f"{stamp}-{place}",
            folder=str(folder),
            tasks=tuple(group),
            limits=limits,
            contracts_dir=str(contracts_dir),
        )
        for place, group in enumerate(groups)
    ]
