"""Documents made by code, from text written here: born-digital and image-only PDFs, images, damaged ones."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")  # package fonts-dejavu-core: has every Vietnamese letter

LESSON = (
    "Bài 1. Cây lúa nước",
    "Cây lúa cần nước, ánh sáng và đất tốt.",
    "Người nông dân gieo mạ vào đầu vụ,",
    "rồi cấy lúa xuống ruộng khi đủ lá.",
)
ENGLISH = (
    "A short lesson about rice",
    "The rice plant needs water and the light of the sun.",
    "Farmers sow the seed and then plant it in the field.",
)


def text_pdf(path: Path, pages: Sequence[Sequence[str]], info: dict[str, str] | None = None, size: int = 14) -> Path:
    """A born-digital PDF, a line of text each 28 points, the first line of each page larger."""
    if "Viet" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Viet", str(FONT)))
    canvas = Canvas(str(path), pagesize=(595, 842))
    for name, value in (info or {}).items():
        getattr(canvas, f"set{name}")(value)
    for lines in pages:
        for at, line in enumerate(lines):
            canvas.setFont("Viet", size * 1.8 if at == 0 else size)
            canvas.drawString(60, 760 - 28 * at, line)
        canvas.showPage()
    canvas.save()
    return path


def printed(lines: Sequence[str], dpi: int = 150, pixels: int | None = None, turn: int = 0) -> Image.Image:
    """A gray page image (A6) with `lines` printed on it."""
    width, height = round(4.13 * dpi), round(5.83 * dpi)
    image = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(image)
    size = pixels or round(dpi * 12 / 72)
    font = ImageFont.truetype(str(FONT), size)
    for at, line in enumerate(lines):
        draw.text((dpi * 0.3, dpi * 0.4 + at * size * 1.6), line, fill=0, font=font)
    return image.rotate(turn, expand=True) if turn else image


def scan_pdf(path: Path, images: Sequence[Image.Image], words: str = "") -> Path:
    """An image-only PDF, a picture a page; `words` are laid on each page as (visible) text."""
    canvas = Canvas(str(path))
    for image in images:
        canvas.setPageSize((298, 420))
        canvas.drawImage(ImageReader(image), 0, 0, 298, 420)
        if words:
            canvas.drawString(10, 10, words)
        canvas.showPage()
    canvas.save()
    return path


def rewritten(path: Path, target: Path, change: "object") -> Path:
    """The PDF at `path` with `change(writer)` applied."""
    writer = PdfWriter(clone_from=PdfReader(path))
    assert callable(change)
    change(writer)
    with target.open("wb") as stream:
        writer.write(stream)
    return target


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """`image` as a file of `kind`."""
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()
