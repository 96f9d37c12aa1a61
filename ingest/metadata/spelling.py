"""Capitals as people write them in a sentence, names as they are written, and misread words put right by the document's
own words. Pure.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.metadata.headlines import headline, is_foreign, names_of_people
from ingest.metadata.lines import Row, plain, words_in
from ingest.metadata.names import Names
from ingest.text.encodings.syllables import is_syllable, is_vietnamese

_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[\u0300-\u036f]|['’ʼ-][^\W\d_])*[^\W_]*[\u0300-\u036f]*")
_ENDS = re.compile(r"[.:?!]$")
_ROMAN = re.compile(r"(?:XX?|X{0,2}(?:IX|IV|V?I{1,3}|V))")
_NUMBERED = words_in(
    """
    bac cap chuong dieu hang hoi khoa khoi ki ky lan muc phan quy quyen tap thu
    """
)
_SHORT = words_in(
    """
    AI AIDS ASEAN CEFR COVID EU HIV ICT IELTS IT KHTN KHXH OER STEAM STEM TOEIC UBND UN UNESCO UNICEF USA VIP
    """
)
_SURE_ROMAN = frozenset(("I", "II", "III", "IV", "VII", "VIII", "IX", "XII", "XIII"))
_ALWAYS = frozenset(
    (
        ("việt", "nam"),
        ("hà", "nội"),
        ("bác", "hồ"),
        ("hồ", "chí"),
        ("chí", "minh"),
        ("kon", "tum"),
        ("tây", "nguyên"),
        ("đông", "nam"),
    )
)
_BEFORE_TONGUES = ("tiếng", "chữ", "người", "tộc", "ngữ")
_PARTS = ("bài", "tiết", "chương", "phần", "tập")
_WORDED = ("subjects", "topics", "resource-types")
_VOWELS = frozenset("aeiouy")
_UNITS = frozenset(("tỉnh", "huyện", "xã", "phường", "quận"))
_TWO_UNITS = frozenset((("thành", "phố"), ("thị", "trấn"), ("thị", "xã")))
_HIGHLAND = words_in("chu dak ea ia kon krong ya")
"""Plain first words, water or mountain, of names that may have three: "Đăk Tờ Re"."""

_NOT_A_PLACE = words_in(
    """
    biên cho có của em giai hội khu kì kỳ là miền nghèo nhà này nông năm nước ra ta theo thuộc thành thời trong
    trên từ uỷ và vùng về với đoàn đó đảo đến để đồng ấy ở ủy
    """
)


@dataclass(frozen=True, slots=True)
class Usage:
    """How a document itself writes its words where not all are capitals.

    `capital` and `small` count words by how they begin inside a sentence; `pairs` are the readings of two words that
    follow one another, by their plain letters. `words` are those not in capitals, `seen` all that are syllables.
    """

    capital: Counter[tuple[str, str]] = field(default_factory=Counter)
    small: Counter[tuple[str, str]] = field(default_factory=Counter)
    pairs: dict[tuple[str, str], Counter[tuple[str, str]]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)


def usage_of(rows: Iterable[Row], names: Names) -> Usage:
    """What `rows` tell of the usage of their document, and the names of subjects of everybody's; rows in capitals tell
    nothing.
    """
    usage = Usage()
    for called in (called for name in _WORDED for called in names.terms.get(name, {}).values()):
        for first, second in (pair for name in called for pair in pairwise(name.lower().split())):
            usage.pairs.setdefault((plain(first), plain(second)), Counter())[first, second] += 1
    for row in rows:
        usage.seen.update(word.lower() for word in map(_core, row.text.split()) if is_syllable(word))
        if row.capitals or (re.search(r"\d", row.text) and _mostly_capitals(row.text)):
            usage.capital.update(_places_in(row.text.lower().split()))
            continue
        words = row.text.split()
        usage.words.update(_core(word).lower() for word in words)
        for before, (first, second) in zip(["", *words], pairwise(words), strict=False):
            one, other = _core(first), _core(second)
            if not one or not other or _ENDS.search(first):
                continue
            usage.pairs.setdefault((plain(one), plain(other)), Counter())[one.lower(), other.lower()] += 1
            if before and not _ENDS.search(before):
                counted = usage.capital if one[0].isupper() and other[0].isupper() else usage.small
                counted[one.lower(), other.lower()] += 1
    return usage


def _places_in(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The two words after "tỉnh", "huyện", "xã", of a row in capitals in small letters: a name."""
    for unit, first, second in zip(words, words[1:], words[2:], strict=False):
        if unit in _UNITS and first not in _NOT_A_PLACE and second not in _NOT_A_PLACE:
            yield _core(first), _core(second)


