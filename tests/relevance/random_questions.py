"""Questions made of the documents by chance, so that nobody can have chosen them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from search import vietnamese
from tests.relevance.corpus import Document
from tests.relevance.questions import Question

PAIRS = "two syllables by chance"


def made(documents: Sequence[Document], each: int, seed: int) -> Iterator[Question]:
    """So many questions of each kind; the same seed makes the same questions of the same documents."""
    chance = random.Random(seed)
    titled = [document for document in documents if 2 <= len(document.title.split()) <= 12]
    for kind, spell in (("title by chance", str), ("title, no accents", vietnamese.fold)):
        for document in chance.choices(titled, k=each):
            right = {one.id for one in documents if one.folded_name == document.folded_name}
            yield Question(kind, spell(document.title), frozenset(right))
    for kind, spell in (("six words by chance", str), ("six words, no accents", vietnamese.fold)):
        for _ in range(each):
            words = " ".join(_passage(chance, documents, 6))
            row = f" {' '.join(vietnamese.words(words)[1])} "
            yield Question(kind, spell(words), frozenset(one.id for one in documents if row in one.folded), words)
    for _ in range(each):
        pair = _accented_pair(chance, documents)
        row = f" {' '.join(vietnamese.words(pair)[0])} "
        yield Question(PAIRS, pair, frozenset(one.id for one in documents if row in one.exact))


def _accented_pair(chance: random.Random, documents: Sequence[Document]) -> str:
    while True:
        words = _passage(chance, documents, 2)
        if any(vietnamese.fold(word) != vietnamese.exact(word) for word in words):
            return " ".join(words)


def _passage(chance: random.Random, documents: Sequence[Document], length: int) -> list[str]:
    """Words in a row that stand in one line of a document, with nothing but blanks between them."""
    while True:
        line = chance.choice(chance.choice(documents).text.splitlines() or [""])
        spans = [(token.start, token.end) for token in vietnamese.tokens(line)]
        if len(spans) < length:
            continue
        start = chance.randrange(len(spans) - length + 1)
        words = line[spans[start][0] : spans[start + length - 1][1]].split()
        if len(words) == length and all(word.isalpha() for word in words):
            return words
