"""The one normaliser, tokenizer and sort key for Vietnamese: both sides of every comparison go through here.

Three spellings of a text, each built on the one before, each idempotent:

* `normalize`: composed (NFC), lookalike letters and tone marks where they belong; case and accents kept.
* `exact`: also without case, compatibility letters (ligatures, full width) and the i/y choice. What equals
  in `exact` is the same word to a careful reader.
* `fold`: also without accents and strokes. What equals in `fold` is the same word to a hurried typist.

Only the standard library is used and every package may import this module. No function raises on any text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

# A cached spelling costs about 150 bytes; running text uses some 7,000 syllables in one or two cases.
_CACHED_WORDS = 1 << 14
# Longer "words" are noise (base64, dotted lines read as one) and would only push syllables out of the cache.
_CACHED_LENGTH = 24

# Printed as these letters by old fonts and converters, but meant as the Vietnamese ones.
_LOOKALIKES = str.maketrans({"ƣ": "ư", "Ƣ": "Ư", "ð": "đ", "Ð": "Đ"})

# Soft hyphen, joiners, byte order mark: invisible inside a word.
_INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff"
_HYPHENS = "-\u2010\u2011\u2012\u2013"
# Apostrophe letters of minority orthographies (H'Drai) are typed as quotes by most: all of them part words.
_APOSTROPHES = "\u0374\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ee\ua78b\ua78c"

# What the spelling of a word leaves out (hyphens stand in an ISBN only).
_LEFT_OUT = str.maketrans(dict.fromkeys(_INVISIBLE + _HYPHENS + _APOSTROPHES))

# Letters with a stroke or hook that no decomposition separates from their base.
_STROKES = str.maketrans("đƀɓɗħłøŧɨʉıɛɔə", "dbbdhlotiuieoe") | str.maketrans(
    {"ŋ": "ng", "ɲ": "nh", "æ": "ae", "œ": "oe", "þ": "th"}
)
# The general diacritics. Vowel signs of Thai, Khmer or Lao are combining too, but are letters: they stay.
_DIACRITICS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f]+")

# i and y are one letter as the whole rhyme after these onsets only: never in ai/ay or ui/uy.
_Y_RHYME = re.compile("(?:[hklmstv]|qu)[yýỳỷỹỵ]")
_Y_TO_I = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")

# Tone marks in the order of dictionaries: huyền, hỏi, ngã, sắc, nặng (level tone first of all, unmarked).
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_OTHER_MARK = 7
# Bytes of the sort key, in their order: end of a level, end of a word, a number, a letter, another script.
_LEVEL, _WORD_END, _NUMBER, _FOREIGN = b"\x00", b"\x01", b"\x02", b"\xf0"
_LETTERS = {letter: place for place, letter in enumerate("aăâbƀcdđeêfghijklmnoôơpqrstuưvwxyz", start=0x40)}

# Every syllable that may carry a tone. Foreign words do not match and keep their accents where they are.
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
    "(oai|oay|oeo|uyu|uya|uyê|uây|uôi|ươi|ươu|iêu|yêu|ai|ao|au|âu|ay|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ"
    "|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|[aăâeêioôơuưy])"
    "(ch|ng|nh|[cmnpt])?"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word or number: its `exact` and `folded` spelling and its place `[start:end]` in the original text."""

    exact: str
    folded: str
    start: int
    end: int


def normalize(text: str) -> str:
    """The canonical spelling, with case and accents: NFC, ƣ→ư, ð→đ, and hoà→hòa, thuý→thúy, qúy→quý."""
    return _by_word(text, _NORMAL)


def exact(text: str) -> str:
    """`normalize`, without case, ligatures and full-width forms, and with one letter for i and y (lý→lí)."""
    return _by_word(text, _EXACT)


def fold(text: str) -> str:
    """`exact` without accents and strokes: đ→d, ƀ→b, ơ̆→o. What readers type when they type quickly."""
    return _by_word(text, _FOLDED)


def fold_page(text: str) -> str:
    """The folded words of a page, parted by single blanks, with a blank before the first and after the last.

    So `" giao duc "` is found by a plain substring count and never inside another word. Without any word the
    result is one blank.
    """
    folded = map(_FOLDED.__getitem__, _find_words(text))
    joined = " ".join(folded)
    return f" {joined} " if joined else " "


def tokens(text: str) -> Iterator[Token]:
    """The words and numbers of a text in order. `exact(text[t.start:t.end]) == t.exact`, likewise `folded`.

    Combining marks stay inside their word, also in decomposed text. A hyphenated ISBN-13 is one token, its
    digits; in everything else punctuation and `_` part words (`32/2018` is two, `H2O` one).
    """
    for match in _word_pattern().finditer(_part_apostrophes(text)):
        word = match.group()
        yield Token(_EXACT[word], _FOLDED[word], match.start(), match.end())


def words(text: str) -> tuple[list[str], list[str]]:
    """The exact and the folded spelling of every word of a text, in order: `tokens` for those in a hurry."""
    found = _find_words(text)
    return [_EXACT[word] for word in found], [_FOLDED[word] for word in found]


def sort_key(text: str) -> bytes:
    """Bytes whose plain comparison is the Vietnamese order: a ă â b c d đ e ê …, tones only where letters tie.

    Case and punctuation do not count, words sort one by one (`an toàn` before `anh`), numbers by value
    (`Toán 9` before `Toán 10`). Letters of other scripts come last.
    """
    return _key(_find_words(text))


def name_sort_key(name: str) -> bytes:
    """As `sort_key` for a person's name: by the given name, the last word, then by the rest.

    What stands in brackets does not count. A name with a comma is taken as already turned (`Rowling, J. K.`)
    and sorts as written. Names of organizations are texts: give them to `sort_key`.
    """
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", name)
    found = _find_words(bare)
    if "," in bare or len(found) < 2:
        return _key(found)
    return _key(found[-1:]) + _LEVEL + _key(found[:-1])


