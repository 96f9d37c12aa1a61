"""The documents of a shelf: mixed from real texts where a folder of them is given, else made."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from tests.benchmarks import made_texts

PAGE_CHARS = 1300  # about 1,700 bytes, as a printed page of a school book has


@dataclass(frozen=True, slots=True)
class Document:
    """What becomes a record: a title and the text of its pages."""

    title: str
    pages: Sequence[str]


def documents(folder: Path | None, records: int, pages: int) -> Iterator[Document]:
    """So many documents, of the ``*.jsonl.gz`` (``title``, ``text``) below the folder, or made where there are none."""
    given = [json.loads(line) for path in sorted(folder.rglob("*.jsonl.gz")) for line in _lines(path)] if folder else []
    given = [one for one in given if len(str(one.get("text", ""))) > PAGE_CHARS]
    if given:
        return _mixed(given, records, pages)
    return (Document(title, held) for title, held in made_texts.documents(records, pages))


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from lines


def _mixed(given: list[dict[str, str]], records: int, pages: int) -> Iterator[Document]:
    """Paragraphs of a document from some place on, then those of others near it; titles are told apart by a number."""
    chance = random.Random(5)
    weights = [len(one["text"]) for one in given]
    paragraphs = [[part for part in one["text"].split("\n") if part.strip()] for one in given]
    for number, first in enumerate(chance.choices(range(len(given)), weights, k=records)):
        near = [chance.randrange(max(0, first - 30), min(len(given), first + 30)) for _ in range(200)]
        start = chance.randrange(len(paragraphs[first]))
        parts = chain(paragraphs[first][start:], *(paragraphs[other] for other in near))
        title = given[first].get("title") or "Tài liệu"
        yield Document(f"{title}, tập {number % 7 + 1}", list(_paged(parts, pages)))


def _paged(parts: Iterator[str], pages: int) -> Iterator[str]:
    held: list[str] = []
    for part in parts:
        for start in range(0, len(part), PAGE_CHARS):
            held.append(part[start : start + PAGE_CHARS])
            if sum(map(len, held)) >= PAGE_CHARS:
                yield "\n\n".join(held)
                held, pages = [], pages - 1
                if pages == 0:
                    return
    if held:
        yield "\n\n".join(held)
