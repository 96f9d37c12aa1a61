"""VIQR (RFC 1456): Vietnamese in ASCII, as mail and news groups wrote it: "Tie^'ng Vie^.t"."""

import re
import unicodedata

NAME = "viqr"

_MODIFIERS = {"^": "\u0302", "(": "\u0306", "+": "\u031b", "*": "\u031b"}
_TONES = {"`": "\u0300", "'": "\u0301", "?": "\u0309", "~": "\u0303", ".": "\u0323", "\u2019": "\u0301"}
_HATTED = {"^": "aeo", "(": "a", "+": "ou", "*": "ou"}
_LETTER = re.compile(r"\\(.)|(dd|Dd|DD)|([aeiouy])([\^(+*]?)([`'?~.\u2019]?)", re.IGNORECASE)


class Viqr:
    """VIQR. A backslash makes the next character mean itself."""

    name = NAME

    def decode(self, text: str) -> str:
        """`text` in Unicode (NFC); a mark after a letter that cannot carry it stays a sign."""
        return unicodedata.normalize("NFC", _LETTER.sub(_letter, text))

    def decode_bytes(self, data: bytes) -> str:
        """The text of `data`, which has no byte above 127; others become U+FFFD."""
        return self.decode(data.decode("ascii", errors="replace"))


def _letter(match: re.Match[str]) -> str:
    literal, stroke, vowel, modifier, tone = match.groups()
    if literal is not None:
        return str(literal)
    if stroke is not None:
        return "Đ" if stroke[0] == "D" else "đ"
    if modifier and vowel.lower() not in _HATTED[modifier]:
        return match.group()
    return str(vowel) + _MODIFIERS.get(modifier, "") + _TONES.get(tone, "")


VIQR = Viqr()
