"""Text in wrong letters to text in the right ones, or the word that it cannot be done, or that nothing is wrong."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ingest.text.encodings.cp1258 import CP1258
from ingest.text.encodings.evidence import Evidence, weigh
from ingest.text.encodings.fonts import draws_capitals, encoding_of
from ingest.text.encodings.tcvn import TCVN3, TCVN5712, u_horn_lost
from ingest.text.encodings.utf8_twice import UTF8_TWICE
from ingest.text.encodings.viqr import VIQR, surely_viqr
from ingest.text.encodings.viscii import VISCII
from ingest.text.encodings.vni import VNI
from ingest.text.encodings.vps import VPS


class Encoding(Protocol):
    """A way of writing Vietnamese; `name` is what notices call it."""

    @property
    def name(self) -> str:
        """Small letters, figures and hyphens."""
        ...

    def decode(self, text: str) -> str:
        """`text`, shown in the letters of Windows-1252, in Unicode (NFC)."""
        ...

    def decode_bytes(self, data: bytes) -> str:
        """The text (NFC) of bytes in this encoding; what is none becomes U+FFFD."""
        ...


ENCODINGS: tuple[Encoding, ...] = (TCVN3, VNI, UTF8_TWICE, VISCII, VPS, CP1258, TCVN5712, VIQR)
"""In the order they are met; of two that explain a text equally well the first is taken."""

MIN_CHANGED = 4
_NAMED_SHARE, _SHARE = 0.6, 0.85
"""Of the changed words so many must be syllables: foreign names and misprints are the rest."""

_SHARE_BEFORE = 0.45
"""More of the changed words than this making sense before means that nothing was wrong."""

_SPREAD, _NAMED_SPREAD = 0.25, 0.2
"""Of running Vietnamese about 0.7 of the words carry a mark; of foreign text read wrongly far fewer make sense."""

_FEW_WORDS = 8
"""Fewer words than this in a font with a telling name must all make sense; more may have misprints among them."""

_LOSSLESS = 0.8
"""Below this share a text in a named font came out in pieces: better read from the image."""

_UNICODE = re.compile("[ăơưĂƠƯ\u0300\u0301\u0303\u0309\u0323\u1ea0-\u1ef9]")
_UNICODE_SHARE = 0.15
"""Letters that only Unicode text can show, a word: in running Vietnamese there are about 0.5, in old letters none."""

_LEFT_OVER = {
    "utf-8-twice": re.compile("[ÃÂÄÆ][\u0080-\u00bf\ufffd€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|á[º»]|[a-zđ]Ã(?:\\s|$)|\ufffd")
}
_VIQR_HINT = re.compile(r"[aeou][\^(+*]|dd[aeiouy]", re.IGNORECASE)
_VIQR_SHARE, _MIN_VIQR = 0.15, 3
"""Words that nothing else spells so ("Vie^.t"): in running VIQR half of them, in formulas and programs hardly one."""

_STRANGE = re.compile(
    "[a-zđ][\u00a1-\u00bf\u00d7\u00f7]|[\u00a1-\u00bf][a-z]|[a-zà-ÿ][À-ÖØ-Þ]|[À-ÖØ-Þ][^\\W\\d_]*[¡-¿]"
    "|[aeouAEOU][øåä]|[öôÖÔ][ùøûõïÙØÛÕÏ]|[aoeAOE][âÂ]|[aeiouy][ùûïÙÛÏ]"
)
"""Letters as no living language puts them in a row; in a short text that is asked for beside the syllables."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """The text in Unicode (NFC), the encoding it was in, and 0..1 how sure that is."""

    text: str
    encoding: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Finding:
    """The best reading of a text in an old encoding. `lossless`: every letter came out; else only the image helps."""

    repaired: Repaired
    lossless: bool


def repair(text: str, fonts: Sequence[str] = ()) -> Repaired | None:
    """`text` turned into Unicode when it is Vietnamese in an old encoding and converts without loss, else None.

    `fonts` are the names of the fonts it is printed in, as the PDF has them. White space keeps its places, so words can
    be matched one by one.
    """
    found = examine(text, fonts)
    return found.repaired if found is not None and found.lossless else None


def repair_short(text: str) -> Repaired | None:
    """As `repair`, for a title or a name: every changed word must be a syllable, and some look like no language."""
    if text.isascii() or not _STRANGE.search(text):
        return None
    for encoding in ENCODINGS:
        decoded = encoding.decode(text)
        found = weigh(text, decoded)
        if found.changed and found.share == 1 and found.share_before <= 0.5 and found.spread >= 0.3:
            return Repaired(decoded, encoding.name, round(min(0.95, 0.6 + 0.1 * found.changed), 2))
    return None


def repair_as(text: str, name: str) -> Repaired | None:
    """A few words read in the encoding called `name`, that of the page around them: only if all of them gain by it."""
    encoding = next(one for one in ENCODINGS if one.name == name)
    decoded = encoding.decode(text)
    found = weigh(text, decoded)
    if not found.changed or found.share < 1 or found.sensible_before:
        return None
    return Repaired(decoded, name, round(min(0.9, 0.6 + 0.1 * found.changed), 2))


def examine(text: str, fonts: Sequence[str] = ()) -> Finding | None:
    """The reading of `text` in the old encoding that makes most sense of it, None when it makes sense as it is."""
    if text.isascii() and not _VIQR_HINT.search(text):
        return None
    if len(_UNICODE.findall(text)) > _UNICODE_SHARE * len(text.split()):
        return None
    promised = {encoding_of(font) for font in fonts} - {""}
    best: tuple[int, float, Encoding, str, Evidence] | None = None
    for encoding in ENCODINGS:
        if encoding is VIQR and surely_viqr(text) < _MIN_VIQR:
            continue
        decoded = encoding.decode(text)
        found = weigh(text, decoded)
        named = encoding.name in promised
        if encoding is VIQR:
            found = replace(found, sensible_before=0)  # its words fall apart at the signs, into what may be syllables
        if not _convinces(found, named) or (encoding is VIQR and not _is_viqr(text, found)):
            continue
        if best is None or (found.sensible * (1 + named), found.share) > best[:2]:
            best = (found.sensible * (1 + named), found.share, encoding, decoded, found)
    return None if best is None else _finding(best[2], best[3], best[4], fonts)


def _convinces(found: Evidence, named: bool) -> bool:
    if found.share_before > _SHARE_BEFORE and not (named and found.share > found.share_before + 0.3):
        return False
    if named:
        enough = found.spread >= _NAMED_SPREAD if found.words >= _FEW_WORDS else found.share == 1
        return found.changed > 0 and found.share >= _NAMED_SHARE and enough
    return found.changed >= MIN_CHANGED and found.share >= _SHARE and found.spread >= _SPREAD


def _is_viqr(text: str, found: Evidence) -> bool:
    return surely_viqr(text) >= max(_MIN_VIQR, _VIQR_SHARE * found.words)


def _finding(encoding: Encoding, decoded: str, found: Evidence, fonts: Sequence[str]) -> Finding:
    left_over = _LEFT_OVER.get(encoding.name)
    lossless = (
        found.share >= _LOSSLESS
        and not (encoding is TCVN3 and u_horn_lost(decoded))
        and not (left_over is not None and left_over.search(decoded))
    )
    if fonts and all(map(draws_capitals, fonts)):
        decoded = decoded.upper()
    return Finding(Repaired(decoded, encoding.name, round(min(0.99, found.share), 3)), lossless)
