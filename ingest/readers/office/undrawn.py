"""The words of a document that a drawing of it does not show, and the pages they belong to. Pure.

Words are compared as a bag: a drawing tells a table line by line where the document tells it cell by cell. Which of
several equal words is missing is told by its neighbours, and a line of the document stands where its rarest words do.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, pairwise
from typing import TypeAlias

from ingest.readers.office.figures import Counts, take_shown

_HAN = "\u2e80-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"\d+(?:[.,]\d+)*|[{_HAN}]|(?:(?![{_HAN}])[^\W\d_][\u0300-\u036f\u00ad]*)+")
_NOUGHTS = re.compile(r"\A0+(?=\d)")
_ROMAN = re.compile(r"[ivxlc]+")
_SHORT = 60
"""Characters of a line or cell that is told whole; of a longer one the words around what is missing are enough."""

_AROUND = 4
"""Words told before and after what is missing in a long line."""

_RARE = 8
"""A word on more pages than this tells nothing of where a line stands. (840 can be divided by all numbers below.)"""

_Pair: TypeAlias = tuple[str, str]
_Chunk: TypeAlias = tuple[str, ...]


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
    places = _places(lines, pages, missing, _lacking(lines, drawn))
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
    take_shown(missing, left)
    for other in left:
        for word in _without_note_marks(other):
            if missing[word] > 0:
                missing[word] -= left[other]
    return +missing


def _without_note_marks(word: str) -> Iterator[str]:
    """What a word may be to which the mark of an endnote (i, ii, iv) was drawn, before or after it."""
    for size in range(1, min(5, len(word))):
        if _ROMAN.fullmatch(word[-size:]):
            yield word[:-size]
        if _ROMAN.fullmatch(word[:size]):
            yield word[size:]


def _lacking(lines: Sequence[Line], drawn: Sequence[Sequence[str]]) -> set[_Chunk]:
    """What stands between white space more often in the document than on the pages."""
    said = Counter(_words(chunk) for line in lines for chunk in _chunks(line.text))
    said.subtract(tuple(token.word for token in _tokens(word)) for words in drawn for word in words)
    return {chunk for chunk, count in said.items() if count > 0}


def _chunks(text: str) -> Iterator[list[_Token]]:
    """The words and numbers of a text, those together that no white space parts ("30/01/2008")."""
    chunk: list[_Token] = []
    for token in _tokens(text):
        if chunk and any(map(str.isspace, text[chunk[-1].end : token.start])):
            yield chunk
            chunk = []
        chunk.append(token)
    if chunk:
        yield chunk


def _words(chunk: Sequence[_Token]) -> _Chunk:
    return tuple(token.word for token in chunk)


def _places(
    lines: Sequence[Line], pages: Sequence[Sequence[str]], missing: Counts, lacking: set[_Chunk]
) -> dict[int, dict[int, _Token]]:
    """Of each line the words that are missing, by their place in it: of equal words those in what is lacking as a
    whole, then those with the fewest neighbours that are drawn beside them too.
    """
    pairs = {pair for words in pages for pair in pairwise(words) if pair[0] in missing or pair[1] in missing}
    found: dict[str, list[tuple[bool, int, int, int, _Token]]] = defaultdict(list)
    for at, line in enumerate(lines):
        chunks = list(_chunks(line.text))
        tokens = list(chain.from_iterable(chunks))
        there = [_words(chunk) not in lacking for chunk in chunks for _ in chunk]
        for place, token in enumerate(tokens):
            if token.word in missing:
                found[token.word].append((there[place], _beside(tokens, place, pairs), at, place, token))
    lost: dict[int, dict[int, _Token]] = defaultdict(dict)
    for word, places in found.items():
        for *_, at, place, token in sorted(places, key=lambda one: one[:2])[: missing[word]]:
            lost[at][place] = token
    return lost


def _beside(tokens: Sequence[_Token], place: int, pairs: set[_Pair]) -> int:
    """How many neighbours of a word are drawn beside it, counted double; the end of a line is half a neighbour."""
    word = tokens[place].word
    before = 2 * ((tokens[place - 1].word, word) in pairs) if place else 1
    return before + (2 * ((word, tokens[place + 1].word) in pairs) if place + 1 < len(tokens) else 1)


def _told(text: str, lost: dict[int, _Token], numbers: bool) -> str:
    """What of a line is told: of a row what names it and the cells with missing words, of anything long the words
    around; "" where nothing is missing that people would look for.
    """
    runs: list[list[int]] = []
    for place in sorted(lost):
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    runs = [run for run in runs if _counts([lost[place].word for place in run], numbers)]
    if not runs:
        return ""
    wanted = {lost[place].start for run in runs for place in run}
    cells: list[str] = []
    named = False
    for cell in re.finditer(r"[^\t]+", text):
        tokens = [replace(token, start=cell.start() + token.start, end=cell.start() + token.end)
                  for token in _tokens(cell.group())]  # fmt: skip
        part = _around(text, tokens, wanted) if cell.end() - cell.start() > _SHORT else cell.group().strip()
        names = not named and any(token.word[0].isalpha() for token in tokens)
        named = named or names
        if names or any(token.start in wanted for token in tokens):
            cells.append(part or _cut(text, tokens[0].start, tokens[:_AROUND][-1].end))
    return "\t".join(dict.fromkeys(cells))


def _around(text: str, tokens: Sequence[_Token], wanted: set[int]) -> str:
    """The wanted among the words of a text with some before and after them."""
    parts: list[tuple[int, int]] = []
    for at, token in enumerate(tokens):
        if token.start not in wanted:
            continue
        first, last = max(0, at - _AROUND), min(len(tokens), at + _AROUND + 1)
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
    if numbers and any(word[0].isdigit() for word in words):
        return True
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
