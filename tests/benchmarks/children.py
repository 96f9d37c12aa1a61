"""What is measured in a process of its own: ``python -m tests.benchmarks.children WHAT FOLDER`` tells it as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

Told = Mapping[str, float]


def reindex(folder: Path) -> Told:
    """The index built as a worker builds it: seconds, and MiB at most (before: when it began)."""
    from repo_app.handlers import handlers
    from repo_app.jobs import worker_name
    from repo_app.services import indexing
    from repo_app.worker import Worker
    from tests.benchmarks.shelf import open_shelf

    library = open_shelf(folder)
    indexing.ask_reindex(library)
    before, wall, cpu = _peak(), time.perf_counter(), time.process_time()
    kinds = {kind: one for kind, one in handlers(library).items() if kind == indexing.REINDEX_JOB}
    Worker(library.queue, kinds, readers=1, name=worker_name(), poll=0.05).drain()
    spent = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    difference = indexing.diff(library)
    if not difference.agrees:
        raise SystemExit(f"the index was not built: {difference}")
    return {**spent, "peak": _peak(), "before": before}


def first_question(folder: Path) -> Told:
    """Milliseconds of the first question that a process asks, and of the same one asked again."""
    from repo_app.services.finding import FACETS
    from search import Query
    from tests.benchmarks.shelf import open_shelf

    index, query = open_shelf(folder).index, Query("giáo dục", facets=FACETS)
    spent = []
    for _ in range(2):
        start = time.perf_counter()
        index.search(query)
        spent.append((time.perf_counter() - start) * 1000)
    return {"first": spent[0], "again": spent[1]}


def _peak() -> float:
    """MiB of memory at most so far; what getrusage tells begins with what the parent held."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("ascii").splitlines())
    return int(status["VmHWM"].split()[0]) / 1024


def told_by(part: str, folder: Path) -> Told:
    """What a process of its own tells of that part."""
    command = [sys.executable, "-m", "tests.benchmarks.children", part, str(folder)]
    told: Told = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return told


PARTS: Mapping[str, Callable[[Path], Told]] = {"reindex": reindex, "first-question": first_question}

if __name__ == "__main__":
    print(json.dumps(PARTS[sys.argv[1]](Path(sys.argv[2]))))
