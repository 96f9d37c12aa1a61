"""Searches wait for one another; nothing else waits for them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest

from repo_app.web import lanes
from repo_app.web.lanes import Lanes

THREADS = 4
PATIENCE = 10.0


class Connection:
    """A connection whose request ends when the test says so, and what the lanes did with it."""

    def __init__(self, path: str | None, *, ends: bool = False, fails: bool = False) -> None:
        self.requests = [SimpleNamespace(path=path)] if path is not None else []
        self.begun, self.over, self.cancelled = threading.Event(), threading.Event(), threading.Event()
        self._fails = fails
        if ends or fails:
            self.over.set()

    def service(self) -> None:
        self.begun.set()
        assert self.over.wait(PATIENCE)
        if self._fails:
            raise ValueError("a fault in the application")

    def cancel(self) -> None:
        self.cancelled.set()


@pytest.fixture
def running() -> Iterator[Lanes]:
    made = Lanes(THREADS)
    yield made
    assert made.shutdown(timeout=PATIENCE)


def until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end
        time.sleep(0.005)


def begun(connections: list[Connection]) -> int:
    return sum(one.begun.is_set() for one in connections)


def test_other_requests_pass_twenty_searches(running: Lanes) -> None:
    searches = [Connection("/search") for _ in range(20)]
    for one in searches:
        running.add_task(one)
    until(lambda: begun(searches) == lanes.SEARCHING)
    for path in ("/healthz", "/search/suggest", "/records/abc", "/static/search.css", None):
        other = Connection(path, ends=True)
        running.add_task(other)
        assert other.begun.wait(PATIENCE), path
    assert begun(searches) == lanes.SEARCHING
    for place, one in enumerate(searches):
        assert one.begun.wait(PATIENCE)
        assert begun(searches) <= place + lanes.SEARCHING, "in the order they came"
        one.over.set()


@pytest.mark.parametrize("path", ["/search", "/en/search", "/search/", "/api/v1/search", "/records/abc/search"])
def test_every_address_that_asks_the_index_is_a_search(running: Lanes, path: str) -> None:
    asked = [Connection(path) for _ in range(lanes.SEARCHING + 1)]
    for one in asked:
        running.add_task(one)
    until(lambda: begun(asked) == lanes.SEARCHING)
    time.sleep(0.05)
    assert begun(asked) == lanes.SEARCHING
    for one in asked:
        one.over.set()
    until(lambda: begun(asked) == len(asked))


def test_searches_that_fail_give_their_place_back(running: Lanes) -> None:
    for _ in range(3 * THREADS):
        running.add_task(Connection("/search", fails=True))
    last = Connection("/search", ends=True)
    running.add_task(last)
    assert last.begun.wait(PATIENCE)


def test_searches_run_while_every_other_thread_is_taken(running: Lanes) -> None:
    others = [Connection("/records/abc") for _ in range(THREADS - 1)]
    for one in others:
        running.add_task(one)
    until(lambda: begun(others) == len(others))
    search = Connection("/search", ends=True)
    running.add_task(search)
    assert search.begun.wait(PATIENCE)
    for one in others:
        one.over.set()


def test_what_waits_is_let_go_at_the_end() -> None:
    made = Lanes(1)
    busy, waiting = Connection("/records/abc"), [Connection("/search"), Connection("/healthz")]
    made.add_task(busy)
    assert busy.begun.wait(PATIENCE)
    for one in waiting:
        made.add_task(one)
    threading.Timer(0.2, busy.over.set).start()
    assert made.shutdown(timeout=PATIENCE)
    assert all(one.cancelled.is_set() and not one.begun.is_set() for one in waiting)
