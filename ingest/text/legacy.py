"""Telling old Vietnamese font encodings (TCVN3/ABC, VNI) by their letters alone, where `encodings` found no way to read
them: such a page is recognised, such a title is not offered.

Text in those encodings comes out of a PDF as Latin-1 letters in places where no language of this alphabet has them:
"Nh÷ng nguyªn t¾c" (TCVN3), "Giaùo duïc" (VNI). Real Vietnamese, French and English must never be taken for it.
"""

import re

VERSION = 2

_SIGNS = "\u00a8-\u00ae\u00b5-\u00b9\u00bb-\u00be"
_TCVN3_SURE = re.compile(f"[a-zA-Zđ][{_SIGNS}]|[{_SIGNS}][a-zđ]|[a-zđ][À-ÖØ-Ý]")
_TCVN3 = re.compile(
    f"[a-zA-Zđ][{_SIGNS}Þßæ]|[{_SIGNS}Þßæ][a-zđ]"  # "gi¸o", "®µo"; alone ("©", "3×4") a sign is what it looks like
    "|[a-zA-Z]{2}[÷×]|[a-zA-Z][÷×][a-z]{2}"  # "a÷b" is arithmetic
    "|[a-zđ][\u00c0-\u00d6\u00d8-\u00de]"  # "luËt": a capital with an accent after a small letter
)
_VNI = re.compile("[aeouAEOU][øûïåäëüæâ]|[aeiuyAE][ù]|[ae][õêáàãéè]|[öô][ùøûõï]|[uyi][ùøûõï]$")
_VNI_SURE = re.compile("[aeouAEOU][øåä]|[öô][ùøûõï]|[aoe]â")  # none of these in French, German or Vietnamese
_VIETNAMESE = re.compile("[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹơư]", re.IGNORECASE)
_LETTER = re.compile("[a-zA-Z\u00a8-\u00ff]")
_EDGES = ".,;:!?()[]{}\"'“”‘’«»…-–"

_MIN_WORDS = 4
_SHARE = 0.25
_SURE_SHARE = 0.1
"""Of the words of running Vietnamese more than half would carry a sign; names and numbers between them carry none."""

_VIETNAMESE_SHARE = 0.2


def legacy_encoding(text: str) -> str:
    """The encoding ("tcvn3" or "vni") when a good share of the words of `text` is in it, else an empty string."""
    if text.isascii():
        return ""
    vietnamese = len(_VIETNAMESE.findall(text))
    if vietnamese > len(text.split()) * _VIETNAMESE_SHARE:
        return ""  # nearly every Vietnamese page: no need to look at its words
    words = _words(text)
    if len(words) < _MIN_WORDS or vietnamese > len(words) * _VIETNAMESE_SHARE:
        return ""
    if _are_tcvn3(words):
        return "tcvn3"
    return "vni" if _are_vni(words, _SHARE) else ""


def looks_legacy(text: str) -> bool:
    """Whether a short text (a title, a name) has letters only the old encodings put where they stand."""
    words = _words(text)
    if not words or _VIETNAMESE.search(text):
        return False
    if _are_tcvn3(words):
        return True
    return len(words) > 2 and _are_vni(words, _SHARE)


def _words(text: str) -> list[str]:
    return [word for word in (piece.strip(_EDGES) for piece in text.split()) if _LETTER.search(word)]


def _are_tcvn3(words: list[str]) -> bool:
    """A good share of the words with a sign, some of them with one that is no letter anywhere as Þ, ß and æ are."""
    seen = [word for word in words if not any(map(str.isdecimal, word))]
    marked = sum(1 for word in seen if _TCVN3.search(word))
    sure = sum(1 for word in seen if _TCVN3_SURE.search(word))
    return marked / len(words) >= _SHARE and sure / len(words) >= _SURE_SHARE


def _are_vni(words: list[str], share: float) -> bool:
    """Half the words with a mark after its vowel, or fewer and some of them as no living language writes."""
    marked = sum(1 for word in words if _VNI.search(word))
    sure = sum(1 for word in words if _VNI_SURE.search(word))
    return marked * 2 >= len(words) or (marked / len(words) >= share and sure / len(words) >= _SURE_SHARE)
