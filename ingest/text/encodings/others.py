"""Plain text in the encodings of other languages: Cyrillic, Greek, Chinese, Japanese, Korean, Thai and a few more.

charset-normalizer proposes, and what it proposes is believed only of text that looks like its script throughout:
old Vietnamese read as Chinese or Russian has ASCII letters within its words and characters that nobody uses.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass

MIN_LETTERS = 12
"""Fewer bytes above 127 than this tell nothing."""

_SAMPLE = 64 * 1024
_MIXED_SHARE = 0.05
_SCRIPT_SHARE = 0.9
_COMMON_SHARE = 0.8
_KANA_SHARE = 0.1
_MIN_COHERENCE, _MIN_CENTRAL = 0.1, 0.3
_MAX_CHAOS = 0.2

_CYRILLIC, _GREEK, _HEBREW, _ARABIC = "\u0400-\u04ff", "\u0370-\u03ff", "\u0590-\u05ff", "\u0600-\u06ff"
_THAI, _HAN, _KANA, _HANGUL = "\u0e00-\u0e7f", "\u4e00-\u9fff", "\u3040-\u30ff", "\uac00-\ud7a3"
_CENTRAL = "áäâąăčćçďđéęěëíîľĺłńňóôöőŕřšśşťţúůüűýžźż"


@dataclass(frozen=True, slots=True)
class _Other:
    """An encoding by its usual name; `letters` is a set of the letters it is there for; of two-byte ones `common` holds
    the first bytes of the characters in everyday use.
    """

    name: str
    letters: str
    common: range = range(0)


_OTHERS = {
    "cp1251": _Other("windows-1251", _CYRILLIC),
    "koi8_r": _Other("koi8-r", _CYRILLIC),
    "koi8_u": _Other("koi8-u", _CYRILLIC),
    "cp866": _Other("ibm866", _CYRILLIC),
    "cp1253": _Other("windows-1253", _GREEK),
    "cp1255": _Other("windows-1255", _HEBREW),
    "cp1256": _Other("windows-1256", _ARABIC),
    "cp874": _Other("windows-874", _THAI),
    "gb18030": _Other("gb18030", _HAN, range(0xB0, 0xD8)),
    "big5": _Other("big5", _HAN, range(0xA4, 0xC7)),
    "cp932": _Other("shift_jis", _HAN + _KANA),
    "euc_jp": _Other("euc-jp", _HAN + _KANA),
    "cp949": _Other("euc-kr", _HANGUL + _HAN, range(0xB0, 0xC9)),
}
_CENTRAL_EUROPEAN = {"cp1250": _Other("windows-1250", _CENTRAL)}
_STRANGE = re.compile("[a-zß-ÿ][\u0080-\u00bf\u00d7\u00f7€‚ƒ„…†‡ˆ‰‹‘“”•–—˜™›\ufffd][a-zß-ÿ]|[a-zß-ÿ][À-ÖØ-Þ]")
_SIGN_WITHIN = re.compile("[a-zß-ÿ][\u00a1-\u00b6\u00b8-\u00bf][a-zß-ÿ]")
_NO_ASCII = re.compile("[À-ÖØ-öø-ÿ]{3,}")
_WESTERN = frozenset("áàâäãåçéèêëíìîïñóòôöõøúùûüÿæœßªº")
_WESTERN_SHARE = 0.95
_WORD = re.compile(r"[^\W\d_]+")


def tell(data: bytes) -> tuple[str, str] | None:
    """The text of `data` and its encoding where it is surely one of these, else None."""
    sample = data[:_SAMPLE]
    if sum(byte > 127 for byte in sample) < MIN_LETTERS:
        return None
    for candidates in (_OTHERS, _CENTRAL_EUROPEAN):
        if candidates is _CENTRAL_EUROPEAN and not _SIGN_WITHIN.search(sample.decode("cp1252", errors="replace")):
            continue
        for codec in _proposed(sample, candidates):
            text = _decoded(data, codec)
            if text is not None and _is_plausible(text[:_SAMPLE], codec, candidates[codec]):
                return text, candidates[codec].name
    return None


def is_western(text: str) -> bool:
    """Whether `text`, read as Windows-1252, has the letters of Western Europe and none where no word has them."""
    letters = [letter for letter in text.lower() if letter.isalpha() and not letter.isascii()]
    if _STRANGE.search(text) or _NO_ASCII.search(text) or "\ufffd" in text:
        return False
    return sum(letter in _WESTERN for letter in letters) >= _WESTERN_SHARE * len(letters)


def _proposed(sample: bytes, candidates: dict[str, _Other]) -> list[str]:
    """The codecs that fit, the best first. Letters of alphabets must be as frequent as in some language that has them;
    of two-byte encodings what is common is counted afterwards.
    """
    from charset_normalizer import from_bytes  # hardly a file needs it, and loading it takes a while

    found = from_bytes(sample, cp_isolation=list(candidates), threshold=_MAX_CHAOS, preemptive_behaviour=False)
    least = _MIN_CENTRAL if candidates is _CENTRAL_EUROPEAN else _MIN_COHERENCE
    known = [match for match in found if match.encoding in candidates]
    return [match.encoding for match in known if match.coherence >= least or _is_wide(candidates[match.encoding])]


def _is_wide(other: _Other) -> bool:
    return _HAN in other.letters


def _decoded(data: bytes, codec: str) -> str | None:
    """The text of `data`, None where it is none in this encoding; half a letter at the end is left out."""
    try:
        return unicodedata.normalize("NFC", codecs.getincrementaldecoder(codec)().decode(data))
    except UnicodeDecodeError:
        return None


def _is_plausible(text: str, codec: str, other: _Other) -> bool:
    foreign = [letter for letter in text if letter.isalpha() and not letter.isascii()]
    ours = re.compile(f"[{other.letters}]", re.IGNORECASE)
    held = sum(1 for letter in foreign if ours.match(letter))
    if not foreign or held < _SCRIPT_SHARE * len(foreign):
        return False
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    if other.letters is _CENTRAL:
        return not _STRANGE.search(text)
    mixed = sum(1 for word in words if re.search("[A-Za-z]", word))
    return mixed <= _MIXED_SHARE * len(words) and (not _is_wide(other) or _is_common(foreign, codec, other))


def _is_common(letters: list[str], codec: str, other: _Other) -> bool:
    """Whether the characters are mostly those in everyday use: the first plane of the table; of Japanese, kana."""
    if not other.common:
        return sum("\u3040" <= letter <= "\u30ff" for letter in letters) >= _KANA_SHARE * len(letters)
    return sum(letter.encode(codec)[0] in other.common for letter in letters) >= _COMMON_SHARE * len(letters)
