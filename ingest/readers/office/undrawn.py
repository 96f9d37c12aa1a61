"""The words of a document that a drawing of it does not show, and the pages they belong to. Pure.

Words are compared as a bag: a drawing tells a table line by line where the document tells it cell by cell. Which of
several equal words is missing is told by its neighbours, and a line of the document stands where its rarest words do.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TypeAlias

_HAN = "\u2e80-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"\d+(?:[.,]\d+)*|[{_HAN}]|(?:(?![{_HAN}])[^\W\d_][\u0300-\u036f\u00ad]*)+")
_PARTED = re.compile(r"\d+(?:[.,]\d+)+")
_NOUGHTS = re.compile(r"\A0+(?=\d)")
_ROMAN = re.compile(r"[ivxlc]+")
_SHORT = 200
"""Characters of a line that is told whole; of a longer one the words around what is missing are enough."""

_AROUND = 4
"""Words told before and after what is missing in a long line."""

_RARE = 8
"""A word on more pages than this tells nothing of where a line stands. (840 can be divided by all numbers below.)"""

Counts: TypeAlias = "Counter[str]"
_Pair: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document and the page of the drawing that it is on, from 1; 0 where that is not known."""

    text: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int


def undrawn(lines: Sequence[Line], drawn: Sequence[Sequence[str]], numbers: bool) -> dict[int, list[str]]:
    """By the number of the page, from 1, the lines (long ones: parts) with words that no page shows; `drawn` are the
    words of each page. Where `numbers` do not count (they are fields, counted anew), only words and formulas do.
    """
    pages = [[token.word for word in words for token in _tokens(word)] for words in drawn]
    missing = _missing(lines, pages)
    if not missing:
        return {}
    places = _places(lines, pages, missing)
    parts = {at: part for at, lost in places.items() if (part := _told(lines[at].text, lost, numbers))}
    found: dict[int, dict[str, None]] = defaultdict(dict)
    if parts:
        where = _Where(pages)
        for at, line in enumerate(lines):
            page = where.of(line)
            if at in parts:
                found[page][parts[at]] = None
    return {page: list(told) for page, told in sorted(found.items())}


def _tokens(text: str) -> Iterator[_Token]:
    """Words and numbers as both sides can be compared: without case, ligatures, soft hyphens and leading noughts."""
    for match in _WORD.finditer(text):
        word = unicodedata.normalize("NFKC", match.group().replace("\u00ad", "")).casefold()
        yield _Token(_NOUGHTS.sub("", word), *match.span())


def _missing(lines: Sequence[Line], pages: Sequence[Sequence[str]]) -> Counts:
    """How often each word of the document is not on the pages, where it is not there in another form either."""
    said: Counts = Counter()
    for line in lines:
        said.update(token.word for token in _tokens(line.text))
    shown: Counts = Counter()
    for words in pages:
        shown.update(words)
    missing, left = said - shown, shown - said
    rounded = _by_whole(left)
    for word in [one for one in missing if _PARTED.fullmatch(one)]:
        for other in rounded.get(_whole(word), ()):
            if left[other] > 0 and _same_but_rounded(word, other):
                taken = min(left[other], missing[word])
                left[other] -= taken
                missing[word] -= taken
    for other in left:
        for word in _without_note_marks(other):
            if missing[word] > 0:
                missing[word] -= left[other]
    return +missing


def _by_whole(words: Counts) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if _PARTED.fullmatch(word):
            found[_whole(word)].append(word)
    return found


def _whole(number: str) -> str:
    return re.split("[.,]", number, maxsplit=1)[0]


def _same_but_rounded(one: str, other: str) -> bool:
    """Whether two decimals are one number with more and fewer figures, as the width of a column has it."""
    short, long = sorted((re.sub("[.,]", "", one), re.sub("[.,]", "", other)), key=len)
    return long.startswith(short[:-1])


