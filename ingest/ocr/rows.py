"""What the ink of a page tells of its lines of print before anything reads them: their slope, and how high letters are.

Lines that lie level make rows that are either ink or white. All is told from a small picture squeezed into strips, in
which a page is turned by shifting strips: a look costs a hundredth of reading the page. Pillow only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import radians, tan

from PIL import Image

from ingest.ocr.bends import Bend, bend_of

WIDTH = 1240
"""Pixels of the shorter side of the picture that is looked at: 150 dpi of A4, an x of 5 to 14 pixels."""

_STRIPS = 64
_MOST_SLOPE = 10.0
_CLEARLY = 1.05
_PARTS, _STRAIGHTER = 8, 1.02
"""A page bends in few of its parts: the others are as sharp as before. What has no lines gets blurred."""

_LEAST_SLOPE = 0.25
"""Degrees; Tesseract reads lines that slope less as well as level ones."""

_COLUMNS = 8
_LEAST_INK = 12
_HALF, _HOLLOW = 0.55, 0.6
_LEAST, _MOST = 3.5, 60.0
"""Pixels of the picture that the dense middle of a line may be high: thinner are rules, higher are pictures."""

_MARKED, _NEAR = 1.8, 0.6
"""A band is a mark of another that is so much higher and no farther away than this share of its height."""

_FEWEST = 12
_SMALL = 0.2
"""The share of letters that may be smaller than what is told: footnotes count, dust does not."""


@dataclass(frozen=True, slots=True)
class Rows:
    """`slope`: degrees to turn the picture counter-clockwise so that its lines lie level, 0 when no turn looks better.
    `letters`: height of a small letter (an x) in pixels of the picture, 0.0 where too few lines were found.
    `across`: whether they run from side to side, not upwards or downwards.
    `bend`: how they bend once they are level, seen with the picture turned so that they run from side to side.
    """

    slope: float
    letters: float
    across: bool = True
    bend: Bend | None = None


def look(ink: Image.Image) -> Rows:
    """What the lines of print in `ink`, light on black and `WIDTH` wide, tell; they may run across or upwards."""
    across, strips, coarse = _way(ink)
    turn = _best(strips, [coarse[1] + step * 0.1 for step in range(-4, 5)])
    level = sharpness(strips.picture)
    clear = level > 0 and turn[0] > _CLEARLY * level and _LEAST_SLOPE <= abs(turn[1]) <= _MOST_SLOPE
    slope = round(turn[1], 2) if clear else 0.0
    straight, bend = _straightened(strips.turned(slope))
    return Rows(slope, _letter_height(straight), across=across, bend=bend)


def run_across(ink: Image.Image) -> bool:
    """Whether lines of print in `ink`, light on black in any size, run from side to side, not upwards or downwards."""
    return _way(ink)[0]


def _way(ink: Image.Image) -> tuple[bool, "_Strips", tuple[float, float]]:
    """Whether lines run from side to side, the strips in which they do, and how sharp at which turn."""
    ways = [_coarsely(ink), _coarsely(ink.transpose(Image.Transpose.ROTATE_90))]
    best = max(ways, key=lambda way: way[1][0])
    return best is ways[0], *best


def _straightened(strips: Image.Image) -> tuple[Image.Image, Bend | None]:
    """Strips without their bend, and the bend; as they are where that makes their rows no sharper."""
    bend = bend_of(strips)
    if bend is not None:
        straight = bend.straightened(strips, Image.Resampling.NEAREST, 0)
        if _sharpness(straight) > _STRAIGHTER * _sharpness(strips):
            return straight, bend
    return strips, None


def _sharpness(strips: Image.Image) -> float:
    """The sharpness of parts side by side: columns have lines of their own, which need not fit."""
    wide = strips.width // _PARTS
    parts = (strips.crop((left, 0, left + wide, strips.height)) for left in range(0, strips.width, wide))
    return sum(map(sharpness, parts))


@dataclass(frozen=True, slots=True)
class _Strips:
    """A page squeezed into `_STRIPS` columns, each `width` of its pixels wide."""

    picture: Image.Image
    width: float

    def turned(self, degrees: float) -> Image.Image:
        """The page as if turned counter-clockwise; for small turns shifting the strips does it."""
        if not degrees:
            return self.picture
        shift = tan(radians(degrees)) * self.width
        across = (1, 0, 0, shift, 1, -shift * _STRIPS / 2)
        return self.picture.transform(
            self.picture.size, Image.Transform.AFFINE, across, Image.Resampling.BILINEAR, fillcolor=0
        )


def _coarsely(ink: Image.Image) -> tuple[_Strips, tuple[float, float]]:
    """The strips of a page, and how sharp its rows are at the best of a few turns, seen half as high, and that turn."""
    strips = _Strips(ink.resize((_STRIPS, ink.height), Image.Resampling.BOX), ink.width / _STRIPS)
    half = _Strips(strips.picture.reduce((1, 2)), strips.width / 2)
    return strips, _best(half, [step * 0.5 for step in range(-20, 21)])


def _best(strips: _Strips, turns: list[float]) -> tuple[float, float]:
    return max((sharpness(strips.turned(turn)), turn) for turn in turns)


def sharpness(picture: Image.Image) -> float:
    """How much the rows of a picture differ, each from the next."""
    rows = picture.resize((1, picture.height), Image.Resampling.BOX).tobytes()
    return float(sum((below - above) ** 2 for above, below in pairwise(rows)))


def _letter_height(strips: Image.Image) -> float:
    """The height that all but a few of the letters have at least; a band of ink has as many as fit into it."""
    profile = strips.resize((_COLUMNS, strips.height), Image.Resampling.BOX).tobytes()
    found = sorted(band for at in range(_COLUMNS) for band in _middles(profile[at::_COLUMNS]))
    if len(found) < _FEWEST:
        return 0.0
    letters = list(accumulate(band.ink / band.height for band in found))
    return next(band.height for band, seen in zip(found, letters, strict=True) if seen >= _SMALL * letters[-1])


@dataclass(frozen=True, slots=True, order=True)
class _Band:
    """Rows of dense ink: the middle of a line. Positions in rows, to fractions of one."""

    height: float
    top: float
    ink: int


def _middles(column: bytes) -> list[_Band]:
    """The dense middles of the lines in one column of rows, without accents and underlines that stand by themselves."""
    bands = [band for band in _bands(column) if _LEAST <= band.height <= _MOST]
    near = (bands[max(0, at - 2) : at + 3] for at in range(len(bands)))  # marks may stand one on another
    return [band for band, others in zip(bands, near, strict=True) if not any(_marks(band, other) for other in others)]


def _marks(band: _Band, other: _Band) -> bool:
    """Whether a band is an accent, or a line below, of the letters in the other."""
    if other.height < _MARKED * band.height:
        return False
    upper, lower = (band, other) if band.top < other.top else (other, band)
    return lower.top - (upper.top + upper.height) < _NEAR * other.height


def _bands(column: bytes) -> Iterator[_Band]:
    paper = sorted(column)[len(column) // 4]
    run: list[int] = []
    for at, value in enumerate([*(max(0, value - paper) for value in column), 0]):
        if value >= _LEAST_INK:
            run.append(value)
        elif run:
            yield from _densest(run, at - len(run))
            run = []


def _densest(run: list[int], start: int) -> Iterator[_Band]:
    """The parts of a stretch of inked rows with most of its ink; between tops and feet of letters it is less."""
    limit = _HALF * sorted(run)[-max(1, len(run) // 4)]
    top, bottom, first, last = 0.0, 0.0, -1, -1
    for at, (above, value) in enumerate(pairwise([0, *run, 0])):
        if above < limit <= value and first < 0:
            top, first = at - (value - limit) / (value - above), at
        elif value < limit <= above:
            bottom, last = at - 1 + (above - limit) / (above - value), at
        if first >= 0 and value < _HOLLOW * limit:
            yield _Band(bottom - top, start + top, sum(run[first:last]))
            first = -1
