"""Which records answer a question, and how well. Pure counting over postings; knows no engine.

Every wanted word must occur, in whatever spelling; only when no record has them all, those that have the most
(at least half) answer. The weight of a record is a sum over words and over neighbouring words (BM25 with the
parts of a record weighted before saturation). A spelling other than the typed one counts `OTHER_ACCENTS` of the
typed one at most, so exact accents lead; a word in the title leads one in the text; neighbours lead scattered
words. The constants were chosen by scripts/measure_search.py (docs/decisions/031).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from typing import Protocol

from search.postings import PART_STRIDE, TEXT, TITLE, counts, places
from search.query import Parsed, Word, Words

PART_WEIGHTS = (8.0, 5.0, 2.5, 1.0)
SATURATION = 1.2
LENGTH_SHARE = 0.4
OTHER_ACCENTS = 0.3
NEIGHBOURS = 1.5
WHOLE_TITLE = 2.0
# Neighbours are looked at in so many of the best records only; below them they would change no page people see.
NEIGHBOURS_IN_BEST = 1000


@dataclass(frozen=True, slots=True)
class Spelling:
    """One exact spelling of a folded word: the numbers of the records it occurs in, with its packed places."""

    exact: str
    postings: Mapping[int, bytes]


class Corpus(Protocol):
    """What ranking needs of an index. Records are numbers from 0; deleted ones never appear."""

    def documents(self) -> Iterable[int]:
        """The numbers of all records."""

    def spellings(self, folded: str) -> Iterator[Spelling]:
        """The spellings that fold to this word; one may come several times, each time with other records."""

    def text_lengths(self) -> Sequence[int]:
        """Words in the text of each record, by number; those of deleted ones may be anything."""

    def title_lengths(self) -> Sequence[int]:
        """Words in the title of each record, by number."""


class _Found:
    """The postings of one wanted word. `careful` questions tell the typed spelling from the others."""

    __slots__ = ("others", "records", "typed")

    def __init__(self, spellings: Iterable[Spelling], word: Word, *, careful: bool) -> None:
        self.typed: list[Mapping[int, bytes]] = []
        self.others: list[Mapping[int, bytes]] = []
        for spelling in spellings:
            as_typed = spelling.exact == word.exact or not careful
            (self.typed if as_typed else self.others).append(spelling.postings)
        self.records: set[int] = set().union(*self.typed, *self.others)

    def places(self, record: int, *, exact: bool) -> set[int]:
        """Every place of the word in a record."""
        spelled = self.typed if exact else self.typed + self.others
        return {place for postings in spelled if record in postings for place in places(postings[record])}

    def in_title(self, record: int) -> bool:
        """Whether the title has the word, as typed."""
        return any(record in postings and counts(postings[record])[TITLE] for postings in self.typed)


class Ranking:
    """The evaluation of one question. `tick` is called between bounded pieces of work and may raise to stop it."""

    def __init__(self, corpus: Corpus, parsed: Parsed, tick: Callable[[], None]) -> None:
        self._corpus = corpus
        self._parsed = parsed
        self._tick = tick
        self._careful = any(word.accented for word in parsed.wanted)
        self._found: dict[Word, _Found] = {}
        self._everything = set(corpus.documents())
        self._lengths = corpus.text_lengths()
        live = [self._lengths[record] for record in self._everything]
        self._mean_length = max(1.0, sum(live) / max(1, len(live)))

    def weigh(self) -> dict[int, float]:
        """Every answering record with its weight; all weights are 0.0 when no word is wanted."""
        wanted = self._parsed.wanted
        matched = self._matched(wanted)
        for phrase in self._parsed.excluded:
            matched = matched - self._having_excluded(phrase, matched)
        weights = dict.fromkeys(matched, 0.0)
        for word in wanted:
            self._add_word(word, weights)
        if wanted:
            best = nlargest(NEIGHBOURS_IN_BEST, weights, key=weights.__getitem__)
            for record in best:
                weights[record] += self._neighbours(record) + self._whole_title(record, wanted)
        return weights

    def _of(self, word: Word) -> _Found:
        if word not in self._found:
            self._tick()
            self._found[word] = _Found(self._corpus.spellings(word.folded), word, careful=self._careful)
        return self._found[word]

    def _matched(self, wanted: Words) -> set[int]:
        if not wanted:
            return self._everything
        hits = [self._of(word).records for word in wanted]
        matched = set(hits[0]).intersection(*hits[1:])
        for phrase in self._parsed.phrases:
            found = [self._of(word) for word in phrase]
            matched = {record for record in matched if self._follow(found, record, exact=False)}
        return matched or self._most(hits)

    def _most(self, hits: Sequence[set[int]]) -> set[int]:
        """Those with the most of the wanted words; none for a question with quotes, which means what it says."""
        if self._parsed.phrases:
            return set()
        held = Counter(record for records in hits for record in records)
        most = max(held.values(), default=0)
        return {record for record, words in held.items() if words == most} if most * 2 >= len(hits) else set()

    def _having_excluded(self, phrase: Words, among: set[int]) -> set[int]:
        """Records to leave out: by the typed spelling if it has accents (`-bán` spares `bạn`), else by any."""
        exact = any(word.accented for word in phrase)
        found = [_Found(self._corpus.spellings(word.folded), word, careful=exact) for word in phrase]
        return {record for record in among if self._follow(found, record, exact=exact)}

    def _follow(self, found: Sequence[_Found], record: int, *, exact: bool) -> bool:
        """Whether these words stand one after the other somewhere in the record."""
        self._tick()
        starts = found[0].places(record, exact=exact)
        for distance, word in enumerate(found[1:], start=1):
            starts &= {place - distance for place in word.places(record, exact=exact)}
        return bool(starts)

    def _rarity(self, word: Word) -> float:
        having = len(self._of(word).records)
        return math.log(1 + (len(self._everything) - having + 0.5) / (having + 0.5))

    def _stretch(self, record: int) -> float:
        """By how much longer texts count less a word: 1.0 for a text of mean length."""
        return 1 - LENGTH_SHARE + LENGTH_SHARE * self._lengths[record] / self._mean_length

    def _add_word(self, word: Word, weights: dict[int, float]) -> None:
        found, rarity = self._of(word), self._rarity(word)
        typed = self._frequencies(found.typed, weights)
        if not found.others:
            for record, often in typed.items():
                weights[record] += rarity * often / (often + SATURATION)
            return
        others = self._frequencies(found.others, weights)
        for record in typed.keys() | others.keys():
            often = typed.get(record, 0.0)
            loose = often + others.get(record, 0.0)
            loosely = OTHER_ACCENTS * loose / (loose + SATURATION)
            weights[record] += rarity * max(often / (often + SATURATION), loosely)

    def _frequencies(self, spelled: Iterable[Mapping[int, bytes]], among: Mapping[int, float]) -> dict[int, float]:
        """How often the word occurs, weighted by part and length, in each of the records that have it."""
        self._tick()
        sums: dict[int, float] = {}
        for postings in spelled:
            for record in among.keys() & postings.keys():
                title, names, metadata, text = counts(postings[record])
                often = text / self._stretch(record)
                if title or names or metadata:
                    often += PART_WEIGHTS[0] * title + PART_WEIGHTS[1] * names + PART_WEIGHTS[2] * metadata
                sums[record] = sums.get(record, 0.0) + often
        return sums

    def _neighbours(self, record: int) -> float:
        """What neighbouring words of the question add where they are neighbours in the record too."""
        added = 0.0
        for run in (*self._parsed.runs, *self._parsed.phrases):
            for first, second in pairwise(run):
                exact = self._pair(first, second, record, exact=True)
                loose = self._pair(first, second, record, exact=False) if self._careful else 0.0
                added += (self._rarity(first) + self._rarity(second)) * max(exact, OTHER_ACCENTS * loose)
        return NEIGHBOURS * added

    def _pair(self, first: Word, second: Word, record: int, *, exact: bool) -> float:
        self._tick()
        befores = self._of(first).places(record, exact=exact)
        pairs = befores & {place - 1 for place in self._of(second).places(record, exact=exact)}
        parts = Counter(place // PART_STRIDE for place in pairs)
        often = sum(PART_WEIGHTS[part] * count for part, count in parts.items() if part != TEXT)
        often += parts[TEXT] / self._stretch(record)
        return often / (often + SATURATION)

    def _whole_title(self, record: int, wanted: Words) -> float:
        """More, the more of the title the question names and the more of the question the title has."""
        named = [word for word in wanted if self._of(word).in_title(record)]
        if not named:
            return 0.0
        share = len(named) / max(len(wanted), self._corpus.title_lengths()[record])
        return WHOLE_TITLE * share * sum(map(self._rarity, named))
