"""Other ways of writing one word: letters and digits apart (`lop9`, `covid19`), ISBNs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.parsed import Word, Words

# Fewer letters are formulas and codes more often than words: CO2, H5, A4.
_GLUED = re.compile(r"([^\W\d_]{3,})([0-9]{1,3})")
_NUMBER = re.compile("[0-9]+")
_ISBN_10, _ISBN_13 = re.compile(r"[0-9]{9}[0-9x]"), re.compile(r"978[0-9]{10}")
# ISBNs as they are printed: hyphens or blanks part them; of the shorter ones all four parts, as telephone numbers are
# parted otherwise.
_HYPHEN = r"[\-\u2010-\u2015\u2212]"
_PART = rf"(?:\s|{_HYPHEN})"
_PRINTED = re.compile(
    rf"(?<![\w\-])(?:97[89](?:{_PART}?[0-9]){{10}}"
    rf"|[0-9]{{1,5}}{_PART}[0-9]{{1,7}}{_PART}[0-9]{{1,7}}{_PART}[0-9Xx])(?!{_HYPHEN}?\w)"
)
_NAMED = re.compile(
    r"(?<!\w)ISBN(?:[-\s]?1[03])?(?:\s*:\s+|\s+)(?=[0-9](?:[\s-]?[0-9]){8}[\s-]?[0-9Xx])", re.IGNORECASE
)


def with_whole_isbns(text: str) -> str:
    """A question with each ISBN that blanks part in one, and without the word ISBN before a number of that length."""
    return _NAMED.sub("", _PRINTED.sub(_whole, text))


def _whole(printed: re.Match[str]) -> str:
    number = re.sub("[^0-9x]", "", printed[0].lower())
    valid = number[-1] == (_check_13(number[:12]) if len(number) == 13 else len(number) == 10 and _check_10(number[:9]))
    return number if valid else printed[0]


def other_forms(word: Word) -> Iterator[Words]:
    """The other forms of a word, each a row of words; none for nearly all words."""
    exact, folded = _GLUED.fullmatch(word.exact), _GLUED.fullmatch(word.folded)
    if exact and folded:
        yield Word(exact[1], folded[1]), Word(exact[2], folded[2])
    isbn = other_isbn(word.exact)
    if isbn:
        yield (Word(isbn, isbn),)


def glued_form(word: Words, number: Words) -> Words | None:
    """One word and one number behind it, written as one word (`GDCD 6` as `GDCD6`); None where that is no such pair."""
    if len(word) != 1 or len(number) != 1:
        return None
    glued = Word(word[0].exact + number[0].exact, word[0].folded + number[0].folded)
    return (glued,) if _GLUED.fullmatch(glued.folded) and _NUMBER.fullmatch(number[0].folded) else None


def other_isbn(number: str) -> str | None:
    """The ISBN-13 of an ISBN-10 and the other way round (ISO 2108); None for what is no ISBN or has no other form."""
    if _ISBN_10.fullmatch(number) and number[9] == _check_10(number[:9]):
        return f"978{number[:9]}{_check_13('978' + number[:9])}"
    if _ISBN_13.fullmatch(number) and number[12] == _check_13(number[:12]):
        return f"{number[3:12]}{_check_10(number[3:12])}"
    return None


def _check_10(digits: str) -> str:
    """The last sign of an ISBN-10: weights 10 to 2, modulo 11, `x` for ten."""
    rest = -sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
    return "x" if rest == 10 else str(rest)


def _check_13(digits: str) -> str:
    """The last digit of an ISBN-13: weights 1 and 3 by turns, modulo 10."""
    return str(-sum(int(digit) * (1 + 2 * (place % 2)) for place, digit in enumerate(digits)) % 10)
