"""The fonts of a text layer as PDF objects: composite, embedded, with the way back to Unicode."""

from collections.abc import Mapping

from pypdf.generic import ArrayObject, IndirectObject, NumberObject, TextStringObject

from ingest.pdf_out.letters import UNITS, WIDTH, Letters, font_program
from ingest.pdf_out.objects import Objects, dictionary, stream_object
from ingest.pdf_out.slope import STEPS

_NAME = "HoclieuEmpty"
_FIXED_AND_SYMBOLIC = 0b101


def put_fonts(objects: Objects, references: Mapping[int, IndirectObject], letters: Letters) -> None:
    """Write the fonts under `references`, by their lifts, once every page that uses them has drawn its letters from
    `letters`.

    A letter is a cell from its foot to the font size above it, so that viewers mark the whole height of a word's box.
    """
    program = font_program([_cell(lift) for lift in references])
    file = objects.add(stream_object(program, dictionary(Length1=len(program)), compress=True))
    to_unicode = objects.add(stream_object(letters.to_unicode(), compress=True))
    for glyph, (lift, reference) in enumerate(references.items(), start=1):
        glyphs = objects.add(stream_object(letters.glyph_map(glyph), compress=True))
        _put_font(objects, reference, _cell(lift), {"file": file, "to_unicode": to_unicode, "glyphs": glyphs})


def _cell(lift: int) -> tuple[int, int]:
    """Foot and head of the letters of a font, in thousandths of its size."""
    foot = lift * UNITS // STEPS
    return foot, foot + UNITS


def _put_font(
    objects: Objects, reference: IndirectObject, cell: tuple[int, int], shared: Mapping[str, IndirectObject]
) -> None:
    ascent = max(1, cell[1])  # 0 is taken for unknown by poppler, which then puts a third of the height below the box
    descent = min(-1, cell[0])
    descriptor = dictionary(
        Type="FontDescriptor",
        FontName=_NAME,
        Flags=_FIXED_AND_SYMBOLIC,
        FontBBox=ArrayObject(map(NumberObject, (0, min(0, cell[0]), WIDTH, ascent))),
        ItalicAngle=0,
        Ascent=ascent,
        Descent=descent,
        CapHeight=ascent,
        StemV=80,
        FontFile2=shared["file"],
    )
    system = dictionary(Registry=TextStringObject("Adobe"), Ordering=TextStringObject("Identity"), Supplement=0)
    descendant = dictionary(
        Type="Font",
        Subtype="CIDFontType2",
        BaseFont=_NAME,
        CIDSystemInfo=system,
        FontDescriptor=objects.add(descriptor),
        DW=WIDTH,
        CIDToGIDMap=shared["glyphs"],
    )
    font = dictionary(
        Type="Font",
        Subtype="Type0",
        BaseFont=_NAME,
        Encoding="Identity-H",
        DescendantFonts=ArrayObject([objects.add(descendant)]),
        ToUnicode=shared["to_unicode"],
    )
    objects.put(reference, font)
