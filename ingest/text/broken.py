"""Telling a Vietnamese text layer that lost letters on its way ("chng trình") or was recognised badly before.

What is not Vietnamese is no matter of this: a good part of the words must have letters that only Vietnamese has.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from ingest.text.encodings.syllables import could_be_syllable, is_syllable, words_of

VERSION = 3

_SMALL = re.compile("[a-zà-öø-ÿāăđĩũơưạ-ỹ]{2,}")
_TONED = re.compile("[ạ-ỹ]")
_OURS = re.compile("[ảấầẩẫậắằẳẵặẻẽếềểễệỉỏốồổỗộớờởỡợủứừửữựỳỵỷỹơưđ]")
_OWN = re.compile("[ạ-ỹăđơư]", re.IGNORECASE)
_OURS_SHARE = 0.1
"""Letters that Igbo and Yoruba, which write ọ, ụ, ị and ẹ, do not have."""

_EDGES = '.,;:!?()"“”‘’'
_MIN_WORDS = 40
_TONED_SHARE = 0.2
"""In running Vietnamese 0.4 of the small words have a letter that only Vietnamese has; elsewhere hardly one does."""

_WRONG_SHARE = 0.3
"""Of the words with such letters: wrong spelling makes 0.02, Tày and Nùng in Vietnamese letters 0.1 to 0.2."""

_BARE_SHARE, _MARKED_SHARE = 0.7, 0.03
"""Of the words of Vietnamese read by an English model 0.7 to 0.9 have the shape of its syllables, and none its letters;
of English prose 0.2, of Italian or Maori made of small words 0.68."""

_HORNS = ("ư", "ơ", "ươ", "ướ", "ườ", "ượ")
_LOST_SHARE, _MIN_LOST = 0.02, 3
"""Of all small words, and of different ones, those that want only an ư or ơ to be syllables, on a page that has fewer
ư than such words. Of 7,352 pages of Unicode text none reaches this, of pages that lost ư and ơ six in ten do."""


def is_broken(text: str) -> bool:
    """Whether `text` is Vietnamese with so many impossible words that its page's image will tell more."""
    composed = unicodedata.normalize("NFC", text)
    seen = [word for word in map(_small, composed.split()) if word is not None]
    toned = sum(word.toned for word in seen)
    if len(seen) < _MIN_WORDS or toned < _TONED_SHARE * len(seen):
        return False
    if sum(word.ours for word in seen) < _OURS_SHARE * len(seen):
        return False
    wrong = [word for word in seen if not is_syllable(word.text)]
    if sum(word.toned for word in wrong) >= _WRONG_SHARE * toned:
        return True
    lost = [word.text for word in wrong if len(word.text) > 2 and _lacks_a_horn(word.text)]
    return len(lost) >= _LOST_SHARE * len(seen) and len(set(lost)) >= _MIN_LOST and composed.count("ư") < len(lost)


class _Small(NamedTuple):
    """A word in small letters; whether it has a tone below or above as Vietnamese has, and a letter only we have."""

    text: str
    toned: bool
    ours: bool


@lru_cache(maxsize=20_000)
def _small(piece: str) -> _Small | None:
    """What stands between white space without the signs around it, None where that is no word in small letters."""
    word = piece.strip(_EDGES)
    if not _SMALL.fullmatch(word):
        return None
    return _Small(word, _TONED.search(word) is not None, _OURS.search(word) is not None)


def lacks_all_marks(text: str) -> bool:
    """Whether `text` is Vietnamese without any letter of its own, as a program reads it from a scan that knows English
    only ("Nhtng nguyén tac cain tuan thu").
    """
    composed = unicodedata.normalize("NFC", text)
    if len(_OWN.findall(composed)) > _MARKED_SHARE * len(composed.split()):
        return False
    words = [word for word in words_of(composed) if len(word) > 1]
    if len(words) < _MIN_WORDS:
        return False
    return sum(map(could_be_syllable, words)) >= _BARE_SHARE * len(words)


def _lacks_a_horn(word: str) -> bool:
    """Whether one ư or ơ more, or both together with a tone, would make a syllable of `word`."""
    return any(is_syllable(word[:at] + lost + word[at:]) for lost in _HORNS for at in range(1, len(word) + 1))
