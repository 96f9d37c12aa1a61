"""The embedded index finds and counts exactly what the reference does, which looks through everything word by word."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from search import matching, open_index
from search.base import Entry, Query, QueryRefused
from tests.search.makers import make_entry

# Few words, so that they meet; among them words that differ by accents, abbreviations and their long forms.
WORDS = [
    *("toán", "toan", "toản", "văn", "vạn", "học", "hóc", "sinh", "giáo", "dục", "công", "dân", "gdcd", "GDCD", "kì"),
    *(
        "1",
        "2",
        "i",
        "HK1",
        "hki",
        "tn",
        "xh",
        "tự",
        "nhiên",
        "và",
        "xã",
        "hội",
        "lop9",
        "lớp",
        "9",
        "lí",
        "lý",
        "nước2",
    ),
]
SIGNS = [
    "OR",
    "|",
    "HOẶC",
    "-",
    '"',
    '"',
    "title:",
    "creator:",
    "-text:",
    "nxb:",
    "AND",
    "titel:",
    "grade:9",
    "giáo dục công dân",
]
KINDS = ("book", "map", "scan")


def some(chance: random.Random, most: int) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randrange(most + 1)))


def entries(chance: random.Random, many: int) -> Iterator[Entry]:
    for number in range(many):
        yield make_entry(
            f"r{number}",
            some(chance, 12),
            title=some(chance, 4),
            names=some(chance, 2),
            metadata=some(chance, 3),
            facets={"type": tuple(chance.sample(KINDS, k=chance.randrange(3))), "year": (str(2000 + number % 9),)},
            year=None if number % 7 == 0 else 2000 + number % 9,
            day=number % 5,
        )


def question(chance: random.Random) -> str:
    parts = [
        chance.choice(SIGNS) if chance.random() < 0.3 else chance.choice(WORDS) for _ in range(chance.randrange(7))
    ]
    joined = "".join(part + (" " if chance.random() < 0.85 and part[-1] not in ':-"' else "") for part in parts)
    return joined if chance.random() < 0.8 else f'{joined} "{some(chance, 3)}"'


def asked(chance: random.Random) -> Query:
    return Query(
        question(chance),
        filters={"type": tuple(chance.sample(KINDS, k=2))} if chance.random() < 0.3 else {},
        rejected={"type": (chance.choice(KINDS),)} if chance.random() < 0.2 else {},
        years=chance.choice([(2002, 2006), (None, 2004), (2005, None)]) if chance.random() < 0.2 else None,
        without=frozenset(["r1", "r2"]) if chance.random() < 0.2 else frozenset(),
        facets=("type", "year"),
        size=100,
        sort="title",
    )


@pytest.mark.parametrize("seed", range(3))
def test_same_records_same_counts(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        matching, "NEARLY_FROM", 99
    )  # what lacks little is admitted by weight, which is the engine's own
    chance = random.Random(seed)
    shelf = list(entries(chance, 60))
    engine, reference = open_index(f"whoosh://{tmp_path}/index"), open_index("memory://")
    engine.rebuild(shelf[:40])
    reference.rebuild(shelf[:40])
    for index in (engine, reference):
        index.put(shelf[30:])
        index.drop(["r3", "r5", "r41"])
    answered = 0
    for _ in range(250):
        query = asked(chance)
        try:
            expected = reference.search(query)
        except QueryRefused:
            continue
        found = engine.search(query)
        told = (query.text, query.filters, query.rejected, query.years)
        assert {hit.record for hit in found.hits} == {hit.record for hit in expected.hits}, told
        assert found.total == expected.total, told
        assert found.facets == expected.facets, told
        answered += 0 < found.total < 57
    assert answered > 90
