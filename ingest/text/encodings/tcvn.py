"""TCVN 5712:1993: set 3 ("TCVN3", "ABC": the .Vn fonts) and set 1 ("VN1"), which adds the capitals with tones.

In set 3 the letter ư is byte 0xAD, the soft hyphen. Programs drop it, show it as "-", or take one at the end of a
line for a broken word.
"""

import re

from ingest.text.encodings.codepage import HOLE, Codepage, letters_of
from ingest.text.encodings.syllables import is_syllable, is_vietnamese, words_of

_SET_3 = (
    HOLE + "ĂÂÊÔƠƯĐăâêôơưđ" + HOLE,
    HOLE * 5 + "àảãáạ" + HOLE + "ằẳẵắ" + HOLE,
    HOLE * 6 + "ặầẩẫấậè" + HOLE + "ẻẽ",
    "éẹềểễếệìỉ" + HOLE * 3 + "ĩíịò",
    HOLE + "ỏõóọồổỗốộờởỡớợù",
    HOLE + "ủũúụừửữứựỳỷỹýỵ" + HOLE,
)
_CAPITALS = {
    0x80: "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ",
    0xAF: "Ằ",
    0xBA: "Ẳ",
    0xBF: "ẴẮẦẨẪẤỀ",
    0xCD: "Ể",
    0xD9: "ỄẾỒ",
    0xE0: "Ổ",
    0xF0: "Ỗ",
    0xFF: "Ố",
    0x01: "ÚỤ",
    0x04: "ỪỬỮ",
    0x11: "ỨỰỲỶỸÝỴ",
}
_MARKS = {0xB0: "\u0300", 0xB1: "\u0309", 0xB2: "\u0303", 0xB3: "\u0301", 0xB4: "\u0323"}
_SMALL = letters_of(_SET_3, 0xA0)
_SET_3_PAGE = Codepage.of("tcvn3", _SMALL)

TCVN5712 = Codepage.of(
    "tcvn5712-1",
    _SMALL | {first + at: letter for first, run in _CAPITALS.items() for at, letter in enumerate(run)} | _MARKS,
)

SOFT_HYPHEN = "\u00ad"
_LINE_ENDS = "\x02\ufffe"
"""What pdfium makes of a soft hyphen (and of any hyphen) at the end of a line."""

_HYPHENED = re.compile(r"[^\s\-\x02\ufffe]*[\-\x02\ufffe][^\s]*")
_HYPHEN = re.compile(r"[\-\x02\ufffe]")
_MIN_LOST = 2
_LOST_SHARE = 0.01
"""In running Vietnamese one word in twelve has an ư without tone: one in a hundred that lacks it is no chance."""


class Tcvn3:
    """TCVN3, its ư found again where it was shown as a hyphen."""

    name = "tcvn3"

    def decode(self, text: str) -> str:
        """`text` as a program unaware of the encoding showed it, in Unicode (NFC)."""
        kept = SOFT_HYPHEN in text
        decoded = _SET_3_PAGE.decode(text)
        if not kept and "-" not in text and not any(end in text for end in _LINE_ENDS):
            return decoded
        return _HYPHENED.sub(lambda match: _with_u_horn(match.group(), kept), decoded)

    def decode_bytes(self, data: bytes) -> str:
        """The text of `data` (NFC)."""
        return _SET_3_PAGE.decode_bytes(data)


TCVN3 = Tcvn3()
"""Small letters and seven capitals; a capital with a tone is a small one in a font whose name ends with H."""


def u_horn_lost(decoded: str) -> bool:
    """Whether every plain ư fell out before anybody read the text: "đợc", "thờng", and no ư anywhere."""
    if "ư" in decoded or "Ư" in decoded:
        return False
    words = words_of(decoded)
    lost = sum(1 for word in words if len(word) > 1 and not is_syllable(word) and _lacks_u_horn(word.lower()))
    return lost >= _MIN_LOST and lost / len(words) >= _LOST_SHARE


def _lacks_u_horn(word: str) -> bool:
    return any(is_syllable(word[:at] + "ư" + word[at:]) for at in range(1, len(word) + 1))


def _with_u_horn(token: str, soft_hyphens_kept: bool) -> str:
    """`token` with ư for each hyphen that only so gives syllables ("th-ờng", "t-"); it stays in "tế-xã" and alone."""
    for match in _HYPHEN.finditer(token):
        if match.group() == "-" and soft_hyphens_kept:
            continue
        tried = f"{token[: match.start()]}ư{token[match.end() :]}"
        around = _around(tried, match.start())
        if around != "ư" and is_vietnamese(around) and not is_vietnamese(_around(token, match.start())):
            token = tried
    return token


def _around(token: str, place: int) -> str:
    """The part of `token` between the hyphens before and after `place`."""
    before = max((match.end() for match in _HYPHEN.finditer(token[:place])), default=0)
    after = _HYPHEN.search(token, place + 1)
    return token[before : after.start() if after else len(token)]
