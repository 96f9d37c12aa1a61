"""Which letters in a row can be a Vietnamese syllable: onset, rhyme and tone by the rules of the spelling.

A word list would know what is written; this knows what could be, which is enough to tell an encoding: text read in a
wrong one falls apart at nearly every word.
"""

import re
import unicodedata
from functools import lru_cache

_SPELLED_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x"
_SPELLED_RHYMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet
    ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uơ uôc uôi uôm uôn uông uôt uy uya uych uyn uynh
    uyt uyu uyên uyêt uyp ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu ynh yt ych yn"""
_RHYMES = frozenset(_SPELLED_RHYMES.split())
_MARKS = re.compile("[\u0300-\u036f]")
_STOPPED = ("p", "t", "c", "ch")
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_STOP_TONES = ("\u0301", "\u0323")
_ONSET = re.compile("|".join(sorted(_SPELLED_ONSETS.split(), key=len, reverse=True)))
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether `word` (letters, any case, NFC) can be one Vietnamese syllable with the marks it has."""
    spread = unicodedata.normalize("NFD", word.lower())
    tones = _TONE.findall(spread)
    if len(tones) > 1 or len(word) > 8:
        return False
    bare = unicodedata.normalize("NFC", _TONE.sub("", spread))
    return any(_is_rhyme(rhyme, tones) for rhyme in _rhymes(bare))


@lru_cache(maxsize=20_000)
def could_be_syllable(word: str) -> bool:
    """Whether `word` (letters, any case) would be a syllable with other marks than it has, or with none: "nguyen"."""
    return any(rhyme in _BARE_RHYMES for rhyme in _rhymes(_without_marks(word.lower())))


def words_of(text: str) -> list[str]:
    """The runs of letters in `text`."""
    return _WORD.findall(text)


def is_vietnamese(text: str) -> bool:
    """Whether `text` has letters, and every run of them is a syllable."""
    words = words_of(text)
    return bool(words) and all(map(is_syllable, words))


def _without_marks(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFD", text.replace("đ", "d")))


_BARE_RHYMES = frozenset(map(_without_marks, _RHYMES))


def _rhymes(bare: str) -> tuple[str, ...]:
    """What may be the rhyme: the whole, or what follows the onset; "gi" lends its i to "gì" and "giếng"."""
    onset = _ONSET.match(bare)
    if onset is None:
        return (bare,)
    rest = bare[onset.end() :]
    if onset.group() == "gi":
        return (rest, "i" + rest)
    if onset.group() == "qu":
        return (rest, "u" + rest)
    return (rest,)


def _is_rhyme(rhyme: str, tones: list[str]) -> bool:
    if rhyme not in _RHYMES:
        return False
    return not rhyme.endswith(_STOPPED) or (bool(tones) and tones[0] in _STOP_TONES)
