"""Scans that were recognised before they came: a layer by an English model is read again, a good one is kept."""

from pathlib import Path

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ingest import Notice, Options, Page, Tools, read_pages
from tests.ingest.makers import FONT, printed

AS_ENGLISH = (
    "Nhitng nguyén tac can tuan thu khi doc sach 6 thu vién xa.",
    "Dudng lén ray tron, khéng nén di mot minh luc troi mua to.",
    "Ai muén muon sach thi ghi tén vao sé, doc xong nho tra lai.",
    "Nhing quyén sach ci bi rach dugc cac em hoc sinh dan lai.",
)
RIGHT = (
    "Những nguyên tắc cần tuân thủ khi đọc sách ở thư viện xã.",
    "Đường lên rẫy trơn, không nên đi một mình lúc trời mưa to.",
    "Ai muốn mượn sách thì ghi tên vào sổ, đọc xong nhớ trả lại.",
    "Những quyển sách cũ bị rách được các em học sinh dán lại.",
)
ENGLISH = (
    "These are the rules for those who read in the village library.",
    "The path to the field is wet, so do not go alone in the rain.",
    "To borrow a book, write your name and bring it back in time.",
    "The pupils have mended the old and torn books with great care.",
)


def scanned(path: Path, lines: tuple[str, ...], times: int) -> Path:
    """A page that is a picture, with the lines as invisible text over it, again and again."""
    pdfmetrics.registerFont(TTFont("U", str(FONT)))
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.drawImage(ImageReader(printed(RIGHT)), 0, 0, 595, 842)
    text = canvas.beginText(40, 800)
    text.setFont("U", 9)
    text.setTextRenderMode(3)
    for line in lines * times:
        text.textLine(line)
    canvas.drawText(text)
    canvas.save()
    return path


def read(path: Path, tools: Tools) -> Page:
    (page,) = read_pages(path, [1], Options(engine="reads"), tools)
    return page


@pytest.mark.parametrize("times", [1, 12])
def test_vietnamese_read_as_english_is_read_from_the_image(tmp_path: Path, naughty: Tools, times: int) -> None:
    page = read(scanned(tmp_path / "a.pdf", AS_ENGLISH, times), naughty)
    assert page.origin == "ocr"
    assert page.warnings == (Notice("page.text_layer_unusable"),)


@pytest.mark.parametrize("times", [1, 12])
@pytest.mark.parametrize("lines", [RIGHT, ENGLISH])
def test_a_good_layer_is_kept(tmp_path: Path, naughty: Tools, lines: tuple[str, ...], times: int) -> None:
    page = read(scanned(tmp_path / "a.pdf", lines, times), naughty)
    assert page.origin == "text-layer"
    assert page.text.split("\n")[: len(lines)] == list(lines)
