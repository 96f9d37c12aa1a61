"""The font of a text layer as PDF objects: composite, embedded, with the way back to Unicode."""

from pypdf.generic import ArrayObject, IndirectObject, NumberObject, TextStringObject

from ingest.pdf_out.letters import UNITS, WIDTH, Letters, font_program
from ingest.pdf_out.objects import Objects, dictionary, stream_object

_NAME = "HoclieuEmpty"
_FIXED_AND_SYMBOLIC = 0b101


def put_font(objects: Objects, reference: IndirectObject, letters: Letters) -> None:
    """Write the font under `reference`, once every page that uses it has drawn its letters from `letters`.

    A letter is a cell from the base line to the font size, so that viewers mark the whole height of a word's box.
    """
    program = font_program()
    file = objects.add(stream_object(program, dictionary(Length1=len(program)), compress=True))
    descriptor = dictionary(
        Type="FontDescriptor",
        FontName=_NAME,
        Flags=_FIXED_AND_SYMBOLIC,
        FontBBox=ArrayObject(map(NumberObject, (0, 0, WIDTH, UNITS))),
        ItalicAngle=0,
        Ascent=UNITS,
        Descent=-1,  # 0 is taken for unknown by poppler, which then puts a third of the height below the box
        CapHeight=UNITS,
        StemV=80,
        FontFile2=file,
    )
    system = dictionary(Registry=TextStringObject("Adobe"), Ordering=TextStringObject("Identity"), Supplement=0)
    descendant = dictionary(
        Type="Font",
        Subtype="CIDFontType2",
        BaseFont=_NAME,
        CIDSystemInfo=system,
        FontDescriptor=objects.add(descriptor),
        DW=WIDTH,
        CIDToGIDMap=objects.add(stream_object(letters.glyph_map(), compress=True)),
    )
    font = dictionary(
        Type="Font",
        Subtype="Type0",
        BaseFont=_NAME,
        Encoding="Identity-H",
        DescendantFonts=ArrayObject([objects.add(descendant)]),
        ToUnicode=objects.add(stream_object(letters.to_unicode(), compress=True)),
    )
    objects.put(reference, font)
