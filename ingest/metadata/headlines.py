"""What proper names and English look like in a heading in capitals, where nothing else tells them. Pure."""

import re
from collections.abc import Sequence

from ingest.metadata.lines import plain, words_in
from ingest.text.encodings.syllables import is_syllable

_NEVER_ELSE = words_in("nguyễn huỳnh trịnh bùi")
"""Surnames that are no other word. After all others, "trần", "hồ", "lê", a middle name has to follow."""

_SURNAMES = words_in(
    """
    âu bạch cao châu chu cù diệp doãn dương đàm đào đặng điểu đinh đoàn đỗ đồng hà hoàng hồ hứa khổng khúc kiều la lã
    lại lâm lê lò lù lục lương lưu lý ma mã mạc mai nghiêm ngô nông ông phạm phan phó phùng quách quan sầm tạ tăng
    thạch thái thân tô tôn tống trần triệu trương từ văn vàng vi võ vũ vương xa
    """
)
_MIDDLE = words_in("thị văn đình hữu bỉnh bội nguyên khắc trọng xuân")
_SURE_MIDDLE = words_in("thị đình bỉnh bội khắc")
"""Middle names that no other word is beside: "Văn" and "Hữu" are met in "thiên nhiên hữu tình"."""

_AFTER = words_in(
    """
    của và trong cho về với là ở qua từ đến theo được do bằng thơ truyện tác toàn tuyển cuộc con người một những các
    """
)
_SMALL_ENGLISH = words_in("a an and as at but by for from in into nor of on onto or over the to up via with")


def is_foreign(text: str) -> bool:
    """Whether a heading is in no Vietnamese: letters without marks, most of them in words that are no syllables."""
    words = re.findall(r"[^\W\d_]+", text)
    others = sum(not is_syllable(word) for word in words)
    return text.isascii() and len(words) > 1 and others >= 0.4 * len(words)


def headline(text: str) -> str:
    """An English heading in capitals as one is written: small words small, but the first and those after a colon."""
    shown: list[str] = []
    for word in text.split():
        begins = not shown or shown[-1][-1:] in ".:?!–—"
        low = word.lower()
        small = not begins and low.strip(".,:;()\"'") in _SMALL_ENGLISH
        shown.append(low if small else _capital(word))
    return " ".join(shown)


def _capital(word: str) -> str:
    """Hyphens part words, apostrophes do not: "Self-Help", "Children's"; shortened ones without a vowel stay."""
    if not word.isupper() or not re.search(r"[AEIOUY]", word):
        return word
    return "-".join(piece.capitalize() for piece in word.split("-"))


def names_of_people(words: Sequence[str]) -> list[int]:
    """The places of words in small letters that are the name of a person: "thơ nguyễn đình chiểu", "võ thị sáu"."""
    held: list[int] = []
    for place, word in enumerate(words):
        if place in held:
            continue
        rest = list(words[place + 1 : place + 4])
        if word in _NEVER_ELSE and rest and _goes_on(rest[0]):
            count = 2 + (rest[0] in _MIDDLE and len(rest) > 1 and _goes_on(rest[1]))
        elif word in _SURNAMES and len(rest) > 1 and rest[0] in _SURE_MIDDLE and _goes_on(rest[1]):
            count = 3
        else:
            continue
        if "thị" in words[place : place + 2] and count == 3 and len(words) == place + 4 and _goes_on(rest[-1]):
            count = 4
        held += range(place, place + count)
    return held


def _goes_on(word: str) -> bool:
    return word.isalpha() and word not in _AFTER and is_syllable(word) and bool(plain(word))
