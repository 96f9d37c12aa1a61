"""Which page of a record answers a question: by counting words, the same for every engine.

Pages are weighed from their folded text (`hyphenation.fold_readings`), where a plain substring count finds whole words;
typed accents are then looked for in the text of the few pages that are left.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from search.hyphenation import READINGS_END, readings
from search.parsed import Option, Parsed, Word, Words
from search.vietnamese import exact, fold_page, words

Key = TypeVar("Key")

SATURATED = 4  # occurrences of one word after which more say nothing new
RUN_WEIGHT = 3.0  # a run of words in the order asked, for each word in it
PAIR_WEIGHT = 1.0  # two neighbours of the question standing together
OTHER_ACCENTS = 0.4  # what a word counts that stands there with other accents than the typed ones
HEADING = 1.5  # a line that says little more than the question
LISTING = 0.7  # a page of contents or an index: it names the words, other pages explain them
ON_PAGES = frozenset({"any", "text"})  # parts of a record that its pages are

# Rhymes that are printed with the tone on either vowel (hòa, hoà); `vietnamese.exact` has it on the first.
_MARK_LATER = {
    early + vowel: plain + late
    for plain, vowel, firsts, seconds in (
        ("o", "a", "òóỏõọ", "àáảãạ"),
        ("o", "e", "òóỏõọ", "èéẻẽẹ"),
        ("u", "y", "ùúủũụ", "ỳýỷỹỵ"),
    )
    for early, late in zip(firsts, seconds, strict=True)
}
_I_RHYME = re.compile("(?:[hklmstv]|qu)[iìíỉĩị]")
_I_TO_Y = str.maketrans("iìíỉĩị", "yỳýỷỹỵ")


@dataclass(frozen=True, slots=True)
class _Way:
    """One option as pages are searched for it: every needle must occur; a row is one needle."""

    words: Words
    needles: tuple[str, ...]

    @property
    def accented(self) -> bool:
        return any(word.accented for word in self.words)

    @property
    def needles_as_typed(self) -> tuple[str, ...]:
        """The needles with the typed accents."""
        spelled = [word.exact for word in self.words]
        rows = [spelled] if len(self.needles) < len(self.words) else [[word] for word in spelled]
        return tuple(f" {' '.join(row)} " for row in rows)

    def stands_in(self, folded: str) -> bool:
        return all(needle in folded for needle in self.needles)


@dataclass(frozen=True, slots=True)
class _Demand:
    """A clause that pages can answer; `weight` is how many words were typed for it."""

    weight: int
    ways: tuple[_Way, ...]

    @property
    def plain(self) -> bool:
        """Whether it is one word without alternatives, as most are."""
        return self.weight == len(self.ways) == len(self.ways[0].needles) == 1

    def share(self, folded: str) -> float:
        """How much of it a page holds, 0.0 to 1.0: rows are there or not, of other words some may be."""
        best = 0.0
        for way in self.ways:
            needles = way.needles
            held = sum([needle in folded for needle in needles]) / len(needles)
            if held == 1.0:
                return 1.0
            best = max(best, held)
        return best


class Weigher:
    """A question made ready to weigh many pages. Demands on titles, names or metadata do not count here."""

    def __init__(self, parsed: Parsed) -> None:
        clauses = (tuple(option for option in clause.options if option.part in ON_PAGES) for clause in parsed.clauses)
        self._demands = tuple(
            _Demand(len(options[0].words), tuple(map(_way, options))) for options in clauses if options
        )
        excluded = tuple(_way(option) for option in parsed.excluded if option.part in ON_PAGES)
        self._excluded = tuple(way for way in excluded if not way.accented)
        self._excluded_as_typed = tuple(way for way in excluded if way.accented)
        self._plain = tuple(d.ways[0].needles[0] for d in self._demands if d.plain)
        self._other = tuple(demand for demand in self._demands if not demand.plain)
        runs = zip(parsed.runs, parsed.swapped, strict=True)
        self._runs = tuple({run, swapped} for run, swapped in runs if len(run) > 1 or len(swapped) > 1)
        self._phrases = tuple(phrase for phrase in parsed.phrases if len(phrase) > 1)
        self._letters = sum(len(word.folded) for demand in self._demands for word in demand.ways[0].words)
        self.whole = float(sum(demand.weight for demand in self._demands))
        """The coverage of a page that answers every demand; 0.0 when nothing is asked of pages."""
        self.accented = any(word.accented for demand in self._demands for way in demand.ways for word in way.words)
        """Whether accents were typed, so that the text of pages says more than their folded form."""

    def coverage(self, folded: str) -> float:
        """How many of the words asked for the page answers, at most `whole`; 0.0 with an excluded word on it.

        Words excluded with accents spare others that fold alike, so that `excludes` must look for them in the text.
        """
        if self._spoilt(folded):
            return 0.0
        held = float(sum([needle in folded for needle in self._plain]))
        for demand in self._other:
            held += demand.weight * demand.share(folded)
        return held

    def _spoilt(self, folded: str) -> bool:
        """Whether a word that is excluded however it is accented is on the page."""
        return any(way.stands_in(folded) for way in self._excluded)

    @property
    def excludes_as_typed(self) -> bool:
        """Whether words are excluded with their accents, so that `excludes` says more than `coverage`."""
        return bool(self._excluded_as_typed)

    def excludes(self, folded: str, text: str) -> bool:
        """Whether an excluded word is on the page; one typed with accents if its `text` has it so."""
        suspected = [way for way in self._excluded_as_typed if way.stands_in(folded)]
        if not suspected:
            return self._spoilt(folded)
        readings_as_typed = [f" {' '.join(words(reading)[0])} " for reading in readings(text)]
        typed = (way.needles_as_typed for way in suspected)
        return self._spoilt(folded) or any(
            all(any(needle in reading for reading in readings_as_typed) for needle in needles) for needles in typed
        )

    def covered(self, pages: Iterable[tuple[Key, str]]) -> Iterator[tuple[Key, str, float]]:
        """The folded pages of one file, in order, with their coverage; those that hold nothing are left out.

        A quoted row that runs from one page into the next counts on the first of the two.
        """
        if not self._phrases:
            for key, folded in pages:
                held = self.coverage(folded)
                if held:
                    yield key, folded, held
            return
        last: tuple[Key, str] | None = None
        for page in pages:
            if last is not None:
                yield from self._with_seam(*last, page[1])
            last = page
        if last is not None:
            yield from self._with_seam(*last, "")

    def _with_seam(self, key: Key, folded: str, following: str) -> Iterator[tuple[Key, str, float]]:
        if self._spoilt(folded):
            return
        held = self.coverage(folded)
        for phrase in self._phrases:
            if following and _row(phrase) not in folded and runs_over(phrase, folded, following):
                held = min(self.whole, held + len(phrase))
        if held:
            yield key, folded, held

    def score(self, folded: str, text: str | None = None) -> float:
        """How well a page answers; 0.0 when it holds nothing of the question. With its `text` typed accents count.

        Comparable among pages for the same question and the same kind of call only.
        """
        page = _Page(folded, text.lower() if text is not None and self.accented else None)
        score = sum([demand.weight * max(map(page.way, demand.ways)) for demand in self._demands])
        score += sum([max(map(page.together, either)) for either in self._runs])
        return score + sum([page.together(phrase) for phrase in self._phrases])

    def refined(self, folded: str, text: str) -> float:
        """`score` with the typed accents, and with what the page's lines say: a heading, or an index at the back."""
        score = self.score(folded, text)
        lines = text.split("\n")
        listed = sum([line[-1:].isdigit() for line in lines])
        if listed > 5 and listed * 2 > len(lines):
            return score * LISTING
        return score + HEADING * any(map(self._is_heading, lines))

    def _is_heading(self, line: str) -> bool:
        return self._letters <= len(line) <= 2 * self._letters + 16 and self.coverage(fold_page(line)) == self.whole


