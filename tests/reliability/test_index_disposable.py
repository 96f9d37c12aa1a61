"""The index is a copy: deleted, cut short or locked while serving, it costs nobody a deposit, an answer or an error."""

from __future__ import annotations

import fcntl
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from repo_app.services import indexing, records
from repo_app.services.finding import SearchRequest, search
from repo_app.values import VISITOR, Answer
from tests.documents import prose, text_pdf
from tests.house import House, title
from tests.reliability.processes import until

pytestmark = pytest.mark.usefixtures("remembered")

WORDS = ("coi xay gio", '"cối xay gió"', "", "sách bài -phi", "khong co gi ca")


def ask(house: House, text: str) -> Answer:
    return search(house.library, VISITOR, SearchRequest(text), "vi")


def published(house: House, *numbers: int) -> None:
    for number in numbers:
        text = f"{prose(number)} Chiếc cối xay gió kẽo kẹt."
        record = house.deposit(text_pdf([text]), f"{number}.pdf")
        house.described(record, title=title(f"Sách bài {number}"))
        records.publish(house.library, house.reviewer, record)
    house.work()


@contextmanager
def asked_all_the_time(house: House) -> Iterator[None]:
    """Somebody searches without pause while the block runs; whatever they are met with is raised at its end."""
    over, met = threading.Event(), []

    def ask_on() -> None:
        while not over.wait(0.05):
            for words in WORDS:
                try:
                    ask(house, words)
                except Exception as error:  # noqa: BLE001  told below: anything at all is a failure
                    met.append(error)

    thread = threading.Thread(target=ask_on)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(30)
    assert not thread.is_alive(), "a question is never answered"
    assert met == []


def deleted(index: Path) -> None:
    shutil.rmtree(index)


def cut_short(index: Path) -> None:
    for path in index.rglob("*"):
        if path.is_file():
            os.truncate(path, path.stat().st_size // 2)


def emptied(index: Path) -> None:
    for path in index.rglob("*"):
        if path.is_file():
            path.write_bytes(b"")


def scribbled_over(index: Path) -> None:
    for path in index.rglob("*"):
        if path.is_file():
            path.write_bytes(bytes(255 - byte for byte in path.read_bytes()))


def without_its_segments(index: Path) -> None:
    for path in index.glob("gen-*/*"):
        path.unlink()


@pytest.mark.parametrize("harm", [deleted, cut_short, emptied, scribbled_over, without_its_segments])
def test_a_harmed_index_costs_nobody_anything(house: House, harm: Callable[[Path], None]) -> None:
    published(house, 1, 2)
    assert not ask(house, "coi xay gio").degraded
    with asked_all_the_time(house):
        harm(house.library.settings.data_dir / "index")
        answer = ask(house, "coi xay gio")
        assert (answer.degraded, answer.total) == (True, 2)
        published(house, 3)
        after = ask(house, "coi xay gio")
        assert after.total == 3, "an index that holds a part must not pass for the whole"
        indexing.ask_reindex(house.library)
        until(lambda: agrees_after_work(house), 20, poll=0.2)
    assert ask(house, "coi xay gio").total == 3
    assert not ask(house, "coi xay gio").degraded


def agrees_after_work(house: House) -> bool:
    house.work()
    return indexing.diff(house.library).agrees


def test_a_lost_index_comes_back_whole_with_the_next_change(house: House) -> None:
    published(house, 1, 2)
    deleted(house.library.settings.data_dir / "index")
    published(house, 3)
    assert indexing.diff(house.library).agrees
    assert not ask(house, "").degraded


def test_a_locked_index_answers_as_it_was_and_follows_later(house: House) -> None:
    published(house, 1, 2)
    handle = os.open(house.library.settings.data_dir / "index" / "lock", os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with asked_all_the_time(house):
            published(house, 3)
            assert ask(house, "coi xay gio").total == 2
            assert indexing.diff(house.library).missing == 1
            time.sleep(0.2)
    finally:
        os.close(handle)
    until(lambda: agrees_after_work(house), 20, poll=0.2)
    assert ask(house, "coi xay gio").total == 3
