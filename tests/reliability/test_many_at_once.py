"""Eight people write, four read and a worker reads files, all over one SQLite: nobody is ever told to come back."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from repo_app.services import records, status
from repo_app.services.finding import SearchRequest, search
from repo_app.values import VISITOR
from tests.documents import prose, text_pdf
from tests.house import LICENSE, House, title
from tests.reliability.processes import environment, worker

SECONDS = 10.0  # 40 s with 20 readers were tried by hand
WRITERS = 8
READERS = 4


class Crowd:
    """Threads that do things to one house until time is over, and what they met."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.end = time.monotonic() + SECONDS
        self.done: Counter[str] = Counter()
        self.met: list[BaseException] = []

    def run(self, *parts: Callable[[], None]) -> None:
        threads = [threading.Thread(target=self._on_and_on, args=(part,)) for part in parts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(SECONDS + 60)
            assert not thread.is_alive()

    def _on_and_on(self, part: Callable[[], None]) -> None:
        while time.monotonic() < self.end:
            try:
                part()
            except BaseException as error:
                self.met.append(error)
                return
            self.done[part.__name__] += 1

    def write(self) -> None:
        """A deposit, described and published, or a draft made and deleted."""
        library, reviewer = self.house.library, self.house.reviewer
        number = random.randrange(1_000_000)
        if number % 2:
            view = records.create(library, reviewer, {"title": title(f"Nháp {number}")})
            records.delete(library, reviewer, view.id)
            return
        record = self.house.deposit(text_pdf([prose(number), prose(number + 1)]), f"{number}.pdf")
        view = records.view(library, reviewer, record)
        records.edit(library, reviewer, record, {**LICENSE, "title": title(f"Bài {number}")}, view.revision)
        records.publish(library, reviewer, record)

    def read(self) -> None:
        """What somebody on the site does."""
        library = self.house.library
        for found in search(library, VISITOR, SearchRequest("phân số"), "vi").results[:3]:
            records.view(library, VISITOR, found.card.id)
        records.latest(library)
        records.mine(library, self.house.depositor, 1)
        assert status.ready(library).ok


@pytest.mark.slow
def test_nobody_ever_sees_a_locked_database(house: House, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with worker(house, environment(house), log):
        crowd = Crowd(house)
        crowd.run(*[crowd.write] * WRITERS, *[crowd.read] * READERS)
    assert crowd.met == []
    assert crowd.done["write"] >= WRITERS
    assert crowd.done["read"] >= READERS
    told = log.read_text()
    assert " done after" in told, "the worker did nothing beside them"
    assert "database_away" not in told
    assert "locked" not in told
