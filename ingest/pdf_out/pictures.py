"""One page's picture as a PDF holds it: a JPEG's own picture, every pixel of another image, or a light JPEG.

None of them tells what a camera writes beside a picture, above all not where it was taken.

Pictures wait in a folder as two files, `<page>.bin` and `<page>.json`, until all of them become a document.
"""

import json
import struct
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import cast

from PIL import Image, ImageChops, TiffImagePlugin

from ingest.errors import Damaged
from ingest.model import View
from ingest.pdf_out.jpeg import bare
from ingest.pdf_out.layer import TextPage
from ingest.pdf_out.placing import Matrix
from ingest.readers import Reader
from ingest.readers.raster import PageSize, Raster
from ingest.upright import viewed, viewed_size

_ORIENTATION = 0x0112
_STRIP_OFFSETS, _ROWS_PER_STRIP, _STRIP_BYTES, _PHOTOMETRIC = 273, 278, 279, 262
_UPRIGHT: Matrix = (1, 0, 0, 1, 0, 0)
_ORIENTATIONS: dict[int, Matrix] = {
    2: (-1, 0, 0, 1, 1, 0), 3: (-1, 0, 0, -1, 1, 1), 4: (1, 0, 0, -1, 0, 1), 5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1), 7: (0, 1, 1, 0, 0, 0), 8: (0, 1, -1, 0, 1, 0),
}  # fmt: skip
"""EXIF orientation to the turn of the unit square that shows the picture upright."""

_JPEG = ("JPEG", "MPO")
"""A phone's photo with a second picture in it (depth, gain) is a JPEG followed by another."""

_MODES = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}
_TRIES = ((150, 55), (150, 40), (130, 40), (130, 30), (110, 30), (110, 22), (95, 20), (80, 15))
"""Dots per inch and JPEG quality of a light page, best first; small print stays readable to about 110."""

_SMALL, _GROWTH, _FINE = 200_000, 2, 92

_DRAWN = 200
"""Dots per inch a page is drawn at for a light copy, and kept at where it is pure print."""

_TONES = (64, 192)
_CELL = 16
_TONED_CELL, _TONED_SHARE = 200, 0.0005
"""Pixels between these grays are tones. A cell of 2 mm full of them (200 of 255) is a picture or gray paper: print has
tones at its edges only, at most half a cell. More such cells than this share of the page, and it is not pure print."""

_INK = 140
_PALE = 18
"""A page none of whose colours is further from gray than this is kept in gray."""


@dataclass(frozen=True, slots=True)
class Picture:
    """`colors` is a PDF colour space, `filter` a PDF filter with `columns` and `rows` for its parameters.

    `points` are the page's width and height as shown, `placed` turns the unit square to show the picture upright,
    `inverted` says that CMYK is stored the other way round. `rotation` is the clockwise turn of the stored page that it
    is upright by, `straightened` says that it is a photographed sheet made flat, `page` is the size that corners of a
    sheet count in.
    """

    width: int
    height: int
    bits: int
    colors: str
    filter: str
    points: tuple[float, float]
    placed: Matrix = _UPRIGHT
    inverted: bool = False
    predicted: bool = False
    black_is_1: bool = False
    rotation: int = 0
    straightened: bool = False
    page: tuple[int, int] = (0, 0)

    def under(self, text: TextPage) -> TextPage:
        """`text` as it goes over this picture: on a straightened one its words lie as they were read."""
        return replace(text, sheet=None) if self.straightened else text


def keep(picture: Picture, data: bytes, folder: Path, number: int) -> None:
    """Put the picture of page `number` into `folder`; it is there once its description is, whole or not at all."""
    (folder / f"{number}.bin").write_bytes(data)
    described = folder / f"{number}.part"
    described.write_text(json.dumps(asdict(picture)))
    described.replace(folder / f"{number}.json")


def kept(folder: Path, number: int) -> tuple[Picture, bytes] | None:
    """The picture of page `number`, None where none was put."""
    path = folder / f"{number}.json"
    if not path.exists():
        return None
    told = json.loads(path.read_text())
    for name in ("points", "placed", "page"):
        told[name] = tuple(told[name])
    return Picture(**told), (folder / f"{number}.bin").read_bytes()


def whole(path: Path, reader: Reader, number: int) -> tuple[Picture, bytes]:
    """Frame `number` of an image file as it is: a JPEG's own bytes but what is told beside it, else every pixel.

    A photo that its file keeps with loss and no PDF can hold as it is (WebP, HEIC) would grow tenfold that way: where
    every pixel takes more than `_GROWTH` times the file's bytes it becomes a JPEG that no eye tells from it.
    """
    raster = reader.raster(number, gray=False)
    picture, data = _whole(path, reader, raster)
    size = raster.size
    return replace(picture, rotation=size.rotation, page=(size.width, size.height)), data


def _whole(path: Path, reader: Reader, raster: Raster) -> tuple[Picture, bytes]:
    with Image.open(path) as opened:
        if opened.format in _JPEG and opened.mode in _MODES and (data := bare(path.read_bytes())) is not None:
            return _original_jpeg(opened, raster.size), data
    picture, data = _lossless(raster.image, _points(raster.size))
    if len(data) <= _SMALL + _GROWTH * path.stat().st_size / reader.pages:
        return picture, data
    gray = picture.colors == "/DeviceGray"
    data = _jpeg(raster.image.convert("L") if gray else raster.image, _FINE, subsampling=0)
    return replace(picture, bits=8, filter="/DCTDecode", predicted=False, black_is_1=False), data


