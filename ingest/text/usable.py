"""Whether the text a PDF page carries can be used, or its image must be read instead. Pure functions over text."""

import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ingest.text.broken import is_broken, lacks_all_marks
from ingest.text.legacy import legacy_encoding

VERSION = 3

Verdict: TypeAlias = Literal["keep", "ocr"]

THIN_LETTERS = 60
"""A scan's own page number, stamp or file name has fewer letters than this; a printed page of text has more."""

PICTURE_SHARE = 0.5
"""From this share of the page on, a picture is taken for a scan that its thin text only labels."""

LOST_SHARE = 0.15
"""More lost letters than this among the visible ones make a text layer useless to a reader."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a text layer and why: "good", "thin", "lost", "broken", "legacy" or "empty".

    `encoding` goes with "legacy".
    """

    verdict: Verdict
    reason: str
    encoding: str = ""


def judge(text: str, picture_share: float, lossy: str = "") -> Judgement:
    """Keep or replace the text layer `text` of a page whose pictures cover `picture_share` (0..1) of it.

    `lossy` names the old encoding that a good part of it is in and could not be converted from.
    """
    letters, lost, visible = _count(text)
    if visible and lost / visible > LOST_SHARE:
        return Judgement("ocr", "lost")
    encoding = lossy or legacy_encoding(text)
    if encoding:
        return Judgement("ocr", "legacy", encoding)
    if is_broken(text) or (picture_share >= PICTURE_SHARE and lacks_all_marks(text)):
        return Judgement("ocr", "broken")
    if letters >= THIN_LETTERS:
        return Judgement("keep", "good")
    if visible and picture_share < PICTURE_SHARE:
        return Judgement("keep", "good")
    return Judgement("ocr", "thin" if visible else "empty")


def _count(text: str) -> tuple[int, int, int]:
    """Letters and digits, characters whose meaning is lost, and all visible characters.

    A lone private-use bullet is common in good Vietnamese files, so lost ones are weighed against the visible text.
    """
    letters = lost = visible = 0
    for character, times in Counter(text).items():
        category = unicodedata.category(character)
        if category[0] in "LN":
            letters += times
        if (
            category in ("Co", "Cn", "Cs")
            or character == "\ufffd"
            or (category == "Cc" and character not in "\t\n\r\x02")
        ):
            lost += times
            visible += times
        elif category[0] not in "ZC":
            visible += times
    return letters, lost, visible
