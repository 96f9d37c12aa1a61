"""Which records answer a question, and how well. Counting over arrays of postings; knows no engine.

Every clause must be answered, in whatever spelling; only when no record answers all, those that answer the most
(more than half) are given, and beside them those that lack little of a longer question and weigh as much. The weight of a record is a sum over words and over neighbouring words (BM25 with the
parts of a record weighted before saturation). A spelling other than the typed one counts `OTHER_ACCENTS` of the
typed one at most, so exact accents lead; a word in the title leads one in the text; neighbours lead scattered
words. The constants were chosen by scripts/measure_search.py (docs/decisions/031).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from search.occurrences import (
    Flags,
    Floats,
    Ints,
    Occurrences,
    all_keys,
    all_of,
    any_of,
    common,
    flagged,
    flags,
    parts_of,
    records_of,
)
from search.parsed import Clause, Option, Parsed, Part, Word, Words
from search.postings import PARTS, TEXT

PART_WEIGHTS = np.array((8.0, 5.0, 2.5, 1.0))
SATURATION = 0.6
LENGTH_SHARE = 0.4
OTHER_ACCENTS = 0.15
NEIGHBOURS = 4.0
WHOLE_RUN = 6.0
WHOLE_TITLE = 2.0
# A record that lacks words of an unquoted question answers all the same if it has this share of the rarity of its (at
# least so many) words, and weighs so much of the best that lacks none.
NEARLY, NEARLY_FROM, COMPETES = 0.7, 4, 0.7


class Spelling(NamedTuple):
    """One exact spelling of a folded word, and where it occurs."""

    exact: str
    occurrences: Occurrences


class Corpus(Protocol):
    """What ranking needs of an index. Records are numbers from 0; deleted ones never count."""

    def live(self) -> Flags:
        """For each number whether there is such a record."""

    def spellings(self, folded: str) -> Iterator[Spelling]:
        """The spellings that fold to this word; one may come several times, each time with other records."""

    def text_lengths(self) -> NDArray[np.uint32]:
        """Words in the text of each record, by number; those of deleted ones may be anything."""

    def title_lengths(self) -> NDArray[np.uint32]:
        """Words in the title of each record, by number."""


class Weighed(NamedTuple):
    """The answer: which records match, and the weight of each (0.0 of those that do not)."""

    matched: Flags
    weights: Floats


@dataclass(frozen=True, slots=True)
class _Found:
    """The occurrences of one wanted word in live records, the typed spelling apart from the others."""

    typed: tuple[Occurrences, ...]
    others: tuple[Occurrences, ...]
    having: Flags
    rarity: float

    def spelled(self, *, exact: bool) -> Sequence[Occurrences]:
        """The typed spelling, or all."""
        return self.typed if exact else (*self.typed, *self.others)


class Ranking:
    """The evaluation of one question. `tick` is called between bounded pieces of work and may raise to stop it.

    `hidden` records are as if they were deleted: they neither answer nor keep others from answering in part.
    """

    def __init__(
        self, corpus: Corpus, parsed: Parsed, tick: Callable[[], None], *, hidden: Flags | None = None
    ) -> None:
        self._corpus = corpus
        self._parsed = parsed
        self._tick = tick
        self._careful = any(word.accented for word in parsed.wanted)
        self._live = corpus.live() if hidden is None else corpus.live() & ~hidden
        self._size = len(self._live)
        self._count = int(self._live.sum())
        lengths = corpus.text_lengths().astype(np.float64)
        mean = max(1.0, float(lengths[self._live].mean())) if self._count else 1.0
        self._stretch = 1 - LENGTH_SHARE + LENGTH_SHARE * lengths / mean  # 1.0: a text of mean length
        self._found: dict[tuple[Word, Part, bool], _Found] = {}

    def weigh(self) -> Weighed:
        """Every answering record with its weight; all weights are 0.0 when no word is wanted."""
        answering = [self._clause(clause) for clause in self._parsed.clauses]
        matched, nearly = self._matched(answering), self._nearly(answering)
        for option in self._parsed.excluded:  # by the typed spelling if it has accents: `-bán` spares `bạn`
            kept = ~self._answering(option, exact=any(word.accented for word in option.words))
            matched, nearly = matched & kept, nearly & kept
        weights = np.zeros(self._size)
        if answering and (matched | nearly).any():
            for clause in self._parsed.clauses:
                weights += self._clause_weight(clause)
            weights += self._rows_weight(matched | nearly)
            weights += self._title_weight()
            matched = matched | nearly & (weights >= COMPETES * weights[matched].max(initial=0.0))
            weights[~matched] = 0.0
        return Weighed(matched, weights)

    # Which records answer

    def _of(self, word: Word, part: Part = "any", *, careful: bool | None = None) -> _Found:
        careful = self._careful if careful is None else careful
        key = word, part, careful
        if key not in self._found:
            self._tick()
            self._found[key] = self._look_up(word, part, careful=careful)
        return self._found[key]

    def _look_up(self, word: Word, part: Part, *, careful: bool) -> _Found:
        typed: list[Occurrences] = []
        others: list[Occurrences] = []
        for exact, occurrences in self._corpus.spellings(word.folded):
            kept = occurrences.among(self._live)
            if part != "any":
                kept = kept.in_part(PARTS.index(part))
            if len(kept.records):
                (typed if exact == word.exact or not careful else others).append(kept)
        having = flags((*typed, *others), self._size)
        return _Found(tuple(typed), tuple(others), having, self._rarity(having))

    def _matched(self, answering: Sequence[Flags]) -> Flags:
        """Records that answer every clause, else those that answer the most, if that is more than half."""
        if not answering:
            return self._live.copy()
        matched = all_of(answering)
        if matched.any() or self._parsed.strict:
            return matched
        held = np.sum([self._held(*pair) for pair in zip(self._parsed.clauses, answering, strict=True)], axis=0)
        most = int(held.max(initial=0))
        asked = sum(len(clause.options[0].words) for clause in self._parsed.clauses)
        return held == most if most * 2 > asked else matched

    def _held(self, clause: Clause, answering: Flags) -> Ints:
        """How many words of a clause as typed each record has: all if it answers in whatever way."""
        typed = clause.options[0].words
        having = np.sum([self._of(word).having for word in typed], axis=0)
        return np.where(answering, len(typed), having)

    def _nearly(self, answering: Sequence[Flags]) -> Flags:
        """Records that lack only little of a longer question: a slip, or words as common as `và`."""
        if len(answering) < NEARLY_FROM or self._parsed.strict:
            return np.zeros(self._size, dtype=np.bool_)
        rarities = [self._rarity(having) for having in answering]
        held = np.zeros(self._size)
        for having, rarity in zip(answering, rarities, strict=True):
            held[having] += rarity
        return held >= NEARLY * sum(rarities)

    def _rarity(self, having: Flags) -> float:
        count = int(having.sum())
        return math.log(1 + (self._count - count + 0.5) / (count + 0.5))

    def _clause(self, clause: Clause) -> Flags:
        return any_of([self._answering(option, exact=False) for option in clause.options])

    def _answering(self, option: Option, *, exact: bool) -> Flags:
        """Records that have the words of an option, in a row if it says so; `exact`: with the typed accents only."""
        found = [self._of(word, option.part, careful=exact or self._careful) for word in option.words]
        answering = all_of([flags(one.spelled(exact=exact), self._size) if exact else one.having for one in found])
        if not option.row or len(found) == 1 or not answering.any():
            return answering
        keys = [self._keys(one, answering, exact=exact) for one in found]
        whole = keys[0]
        for distance, following in enumerate(keys[1:], start=1):
            whole = common(whole, following - distance)
        return flagged(records_of(whole), self._size)

    def _keys(self, found: _Found, among: Flags, *, exact: bool) -> Ints:
        self._tick()
        return all_keys([one.among(among) for one in found.spelled(exact=exact)])

    # How well

    def _clause_weight(self, clause: Clause) -> Floats:
        """The weight of the option that answers best."""
        if len(clause.options) == 1:
            return self._option_weight(clause.options[0])
        answers = [self._option_weight(one) * self._answering(one, exact=False) for one in clause.options]
        best: Floats = np.max(answers, axis=0)
        return best

    def _option_weight(self, option: Option) -> Floats:
        weights = [self._word_weight(self._of(word, option.part)) for word in option.words]
        together: Floats = np.sum(weights, axis=0)
        return together

    def _word_weight(self, found: _Found) -> Floats:
        often = self._often(found.typed)
        weight = _saturated(often)
        if found.others:
            loosely = OTHER_ACCENTS * _saturated(often + self._often(found.others))
            weight = np.maximum(weight, loosely)
        return found.rarity * weight

    def _often(self, spelled: Iterable[Occurrences]) -> Floats:
        """How often a word occurs in each record, weighted by part and length."""
        self._tick()
        sums = np.zeros(self._size)
        for one in spelled:
            table = one.by_part()
            outside = table[:, :TEXT] @ PART_WEIGHTS[:TEXT]
            sums[one.records] += table[:, TEXT] / self._stretch[one.records] + outside
        return sums

    def _rows_weight(self, matched: Flags) -> Floats:
        """What words that stand together in the question and in the record weigh more; abbreviations either way."""
        weight = np.zeros(self._size)
        for run, swapped in zip(self._parsed.runs, self._parsed.swapped, strict=True):
            best = self._run_weight(run, matched)
            if swapped != run:
                best = np.maximum(best, self._run_weight(swapped, matched))
            weight += best
        for phrase in self._parsed.phrases:
            weight += self._run_weight(phrase, matched)
        return weight

    def _run_weight(self, run: Words, matched: Flags) -> Floats:
        if len(run) < 2:
            return np.zeros(self._size)
        found = [self._of(word) for word in run]
        weight = self._in_row(found, matched, exact=True)
        if self._careful:
            most = NEIGHBOURS * sum(first.rarity + second.rarity for first, second in pairwise(found))
            most += WHOLE_RUN * sum(one.rarity for one in found) if len(found) > 2 else 0.0
            open_to_more = matched & (weight < OTHER_ACCENTS * most)
            if open_to_more.any():
                loosely = OTHER_ACCENTS * self._in_row(found, open_to_more, exact=False)
                weight = np.maximum(weight, loosely)
        return weight

    def _in_row(self, found: Sequence[_Found], among: Flags, *, exact: bool) -> Floats:
        """The weight of each pair of neighbours, and of the whole run if it has more than two words."""
        keys = [self._keys(one, among, exact=exact) for one in found]
        weight = np.zeros(self._size)
        whole = keys[0]
        for distance, (first, second) in enumerate(pairwise(keys)):
            pairs = common(first, second - 1)
            weight += NEIGHBOURS * (found[distance].rarity + found[distance + 1].rarity) * self._saturation(pairs)
            whole = pairs if distance == 0 else common(whole, pairs - distance)
        if len(found) > 2:
            weight += WHOLE_RUN * sum(one.rarity for one in found) * self._saturation(whole)
        return weight

    def _saturation(self, keys: Ints) -> Floats:
        """How often something stands at these places, weighted by part and length, from 0 to 1."""
        if not len(keys):
            return np.zeros(self._size)
        self._tick()
        records, parts = records_of(keys), parts_of(keys)
        often = np.where(parts == TEXT, 1 / self._stretch[records], PART_WEIGHTS[parts])
        sums: Floats = np.bincount(records, often, minlength=self._size).astype(np.float64)
        return _saturated(sums)

    def _title_weight(self) -> Floats:
        """More, the more of the title the question names and the more of the question the title has."""
        words = [word for run in (*self._parsed.runs, *self._parsed.phrases) for word in run]
        rarities = np.zeros(self._size)
        named = np.zeros(self._size)
        for word in words:
            found = self._of(word)
            inside = any_of([flagged(one.titled(), self._size) for one in found.typed]) if found.typed else None
            if inside is not None:
                rarities[inside] += found.rarity
                named[inside] += 1
        lengths = self._corpus.title_lengths()
        share = named / np.maximum(max(1, len(words)), lengths)
        share[(named >= lengths) & (named > 1)] = 1.0  # the whole title stands in the question
        return WHOLE_TITLE * rarities * share


def _saturated(often: Floats) -> Floats:
    share: Floats = often / (often + SATURATION)
    return share
