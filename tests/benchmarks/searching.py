"""Searching a whole shelf as its readers do, beside SQLite FTS5 with the same text: ``docs/decisions/172``.

The site is a process of its own (``hoclieu serve``), asked over loopback for whole pages of results with facets,
passages and page hits; the readers are another process, which takes its share of the same cores: both shares are told.
FTS5 answers in the process of the benchmark, with the best twenty rows and a passage each, no facets and no page.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from repo_app.db import now
from repo_app.services import records
from repo_app.services.library import Library
from repo_app.values import SYSTEM
from tests.benchmarks import fts, shelf, shelf_texts
from tests.benchmarks.children import told_by
from tests.benchmarks.idle import environment, running, wait_for
from tests.benchmarks.measuring import cost, cpu_seconds, percentile, pss_mib, row
from tests.benchmarks.questions import Question, questions
from tests.benchmarks.readers import reading
from tests.servers import free_port
from tests.slow_clients import health_times

QUICK, ALL = (1000, 10), (10_000, 10)  # records, pages of each
TOGETHER = 20  # readers at once
SECONDS = 20.0  # that they read at least
FRESH = 5  # processes that ask a first question
WORD = "xuzquvoq"  # stands in no text
PATIENCE = 120.0  # seconds until a published record is given up


@dataclass(frozen=True, slots=True)
class Site:
    """A site over one data folder, and its process."""

    port: int
    pid: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def search(work: Path, texts: Path | None, size: tuple[int, int], kept: Path | None = None) -> None:
    """The whole table for a shelf of that many records with that many pages each, or for one that was kept."""
    work.mkdir(parents=True, exist_ok=True)
    folder = kept or work / "shelf"
    library = shelf.open_shelf(folder)
    if kept is None:
        shelf.prepare(library)
        shelf.fill(library, shelf_texts.documents(texts, *size))
    count, pages, held = shelf.held(library)
    print(f"{count} records, {pages} pages, {held:.0f} MB of text that is searched")
    connection = _built(library, folder, work / "fts.db", held)
    _opened(folder)
    asked = questions(library)
    empty = work / "empty"
    shelf.prepare(shelf.open_shelf(empty))
    told_by("reindex", empty)
    before = _held_empty(empty, asked)
    with site(folder) as running_site:
        _one_reader(running_site, connection, asked)
        _together(running_site, library, folder, asked)
        grown = pss_mib(running_site.pid) - before
    row(f"site PSS MiB more than over nothing ({before:.0f})", f"{grown:.0f}", "target 150")
    library.db.close()


def _held_empty(folder: Path, asked: Sequence[Question]) -> float:
    """MiB of a site over an empty index that was asked the same, by as many readers."""
    paths = [one.path for one in asked]
    with site(folder) as quiet:
        with reading(quiet.port, paths, TOGETHER):
            pass
        return pss_mib(quiet.pid)


def _built(library: Library, folder: Path, fts_path: Path, held: float) -> sqlite3.Connection:
    told = told_by("reindex", folder)
    with cost() as peer:
        connection = fts.build(library, fts_path)
    row(
        f"index MB/s (CPU {told['cpu']:.0f} s and {peer.cpu:.0f} s)",
        f"{held / told['wall']:.2f}",
        f"SQLite FTS5 {held / peer.wall:.2f}",
        f"{told['cpu'] / peer.cpu:.2f}",
    )
    index = sum(one.stat().st_size for one in (folder / "index").rglob("*") if one.is_file()) / 1e6
    other = fts.size(fts_path) / 1e6
    row("index size ÷ text", f"{index / held:.2f}", f"SQLite FTS5 {other / held:.2f}", f"{index / other:.2f}")
    row("  most MiB while it is built", f"{told['peak']:.0f}", "target 512")
    return connection


def _opened(folder: Path) -> None:
    found = [told_by("first-question", folder) for _ in range(FRESH)]
    first, again = (sorted(one[name] for one in found)[FRESH // 2] for name in ("first", "again"))
    row("first question of a process, ms more than again", f"{first - again:.0f}", "target 100")


def _one_reader(running_site: Site, connection: sqlite3.Connection, asked: list[Question]) -> None:
    paths = [one.path for one in asked]
    with reading(running_site.port, paths[::8], 1):  # what every process reads once: templates, vocabularies, the index
        pass
    before = cpu_seconds(running_site.pid)
    with reading(running_site.port, paths, 1) as alone:
        pass
    spent = (cpu_seconds(running_site.pid) - before) * 1000 / len(paths)
    theirs = fts.times(connection, asked)
    _compared(f"page of results, ms p50 ({spent:.0f} CPU)", alone.times, theirs, 50, "target 40")
    _compared("  p95", alone.times, theirs, 95, "target 120")
    mine = dict(zip((place for place, _, _ in alone.answers), alone.times, strict=True))
    for kind in dict.fromkeys(one.kind for one in asked):
        places = [place for place, one in enumerate(asked) if one.kind == kind]
        ours, peer = [mine[place] for place in places], [theirs[place] for place in places]
        _compared(f"  {kind}: p50", ours, peer, 50, f"p95 {percentile(ours, 95):.0f} and {percentile(peer, 95):.0f}")


def _compared(name: str, ours: Sequence[float], peer: Sequence[float], part: int, note: str) -> None:
    mine, theirs = percentile(ours, part), percentile(peer, part)
    row(name, f"{mine:.1f}", f"{note}, FTS5 {theirs:.1f}", f"{mine / theirs:.1f}")


def _together(running_site: Site, library: Library, folder: Path, asked: Sequence[Question]) -> None:
    before, wall = cpu_seconds(running_site.pid), time.perf_counter()
    with worker(folder), reading(running_site.port, [one.path for one in asked], TOGETHER, SECONDS) as readers:
        beside = health_times(running_site.address, SECONDS / 2)
        found = _published(running_site, library)
    shares = (cpu_seconds(running_site.pid) - before) / (time.perf_counter() - wall), readers.cpu / readers.wall
    name = f"{TOGETHER} readers, ms p95 ({len(readers.answers) / readers.wall:.0f} pages a second)"
    row(name, f"{percentile(readers.times, 95):.0f}", "target 1000")
    row("  CPU of the site, of the readers, %", f"{shares[0] * 100:.0f}, {shares[1] * 100:.0f}")
    row("  /healthz p95 ms meanwhile", f"{percentile(beside, 95):.0f}", "target 500")
    row("  published meanwhile, seconds until found", f"{found:.1f}", "target 5")


def _published(running_site: Site, library: Library) -> float:
    maker = shelf.Maker(library)
    page = next(iter(shelf_texts.documents(None, 1, 10)))
    with library.db.writing() as session:
        document = shelf_texts.Document(f"Sách mới {WORD}", [*page.pages[:5], f"Trang có {WORD}.", *page.pages[5:]])
        record = maker.record(session, document, "draft", family="text")
        record.updated_at, number = now(), record.public_id
    start = time.perf_counter()
    records.publish(library, SYSTEM, number)
    while time.perf_counter() - start < PATIENCE:
        with urllib.request.urlopen(f"{running_site.address}/search?q={WORD}", timeout=60) as answer:
            if f"/records/{number}".encode() in answer.read():
                return time.perf_counter() - start
        time.sleep(0.1)
    raise AssertionError("a published record was not found")


@contextmanager
def site(folder: Path) -> Iterator[Site]:
    """``hoclieu serve`` over a data folder, without a worker."""
    port = free_port()
    with running([sys.executable, "-m", "repo_app", "serve", "--no-worker"], environment(folder, port)) as process:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        yield Site(port, process.pid)


@contextmanager
def worker(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """``hoclieu worker`` over the folder, once it has looked around."""
    with running([sys.executable, "-m", "repo_app", "worker"], environment(folder, free_port())) as process:
        time.sleep(5)
        yield process
