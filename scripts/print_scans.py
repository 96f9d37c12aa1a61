"""Print pages of given text, damage them as scanners and copiers do, and write them with their exact text.

Usage: python scripts/print_scans.py FOLDER --text FILE.jsonl.gz [--english FILE.jsonl.gz] --fonts FOLDER [--pages N]
       [--seed N]

FOLDER gets page images and the manifest.csv that scripts/measure_reading.py reads. Text files have one JSON document a
line with a "text". Every TrueType or OpenType font below --fonts that has all Vietnamese letters is used in turn. What
is printed is new with every seed, so that nothing can be tuned to it: prose, two columns, verse, a ruled table,
capitals with stacked marks, and pages that change between Vietnamese and English (with --english).
"""

import argparse
import csv
import gzip
import json
import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

DPI = 300
SIZE = (2480, 3508)
MARGIN = 280
_NEEDED = "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđĐƠƯẶỆỘỮ"
_TOFU = "\U000f0000"
CHANCE = random.Random(1)  # repeatable, no secret  # noqa: S311


@dataclass(frozen=True, slots=True)
class Style:
    """A font file and its size in pixels."""

    font: Path
    pixels: int

    def load(self, pixels: int = 0) -> ImageFont.FreeTypeFont:
        """The font, at its own size or another."""
        return ImageFont.truetype(str(self.font), pixels or self.pixels)


class Sheet:
    """A page being printed: it keeps the text that fits, in reading order."""

    def __init__(self, style: Style) -> None:
        self.image = Image.new("L", SIZE, 255)
        self.draw = ImageDraw.Draw(self.image)
        self.style = style
        self.printed: list[str] = []
        self.top = MARGIN

    def paragraph(self, text: str, left: int, right: int, pixels: int = 0, bottom: int = SIZE[1] - MARGIN) -> bool:
        """Words of `text` in lines between `left` and `right`, justified; False when the page is full."""
        font = self.style.load(pixels)
        step = round((pixels or self.style.pixels) * 1.42)
        line: list[str] = []
        for word in [*text.split(), ""]:
            if word and font.getlength(" ".join([*line, word])) <= right - left:
                line.append(word)
                continue
            if self.top + step > bottom:
                return False
            self._line(line, font, left, right if word else 0)
            self.top += step
            line = [word]
        self.top += step // 3
        return True

    def _line(self, words: list[str], font: ImageFont.FreeTypeFont, left: int, right: int) -> None:
        spare = right - left - font.getlength(" ".join(words)) if right else 0.0
        gap = font.getlength(" ") + min(spare / max(1, len(words) - 1), font.getlength("nn"))
        x = float(left)
        for word in words:
            self.draw.text((round(x), self.top), word, fill=0, font=font)
            x += font.getlength(word) + gap
        self.printed.extend(words)


Texts = Iterator[str]


def prose(sheet: Sheet, texts: Texts, other: Texts) -> None:
    """A heading and paragraphs over the whole width."""
    sheet.paragraph(_few(next(texts), 6), MARGIN, SIZE[0] - MARGIN, round(sheet.style.pixels * 1.5))
    while sheet.paragraph(next(texts), MARGIN, SIZE[0] - MARGIN):
        pass


def columns(sheet: Sheet, texts: Texts, other: Texts) -> None:
    """Two columns, the left one first."""
    middle = SIZE[0] // 2
    for left, right in ((MARGIN - 60, middle - 45), (middle + 45, SIZE[0] - MARGIN + 60)):
        sheet.top = MARGIN
        while sheet.paragraph(next(texts), left, right):
            pass


def verse(sheet: Sheet, texts: Texts, other: Texts) -> None:
    """Short lines, six and eight syllables in turn."""
    for at in range(40):
        words = next(texts).split()[: 8 if at % 2 else 6]
        if not sheet.paragraph(" ".join(words), MARGIN + (0 if at % 2 else 90), SIZE[0]):
            return


