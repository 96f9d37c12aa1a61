"""Which records answer a question, and how well. Counting over arrays of postings; knows no engine.

Every clause must be answered, in whatever spelling; only when no record answers all, those that answer the most
(more than half) are given, and beside them those that lack little of a longer question and weigh as much. The weight
of a record is a sum over words and over neighbouring words (BM25 with the parts of a record weighted before
saturation). A spelling other than the typed one counts `OTHER_ACCENTS` of the typed one at most, so exact accents
lead; a word in the title leads one in the text; neighbours lead scattered words. The constants were chosen by
measuring (docs/decisions/031).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from search.matching import Corpus, Found, Matching
from search.occurrences import Flags, Floats, Ints, Occurrences, any_of, common, flagged, parts_of, records_of
from search.parsed import Clause, Option, Parsed, Words
from search.postings import TEXT

PART_WEIGHTS = np.array((8.0, 5.0, 2.5, 1.0))
SATURATION = 0.6
LENGTH_SHARE = 0.4
OTHER_ACCENTS = 0.15
NEIGHBOURS = 4.0
WHOLE_RUN = 6.0
WHOLE_TITLE = 2.0
STANDS_WHOLE = 1.5  # of a title that stands whole in the question, however long that is
# A record that lacks little of the question answers all the same if it weighs so much of the best that lacks nothing.
COMPETES = 0.7


class Weighed(NamedTuple):
    """The answer: which records match, and the weight of each (0.0 of those that do not)."""

    matched: Flags
    weights: Floats


class Ranking:
    """The evaluation of one question; the parameters are those of `Matching`."""

    def __init__(
        self, corpus: Corpus, parsed: Parsed, tick: Callable[[], None], *, hidden: Flags | None = None
    ) -> None:
        self._matching = Matching(corpus, parsed, tick, hidden=hidden)
        self._parsed = parsed
        self._tick = tick
        self._size = self._matching.size
        self._title_lengths = corpus.title_lengths()
        lengths = corpus.text_lengths().astype(np.float64)
        mean = max(1.0, float(lengths[self._matching.live].mean())) if self._matching.count else 1.0
        self._stretch = 1 - LENGTH_SHARE + LENGTH_SHARE * lengths / mean  # 1.0: a text of mean length

    def weigh(self) -> Weighed:
        """Every answering record with its weight; all weights are 0.0 when no word is wanted."""
        matched, shares = self._matching.records()
        lacking = ~matched & (shares > 0)
        weights = np.zeros(self._size)
        if self._parsed.clauses and (matched | lacking).any():
            for clause in self._parsed.clauses:
                weights += self._clause_weight(clause)
            weights += self._rows_weight(matched | lacking)
            weights += self._title_weight()
            weights[lacking] *= shares[lacking] ** 2
            matched = matched | lacking & (weights >= COMPETES * weights[matched].max(initial=0.0))
            weights[~matched] = 0.0
        return Weighed(matched, weights)

    def _clause_weight(self, clause: Clause) -> Floats:
        """The weight of the option that answers best."""
        if len(clause.options) == 1:
            return self._option_weight(clause.options[0])
        answers = [self._option_weight(one) * self._matching.answering(one, exact=False) for one in clause.options]
        best: Floats = np.max(answers, axis=0)
        return best

    def _option_weight(self, option: Option) -> Floats:
        weights = [self._word_weight(self._matching.of(word, option.part)) for word in option.words]
        together: Floats = np.sum(weights, axis=0)
        return together

    def _word_weight(self, found: Found) -> Floats:
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
        found = [self._matching.of(word) for word in run]
        weight = self._in_row(found, matched, exact=True)
        if self._matching.careful:
            most = NEIGHBOURS * sum(first.rarity + second.rarity for first, second in pairwise(found))
            most += WHOLE_RUN * sum(one.rarity for one in found) if len(found) > 2 else 0.0
            open_to_more = matched & (weight < OTHER_ACCENTS * most)
            if open_to_more.any():
                loosely = OTHER_ACCENTS * self._in_row(found, open_to_more, exact=False)
                weight = np.maximum(weight, loosely)
        return weight

    def _in_row(self, found: Sequence[Found], among: Flags, *, exact: bool) -> Floats:
        """The weight of each pair of neighbours, and of the whole run if it has more than two words."""
        keys = [self._matching.keys(one, among, exact=exact) for one in found]
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
            found = self._matching.of(word)
            inside = any_of([flagged(one.titled(), self._size) for one in found.typed]) if found.typed else None
            if inside is not None:
                rarities[inside] += found.rarity
                named[inside] += 1
        lengths = self._title_lengths
        share = named / np.maximum(max(1, len(words)), lengths)
        share[(named >= lengths) & (named > 1)] = STANDS_WHOLE
        return WHOLE_TITLE * rarities * share


def _saturated(often: Floats) -> Floats:
    share: Floats = often / (often + SATURATION)
    return share
