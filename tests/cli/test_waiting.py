"""Commands that wait for a worker: they follow work that changes hands, and end when waiting leads nowhere."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from repo_app import jobs
from repo_app.cli.house import make_worker
from repo_app.db import now
from repo_app.errors import Unavailable
from repo_app.jobs import Claim, Queue
from repo_app.jobs.asking import end
from repo_app.services import indexing
from repo_app.services.indexing import REINDEX_JOB
from repo_app.services.library import Library
from repo_app.services.rows import INDEX_JOB
from tests.cli.conftest import Hoclieu, picture
from tests.cli.test_ingest import open_library

WAIT = 40  # seconds; more than any of these needs


@pytest.fixture
def library(house: Hoclieu, tmp_path: Path) -> Iterator[Library]:
    """A library whose worker lives: this process, which works only when a test lets it."""
    made = open_library(tmp_path)
    work(made, REINDEX_JOB, INDEX_JOB)  # what making the library asked for
    yield made
    made.db.close()


def work(library: Library, *kinds: str) -> None:
    """Do what is due of these kinds; the worker lives on."""
    make_worker(library, 1, kinds=kinds).drain()
    library.queue.greet(jobs.worker_name(), now())


@contextmanager
def running(*arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "repo_app", *map(str, arguments)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with process:
        try:
            yield process
        finally:
            process.kill()


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=WAIT)
    return process.returncode, out, err


def claimed(queue: Queue, kind: str) -> Claim:
    until = time.monotonic() + WAIT
    while (claim := queue.claim("test", [kind])) is None:
        assert time.monotonic() < until
        time.sleep(0.05)
    return claim


def later(**amount: float) -> Callable[[], datetime]:
    return lambda: now() + timedelta(**amount)


def put_off(library: Library, kind: str, code: str) -> None:
    """The job fails for what may pass, and is tried again in five minutes."""
    claim = claimed(library.queue, kind)
    with library.db.writing() as session:
        Queue(library.db, clock=later(minutes=5)).fail(session, claim, Unavailable(code))


def test_rebuilding_goes_on_where_another_job_took_it_over(library: Library) -> None:
    with running("reindex") as process:
        claim = claimed(library.queue, REINDEX_JOB)
        successor = indexing.ask_reindex(library)
        library.queue.release(claim)
        with library.db.reading() as session:
            first = jobs.view(session, claim.id)
        assert first
        assert (first.state, successor != claim.id) == ("cancelled", True)
        work(library, REINDEX_JOB)
        code, _, err = ended(process)
    assert code == 0, err


def test_rebuilding_that_was_called_off_is_no_success(library: Library) -> None:
    with running("reindex") as process:
        claim = claimed(library.queue, REINDEX_JOB)
        with library.db.writing() as session:
            end(session, claim.id, "cancelled", now())
        assert ended(process)[0] == 1


@pytest.mark.parametrize("kind", [REINDEX_JOB, INDEX_JOB])
def test_without_an_index_nobody_waits_for_ever(library: Library, house: Hoclieu, tmp_path: Path, kind: str) -> None:
    record: list[str] = []
    if kind == INDEX_JOB:
        taken = house("ingest", picture(tmp_path / "a.png"), "--license", "cc-by-4.0", "--publish", "--json")
        record = ["--record", str(taken.lines[0]["record"])]
    with running("reindex", *record) as process:
        put_off(library, kind, "search.index_away")
        code, _, err = ended(process)
    assert code == 1
    assert "index is away" in err


def test_reading_that_waits_for_a_missing_program_is_not_waited_for(library: Library, tmp_path: Path) -> None:
    with running("ingest", picture(tmp_path / "a.png"), "--wait", "--json") as process:
        put_off(library, "plan", "ocr.engine_missing")
        code, out, err = ended(process)
    assert code == 1
    assert json.loads(out)["state"] == "waiting"
    assert "cannot be read at present" in err


def test_what_is_published_while_the_index_is_away_is_told(library: Library, tmp_path: Path) -> None:
    image = picture(tmp_path / "a.png")
    with running("ingest", image, "--license", "cc-by-4.0", "--publish", "--wait", "--json") as process:
        library.queue.release(claimed(library.queue, "plan"))
        work(library, "plan", "read")
        until = time.monotonic() + WAIT
        while process.poll() is None and time.monotonic() < until:
            claim = library.queue.claim("test", [INDEX_JOB])
            if claim is not None:
                with library.db.writing() as session:
                    Queue(library.db, clock=later(minutes=5)).fail(session, claim, Unavailable("search.index_away"))
            time.sleep(0.1)
        code, out, err = ended(process)
    assert (code, json.loads(out)["state"]) == (0, "ready")
    assert "index is away" in err