def _core(word: str) -> str:
    found = _WORD.search(word)
    return found.group() if found is not None else ""


def mended(text: str, usage: Usage) -> str:
    """`text`, as it was recognised, with words put right that the document writes otherwise beside the same neighbour.

    Only marks change: a pair of words that the document has nowhere, while it has one with the same plain letters and
    not the words that would be changed.
    """
    words = [_as_seen(word, usage) for word in text.split()]
    for place, (first, second) in enumerate(pairwise(list(words))):
        one, other = _core(first), _core(second)
        readings = usage.pairs.get((plain(one), plain(other)))
        if not readings or (one.lower(), other.lower()) in readings or len(readings) > 1:
            continue
        ((better, best),) = readings
        if any(word in usage.words for word, new in ((one.lower(), better), (other.lower(), best)) if word != new):
            continue
        words[place] = words[place].replace(one, _cased_as(better, one))
        words[place + 1] = words[place + 1].replace(other, _cased_as(best, other))
    return " ".join(words)


def _as_seen(word: str, usage: Usage) -> str:
    """A word that is no syllable, "ĐÁẢNG", as the one that the document has with a letter less."""
    core = _core(word)
    if len(core) < 4 or is_syllable(core) or not core.isalpha():
        return word
    bare = plain(core)
    less = {bare[:at] + bare[at + 1 :] for at in range(len(bare))}
    alike = [one for one in usage.seen if plain(one) in less]
    return word.replace(core, _cased_as(alike[0], core)) if len(alike) == 1 else word


def _cased_as(word: str, like: str) -> str:
    return word.upper() if like.isupper() else word.capitalize() if like[0].isupper() else word


def in_sentence(text: str, usage: Usage, names: Names, *, school: bool = False) -> str:
    """A heading in capitals as people write it in a sentence; what is not in capitals stays as it is printed.

    Proper names are known by the document's own usage, by the unit before a place's name, by surnames, and by the names
    of subjects; shortened words and Roman numbers stay.
    """
    if not _mostly_capitals(text):
        return text
    if is_foreign(text):
        return headline(text)
    words = text.split()
    shown = [_small(words, place) for place in range(len(words))]
    _raise_names(shown, usage)
    _raise_places(shown)
    _raise_parts(shown)
    for place in names_of_people(shown):
        shown[place] = _raised(shown[place])
    _raise_tongues(shown, names)
    for place, word in enumerate(shown):
        if place == 0 or (_ENDS.search(shown[place - 1]) and not re.fullmatch(r"[A-Z]\.", shown[place - 1])):
            shown[place] = _raised(word)
    return _with_labels(" ".join(shown), names, school)


