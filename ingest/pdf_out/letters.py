"""A font without ink: equal cells for all letters, and a table that says which character each one stands for."""

import struct
from collections.abc import Iterator, Mapping, Sequence

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

    def glyph_map(self, glyph: int) -> bytes:
        """For every code from 0 on the number of its glyph in `font_program`, two bytes each: always the same."""
        return glyph.to_bytes(2, "big") * (len(self._codes) + 1)

    def _code(self, character: str) -> int:
        if len(self._codes) >= _MAX_CODE and character not in self._codes:
            return 1
        return self._codes.setdefault(character, len(self._codes) + 1)


def font_program(heights: Sequence[tuple[int, int]] = ((0, UNITS),)) -> bytes:
    """A TrueType font without ink: an empty glyph, and for each foot and head of `heights` one, `WIDTH` wide.

    Their outlines run along their boxes and back again, for pdfium gives a letter without outline no height. They would
    leave no ink even where a viewer did not know that the text is invisible.
    """
    outlines = [
        struct.pack(
            ">hhhhhHH4B8h", 1, 0, foot, WIDTH, head, 3, 0, *[1] * 4, 0, 0, WIDTH, -WIDTH, foot, head - foot, 0, 0
        )
        for foot, head in heights
    ]
    lowest, highest, glyphs = min(0, *map(min, heights)), max(map(max, heights)), len(heights) + 1
    halves = len(outlines[0]) // 2
    tables = {
        b"glyf": b"".join(outlines),
        b"head": struct.pack(
            ">IIIIHHqqhhhhHHhhh",
            0x00010000, 0x00010000, 0, 0x5F0F3CF5, 0b11, UNITS, 0, 0, 0, lowest, WIDTH, highest, 0, 8, 2, 0, 0,
        ),
        b"hhea": struct.pack(
            ">IhhhHhhhhhhhhhhhH", 0x00010000, highest, lowest, 0, WIDTH, 0, 0, WIDTH, 1, *[0] * 7, 1
        ),
        b"hmtx": struct.pack(f">Hh{glyphs - 1}h", WIDTH, 0, *[0] * (glyphs - 1)),
        b"loca": struct.pack(f">{glyphs + 1}H", 0, *range(0, halves * glyphs, halves)),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x00010000, glyphs, 4, 1, 0, 0, 1, *[0] * 8),
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
