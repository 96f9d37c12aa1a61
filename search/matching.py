"""Which records answer a question: sets of records over arrays of postings; knows no engine.

Every clause must be answered, in whatever spelling; only when no record answers all, those that answer the most
(more than half) are given. Records that lack little of a longer question are told apart: ranking decides on them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
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
    records_of,
)
from search.parsed import Clause, Option, Parsed, Part, Word
from search.postings import PARTS

# A record lacks little of an unquoted question of at least so many clauses if it has this share of their rarity.
NEARLY, NEARLY_FROM = 0.7, 4


class Spelling(NamedTuple):
    """One exact spelling of a folded word, and where it occurs."""

    exact: str
    occurrences: Occurrences


class Corpus(Protocol):
    """What ranking needs of an index. Records are numbers from 0; deleted ones never count."""

    def live(self) -> Flags:
        """For each number whether there is such a record."""

    def spellings(self, folded: str) -> Iterator[Spelling]:
        """The spellings that fold to this word, each once."""

    def text_lengths(self) -> NDArray[np.uint32]:
        """Words in the text of each record, by number; those of deleted ones may be anything."""

    def title_lengths(self) -> NDArray[np.uint32]:
        """Words in the title of each record, by number."""


@dataclass(frozen=True, slots=True)
class Found:
    """The occurrences of one wanted word in live records, the typed spelling apart from the others."""

    typed: tuple[Occurrences, ...]
    others: tuple[Occurrences, ...]
    having: Flags
    rarity: float

    def spelled(self, *, exact: bool) -> Sequence[Occurrences]:
        """The typed spelling, or all."""
        return self.typed if exact else (*self.typed, *self.others)


class Matching:
    """The records that answer one question. `tick` is called between bounded pieces of work and may raise to stop it.

    `hidden` records are as if they were deleted: they neither answer nor keep others from answering in part.
    """

    def __init__(
        self, corpus: Corpus, parsed: Parsed, tick: Callable[[], None], *, hidden: Flags | None = None
    ) -> None:
        self.careful = any(word.accented for word in parsed.wanted)
        self.live = corpus.live() if hidden is None else corpus.live() & ~hidden
        self.size = len(self.live)
        self.count = int(self.live.sum())
        self._corpus = corpus
        self._parsed = parsed
        self._tick = tick
        self._found: dict[tuple[Word, Part, bool], Found] = {}

    def records(self) -> tuple[Flags, Floats]:
        """Those that answer, and of those that lack little the share of the question that they have (of others 0.0)."""
        answering = [self._clause(clause) for clause in self._parsed.clauses]
        matched, nearly = self._matched(answering), self._nearly(answering)
        for option in self._parsed.excluded:  # by the typed spelling if it has accents: `-bán` spares `bạn`
            kept = ~self.answering(option, exact=any(word.accented for word in option.words))
            matched, nearly = matched & kept, nearly * kept
        return matched, nearly

    def of(self, word: Word, part: Part = "any", *, careful: bool | None = None) -> Found:
        """Where a word occurs; looked up once."""
        careful = self.careful if careful is None else careful
        key = word, part, careful
        if key not in self._found:
            self._tick()
            self._found[key] = self._look_up(word, part, careful=careful)
        return self._found[key]

    def _look_up(self, word: Word, part: Part, *, careful: bool) -> Found:
        typed: list[Occurrences] = []
        others: list[Occurrences] = []
        for exact, occurrences in self._corpus.spellings(word.folded):
            kept = occurrences.among(self.live)
            if part != "any":
                kept = kept.in_part(PARTS.index(part))
            if len(kept.records):
                (typed if exact == word.exact or not careful else others).append(kept)
        having = flags((*typed, *others), self.size)
        return Found(tuple(typed), tuple(others), having, self._rarity(having))

    def _matched(self, answering: Sequence[Flags]) -> Flags:
        """Records that answer every clause, else those that answer the most, if that is more than half."""
        if not answering:
            return self.live.copy()
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
        having = np.sum([self.of(word).having for word in typed], axis=0)
        return np.where(answering, len(typed), having)

    def _nearly(self, answering: Sequence[Flags]) -> Floats:
        """Records that lack little of a longer question (a slip, or words as common as `và`), not half of it."""
        held = np.zeros(self.size)
        if len(answering) < NEARLY_FROM or self._parsed.strict:
            return held
        rarities = [self._rarity(having) if having.any() else 0.0 for having in answering]  # what none has parts none
        for having, rarity in zip(answering, rarities, strict=True):
            held[having] += rarity
        shares: Floats = held / max(sum(rarities), 1e-9)
        shares[(shares < NEARLY) | (np.sum(answering, axis=0) * 2 < len(answering))] = 0.0
        return shares

    def _rarity(self, having: Flags) -> float:
        count = int(having.sum())
        return math.log(1 + (self.count - count + 0.5) / (count + 0.5))

    def _clause(self, clause: Clause) -> Flags:
        return any_of([self.answering(option, exact=False) for option in clause.options])

    def answering(self, option: Option, *, exact: bool) -> Flags:
        """Records that have the words of an option, in a row if it says so; `exact`: with the typed accents only."""
        found = [self.of(word, option.part, careful=exact or self.careful) for word in option.words]
        answering = all_of([flags(one.spelled(exact=exact), self.size) if exact else one.having for one in found])
        if not option.row or len(found) == 1 or not answering.any():
            return answering
        keys = [self.keys(one, answering, exact=exact) for one in found]
        whole = keys[0]
        for distance, following in enumerate(keys[1:], start=1):
            whole = common(whole, following - distance)
        return flagged(records_of(whole), self.size)

    def keys(self, found: Found, among: Flags, *, exact: bool) -> Ints:
        """The keys of a word in these records, of its typed spelling or of all."""
        self._tick()
        return all_keys([one.among(among) for one in found.spelled(exact=exact)])
