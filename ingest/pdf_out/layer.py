"""The invisible text of one page as PDF operators. Pure: words in, bytes out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.model import Box, Corners, Word
from ingest.pdf_out.letters import UNITS, WIDTH, Letters
from ingest.pdf_out.placing import Matrix, Rectangle, matrix, reading_frame
from ingest.photo.geometry import Mapping, from_rectangle
from ingest.text.layout import Line, lines_of

FONT = "/HoclieuText"
"""What the font is called in a page's resources, where no other has that name."""

_LEVEL = 1.5
"""A line no taller than its middle word times this lies level: its words then share its height, as selections do."""


_ASLANT = 0.2
"""Down for so much across: about 11 degrees."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet in a photo: its corners in pixels of the photo made upright, which is `width` x `height`."""

    corners: Corners
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class TextPage:
    """What is written on page `number`: words in pixels of the upright page, `width` x `height`.

    `rotation` is the clockwise turn that makes the stored page upright; with a `sheet` the upright page is only that,
    straightened.
    """

    number: int
    width: int
    height: int
    words: tuple[Word, ...]
    rotation: int = 0
    sheet: Sheet | None = None


def operators(page: TextPage, box: Rectangle, rotate: int, letters: Letters, font: str = FONT) -> bytes:
    """Operators that put every word of `page` at its place, invisibly, and leave the graphics state as it was.

    `box` is the page as shown, in points, `rotate` the clockwise turn that makes it upright. They belong before
    everything else on the page, where the coordinates are still the page's own.
    """
    if page.sheet is not None:
        return _on_photo(page, page.sheet, matrix(box, rotate, page.sheet.width, page.sheet.height), letters, font)
    frame = reading_frame(page.words, page.width, page.height)
    place = matrix(box, (rotate + frame.turn) % 360, frame.width, frame.height)
    pieces = [f"q {numbers(place)} cm BT 3 Tr"]
    x = y = size = 0
    for line in lines_of(frame.words):
        for word, (left, top, right, bottom) in zip(line.words, _boxes(line), strict=True):
            if bottom - top != size:
                size = bottom - top
                pieces.append(f"{font} {size} Tf")
            stretch = 100 * UNITS * (right - left) / (WIDTH * size * len(word.text))
            up = frame.height - bottom
            text = letters.hexadecimal(f"{word.text} ")
            pieces.append(f"{_number(stretch)} Tz {left - x} {up - y} Td <{text}> Tj")
            x, y = left, up
    return "\n".join([*pieces, "ET Q\n"]).encode()


def _on_photo(page: TextPage, sheet: Sheet, place: Matrix, letters: Letters, font: str) -> bytes:
    """The words of a straightened sheet on the photo as it is, each as aslant as it lies there."""
    corners = tuple((float(x), float(y)) for x, y in sheet.corners)
    there = from_rectangle(page.width, page.height, corners)  # type: ignore[arg-type]  # four of them
    pieces = [f"q {numbers(place)} cm BT 3 Tr {font} 1 Tf"]
    for line in lines_of(page.words):
        for word, box in zip(line.words, _boxes(line), strict=True):
            lying = _lying(there, box, len(word.text), sheet.height)
            pieces.append(f"{numbers(lying)} Tm <{letters.hexadecimal(f'{word.text} ')}> Tj")
    return "\n".join([*pieces, "ET Q\n"]).encode()


def _lying(there: Mapping, box: Box, letters: int, height: int) -> Matrix:
    """The text matrix that draws so many letters of size 1 over what `box` is in the photo; there y grows upwards.

    A word that lies a little aslant is laid level over its middle: poppler takes slanting words apart.
    """
    left, top, right, bottom = box
    (x0, y0), (x1, y1), (x2, y2) = there(left, bottom), there(right, bottom), there(left, top)
    cells = letters * WIDTH / UNITS
    if abs(y1 - y0) <= _ASLANT * (x1 - x0):
        x, y = there((left + right) / 2, (top + bottom) / 2)
        wide, high = x1 - x0, y0 - y2
        return (wide / cells, 0, 0, high, x - wide / 2, height - y - high / 2)
    return ((x1 - x0) / cells, (y0 - y1) / cells, x2 - x0, y0 - y2, x0, height - y0)


def numbers(values: Matrix | Sequence[float]) -> str:
    """Numbers as PDF writes them: no exponent, no more decimals than count."""
    return " ".join(map(_number, values))


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".") or "0"


def _boxes(line: Line) -> Iterator[Box]:
    """Each word's box, at least a pixel; of a level line, from its common top to its common bottom."""
    _, top, _, bottom = line.box
    level = bottom - top <= _LEVEL * median(word.box[3] - word.box[1] for word in line.words)
    for word in line.words:
        x0, y0, x1, y1 = word.box
        upper, lower = (top, bottom) if level else (y0, y1)
        yield (x0, upper, max(x1, x0 + 1), max(lower, upper + 1))
