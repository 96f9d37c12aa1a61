"""A disk that is full while something is deposited: words for the depositor, no rows, a sound database."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from repo_app.errors import StorageFull, Unavailable
from repo_app.models import Blob, File, Job, Record
from repo_app.services import files, records
from storage import StorageFull as NoRoom
from tests.documents import prose, text_pdf
from tests.house import House
from tests.reliability.outages import Failing, on

SMALL = text_pdf([prose(1)])
LARGE = SMALL + b"%" * 2_000_000
TABLES = (Record, File, Blob, Job)


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes: the kernel then says what it says on a full disk, EFBIG for ENOSPC."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def full_database(house: House) -> Iterator[None]:
    """SQLite may take no page more, and says that the disk is full."""

    def no_page_more(connection: Any, _record: object) -> None:  # the driver's own connection
        connection.execute("PRAGMA max_page_count = 1")  # it is never below what there is

    engine = house.library.db.engine
    engine.dispose()
    event.listen(engine, "connect", no_page_more)
    try:
        yield
    finally:
        event.remove(engine, "connect", no_page_more)
        engine.dispose()


def held(house: House) -> list[int]:
    with house.library.db.reading() as session:
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def check_sound(house: House, before: list[int]) -> None:
    """Nothing came of it, and with room everything goes on."""
    assert held(house) == before
    assert list(house.library.spool.iterdir()) == [], "a part of an upload stayed behind"
    with house.library.db.reading() as session:
        assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert session.connection().exec_driver_sql("PRAGMA foreign_key_check").all() == []
    record = house.deposit(LARGE, "lan-hai.pdf")
    (view,) = records.view(house.library, house.depositor, record).files
    with files.download(house.library, house.depositor, record, view.name).open(0, None) as source:
        assert source.read() == LARGE


def test_no_room_to_take_the_upload_in(house: House) -> None:
    before = held(house)
    with largest_file(1_000_000), pytest.raises(StorageFull) as caught:
        house.deposit(LARGE)
    assert (caught.value.status, caught.value.code) == (507, "problem.storage_full")
    check_sound(house, before)


def test_no_room_in_the_store(house: House) -> None:
    before = held(house)
    store = Failing(house.library.blobs.store)
    store.failure = NoRoom("no room")
    with pytest.raises(StorageFull):
        on(house, store).deposit(LARGE)
    check_sound(house, before)


def deposit_on_and_on(house: House) -> None:
    """Different bytes each time, until what is free within the pages of the database is used up."""
    for number in range(500):
        house.deposit(SMALL + b"%" * number, f"{number}.pdf")


def test_no_room_in_the_database(house: House) -> None:
    with full_database(house), pytest.raises(StorageFull) as caught:
        deposit_on_and_on(house)
    assert caught.value.status == 507
    counted = held(house)
    assert len(set(counted)) == 1, "records, files and jobs come together or not at all"
    check_sound(house, counted)


def test_a_disk_error_in_the_database_is_told_and_kept_nothing_of(house: House) -> None:
    before = held(house)
    house.library.db.engine.dispose()  # the last connection to close takes the log in, so it has to grow anew
    tiny = b"%PDF-1.7 a few bytes"
    with largest_file(4_000), pytest.raises((StorageFull, Unavailable)) as caught:
        house.deposit(tiny)
    assert isinstance(caught.value.__cause__, OperationalError), "it was not the database that had no room"
    check_sound(house, before)


def test_a_job_waits_for_room(house: House) -> None:
    record = house.deposit(SMALL)
    store = Failing(house.library.blobs.store)
    store.failure = NoRoom("no room")
    on(house, store).work()
    with house.library.db.reading() as session:
        held = session.execute(select(Job.state, Job.deaths).where(Job.kind == "plan"))
        assert [tuple(row) for row in held] == [("waiting", 0)]
    assert records.view(house.library, house.depositor, record).files[0].state == "waiting"
