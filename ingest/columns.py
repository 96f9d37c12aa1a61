"""The words of a page in columns: so they come from a child, and so they are kept until somebody looks at one.

A dense page has 500 words; an object for each of them, made, checked and passed over by Python's collector one by one,
cost more than taking them from the PDF.
"""

import struct
import unicodedata
from array import array
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from math import isfinite
from operator import le
from typing import TYPE_CHECKING, cast, overload

from ingest.errors import BadAnswer
from ingest.model import Box, Word
from ingest.text.normalize import clean

if TYPE_CHECKING:
    from ingest.sandbox import Json  # children, who use this module too, have no need of its imports

LONGEST_WORD = 1_000
"""Characters of one word that are told; the page's text has all of them."""

MAX_WORDS = 200_000
_FARTHEST = 2**31 - 1
_SIDES = 4


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Words(Sequence[Word]):
    """Words of a page, each made when it is asked for; equal to a tuple of the same words.

    `boxes` has four numbers a word, `confidences` one a word, or one for all. Nobody changes what it was made of.
    """

    texts: Sequence[str]
    boxes: Sequence[int]
    confidences: Sequence[float] | float

    def __len__(self) -> int:
        return len(self.texts)

    def __iter__(self) -> Iterator[Word]:
        texts, *sides = columns(self)
        shares = self.confidences
        boxes = cast(Iterator[Box], zip(*sides, strict=True))
        return map(Word, texts, boxes, repeat(shares) if isinstance(shares, float) else shares)

    @overload
    def __getitem__(self, at: int) -> Word: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Word]: ...
    def __getitem__(self, at: int | slice) -> Word | Sequence[Word]:
        place = range(len(self.texts))[at]
        return self._made(place) if isinstance(place, int) else tuple(map(self._made, place))

    def _made(self, at: int) -> Word:
        left, top, right, bottom = self.boxes[_SIDES * at : _SIDES * (at + 1)]
        shares = self.confidences
        return Word(self.texts[at], (left, top, right, bottom), shares if isinstance(shares, float) else shares[at])

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Words | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


def columns(words: Sequence[Word]) -> tuple[list[str], Sequence[int], Sequence[int], Sequence[int], Sequence[int]]:
    """The texts of `words` and the left, upper, right and lower sides of their boxes; no Word is made of columns."""
    if isinstance(words, Words):
        lefts, tops, rights, bottoms = (words.boxes[side::_SIDES] for side in range(_SIDES))
        return list(words.texts), lefts, tops, rights, bottoms
    lefts, tops, rights, bottoms = ([word.box[side] for word in words] for side in range(_SIDES))
    return [word.text for word in words], lefts, tops, rights, bottoms


def with_confidence(words: Sequence[Word], confidence: float) -> Sequence[Word]:
    """The words, all of them as sure as that."""
    texts, *sides = columns(words)
    return Words(texts, array("i", chain.from_iterable(zip(*sides, strict=True))), confidence)


def told(words: Iterable[Word], text: str = "") -> dict[str, object]:
    """The words as {"texts", "boxes", "confidences"}: boxes as the bytes of 32-bit numbers in base64, four a word; one
    number for confidences that are all the same; None for texts that are the words of `text`.

    A line to fill in is one long word, of which the beginning is told. Raises BadAnswer for boxes that are none.
    """
    words = tuple(words)
    texts = [word.text for word in words]
    confidences = [word.confidence for word in words]
    longest = max(map(len, texts), default=0)
    return {
        "texts": None if longest <= LONGEST_WORD and _are_words_of(texts, text) else [t[:LONGEST_WORD] for t in texts],
        "boxes": b64encode(_numbers([word.box for word in words])).decode(),
        "confidences": confidences[0] if len(set(confidences)) == 1 else confidences,
    }


def _are_words_of(texts: Sequence[str], text: str) -> bool:
    """Whether the caller will find the same words in the text: it stays as it is when it is cleaned."""
    return bool(texts) and texts == text.split() and clean(text) == text


def _numbers(boxes: Sequence[Box]) -> bytes:
    sides = list(chain.from_iterable(boxes))
    try:
        return struct.pack(f"{len(sides)}i", *sides)
    except struct.error:
        if not set(map(type, sides)) <= {int}:
            raise BadAnswer from None
        return struct.pack(f"{len(sides)}i", *(min(max(side, -_FARTHEST), _FARTHEST) for side in sides))


def heard(value: "Json", width: int, height: int, text: str) -> Sequence[Word]:
    """What `told` told of a page of `width` x `height` pixels with the clean `text`: words clean and not empty, boxes
    cut to the page.

    Raises BadAnswer for anything else.
    """
    if not isinstance(value, dict):
        raise BadAnswer
    texts, numbers = _texts(value.get("texts"), text), _boxes(value.get("boxes"), width, height)
    if not _SIDES * len(texts) == len(numbers) <= _SIDES * MAX_WORDS:
        raise BadAnswer
    words = Words(texts, numbers, _shares(value.get("confidences"), len(texts)))
    return words if all(texts) else tuple(word for word in words if word.text)


def _texts(told: "Json", text: str) -> Sequence[str]:
    words = text.split() if told is None else cast(list[str], told)
    if (
        not isinstance(words, list)
        or not set(map(type, words)) <= {str}
        or max(map(len, words), default=0) > LONGEST_WORD
    ):
        raise BadAnswer
    if told is None:
        return words
    whole = f" {' '.join(words)} "
    if whole.isprintable() and "  " not in whole and unicodedata.is_normalized("NFC", whole):
        return words  # nearly every page: each word is clean, and none is empty or has a space at its end
    return [clean(word).strip() for word in words]


def _shares(told: "Json", count: int) -> Sequence[float] | float:
    shares = cast(list[float], told if isinstance(told, list) else [told])
    if not set(map(type, shares)) <= {float, int} or (shares is told and len(shares) != count):
        raise BadAnswer
    if shares and not (0 <= min(shares) <= max(shares) <= 1 and isfinite(sum(shares))):
        raise BadAnswer  # a NaN that is not the first is neither least nor most, but makes the sum one
    found = tuple(map(float, shares))
    return found if shares is told else found[0]


def _boxes(told: "Json", width: int, height: int) -> Sequence[int]:
    """The boxes cut to the page, corners in order, in one row."""
    numbers = array("i")
    try:
        numbers.frombytes(b64decode(told if isinstance(told, str) else "?", validate=True))
    except (Base64Error, ValueError) as error:
        raise BadAnswer from error
    if len(numbers) % _SIDES:
        raise BadAnswer
    lefts, tops, rights, bottoms = (numbers[side::_SIDES] for side in range(_SIDES))
    ordered = all(map(le, lefts, rights)) and all(map(le, tops, bottoms))
    inside = not numbers or (min(min(lefts), min(tops)) >= 0 and max(rights) <= width and max(bottoms) <= height)
    if ordered and inside:
        return numbers
    boxes = zip(lefts, tops, rights, bottoms, strict=True)
    return array("i", chain.from_iterable(_on_page(box, width, height) for box in boxes))


def _on_page(box: Box, width: int, height: int) -> Box:
    (left, right), (top, bottom) = sorted((box[0], box[2])), sorted((box[1], box[3]))
    return (_inside(left, width), _inside(top, height), _inside(right, width), _inside(bottom, height))


def _inside(value: int, limit: int) -> int:
    return min(max(value, 0), limit)
