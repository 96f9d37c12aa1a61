"""A library of short records whose index is written, killed and frozen under, and a searcher that never stops."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, update

from repo_app.models import Job, Record
from repo_app.services import records
from repo_app.services.rows import apply_metadata, changed, metadata_of
from repo_app.values.metadata import stored
from tests.documents import prose
from tests.house import LICENSE, House, title
from tests.reliability.processes import until
from tests.reliability.searcher_main import RECORDS

SEARCHER = "tests.reliability.searcher_main"
WRITES = Job.kind.in_(("index", "reindex"))


def shelf(house: House) -> list[str]:
    """Publish the records that a searcher expects, and index them."""
    made = [
        records.create(house.library, house.reviewer, {
            **LICENSE,
            "title": title(f"Vòng 0 bài {number}"),
            "description": title(f"Học liệu chung. {prose(number, 12)}"),
            "language": [{"id": ("vi", "en")[number % 2]}],
        }).id
        for number in range(RECORDS)
    ]  # fmt: skip
    for record in made:
        records.publish(house.library, house.reviewer, record)
    house.work()
    return made


def all_changed(house: House, turn: int) -> None:
    """Give every record another title at once, so that the whole index is due."""
    with house.library.db.writing() as session:
        for record in session.scalars(select(Record)).all():
            patch = {"title": title(f"Vòng {turn} bài {record.id}")}
            apply_metadata(session, record, metadata_of(record).merged(stored(patch), ("title",)))
            changed(session, record)


def index_folder(house: House) -> Path:
    return house.library.settings.data_dir / "index"


def contents(folder: Path) -> Mapping[str, tuple[int, int]]:
    """Size and time of each file; what vanishes meanwhile is left out."""
    found = {}
    for at, _, names in os.walk(folder):  # unlike a glob, it passes over folders that vanish while it walks
        for path in (Path(at, name) for name in names):
            with suppress(OSError):
                about = path.stat()
                found[str(path.relative_to(folder))] = (about.st_size, about.st_mtime_ns)
    return found


def being_written(house: House, before: Mapping[str, tuple[int, int]], chance: random.Random) -> None:
    """Wait until files of the index change, and then some moments at random."""
    until(lambda: contents(index_folder(house)) != before, 60, poll=0.005)
    signal.sigtimedwait([], chance.choice((0, chance.uniform(0, 0.02), chance.uniform(0, 0.3))))


def not_tried_again(house: House) -> None:
    """Set aside what a dead worker left, so that the next change need not wait until it is tried again."""
    with house.library.db.writing() as session:
        session.execute(update(Job).where(WRITES, Job.state == "running").values(state="failed", lease_until=None))


def under_way(house: House) -> bool:
    """Whether a job that writes the index is held by somebody, alive or dead."""
    with house.library.db.reading() as session:
        return session.scalar(select(Job.id).where(WRITES, Job.state == "running").limit(1)) is not None


@dataclass(frozen=True, slots=True)
class Searcher:
    """The process that asks, and what it has written so far."""

    process: subprocess.Popen[bytes]
    log: Path

    def answers(self) -> list[Mapping[str, object]]:
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines(keepends=True) if line[-1] == "\n"]

    def asks_on(self, count: int = 6, seconds: float = 30) -> None:
        """Wait until it got so many more answers."""
        before = self._count()
        until(lambda: self._count() >= before + count, seconds, poll=0.1)

    def _count(self) -> int:
        return self.log.read_bytes().count(b"\n")

    def lost_files(self) -> list[str]:
        """Files it still holds open that are no more in any folder."""
        links = []
        for link in Path(f"/proc/{self.process.pid}/fd").iterdir():
            try:
                links.append(str(link.readlink()))
            except OSError:
                continue
        return [link for link in links if "/index/" in link and link.endswith("(deleted)")]


@contextmanager
def searched(environ: Mapping[str, str], log: Path) -> Iterator[Searcher]:
    """Somebody searches while the block runs; afterwards every single answer must have been right."""
    log.touch()
    process = subprocess.Popen([sys.executable, "-m", SEARCHER, str(log)], env=dict(environ))
    searcher = Searcher(process, log)
    try:
        searcher.asks_on()
        yield searcher
        searcher.asks_on()
    finally:
        process.terminate()
        process.wait(30)
    assert [answer for answer in searcher.answers() if answer["wrong"]] == []
