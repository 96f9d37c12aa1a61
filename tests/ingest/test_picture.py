"""Page images: their widths, their bytes, never enlarged."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from ingest import Damaged, Options, Tools, page_image, thumbnail
from tests.ingest.makers import LESSON, encoded, printed, scan_pdf, text_pdf
from tests.thorough import more

BUDGET = {200: 10_000, 600: 60_000, 800: 90_000, 1080: 150_000}


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    assert image.format == "WEBP"
    image.load()
    return image


def noisy(width: int, height: int) -> Image.Image:
    """A grainy scan: noise is what costs bytes."""
    grain = Image.effect_noise((width, height), 60)
    page = printed(LESSON * 5, dpi=round(width / 4.13)).resize((width, height))
    return Image.blend(page, grain, 0.25)


@pytest.mark.parametrize("width", [200, 600, 800, 1080])
def test_a_text_page_at_each_width(tmp_path: Path, tools: Tools, width: int) -> None:
    path = text_pdf(tmp_path / "a.pdf", [LESSON, LESSON])
    data = page_image(path, 2, width, tools)
    image = opened(data)
    assert image.size == (pytest.approx(width, abs=1), pytest.approx(width * 842 / 595, abs=2))
    assert len(data) <= BUDGET[width]
    low, high = image.convert("L").getextrema()
    assert low < 80
    assert high > 240


@pytest.mark.parametrize("width", [200, 1080, *more(800)])
def test_a_grainy_scan_keeps_to_the_budget(tmp_path: Path, tools: Tools, width: int) -> None:
    path = scan_pdf(tmp_path / "a.pdf", [noisy(1240, 1754)])
    assert len(page_image(path, 1, width, tools)) <= BUDGET[width]


def test_nothing_is_enlarged(tmp_path: Path, tools: Tools) -> None:
    small = printed(LESSON, dpi=100)
    (tmp_path / "a.png").write_bytes(encoded(small, "PNG"))
    assert opened(page_image(tmp_path / "a.png", 1, 1080, tools)).size == small.size
    scan = scan_pdf(tmp_path / "a.pdf", [small])
    assert opened(page_image(scan, 1, 1080, tools)).width == pytest.approx(small.width, abs=3)


def test_a_turned_photo_is_shown_upright(tmp_path: Path, tools: Tools) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (tmp_path / "a.jpg").write_bytes(encoded(printed(LESSON), "JPEG", exif=exif))
    image = opened(page_image(tmp_path / "a.jpg", 1, 200, tools))
    assert image.width > image.height


def test_a_cover_fits_its_frame(tmp_path: Path, tools: Tools) -> None:
    path = text_pdf(tmp_path / "a.pdf", [LESSON])
    data = thumbnail(path, tools)
    assert opened(data).width <= 200
    assert opened(data).height <= 283
    assert len(data) <= 10_000


def test_a_very_long_strip_keeps_to_what_webp_can_hold(tmp_path: Path, tools: Tools) -> None:
    (tmp_path / "a.png").write_bytes(encoded(Image.new("L", (900, 29_000), 200), "PNG"))
    assert opened(page_image(tmp_path / "a.png", 1, 800, tools)).height <= 16_383


def test_what_was_filled_into_a_form_is_shown(tmp_path: Path, tools: Tools) -> None:
    def form(path: Path, value: str) -> bytes:
        canvas = Canvas(str(path), pagesize=(300, 300))
        canvas.acroForm.textfield(name="name", value=value, x=50, y=150, width=200, height=30, borderWidth=0)
        canvas.showPage()
        canvas.save()
        return opened(page_image(path, 1, 600, tools)).convert("L").tobytes()

    assert form(tmp_path / "a.pdf", "Nguyen Van An") != form(tmp_path / "b.pdf", "")


def test_other_widths_are_a_mistake_of_the_caller(tmp_path: Path, tools: Tools) -> None:
    path = text_pdf(tmp_path / "a.pdf", [LESSON])
    with pytest.raises(ValueError, match="width must be one of"):
        page_image(path, 1, 801, tools)


def test_a_page_that_is_not_there(tmp_path: Path, tools: Tools) -> None:
    path = text_pdf(tmp_path / "a.pdf", [LESSON])
    with pytest.raises(Damaged):
        page_image(path, 2, 800, tools, Options())
