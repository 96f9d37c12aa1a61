"""What the encodings of one byte a letter have in common: how their bytes look when taken for Western letters.

A PDF or a mail program that does not know the encoding shows each byte as the letter Windows-1252 has there; that
is the form in which these texts are met.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

HOLE = "\u00b7"
"""Stands in `letters_of` rows for a byte that the encoding leaves as it is in Windows-1252."""

_SYMBOL_FONT = 0xF000
"""Fonts marked as symbol fonts show byte 0xB8 as U+F0B8."""

_LOOKALIKES = {0xB5: "\u03bc", 0xB7: "\u2219", 0xAF: "\u02c9", 0xD0: "\u0110"}
"""Letters that some programs show for these bytes, because their font calls the glyph so."""


def letters_of(rows: tuple[str, ...], first: int = 0x80) -> dict[int, str]:
    """Byte -> letter from rows of sixteen letters, the first of them for byte `first`; HOLE leaves a byte out."""
    return {at: letter for at, letter in enumerate("".join(rows), first) if letter != HOLE}


def shown_as(byte: int) -> Iterator[str]:
    """Every character that byte 0..255 is met as."""
    with suppress(UnicodeDecodeError):  # 81, 8D, 8F, 90 and 9D have no letter there
        yield bytes([byte]).decode("cp1252")
    if byte >= 0x80:
        yield chr(byte)
        yield chr(_SYMBOL_FONT + byte)
    if byte in _LOOKALIKES:
        yield _LOOKALIKES[byte]


SYMBOL_ASCII: dict[int, str] = {_SYMBOL_FONT + byte: chr(byte) for byte in range(0x20, 0x7F)}
"""What symbol fonts make of ASCII, for `str.translate`."""

BYTES: Mapping[str, int] = {shown: byte for byte in range(255, 127, -1) for shown in shown_as(byte)}
"""The byte from 128 on that a character may have been."""


@dataclass(frozen=True, slots=True)
class Codepage:
    """One encoding of a byte a letter. `letters` has the bytes that differ from Windows-1252; the rest stays."""

    name: str
    letters: Mapping[int, str]
    shown: Mapping[int, str]

    @classmethod
    def of(cls, name: str, letters: Mapping[int, str]) -> "Codepage":
        """The encoding called `name`, with the ways its bytes look worked out."""
        shown = {ord(seen): letter for byte, letter in letters.items() for seen in shown_as(byte)}
        return cls(name, letters, SYMBOL_ASCII | shown)

    def decode(self, text: str) -> str:
        """`text`, as a program unaware of the encoding showed it, in Unicode (NFC)."""
        return unicodedata.normalize("NFC", text.translate(self.shown))

    def decode_bytes(self, data: bytes) -> str:
        """The text of `data` (NFC); a byte that is nothing in either encoding becomes U+FFFD."""
        return unicodedata.normalize("NFC", "".join(map(self._letter, data)))

    def _letter(self, byte: int) -> str:
        return self.letters.get(byte) or bytes([byte]).decode("cp1252", errors="replace")
