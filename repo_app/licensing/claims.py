"""The places of a text that name a license, word by word: abbreviations, full names, addresses."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from repo_app.vocabularies import creative_commons
from search import vietnamese
from search.vietnamese import Token

ELEMENTS = {
    "by": "by", "attribution": "by", "ghi cong": "by", "nc": "nc", "noncommercial": "nc", "non commercial": "nc",
    "phi thuong mai": "nc", "sa": "sa", "sharealike": "sa", "share alike": "sa", "chia se tuong tu": "sa",
    "nd": "nd", "noderivatives": "nd", "noderivs": "nd", "no derivatives": "nd", "no derivs": "nd",
    "no derivative works": "nd", "noderivativeworks": "nd", "khong phai sinh": "nd", "khong tac pham phai sinh": "nd",
    "cam phai sinh": "nd", "khong thuong mai": "nc", "no commercial use": "nc", "non commercial use only": "nc",
    "not for commercial use": "nc", "not for commercial purposes": "nc",
    **{
        f"{start} {end} muc dich thuong mai": "nc"
        for start in ("khong", "khong dung", "khong su dung", "khong duoc dung", "khong duoc su dung")
        for end in ("vi", "cho", "vao", "nham", "voi")
    },
}  # fmt: skip
ORDER = ("by", "nc", "nd", "sa")
WHOLE = {
    "cc0": "cc0", "cc zero": "cc0", "publicdomain zero": "cc0", "pdm": "pdm", "public domain mark": "pdm",
    "publicdomain mark": "pdm", "dau pham vi cong cong": "pdm", "all rights reserved": "inc",
    "moi quyen duoc bao luu": "inc",
}  # fmt: skip
PREFIXES = ("cc", "creative commons", "creativecommons org", "cc licenses", "creativecommons org licenses")
SITE = "creativecommons org"
RIGHTS_SITE = ("rightsstatements org vocab", "rightsstatements org page", "rightsstatements org data")
BETWEEN = frozenset({"license", "licence", "licenses", "version", "ver", "phien", "ban", "giay", "phep"})
NO_PLACE = ("international", "quoc te", "unported", "generic", "universal", "toan cau")
# Words that turn a claim round, as they are written with accents and without: "chữa" and "nó" are none of them.
DENIALS = frozenset({
    "not", "no", "never", "nor", "neither", "none", "cannot", "without", "formerly", "former", "previously", "expired",
    "revoked", "withdrawn", "cancelled", "lapsed", "terminated", "until", "không", "khong", "chưa", "chua", "chẳng",
    "chang", "hết", "ngừng", "cấm", "từng", "bỏ", "trừ", "once", "non", "except", "excluding", "instead",
    "incompatible",
})  # fmt: skip
DENYING = (
    "het han", "het hieu luc", "truoc day", "truoc kia", "da tung", "huy bo", "bai bo", "thu hoi", "cham dut",
    "thay cho", "thay vi", "used to", "rather than", "other than",
)  # fmt: skip
NO_DENIAL = (
    "no rights reserved", "no additional restrictions", "no warranties", "without asking", "khong can xin phep",
    "khong phai xin phep", "except where", "except when", "except as", "tru khi", "tru truong hop", "tru noi",
)  # fmt: skip
_CONTRACTED = re.compile(r"n['’]t\b", re.IGNORECASE)  # "isn't", "doesn’t"
UNSURE = "?"  # a code that may as well be a word: "CC BY 3.0 IN PDF"
LONGEST = 9  # words of the longest phrase


@dataclass(frozen=True, slots=True)
class Claim:
    """One place that names a license: its ``kind``, the ``version`` where it says one, and the ``place`` of a port
    ("" where it says that it is none, None where it does not say). Words ``start`` to ``end`` of the text are used up.

    ``vague`` is a bare "Attribution" or "Ghi công", which may be no license at all.
    """

    kind: str
    version: str | None
    place: str | None
    start: int
    end: int
    vague: bool = False


def claims(text: str) -> list[Claim]:
    """All of them, in their order."""
    words = list(vietnamese.tokens(text))
    found: list[Claim] = []
    at = 0
    while at < len(words):
        claim = _rights(words, at) or _whole(text, words, at) or _elements(text, words, at)
        if claim is not None:
            found.append(claim)
        at = claim.end if claim is not None else at + 1
    return found


def beside(text: str, found: Sequence[Claim]) -> tuple[bool, frozenset[str]]:
    """What stands outside of the claims: whether anything there, before or behind them, turns them round ("no longer
    under CC BY 4.0", "hết hạn giấy phép …"), and the elements that are asked for in full words ("không dùng cho mục
    đích thương mại").
    """
    words = list(vietnamese.tokens(text))
    used = {at for claim in found for at in range(claim.start, claim.end)}
    denied, asked, at = _CONTRACTED.search(text) is not None, set[str](), 0
    while at < len(words):
        phrase = None if at in used else _phrase(words, at, _SAID_BESIDE) or _phrase(words, at, NO_DENIAL)
        if phrase is None:
            denied |= at not in used and _denies(words, at)
        elif phrase in ELEMENTS:
            asked.add(ELEMENTS[phrase])
        at += len(phrase.split()) if phrase else 1
    return denied, frozenset(asked)


_SAID_BESIDE = frozenset(phrase for phrase, element in ELEMENTS.items() if element != "by" and len(phrase) > 2)


def _denies(words: Sequence[Token], at: int) -> bool:
    return words[at].exact in DENIALS or _phrase(words, at, DENYING) is not None


def _rights(words: Sequence[Token], at: int) -> Claim | None:
    """An address of rightsstatements.org: its code may have parts, and its version ends it."""
    here = next((at + len(site.split()) for site in RIGHTS_SITE if _is(words, at, site)), None)
    if here is None:
        return None
    end = here
    while end < len(words) and not words[end].folded.isdigit():
        end += 1
    version, after = _version(words, end)
    return Claim("-".join(word.folded for word in words[here:end]), version, None, at, after)


def _whole(text: str, words: Sequence[Token], at: int) -> Claim | None:
    """CC0, the public domain mark, or all rights reserved: names that stand for themselves."""
    here = at + len(SITE.split()) if _is(words, at, SITE) else at
    phrase = _phrase(words, here, WHOLE)
    if phrase is None:
        return None
    version, end = _version(words, here + len(phrase.split()))
    place, end = _place(text, words, end)
    return Claim(WHOLE[phrase], version, place, at, end)


def _elements(text: str, words: Sequence[Token], at: int) -> Claim | None:
    """A license by its elements: after "CC" or its address, or in full words."""
    prefix = _phrase(words, at, PREFIXES)
    here = _over(words, at + len(prefix.split())) if prefix else at
    found, end = _run(words, here)
    if not found or (not prefix and not _stands_alone(words, here, found)):
        return None
    version, after = _version(words, _over(words, end))
    place, after = _place(text, words, after) if version else (None, end)
    if place is None and version and prefix is not None and prefix.startswith(SITE):
        place = ""  # an address without a port is that of the license itself
    kind = "-".join(element for element in ORDER if element in found)
    return Claim(kind, version, place, at, after, vague=not prefix and version is None and found == ["by"])


def _stands_alone(words: Sequence[Token], at: int, found: Sequence[str]) -> bool:
    """Whether elements without "CC" before them are a license: "by" alone is an English word."""
    return found[0] == "by" and (words[at].folded != "by" or len(found) > 1)


def _run(words: Sequence[Token], at: int) -> tuple[list[str], int]:
    """The elements that stand here one after another."""
    found: list[str] = []
    while (phrase := _phrase(words, at, ELEMENTS)) is not None:
        found.append(ELEMENTS[phrase])
        at += len(phrase.split())
    return found, at


def _version(words: Sequence[Token], at: int) -> tuple[str | None, int]:
    """A version of two figures, or its first alone where only one such license could be meant (3 and 4)."""
    if at >= len(words):
        return None, at
    major = words[at].folded.removeprefix("v")
    if len(major) != 1 or not major.isdigit():
        return None, at
    minor = words[at + 1].folded if at + 1 < len(words) else ""
    if len(minor) == 1 and minor.isdigit():
        return f"{major}.{minor}", at + 2
    return (f"{major}.0", at + 1) if major in "34" else (None, at)


def _place(text: str, words: Sequence[Token], at: int) -> tuple[str | None, int]:
    """The port that is named here: by its country, or by its code where that cannot be another word."""
    named = _phrase(words, at, _places())
    if named is not None:
        return _places()[named], at + len(named.split())
    if not 0 < at < len(words):
        return None, at
    written = text[words[at].start : words[at].end]
    if written.lower() not in creative_commons.jurisdictions():
        return None, at
    between = text[words[at - 1].end : words[at].start]
    last = at + 1 == len(words)
    if between in {"-", "/", "_"} or last or (written.isupper() and text[words[at].end : words[at + 1].start].strip()):
        return written.lower(), at + 1
    return (UNSURE, at + 1) if written.isupper() else (None, at)


def _over(words: Sequence[Token], at: int) -> int:
    """Over the words that may stand within the name of a license."""
    while at < len(words) and words[at].folded in BETWEEN:
        at += 1
    return at


def _phrase(words: Sequence[Token], at: int, known: Collection[str]) -> str | None:
    """The longest of the known phrases that stands here."""
    for length in range(LONGEST, 0, -1):
        phrase = " ".join(word.folded for word in words[at : at + length])
        if phrase in known and len(words) >= at + length:
            return phrase
    return None


def _is(words: Sequence[Token], at: int, phrase: str) -> bool:
    return _phrase(words, at, (phrase,)) == phrase


@cache
def _places() -> Mapping[str, str]:
    """What stands behind a version, folded: no port, or the countries of ports in both languages."""
    known = dict.fromkeys(NO_PLACE, "")
    for code, names in creative_commons.jurisdictions().items():
        for name in (*names.values(), code if len(code) > 2 else ""):
            for spelling in (name, name.rpartition(": ")[2]):
                folded = vietnamese.fold_page(spelling).strip()
                if folded:
                    known[folded] = code
    return {**known, "viet nam": "vn"}