def table(sheet: Sheet, texts: Texts, other: Texts) -> None:
    """A paragraph, then a ruled table of short cells and numbers, read row by row."""
    sheet.paragraph(next(texts), MARGIN, SIZE[0] - MARGIN)
    lefts = (MARGIN, MARGIN + 160, MARGIN + 1240, SIZE[0] - MARGIN)
    step = round(sheet.style.pixels * 2.0)
    first = sheet.top
    for row in range(1, 16):
        cells = (str(row), _few(next(texts), 4), f"{CHANCE.randint(1, 9999)},{CHANCE.randint(0, 9)}")
        sheet.draw.line((lefts[0], sheet.top, lefts[-1], sheet.top), fill=0, width=4)
        below = sheet.top
        for left, cell in zip(lefts, cells, strict=False):
            sheet.top = below + sheet.style.pixels // 4
            sheet.paragraph(cell, left + 25, SIZE[0])
        sheet.top = below + step
    for left in lefts:
        sheet.draw.line((left, first, left, sheet.top), fill=0, width=4)
    sheet.draw.line((lefts[0], sheet.top, lefts[-1], sheet.top), fill=0, width=4)
    sheet.top += step // 2
    sheet.paragraph(next(texts), MARGIN, SIZE[0] - MARGIN)


def capitals(sheet: Sheet, texts: Texts, other: Texts) -> None:
    """Lines of capitals with their marks, as on title pages, and a few of running text."""
    for _ in range(7):
        sheet.paragraph(_few(next(texts), 5).upper(), MARGIN, SIZE[0] - MARGIN, round(sheet.style.pixels * 1.6))
        sheet.top += sheet.style.pixels
    sheet.paragraph(next(texts), MARGIN, SIZE[0] - MARGIN)


def bilingual(sheet: Sheet, texts: Texts, other: Texts) -> None:
    """A paragraph of one language, then one of the other."""
    while sheet.paragraph(next(texts), MARGIN, SIZE[0] - MARGIN) and sheet.paragraph(
        next(other), MARGIN, SIZE[0] - MARGIN
    ):
        pass


def english(sheet: Sheet, texts: Texts, other: Texts) -> None:
    """Nothing but the other language."""
    prose(sheet, other, texts)


LAYOUTS: tuple[Callable[[Sheet, Texts, Texts], None], ...] = (
    prose, columns, verse, table, capitals, bilingual, english
)  # fmt: skip


def _few(text: str, words: int) -> str:
    return " ".join(text.split()[:words])


def clean(image: Image.Image) -> Image.Image:
    """As printed."""
    return image


def noisy(image: Image.Image) -> Image.Image:
    """Grain and hard JPEG compression."""
    return _jpeg(_grain(image, 10), 30)


