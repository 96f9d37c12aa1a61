"""The golden questions: what readers type, and what they expect to see first."""

from __future__ import annotations

from pathlib import Path

import pytest

from search import open_index, vietnamese
from search.base import Entry, Query, SearchIndex
from tests.search import golden, golden_more
from tests.search.makers import make_entry

TITLES = {
    **{record: title for record, (title, _) in golden.SHELF.items()},
    **{record: book.title for record, book in golden_more.SHELF.items()},
}
QUESTIONS = {**golden.QUESTIONS, **golden_more.QUESTIONS}


def entries() -> list[Entry]:
    plain = [make_entry(record, text, title=title) for record, (title, text) in golden.SHELF.items()]
    more = golden_more.SHELF.items()
    return plain + [make_entry(r, b.text, title=b.title, names=b.names, metadata=b.metadata) for r, b in more]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    folder: Path = tmp_path_factory.mktemp("golden") / "index"
    index = open_index(f"whoosh://{folder}")
    index.rebuild(entries())
    return index


@pytest.fixture(scope="module")
def reference() -> SearchIndex:
    index = open_index("memory://")
    index.rebuild(entries())
    return index


def first(index: SearchIndex, question: str) -> str:
    hits = index.search(Query(question)).hits
    assert hits, "nothing found"
    return hits[0].record


def test_there_are_enough_questions() -> None:
    assert len(QUESTIONS | golden_more.OF_LIBRARIANS) >= 150
    assert {*QUESTIONS.values(), *golden_more.OF_LIBRARIANS.values()} <= TITLES.keys()


@pytest.mark.parametrize(("question", "record"), QUESTIONS.items())
def test_first_hit(shelf: SearchIndex, question: str, record: str) -> None:
    assert first(shelf, question) == record


@pytest.mark.parametrize(("question", "record"), golden_more.OF_LIBRARIANS.items())
def test_first_hit_for_librarians(shelf: SearchIndex, question: str, record: str) -> None:
    assert first(shelf, question) == record


@pytest.mark.parametrize(("question", "record"), golden_more.OF_LIBRARIANS.items())
def test_the_reference_agrees(reference: SearchIndex, question: str, record: str) -> None:
    assert first(reference, question) == record


@pytest.mark.parametrize("record", TITLES)
def test_every_title_finds_its_record_first_however_it_is_typed(shelf: SearchIndex, record: str) -> None:
    title = TITLES[record]
    for typed in (title, title.upper(), vietnamese.fold(title), f'"{title}"'):
        assert first(shelf, typed) == record, typed


def test_scattered_changes_of_segments_change_no_answer(tmp_path: Path) -> None:
    """The same shelf put one by one, with rewriting and dropping between, ranks as the one built at once."""
    whole, pieces = open_index(f"whoosh://{tmp_path}/whole"), open_index(f"whoosh://{tmp_path}/pieces")
    whole.rebuild(entries())
    for entry in entries():
        pieces.put([make_entry(entry.record, "chờ")])
        pieces.put([make_entry("passing", "giáo dục học tập"), entry])
    pieces.drop(["passing"])
    for question in QUESTIONS:
        one, other = whole.search(Query(question)), pieces.search(Query(question))
        assert one.total == other.total
        assert [hit.record for hit in one.hits] == [hit.record for hit in other.hits]
        assert [hit.score for hit in one.hits] == pytest.approx([hit.score for hit in other.hits])
