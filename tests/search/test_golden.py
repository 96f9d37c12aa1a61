"""The golden questions: what readers type, and what they expect to see first."""

from __future__ import annotations

from pathlib import Path

import pytest

from search import open_index, vietnamese
from search.base import Query, SearchIndex
from tests.search.golden import QUESTIONS, SHELF
from tests.search.makers import make_entry


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    folder: Path = tmp_path_factory.mktemp("golden") / "index"
    index = open_index(f"whoosh://{folder}")
    index.rebuild(make_entry(record, text, title=title) for record, (title, text) in SHELF.items())
    return index


@pytest.mark.parametrize(("question", "record"), QUESTIONS.items())
def test_first_hit(shelf: SearchIndex, question: str, record: str) -> None:
    hits = shelf.search(Query(question)).hits
    assert hits, "nothing found"
    assert hits[0].record == record


@pytest.mark.parametrize("record", SHELF)
def test_every_title_finds_its_record_first_however_it_is_typed(shelf: SearchIndex, record: str) -> None:
    title = SHELF[record][0]
    for typed in (title, title.upper(), vietnamese.fold(title), f'"{title}"'):
        assert shelf.search(Query(typed)).hits[0].record == record, typed


def test_scattered_changes_of_segments_change_no_answer(tmp_path: Path) -> None:
    """The same shelf put one by one, with rewriting and dropping between, ranks as the one built at once."""
    whole, pieces = open_index(f"whoosh://{tmp_path}/whole"), open_index(f"whoosh://{tmp_path}/pieces")
    entries = [make_entry(record, text, title=title) for record, (title, text) in SHELF.items()]
    whole.rebuild(entries)
    for entry in entries:
        pieces.put([make_entry(entry.record, "chờ")])
        pieces.put([make_entry("passing", "giáo dục học tập"), entry])
    pieces.drop(["passing"])
    for question in QUESTIONS:
        one, other = whole.search(Query(question)), pieces.search(Query(question))
        assert one.total == other.total
        assert [hit.record for hit in one.hits] == [hit.record for hit in other.hits]
        assert [hit.score for hit in one.hits] == pytest.approx([hit.score for hit in other.hits])
