"""VIQR (RFC 1456): Vietnamese in ASCII, as mail and news groups wrote it: "Tie^'ng Vie^.t".

Full stops, question marks and apostrophes are tones in it, and hardly anybody escaped those that are none. So each
word is weighed: what no spelling allows stays as it is, and where both are possible the words around it tell.
"""

import re
import unicodedata
from collections.abc import Sequence
from enum import Enum

from ingest.text.encodings.code import code_in
from ingest.text.encodings.syllables import is_syllable, is_vietnamese

NAME = "viqr"

_MODIFIERS = {"^": "\u0302", "(": "\u0306", "+": "\u031b", "*": "\u031b"}
_TONES = {"`": "\u0300", "'": "\u0301", "?": "\u0309", "~": "\u0303", ".": "\u0323", "\u2019": "\u0301"}
_HATTED = {"^": "aeo", "(": "a", "+": "ou", "*": "ou"}
_LETTER = re.compile(r"\\(.)|(dd|Dd|DD)|([aeiouy])([\^(+*]?)([`'?~.\u2019]?)", re.IGNORECASE)
_WORD = re.compile(r"\S+")
_SPELLED = re.compile(r"(?<![a-z])dd[aeiouy]|[aeo]\^|a\(|[ou][+*]|[aeiouy][`~]", re.IGNORECASE)
"""What hardly any other text has within a word that comes out as a syllable."""

_PUNCTUATED = re.compile(r"(.*[aeiouy][\^(+*]?)(['?.\u2019])([\"'\u2019)\]”,;:]*)", re.IGNORECASE)
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_ADDRESS = re.compile(r"@|://|^www\.|[a-z]\.[a-z]{2,}/", re.IGNORECASE)
_OFF_GLIDE = re.compile("[aăâeêioôơuưy][iouy]|[iuưy]a", re.IGNORECASE)
"""Ends of rhymes whose tone stands on an earlier letter: what follows "tôi" is a full stop; "hoạ" and "quỷ" are not."""

_GLIDE = re.compile("(?:gi|qu)[aeiou]|[oq]?uy", re.IGNORECASE)
_EDGES = ".,;:!?()[]{}\"'“”‘’«»…-–"
_ENGLISH = re.compile("(?:i['\u2019]m|[b-z]\\.)\\W*", re.IGNORECASE)
"""What could be "ím" and "ị", which next to nobody writes."""


class _Kind(Enum):
    SURE = 1
    OPEN = 2
    FOREIGN = 3
    NEUTRAL = 4


class Viqr:
    """VIQR. A backslash makes the next character mean itself."""

    name = NAME

    def decode(self, text: str) -> str:
        """`text` in Unicode (NFC). A mark that its letter cannot carry, and one that ends a word among foreign words or
        a line of somebody who escaped nothing, stays a sign.
        """
        found = _words(text)
        words = [match.group() for match in found]
        kinds = [_kind(word) for word in words]
        careless = any(kind is _Kind.SURE and _ends_unescaped(word) for word, kind in zip(words, kinds, strict=True))
        pieces: list[str] = []
        end = 0
        for at, match in enumerate(found):
            pieces += (
                text[end : match.start()],
                _meant(words, kinds, at, careless and _ends_a_line(text, match.end())),
            )
            end = match.end()
        return unicodedata.normalize("NFC", "".join((*pieces, text[end:])))

    def decode_bytes(self, data: bytes) -> str:
        """The text of `data`, which has no byte above 127; others become U+FFFD."""
        return self.decode(data.decode("ascii", errors="replace"))


def surely_viqr(text: str) -> int:
    """How many words of `text` are syllables that nothing else spells so; 0 where it has letters outside ASCII."""
    if any(letter.isalpha() and not letter.isascii() for letter in text):
        return 0
    if not _SPELLED.search(text):
        return 0
    return sum(1 for match in _words(text) if _is_sure(match.group()))


def _words(text: str) -> list[re.Match[str]]:
    """The words of `text` but for those in code."""
    code = code_in(text, _is_sure) if "`" in text or "~~~" in text else []
    found: list[re.Match[str]] = []
    at = 0
    for match in _WORD.finditer(text):
        while at < len(code) and code[at][1] <= match.start():
            at += 1
        if at == len(code) or match.end() <= code[at][0]:
            found.append(match)
    return found