class _Spellings(dict[str, str]):
    """A bounded memory of one spelling of words; text repeats its words, so most answers are here."""

    def __init__(self, spell: Callable[[str], str]) -> None:
        super().__init__()
        self._spell = spell

    def __missing__(self, word: str) -> str:
        spelled = self._spell(word)
        if len(word) <= _CACHED_LENGTH:
            if len(self) >= _CACHED_WORDS:
                self.clear()
            self[word] = spelled
        return spelled


def _by_word(text: str, spellings: _Spellings) -> str:
    composed = unicodedata.normalize("NFC", text)
    return _word_pattern().sub(lambda match: spellings[match.group()], _part_apostrophes(composed))


def _part_apostrophes(text: str) -> str:
    """The text, as long as before, with a quote for each apostrophe letter; twelve misses cost next to nothing."""
    for letter in _APOSTROPHES:
        text = text.replace(letter, "'")
    return text


def _find_words(text: str) -> list[str]:
    return _word_pattern().findall(_part_apostrophes(text))


def _normal_word(word: str) -> str:
    composed = unicodedata.normalize("NFC", word.translate(_LOOKALIKES))
    return composed if composed.isascii() else _place_tone(composed)


def _lower_word(word: str) -> str:
    if word.isascii():
        return word.lower().translate(_LEFT_OUT)
    plain = "".join(map(_lower_letter, unicodedata.normalize("NFC", word.translate(_LEFT_OUT))))
    return _normal_word(plain)


def _exact_word(word: str) -> str:
    lower = _lower_word(word)
    return lower.translate(_Y_TO_I) if _Y_RHYME.fullmatch(lower) else lower


def _folded_word(word: str) -> str:
    lower = _lower_word(word)
    if not lower.isascii():
        parts = _DIACRITICS.sub("", unicodedata.normalize("NFD", lower))
        lower = unicodedata.normalize("NFC", parts.translate(_STROKES))
    return lower.translate(_Y_TO_I) if _Y_RHYME.fullmatch(lower) else lower


def _lower_letter(letter: str) -> str:
    """One letter without case and compatibility form, unless that would no longer be part of a word."""
    lower = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", letter).casefold()).translate(_LEFT_OUT)
    return lower if _word_pattern().fullmatch(lower) else letter


def _place_tone(word: str) -> str:
    """The word with its tone on the letter where today's spelling has it, if it is a Vietnamese syllable."""
    letters, tones = _split_tones(word)
    if len(tones) != 1:
        return word
    match = _SYLLABLE.fullmatch("".join(letters).lower())
    if not match:
        return word
    place = match.start(1) + _tone_place(match[1], closed=match[2] is not None)
    letters[place] += tones[0]
    return unicodedata.normalize("NFC", "".join(letters))


def _split_tones(word: str) -> tuple[list[str], list[str]]:
    """The composed letters of a word without their tone marks, and the tone marks."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tones.append(char)
        elif letters and unicodedata.combining(char):
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + char)
        else:
            letters.append(char)
    return letters, tones


def _tone_place(vowels: str, *, closed: bool) -> int:
    """Which of the vowels carries the tone; `closed` syllables end in a consonant."""
    shaped = [place for place, vowel in enumerate(vowels) if vowel in "ăâêôơư"]
    if shaped:
        return shaped[-1]
    return 1 if len(vowels) == 3 or (closed and len(vowels) == 2) else 0


def _key(found: list[str]) -> bytes:
    first, second = bytearray(), bytearray()
    for word in found:
        for number, letters in re.findall(r"([0-9]+)|([^0-9]+)", _lower_word(word)):
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
        if char in _TONES and letter:
            second[-1] = 2 + _TONES.index(char)
        elif letter and shaped in _LETTERS:
            letter = shaped
            first[-1] = _LETTERS[shaped]
        elif letter and _DIACRITICS.fullmatch(char):
            second[-1] = _OTHER_MARK
        else:
            letter = _add_letter(char, first, second)


def _add_letter(char: str, first: bytearray, second: bytearray) -> str:
    """Add one undecorated letter; gives back the letter that following marks may still shape, if any."""
    plain = char if char in _LETTERS else char.translate(_STROKES)
    if any(letter not in _LETTERS for letter in plain):
        first += _FOREIGN + char.encode()
        second.append(1)
        return ""
    first += bytes(_LETTERS[letter] for letter in plain)
    second += bytes([1 if plain == char else _OTHER_MARK]) * len(plain)
    return plain[-1]


@cache
def _word_pattern() -> re.Pattern[str]:
    """A word: a letter or digit, then letters, digits and combining marks. Made at first use (about 10 ms)."""
    marks = _combining_ranges()
    word = rf"[^\W_]+(?:[{marks}]+[^\W_]*)*"
    isbn = rf"97[89](?:[{_HYPHENS}]?[0-9]){{10}}(?![{_HYPHENS}]?\w)"
    return re.compile(rf"{isbn}|{word}(?:[{_INVISIBLE}]+{word})*")


def _combining_ranges() -> str:
    """Every combining mark of the basic plane, as ranges for a character class."""
    codes = [code for code in range(0x300, 0x10000) if unicodedata.category(chr(code))[0] == "M"]
    known = set(codes)
    starts = [code for code in codes if code - 1 not in known]
    ends = [code for code in codes if code + 1 not in known]
    return "".join(f"{chr(start)}-{chr(end)}" for start, end in zip(starts, ends, strict=True))


_NORMAL = _Spellings(_normal_word)
_EXACT = _Spellings(_exact_word)
_FOLDED = _Spellings(_folded_word)
