"""The shelf that searching is measured on is a library like any other, and its questions are readers' questions."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from repo_app.services import indexing
from repo_app.services.library import Library
from search import Query
from tests.benchmarks import fts, made_texts, shelf, shelf_texts
from tests.benchmarks.children import told_by
from tests.benchmarks.questions import Question, questions
from tests.benchmarks.readers import reading
from tests.documents import prose

RECORDS, PAGES = 60, 3


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("shelf")
    made = shelf.open_shelf(folder)
    shelf.prepare(made)
    shelf.fill(made, shelf_texts.documents(None, RECORDS, PAGES))
    told = told_by("reindex", folder)
    assert told["cpu"] > 0
    assert told["peak"] > told["before"] > 0
    yield made
    made.db.close()


def test_every_record_is_indexed_and_every_page_counted(library: Library) -> None:
    assert indexing.diff(library).agrees
    assert library.index.search(Query("")).total == RECORDS
    count, pages, size = shelf.held(library)
    assert (count, pages) == (RECORDS, RECORDS * PAGES)
    assert RECORDS * PAGES * 0.0013 < size < RECORDS * PAGES * 0.0022, "about 1,700 bytes a page"


def test_questions_are_many_and_distinct_and_nearly_all_have_answers(library: Library) -> None:
    asked = questions(library)
    assert len({one.path for one in asked}) == len(asked) >= 200
    assert asked == questions(library)
    plain = [one for one in asked if not one.more]
    answered = [one for one in plain if library.index.search(Query(one.text)).total]
    assert len(answered) > 0.95 * len(plain)


def test_the_peer_finds_what_we_find(library: Library, tmp_path: Path) -> None:
    connection = fts.build(library, tmp_path / "fts.db")
    for one in questions(library):
        if one.kind in {"two syllables", "two syllables without accents", "in quotation marks", "rare word"}:
            assert fts.ask(connection, one), one
    assert fts.ask(connection, Question("none", "xyzzyq")) == []


def test_made_words_are_spread_like_those_of_the_language() -> None:
    found = [" ".join(pages).split() for _, pages in made_texts.documents(200, 10)]
    share = sum(page.count("và") for page in found) / sum(map(len, found))
    assert 0.008 < share < 0.02, "the most common syllable is one word in sixty to a hundred"
    within = sum("chiến" in page for page in found) / len(found)
    assert within > 0.8, "common syllables are nearly everywhere"
    different = len({word for page in found for word in page})
    assert 15_000 < different < 40_000, "half a million words have some twenty thousand different ones"


def test_given_texts_are_mixed_to_as_many_records_as_are_asked_for(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "all.jsonl.gz", "wt", encoding="utf-8") as lines:
        for number in range(5):
            text = "\n".join(f"{number} {part} {prose(part, 6)}" for part in range(40))
            lines.write(json.dumps({"title": f"Sách {number}", "text": text}) + "\n")
    made = list(shelf_texts.documents(tmp_path, 12, 4))
    assert len(made) == 12
    assert all(len(one.pages) == 4 and one.title.startswith("Sách") for one in made)
    assert len({tuple(one.pages) for one in made}) == 12


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(500 if "bad" in self.path else 200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def test_readers_ask_everything_and_tell_of_bad_answers() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with reading(server.server_port, [f"/{n}" for n in range(50)], 4) as asked:
            pass
        assert sorted(place for place, _, _ in asked.answers) == list(range(50))
        with pytest.raises(AssertionError, match="500"), reading(server.server_port, ["/good", "/bad"], 1):
            pass
    finally:
        server.shutdown()
        server.server_close()
