"""Scans in layers: paper and colour of the letters in few pixels, their shapes in a sharp mask."""

from pathlib import Path

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from ingest.pdf_out.objects import dictionary, stream_object
from ingest.readers.pdf import PdfFile


def layered(path: Path, mask: Image.Image) -> Path:
    writer = PdfWriter()
    page = writer.add_blank_page(298, 420)

    def picture(width: int, height: int, data: bytes, **entries: object) -> DictionaryObject:
        held = dictionary(
            Type="XObject", Subtype="Image", Width=width, Height=height, ColorSpace="DeviceGray", BitsPerComponent=8
        )
        return stream_object(data, DictionaryObject({**held, **entries}), compress=True)

    shapes = writer._add_object(picture(mask.width, mask.height, mask.tobytes()))
    color = picture(6, 8, bytes(48))
    color[NameObject("/SMask")] = shapes
    paper = picture(30, 40, bytes([250]) * 1200)
    held = {NameObject(name): writer._add_object(one) for name, one in (("/Paper", paper), ("/Ink", color))}
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): DictionaryObject(held)})
    shown = stream_object(b"q 298 0 0 420 0 0 cm /Paper Do /Ink Do Q")
    page[NameObject("/Contents")] = writer._add_object(shown)
    with path.open("wb") as out:
        writer.write(out)
    return path


def test_a_scan_in_layers_is_drawn_as_sharp_as_its_letters(tmp_path: Path) -> None:
    mask = Image.new("L", (1240, 1750), 0)
    mask.paste(255, (100, 100, 102, 1600))  # a stroke of a twelfth of a millimetre
    raster = PdfFile(layered(tmp_path / "a.pdf", mask), 300, 50_000_000).raster(1, gray=True)
    assert raster.dpi == 300
    assert raster.filled
    assert raster.image.getextrema()[0] < 40
