"""Written PDFs seen through three libraries, and pages of words as recognition gives them."""

import re
import subprocess
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pypdfium2 as pdfium
from pypdf import PdfReader

from ingest import Box, Page, Word
from ingest.readers.pdf import PdfFile

WORDS = ("Trường", "học", "ở", "xã", "Đắk", "Nuê", "vững", "chãi", "giữa", "đồi", "ường", "𠮷")
"""Letters of Vietnamese with two marks, and one beyond the basic plane."""

_POPPLER = re.compile(r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')


@dataclass(frozen=True, slots=True)
class Seen:
    """A word and its place in shares of the page as shown."""

    text: str
    box: tuple[float, float, float, float]


def page_of_words(number: int, width: int, height: int, slope: float = 0.0) -> Page:
    """A page of three lines of `WORDS` that fall by `slope` pixels a pixel, as recognition would give it."""
    words = []
    for line in range(3):
        x = width // 12
        for text in WORDS[4 * line : 4 * line + 4]:
            wide, high = max(10, width * len(text) // 40), height // 30
            y = round(height / 6 + line * height / 5 + slope * x)
            words.append(Word(text, (x, y, x + wide, y + high), 0.9))
            x += wide + width // 40
    return Page(number, " ".join(WORDS), "ocr", 0.9, width, height, words=tuple(words))


def shares(page: Page) -> list[Seen]:
    """The page's own words, as shares."""
    return [Seen(word.text, _shares(word.box, page.width, page.height)) for word in page.words]


def by_pdfium(path: Path, number: int) -> list[Seen]:
    """Words as our own reader finds them through pdfium."""
    layer = next(PdfFile(path, 300, 50_000_000).layers([number]))
    words = [word for line in layer.lines for word in line.words]
    return [Seen(word.text, _shares(word.box, layer.width, layer.height)) for word in words]


def by_poppler(path: Path, number: int) -> list[Seen]:
    """Words as `pdftotext -bbox` finds them; it counts from the crop box but tells the size of the unturned page."""
    command = ["pdftotext", "-f", str(number), "-l", str(number), "-bbox", "-cropbox", str(path), "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    (width, height), _ = pixels(path, number, scale=4)
    found = []
    for *sides, text in _POPPLER.findall(told):
        x0, y0, x1, y1 = (float(side) * 4 for side in sides)
        found.append(Seen(unescape(text), (x0 / width, y0 / height, x1 / width, y1 / height)))
    return found


def by_pypdf(path: Path, number: int) -> list[str]:
    """Words as pypdf, told to accept no fault, finds them."""
    return PdfReader(path, strict=True).pages[number - 1].extract_text().split()


def pixels(path: Path, number: int, scale: float = 1.0) -> tuple[tuple[int, int], bytes]:
    """The page as pdfium draws it: its size and every pixel."""
    document = pdfium.PdfDocument(path)
    document.init_forms()
    image = document[number - 1].render(scale=scale).to_pil().convert("RGB")
    document.close()
    return image.size, image.tobytes()


def apart(found: list[Seen], wanted: list[Seen]) -> float:
    """The greatest distance between the sides of equal words, in shares of the page. The texts must be the same.

    In any order: pdfium and poppler have their own ideas of it on pages that lie upside down.
    """
    found, wanted = (sorted(seen, key=lambda word: word.text) for seen in (found, wanted))
    assert [seen.text for seen in found] == [seen.text for seen in wanted]
    return max(
        abs(one - other)
        for seen, want in zip(found, wanted, strict=True)
        for one, other in zip(seen.box, want.box, strict=True)
    )


def _shares(box: Box, width: int, height: int) -> tuple[float, float, float, float]:
    return (box[0] / width, box[1] / height, box[2] / width, box[3] / height)
