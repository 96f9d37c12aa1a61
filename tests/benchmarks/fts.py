"""The peer: SQLite FTS5 with the text of the same records, one row a record, in a database of its own."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from sqlalchemy import select

from repo_app import licensing
from repo_app.models import File, Page, Record
from repo_app.services.library import Library
from search import vietnamese
from tests.benchmarks.questions import Question

LIMIT = 20


def build(library: Library, path: Path) -> sqlite3.Connection:
    """Titles, folded and exact text of every published record."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(
        "CREATE VIRTUAL TABLE texts USING fts5(title, folded, exact, tokenize = 'unicode61 remove_diacritics 0')"
    )
    connection.executemany("INSERT INTO texts VALUES (?, ?, ?)", _rows(library))
    connection.commit()
    return connection


def size(path: Path) -> int:
    """Bytes of the table and its index."""
    return sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*"))


def ask(connection: sqlite3.Connection, question: Question) -> list[tuple[int, str]]:
    """The twenty best rows with a passage each; words with accents are looked for in the exact text, others folded."""
    page = int(question.more.get("page", "1"))
    return connection.execute(
        "SELECT rowid, snippet(texts, -1, '[', ']', '…', 30) FROM texts WHERE texts MATCH ?"
        " ORDER BY rank LIMIT ? OFFSET ?",
        (_match(question.text), LIMIT, LIMIT * (page - 1)),
    ).fetchall()


def times(connection: sqlite3.Connection, asked: list[Question]) -> list[float]:
    """Milliseconds of each question."""
    spent = []
    for question in asked:
        start = time.perf_counter()
        ask(connection, question)
        spent.append((time.perf_counter() - start) * 1000)
    return spent


def _match(text: str) -> str:
    exact, folded = vietnamese.words(text)
    column, words = ("folded", folded) if exact == folded else ("exact", exact)
    quoted = f'"{" ".join(words)}"' if text.startswith('"') else " ".join(f'"{word}"' for word in words)
    return f"{{title {column}}}: ({quoted})"


def _rows(library: Library) -> Iterator[tuple[str, str, str]]:
    statement = (
        select(Record.id, Record.title, Record.license, Page.text)
        .join(File, File.record_id == Record.id)
        .join(Page, Page.file_id == File.id)
        .where(Record.state == "published")
        .order_by(Record.id, Page.number)
        .execution_options(yield_per=500)
    )
    with library.db.reading() as session:
        for _, pages in groupby(session.execute(statement), key=lambda row: row[0]):
            held = list(pages)
            shown = "\n".join(text for *_, text in held) if licensing.is_open(held[0][2]) else ""
            exact, folded = vietnamese.words(shown)
            yield held[0][1], " ".join(folded), " ".join(exact)
