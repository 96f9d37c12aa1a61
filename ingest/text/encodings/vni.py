"""VNI for Windows (the VNI- fonts): a vowel, and after it a letter whose glyph is the mark."""

import re
import unicodedata
from collections.abc import Iterator

from ingest.text.encodings.codepage import BYTES, SYMBOL_ASCII

NAME = "vni"

_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_HAT, _BREVE = "\u0302", "\u0306"
_TONES = {"ø": _GRAVE, "ù": _ACUTE, "õ": _TILDE, "û": _HOOK, "ï": _DOT}
_HATS = {"â": "", "à": _GRAVE, "á": _ACUTE, "ã": _TILDE, "å": _HOOK, "ä": _DOT}
_BREVES = {"ê": "", "è": _GRAVE, "é": _ACUTE, "ü": _TILDE, "ú": _HOOK, "ë": _DOT}
_ALONE = {"ñ": "đ", "ö": "ư", "ô": "ơ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _pairs() -> Iterator[tuple[str, str]]:
    """Each vowel with its mark, small, and what they mean together."""
    for shown, mark in _TONES.items():
        for vowel in "aeouyi":
            yield vowel + shown, vowel + mark
        yield "ö" + shown, "ư" + mark
        yield "ô" + shown, "ơ" + mark
    for shown, mark in _HATS.items():
        for vowel in "aeo":
            yield vowel + shown, vowel + _HAT + mark
    for shown, mark in _BREVES.items():
        yield "a" + shown, "a" + _BREVE + mark


def _cased() -> Iterator[tuple[str, str]]:
    """The pairs and the single letters in both cases; a capital vowel may have a small mark ("Aù")."""
    for shown, meant in (*_pairs(), *_ALONE.items()):
        letter = unicodedata.normalize("NFC", meant)
        yield shown, letter
        yield shown.upper(), letter.upper()
        yield shown.capitalize(), letter.upper()


LETTERS = dict(_cased())
"""What one or two letters, as Windows-1252 shows them, mean."""

_FOUND = re.compile("|".join(sorted(map(re.escape, LETTERS), key=len, reverse=True)))
_WESTERN = SYMBOL_ASCII | {ord(seen): chr(byte) for seen, byte in BYTES.items() if byte >= 0xC0 and seen != chr(byte)}
"""Symbol fonts' and lookalikes' letters as Windows-1252 has them."""


class Vni:
    """VNI; decodes what was shown in Windows-1252 letters, and the bytes themselves."""

    name = NAME

    def decode(self, text: str) -> str:
        """`text` in Unicode (NFC). Letters that are no VNI stay."""
        return _FOUND.sub(lambda match: LETTERS[match.group()], text.translate(_WESTERN))

    def decode_bytes(self, data: bytes) -> str:
        """The text of `data`."""
        return self.decode(data.decode("cp1252", errors="replace"))


VNI = Vni()
