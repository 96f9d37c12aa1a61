"""Building and asking the index beside SQLite FTS5 holding the same folded text."""

from __future__ import annotations

import gzip
import json
import random
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from search import Entry, Query, open_index, vietnamese
from tests.benchmarks.measuring import cost, percentile, row, times
from tests.documents import SENTENCES

RECORDS = 400
PAGES = 8
QUESTIONS = 60
MOST_CHARS = 30_000_000  # of a given folder, so that a run stays within minutes


def texts(folder: Path | None) -> list[str]:
    """Documents to index: those of a folder of ``*.jsonl.gz`` with a ``text`` each, else made ones."""
    found: list[str] = []
    total = 0
    for path in sorted(folder.rglob("*.jsonl.gz")) if folder else []:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = str(json.loads(line).get("text", ""))
                if text and total < MOST_CHARS:
                    found.append(text)
                    total += len(text)
    return found or _made()


def _made() -> list[str]:
    chance = random.Random(7)
    words = sorted({word for sentence in SENTENCES for word in sentence.split()})
    syllables = [chance.choice(words) + chance.choice("aăâeêioôơuưy") for _ in range(6000)] + words * 20
    return [" ".join(chance.choice(syllables) for _ in range(300 * PAGES)) for _ in range(RECORDS)]


def entry(number: int, text: str) -> Entry:
    title = " ".join(text.split()[:6])
    return Entry(
        record=f"r{number}",
        stamp="1",
        title=title,
        names="",
        metadata="",
        text=text,
        facets={"language": ("vi",)},
        sort_title=vietnamese.sort_key(title),
        year=None,
        published=datetime(2026, 1, 1, tzinfo=UTC),
    )


def questions(documents: Sequence[str]) -> list[str]:
    """Two and three words that stand together somewhere, half of them typed without accents."""
    chance = random.Random(11)
    made = []
    for number in range(QUESTIONS):
        words = chance.choice(documents).split()
        start = chance.randrange(max(1, len(words) - 3))
        asked = " ".join(words[start : start + 2 + number % 2])
        made.append(vietnamese.fold(asked) if number % 2 else asked)
    return made


def index_and_ask(folder: Path, documents: Sequence[str]) -> None:
    megabytes = sum(len(text.encode()) for text in documents) / 1e6
    index = open_index(f"whoosh://{folder / 'index'}")
    with cost() as ours:
        index.rebuild(entry(number, text) for number, text in enumerate(documents))
    with cost() as peer:
        fts = _fts(folder / "fts.db", documents)
    row(
        f"index MB/s ({len(documents)} records, {megabytes:.0f} MB)",
        f"{megabytes / ours.wall:.2f}",
        f"SQLite FTS5 {megabytes / peer.wall:.2f}",
        f"{ours.wall / peer.wall:.1f}",
    )
    asked = questions(documents)
    index.search(Query(asked[0]))
    mine = times(lambda text: index.search(Query(text)), asked)
    theirs = times(lambda text: _ask_fts(fts, text), asked)
    for part in (50, 95):
        ours_ms, peer_ms = percentile(mine, part), percentile(theirs, part)
        row(f"search p{part} ms", f"{ours_ms:.1f}", f"SQLite FTS5 {peer_ms:.1f}", f"{ours_ms / peer_ms:.1f}")


def _fts(path: Path, documents: Sequence[str]) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIRTUAL TABLE texts USING fts5(folded, exact)")
    rows = ((vietnamese.fold_page(text), vietnamese.exact(text)) for text in documents)
    connection.executemany("INSERT INTO texts VALUES (?, ?)", rows)
    connection.commit()
    return connection


def _ask_fts(connection: sqlite3.Connection, text: str) -> list[tuple[int]]:
    words = " ".join(f'"{word}"' for word in vietnamese.fold_page(text).split())
    return connection.execute(
        "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 20", (f"folded:({words})",)
    ).fetchall()
