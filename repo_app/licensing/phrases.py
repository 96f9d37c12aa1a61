"""Phrases looked for in what people write: by whole words, as they are written, with accents.

"Chữa" is no "chưa", and "anh" no "ảnh". Only in a text that has no accents at all they are looked for without.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from search import vietnamese


class Phrases:
    """Regular expressions of which one is looked for, over whole words; with ``bare=False`` never without accents."""

    def __init__(self, *expressions: str, bare: bool = True) -> None:
        joined = vietnamese.normalize("|".join(expressions))
        self._written, self._bare = (
            re.compile(rf"(?<!\w)(?:{one})(?!\w)", re.IGNORECASE)
            for one in (joined, unaccented(joined) if bare else joined)
        )

    def all(self, text: str) -> Iterator[re.Match[str]]:
        """All places; ``text`` in the spelling of :func:`written`."""
        return (self._bare if unaccented(text) == text else self._written).finditer(text)

    def any(self, text: str) -> bool:
        """Whether one of them is there; ``text`` as for ``all``."""
        return next(self.all(text), None) is not None

    def without(self, text: str, sign: str) -> str:
        """The text with ``sign`` in the place of each."""
        return (self._bare if unaccented(text) == text else self._written).sub(sign, text)


def written(text: str) -> str:
    """The text with one spelling for each word, in one line."""
    return " ".join(vietnamese.normalize(text).split())


def unaccented(text: str) -> str:
    """The same letters without their marks."""
    bare = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return bare.replace("đ", "d").replace("Đ", "D")
