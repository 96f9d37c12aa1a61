"""The Vietnamese order: bytes whose plain comparison sorts titles and names."""

from __future__ import annotations

import re
import unicodedata

from search.vietnamese.spelling import DIACRITICS, STROKES, TONES, find_words, lower_word

_OTHER_MARK = 7
# Bytes of the sort key, in their order: end of a level, end of a word, a number, a letter, another script.
_LEVEL, _WORD_END, _NUMBER, _FOREIGN = b"\x00", b"\x01", b"\x02", b"\xf0"
_LETTERS = {letter: place for place, letter in enumerate("aăâbƀcdđeêfghijklmnoôơpqrstuưvwxyz", start=0x40)}


def sort_key(text: str) -> bytes:
    """Bytes whose plain comparison is the Vietnamese order: a ă â b c d đ e ê …, tones only where letters tie.

    Case and punctuation do not count, words sort one by one (`an toàn` before `anh`), numbers by value
    (`Toán 9` before `Toán 10`). Letters of other scripts come last.
    """
    return _key(find_words(text))


def name_sort_key(name: str) -> bytes:
    """As `sort_key` for a person's name: by the given name, the last word, then by the rest.

    What stands in brackets does not count. A name with a comma is taken as already turned (`Rowling, J. K.`)
    and sorts as written. Names of organizations are texts: give them to `sort_key`.
    """
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", name)
    found = find_words(bare)
    if "," in bare or len(found) < 2:
        return _key(found)
    return _key(found[-1:]) + _LEVEL + _key(found[:-1])


def _key(found: list[str]) -> bytes:
    first, second = bytearray(), bytearray()
    for word in found:
        for number, letters in re.findall(r"([0-9]+)|([^0-9]+)", lower_word(word)):
            if number:
                digits = number.lstrip("0").encode()
                first += _NUMBER + bytes([1 + min(len(digits), 250)]) + digits
                second.append(1)
            _add_letters(letters, first, second)
        first += _WORD_END
    return bytes(first) + _LEVEL + bytes(second.rstrip(b"\x01"))


def _add_letters(part: str, first: bytearray, second: bytearray) -> None:
    """Add each letter's place in the alphabet to the first level and its tone or foreign mark to the second."""
    letter = ""
    for char in unicodedata.normalize("NFD", part):
        shaped = unicodedata.normalize("NFC", letter + char) if letter else char
        if char in TONES and letter:
            second[-1] = 2 + TONES.index(char)
        elif letter and shaped in _LETTERS:
            letter = shaped
            first[-1] = _LETTERS[shaped]
        elif letter and DIACRITICS.fullmatch(char):
            second[-1] = _OTHER_MARK
        else:
            letter = _add_letter(char, first, second)


def _add_letter(char: str, first: bytearray, second: bytearray) -> str:
    """Add one undecorated letter; gives back the letter that following marks may still shape, if any."""
    plain = char if char in _LETTERS else char.translate(STROKES)
    if any(letter not in _LETTERS for letter in plain):
        first += _FOREIGN + char.encode()
        second.append(1)
        return ""
    first += bytes(_LETTERS[letter] for letter in plain)
    second += bytes([1 if plain == char else _OTHER_MARK]) * len(plain)
    return plain[-1]
