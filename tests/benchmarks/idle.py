"""What site and worker hold in memory when nobody asks for anything."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.measuring import pss_mib, row
from tests.servers import free_port

SETTLE = 8.0  # seconds until imports, first polls and heartbeats are over
BUDGET = 250.0  # MiB for both: a computer with 1 GB must have room for a reader of pages as well


def idle_memory(folder: Path) -> None:
    port = free_port()
    environ = environment(folder / "var", port)
    command = [sys.executable, "-m", "repo_app"]
    subprocess.run([*command, "init"], env=environ, check=True, stdout=subprocess.DEVNULL)
    with (
        running([*command, "serve", "--no-worker"], environ) as site,
        running([*command, "worker"], environ) as worker,
    ):
        wait_for(f"http://127.0.0.1:{port}/")
        time.sleep(SETTLE)
        held = pss_mib(site.pid), pss_mib(worker.pid)
    row(f"idle PSS MiB: site {held[0]:.0f} + worker {held[1]:.0f}", f"{sum(held):.0f}", f"budget {BUDGET:.0f}", "")


def environment(data: Path, port: int) -> dict[str, str]:
    """This process's own, with that data folder and port and one reader of pages."""
    return {
        **os.environ,
        "HOCLIEU_DATA_DIR": str(data),
        "HOCLIEU_PORT": str(port),
        "HOCLIEU_WORKERS": "1",
    }


@contextmanager
def running(command: list[str], environ: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def wait_for(address: str, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).read()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return