def runs_over(row: Words, folded: str, following: str) -> bool:
    """Whether a row of words begins at the end of one folded page and goes on at the start of the next."""
    main = folded.partition(READINGS_END)[0]
    return any(main.endswith(_row(row[:at])) and following.startswith(_row(row[at:])) for at in range(1, len(row)))


@lru_cache(maxsize=1024)
def spellings(word: Word) -> tuple[str, ...]:
    """How a typed word may be printed, in small letters: as today, with the tone on the last vowel, or with y for i."""
    typed = word.exact
    if typed[-2:] in _MARK_LATER:
        other = typed[:-2] + _MARK_LATER[typed[-2:]]
    elif _I_RHYME.fullmatch(typed):
        other = typed.translate(_I_TO_Y)
    else:
        return (typed,)
    return (typed, other) if exact(other) == typed else (typed,)


def standing(needle: str, text: str) -> Iterator[int]:
    """Where `needle` stands in `text` as words of its own."""
    at = text.find(needle)
    while at >= 0:
        end = at + len(needle)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            yield at
        at = text.find(needle, end)


class _Page:
    """One page while it is weighed: what was counted once is not counted again."""

    def __init__(self, folded: str, lower: str | None) -> None:
        self._main, _, self._readings = folded.partition(READINGS_END)
        self._folded = folded
        self._lower = lower if lower is None else lower.replace("\n", " ")
        self._weights: dict[str, float] = {}

    def way(self, way: _Way) -> float:
        """The weight of a word of this option on the page, on the average."""
        if len(way.needles) < len(way.words):
            return self._row(way.words)
        return sum(map(self._word, way.words)) / len(way.words)

    def together(self, run: Words) -> float:
        """What words standing together add; only words that are there at all are looked for in a row."""
        if len(run) < 2:
            return 0.0
        near = [pair for pair in pairwise(run) if self._word(pair[0]) and self._word(pair[1])]
        pairs = sum([_row(pair) in self._folded for pair in near])
        whole = self._row(run) if pairs == len(run) - 1 else 0.0
        return RUN_WEIGHT * len(run) * min(whole, 1.0) + PAIR_WEIGHT * pairs

    def _word(self, word: Word) -> float:
        if word.exact not in self._weights:
            self._weights[word.exact] = self._counted((word,), spellings(word) if word.accented else ())
        return self._weights[word.exact]

    def _row(self, row: Words) -> float:
        key = _row(row)
        if key not in self._weights:
            accented = any(word.accented for word in row)
            self._weights[key] = self._counted(row, _printed(row) if accented else ())
        return self._weights[key]

    def _counted(self, words: Sequence[Word], printed: Iterable[str]) -> float:
        """Of a word or row; in other readings of the page it counts once, for they repeat their neighbours."""
        needle = _row(words)
        often = self._main.count(needle) or int(needle in self._readings)
        if not often or self._lower is None or not printed:
            return math.sqrt(min(often, SATURATED))
        exactly = sum(1 for spelling in printed for _ in standing(spelling, self._lower))
        return math.sqrt(min(exactly, SATURATED)) if exactly else OTHER_ACCENTS * math.sqrt(min(often, SATURATED))


def _printed(row: Words) -> frozenset[str]:
    """A typed row as today's spelling has it, and as the other one does."""
    found = [spellings(word) for word in row]
    return frozenset(" ".join([printed[at] for printed in found]) for at in (0, -1))


def _way(option: Option) -> _Way:
    rows = [option.words] if option.row else [(word,) for word in option.words]
    return _Way(option.words, tuple(map(_row, rows)))


def _row(words: Sequence[Word]) -> str:
    return f" {' '.join([word.folded for word in words])} "
