"""A long scan read by the real worker with default settings: how long, how many cores, how much memory each process."""

from __future__ import annotations

import os
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from sqlalchemy import select

from repo_app.models import File
from tests.benchmarks.idle import running
from tests.benchmarks.measuring import pss_mib, row
from tests.documents import prose, scan_pdf, text_pdf
from tests.house import House, opened

SCANNED = 300
QUICK = 24
DIGITAL = 2000
SAMPLE_SECONDS = 0.25
"""Between two looks at all processes; a child lives about two seconds."""


@dataclass(slots=True)
class Watch:
    """What the processes of a worker held at most, by what they are: `peaks` as proportional set size (shared pages
    divided) when looked at, `heights` as resident size at any time before, which the kernel remembers.
    """

    peaks: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    heights: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    together: float = 0.0
    cpu: float = 0.0

    def look(self, root: int) -> None:
        total = 0.0
        for pid in [root, *_below(root)]:
            try:
                held, height, name = pss_mib(pid), _height(pid), "worker" if pid == root else _kind(pid)
            except (OSError, ValueError):
                continue  # it ended meanwhile
            self.peaks[name] = max(self.peaks[name], held)
            self.heights[name] = max(self.heights[name], height)
            total += held
        self.together = max(self.together, total)
        self.cpu = sum(map(int, _stat(root)[11:15])) / os.sysconf("SC_CLK_TCK")  # its own and that of ended children


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on, which is the third of proc(5)."""
    return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()


def _below(root: int) -> list[int]:
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                parents[int(entry.name)] = int(_stat(int(entry.name))[1])
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found[1:]


def _height(pid: int) -> float:
    """The most that a process ever held (VmHWM), in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"no height of process {pid}")


def _kind(pid: int) -> str:
    name = Path(f"/proc/{pid}/comm").read_text("utf-8").strip()
    return "tesseract" if name == "tesseract" else "reading child or its guard"


def scanned_book(work: Path, scans: Sequence[Path], pages: int) -> None:
    path = work / "book.pdf"
    _bind(path, scans or [_made(work)], pages)
    _read(work / "scanned", path, f"{pages}-page scan by the worker")


def digital_book(work: Path) -> None:
    path = work / "digital.pdf"
    path.write_bytes(text_pdf([prose(page, 30) for page in range(DIGITAL)]))
    _read(work / "digital", path, f"{DIGITAL}-page text PDF by the worker")


def _made(work: Path) -> Path:
    path = work / "made.pdf"
    path.write_bytes(scan_pdf([prose(page, 24) for page in range(8)], dpi=300))
    return path


def _bind(target: Path, scans: Sequence[Path], pages: int) -> None:
    """The pages of `scans` again and again; each picture is in the file once, so that it stays below the size limit."""
    writer = PdfWriter()
    sources = [page for path in scans for page in PdfReader(path).pages]
    for page in islice(cycle(sources), pages):
        writer.add_page(page)
    writer.write(target)


def _read(folder: Path, path: Path, name: str) -> None:
    with opened(folder) as house:
        house.deposit(path.read_bytes(), path.name)
        environ = {**os.environ, "HOCLIEU_DATA_DIR": str(folder)}
        watch = Watch()
        began = time.monotonic()
        with running([sys.executable, "-m", "repo_app", "worker"], environ) as worker:
            while (file := _file(house)).state not in ("ready", "failed"):
                watch.look(worker.pid)
                time.sleep(SAMPLE_SECONDS)
            watch.look(worker.pid)
        wall = time.monotonic() - began
        if file.state != "ready":
            raise AssertionError(f"the book ended {file.state}: {file.message_code}")
    pages = file.pages_done
    row(name, f"{wall:.0f} s", f"{pages / wall:.1f} pages/s", "")
    row("  processor time, cores in use", f"{watch.cpu:.0f} s", f"{watch.cpu / wall:.2f} of {os.cpu_count()}", "")
    for kind, held in sorted(watch.peaks.items()):
        row(f"  most memory, {kind}", f"{held:.0f} MiB PSS", f"{watch.heights[kind]:.0f} MiB RSS", "")
    row("  most memory, all together", f"{watch.together:.0f} MiB PSS", "", "")


def _file(house: House) -> File:
    with house.library.db.reading() as session:
        return session.scalars(select(File)).one()
