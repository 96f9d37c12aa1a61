"""The bytes of a plain text file, in whatever encoding Vietnamese was ever written, to text."""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from ingest.text.encodings import others
from ingest.text.encodings.evidence import Evidence, weigh
from ingest.text.encodings.repairing import ENCODINGS, MIN_CHANGED, Encoding, examine
from ingest.text.encodings.utf8_twice import UTF8_TWICE
from ingest.text.encodings.viqr import VIQR

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\f\r")
_UPPER_SHARE, _ZERO_SHARE, _PRINTED = 0.5, 0.1, 0.99
"""The upper halves of the letters of Vietnamese, of all Latin, Greek, Cyrillic, Arabic and Thai in UTF-16 are bytes
that no other text has; hardly a lower half is zero, and hardly a letter is a control code.
"""

_GRAVE = "\u0300"
_LATIN = re.compile("[ -\u024f\u1e00-\u1eff][\u0300-\u036f]*|\\s")
_BROKEN_SHARE = 0.25
"""UTF-8 with broken bytes among four times as many whole letters of several bytes is still UTF-8: other encodings
make such groups by chance only, one to two broken bytes at most.
"""

_ENDS = r"[\x85\x91-\x97\x99\x9b\xa0\xaa\xab\xae\xb0\xb4\xb7\xb9-\xbb]"
_SMALL, _CAPITAL = r"a-z\xdf-\xff", r"A-Z\xc0-\xde"
_GROUP = re.compile(
    (
        rf"(?P<chance>(?:(?<![{_SMALL}])[\xc4-\xdf]|(?<=[{_CAPITAL}])[\xc2\xc3]){_ENDS}(?![{_SMALL}])"
        rf"|(?<![{_CAPITAL}])[\xe1\xe2]{_ENDS}{{2}}(?![{_SMALL}{_CAPITAL}]))"
        r"|[\xc2-\xdf][\x80-\xbf]|[\xe1\xe2][\x80-\xbf]{2}|\xf0\x9f[\x80-\xbf]{2}"
    ).encode()
)
"""A Latin letter or a sign of several bytes in UTF-8. By `chance` Windows-1252 has the same bytes where a letter ends a
word and signs follow that close a piece of text ("CAFÉ…", "está…»"), never within words ("faÃ§ade") nor with other
signs ("lâ€™"). Â and Ã alone are no words.
"""

_LATIN_ONLY = re.compile("[\0-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u27ff\ufe0f\ufffd\U0001f000-\U0001ffff]*")

_SHARE, _SURE_SHARE = 0.6, 0.85
_SPREAD, _CHANGED_SHARE = 0.2, 0.25
"""Of all words, and of those that are not ASCII: of running Vietnamese most change, of French one in thirty does."""

_SAMPLE = 200_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file (NFC), the encoding it was in, and 0..1 how sure that is.

    `encoding` is "utf-8", "utf-16-le" and its kin, "windows-1252", or the name of another old encoding. `doubtful`:
    none was told, and the letters that are not ASCII, read as Windows-1252, are hardly those that were meant.
    """

    text: str
    encoding: str
    confidence: float
    doubtful: bool = False


def decode(data: bytes) -> Decoded:
    """The text of `data`. Never fails: bytes that are nothing in the encoding found become U+FFFD. A letter that was
    cut at the end of the bytes is left out.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _unicode(_uncut(data[len(mark) :], encoding), encoding, 1.0)
    wide = _wide(data)
    if wide:
        return _unicode(_uncut(data, wide), wide, 0.9)
    try:
        text = _uncut(data, "utf-8", "strict")
    except UnicodeDecodeError:
        return _bytes(data)
    lost = len(data) - len(text.encode())
    return _bytes(data) if lost == 1 and text.isascii() else _unicode(text, "utf-8", 0.99)


def _uncut(data: bytes, encoding: str, errors: str = "replace") -> str:
    """The text of `data` without the letter that begins at its end and goes on behind it."""
    return codecs.getincrementaldecoder(encoding)(errors).decode(data)


