"""In which order the volumes of a work stand, however they are numbered: tập 1, tập hai, quyển III, quyển thượng."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from search import vietnamese

# As people write the number of a volume.
_UNITS: Mapping[str, int] = {
    "không": 0, "một": 1, "mốt": 1, "nhất": 1, "đầu": 1, "hai": 2, "nhì": 2, "nhị": 2, "ba": 3, "bốn": 4, "tư": 4,
    "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "cuối": 9_999, "last": 9_999,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
}  # fmt: skip
_PLACES: Mapping[str, int] = {"thượng": 1, "trung": 2, "hạ": 3}  # behind a word for a volume, else parts of names
_VOLUMES = frozenset({"tập", "quyển", "cuốn", "phần", "bộ", "thiên"})
_TENS = frozenset({"mười", "mươi"})
_YEAR = "năm"  # "năm 2020" is a year, not a five
_ROMAN: Mapping[str, int] = {"i": 1, "v": 5, "x": 10}

Key = tuple[int, tuple[tuple[int, str], ...], bytes]


def volume_key(text: str | None) -> Key:
    """What volumes are sorted by: their numbers one after the other (volume 1, part 2), then their words.

    A volume without a number comes after those with one, one without any volume last. Accents count where the text has
    any: "tap nam" is the fifth, "Miền Nam" none.
    """
    if not text:
        return 2, (), b""
    exactly, folded = vietnamese.words(text)
    numbers = tuple(_numbers(exactly, _SPELLED) if exactly != folded else _numbers(folded, _TYPED))
    return (0, numbers, vietnamese.sort_key(text)) if numbers else (1, (), vietnamese.sort_key(text))


@dataclass(frozen=True, slots=True)
class _Words:
    """The words above in one spelling."""

    units: Mapping[str, int]
    places: Mapping[str, int]
    volumes: frozenset[str]
    tens: frozenset[str]
    year: str

    @classmethod
    def spelled(cls, spell: Callable[[str], str]) -> _Words:
        units = {spell(word): number for word, number in _UNITS.items()}
        places = {spell(word): number for word, number in _PLACES.items()}
        return cls(units, places, frozenset(map(spell, _VOLUMES)), frozenset(map(spell, _TENS)), spell(_YEAR))


_SPELLED, _TYPED = _Words.spelled(vietnamese.exact), _Words.spelled(vietnamese.fold)


def _numbers(words: Sequence[str], known: _Words) -> Iterator[tuple[int, str]]:
    """The numbers among these words with the letters behind them; (1, "a") for 1a."""
    at = 0
    while at < len(words):
        word, following = words[at], words[at + 1] if at + 1 < len(words) else ""
        digits = word[: len(word) - len(word.lstrip("0123456789"))]
        if digits:
            yield int(digits[:9]), word[len(digits) :]
        elif word == known.year and following.isdigit():
            pass
        elif word in known.tens or following in known.tens:
            tens = 1 if word in known.tens else known.units.get(word, 1)
            at += word not in known.tens
            unit = known.units.get(words[at + 1]) if at + 1 < len(words) else None
            at += unit is not None
            yield tens * 10 + (unit or 0), ""
        elif word in known.units:
            yield known.units[word], ""
        elif word in known.places and (len(words) == 1 or (at > 0 and words[at - 1] in known.volumes)):
            yield known.places[word], ""
        elif roman := _roman(word):
            yield roman, ""
        at += 1


def _roman(word: str) -> int:
    """The value of a Roman number up to 39 in its usual form; 0 for any other word."""
    if not word or any(letter not in _ROMAN for letter in word):
        return 0
    values = [_ROMAN[letter] for letter in word]
    total = sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )
    return total if _as_roman(total) == word else 0


def _as_roman(number: int) -> str:
    pairs = (("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))
    made = ""
    for letters, value in pairs:
        while number >= value:
            made, number = made + letters, number - value
    return made
