"""An acknowledged deposit is there, whatever kills the process that took it in."""

from __future__ import annotations

import hashlib
import random
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from repo_app.models import Blob, File, Record
from repo_app.services import files, records
from tests.house import House
from tests.reliability.processes import environment, nursery, until
from tests.thorough import rounds

KILLS = rounds(20, quick=10)
EACH = 9  # deposits that one takes in before it is killed, at least
DEPOSITS = EACH * KILLS + 60  # the last one to be killed has some left, too
DEPOSITOR = "tests.reliability.depositor_main"


def acknowledged(log: Path) -> list[tuple[str, str]]:
    """Record and SHA-256 of each deposit that was told to its sender: whole lines only."""
    lines = log.read_text("ascii").splitlines(keepends=True) if log.exists() else []
    return [(line.split()[0], line.split()[1]) for line in lines if line.endswith("\n")]


@pytest.mark.slow
def test_kills_lose_no_acknowledged_deposit(house: House, tmp_path: Path) -> None:
    log = tmp_path / "acknowledged"
    environ = {**environment(house), "HOCLIEU_TEST_ACKNOWLEDGED": str(log), "HOCLIEU_TEST_DEPOSITS": str(DEPOSITS)}
    kills = 0
    with nursery(DEPOSITOR, environ, tmp_path / "log") as members:
        for step in range(1, KILLS + 1):
            member = members.add()
            until(lambda: len(acknowledged(log)) >= step * EACH, 30)  # noqa: B023
            time.sleep(random.uniform(0, 0.05))
            kills += members.kill(member)
        members.add()
        until(lambda: len(acknowledged(log)) == DEPOSITS, 60)
    assert kills == KILLS
    told = acknowledged(log)
    for record, sha256 in told:
        (view,) = records.view(house.library, house.reviewer, record).files
        with files.download(house.library, house.reviewer, record, view.name).open(0, None) as source:
            assert hashlib.sha256(source.read()).hexdigest() == sha256 == view.sha256
    check_whole(house, len(told))


def check_whole(house: House, told: int) -> None:
    """What was not acknowledged is whole or absent, at most one deposit for each kill."""
    library = house.library
    with library.db.reading() as session:
        rows = session.execute(select(File.record_id, File.state, Blob.sha256, Blob.size).join(Blob)).all()
        made = session.scalar(select(func.count()).select_from(Record))
    assert made is not None
    assert told <= made <= told + KILLS
    assert len({row.record_id for row in rows}) == len(rows) == made, "a record without its file"
    assert [row.sha256 for row in rows if library.blobs.check(row.sha256, row.size) is not None] == []
    with library.db.reading() as session:
        assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
