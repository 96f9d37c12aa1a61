"""Ranges of pages: both readers stay busy to the end of a book, and whoever is in a hurry waits for one page only."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from repo_app.handlers import handlers
from repo_app.jobs import Priority
from repo_app.jobs.handling import Context
from repo_app.models import Job
from repo_app.services import ranges, records
from repo_app.worker import Worker
from tests.documents import prose, scan_pdf
from tests.house import House
from tests.reliability.processes import until
from tests.slow_child import begun, slowed

BOOK = scan_pdf([prose(page, 1) for page in range(1, 15)], dpi=20)
NOTE = scan_pdf([prose(1, 1)], dpi=20)


@contextmanager
def working(house: House, readers: int) -> Iterator[None]:
    """A worker beside the block."""
    worker = Worker(house.library.queue, handlers(house.library), readers=readers, name="beside", poll=0.02)
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        yield
    finally:
        worker.stop()
        thread.join(20)


def file_state(house: House, record: str) -> str:
    return records.view(house.library, house.depositor, record).files[0].state


def spans(house: House) -> list[tuple[int, int]]:
    with house.library.db.reading() as session:
        found = session.scalars(select(Job.args).where(Job.kind == ranges.RANGE_JOB))
        return sorted((args["first"], args["last"]) for args in found)


def test_a_reader_with_nothing_to_do_takes_the_back_half_and_no_page_is_read_twice(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranges, "WORTH_SHARING", 0.1)
    slow = slowed(house, 0.1, tmp_path / "log")
    record = slow.deposit(BOOK)
    slow.work()
    assert file_state(house, record) == "ready"
    assert sorted(begun(tmp_path / "log")) == list(range(1, 15))
    found = spans(house)
    assert len(found) > 2, "the ranges of the plan were never shared"
    assert [page for first, last in found for page in range(first, last + 1)] == list(range(1, 15))


@pytest.mark.parametrize(
    ("done", "pace", "kept"), [(0, 1.0, 4), (1, 1.0, 5), (6, 1.0, 7), (7, 9.0, 8), (0, 0.1, 8), (5, 0.5, 8)]
)
def test_half_of_what_is_left_is_shared_where_it_is_worth_it(house: House, done: int, pace: float, kept: int) -> None:
    with house.library.db.writing() as session:
        ranges.ask_range(session, 1, 1, 8, Priority.NORMAL)
    claim = house.library.queue.claim("one")
    assert claim is not None
    context = Context(house.library.queue, claim, threading.Event())
    assert ranges.share(house.library, context, done, 8, pace) == kept
    assert spans(house) == [(1, 8)] if kept == 8 else [(1, kept), (kept + 1, 8)]


def test_an_upload_waits_for_one_page_of_a_book_and_not_for_its_range(house: House, tmp_path: Path) -> None:
    log = tmp_path / "log"
    slow = slowed(house, 0.2, log)
    book = slow.deposit(BOOK)
    with working(slow, 1):
        until(lambda: len(begun(log)) >= 9, 20)
        note = slow.deposit(NOTE, "giay.pdf")
        until(lambda: file_state(house, note) == "ready", 20)
        there = len(begun(log))
        assert there < 13, "the upload waited for the end of a range"
        assert file_state(house, book) == "reading"
        until(lambda: file_state(house, book) == "ready", 20)
    assert len(begun(log)) == 15, "giving way costs no recognition"


def test_a_range_that_is_joined_reads_what_the_wider_of_the_two_would(house: House) -> None:
    with house.library.db.writing() as session:
        ranges.ask_range(session, 1, 5, 9, Priority.NORMAL)
        ranges.ask_range(session, 1, 5, 12, Priority.NORMAL)
        ranges.ask_range(session, 1, 5, 7, Priority.NORMAL)
    assert spans(house) == [(5, 12)]