def _is_sure(word: str) -> bool:
    return _SPELLED.search(word) is not None and is_vietnamese(_spelled(word))


def _spelled(word: str) -> str:
    return unicodedata.normalize("NFC", _LETTER.sub(_letter, word))


def _letter(match: re.Match[str]) -> str:
    literal, stroke, vowel, modifier, tone = match.groups()
    if literal is not None:
        return str(literal)
    if stroke is not None:
        return "Đ" if stroke[0] == "D" else "đ"
    if modifier and vowel.lower() not in _HATTED[modifier]:
        return match.group()
    return str(vowel) + _MODIFIERS.get(modifier, "") + _TONES.get(tone, "")


def _kind(word: str) -> _Kind:
    bare = word.strip(_EDGES)
    if _spelled(word) == word:
        plain = bare.isupper() or not bare.isalpha() or is_syllable(bare)
        return _Kind.NEUTRAL if plain else _Kind.FOREIGN
    if _ADDRESS.search(word) or _ENGLISH.fullmatch(word):
        return _Kind.FOREIGN
    parted = _PUNCTUATED.fullmatch(word)
    if parted is None:
        return _Kind.SURE if is_vietnamese(_spelled(word)) or _SPELLED.search(word) else _Kind.FOREIGN
    stem = _spelled(parted[1])
    if stem == parted[1]:
        return _Kind.OPEN if is_vietnamese(stem) else _Kind.FOREIGN
    return _Kind.SURE if is_vietnamese(stem) or _SPELLED.search(word) else _Kind.FOREIGN


def _meant(words: Sequence[str], kinds: Sequence[_Kind], at: int, ends_a_line: bool) -> str:
    """The word at `at` as it was meant."""
    word, kind = words[at], kinds[at]
    if kind in (_Kind.FOREIGN, _Kind.NEUTRAL) or (kind is _Kind.OPEN and not _is_among_ours(kinds, at)):
        return word
    parted = _PUNCTUATED.fullmatch(word)
    if parted is None:
        return _spelled(word)
    stem, sign, rest = _spelled(parted[1]), parted[2], parted[3]
    toned = unicodedata.normalize("NFC", stem + _TONES[sign])
    if _takes_a_tone(stem) and is_vietnamese(toned) and not (ends_a_line and sign in ".?"):
        return toned + rest
    return stem + sign + rest


def _takes_a_tone(before: str) -> bool:
    """Whether `before` has no tone yet, and one may stand on its last letter."""
    return not _has_a_tone(before) and not _ends_in_a_glide(before)


def _ends_unescaped(word: str) -> bool:
    """Whether a full stop or question mark in it must be one, though a careful writer had escaped it ("to^i.")."""
    parted = _PUNCTUATED.fullmatch(word)
    if parted is None or parted[2] not in ".?":
        return False
    stem = _spelled(parted[1])
    return not _has_a_tone(stem) and _ends_in_a_glide(stem)


def _has_a_tone(text: str) -> bool:
    return _TONE.search(unicodedata.normalize("NFD", text)) is not None


def _ends_in_a_glide(before: str) -> bool:
    tail = before[-2:]
    return not (_OFF_GLIDE.fullmatch(tail) is None or _GLIDE.search(before[-3:]) is not None)


def _is_among_ours(kinds: Sequence[_Kind], at: int) -> bool:
    """Whether the nearest word that tells anything is VIQR, or none is nearer that is foreign."""
    for away in range(1, len(kinds)):
        near = {kinds[place] for place in (at - away, at + away) if 0 <= place < len(kinds)}
        if _Kind.SURE in near or not near:
            return _Kind.SURE in near
        if _Kind.FOREIGN in near:
            return False
    return False


def _ends_a_line(text: str, end: int) -> bool:
    """Whether the text or line is over at `end`, and what follows begins as a sentence does."""
    rest = re.match(r"[ \t]*(?:\n\s*(.?)|$)", text[end : end + 80])
    return rest is not None and not (rest[1] or "").islower()


VIQR = Viqr()