def light(reader: Reader, number: int, max_bytes: int, view: View | None, max_pixels: int) -> tuple[Picture, bytes]:
    """Page `number` of any file in at most `max_bytes`, as sharp as that allows; never above its own resolution.

    Pure print as fax code, which is half the bytes and sharper, anything else as JPEG. A page so grainy that the last
    try is still too large comes as that.
    """
    size = viewed_size(reader.raster(number, gray=True, width=1).size, view, max_pixels)
    width = max(1, round(size.points_wide * _DRAWN / 72))
    image = _no_wider(viewed(reader, number, view, width, max_pixels).image, width)
    picture, data = _lightest(image, _points(size), max_bytes)
    return replace(picture, rotation=size.rotation, straightened=view is not None and view.corners is not None), data


def _lightest(image: Image.Image, points: tuple[float, float], max_bytes: int) -> tuple[Picture, bytes]:
    if not _colourful(image):
        image = image.convert("L")
        if _is_print(image):
            black_and_white = image.point(lambda level: 255 if level > _INK else 0).convert("1")
            picture, data = _fax(black_and_white, points)
            if len(data) <= max_bytes:
                return picture, data
    return _light_jpeg(image, points, max_bytes)


def _no_wider(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    return image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)


def _light_jpeg(image: Image.Image, points: tuple[float, float], max_bytes: int) -> tuple[Picture, bytes]:
    data = b""
    for dpi, quality in _TRIES:
        shown = _reduced(image, dpi / _DRAWN)
        data = _jpeg(shown, quality)
        if len(data) <= max_bytes:
            break
    return Picture(shown.width, shown.height, 8, _MODES[shown.mode], "/DCTDecode", points), data


def _is_print(image: Image.Image) -> bool:
    """Whether a gray page is black on white all over, so that nothing is lost without its tones."""
    low, high = _TONES
    tones = image.point(lambda level: 255 if low < level < high else 0).reduce(_CELL)
    histogram = tones.histogram()
    return sum(histogram[_TONED_CELL:]) <= _TONED_SHARE * sum(histogram)


def _points(size: PageSize) -> tuple[float, float]:
    return (round(size.points_wide, 3), round(size.points_high, 3))


def _reduced(image: Image.Image, share: float) -> Image.Image:
    if share >= 1:
        return image
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return image.resize(size, Image.Resampling.LANCZOS)


def _jpeg(image: Image.Image, quality: int, subsampling: int = 2) -> bytes:
    stream = BytesIO()
    image.save(stream, "JPEG", quality=quality, optimize=True, progressive=True, subsampling=subsampling, comment=b"")
    return stream.getvalue()


def _colourful(image: Image.Image) -> bool:
    """Whether more than a trace of the page has colour; a scanner's slight tint does not count."""
    small = image.resize((100, 140), Image.Resampling.BOX)
    low, high = (part.getextrema() for part in (small.convert("YCbCr").getchannel(name) for name in ("Cb", "Cr")))
    spread = [abs(cast(int, value) - 128) for pair in (low, high) for value in pair]
    return max(spread) > _PALE


def _original_jpeg(image: Image.Image, size: PageSize) -> Picture:
    adobe = image.mode == "CMYK" and "adobe" in image.info  # Photoshop's CMYK is stored inverted
    placed = _ORIENTATIONS.get(image.getexif().get(_ORIENTATION, 1), _UPRIGHT)
    return Picture(*image.size, 8, _MODES[image.mode], "/DCTDecode", _points(size), placed=placed, inverted=adobe)


def _lossless(image: Image.Image, points: tuple[float, float]) -> tuple[Picture, bytes]:
    """A colour image as few bytes: fax coding for pure black and white, else deflated, in gray where it is gray."""
    parts = image.split()
    gray = all(ImageChops.difference(parts[0], part).getbbox() is None for part in parts[1:])
    plain = parts[0] if gray else image
    tones = plain.getcolors(2) if gray else None
    if tones is not None and {tone for _, tone in tones} <= {0, 255}:
        return _fax(plain.convert("1", dither=Image.Dither.NONE), points)
    return Picture(*plain.size, 8, _MODES[plain.mode], "/FlateDecode", points, predicted=True), _deflated(plain)


def _fax(image: Image.Image, points: tuple[float, float]) -> tuple[Picture, bytes]:
    stream = BytesIO()
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[_ROWS_PER_STRIP] = image.height
    image.save(stream, "TIFF", compression="group4", tiffinfo=info, strip_size=0x7FFF_FFFF)
    data = stream.getvalue()
    with Image.open(BytesIO(data)) as saved:
        tags = cast(TiffImagePlugin.TiffImageFile, saved).tag_v2
        starts, lengths = tags[_STRIP_OFFSETS], tags[_STRIP_BYTES]
        white_is_0 = tags[_PHOTOMETRIC] == 0
    if len(starts) != 1:
        raise Damaged("page.damaged")
    coded = data[starts[0] : starts[0] + lengths[0]]
    return Picture(*image.size, 1, "/DeviceGray", "/CCITTFaxDecode", points, black_is_1=not white_is_0), coded


def _deflated(image: Image.Image) -> bytes:
    """The pixels deflated under PNG's predictors, which is what a PNG file's data chunks hold."""
    stream = BytesIO()
    image.save(stream, "PNG", compress_level=6)
    return b"".join(_chunks(stream.getvalue()))


def _chunks(png: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        if png[at + 4 : at + 8] == b"IDAT":
            yield png[at + 8 : at + 8 + length]
        at += length + 12
