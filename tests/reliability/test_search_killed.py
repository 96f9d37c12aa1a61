"""Workers killed or frozen in the middle of a commit or a rebuild of the index, which is searched throughout."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from repo_app.db import now
from repo_app.models import Job
from repo_app.services import indexing, lost, records
from repo_app.services.finding import SearchRequest, search
from repo_app.values import VISITOR
from tests.house import House
from tests.reliability.processes import Nursery, environment, nursery, until
from tests.reliability.searched import (
    all_changed,
    being_written,
    contents,
    index_folder,
    not_tried_again,
    searched,
    shelf,
    under_way,
)
from tests.reliability.searcher_main import RECORDS
from tests.thorough import rounds

KILLS = rounds(6, quick=3)
WORKER = "tests.reliability.worker_main"


def commit(house: House, turn: int) -> None:
    all_changed(house, turn)


def rebuild(house: House, turn: int) -> None:
    all_changed(house, turn)
    indexing.ask_reindex(house.library)


def size(house: House) -> int:
    return sum(held for held, _ in contents(index_folder(house)).values())


def killed_while_writing(house: House, members: Nursery, begin: Callable[[House, int], None]) -> int:
    """Kill workers that are at the index until enough of them left their job behind; how often it was changed."""
    chance, hits, turn = random.Random(begin.__name__), 0, 0
    while hits < KILLS:
        turn += 1
        not_tried_again(house)
        assert turn < 6 * KILLS, f"only {hits} of {turn} workers were met at work"
        before = contents(index_folder(house))
        begin(house, turn)
        member = members.add()
        being_written(house, before, chance)
        hits += members.kill(member) and under_way(house)
    return turn


def settled(house: House, log: Path) -> None:
    """A worker as people start it does what is due, without any help."""
    with log.open("ab") as output:
        command = [sys.executable, "-m", "repo_app", "worker", "--drain"]
        subprocess.run(command, env=environment(house), stderr=output, check=True, timeout=120)
    assert indexing.diff(house.library) == indexing.Difference(0, 0, 0)


@pytest.mark.slow
@pytest.mark.parametrize("begin", [commit, rebuild])
def test_workers_killed_at_the_index_disturb_nobody_who_searches(
    house: House, tmp_path: Path, begin: Callable[[House, int], None]
) -> None:
    shelf(house)
    fresh = size(house)
    environ = environment(house)
    with (
        searched(environ, tmp_path / "answers") as searcher,
        nursery(WORKER, environ, tmp_path / "log") as members,
    ):
        turn = killed_while_writing(house, members, begin)
        searcher.asks_on()
        settled(house, tmp_path / "log")
        searcher.asks_on()
        assert searcher.lost_files() == []
    found = search(house.library, VISITOR, SearchRequest(f'title:"vòng {turn} bài"'), "vi")
    assert (found.total, found.degraded) == (RECORDS, False)
    assert size(house) < 2.5 * fresh, sorted(contents(index_folder(house)))
    indexing.ask_reindex(house.library)
    house.work()
    assert size(house) < 1.5 * fresh
    assert len(list(index_folder(house).glob("gen-*"))) == 1


@pytest.mark.parametrize("begin", [commit, rebuild])
def test_a_writer_that_stands_still_holds_up_nobody_who_searches(
    house: House, tmp_path: Path, begin: Callable[[House, int], None]
) -> None:
    """Frozen in its write, it holds the lock and has half of its files: every question is answered all the same."""
    shelf(house)
    environ, chance = environment(house), random.Random(1)
    with (
        searched(environ, tmp_path / "answers") as searcher,
        nursery(WORKER, environ, tmp_path / "log") as members,
    ):
        before = contents(index_folder(house))
        begin(house, 1)
        member = members.add()
        being_written(house, before, chance)
        os.kill(member, signal.SIGSTOP)
        searcher.asks_on(20)
        os.kill(member, signal.SIGCONT)
        until(lambda: indexing.diff(house.library).agrees, 60, poll=0.1)
        searcher.asks_on()


def set_aside(house: House, kind: str, ago: timedelta) -> None:
    """As after a third death: the job that waits has failed, so long ago."""
    with house.library.db.writing() as session:
        ended = {"state": "failed", "finished_at": now() - ago, "message_code": "job.poisoned"}
        done = session.execute(update(Job).where(Job.kind == kind, Job.state == "waiting").values(ended))
        assert done.rowcount == 1  # type: ignore[attr-defined]


def test_changes_whose_job_was_set_aside_are_taken_up_once_it_has_rested(house: House) -> None:
    record = shelf(house)[0]
    records.withdraw(house.library, house.reviewer, record, "xem lại")
    set_aside(house, "index", ago=timedelta(minutes=1))
    assert not lost.take_up_due(house.library)
    house.work()
    assert indexing.diff(house.library).extra == 1, "a job that may end its workers must not be asked again at once"
    with house.library.db.writing() as session:
        session.execute(update(Job).where(Job.kind == "index").values(finished_at=now() - timedelta(minutes=11)))
    assert lost.take_up_due(house.library)
    assert not lost.take_up_due(house.library), "asked already"
    house.work()
    assert indexing.diff(house.library).agrees
    assert not lost.take_up_due(house.library)


def test_a_lost_index_whose_building_was_set_aside_is_built_once_it_has_rested(house: House) -> None:
    shelf(house)
    shutil.rmtree(index_folder(house))
    indexing.ask_reindex(house.library)
    set_aside(house, "reindex", ago=timedelta(minutes=11))
    lost.take_up_due(house.library)
    house.work()
    assert indexing.diff(house.library).agrees
