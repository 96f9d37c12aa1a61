"""Windows-1258, Microsoft's Vietnamese: letters with a hat of their own, tones as combining marks after them."""

from ingest.text.encodings.codepage import Codepage

CP1258 = Codepage.of(
    "windows-1258",
    {
        0xC3: "Ă", 0xE3: "ă", 0xD0: "Đ", 0xF0: "đ", 0xD5: "Ơ", 0xF5: "ơ", 0xDD: "Ư", 0xFD: "ư", 0xFE: "₫",
        0xCC: "\u0300", 0xD2: "\u0309", 0xDE: "\u0303", 0xEC: "\u0301", 0xF2: "\u0323",
    },
)  # fmt: skip
