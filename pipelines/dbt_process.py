"""dbt in a process of its own, started before it is needed.

Belongs here: the process, and what it does while it waits. Keep out: which dbt commands a build runs and
what their output means (transform.py).

Importing dbt and reading the project take as long as the intake of a day's delivery and touch no data. The
process does both at once and then waits for its orders; it opens the warehouse only when it has them. It
holds the file alone then, and its memory is given back when it ends.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# New objects between two looks for garbage; Python's own 700 suit small programs.
YOUNG_OBJECTS = 50_000
_REPOSITORY = Path(__file__).parents[1]


class DbtProcess:
    """A dbt that runs one command; use it as a context, which ends what was not needed."""

    def __init__(self, options: list[str], environment: dict[str, str]) -> None:
        self._options = options
        self._environment = environment
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> DbtProcess:
        return self

    def __exit__(self, *_: object) -> None:
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()

    def start(self) -> subprocess.Popen[str]:
        """Begin to read the project; nothing of the home is opened. Once, however often it is called."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "pipelines.dbt_process", json.dumps(self._options)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                env=self._environment,
                cwd=_REPOSITORY,
            )
        return self._process

    def run(self, command: list[str]) -> Iterator[str]:
        """Run one dbt command; its lines as they come, to the end of the process."""
        process = self.start()
        if process.stdin:
            # A process that died says why on its output; there is nobody left to take the order.
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(json.dumps(command) + "\n")
                process.stdin.close()
        yield from process.stdout or ()

    def wait(self) -> int:
        """The exit code; 0 when the command did all that it should."""
        return self.start().wait()


def read_project(options: list[str]) -> Any:
    """The project as dbt reads it (a ``dbtRunnerResult``); once per checkout, not per home.

    What the project says does not depend on the file that will be opened or on how, but dbt reads everything
    anew where the path of that file is another: so it reads without knowing it.
    """
    from dbt.cli.main import dbtRunner

    from pipelines.manifest import prepare_manifest
    from pipelines.transform import NODE_THREADS_VARIABLE, WAREHOUSE_VARIABLE

    names = (WAREHOUSE_VARIABLE, NODE_THREADS_VARIABLE)
    hidden = {name: os.environ.pop(name) for name in names if name in os.environ}
    known = prepare_manifest().with_name("partial_parse.msgpack")
    # What was read is written once per checkout (manifest.py); a copy per home would cost as much as reading.
    parsed = dbtRunner().invoke(
        ["--quiet", "--no-write-json", "--partial-parse-file-path", str(known), "parse", *options]
    )
    os.environ.update(hidden)
    return parsed


def main() -> int:
    """Read the project, wait for a command (a JSON list on one line), run it; nothing on end of input."""
    # What is read stays to the end: looking through it for garbage again and again costs a quarter of reading.
    gc.disable()
    from dbt.cli.main import dbtRunner

    from pipelines.manifest import ManifestError

    options = json.loads(sys.argv[1])
    try:
        parsed = read_project(options)
    except ManifestError as error:
        print(f"error: {error}")
        return 1
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
    gc.enable()
    line = sys.stdin.readline()
    if not line:
        return 0
    if not parsed.success:
        print(f"error: dbt could not read its project: {parsed.exception or parsed.result}")
        return 1
    outcome = dbtRunner(manifest=parsed.result).invoke([*json.loads(line), *options])
    if outcome.exception:
        print(f"error: {outcome.exception}")
    return 0 if outcome.success else 1


if __name__ == "__main__":
    sys.exit(main())
