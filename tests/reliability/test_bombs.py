"""PDFs of a few kilobytes whose every page takes all the time there is: they wait behind everybody, page by page."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

import ingest.sandbox
from repo_app.handlers import handlers
from repo_app.jobs import Priority, ask
from repo_app.jobs.handling import Context, attempt, write_down
from repo_app.models import Job
from repo_app.services import records
from tests.documents import prose, scan_pdf, text_pdf
from tests.house import House
from tests.reliability.makers import hurried, slow_pdf

PAGES = 20
GOOD = [text_pdf([prose(number), prose(number + 1)]) for number in range(4)]


def read_until(house: House, record: str) -> list[str]:
    """Work with one reader until a file is ready; the groups of the ranges in the order in which they were begun."""
    done, mine = [], handlers(house.library)
    while states(house, [record]) != ["ready"]:
        claim = house.library.queue.claim("one reader", ["plan", "read"])
        assert claim is not None
        if claim.kind == "read":
            done.append(claim.group or "")
        outcome = attempt(mine[claim.kind], Context(house.library.queue, claim, threading.Event()))
        write_down(house.library.queue, mine, claim, outcome)
    return done


def states(house: House, found: list[str]) -> list[str]:
    return [records.view(house.library, house.depositor, record).files[0].state for record in found]


@pytest.mark.slow
def test_a_bomb_costs_one_page_before_the_good_files_are_read(house: House) -> None:
    quick = hurried(house)
    bad = [quick.deposit(slow_pdf(PAGES + number), f"bom-{number}.pdf") for number in range(2)]
    good = [quick.deposit(data, f"{number}.pdf") for number, data in enumerate(GOOD)]
    begun = read_until(quick, good[-1])
    assert begun == [f"file:{number}" for number in range(1, 7)], "each bomb gets one page before the good ones"
    assert states(quick, [*bad, *good]) == ["reading"] * 2 + ["ready"] * len(GOOD)
    assert [records.view(quick.library, quick.depositor, record).files[0].progress.done for record in bad] == [1, 1]


def test_the_rest_of_a_bomb_waits_even_behind_a_collection_that_comes_later(house: House) -> None:
    quick = hurried(house)
    quick.deposit(slow_pdf(PAGES))
    mine = handlers(quick.library)
    for kind in ("plan", "read"):
        claim = quick.library.queue.claim("one reader", [kind])
        assert claim is not None
        context = Context(quick.library.queue, claim, threading.Event())
        write_down(quick.library.queue, mine, claim, attempt(mine[kind], context))
    with quick.library.db.writing() as session:
        ask(session, "plan", "file:later", {"file": 0}, priority=Priority.BULK)
    with quick.library.db.reading() as session:
        held = session.execute(
            select(Job.key, Job.priority).where(Job.kind == "read", Job.state == "waiting").order_by(Job.key)
        )
        assert [tuple(row) for row in held] == [("file:1:2", Priority.LAST), ("file:1:9", Priority.LAST)]
    claim = quick.library.queue.claim("one reader", ["plan", "read"])
    assert claim is not None
    assert claim.key == "file:later"


@pytest.mark.ocr
def test_a_full_work_disk_burns_no_job_and_spoils_no_page(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    record = house.deposit(scan_pdf([prose(1), prose(2)], dpi=100))
    with monkeypatch.context() as full:
        full.setattr(ingest.sandbox, "LEAST_ROOM", 1 << 60)  # whatever is free is too little
        house.work()
        file = records.view(house.library, house.depositor, record).files[0]
        assert file.message is not None
        assert (file.state, file.message.code) == ("waiting", "reading.no_room")
        check_waits(house)
    hurry(house)
    house.work()
    file = records.view(house.library, house.depositor, record).files[0]
    assert (file.state, file.message, file.notices) == ("ready", None, ())


def test_a_work_folder_that_is_away_burns_no_job(house: House) -> None:
    record = house.deposit(text_pdf([prose(3)]))
    folder = house.library.tools.temp_dir
    assert folder is not None
    aside = folder.rename(folder.with_name("aside"))
    house.work()
    check_waits(house)
    aside.rename(folder)
    hurry(house)
    house.work()
    assert states(house, [record]) == ["ready"]


def check_waits(house: House) -> None:
    with house.library.db.reading() as session:
        held = session.execute(select(Job.state, Job.deaths, Job.failures).where(Job.kind.in_(["plan", "read"])))
        assert [tuple(row) for row in held] == [("waiting", 0, 1)]


def hurry(house: House) -> None:
    """Let what backs off be due."""
    with house.library.db.writing() as session:
        for job in session.scalars(select(Job).where(Job.state == "waiting")):
            job.run_after -= timedelta(hours=1)
