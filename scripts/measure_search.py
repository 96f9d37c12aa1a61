"""Measure the embedded index on a folder of texts: building, relevance by kind of query, time of a query.

    python scripts/measure_search.py FOLDER [--limit N] [--keep INDEX]

FOLDER holds `*.jsonl.gz` files, one document a line (`id`, `title`, `text`). Queries are made from the documents
with a fixed seed, so two runs on the same folder compare. Known-item queries (MRR@10) ask for one document by its
title or by words in a row from its text; two-syllable queries (P@10) ask with accents for a pair of neighbouring
words, and a hit is right when it holds exactly that pair, with these accents: of ten hits, or of as many as there
are right documents if they are fewer. Times are processor times, for comparing on a machine that does other work.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from search import vietnamese
from search.base import Entry, Query, SearchIndex
from search.whoosh_index import WhooshIndex

QUERIES = 120


@dataclass(frozen=True, slots=True)
class Document:
    """One line of the folder: a text with its title."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Spelled:
    """A document in the spellings that decide what is right."""

    folded_title: str
    folded: str
    exact: str

    @classmethod
    def of(cls, document: Document) -> Spelled:
        """Both spellings of a document; title and text in one row, parted by a word nobody asks for."""
        row = f"{document.title} 0parting0 {document.text}"
        exact, folded = vietnamese.words(row)
        return cls(vietnamese.fold_page(document.title), f" {' '.join(folded)} ", f" {' '.join(exact)} ")


def main() -> None:
    """Build, ask, print one line a measure."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--limit", type=int, default=None, help="only so many documents")
    options.add_argument("--keep", type=Path, default=None, help="use this index folder again if it is there")
    given = options.parse_args()
    documents = list(read(given.folder))[: given.limit]
    print(f"{len(documents)} documents, {size(documents):.1f} MB")
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch) / "index"
        index = WhooshIndex(folder)
        if not (folder / "current").exists():
            report_build(index, documents, folder)
        report_relevance(index, documents)
    print(f"resident at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def read(folder: Path) -> Iterator[Document]:
    """Every document below the folder; ids are made unique by the file's name."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                held = json.loads(line)
                yield Document(f"{path.name}:{number}", held["title"], held["text"])


def size(documents: Sequence[Document]) -> float:
    """Megabytes of text."""
    return sum(len(document.text.encode()) for document in documents) / 1e6


def entries(documents: Sequence[Document]) -> Iterator[Entry]:
    """The documents as entries of records published one second after another."""
    for number, document in enumerate(documents):
        yield Entry(
            record=document.id,
            stamp="1",
            title=document.title,
            names="",
            metadata="",
            text=document.text,
            facets={"kind": (document.id.split(".")[0],), "tenth": (str(number % 10),)},
            sort_title=vietnamese.sort_key(document.title),
            year=2000 + number % 25,
            published=datetime.fromtimestamp(1_600_000_000 + number, UTC),
        )


def report_build(index: SearchIndex, documents: Sequence[Document], folder: Path) -> None:
    """Time and size of a rebuild, and the time of opening."""
    began = time.process_time()
    index.rebuild(entries(documents))
    took = time.process_time() - began
    stored = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    print(f"build {took:.1f} s, {size(documents) / took:.2f} MB/s, index {stored:.1f} MB")
    began = time.perf_counter()
    index.search(Query("một"))
    print(f"open and first query {(time.perf_counter() - began) * 1000:.0f} ms")


def report_relevance(index: SearchIndex, documents: Sequence[Document]) -> None:
    """MRR@10, P@10 and times of each kind of query."""
    chance = random.Random(20260101)  # noqa: S311 (a repeatable choice, no secret)
    kinds: dict[str, Callable[[], tuple[str, Callable[[Spelled], bool]]]] = {
        "title": lambda: by_title(chance, documents, str),
        "title without accents": lambda: by_title(chance, documents, vietnamese.fold),
        "six words in a row": lambda: by_passage(chance, documents, str),
        "six words, no accents": lambda: by_passage(chance, documents, vietnamese.fold),
        "two syllables": lambda: by_pair(chance, documents),
    }
    corpus = {document.id: Spelled.of(document) for document in documents}
    print(f"{'kind of query':24} {'MRR@10':>7} {'P@10':>6} {'p50 ms':>7} {'p95 ms':>7}")
    for kind, make in kinds.items():
        ranks, shares, times = [], [], []
        for _ in range(QUERIES):
            text, is_right = make()
            began = time.process_time()
            results = index.search(Query(text, size=10, facets=("kind", "tenth")))
            times.append((time.process_time() - began) * 1000)
            right = [is_right(corpus[hit.record]) for hit in results.hits]
            ranks.append(1 / (right.index(True) + 1) if True in right else 0.0)
            shares.append(sum(right) / min(10, sum(map(is_right, corpus.values()))))
        ninety_fifth = statistics.quantiles(times, n=20)[-1]
        precision = f"{statistics.mean(shares):6.3f}" if kind == "two syllables" else "     -"
        print(
            f"{kind:24} {statistics.mean(ranks):7.3f} {precision} {statistics.median(times):7.1f} {ninety_fifth:7.1f}"
        )


def by_title(
    chance: random.Random, documents: Sequence[Document], spell: Callable[[str], str]
) -> tuple[str, Callable[[Spelled], bool]]:
    """Ask for a title; another document of the same title is right too."""
    wanted = chance.choice([document for document in documents if 2 <= len(document.title.split()) <= 12])
    same = vietnamese.fold_page(wanted.title)
    return spell(wanted.title), lambda document: document.folded_title == same


def by_passage(
    chance: random.Random, documents: Sequence[Document], spell: Callable[[str], str]
) -> tuple[str, Callable[[Spelled], bool]]:
    """Ask for six words in a row; every document that has them in a row is right."""
    words = passage(chance, documents, 6)
    page = f" {vietnamese.fold(' '.join(words))} "
    return spell(" ".join(words)), lambda document: page in document.folded


def by_pair(chance: random.Random, documents: Sequence[Document]) -> tuple[str, Callable[[Spelled], bool]]:
    """Ask for two neighbouring words with accents; right is who has exactly this pair in text or title."""
    words = passage(chance, documents, 2)
    while all(vietnamese.fold(word) == vietnamese.exact(word) for word in words):
        words = passage(chance, documents, 2)
    pair = f" {vietnamese.exact(' '.join(words))} "

    return " ".join(words), lambda document: pair in document.exact


def passage(chance: random.Random, documents: Sequence[Document], length: int) -> list[str]:
    """Some words in a row that stand in one line of a document."""
    while True:
        line = chance.choice(chance.choice(documents).text.splitlines() or [""])
        spans = [(token.start, token.end) for token in vietnamese.tokens(line)]
        if len(spans) >= length:
            start = chance.randrange(len(spans) - length + 1)
            between = line[spans[start][0] : spans[start + length - 1][1]]
            if all(part.isalpha() for part in between.split()) and len(between.split()) == length:
                return between.split()


if __name__ == "__main__":
    main()
