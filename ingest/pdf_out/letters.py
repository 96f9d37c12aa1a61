"""A font without ink: equal cells for all letters, and a table that says which character each one stands for."""

import struct
from collections.abc import Iterator, Mapping

UNITS = 1000
WIDTH = 500
"""Every cell's width in thousandths of the font size; its height is the whole size, above the base line."""

_MAX_CODE = 0xFFFE
_BLOCK = 100
"""Entries one `beginbfchar` may have."""

_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_TAIL = b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"


class Letters:
    """Codes of two bytes for the characters of one document, given out as they are met, from 1 on."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {"\ufffd": 1}

    @property
    def codes(self) -> Mapping[str, int]:
        """Every character met so far and its code."""
        return self._codes

    def hexadecimal(self, text: str) -> str:
        """`text` as the inside of a PDF hexadecimal string; past 65,534 different characters U+FFFD for the rest."""
        return "".join(f"{self._code(character):04X}" for character in text)

    def to_unicode(self) -> bytes:
        """The CMap that leads codes back to characters."""
        entries = [
            f"<{code:04X}> <{character.encode('utf-16-be', 'replace').hex().upper()}>\n".encode()
            for character, code in self._codes.items()
        ]
        return _HEAD + b"".join(_blocks(entries)) + _TAIL

    def glyph_map(self) -> bytes:
        """For every code from 0 on the number of its glyph in `font_program`, two bytes each: always the second."""
        return b"\0\1" * (len(self._codes) + 1)

    def _code(self, character: str) -> int:
        if len(self._codes) >= _MAX_CODE and character not in self._codes:
            return 1
        return self._codes.setdefault(character, len(self._codes) + 1)


def font_program() -> bytes:
    """A TrueType font of two glyphs without area, `WIDTH` wide and `UNITS` high: all that a PDF reader wants of one.

    The second has an outline that runs along its box and back again, for pdfium gives a letter without outline no
    height. It would leave no ink even where a viewer did not know that the text is invisible.
    """
    outline = struct.pack(">hhhhhHH4B8h", 1, 0, 0, WIDTH, UNITS, 3, 0, *[1] * 4, 0, 0, WIDTH, -WIDTH, 0, UNITS, 0, 0)
    tables = {
        b"glyf": outline,
        b"head": struct.pack(
            ">IIIIHHqqhhhhHHhhh",
            0x00010000, 0x00010000, 0, 0x5F0F3CF5, 0b11, UNITS, 0, 0, 0, 0, WIDTH, UNITS, 0, 8, 2, 0, 0,
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x00010000, UNITS, 0, 0, WIDTH, 0, 0, WIDTH, 1, *[0] * 7, 1),
        b"hmtx": struct.pack(">HhhH", WIDTH, 0, 0, 0),
        b"loca": struct.pack(">HHHH", 0, 0, len(outline) // 2, 0),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x00010000, 2, 4, 1, 0, 0, 1, *[0] * 8),
    }  # fmt: skip
    return _assembled(tables)


def _assembled(tables: Mapping[bytes, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    directory = struct.pack(">IHHHH", 0x00010000, count, 16 << power, power, 16 * count - (16 << power))
    body = b""
    for tag, data in tables.items():
        padded = data + b"\0" * (-len(data) % 4)
        directory += tag + struct.pack(">III", _sum(padded), 12 + 16 * count + len(body), len(data))
        body += padded
    font = directory + body
    at = font.index(struct.pack(">I", 0x5F0F3CF5)) - 4
    return font[:at] + struct.pack(">I", (0xB1B0AFBA - _sum(font)) % 2**32) + font[at + 4 :]


def _sum(data: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(data) // 4}I", data)
    return sum(words) % 2**32


def _blocks(entries: list[bytes]) -> Iterator[bytes]:
    for start in range(0, len(entries), _BLOCK):
        block = entries[start : start + _BLOCK]
        yield b"%d beginbfchar\n" % len(block) + b"".join(block) + b"endbfchar\n"
