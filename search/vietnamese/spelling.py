"""How one word is spelled: what is a word at all, its canonical, exact and folded form, and its syllable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

# A cached spelling costs about 150 bytes; running text uses some 7,000 syllables in one or two cases.
_CACHED_WORDS = 1 << 14  # and as many of before
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
STROKES = str.maketrans("đƀɓɗħłøŧɨʉıɛɔə", "dbbdhlotiuieoe") | str.maketrans(
    {"ŋ": "ng", "ɲ": "nh", "æ": "ae", "œ": "oe", "þ": "th"}
)
# The general diacritics. Vowel signs of Thai, Khmer or Lao are combining too, but are letters: they stay.
DIACRITICS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f]+")

# i and y are one letter as the whole rhyme after these onsets only: never in ai/ay or ui/uy.
_Y_RHYME = re.compile("(?:[hklmstv]|qu)[yýỳỷỹỵ]")
_Y_TO_I = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")

# Tone marks in the order of dictionaries: huyền, hỏi, ngã, sắc, nặng (level tone first of all, unmarked).
TONES = "\u0300\u0309\u0303\u0301\u0323"

# Every syllable that may carry a tone. Foreign words do not match and keep their accents where they are.
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
    "(oai|oay|oeo|uyu|uya|uyê|uây|uôi|ươi|ươu|iêu|yêu|ai|ao|au|âu|ay|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ"
    "|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|[aăâeêioôơuưy])"
    "(ch|ng|nh|[cmnpt])?"
)
# The same without accents.
_PLAIN_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?"
    "(?:oai|oay|oeo|uyu|uya|uye|uay|uoi|uou|ieu|yeu|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ye|[aeiouy])"
    "(?:ch|ng|nh|[cmnpt])?"
)
# Marks of footnotes stand right after a word, raised in print and often plain digits after reading.
_NOTE_LONGEST, _TELLING_LENGTH = 3, 4


class Spellings(dict[str, str]):
    """A bounded memory of one spelling of words; text repeats its words, so most answers are here.

    When it is full it begins anew, and takes over from the full one what is asked for again: numbers and names that
    stand once in a library push no syllables out.
    """

    def __init__(self, spell: Callable[[str], str]) -> None:
        super().__init__()
        self._spell = spell
        self._full: dict[str, str] = {}

    def __missing__(self, word: str) -> str:
        spelled = self._full.get(word)
        if spelled is None:
            spelled = self._spell(word)
        if len(word) <= _CACHED_LENGTH:
            if len(self) >= _CACHED_WORDS:
                self._full = dict(self)
                self.clear()
            self[word] = spelled
        return spelled


def part_apostrophes(text: str) -> str:
    """The text, as long as before, with a quote for each apostrophe letter; twelve misses cost next to nothing."""
    for letter in _APOSTROPHES:
        text = text.replace(letter, "'")
    return text


def find_words(text: str) -> list[str]:
    """The words of a text as written, footnotes still glued to them."""
    return word_pattern().findall(part_apostrophes(text))


def _normal_word(word: str) -> str:
    composed = unicodedata.normalize("NFC", word.translate(_LOOKALIKES))
    return composed if composed.isascii() else _place_tone(composed)


def lower_word(word: str) -> str:
    """The canonical spelling of a word without case, compatibility letters and what its spelling leaves out."""
    if word.isascii():
        return word.lower().translate(_LEFT_OUT)
    plain = "".join(map(_lower_letter, unicodedata.normalize("NFC", word.translate(_LEFT_OUT))))
    return _normal_word(plain)


def _exact_word(word: str) -> str:
    lower = lower_word(word)
    return lower.translate(_Y_TO_I) if _Y_RHYME.fullmatch(lower) else lower


def _folded_word(word: str) -> str:
    lower = lower_word(word)
    if not lower.isascii():
        parts = DIACRITICS.sub("", unicodedata.normalize("NFD", lower))
        lower = unicodedata.normalize("NFC", parts.translate(STROKES))
    return lower.translate(_Y_TO_I) if _Y_RHYME.fullmatch(lower) else lower


def _lower_letter(letter: str) -> str:
    """One letter without case and compatibility form, unless that would no longer be part of a word."""
    lower = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", letter).casefold()).translate(_LEFT_OUT)
    return lower if word_pattern().fullmatch(lower) else letter


def _place_tone(word: str) -> str:
    """The word with its tone on the letter where today's spelling has it, if it is a Vietnamese syllable."""
    letters, tones = split_tones(word)
    if len(tones) != 1:
        return word
    match = _SYLLABLE.fullmatch("".join(letters).lower())
    if not match:
        return word
    place = match.start(1) + _tone_place(match[1], closed=match[2] is not None)
    letters[place] += tones[0]
    return unicodedata.normalize("NFC", "".join(letters))


