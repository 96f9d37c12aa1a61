"""The words of a long text, a piece at a time: all of them at once are many times as large as the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from search.vietnamese import words

# Characters that are parted into words at once.
PIECE = 1 << 16
# The index and the lexicon ask for the same pieces one after the other; most texts have no more than these.
_REMEMBERED = 4

_BLANK = re.compile(r"\s")


def words_by_piece(text: str) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """The exact and the folded words of the text in order, piece by piece; together they are `vietnamese.words`."""
    return map(_words, _pieces(text))


@lru_cache(_REMEMBERED)
def _words(piece: str) -> tuple[Sequence[str], Sequence[str]]:
    return words(piece)


def _pieces(text: str) -> Iterator[str]:
    """The text cut at white space, which no word crosses, into pieces of a bounded size (but for one endless word)."""
    start = 0
    while len(text) - start > PIECE:
        blank = _BLANK.search(text, start + PIECE)
        end = blank.start() if blank else len(text)
        yield text[start:end]
        start = end
    yield text[start:]
