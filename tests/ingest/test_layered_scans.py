"""Scans in layers: paper and colour of the letters in few pixels, their shapes in a sharp mask."""

from pathlib import Path

import pytest
from PIL import Image, ImageStat
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.pdf_out.objects import dictionary, stream_object
from ingest.readers.pdf import PdfFile


def layered(path: Path, mask: Image.Image, paper: tuple[int, int] = (30, 40)) -> Path:
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
    below = picture(*paper, bytes([250]) * (paper[0] * paper[1]))
    held = {NameObject(name): writer._add_object(one) for name, one in (("/Paper", below), ("/Ink", color))}
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): DictionaryObject(held)})
    shown = stream_object(b"q 298 0 0 420 0 0 cm /Paper Do /Ink Do Q")
    page[NameObject("/Contents")] = writer._add_object(shown)
    with path.open("wb") as out:
        writer.write(out)
    return path


@pytest.mark.parametrize("paper", [(30, 40), (298, 420)])
def test_a_scan_in_layers_is_drawn_as_sharp_as_its_letters(tmp_path: Path, paper: tuple[int, int]) -> None:
    mask = Image.new("L", (1240, 1750), 0)
    mask.paste(255, (100, 100, 102, 1600))  # a stroke of a twelfth of a millimetre
    raster = PdfFile(layered(tmp_path / "a.pdf", mask, paper), 300, 50_000_000).raster(1, gray=True)
    assert raster.dpi == 300
    assert raster.filled
    assert raster.image.getextrema()[0] < 40


@pytest.mark.parametrize("turned", [False, True])
def test_a_scan_over_a_background_is_not_enlarged(tmp_path: Path, turned: bool) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(300, 400))
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 255)), 0, 0, 300, 400)
    scan = Image.effect_noise((400, 300) if turned else (300, 400), 60)
    if turned:
        canvas.translate(300, 0)
        canvas.rotate(90)
    canvas.drawImage(ImageReader(scan), 0, 0, *scan.size)
    canvas.save()
    file = PdfFile(tmp_path / "a.pdf", 300, 50_000_000)
    raster = file.raster(1, gray=True)
    assert (raster.image.size, raster.dpi, raster.filled) == ((300, 400), 72, True)
    assert file.raster(1, gray=True, width=1080).image.size == (300, 400)
    corners = [raster.image.crop((x, y, x + 60, y + 60)) for x in (0, 240) for y in (0, 340)]
    assert all(ImageStat.Stat(corner).stddev[0] > 20 for corner in corners)
