"""From what a reader typed to words, phrases and exclusions. No input is an error but one that is too long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from search.base import QueryTooLong
from search.vietnamese import tokens

MAX_CHARACTERS = 256
MAX_TERMS = 20

_QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb'
# A quoted part (an unclosed quote reaches to the end) or a run without blanks and quotes, each perhaps after a
# minus. A minus within a word or before a blank excludes nothing.
_PART = re.compile(
    rf"(?P<minus>(?<!\S)[-\u2212])?(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]?|(?P<plain>[^\s{_QUOTES}]+))"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question in both spellings of `search.vietnamese`."""

    exact: str
    folded: str

    @property
    def accented(self) -> bool:
        """Whether the reader typed accents, so that spellings with others count less."""
        return self.exact != self.folded


Words = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A question taken apart.

    `runs` are the unquoted words that stood together, `phrases` the quoted ones (their words must follow one
    another), `excluded` what must not occur (one word, or several in a row).
    """

    runs: tuple[Words, ...]
    phrases: tuple[Words, ...]
    excluded: tuple[Words, ...]

    @property
    def wanted(self) -> Words:
        """Every word that is asked for, once: the unquoted ones in the order typed, then the quoted ones."""
        return tuple(dict.fromkeys(word for part in (*self.runs, *self.phrases) for word in part))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for and nothing excluded: every record answers."""
        return not (self.runs or self.phrases or self.excluded)


def parse(text: str) -> Parsed:
    """Take a question apart: words, `"phrases"`, `-minus`; everything else is plain text, `*` and `?` too.

    QueryTooLong (`search.query_too_long`, `search.query_too_many_words`, each with `limit`) above 256 characters,
    counted composed and without outer blanks, or above 20 words.
    """
    composed = unicodedata.normalize("NFC", text).strip()
    if len(composed) > MAX_CHARACTERS:
        raise QueryTooLong("search.query_too_long", {"limit": MAX_CHARACTERS})
    runs: list[list[Word]] = [[]]
    phrases: list[Words] = []
    excluded: list[Words] = []
    for match in _PART.finditer(composed):
        found = _words(match["phrase"] or match["plain"] or "")
        if match["minus"]:
            excluded.append(found)
        elif match["phrase"] is not None:
            phrases.append(found)
            runs.append([])
            continue
        else:
            runs[-1] += found
    parsed = Parsed(_filled(map(tuple, runs)), _filled(phrases), _filled(excluded))
    if sum(map(len, (*parsed.runs, *parsed.phrases, *parsed.excluded))) > MAX_TERMS:
        raise QueryTooLong("search.query_too_many_words", {"limit": MAX_TERMS})
    return parsed


def _words(text: str) -> Words:
    return tuple(Word(token.exact, token.folded) for token in tokens(text))


def _filled(parts: Iterable[Words]) -> tuple[Words, ...]:
    return tuple(part for part in parts if part)
