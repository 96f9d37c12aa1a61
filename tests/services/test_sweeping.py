"""What dead processes left goes after a day, what is in use stays, and each sweep asks for the next."""

from __future__ import annotations

import os
import time
from pathlib import Path

from sqlalchemy import select

from repo_app.db import now
from repo_app.models import Job
from repo_app.services import sweeping
from tests.documents import prose, text_pdf
from tests.house import House

TWO_DAYS = 2 * 24 * 3600


def old(path: Path) -> Path:
    stamp = time.time() - TWO_DAYS
    os.utime(path, (stamp, stamp))
    return path


def test_leftovers_go_and_everything_else_stays(house: House) -> None:
    record = house.deposit(text_pdf([prose(1)]))
    work = house.library.tools.temp_dir
    assert work is not None
    (work / "hoclieu-dead").mkdir()
    (work / "hoclieu-dead" / "page.pgm").write_bytes(b"x")
    (work / "hoclieu-alive").mkdir()
    house.library.spool.mkdir(exist_ok=True)
    left = {old(work / "hoclieu-dead")}
    with house.library.blobs.store.open(next(house.library.blobs.store.iter_keys())) as source:
        kept = source.read()
    sweeping.begin(house.library)
    house.work()
    assert not any(path.exists() for path in left)
    assert (work / "hoclieu-alive").exists()
    assert len(list(house.library.blobs.store.iter_keys())) == 1
    assert kept == text_pdf([prose(1)])
    assert record


def test_each_sweep_asks_for_the_next_and_never_for_two(house: House) -> None:
    for _ in range(3):
        sweeping.begin(house.library)
        house.work()
    with house.library.db.reading() as session:
        waiting = session.scalars(select(Job).where(Job.kind == "sweep", Job.state == "waiting")).all()
    assert len(waiting) == 1
    assert waiting[0].run_after > now() + sweeping.EVERY / 2
