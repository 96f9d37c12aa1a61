"""Wishes: nobody waits for them to be written, each is written once, and no crowd of them blocks the queue."""

from __future__ import annotations

import threading
import time

from sqlalchemy import select

from repo_app.db import Database
from repo_app.jobs import Priority, Wish, Wishes
from repo_app.models import Job
from tests.reliability.processes import until


def wish(number: int, priority: Priority = Priority.READER) -> Wish:
    return Wish("read", f"page:{number}", {"first": number}, "file:1", priority, 1)


def keys(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Job.key).order_by(Job.id)))


def test_a_wish_is_written_by_another_thread_in_a_moment(database: Database) -> None:
    wishes = Wishes(database)
    begun = time.monotonic()
    with database.writing():  # whoever holds the database keeps no reader waiting
        wishes.make(wish(1), wish(2, Priority.AHEAD))
        assert time.monotonic() - begun < 0.2
    until(lambda: keys(database) == ["page:1", "page:2"], 10)


def test_the_same_wish_is_written_once_in_a_while(database: Database) -> None:
    wishes = Wishes(database)
    for _ in range(3):
        wishes.make(wish(1))
    until(lambda: len(keys(database)) == 1, 10)
    wishes.make(wish(1))
    assert wishes.write() == 0


def test_a_wish_that_is_more_urgent_counts_anew_and_all_are_asked_for_in_one_order(database: Database) -> None:
    wishes = Wishes(database)
    wishes.make(wish(2, Priority.AHEAD), wish(1, Priority.AHEAD))
    until(lambda: len(keys(database)) == 2, 10)
    wishes.make(wish(2), wish(1, Priority.AHEAD))
    until(lambda: priorities(database) == [("page:1", Priority.AHEAD), ("page:2", Priority.READER)], 10)


def priorities(database: Database) -> list[tuple[str, int]]:
    with database.reading() as session:
        return [(job.key, job.priority) for job in session.scalars(select(Job).order_by(Job.id))]


def test_a_crowd_of_wishes_is_cut_off(database: Database) -> None:
    wishes = Wishes(database)
    for number in range(200):
        wishes.make(wish(number))
    until(lambda: len(keys(database)) > 0, 10)
    for number in range(200, 400):
        wishes.make(wish(number))
    wishes.write()
    time.sleep(0.5)
    assert len(keys(database)) <= 64


def test_a_wish_that_cannot_be_written_is_dropped_and_the_next_is_written(database: Database) -> None:
    wishes = Wishes(database)
    impossible = Wish("read", "page:0", {"first": object()}, "file:1", Priority.READER, 1)
    wishes.make(impossible)
    until(lambda: not any(thread.name == "wishes" for thread in threading.enumerate()), 10)
    wishes.make(wish(1))
    until(lambda: keys(database) == ["page:1"], 10)
