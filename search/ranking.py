"""Which records answer a question, and how well. Pure counting over postings; knows no engine.

Every wanted word must occur, in whatever spelling; only when no record has them all, those that have the most
(more than half) answer. The weight of a record is a sum over words and over neighbouring words (BM25 with the
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
SATURATION = 0.6
LENGTH_SHARE = 0.4
OTHER_ACCENTS = 0.15
NEIGHBOURS = 4.0
WHOLE_RUN = 6.0
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

    def starts(self, record: int, shift: int, *, exact: bool) -> set[int]:
        """Where a row of words would start that has this word at distance `shift`, for each place of the word."""
        found: set[int] = set()
        for postings in self.typed if exact else (*self.typed, *self.others):
            packed = postings.get(record)
            if packed is not None:
                found.update(places(packed, shift))
        return found

    def in_title(self, record: int) -> bool:
        """Whether the title has the word, as typed."""
        return any(record in postings and counts(postings[record])[TITLE] for postings in self.typed)


@dataclass(frozen=True, slots=True)
class _Run:
    """Words that stand together in the question, with their rarities; `most` is the largest weight of a row."""

    found: tuple[_Found, ...]
    rarities: tuple[float, ...]
    pair_rarities: tuple[float, ...]
    rarity: float
    most: float

    @classmethod
    def of(cls, found: Sequence[_Found], rarities: Sequence[float]) -> _Run:
        """The run of these words."""
        pairs = tuple(first + second for first, second in pairwise(rarities))
        rarity = sum(rarities)
        most = NEIGHBOURS * sum(pairs) + (WHOLE_RUN * rarity if len(found) > 2 else 0.0)
        return cls(tuple(found), tuple(rarities), pairs, rarity, most)


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
        wanted = self._parsed.typed
        matched = self._matched(wanted)
        for option in self._parsed.excluded:
            matched = matched - self._having_excluded(option.words, matched)
        weights = dict.fromkeys(matched, 0.0)
        for word in wanted:
            self._add_word(word, weights)
        if wanted:
            self._add_rows(nlargest(NEIGHBOURS_IN_BEST, weights, key=weights.__getitem__), weights)
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
        return {record for record, words in held.items() if words == most} if most * 2 > len(hits) else set()

    def _having_excluded(self, phrase: Words, among: set[int]) -> set[int]:
        """Records to leave out: by the typed spelling if it has accents (`-bán` spares `bạn`), else by any."""
        exact = any(word.accented for word in phrase)
        found = [_Found(self._corpus.spellings(word.folded), word, careful=exact) for word in phrase]
        return {record for record in among if self._follow(found, record, exact=exact)}

    def _follow(self, found: Sequence[_Found], record: int, *, exact: bool) -> bool:
        """Whether these words stand one after the other somewhere in the record."""
        self._tick()
        starts = found[0].starts(record, 0, exact=exact)
        return bool(starts.intersection(*_starts(found[1:], record, exact=exact, first=1)))

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

    def _add_rows(self, best: Sequence[int], weights: dict[int, float]) -> None:
        """Add what words that stand together in the question, or are the title, weigh more."""
        runs = [
            _Run.of([self._of(word) for word in run], [self._rarity(word) for word in run])
            for run in (*self._parsed.runs, *self._parsed.phrases)
        ]
        title_lengths = self._corpus.title_lengths()
        for record in best:
            self._tick()
            for run in runs:
                weights[record] += self._run_weight(run, record)
            weights[record] += self._title_weight(runs, record, title_lengths[record])

    def _run_weight(self, run: _Run, record: int) -> float:
        typed = self._in_row(run, record, exact=True)
        if not self._careful or typed >= OTHER_ACCENTS * run.most:
            return typed  # other accents could not add anything
        return max(typed, OTHER_ACCENTS * self._in_row(run, record, exact=False))

    def _in_row(self, run: _Run, record: int, *, exact: bool) -> float:
        """The weight of each pair of neighbours, and of the whole run if it has more than two words."""
        starts = _starts(run.found, record, exact=exact)
        weight = 0.0
        for pair, rarity in zip(pairwise(starts), run.pair_rarities, strict=True):
            weight += NEIGHBOURS * rarity * self._saturated(pair[0] & pair[1], record)
        if len(starts) > 2:
            weight += WHOLE_RUN * run.rarity * self._saturated(starts[0].intersection(*starts[1:]), record)
        return weight

    def _saturated(self, found: set[int], record: int) -> float:
        """How often something stands at these places, weighted by part and length, from 0 to 1."""
        if not found:
            return 0.0
        parts = Counter(place // PART_STRIDE for place in found)
        often = sum(PART_WEIGHTS[part] * count for part, count in parts.items() if part != TEXT)
        often += parts[TEXT] / self._stretch(record)
        return often / (often + SATURATION)

    def _title_weight(self, runs: Sequence[_Run], record: int, length: int) -> float:
        """More, the more of the title the question names and the more of the question the title has."""
        rarities = [
            rarity
            for run in runs
            for found, rarity in zip(run.found, run.rarities, strict=True)
            if found.in_title(record)
        ]
        if not rarities:
            return 0.0
        asked = sum(len(run.found) for run in runs)
        return WHOLE_TITLE * sum(rarities) * len(rarities) / max(asked, length)


def _starts(found: Sequence[_Found], record: int, *, exact: bool, first: int = 0) -> list[set[int]]:
    """For each word of a row, where the row would start; words that follow one another share a start."""
    return [word.starts(record, first + distance, exact=exact) for distance, word in enumerate(found)]
