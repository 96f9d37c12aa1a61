"""Text as it may be stored and shown: NFC, no control characters, no half surrogates."""

import re
import unicodedata

VERSION = 1

_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-"})  # pdfium's marks for a hyphen at a line's end
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufff0-\uffff\ufeff]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def clean(text: str) -> str:
    """`text` in NFC without what a database or an XML file cannot hold.

    Soft hyphens stay (in TCVN3 text they are the letter ư), as do tabs and line feeds; other white space becomes a
    space.    Cleaning twice is cleaning once.
    """
    if text.replace("\n", "").isprintable() and unicodedata.is_normalized("NFC", text):
        return text  # nearly every word and page; isprintable() is false for all that is touched below
    text = _SURROGATES.sub("\ufffd", text.translate(_HYPHENS))
    kept = re.sub(r"[^\S\n\t]", " ", _CONTROLS.sub(_kept_control, text))
    return unicodedata.normalize("NFC", kept)


def _kept_control(match: re.Match[str]) -> str:
    """U+FFFD itself is a letter that was lost, worth keeping; \\r and form feeds part words; the rest says nothing."""
    found = match.group()
    if found == "\ufffd":
        return found
    return " " if found in "\x0b\x0c\r\x85" else ""