def _mostly_capitals(text: str) -> bool:
    """Whether nearly all letters are capitals: "Bài 3: PHÉP CỘNG", "DÒNG SÔNG Pa Ra"."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(map(str.isupper, letters)) > 0.7 * len(letters) and len(letters) > 3


def _small(words: Sequence[str], place: int) -> str:
    word = words[place]
    bare = word.strip(".,:;()[]“”\"'?!…–-")
    if not bare.isupper():
        return word
    before = plain(words[place - 1]).strip(".,:;(") if place else ""
    if _ROMAN.fullmatch(bare) and (bare in _SURE_ROMAN or before in _NUMBERED):
        return word
    if is_short(bare):
        return word
    lowered = word.lower()
    letters = "".join(filter(str.isalpha, bare))
    return lowered if is_syllable(letters) else _raised(lowered)


def is_short(word: str) -> bool:
    """Whether a word in capitals is a shortened one, that stays so: "UBND", "THPT", "TH&THCS", "THCS-THPT"."""
    pieces = re.split(r"[&–-]", word)
    told = all(len(piece) > 1 and piece.isalpha() and not _VOWELS & set(plain(piece)) for piece in pieces)
    return word in _SHORT or "&" in word or told


def _raised(word: str) -> str:
    """The word with its first letter a capital, whatever signs stand before it."""
    for place, letter in enumerate(word):
        if letter.isalpha():
            return word[:place] + letter.upper() + word[place + 1 :]
    return word


def _raise_names(words: list[str], usage: Usage) -> None:
    for place, (first, second) in enumerate(pairwise(list(words))):
        pair = (_core(first).lower(), _core(second).lower())
        if usage.capital[pair] > usage.small[pair] or pair in _ALWAYS:
            words[place], words[place + 1] = _raised(words[place]), _raised(words[place + 1])


def _raise_places(words: list[str]) -> None:
    """The two syllables after "tỉnh", "huyện", "xã" are most likely a name."""
    low = [word.lower() for word in words]
    for place, word in enumerate(low):
        unit = word in _UNITS or (place > 0 and (low[place - 1], word) in _TWO_UNITS)
        after = low[place + 1 : place + 3]
        if unit and after and not any(_core(one) in _NOT_A_PLACE for one in after):
            long = plain(after[0]) in _HIGHLAND and _ends_name(low, place + 3)
            for at in range(place + 1, min(place + (4 if long else 3), len(words))):
                words[at] = _raised(words[at])


def _ends_name(words: Sequence[str], place: int) -> bool:
    """Whether there is one more word before the end, a bracket or a dash: "xã Đăk Tờ Re (1945 – 2015)"."""
    return (
        place < len(words) and words[place].isalpha() and words[place] not in _NOT_A_PLACE
        and (place + 1 == len(words) or not words[place + 1][0].isalpha())
    )  # fmt: skip


def _raise_tongues(words: list[str], names: Names) -> None:
    """ "tiếng Tày", "song ngữ Việt", "luật tục Ba Na": names of languages and of those who speak them."""
    for place, word in enumerate(words):
        pair = words[place : place + 2]
        if len(pair) == 2 and _is_people(" ".join(map(_core, pair)), names):
            words[place : place + 2] = map(_raised, pair)
        if word.lower() not in _BEFORE_TONGUES:
            continue
        for count in (2, 1):
            after = words[place + 1 : place + 1 + count]
            if len(after) == count and _is_tongue(" ".join(map(_core, after)), names):
                words[place + 1 : place + 1 + count] = map(_raised, after)
                break


def _is_tongue(words: str, names: Names) -> bool:
    """Whether words are, with these very accents, the name of a language: "Việt", not "viết" in "chữ viết"."""
    term = names.id_of("languages", words)
    called = names.terms["languages"][term] if term is not None else ()
    return any(words.casefold() == one.casefold().removeprefix("tiếng ") for one in called)


def _is_people(pair: str, names: Names) -> bool:
    """Whether two syllables, with these very accents, are what a people calls itself and its language."""
    term = names.id_of("languages", pair)
    called = names.terms["languages"][term] if term is not None else ()
    return any(one.casefold() == pair.casefold() and plain(one)[:6] != "tieng " for one in called)


def _raise_parts(words: list[str]) -> None:
    """ "Tiết 12 – Bài 8", "Đảng bộ": what begins a part of its own, and the Party."""
    for place, word in enumerate(words):
        numbered = place + 1 < len(words) and words[place + 1][:1].isdigit()
        if word in ("đảng",) or (place and numbered and words[place - 1] in "–-—" and word in _PARTS):
            words[place] = _raised(word)


def _with_labels(text: str, names: Names, school: bool) -> str:
    """Names of subjects and languages as their vocabulary writes them, at the beginning, or in works for schools."""
    for term_id, start, end in list(names.within("subjects", text)):
        written = text[start:end]
        label = next((one for one in _called(names, term_id) if one.lower() == written.lower()), None)
        if label is not None and " " in label and (start == 0 or school):
            text = text[:start] + label + text[end:]
    return text


def _called(names: Names, term_id: str) -> tuple[str, ...]:
    return names.terms.get("subjects", {}).get(term_id, ())


def person_cased(name: str) -> str:
    """A person's name that is printed in capitals, as it is written: "H’LƠNG NIÊ" is "H’Lơng Niê"."""
    return " ".join(_name_word(word) if word.isupper() or word.islower() else word for word in name.split())


def _name_word(word: str) -> str:
    pieces = re.split(r"(['’ʼ-])", word.lower())
    return "".join(piece[:1].upper() + piece[1:] for piece in pieces)


def readable(text: str) -> float:
    """The part of the words that are Vietnamese syllables, 0 to 1; how well a reading in capitals came out."""
    words = _WORD.findall(text)
    return sum(map(is_vietnamese, words)) / len(words) if words else 0.0
