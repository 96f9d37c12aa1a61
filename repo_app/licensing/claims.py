"""The places of a text that name a license, word by word: abbreviations, full names, addresses."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
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
    "chi dung phi thuong mai": "nc", "chi duoc dung phi thuong mai": "nc", "chi cho muc dich phi thuong mai": "nc",
    "chi dung cho muc dich phi thuong mai": "nc", "only for non commercial use": "nc",
    "for non commercial use only": "nc",
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
UNSURE = "?"  # a port that may as well be another word: "CC BY 3.0 IN PDF"
WITHOUT_PORTS = "4.0"
_HYPHENS = frozenset("-/_")
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
    phrase = phrase_at(words, here, WHOLE)
    if phrase is None:
        return None
    version, end = _version(words, here + len(phrase.split()))
    place, end = _place(text, words, end)
    place = None if place == UNSURE else place  # there are no ports of it
    return Claim(WHOLE[phrase], version, place, at, end)


def _elements(text: str, words: Sequence[Token], at: int) -> Claim | None:
    """A license by its elements: after "CC" or its address, or in full words."""
    prefix = phrase_at(words, at, PREFIXES)
    here = _over(words, at + len(prefix.split())) if prefix else at
    found, end = _run(words, here)
    if not found or (not prefix and not _stands_alone(words, here, found)):
        return None
    version, after = _version(words, _over(words, end))
    place, after = _place(text, words, after) if version else (None, end)
    if place == UNSURE and version == WITHOUT_PORTS:
        place = None
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
    while (phrase := phrase_at(words, at, ELEMENTS)) is not None:
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
    """The port that is named here, by its country or its code; UNSURE where that may as well be another word.

    It is one where it is written as a name is and nothing goes on behind it: not "3.0, Đức Huy dịch", "2.0 bị sao
    chép". "3.0 Pháp luật" and "3.0 IN PDF" may be either.
    """
    if not 0 < at < len(words):
        return None, at
    phrase = phrase_at(words, at, _places()) or words[at].folded
    end = at + len(phrase.split())
    between, written = text[words[at - 1].end : words[at].start], text[words[at].start : words[end - 1].end]
    is_code = written.lower() in creative_commons.jurisdictions()
    code = written.lower() if is_code else _places().get(phrase)
    if not code:
        return code, end if code == "" else at
    goes_on, joined = not _ends(text, words, end), not re.search("[.,;]", between)
    exact = written[0].isupper() and " ".join(word.exact for word in words[at:end]) in _spellings()
    if is_code:
        exact |= written.isupper() or between in _HYPHENS or (end == len(words) and joined)
        goes_on &= between not in _HYPHENS
    if exact and joined and not goes_on:
        return code, end
    return (UNSURE, end) if (not goes_on or (exact and joined)) else (None, at)


def _ends(text: str, words: Sequence[Token], at: int) -> bool:
    """Whether the text stops here, by a mark or its end, or goes on with "License"."""
    return at >= len(words) or words[at].folded in BETWEEN or bool(text[words[at - 1].end : words[at].start].strip())


def _over(words: Sequence[Token], at: int) -> int:
    """Over the words that may stand within the name of a license."""
    while at < len(words) and words[at].folded in BETWEEN:
        at += 1
    return at


def phrase_at(words: Sequence[Token], at: int, known: Collection[str]) -> str | None:
    """The longest of the known phrases that stands here."""
    for length in range(LONGEST, 0, -1):
        phrase = " ".join(word.folded for word in words[at : at + length])
        if phrase in known and len(words) >= at + length:
            return phrase
    return None


def _is(words: Sequence[Token], at: int, phrase: str) -> bool:
    return words[at].folded == phrase.split(" ", 1)[0] and phrase_at(words, at, (phrase,)) == phrase


@cache
def _places() -> Mapping[str, str]:
    """What stands behind a version, folded: no port, or the countries of ports in both languages."""
    named = {vietnamese.fold_page(name).strip(): code for name, code in _countries()}
    return {**dict.fromkeys(NO_PLACE, ""), **named}


@cache
def _spellings() -> frozenset[str]:
    """The names of countries with their accents, word by word."""
    return frozenset(" ".join(word.exact for word in vietnamese.tokens(name)) for name, _ in _countries())


def _countries() -> Iterator[tuple[str, str]]:
    for code, names in creative_commons.jurisdictions().items():
        for name in (*names.values(), code if len(code) > 2 else ""):
            yield from ((spelling, code) for spelling in (name, name.rpartition(": ")[2]) if spelling)
    yield "Viet Nam", "vn"
