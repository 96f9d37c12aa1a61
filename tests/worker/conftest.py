"""Databases for workers, and crews of worker processes that can be killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from repo_app.db import Base, Database
from tests.worker.actor import TABLES


class Crew:
    """Worker processes of one database, forked on demand."""

    def __init__(self, nursery: "subprocess.Popen[str]") -> None:
        self._nursery = nursery
        self.members: list[int] = []

    def add(self, name: str) -> int:
        """Start a worker that goes by ``name`` (``own``: the name it makes itself); its process id."""
        assert self._nursery.stdin is not None
        assert self._nursery.stdout is not None
        self._nursery.stdin.write(f"{name}\n")
        self._nursery.stdin.flush()
        self.members.append(int(self._nursery.stdout.readline()))
        return self.members[-1]

    def kill(self, member: int) -> None:
        """End one at once, and see that it is gone."""
        with suppress(ProcessLookupError):
            os.kill(member, signal.SIGKILL)
        until(lambda: member not in self.alive(), 10)
        self.members.remove(member)

    def alive(self) -> list[int]:
        """Those members that still run."""
        return [member for member in self.members if Path(f"/proc/{member}").exists()]


def until(true: Callable[[], bool], seconds: float) -> None:
    """Wait until something is so; an assertion fails when it does not become so."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.03)


@contextmanager
def crew(database: Database, lease: float, log: Path) -> Iterator[Crew]:
    """A crew without members yet; all are ended with the block."""
    url = database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.worker.actor", url, str(lease)]
    with log.open("w") as output, subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=output, text=True
    ) as nursery:  # fmt: skip
        members = Crew(nursery)
        try:
            yield members
        finally:
            for member in members.alive():
                with suppress(ProcessLookupError):
                    os.kill(member, signal.SIGKILL)
            nursery.kill()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.services)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        db = Database(f"sqlite:///{tmp_path}/worker.db")
    else:
        db = Database(request.getfixturevalue("postgres_database"))
    yield from _with_tables(db)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    yield from _with_tables(Database(f"sqlite:///{tmp_path}/worker.db"))


def _with_tables(db: Database) -> Iterator[Database]:
    Base.metadata.create_all(db.engine)
    TABLES.create_all(db.engine)
    yield db
    db.close()
