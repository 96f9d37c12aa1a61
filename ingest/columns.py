"""The words of a page on their way from a child: in columns, which both ends pass over in a few strides.

A dense page has 500 words; a list for each of them, looked at one by one, cost more than taking them from the PDF.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import chain
from math import isfinite
from operator import le
from typing import TYPE_CHECKING, cast

from ingest.errors import BadAnswer
from ingest.model import Box, Word
from ingest.text.normalize import clean

if TYPE_CHECKING:
    from ingest.sandbox import Json  # children, who use this module too, have no need of its imports

LONGEST_WORD = 1_000
"""Characters of one word that are told; the page's text has all of them."""

MAX_WORDS = 200_000


def told(words: Iterable[Word]) -> dict[str, object]:
    """The words as {"texts", "boxes", "confidences"}; `boxes` has four numbers a word. A line to fill in is one long
    word, of which the beginning is told.
    """
    words = tuple(words)
    return {
        "texts": [word.text[:LONGEST_WORD] for word in words],
        "boxes": list(chain.from_iterable(word.box for word in words)),
        "confidences": [word.confidence for word in words],
    }


def heard(value: "Json", width: int, height: int) -> tuple[Word, ...]:
    """What `told` told of a page of `width` x `height` pixels: texts clean and not empty, boxes cut to the page.

    Raises BadAnswer for anything else.
    """
    if not isinstance(value, dict):
        raise BadAnswer
    texts, numbers, shares = (_list(value.get(name)) for name in ("texts", "boxes", "confidences"))
    if not len(texts) == len(shares) == len(numbers) / 4 <= MAX_WORDS:
        raise BadAnswer
    clean_texts = _texts(texts)
    words = tuple(map(Word, clean_texts, _boxes(numbers, width, height), _shares(shares)))
    return words if all(clean_texts) else tuple(word for word in words if word.text)


def _list(value: "Json") -> "list[Json]":
    if not isinstance(value, list):
        raise BadAnswer
    return value


def _texts(texts: "Sequence[Json]") -> Sequence[str]:
    words = cast(Sequence[str], texts)
    if not set(map(type, texts)) <= {str} or max(map(len, words), default=0) > LONGEST_WORD:
        raise BadAnswer
    whole = f" {' '.join(words)} "
    if whole.isprintable() and "  " not in whole and unicodedata.is_normalized("NFC", whole):
        return words  # nearly every page: each word is clean, and none is empty or has a space at its end
    return [clean(word).strip() for word in words]


def _shares(shares: "Sequence[Json]") -> Sequence[float]:
    if not set(map(type, shares)) <= {float, int}:
        raise BadAnswer
    found = tuple(map(float, cast(Sequence[float], shares)))
    if not isfinite(sum(found)) or (found and not 0 <= min(found) <= max(found) <= 1):
        raise BadAnswer  # a NaN is no number between, and makes the sum one
    return found


def _boxes(numbers: "Sequence[Json]", width: int, height: int) -> Sequence[Box]:
    """The boxes cut to the page, corners in order."""
    if not set(map(type, numbers)) <= {int}:
        raise BadAnswer
    lefts, tops, rights, bottoms = (cast(Sequence[int], numbers[place::4]) for place in range(4))
    boxes = list(zip(lefts, tops, rights, bottoms, strict=True))
    ordered = all(map(le, lefts, rights)) and all(map(le, tops, bottoms))
    if not boxes or (ordered and min(min(lefts), min(tops)) >= 0 and max(rights) <= width and max(bottoms) <= height):
        return boxes
    return [_on_page(box, width, height) for box in boxes]


def _on_page(box: Box, width: int, height: int) -> Box:
    (left, right), (top, bottom) = sorted((box[0], box[2])), sorted((box[1], box[3]))
    return (_inside(left, width), _inside(top, height), _inside(right, width), _inside(bottom, height))


def _inside(value: int, limit: int) -> int:
    return min(max(value, 0), limit)
