"""The real thing: `hoclieu run` as a process on a fresh data folder, and a browser in front of it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests import on_servers
from tests.servers import free_port

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Site:
    """A running site: its address, its data folder and the process that holds site and worker."""

    address: str
    data: Path
    process: subprocess.Popen[str]
    settings: Mapping[str, str]  # its environment, beside the machine's

    def setup_link(self) -> str:
        return (self.data / "first-admin").read_text("utf-8").strip()


@contextmanager
def running_site(folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[Site]:
    """Start as `make run` does, wait until it answers, stop it with one Ctrl-C and see it end well."""
    port = free_port()
    servers = on_servers.settings(presign=True) if on_servers.asked() else {}
    mine = {
        **{f"HOCLIEU_{name}": value for name, value in servers.items()},
        "HOCLIEU_DATA_DIR": str(folder / "var"),
        "HOCLIEU_PORT": str(port),
        "HOCLIEU_BASE_URL": f"http://127.0.0.1:{port}",
        **(settings or {}),
    }
    log = (folder / "log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "repo_app", "run"],
        env={**os.environ, **mine},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        text=True,
        start_new_session=True,
    )
    site = Site(f"http://127.0.0.1:{port}", folder / "var", process, mine)
    try:
        _wait_for(site, folder / "log")
        yield site
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(60)
        log.close()
    assert code == 0, f"the site ended with {code}:\n{(folder / 'log').read_text('utf-8')[-3000:]}"
    assert not _survivors(process.pid)


def _wait_for(site: Site, log: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if site.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{site.address}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the site did not come up:\n{log.read_text('utf-8')[-3000:]}")


def _survivors(session: int) -> list[int]:
    """Processes of the site's session that are still there once it has ended."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = re.sub(r"\(.*\)", "x", stat.read_text("utf-8")).split()
        except OSError:
            continue
        if int(fields[5]) == session and fields[2] != "Z":
            found.append(int(fields[0]))
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield opened
        finally:
            opened.close()
