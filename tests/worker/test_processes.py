"""Worker processes that are killed at random moments: no job lost, none done twice, poison set aside."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from repo_app.db import Database
from repo_app.jobs import POISONED, Queue, ask, counts, view, workers_seen
from repo_app.models import Job
from tests.thorough import rounds
from tests.worker.actor import EFFECTS, MARKS, READERS, UNITS
from tests.worker.conftest import Crew, crew, until

KILLS = rounds(12, quick=6)
JOBS = rounds(150, quick=80)  # enough for so many deaths before they are done


def open_jobs(database: Database) -> int:
    with database.reading() as session:
        found = counts(session)
    return found.get("waiting", 0) + found.get("running", 0)


def at_its_end(database: Database) -> bool:
    """Whether one more death would set some job aside: a kill by chance must not make poison of it."""
    with database.reading() as session:
        return bool(session.scalar(select(func.count()).where(Job.deaths >= 2, Job.state == "running")))


def kill_some(database: Database, members: Crew, wanted: int) -> int:
    kills = 0
    while kills < wanted and open_jobs(database):
        time.sleep(random.uniform(0.05, 0.25))
        victim = random.choice(members.members)
        if not at_its_end(database):
            members.kill(victim)
            kills += 1
            members.add(f"crew-{kills + 3}")
    return kills


@pytest.mark.slow
def test_kill_nine_at_random_moments_loses_nothing_and_does_nothing_twice(database: Database, tmp_path: Path) -> None:
    with database.writing() as session:
        for number in range(JOBS):
            ask(
                session,
                "work",
                f"{number:03}",
                {"children": int(number % 10 == 0)},
                exclusive="x" if number % 50 == 1 else None,
            )
    with crew(database, 3, tmp_path / "log") as members:
        for number in range(3):
            members.add(f"crew-{number}")
        kills = kill_some(database, members, KILLS)
        until(lambda: open_jobs(database) == 0, 60)
    assert kills >= 2 * KILLS // 3
    with database.reading() as session:
        jobs = session.execute(select(Job.id, Job.state, Job.attempt)).all()
        effects = Counter(session.scalars(select(EFFECTS.c.job)))
        units = Counter((job, unit) for job, unit in session.execute(select(UNITS.c.job, UNITS.c.unit)))
    assert len(jobs) == JOBS + JOBS // 10, "every tenth asks for another"
    assert {job.state for job in jobs} == {"done"}
    assert effects == Counter(job.id for job in jobs)
    assert units == Counter((job.id, unit) for job in jobs for unit in range(3))
    assert sum(job.attempt for job in jobs) <= len(jobs) + kills * READERS


def test_a_job_that_kills_its_process_is_set_aside_and_the_others_are_done(database: Database, tmp_path: Path) -> None:
    with database.writing() as session:
        bad = ask(session, "poison", "bad", {"name": "bad"})
        for number in range(20):
            ask(session, "work", str(number))
    with crew(database, 60, tmp_path / "log") as members:  # the dead are known by their names, not by their leases
        deadline = time.monotonic() + 30
        while open_jobs(database) and time.monotonic() < deadline:
            if len(members.alive()) < 2:
                members.add("own")
            time.sleep(0.05)
    with database.reading() as session:
        job = view(session, bad)
        assert job is not None
        assert (job.state, job.attempt) == ("failed", 3)
        assert [tuple(row) for row in session.execute(select(MARKS.c.key, MARKS.c.code))] == [("bad", POISONED)]
        assert len(session.scalars(select(EFFECTS.c.job)).all()) == 20
        assert counts(session) == {"failed": 1, "done": 20}


def test_a_job_that_gets_on_between_twenty_deaths_is_not_set_aside(sqlite: Database, tmp_path: Path) -> None:
    with sqlite.writing() as session:
        job_id = ask(session, "stubborn", "scan", {"name": "scan"}, total=20)
    with crew(sqlite, 60, tmp_path / "log") as members:
        deadline = time.monotonic() + 40
        while open_jobs(sqlite) and time.monotonic() < deadline:
            if not members.alive():
                members.add("own")
            time.sleep(0.02)
    with sqlite.reading() as session:
        job = view(session, job_id)
        assert job is not None
        assert (job.state, job.attempt, job.progress.done) == ("done", 21, 20)
        assert session.scalars(select(MARKS.c.key)).all() == []


def test_sigterm_gives_every_job_back_and_exits_with_success(database: Database, tmp_path: Path) -> None:
    with database.writing() as session:
        ids = [ask(session, kind, kind) for kind in ("long", "deaf")]
    url = database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.worker.actor", url, "60", "own"]
    with (tmp_path / "log").open("w") as log, subprocess.Popen(command, stderr=log) as process:
        until(lambda: all(_state(database, job) == "running" for job in ids), 20)
        with database.reading() as session:
            assert len(workers_seen(session)) == 1
        process.send_signal(signal.SIGTERM)
        begun = time.monotonic()
        assert process.wait(timeout=20) == 0
    assert time.monotonic() - begun < 5
    with database.reading() as session:
        assert {row.deaths for row in session.execute(select(Job.deaths))} == {0}
        assert workers_seen(session) == ()
    queue = Queue(database)
    assert [claim.id for claim in (queue.claim("next"), queue.claim("next")) if claim] == ids


@pytest.mark.slow
def test_many_processes_never_see_a_locked_sqlite(sqlite: Database, tmp_path: Path) -> None:
    url = sqlite.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.worker.actor", "hammer", url, "6", "40"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    with sqlite.reading() as session:
        assert max(Counter(session.scalars(select(EFFECTS.c.job))).values()) == 1


def _state(database: Database, job_id: int) -> str:
    with database.reading() as session:
        job = view(session, job_id)
    return job.state if job else ""