def _without_note_marks(word: str) -> Iterator[str]:
    """What a word may be to which the mark of an endnote (i, ii, iv) was drawn, before or after it."""
    for size in range(1, min(5, len(word))):
        if _ROMAN.fullmatch(word[-size:]):
            yield word[:-size]
        if _ROMAN.fullmatch(word[:size]):
            yield word[size:]


def _places(lines: Sequence[Line], pages: Sequence[Sequence[str]], missing: Counts) -> dict[int, dict[int, _Token]]:
    """Of each line the words that are missing, by their place in it: of equal words those with the fewest neighbours
    that are drawn beside them too.
    """
    pairs = {pair for words in pages for pair in pairwise(words) if pair[0] in missing or pair[1] in missing}
    found: dict[str, list[tuple[int, int, int, _Token]]] = defaultdict(list)
    for at, line in enumerate(lines):
        tokens = list(_tokens(line.text))
        for place, token in enumerate(tokens):
            if token.word in missing:
                found[token.word].append((_beside(tokens, place, pairs), at, place, token))
    lost: dict[int, dict[int, _Token]] = defaultdict(dict)
    for word, places in found.items():
        for _, at, place, token in sorted(places, key=lambda one: one[0])[: missing[word]]:
            lost[at][place] = token
    return lost


def _beside(tokens: Sequence[_Token], place: int, pairs: set[_Pair]) -> int:
    """How many neighbours of a word are drawn beside it, counted double; the end of a line is half a neighbour."""
    word = tokens[place].word
    before = 2 * ((tokens[place - 1].word, word) in pairs) if place else 1
    return before + (2 * ((word, tokens[place + 1].word) in pairs) if place + 1 < len(tokens) else 1)


def _told(text: str, lost: dict[int, _Token], numbers: bool) -> str:
    """The line, or of a long one the words around what is missing; "" where nothing is that people would look for."""
    runs: list[list[int]] = []
    for place in sorted(lost):
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    runs = [run for run in runs if _counts([lost[place].word for place in run], numbers)]
    if not runs or len(text) <= _SHORT:
        return text.strip() if runs else ""
    tokens = list(_tokens(text))
    parts: list[tuple[int, int]] = []
    for run in runs:
        first, last = max(0, run[0] - _AROUND), min(len(tokens), run[-1] + _AROUND + 1)
        if parts and parts[-1][1] >= first:
            parts[-1] = (parts[-1][0], last)
        else:
            parts.append((first, last))
    return " … ".join(_cut(text, tokens[first].start, tokens[last - 1].end) for first, last in parts)


def _counts(words: Sequence[str], numbers: bool) -> bool:
    """Whether words that stand together and are missing are worth telling: a formula has single letters, a list and a
    note have marks of one letter or number.
    """
    if any(len(word) > 1 and not word[0].isdigit() and not _ROMAN.fullmatch(word) for word in words):
        return True
    if numbers:
        return len(words) > 1 or len(words[0]) > 2
    return len(words) > 1 and not all(word[0].isdigit() for word in words)


def _cut(text: str, start: int, end: int) -> str:
    """`text` from `start` to `end` with the signs that touch them."""
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end]


class _Where:
    """On which page of a drawing lines stand that come in their order."""

    def __init__(self, pages: Sequence[Sequence[str]]) -> None:
        self._pages: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(pages, start=1):
            for word in set(words):
                self._pages[word].append(number)
        self._ends = list(accumulate(map(len, pages)))
        self._passed = 0

    def of(self, line: Line) -> int:
        """The page of the next line: where its rarest words are, else as far on as the words before it reach."""
        words = [token.word for token in _tokens(line.text) if token.word in self._pages]
        self._passed += len(words)
        if line.page:
            return line.page
        reached = min(len(self._ends), bisect_left(self._ends, self._passed) + 1)
        votes: Counter[int] = Counter()
        for pages in map(self._pages.__getitem__, set(words)):
            if len(pages) <= _RARE:
                votes.update(dict.fromkeys(pages, 840 // len(pages)))
        return max(votes, key=lambda page: (votes[page], -abs(page - reached)), default=reached)
