"""Documents made by code from text written here: born-digital PDFs, image-only scans, photos."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
SIZE = 13
LINE = 20
MARGIN = 64
WIDE = 62  # characters of a line that fits between the margins

SENTENCES = (
    "Thư viện xã mở cửa từ bảy giờ sáng, trước khi học sinh vào lớp.",
    "Cô thủ thư sắp sách theo từng kệ và dán nhãn màu cho dễ tìm.",
    "Mỗi cuối tuần, các em nhỏ ngồi quanh bếp lửa nghe kể chuyện.",
    "Nước suối chảy qua bản, bà con dẫn về ruộng bằng ống tre.",
    "Bài học hôm nay nói về phân số bằng nhau và cách rút gọn.",
    "Người già trong làng giữ nhiều bài hát ru bằng tiếng mẹ đẻ.",
    "Muốn ủ phân xanh, ta băm nhỏ cỏ rồi trộn với tro bếp.",
    "Khi trời mưa to, đường lên rẫy trơn, không nên đi một mình.",
    "Tờ giấy khai sinh cần được cất nơi khô ráo, tránh mối mọt.",
    "Học sinh lớp chín ôn lại định lí về tam giác đồng dạng.",
    "Mẹ dặn: ăn chín, uống sôi, rửa tay bằng xà phòng trước bữa.",
    "Chợ phiên họp vào ngày rằm, người các bản gùi rau ra bán.",
)


def prose(page: int, sentences: int = 14) -> str:
    """Running text that differs from page to page."""
    start = page * 5
    return " ".join(SENTENCES[(start + i * 7) % len(SENTENCES)] for i in range(sentences))


def wrapped(text: str, width: int = WIDE) -> list[str]:
    lines, current = [], ""
    for word in text.split():
        if len(current) + len(word) + 1 > width:
            lines.append(current)
            current = word
        else:
            current = f"{current} {word}".strip()
    return [*lines, current]


def text_pdf(pages: Sequence[str], *, title: str = "", author: str = "", heading: str = "") -> bytes:
    """A born-digital PDF with one page for each text, and a large heading on the first."""
    if "DejaVu" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("DejaVu", FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    for number, text in enumerate(pages):
        y = A4[1] - MARGIN
        if heading and number == 0:
            canvas.setFont("DejaVu", 24)
            canvas.drawString(MARGIN, y - 10, heading)
            y -= 60
        canvas.setFont("DejaVu", SIZE)
        for line in wrapped(text):
            canvas.drawString(MARGIN, y, line)
            y -= LINE
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def images_of(pdf: bytes, dpi: int = 200) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()


def scan_pdf(pages: Sequence[str], *, dpi: int = 200, heading: str = "") -> bytes:
    """The same pages as an image-only PDF, as a scanner would make it."""
    images = images_of(text_pdf(pages, heading=heading), dpi)
    out = io.BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=dpi)
    return out.getvalue()


def photo(text: str, *, dpi: int = 200, kind: str = "JPEG") -> bytes:
    """One page as a picture file."""
    out = io.BytesIO()
    images_of(text_pdf([text]), dpi)[0].save(out, kind, quality=90)
    return out.getvalue()
