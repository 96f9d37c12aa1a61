"""Making paper of a PDF: image-only scans, a fax-like TIFF and a phone photo, all seeded, all without a text layer."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from repo_app.sample.pdf import ISSUED

SCAN_DPI = 300  # what the depositor's guide of the collection itself recommends
TIFF_DPI = 300
PHOTO_SIZE = (2448, 3264)  # an eight-megapixel phone held upright
ORIENTATION = 0x0112  # EXIF tag; 6 means: turn the stored picture a quarter clockwise to see it upright
DESK = (122, 98, 74)
WARM_PAPER = (250, 246, 236)
PAPER = 246  # a scanner's white, of 255

Corners = Sequence[tuple[float, float]]


def write_scan(source: Path, target: Path, *, seed: int) -> None:
    """An image-only PDF of grey JPEG pages at 300 dpi, each a little askew and noisy, as an office scanner makes it."""
    chance = random.Random(seed)  # noqa: S311 - the same noise each time is what is wanted
    canvas = Canvas(str(target), invariant=1)
    canvas.setDateFormatter(lambda *_: ISSUED)
    for page in _pages(source, SCAN_DPI):
        jpeg = io.BytesIO()
        paper = _noisy(_askew(_aged(page), chance.uniform(-0.5, 0.5)), chance)
        paper.save(jpeg, "JPEG", quality=50, dpi=(SCAN_DPI, SCAN_DPI))
        width, height = (side * 72 / SCAN_DPI for side in paper.size)
        canvas.setPageSize((width, height))
        jpeg.seek(0)
        canvas.drawImage(ImageReader(jpeg), 0, 0, width, height)
        canvas.showPage()
    canvas.save()


def write_tiff(source: Path, target: Path, *, seed: int) -> None:
    """A TIFF of black and white pages at 300 dpi, CCITT group 4, as a copier's "scan to file" makes it."""
    chance = random.Random(seed)  # noqa: S311
    pages = [
        _noisy(_askew(page, chance.uniform(-0.4, 0.4)), chance).point(lambda v: 255 if v > 140 else 0).convert("1")
        for page in _pages(source, TIFF_DPI)
    ]
    pages[0].save(
        target, "TIFF", save_all=True, append_images=pages[1:], compression="group4", dpi=(TIFF_DPI, TIFF_DPI)
    )


def write_photo(source: Path, target: Path, *, seed: int) -> None:
    """A phone photo of the first page on a desk: mild perspective, a shadow, stored sideways with its EXIF tag."""
    chance = random.Random(seed)  # noqa: S311
    page = next(_pages(source, 260, colour=True)).point([30 + v * 225 // 255 for v in range(256)] * 3)
    width, height = PHOTO_SIZE
    corners = [(205, 190), (width - 175, 225), (width - 95, height - 170), (125, height - 120)]
    desk = Image.new("RGB", PHOTO_SIZE, DESK)
    paper = _in_perspective(ImageChops.multiply(page, Image.new("RGB", page.size, WARM_PAPER)), corners)
    outline = Image.new("L", PHOTO_SIZE, 0)
    ImageDraw.Draw(outline).polygon(corners, fill=255)
    desk.paste((70, 54, 40), (14, 18), outline.filter(ImageFilter.GaussianBlur(16)))  # the shadow under the sheet
    desk.paste(paper, (0, 0), outline.filter(ImageFilter.GaussianBlur(1.2)))
    lit = ImageChops.multiply(desk, _light(PHOTO_SIZE).convert("RGB"))
    shot = Image.merge("RGB", [_noisy(band, chance) for band in lit.filter(ImageFilter.GaussianBlur(0.7)).split()])
    _save_sideways(shot, target)


def _save_sideways(shot: Image.Image, target: Path) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    shot.transpose(Image.Transpose.ROTATE_90).save(target, "JPEG", quality=84, exif=exif.tobytes())


def _pages(source: Path, dpi: int, *, colour: bool = False) -> Iterator[Image.Image]:
    document = pypdfium2.PdfDocument(source)
    try:
        for page in document:
            yield page.render(scale=dpi / 72, grayscale=not colour).to_pil().convert("RGB" if colour else "L")
    finally:
        document.close()


def _aged(page: Image.Image) -> Image.Image:
    """Ink that is not quite black on paper that is not quite white, the edges of letters softened."""
    soft = page.filter(ImageFilter.GaussianBlur(0.8))
    return soft.point(lambda v: 34 + v * (PAPER - 34) // 255)


def _askew(page: Image.Image, degrees: float) -> Image.Image:
    return page.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=page.getpixel((2, 2)))


def _noisy(page: Image.Image, chance: random.Random) -> Image.Image:
    """Grain of plus and minus four of 255 levels."""
    width, height = page.size
    grain = Image.frombytes("L", page.size, chance.randbytes(width * height)).point(lambda v: 124 + v * 9 // 256)
    return ImageChops.add(page, grain, 1, -128)


def _light(size: tuple[int, int]) -> Image.Image:
    """A window at the upper left and the soft shadow of a hand at the lower right, as factors of 255."""
    steps = 64
    slope = bytes(255 - (2 * x + 3 * y) * 55 // (5 * steps) for y in range(steps) for x in range(steps))
    window = Image.frombytes("L", (steps, steps), slope).resize(size, Image.Resampling.BICUBIC)
    width, height = size
    hand = Image.new("L", size, 255)
    ImageDraw.Draw(hand).ellipse((width * 0.62, height * 0.74, width * 1.3, height * 1.25), fill=200)
    return ImageChops.multiply(window, hand.filter(ImageFilter.GaussianBlur(150)))


def _in_perspective(page: Image.Image, corners: Corners) -> Image.Image:
    return page.transform(
        PHOTO_SIZE, Image.Transform.PERSPECTIVE, _coefficients(page.size, corners), Image.Resampling.BICUBIC
    )


def _coefficients(size: tuple[int, int], corners: Corners) -> list[float]:
    """The eight numbers by which Pillow finds, for a point of the photo, the point of the page.

    ``corners`` are those of the page in the photo, clockwise from the upper left. Each gives two linear equations
    (Heckbert, Fundamentals of Texture Mapping and Image Warping, 1989, section 2.2), solved by elimination.
    """
    width, height = size
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(corners, [(0, 0), (width, 0), (width, height), (0, height)], strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return _solve(rows)


def _solve(rows: list[list[float]]) -> list[float]:
    """Gauss-Jordan elimination with pivoting; each row holds its coefficients and, last, the right side."""
    count = len(rows)
    for column in range(count):
        pivot = max(range(column, count), key=lambda r: abs(rows[r][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for other in range(count):
            if other != column:
                factor = rows[other][column]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[column], strict=True)]
    return [row[-1] for row in rows]
