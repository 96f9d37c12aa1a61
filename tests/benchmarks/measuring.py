"""Taking time and memory, and saying it in a line."""

from __future__ import annotations

import os
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class Cost:
    """Wall and processor seconds of a block, child processes that were waited for included."""

    wall: float = 0.0
    cpu: float = 0.0


def _cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


@contextmanager
def cost() -> Iterator[Cost]:
    spent = Cost()
    wall, cpu = time.perf_counter(), _cpu()
    yield spent
    spent.wall, spent.cpu = time.perf_counter() - wall, _cpu() - cpu


def times(action: Callable[[str], object], inputs: Sequence[str]) -> list[float]:
    """Milliseconds of one call for each input."""
    spent = []
    for item in inputs:
        start = time.perf_counter()
        action(item)
        spent.append((time.perf_counter() - start) * 1000)
    return spent


def percentile(values: Sequence[float], part: int) -> float:
    """The ``part``-th percentile; with one value, that one."""
    return statistics.quantiles(values, n=100)[part - 1] if len(values) > 1 else values[0]


def pss_mib(pid: int) -> float:
    """Proportional set size of a process in MiB: what it would free if it alone ended, shared pages divided."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"no Pss of process {pid}")


def cpu_seconds(pid: int) -> float:
    """Processor seconds that a running process has spent so far, its threads included, its children not."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def row(name: str, value: str, peer: str = "", ratio: str = "") -> None:
    print(f"{name:<46} {value:>18} {peer:>30} {ratio:>8}", flush=True)