def _wide(data: bytes) -> str:
    """The kind of UTF-16 that its halves of letters tell, "" for none."""
    sample = data[: min(4096, len(data) // 2 * 2)]
    best: tuple[tuple[int, int, int], str] | None = None
    for encoding, upper, lower in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        held = sum(map(_CONTROLS.__contains__, upper))
        text = _uncut(sample, encoding)
        if not held or held < _UPPER_SHARE * len(upper) or lower.count(0) - text.count(_GRAVE) > _ZERO_SHARE * held:
            continue
        told = (sum(map(len, _LATIN.findall(text))), held, -len(set(upper)))
        if _is_printed(text) and (best is None or told > best[0]):
            best = (told, encoding)
    return best[1] if best is not None else ""


def _is_printed(text: str) -> bool:
    return sum(letter.isprintable() or letter.isspace() for letter in text) >= _PRINTED * len(text)


def _unicode(text: str, encoding: str, confidence: float) -> Decoded:
    """Text in a Unicode encoding, which may itself be old letters that somebody saved as Unicode."""
    found = examine(text[:_SAMPLE])
    if found is None:
        return Decoded(unicodedata.normalize("NFC", text), encoding, confidence)
    name = found.repaired.encoding
    decoded = next(one for one in ENCODINGS if one.name == name).decode(text)
    return Decoded(decoded, name, found.repaired.confidence if found.lossless else found.repaired.confidence / 2)


def _bytes(data: bytes) -> Decoded:
    """Bytes that are not all UTF-8: UTF-8 with damage, the old encoding whose reading has most syllables, one of other
    languages, UTF-8 with more damage, or Windows-1252.
    """
    tolerant = _uncut(data, "utf-8")
    broken = tolerant.count("\ufffd")
    whole = sum(not letter.isascii() for letter in tolerant) - broken
    if whole and broken <= _BROKEN_SHARE * whole:
        return _unicode(tolerant, "utf-8", 0.7)
    best = _vietnamese(data[:_SAMPLE])
    if best is not None:
        return Decoded(best[0].decode_bytes(data), best[0].name, round(min(0.99, best[1].share), 3))
    told = others.tell(data)
    if told is not None:
        return Decoded(*told, 0.8)
    if _is_damaged(data, tolerant, broken):
        return _unicode(tolerant, "utf-8", 0.6)
    plain = data.decode("cp1252", errors="replace")
    found = _unicode(plain, "windows-1252", 0.5)
    if found.encoding != "windows-1252" or others.is_western(plain):
        return found
    return Decoded(found.text, found.encoding, 0.2, doubtful=True)


def _is_damaged(data: bytes, tolerant: str, broken: int) -> bool:
    """Whether there are as many Latin letters and signs in UTF-8 that Windows-1252 never has as bytes are `broken`, and
    no letters of other scripts.
    """
    if not broken or not _LATIN_ONLY.fullmatch(tolerant):
        return False
    return sum(match["chance"] is None for match in _GROUP.finditer(data)) >= broken


def _vietnamese(sample: bytes) -> tuple[Encoding, Evidence] | None:
    shown = sample.decode("cp1252", errors="replace")
    best: tuple[Encoding, Evidence] | None = None
    for encoding in ENCODINGS:
        if encoding in (VIQR, UTF8_TWICE):
            continue  # the one has no byte above 127 but quotation marks, the other is UTF-8, which this is not
        found = weigh(shown, encoding.decode_bytes(sample))
        better = best is None or (found.sensible, found.share) > (best[1].sensible, best[1].share)
        if found.share >= _SHARE and found.share > found.share_before + 0.2 and better:
            best = (encoding, found)
    return best if best is not None and _is_enough(best[1], shown) else None


def _is_enough(found: Evidence, shown: str) -> bool:
    """Whether what changed is no chance: a good part of the text, or, of a text mostly in another language, some words
    that make sense in no other encoding.
    """
    marked = sum(1 for word in shown.split() if not word.isascii() and any(map(str.isalpha, word)))
    if found.spread >= _SPREAD and found.changed >= _CHANGED_SHARE * marked:
        return True
    return found.changed >= MIN_CHANGED and found.share >= _SURE_SHARE and not others.is_western(shown)
