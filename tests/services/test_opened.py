"""The page that somebody has open is read next, whoever may see it, and looking at it changes no record and no file."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from repo_app.errors import NotFound
from repo_app.jobs import Priority
from repo_app.models import Job, Page
from repo_app.services import pages
from repo_app.services.ranges import RANGE_JOB
from repo_app.values import VISITOR
from tests.documents import prose, scan_pdf
from tests.house import House
from tests.reliability.processes import until
from tests.reliability.states import state
from tests.services.test_ranges import file_state, working
from tests.slow_child import begun, slowed

BOOK = scan_pdf([prose(page, 1) for page in range(1, 41)], dpi=15)


def wished(house: House) -> list[tuple[int, int, int]]:
    """Priority, first and last page of what readers wished for."""
    house.library.wishes.write()
    with house.library.db.reading() as session:
        jobs = session.scalars(select(Job).where(Job.kind == RANGE_JOB, Job.priority <= Priority.AHEAD))
        return sorted((job.priority, job.args["first"], job.args["last"]) for job in jobs)


def planned(house: House, log: Path) -> str:
    """A book of which the first pages were read."""
    slow = slowed(house, 0.05, log)
    record = slow.deposit(BOOK)
    with working(slow, 1):
        until(lambda: len(begun(log)) >= 3 and first_is_kept(house), 20)
    return record


def first_is_kept(house: House) -> bool:
    """Pages that are read quickly are kept some together, a moment later."""
    with house.library.db.reading() as session:
        return session.scalar(select(Page.number).where(Page.number == 1)) is not None


def test_the_page_that_is_opened_and_the_following_ones_are_read_before_all_others(
    house: House, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    record = planned(house, log)
    before = len(begun(log))
    found = pages.page(house.library, house.depositor, record, None, 33)
    assert (found.read, found.expected) == (False, True)
    slow = slowed(house, 0.1, log)
    until(lambda: bool(wished(house)), 10)
    with working(slow, 1):
        until(lambda: pages.page(house.library, house.depositor, record, None, 33).read, 20)
        until(lambda: len(begun(log)) >= before + 5, 20)
    assert begun(log)[before : before + 4] == [33, 34, 35, 36]
    assert file_state(house, record) == "reading"


def test_looking_at_a_page_writes_nothing_of_the_record_or_the_file(house: House, tmp_path: Path) -> None:
    record = planned(house, tmp_path / "log")
    before = state(house)
    pages.page(house.library, house.depositor, record, None, 20)
    pages.image(house.library, house.depositor, record, None, 30, 600)
    pages.image(house.library, house.depositor, record, None, 38, 200)
    until(lambda: len(wished(house)) == 8, 10)
    assert wished(house) == [
        *((Priority.READER, page, page) for page in (20, 30)),
        *((Priority.AHEAD, page, page) for page in (21, 22, 23, 31, 32, 33)),
    ]
    assert state(house) == before


def test_a_page_that_was_to_be_read_ahead_is_next_once_it_is_opened(house: House, tmp_path: Path) -> None:
    record = planned(house, tmp_path / "log")
    for number in (20, 21):
        pages.page(house.library, house.depositor, record, None, number)
        wished(house)
    until(lambda: len(wished(house)) == 5, 10)
    assert wished(house) == [
        *((Priority.READER, page, page) for page in (20, 21)),
        *((Priority.AHEAD, page, page) for page in (22, 23, 24)),
    ]


def test_who_may_not_see_the_page_moves_nothing(house: House, tmp_path: Path) -> None:
    record = planned(house, tmp_path / "log")
    for person in (VISITOR, house.stranger, house.manager_elsewhere):
        with pytest.raises(NotFound):
            pages.page(house.library, person, record, None, 33)
    assert wished(house) == []


def test_pages_that_are_there_are_not_wished_for(house: House, tmp_path: Path) -> None:
    record = planned(house, tmp_path / "log")
    pages.page(house.library, house.depositor, record, None, 1)
    assert wished(house) == []
