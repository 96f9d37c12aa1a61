"""In which order the volumes of a work stand, however they are numbered: tập 1, tập hai, quyển III, quyển thượng."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from search import vietnamese

# Folded words, as people write the number of a volume.
_UNITS: Mapping[str, int] = {
    "khong": 0, "mot": 1, "nhat": 1, "dau": 1, "hai": 2, "nhi": 2, "ba": 3, "tam": 8, "bon": 4, "tu": 4, "nam": 5,
    "lam": 5, "sau": 6, "bay": 7, "chin": 9, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
}  # fmt: skip
_PLACES: Mapping[str, int] = {"thuong": 1, "trung": 2, "ha": 3, "cuoi": 9_999, "last": 9_999}
_TEN = "muoi"
_ROMAN: Mapping[str, int] = {"i": 1, "v": 5, "x": 10}

Key = tuple[int, tuple[tuple[int, str], ...], bytes]


def volume_key(text: str | None) -> Key:
    """What volumes are sorted by: their numbers one after the other (volume 1, part 2), then their words.

    A volume without a number comes after those with one, one without any volume last.
    """
    if not text:
        return 2, (), b""
    words = vietnamese.words(text)[1]
    numbers = tuple(_numbers(words))
    return (0, numbers, vietnamese.sort_key(text)) if numbers else (1, (), vietnamese.sort_key(text))


def _numbers(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The numbers among these words with the letters behind them; (1, "a") for 1a."""
    at = 0
    while at < len(words):
        word, following = words[at], words[at + 1] if at + 1 < len(words) else ""
        digits = word[: len(word) - len(word.lstrip("0123456789"))]
        if digits:
            yield int(digits[:9]), word[len(digits) :]
        elif word == "nam" and following.isdigit():
            pass  # "năm 2020" is a year, not a five
        elif word == _TEN or following == _TEN:
            tens = 1 if word == _TEN else _UNITS.get(word, 1)
            at += word != _TEN
            unit = _UNITS.get(words[at + 1]) if at + 1 < len(words) else None
            at += unit is not None
            yield tens * 10 + (unit or 0), ""
        elif word in _PLACES or word in _UNITS:
            yield _PLACES.get(word, _UNITS.get(word, 0)), ""
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
