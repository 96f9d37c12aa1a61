"""The invisible text of one page as PDF operators. Pure: words in, bytes out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.model import Box, Word
from ingest.pdf_out.letters import UNITS, WIDTH, Letters
from ingest.pdf_out.placing import Matrix, Rectangle, matrix, reading_frame
from ingest.text.layout import Line, lines_of

FONT = "/HoclieuText"
"""What the font is called in a page's resources, where no other has that name."""

_LEVEL = 1.5
"""A line no taller than its middle word times this lies level: its words then share its height, as selections do."""


@dataclass(frozen=True, slots=True)
class TextPage:
    """What is written on page `number`: words in pixels of the upright page, `width` x `height`."""

    number: int
    width: int
    height: int
    words: tuple[Word, ...]


def operators(page: TextPage, box: Rectangle, rotate: int, letters: Letters, font: str = FONT) -> bytes:
    """Operators that put every word of `page` at its place, invisibly, and leave the graphics state as it was.

    `box` is the page as shown, in points, `rotate` its /Rotate. They belong before everything else on the page, where
    the coordinates are still the page's own.
    """
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
