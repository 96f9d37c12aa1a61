"""Abbreviations of school life and administration: what `GDCD` or `HK1` stand for, and how `học kì 1` is shortened.

The data (`data/abbreviations.json`) is a list of meanings, each with its short and its long forms; a short form may
have several meanings. Forms are rows of words as `search.vietnamese` makes them: `TN&XH` is two words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from search.parsed import Word, Words
from search.vietnamese import tokens

DATA = Path(__file__).parent / "data" / "abbreviations.json"

# Shorter ones stand for too many things to be sought for their meanings: `TT` asks for `thông tư`, never back.
_TELLING = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbours `[start:end]` in a run of words; `others` are the other forms of what they mean, likeliest first."""

    start: int
    end: int
    others: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class _Form:
    """One way of writing a meaning, and the other ways worth seeking for it.

    `capitals`: it is an ordinary word besides, and means this in capitals only.
    """

    words: Words
    others: tuple[Words, ...]
    capitals: bool

    def is_at(self, run: Sequence[Word], raw: Sequence[str], start: int) -> bool:
        """Whether the run has this form there; words without accents may have been typed in a hurry."""
        typed = run[start : start + len(self.words)]
        if len(typed) < len(self.words) or (self.capitals and not "".join(raw[start : start + len(typed)]).isupper()):
            return False
        return all(
            word.exact == own.exact or (word.folded == own.folded and not word.accented)
            for word, own in zip(typed, self.words, strict=True)
        )


def stretches(run: Sequence[Word], raw: Sequence[str]) -> Iterator[Stretch]:
    """The run in stretches, in order and without gaps, the longest forms first; `others` is empty for plain words.

    `raw` are the same words as they were typed, in capitals or not.
    """
    start = 0
    while start < len(run):
        found = [form for form in _forms().get(run[start].folded, ()) if form.is_at(run, raw, start)]
        end = start + max((len(form.words) for form in found), default=1)
        others = dict.fromkeys(other for form in found if start + len(form.words) == end for other in form.others)
        yield Stretch(start, end, tuple(others))
        start = end


def short_words() -> frozenset[str]:
    """The folded forms of one word."""
    return frozenset(form.words[0].folded for forms in _forms().values() for form in forms if len(form.words) == 1)


def long_forms() -> Iterator[str]:
    """What abbreviations stand for, as it is written."""
    for meaning in json.loads(DATA.read_text(encoding="utf-8")):
        yield from meaning["long"]


@cache
def _forms() -> Mapping[str, tuple[_Form, ...]]:
    """All forms by their first folded word."""
    found: dict[str, list[_Form]] = {}
    for meaning in json.loads(DATA.read_text(encoding="utf-8")):
        capitals = bool(meaning.get("capitals"))
        short, long = ([_words(form) for form in meaning[kind]] for kind in ("short", "long"))
        telling = [words for words in short if not capitals and sum(len(word.folded) for word in words) >= _TELLING]
        for words in (*short, *long):
            others = (*long, *telling) if words in short else (*telling, *long)
            form = _Form(words, tuple(other for other in others if other != words), capitals and words in short)
            found.setdefault(words[0].folded, []).append(form)
    return {first: tuple(forms) for first, forms in found.items()}


def _words(form: str) -> Words:
    return tuple(Word(token.exact, token.folded) for token in tokens(form))
