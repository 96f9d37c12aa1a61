"""The words of a question as they were typed: which of them have another spelling, and others put in their places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from search.abbreviations import short_words
from search.keystrokes import is_syllable
from search.lexicon import usual
from search.vietnamese import exact, fold

_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"[^\W_]+")
# What is no word of ordinary text: fields and links, exclusions, the signs of choice.
_LEFT_ALONE = re.compile(r"[-\u2212].*|[^\W\d_]+:\S.*|OR|HOẶC|AND|\|")
# A consonant by itself that a word was parted into: H'Linh, M'gar.
_ONSET_APART = re.compile(r"^([b-df-hj-np-tv-xz]) (\w)")


@dataclass(frozen=True, slots=True)
class TypedWord:
    """`raw` is the word at `[start:end]` of the question; a `fixed` one has no other spelling."""

    start: int
    end: int
    raw: str
    fixed: bool
    exact: str
    key: str

    @property
    def plain(self) -> bool:
        """Whether it has no accents."""
        return self.exact == self.key

    @property
    def surely_right(self) -> bool:
        """Whether it was typed with accents and can be Vietnamese: that the collection lacks it makes it no fault."""
        return not self.plain and is_syllable(self.exact)


def typed_words(text: str) -> list[TypedWord]:
    """Every word of a question (NFC), in order."""
    found = []
    for chunk in _CHUNK.finditer(text):
        alone = _LEFT_ALONE.fullmatch(chunk.group()) is not None
        for match in _WORD.finditer(chunk.group()):
            raw = match.group()
            start = chunk.start() + match.start()
            fixed = alone or _is_short(raw, fold(raw), capitals=text.isupper())
            found.append(TypedWord(start, start + len(raw), raw, fixed, exact(raw), fold(raw)))
    return found


def _is_short(raw: str, key: str, *, capitals: bool) -> bool:
    """Whether it is a number or an abbreviation, which have no other spelling."""
    if raw.isdigit() or (raw.isupper() and len(raw) > 1 and not capitals):
        return True
    return key in short_words() and not is_syllable(key)


def replaced(text: str, changed: Sequence[tuple[TypedWord, str]]) -> str:
    """The question with these words, in order, spelled as said, in the case they were typed in."""
    for word, spelled in reversed(changed):
        new = _ONSET_APART.sub(r"\1'\2", usual(spelled)) if " " not in word.raw else usual(spelled)
        if word.raw.isupper() and len(word.raw) > 1:
            new = new.upper()
        elif word.raw[:1].isupper():
            new = new[:1].upper() + new[1:]
        text = text[: word.start] + new + text[word.end :]
    return text
