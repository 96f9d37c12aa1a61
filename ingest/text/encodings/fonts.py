"""What the name of a font tells: fonts of the old encodings are called after them."""

import re

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_NAMES = (
    ("tcvn3", re.compile(r"\.vn\w|vn(?:time|arial|cou|helv|avant|book|black|century|unive|present|soul|mono)", re.I)),
    ("vni", re.compile(r"vni(?:[-\s_]|times|helve|aptima|univer|couri|$)", re.I)),
    ("vps", re.compile(r"vps(?:[-\s_]|times|helv|$)", re.I)),
    ("viscii", re.compile(r"viscii|vi[-\s](?:times|arial|helve)", re.I)),
)
_H = re.compile(r"H(?=$|[^a-zA-Z]|Bold|Italic|Normal)")


def encoding_of(font: str) -> str:
    """The encoding that a font's name promises, "" when it promises none."""
    name = _SUBSET.sub("", font)
    return next((encoding for encoding, known in _NAMES if known.match(name)), "")


def draws_capitals(font: str) -> bool:
    """Whether a TCVN3 font draws small letters as capitals (".VnTimeH"; H for "hoa", capital)."""
    return encoding_of(font) == "tcvn3" and _H.search(_SUBSET.sub("", font)) is not None
