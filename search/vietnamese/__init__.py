"""The one normaliser, tokenizer and sort key for Vietnamese: both sides of every comparison go through here.

Three spellings of a text, each built on the one before, each idempotent:

* `normalize`: composed (NFC), lookalike letters and tone marks where they belong; case and accents kept.
* `exact`: also without case, compatibility letters (ligatures, full width) and the i/y choice. What equals
  in `exact` is the same word to a careful reader.
* `fold`: also without accents and strokes. What equals in `fold` is the same word to a hurried typist.

Only the standard library is used and every package may import this module. No function raises on any text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import accumulate
from typing import NamedTuple

from search.vietnamese.sorting import name_sort_key, sort_key
from search.vietnamese.spelling import (
    EXACT,
    EXACT_PARTS,
    FOLDED,
    FOLDED_PARTS,
    NORMAL,
    Spellings,
    find_words,
    part_apostrophes,
    parting,
    word_pattern,
)

__all__ = ["Token", "exact", "fold", "fold_page", "name_sort_key", "normalize", "sort_key", "tokens", "words"]


class Token(NamedTuple):
    """One word or number: its `exact` and `folded` spelling and its place `[start:end]` in the original text."""

    exact: str
    folded: str
    start: int
    end: int


_TOKEN = partial(tuple.__new__, Token)  # what Token(…) does, three times as fast


def normalize(text: str) -> str:
    """The canonical spelling, with case and accents: NFC, ƣ→ư, ð→đ, and hoà→hòa, thuý→thúy, qúy→quý."""
    return _by_word(text, NORMAL)


def exact(text: str) -> str:
    """`normalize`, without case, ligatures and full-width forms, and with one letter for i and y (lý→lí)."""
    return _by_word(text, EXACT)


def fold(text: str) -> str:
    """`exact` without accents and strokes: đ→d, ƀ→b, ơ̆→o. What readers type when they type quickly."""
    return _by_word(text, FOLDED)


def fold_page(text: str) -> str:
    """The folded words of a page, parted by single blanks, with a blank before the first and after the last.

    So `" giao duc "` is found by a plain substring count and never inside another word. Without any word the
    result is one blank.
    """
    joined = " ".join(map(FOLDED_PARTS.__getitem__, find_words(text)))
    return f" {joined} " if joined else " "


def tokens(text: str) -> Iterator[Token]:
    """The words and numbers of a text in order. `exact(text[t.start:t.end]) == t.exact`, likewise `folded`.

    Combining marks stay inside their word, also in decomposed text. A hyphenated ISBN is one token, its
    digits; in everything else punctuation and `_` part words (`32/2018` is two, `H2O` one), and so does the mark of
    a footnote glued to a syllable (`lại2` is two).
    """
    pieces = word_pattern().split(part_apostrophes(text))  # what stands between and a word, in turn
    found, ends = pieces[1::2], list(accumulate(map(len, pieces)))
    folded = list(map(FOLDED_PARTS.__getitem__, found))
    if " " in "".join(folded):  # hardly ever
        return _without_footnotes(found, ends[::2])
    return map(_TOKEN, zip(map(EXACT.__getitem__, found), folded, ends[:-1:2], ends[1::2], strict=True))


def _without_footnotes(found: Sequence[str], starts: Sequence[int]) -> Iterator[Token]:
    for word, start in zip(found, starts, strict=False):
        parted, mark = parting(word) if " " in FOLDED_PARTS[word] else (0, 0)
        if parted:
            yield Token(EXACT[word[:parted]], FOLDED[word[:parted]], start, start + parted)
        yield Token(EXACT[word[mark:]], FOLDED[word[mark:]], start + mark, start + len(word))


def words(text: str) -> tuple[list[str], list[str]]:
    """The exact and the folded spelling of every word of a text, in order: `tokens` for those in a hurry."""
    found = find_words(text)
    exactly, folded = [EXACT_PARTS[word] for word in found], [FOLDED_PARTS[word] for word in found]
    if " " in "".join(folded):  # hardly ever
        return " ".join(exactly).split(" "), " ".join(folded).split(" ")
    return exactly, folded


def _by_word(text: str, spellings: Spellings) -> str:
    composed = unicodedata.normalize("NFC", text)
    return word_pattern().sub(lambda match: spellings[match.group()], part_apostrophes(composed))
