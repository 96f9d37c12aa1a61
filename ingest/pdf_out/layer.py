"""The invisible text of one page as PDF operators. Pure: words in, bytes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from ingest.model import Box, Corners, Word
from ingest.pdf_out.letters import UNITS, WIDTH, Letters
from ingest.pdf_out.placing import Matrix, Rectangle, matrix, reading_frame
from ingest.pdf_out.slope import MOST, even_boxes, placed, slopes_of
from ingest.photo.geometry import Mapping, from_rectangle
from ingest.text.layout import Line, lines_of

FONT = "/HoclieuText"
"""What the font is called in a page's resources, where no other has that name."""

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


class Drawn(NamedTuple):
    """The operators of a page's words, and the lifts of the fonts that they use (`ingest.pdf_out.slope`)."""

    operators: bytes
    lifts: frozenset[int]


def draw(page: TextPage, box: Rectangle, rotate: int, letters: Letters, font: str = FONT) -> Drawn:
    """Operators that put every word of `page` at its place, invisibly, and leave the graphics state as it was.

    `box` is the page as shown, in points, `rotate` the clockwise turn that makes it upright. They belong before
    everything else on the page, where the coordinates are still the page's own. Fonts are called as `font_name` says.
    """
    if page.sheet is not None:
        return _on_photo(page, page.sheet, matrix(box, rotate, page.sheet.width, page.sheet.height), letters, font)
    frame = reading_frame(page.words, page.width, page.height)
    place = matrix(box, (rotate + frame.turn) % 360, frame.width, frame.height)
    return _framed(place, _level(lines_of(frame.words), frame.height, letters, font), ())


def font_name(font: str, lift: int) -> str:
    """What the font whose letters are lifted so far is called where the plain one is called `font`."""
    return f"{font}.{MOST + lift}" if lift else font


def _framed(place: Matrix, level: tuple[list[str], frozenset[int]], aslant: Sequence[str]) -> Drawn:
    pieces, lifts = level
    text = "\n".join([f"q {numbers(place)} cm BT 3 Tr", *pieces, *aslant, "ET Q\n"])
    return Drawn(text.encode(), lifts)


def _level(lines: Sequence[Line], height: int, letters: Letters, font: str) -> tuple[list[str], frozenset[int]]:
    """Operators for words on level base lines in a frame of `height` pixels, and the lifts of their fonts."""
    pieces, lifts = [], set()
    x, y, held = 0, 0.0, (0, 0)
    for word in chain.from_iterable(map(placed, lines, slopes_of(lines))):
        if (word.size, word.lift) != held:
            held = (word.size, word.lift)
            pieces.append(f"{font_name(font, word.lift)} {word.size} Tf")
            lifts.add(word.lift)
        cells = max(1, len(word.text.rstrip(" ")))
        stretch = 100 * UNITS * (word.right - word.left) / (WIDTH * word.size * cells)
        up = round(height - word.base, 1)
        text = letters.hexadecimal(word.text)
        pieces.append(f"{_number(stretch)} Tz {word.left - x} {_number(round(up - y, 1))} Td <{text}> Tj")
        x, y = word.left, up
    return pieces, frozenset(lifts)


def _on_photo(page: TextPage, sheet: Sheet, place: Matrix, letters: Letters, font: str) -> Drawn:
    """The words of a straightened sheet on the photo as it is: level ones where they lie a little aslant, for poppler
    takes slanting words apart, the others as aslant as they lie there.
    """
    corners = tuple((float(x), float(y)) for x, y in sheet.corners)
    there = from_rectangle(page.width, page.height, corners)  # type: ignore[arg-type]  # four of them
    level: list[Line] = []
    aslant: list[str] = []
    for line in lines_of(page.words):
        held: list[Word] = []
        for word, box in zip(line.words, even_boxes(line), strict=True):
            lying = _level_box(there, box)
            if lying is None:
                turned = _lying(there, box, len(word.text), sheet.height)
                aslant.append(f"{numbers(turned)} Tm <{letters.hexadecimal(f'{word.text} ')}> Tj")
            else:
                held.append(Word(word.text, lying, word.confidence))
        level += [Line(tuple(held))] if held else []
    pieces, lifts = _level(level, sheet.height, letters, font)
    if aslant:
        aslant.insert(0, f"100 Tz {font} 1 Tf")
        lifts |= {0}
    return _framed(place, (pieces, lifts), aslant)


def _level_box(there: Mapping, box: Box) -> Box | None:
    """Where a word lies in the photo, level over its middle; None when it lies too much aslant for that."""
    left, top, right, bottom = box
    (x0, y0), (x1, y1), (_, y2) = there(left, bottom), there(right, bottom), there(left, top)
    if abs(y1 - y0) > _ASLANT * (x1 - x0):
        return None
    x, y = there((left + right) / 2, (top + bottom) / 2)
    wide, high = x1 - x0, y0 - y2
    return (round(x - wide / 2), round(y - high / 2), round(x + wide / 2), round(y + high / 2))


def _lying(there: Mapping, box: Box, letters: int, height: int) -> Matrix:
    """The text matrix that draws so many letters of size 1 over what `box` is in the photo; there y grows upwards."""
    left, top, right, bottom = box
    (x0, y0), (x1, y1), (x2, y2) = there(left, bottom), there(right, bottom), there(left, top)
    cells = letters * WIDTH / UNITS
    return ((x1 - x0) / cells, (y0 - y1) / cells, x2 - x0, y0 - y2, x0, height - y0)


def numbers(values: Matrix | Sequence[float]) -> str:
    """Numbers as PDF writes them: no exponent, no more decimals than count."""
    return " ".join(map(_number, values))


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".") or "0"
