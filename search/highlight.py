"""Which passage of a text answers a question, cut from the text as people see it.

Only the neighbourhood of the best place is looked at word by word: where that is, plain searches tell, for typed
accents in the text and for all other words in its folded form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from search.hyphenation import READINGS_END
from search.marking import Marker
from search.parsed import Word
from search.vietnamese import Token, tokens
from search.weighing import spellings, standing

ELLIPSIS = "…"
WIDTH = 200  # characters
SLACK = 50  # characters looked at on each side beyond the passage, for places that are known only nearly
MOST = 40  # places of one word that are looked at


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage in parts: plain text and whether the part answers the question. Nothing is escaped."""

    parts: tuple[tuple[str, bool], ...]


class _Place(NamedTuple):
    """Where something of the question stands in a text, about; `weight` is the number of its words."""

    at: int
    end: int
    what: str
    weight: int


def best_snippet(text: str, marker: Marker, width: int = WIDTH, folded: str | None = None) -> Snippet:
    """The passage of about `width` characters that holds most of the question, its words marked.

    Cut between words, white space made single blanks, an ellipsis where something was left out. Without any word of
    the question it is the beginning of the text. `folded` is the text as `fold_readings` gives it, where it is at hand.
    """
    start, end, typed = 0, len(text), frozenset[str]()
    if folded is not None and len(text) > 3 * width:
        places, typed = _places(text, folded, marker)
        start, end = _neighbourhood(text, _best(places, width), width)
    piece = text[start:end]
    found = tuple(tokens(piece))
    marks = marker.marks(piece, found, typed)
    if len(piece) < len(text) and not any(marks):
        return best_snippet(text, marker, width)
    first, last = _window(found, marks, width)
    return Snippet(tuple(_joined(_parts(piece, found, marks, first, last, (start == 0, end == len(text))))))


def _places(text: str, folded: str, marker: Marker) -> tuple[list[_Place], frozenset[str]]:
    """Where words and rows stand in `text`, and which words stand there with their typed accents."""
    main = folded.partition(READINGS_END)[0]
    scale = len(text) / max(1, len(main))
    lower = text.lower()
    found: list[_Place] = []
    typed: set[str] = set()
    for word in marker.words:
        exactly = _standing(word, lower) if word.accented else []
        if exactly:
            typed.add(word.exact)
        found += exactly or _in_folded((word,), main, scale)
    for row in marker.rows:
        found += _in_folded(row, main, scale)
    return sorted(found, key=itemgetter(0)), frozenset(typed)


def _standing(word: Word, lower: str) -> list[_Place]:
    places = (at for spelling in spellings(word) for at in standing(spelling, lower))
    return [_Place(at, at + len(word.exact), word.folded, 1) for at in islice(places, MOST)]


def _in_folded(words: Sequence[Word], main: str, scale: float) -> list[_Place]:
    run = " ".join([word.folded for word in words])
    needle = f" {run} "
    found: list[_Place] = []
    at = main.find(needle)
    while at >= 0 and len(found) < MOST:
        found.append(_Place(int(at * scale), int((at + len(run)) * scale), run, len(words)))
        at = main.find(needle, at + 1)
    return found


def _best(places: Sequence[_Place], width: int) -> _Place | None:
    """The first of the places from which a passage holds the most different and neighbouring things."""
    best, found = 0.0, None
    for number, first in enumerate(places):
        seen: dict[str, int] = {}
        neighbours = 0
        before = first
        for place in islice(places, number, None):
            if place.end - first.at > width:
                break
            seen[place.what] = place.weight
            neighbours += 0 < place.at - before.end <= 3
            before = place
        score = sum(seen.values()) * 2.0 + min(neighbours, 6) * 0.5
        if score > best:
            best, found = score, first
    return found


def _neighbourhood(text: str, place: _Place | None, width: int) -> tuple[int, int]:
    """The part of the text around a place that a passage may be cut from, from blank to blank."""
    at = place.at if place is not None else 0
    start, end = at - width // 4 - SLACK, at + width + SLACK
    start = 0 if start <= 0 else _blank(text, start, at)
    return start, len(text) if end >= len(text) else _blank(text, end, end + SLACK)


def _blank(text: str, start: int, end: int) -> int:
    """Behind the first white space between the two; `start` where there is none."""
    return next((at + 1 for at in range(start, min(end, len(text))) if text[at].isspace()), start)


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
    text: str, found: Sequence[Token], marks: Sequence[bool], first: int, last: int, whole: tuple[bool, bool]
) -> Iterator[tuple[str, bool]]:
    """Tokens `first` to `last` with what stands between; `whole`: whether the tokens reach both ends of the text."""
    if last < first:
        return
    begins, ends = first == 0 and whole[0], last + 1 == len(found) and whole[1]
    if not begins:
        yield ELLIPSIS, False
    place = 0 if begins else found[first].start
    for token, marked in zip(found[first : last + 1], marks[first : last + 1], strict=True):
        if marked:
            yield text[place : token.start], False
            yield text[token.start : token.end], True
            place = token.end
    yield text[place : len(text) if ends else found[last].end], False
    if not ends:
        yield ELLIPSIS, False


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
