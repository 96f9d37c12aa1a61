"""The bytes of a plain text file, in whatever encoding Vietnamese was ever written, to text."""

import codecs
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
_ZEROS = 0.2
"""In UTF-16 without a mark a fifth of the bytes and more are zero (ASCII letters, spaces, figures)."""

_DAMAGED = 0.01
"""UTF-8 with a few bytes broken is still UTF-8."""

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
    """The text of `data`. Never fails: bytes that are nothing in the encoding found become U+FFFD."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _unicode(data[len(mark) :].decode(encoding, errors="replace"), encoding, 1.0)
    wide = _wide(data)
    if wide:
        return _unicode(data.decode(wide, errors="replace"), wide, 0.9)
    try:
        return _unicode(data.decode("utf-8"), "utf-8", 0.99)
    except UnicodeDecodeError:
        return _bytes(data)


def _wide(data: bytes) -> str:
    """The kind of UTF-16 that the places of the zero bytes tell, "" for none."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or (even + odd) < _ZEROS * len(sample) or even + odd == 0:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _unicode(text: str, encoding: str, confidence: float) -> Decoded:
    """Text in a Unicode encoding, which may itself be old letters that somebody saved as Unicode."""
    found = examine(text[:_SAMPLE])
    if found is None:
        return Decoded(unicodedata.normalize("NFC", text), encoding, confidence)
    name = found.repaired.encoding
    decoded = next(one for one in ENCODINGS if one.name == name).decode(text)
    return Decoded(decoded, name, found.repaired.confidence if found.lossless else found.repaired.confidence / 2)


def _bytes(data: bytes) -> Decoded:
    """Bytes that are no UTF-8: the old encoding whose reading has most syllables, one of other languages, or
    Windows-1252.
    """
    tolerant = data.decode("utf-8", errors="replace")
    if tolerant.count("\ufffd") < _DAMAGED * len(tolerant):
        return _unicode(tolerant, "utf-8", 0.7)
    best = _vietnamese(data[:_SAMPLE])
    if best is not None:
        return Decoded(best[0].decode_bytes(data), best[0].name, round(min(0.99, best[1].share), 3))
    told = others.tell(data)
    if told is not None:
        return Decoded(*told, 0.8)
    plain = data.decode("cp1252", errors="replace")
    found = _unicode(plain, "windows-1252", 0.5)
    if found.encoding != "windows-1252" or others.is_western(plain):
        return found
    return Decoded(found.text, found.encoding, 0.2, doubtful=True)


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
