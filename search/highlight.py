"""Which page of a record answers, and which passage of the page: by counting words, the same for every engine.

Pages are weighed from their folded text (`hyphenation.fold_readings`), because that is quick; passages are cut from the
text as it was read, because that is what people see.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.hyphenation import READINGS_END, rejoined
from search.query import Parsed, Word
from search.vietnamese import Token, tokens

SATURATED = 4  # occurrences of one word after which more say nothing new
RUN_WEIGHT = 3.0  # a run of words in the order asked, for each word in it
PAIR_WEIGHT = 1.0  # two neighbours of the question standing together
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage in parts: plain text and whether the part answers the question. Nothing is escaped."""

    parts: tuple[tuple[str, bool], ...]


def score_page(folded: str, parsed: Parsed) -> float:
    """How well a page answers, from its folded text; 0.0 when it holds none of the words or lacks a quoted phrase.

    Comparable among pages for the same question only.
    """
    if any(_run(phrase) not in folded for phrase in parsed.phrases):
        return 0.0
    text, _, readings = folded.partition(READINGS_END)
    found = {word: _often(f" {word} ", text, readings) for word in {word.folded for word in parsed.wanted}}
    score = sum(math.sqrt(min(often, SATURATED)) for often in found.values())
    for run in (*parsed.runs, *parsed.phrases):
        score += _together(folded, run, found)
    return score


def _often(word: str, text: str, readings: str) -> int:
    """How often a word occurs; in other readings of the text it counts once, for they repeat their neighbours."""
    return text.count(word) or int(word in readings)


def _run(words: Sequence[Word]) -> str:
    return f" {' '.join(word.folded for word in words)} "


def _together(folded: str, run: Sequence[Word], found: Mapping[str, int]) -> float:
    """What words standing together add; only words that are there at all are looked for in a row."""
    near = [pair for pair in pairwise(run) if all(found[word.folded] for word in pair)]
    pairs = sum(_run(pair) in folded for pair in near)
    whole = len(run) > 1 and pairs == len(run) - 1 and _run(run) in folded
    return (RUN_WEIGHT * len(run) if whole else 0.0) + PAIR_WEIGHT * pairs


def best_snippet(text: str, parsed: Parsed, width: int = 200) -> Snippet:
    """The passage of about `width` characters that holds most of the question, its words marked.

    Cut between words, white space made single blanks, an ellipsis where something was left out. Without any word of
    the question it is the beginning of the text.
    """
    found = list(tokens(text))
    marks = _marked(text, found, parsed)
    first, last = _window(found, marks, width)
    return Snippet(tuple(_joined(_parts(text, found, marks, first, last))))


def _marked(text: str, found: Sequence[Token], parsed: Parsed) -> list[bool]:
    """A token is marked for its folded spelling, unless the accents that were typed occur in the text themselves.

    Both halves of a word that a line's end cuts are marked for the whole word.
    """
    whole = {at: word for at, pair in enumerate(pairwise(found)) if (word := rejoined(text, *pair)) is not None}
    spelled = {token.exact for token in (*found, *whole.values())}
    typed = {word.exact for word in parsed.wanted if word.accented and word.exact in spelled}
    loose = {word.folded for word in parsed.wanted if word.exact not in typed}

    def wanted(token: Token | None) -> bool:
        return token is not None and (token.exact in typed or token.folded in loose)

    marks = [wanted(token) for token in found]
    for at, word in whole.items():
        if wanted(word):
            marks[at] = marks[at + 1] = True
    return marks


def _window(found: Sequence[Token], marks: Sequence[bool], width: int) -> tuple[int, int]:
    """The first and last token (inclusive) of the passage with the most different and neighbouring marked words."""
    best, place = 0.0, 0
    for start in (number for number, marked in enumerate(marks) if marked):
        score = _window_score(found, marks, start, width)
        if score > best:
            best, place = score, start
    return _widened(found, place, width)


def _window_score(found: Sequence[Token], marks: Sequence[bool], start: int, width: int) -> float:
    seen: set[str] = set()
    neighbours = 0
    for number in range(start, len(found)):
        if found[number].end - found[start].start > width:
            break
        if marks[number]:
            seen.add(found[number].folded)
            neighbours += number > start and marks[number - 1]
    return len(seen) * 2.0 + min(neighbours, 6) * 0.5


def _widened(found: Sequence[Token], place: int, width: int) -> tuple[int, int]:
    """A passage around the token at `place`: a quarter of the width before it, the rest after."""
    if not found:
        return 0, -1
    first = last = place
    while first > 0 and found[place].start - found[first - 1].start <= width // 4:
        first -= 1
    while last + 1 < len(found) and found[last + 1].end - found[first].start <= width:
        last += 1
    return first, last


def _parts(
    text: str, found: Sequence[Token], marks: Sequence[bool], first: int, last: int
) -> Iterator[tuple[str, bool]]:
    if last < first:
        return
    if first > 0:
        yield ELLIPSIS, False
    place = found[first].start if first > 0 else 0
    for number in range(first, last + 1):
        token = found[number]
        yield text[place : token.start], False
        yield text[token.start : token.end], marks[number]
        place = token.end
    if last + 1 < len(found):
        yield ELLIPSIS, False
    else:
        yield text[place:], False


def _joined(parts: Iterable[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Neighbouring parts of one kind made one, blanks between two marked words marked too, white space single."""
    held, kind = "", False
    pending = ""
    for text, marked in parts:
        if not text:
            continue
        if not marked and kind and not text.strip():
            pending += text
            continue
        if marked == kind:
            held += pending + text
        else:
            if held:
                yield _single(held), kind
            held, kind = (pending if not marked else "") + text, marked
        pending = ""
    if held.strip():
        yield _single(held), kind


def _single(text: str) -> str:
    blank_before, blank_after = text[:1].isspace(), text[-1:].isspace()
    return " " * blank_before + " ".join(text.split()) + " " * blank_after
