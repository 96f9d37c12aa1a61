"""Two kinds of session: one that cannot write, one that is whole or absent; times are UTC on both databases."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import exc, select, text, update

from repo_app import migrations
from repo_app.db import Database, now
from repo_app.errors import BadRequest, Problem, StorageFull, Unavailable
from repo_app.models import Throttle


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.services)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = (
        f"sqlite:///{tmp_path / 'x.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres_database")
    )
    made = Database(url)
    migrations.upgrade(made)
    yield made
    made.close()


def test_a_time_comes_back_as_the_same_moment_in_utc(database: Database) -> None:
    hanoi = datetime(2026, 11, 24, 8, 30, tzinfo=timezone(timedelta(hours=7)))
    with database.writing() as session:
        session.add(Throttle(key="a", count=1, since=hanoi))
    with database.reading() as session:
        held = session.get_one(Throttle, "a").since
    assert held == hanoi
    assert held.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(exc.StatementError, match="without a zone"), database.writing() as session:
        session.add(Throttle(key="a", count=1, since=datetime(2026, 1, 1)))  # noqa: DTZ001 - that is the point


def test_what_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        session.add(Throttle(key="a", count=1, since=now()))
        session.flush()
        1 / 0  # noqa: B018
    with database.reading() as session:
        assert session.get(Throttle, "a") is None


def test_a_reading_session_refuses_to_write(database: Database) -> None:
    with pytest.raises(RuntimeError, match="reading"), database.reading() as session:
        session.add(Throttle(key="a", count=1, since=now()))
        session.flush()


def test_a_reading_sees_all_as_it_was_at_one_moment(database: Database) -> None:
    """Else a page would be put together of a record before and its files after somebody's change."""
    with database.writing() as session:
        session.add(Throttle(key="a", count=1, since=now()))
    with database.reading() as session:
        first = session.scalar(select(Throttle.count))
        with database.writing() as other:
            other.add(Throttle(key="b", count=1, since=now()))
            other.get_one(Throttle, "a").count = 2
        assert session.scalars(select(Throttle.key)).all() == ["a"]
        assert session.scalar(select(Throttle.count).where(Throttle.key == "a")) == first
    with database.writing() as session:
        assert session.scalars(select(Throttle.count).order_by(Throttle.key)).all() == [2, 1]


@pytest.mark.parametrize("kind", ["reading", "writing"])
def test_a_session_is_over_with_its_block(database: Database, kind: str) -> None:
    """Asked again afterwards it would take a connection that nobody gives back."""
    with getattr(database, kind)() as session:
        session.scalar(select(Throttle.count))
    with pytest.raises(exc.InvalidRequestError, match="closed"):
        session.scalar(select(Throttle.count))
    assert database.engine.pool.status().endswith("Current Checked out connections: 0")


def test_a_reading_writes_by_no_statement_on_postgresql(postgres_database: str) -> None:
    database = Database(postgres_database)
    migrations.upgrade(database)
    with pytest.raises(exc.InternalError, match="read-only"), database.reading() as session:
        session.execute(update(Throttle).values(count=0))
    database.close()


def test_a_key_that_no_index_takes_is_not_told_as_a_full_disk(postgres_database: str) -> None:
    """Its hint speaks of "full text indexing"; waiting for room would be waiting for ever."""
    database = Database(postgres_database)
    letters = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=9000))
    with pytest.raises(BadRequest), database.writing() as session:
        session.execute(text("CREATE TABLE narrow (key text PRIMARY KEY)"))
        session.execute(text("INSERT INTO narrow VALUES (:key)"), {"key": letters})
    database.close()


@pytest.mark.parametrize(("state", "told"), [("53100", StorageFull), ("57P01", Unavailable), (None, StorageFull)])
def test_a_full_disk_is_told_by_its_code_or_else_by_its_words(
    database: Database, state: str | None, told: type[Problem]
) -> None:
    class Fault(Exception):
        sqlstate = state

    with pytest.raises(told), database.reading():
        raise exc.OperationalError("INSERT", {}, Fault("the disk is full"))


def test_rows_stay_readable_after_their_session(database: Database) -> None:
    with database.writing() as session:
        session.add(Throttle(key="a", count=3, since=now()))
    with database.reading() as session:
        row = session.get_one(Throttle, "a")
    assert row.count == 3


def test_writers_that_read_first_wait_for_each_other(tmp_path: Path) -> None:
    """With deferred transactions all but one of these would fail with "database is locked"."""
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    migrations.upgrade(database)
    with database.writing() as session:
        session.add(Throttle(key="a", count=0, since=now()))
    faults: list[BaseException] = []

    def count() -> None:
        try:
            for _ in range(10):
                with database.writing() as session:
                    row = session.scalars(select(Throttle)).one()
                    row.count = row.count + 1
        except BaseException as error:  # noqa: BLE001 - told by the assertion
            faults.append(error)

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with database.reading() as session:
        assert session.get_one(Throttle, "a").count == 80
        assert session.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert session.execute(text("PRAGMA synchronous")).scalar() == 2
        assert session.execute(text("PRAGMA foreign_keys")).scalar() == 1
    database.close()
