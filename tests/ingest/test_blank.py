"""Blank pages stay blank the whole way: no letter is made up of paper, shadow or spaces, and no notice is given."""

import random
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest import Options, Tools, read_file

SIZE = (827, 1169)  # A4 at 100 dpi


def paper(grain: float, light: int = 235) -> Image.Image:
    return Image.effect_noise(SIZE, grain).point(lambda value: max(0, min(255, value - 128 + light)))


def shadowed() -> Image.Image:
    """Paper that grows darker to one side, with the black rim of the scanner's lid and two punched holes."""
    shade = Image.linear_gradient("L").rotate(90).resize(SIZE).point(lambda value: 140 + value * 115 // 255)
    image = ImageChops.multiply(paper(5), shade)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 16, SIZE[1]), fill=10)
    for top in (330, 830):
        draw.ellipse((30, top, 58, top + 28), fill=20)
    return image


def speckled() -> Image.Image:
    image = Image.new("L", SIZE, 255)
    dice = random.Random(4)
    for _ in range(600):
        image.putpixel((dice.randrange(SIZE[0]), dice.randrange(SIZE[1])), 0)
    return image


def test_blank_pages_have_no_words_and_no_notices(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "blank.pdf"), pagesize=(595, 842))
    for image in (shadowed(), speckled()):
        canvas.drawImage(ImageReader(image), 0, 0, 595, 842)
        canvas.showPage()
    for at in range(20):  # a text layer of nothing but spaces
        canvas.drawString(60, 800 - 20 * at, "     \u00a0   ")
    canvas.showPage()
    canvas.showPage()
    canvas.save()
    document = read_file(tmp_path / "blank.pdf", Options(), Tools(), 1, lambda done, total: None)
    for page in document.pages:
        assert (page.text, page.words, page.origin, page.confidence) == ("", (), "none", 0.0), page.number
        assert (page.warnings, page.artifacts, page.failed) == ((), (), False)
    assert (len(document.pages), document.language, document.warnings) == (4, "", ())