def worn(image: Image.Image) -> Image.Image:
    """Skew, blur, uneven light and grain."""
    image = image.rotate(CHANCE.uniform(-2.5, 2.5), Image.Resampling.BICUBIC, fillcolor=255)
    image = image.filter(ImageFilter.GaussianBlur(CHANCE.uniform(0.8, 1.6)))
    light = Image.linear_gradient("L").rotate(CHANCE.choice((0, 90))).resize(image.size)
    shade = light.point(lambda value: 165 + value * 80 // 255)
    return _jpeg(_grain(ImageChops.multiply(image, shade), 8), 60)


def small(image: Image.Image) -> Image.Image:
    """150 dpi, the back side shining through, turned by a quarter or a half, JPEG."""
    back = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(4))
    image = ImageChops.multiply(image, back.point(lambda value: 215 + value * 40 // 255))
    image = image.resize((image.width // 2, image.height // 2), Image.Resampling.BOX)
    image = image.rotate(CHANCE.uniform(-0.6, 0.6), Image.Resampling.BICUBIC, fillcolor=255)
    return _jpeg(_grain(image.rotate(CHANCE.choice((0, 90, 180, 270)), expand=True), 6), 55)


def fax(image: Image.Image) -> Image.Image:
    """1 bit at 200 dpi with broken strokes."""
    image = image.resize((image.width * 2 // 3, image.height * 2 // 3), Image.Resampling.BICUBIC)
    image = _grain(image.filter(ImageFilter.GaussianBlur(0.7)), 45)
    limit = CHANCE.randint(120, 150)
    return image.point(lambda value: 255 if value > limit else 0).convert("1")


DAMAGES: tuple[Callable[[Image.Image], Image.Image], ...] = (clean, noisy, worn, small, fax)
_DPI_OF = {"small": 150, "fax": 200}


def _grain(image: Image.Image, sigma: float) -> Image.Image:
    noise = Image.effect_noise(image.size, sigma)
    return ImageChops.add(image, noise, scale=1, offset=-128)


def _jpeg(image: Image.Image, quality: int) -> Image.Image:
    stream = BytesIO()
    image.save(stream, "JPEG", quality=quality)
    return Image.open(BytesIO(stream.getvalue())).convert("L")


def read_texts(path: Path) -> Texts:
    """Paragraphs of 150 to 900 characters from a file of documents, in an order of their own, for ever."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        documents = [json.loads(line)["text"] for line in stream]
    found = [
        " ".join(unicodedata.normalize("NFC", piece).split())
        for document in documents
        for piece in re.split(r"\n+", document)
        if 150 <= len(piece) <= 900 and re.fullmatch(r"[\w\s.,;:!?()%/'\"–-]+", piece)
    ]
    CHANCE.shuffle(found)
    while True:
        yield from found


def vietnamese_fonts(folder: Path) -> list[Path]:
    """Upright text fonts below `folder` that have every Vietnamese letter."""
    found = []
    for path in sorted([*folder.rglob("*.ttf"), *folder.rglob("*.otf")]):
        if re.search(
            r"italic|oblique|_K\b|_K$|hairline|thin|extralight|black|heavy|mono|math|cond|symbol|alt-|_RI\b|_RBI|-BI",
            path.stem,
            re.IGNORECASE,
        ):
            continue
        font = ImageFont.truetype(str(path), 40)
        missing = bytes(font.getmask(_TOFU))
        if all(bytes(font.getmask(letter)) != missing for letter in _NEEDED):
            found.append(path)
    return found


def main() -> None:
    """Print the pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--english", type=Path)
    parser.add_argument("--fonts", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=35)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    CHANCE.seed(arguments.seed)
    print_pages(arguments)


def print_pages(arguments: argparse.Namespace) -> None:
    """Every layout with every damage in turn, until there are enough pages."""
    folder: Path = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    fonts = vietnamese_fonts(arguments.fonts)
    CHANCE.shuffle(fonts)
    texts = read_texts(arguments.text)
    other = read_texts(arguments.english or arguments.text)
    rows = []
    for number in range(arguments.pages):
        layout, damage = LAYOUTS[number % len(LAYOUTS)], DAMAGES[(number // len(LAYOUTS) + number) % len(DAMAGES)]
        sheet = Sheet(Style(fonts[number % len(fonts)], CHANCE.choice((40, 46, 50, 54, 60))))
        layout(sheet, texts, other)
        name = f"{number:03d}-{layout.__name__}-{damage.__name__}"
        dpi = _DPI_OF.get(damage.__name__, DPI)
        damage(sheet.image).save(folder / f"{name}.png", dpi=(dpi, dpi))
        (folder / f"{name}.txt").write_text(" ".join(sheet.printed), encoding="utf-8")
        rows.append((f"{name}.png", f"{name}.txt", damage.__name__, layout.__name__, sheet.style.font.stem))
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("pdf", "gt", "level", "layout", "font"), *rows])


if __name__ == "__main__":
    main()