def split_tones(word: str) -> tuple[list[str], list[str]]:
    """The composed letters of a word without their tone marks, and the tone marks."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word):
        if char in TONES:
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


@cache
def word_pattern() -> re.Pattern[str]:
    """A word: a letter or digit, then letters, digits and combining marks, as its only group. Made at first use."""
    marks = _combining_ranges()
    word = rf"[^\W_]+(?:[{marks}]+[^\W_]*)*"
    hyphen = f"[{_HYPHENS}]"
    end = rf"(?!{hyphen}?\w)"
    isbn_13 = rf"97[89](?:{hyphen}?[0-9]){{10}}{end}"
    # Alternatives that begin with plain characters cost the words next to nothing.
    ten = rf"[0-9](?<!\w{hyphen}[0-9])(?=(?:{hyphen}?[0-9]){{8}}{hyphen}?[0-9Xx]{end})"
    isbn_10 = rf"{ten}[0-9]{{0,4}}{hyphen}[0-9]{{1,7}}{hyphen}[0-9]{{1,7}}{hyphen}[0-9Xx]"
    return re.compile(rf"({isbn_13}|{isbn_10}|{word}(?:[{_INVISIBLE}]+{word})*)")


def _combining_ranges() -> str:
    """Every combining mark of the basic plane, as ranges for a character class."""
    codes = [code for code in range(0x300, 0x10000) if unicodedata.category(chr(code))[0] == "M"]
    known = set(codes)
    starts = [code for code in codes if code - 1 not in known]
    ends = [code for code in codes if code + 1 not in known]
    return "".join(f"{chr(start)}-{chr(end)}" for start, end in zip(starts, ends, strict=True))


def parting(word: str) -> tuple[int, int]:
    """Where a word ends and where the mark of a footnote glued to it begins (`lại2`, `nước³`, `toan9`); 0 without one.

    Only a syllable of Vietnamese, marked as such or of four letters, is known not to be a code: `H2O`, `km²`, `A4`,
    `CO2` and `TT32` stay whole.
    """
    start, digits = len(word), ""
    for place in range(len(word) - 1, -1, -1):
        found = _digits(word[place])
        if found is None:
            break
        if found:
            start, digits = place, found + digits
    letters = word[:start].rstrip(_INVISIBLE)
    if not letters or not 0 < len(digits) <= _NOTE_LONGEST or not _is_syllable(letters):
        return 0, 0
    return len(letters), start


def _digits(letter: str) -> str | None:
    """The digits a letter is spelled as; none for what its spelling leaves out; None for every other letter."""
    if letter in _INVISIBLE or DIACRITICS.match(letter):
        return ""
    plain = _lower_letter(letter)
    return plain if plain.isascii() and plain.isdecimal() else None


def _is_syllable(letters: str) -> bool:
    folded = FOLDED[letters]
    if len(folded) >= _TELLING_LENGTH:
        return _PLAIN_SYLLABLE.fullmatch(folded) is not None
    lower = lower_word(letters)
    bare, tones = split_tones(lower)
    marked = not lower.isascii() and len(bare) > 1 and len(tones) < 2
    return marked and _SYLLABLE.fullmatch("".join(bare)) is not None


def _by_parts(spell: Callable[[str], str]) -> Callable[[str], str]:
    """The spelling of a word, with a blank before the mark of a footnote."""

    def spelled(word: str) -> str:
        end, start = (0, 0) if word.isalpha() or word.isdecimal() else parting(word)
        return f"{spell(word[:end])} {spell(word[start:])}" if end else spell(word)

    return spelled


NORMAL = Spellings(_normal_word)
EXACT = Spellings(_exact_word)
FOLDED = Spellings(_folded_word)
EXACT_PARTS = Spellings(_by_parts(_exact_word))
FOLDED_PARTS = Spellings(_by_parts(_folded_word))
