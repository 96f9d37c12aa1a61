"""Readers in a process of their own, so that their work is told apart from the site's.

``python -m tests.benchmarks.readers HOST PORT READERS SECONDS`` takes a JSON list of paths on its standard input. Each
reader holds one connection and asks the next path as soon as it has its answer. It ends when all paths were asked and
SECONDS are over, or after ten times SECONDS, and tells as JSON the milliseconds and status of each answer
by the place of its path, and its own processor time.
"""

from __future__ import annotations

import http.client
import itertools
import json
import math
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

Answered = tuple[int, float, int]  # place of the path, milliseconds, status


@dataclass(slots=True)
class Asked:
    """What the readers had to say once they were done; empty before."""

    answers: list[Answered] = field(default_factory=list)
    wall: float = 0.0
    cpu: float = 0.0

    @property
    def times(self) -> list[float]:
        """Milliseconds of each answer."""
        return [spent for _, spent, _ in self.answers]


@contextmanager
def reading(port: int, paths: Sequence[str], readers: int, seconds: float = 0.0) -> Iterator[Asked]:
    """Readers at work while the block runs and until they are done. AssertionError for any bad answer."""
    command = [sys.executable, "-m", "tests.benchmarks.readers", "127.0.0.1", str(port), str(readers), str(seconds)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    asked = Asked()
    if process.stdin is None or process.stdout is None:
        raise AssertionError("no pipes")
    process.stdin.write(json.dumps(paths))
    process.stdin.close()
    try:
        yield asked
    except BaseException:
        process.terminate()
        raise
    said = process.stdout.read()
    if process.wait():
        raise AssertionError(f"the readers ended with {process.returncode}")
    told = json.loads(said)
    asked.answers = [tuple(one) for one in told["answers"]]
    asked.wall, asked.cpu = told["wall"], told["cpu"]
    bad = {status for _, _, status in asked.answers} - {200}
    if bad:
        raise AssertionError(f"answers with status {sorted(bad)}")


class _Readers:
    def __init__(self, host: str, port: int, paths: Sequence[str], seconds: float) -> None:
        self._host, self._port, self._paths = host, port, paths
        started = time.monotonic()
        self._least, self._most = started + seconds, started + 10 * seconds if seconds else math.inf
        self._next = itertools.count()  # its next() is one step of the interpreter, so no two readers get one number
        self.answers: list[Answered] = []

    def read(self) -> None:
        line = http.client.HTTPConnection(self._host, self._port, timeout=120)
        while True:
            number, at = next(self._next), time.monotonic()
            if (at > self._least and number >= len(self._paths)) or at > self._most:
                return
            place = number % len(self._paths)
            start = time.perf_counter()
            line.request("GET", self._paths[place], headers={"Accept-Encoding": "gzip"})
            answer = line.getresponse()
            answer.read()
            self.answers.append((place, (time.perf_counter() - start) * 1000, answer.status))


def main() -> None:
    host, port, readers, seconds = sys.argv[1:]
    work = _Readers(host, int(port), json.loads(sys.stdin.read()), float(seconds))
    threads = [threading.Thread(target=work.read) for _ in range(int(readers))]
    wall, cpu = time.perf_counter(), time.process_time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    print(json.dumps({"answers": work.answers, **spent}))


if __name__ == "__main__":
    main()
