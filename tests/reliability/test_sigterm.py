"""A worker that is asked to stop in the middle of a recognition: it gives everything back and leaves nothing behind."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from repo_app.jobs import workers_seen
from repo_app.models import Job
from tests.house import House
from tests.ingest.processes import living_in, none_left
from tests.reliability.makers import slip_scan, slips
from tests.reliability.processes import environment, until, watched_tesseract, worker


@pytest.mark.ocr
def test_sigterm_during_a_recognition_gives_the_job_back(house: House, tmp_path: Path) -> None:
    watched = watched_tesseract(tmp_path / "watched")
    house.deposit(slip_scan(slips(24, "Tờ gần cuối.")))
    with worker(house, environment(house, path=watched.folder), tmp_path / "log") as process:
        until(lambda: len(watched.under_way()) == 2, 60)
        assert len(living_in(tmp_path)) > 2, "the watch over processes sees nothing"
        process.send_signal(signal.SIGTERM)
        begun = time.monotonic()
        assert process.wait(timeout=15) == 0
    assert time.monotonic() - begun < 15
    assert none_left(tmp_path)
    with house.library.db.reading() as session:
        jobs = session.execute(select(Job.kind, Job.state, Job.deaths, Job.failures, Job.lease_until)).all()
        assert workers_seen(session) == ()
    assert {(job.state, job.deaths, job.failures, job.lease_until) for job in jobs if job.kind == "read"} == {
        ("waiting", 0, 0, None)
    }
    assert list((house.library.settings.data_dir / "work").iterdir()) == [], "a child left its folder"
