"""Readers of an index that is being changed: none waits for another, and nothing dead stays behind."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from search import whoosh_index
from search.whoosh_index import WhooshIndex
from search.whoosh_index.segments import open_snapshot
from tests.search.makers import make_entry
from tests.search.test_whoosh_index import batch, total


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_nobody_waits_for_a_reader_that_opens_a_newer_state(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = WhooshIndex(folder)
    index.put(batch(3))
    assert total(index, "lúa") == 3
    WhooshIndex(folder).put(batch(5))
    opening, go_on = threading.Event(), threading.Event()

    def slowly(*given: object) -> object:
        opening.set()
        assert go_on.wait(30)
        return open_snapshot(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(whoosh_index, "open_snapshot", slowly)
    with ThreadPoolExecutor(2) as pool:
        opener = pool.submit(total, index, "lúa")
        assert opening.wait(30)
        assert total(index, "lúa") == 3, "answered from the state before, at once"
        go_on.set()
        assert opener.result() == 5
    assert total(index, "lúa") == 5


def test_what_a_dead_rebuild_left_behind_goes_with_the_next_commit(folder: Path) -> None:
    index = WhooshIndex(folder)
    index.put(batch(2))
    (folder / "gen-000050").mkdir()
    index.put(batch(3))
    assert len(list(folder.glob("gen-*"))) == 1
    assert total(index, "lúa") == 3


def test_segments_have_names_of_their_own_however_random_numbers_come(folder: Path) -> None:
    index = WhooshIndex(folder)
    for count in (1, 2):
        random.seed(7)
        index.put([make_entry(f"r{count}", "lúa")])
        assert total(index, "lúa") == count


def test_of_an_index_without_any_record_nothing_is_found(folder: Path) -> None:
    index = WhooshIndex(folder)
    index.put(batch(3))
    index.drop([f"r{number}" for number in range(3)])
    assert total(index, "lúa") == 0
    assert not list(folder.glob("gen-*/*.pst")), "nothing is left of what was deleted"
    assert total(WhooshIndex(folder), "") == 0
