"""Telling old Vietnamese font encodings (TCVN3/ABC, VNI) by their letters; converting them is a later step.

Text in those encodings comes out of a PDF as Latin-1 letters in places where no language of this alphabet has them:
"Nh÷ng nguyªn t¾c" (TCVN3), "Giaùo duïc" (VNI). Real Vietnamese, French and English must never be taken for it.
"""

import re

VERSION = 1

_TCVN3_SIGNS = frozenset(
    "\u00a8\u00a9\u00aa\u00ab\u00ac\u00ad\u00ae\u00b5\u00b6\u00b7\u00b8\u00b9\u00bb\u00bc\u00bd\u00be÷×Þßæ"
)
_TCVN3_CAPITAL = re.compile(
    "[a-zđ][\u00c0-\u00d6\u00d8-\u00de]"
)  # "luËt": a capital with an accent after a small letter
_VNI = re.compile("[aeouAEOU][ùøûõïâêåáàäãñéèëúüöæ](?=[a-zA-Z\\s.,;:]|$)|[öô][ùøûõï]|[uyi][ùøûõï]$")
_VIETNAMESE = re.compile("[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹơư]", re.IGNORECASE)
_LETTER = re.compile("[a-zA-Z\u00a8-\u00ff]")
_EDGES = ".,;:!?()[]{}\"'“”‘’«»…-–"

_MIN_WORDS = 4
_SHARE = 0.25
"""Of the words of running Vietnamese more than half would carry a sign; names and numbers between them carry none."""

_VIETNAMESE_SHARE = 0.2


def legacy_encoding(text: str) -> str:
    """The encoding ("tcvn3" or "vni") when a good share of the words of `text` is in it, else an empty string."""
    if text.isascii():
        return ""
    words = _words(text)
    if len(words) < _MIN_WORDS or len(_VIETNAMESE.findall(text)) > len(words) * _VIETNAMESE_SHARE:
        return ""
    if sum(map(_is_tcvn3, words)) / len(words) >= _SHARE:
        return "tcvn3"
    return "vni" if sum(map(_is_vni, words)) / len(words) >= _SHARE else ""


def looks_legacy(text: str) -> bool:
    """Whether a short text (a title, a name) has letters only the old encodings put where they stand."""
    words = _words(text)
    if not words or _VIETNAMESE.search(text):
        return False
    return sum(map(_is_tcvn3, words)) * 4 >= len(words) or (
        len(words) > 2 and sum(map(_is_vni, words)) * 3 >= len(words)
    )


def _words(text: str) -> list[str]:
    return [word for word in (piece.strip(_EDGES) for piece in text.split()) if _LETTER.search(word)]


def _is_tcvn3(word: str) -> bool:
    """A sign among letters; alone ("©", "®", "×") it is what it looks like."""
    return len(word) > 1 and (not _TCVN3_SIGNS.isdisjoint(word) or _TCVN3_CAPITAL.search(word) is not None)


def _is_vni(word: str) -> bool:
    return _VNI.search(word) is not None
