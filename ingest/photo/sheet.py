"""Finding the sheet in a photo: four long straight edges at which what lies inside is lighter.

Print is closed away first, so that what is left are the outlines of things; then each side is looked for among the
lines along which the picture grows lighter towards the middle (a Hough transform over positions and slopes), and of all
quadrangles of such lines the one whose sides are edges over their whole length is the sheet.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import dist, log

from PIL import Image, ImageFilter

from ingest.photo.desk import lies_on_desk
from ingest.photo.geometry import Point, Quad, area, is_convex, scaled
from ingest.photo.outline import refined

VERSION = 4

_SIDE = 360
"""Pixels of the longer side of the picture that is searched."""

_CLOSED = 9
"""Pixels of a stroke that is closed away there: print of 60 points on A4."""

_LOGARITHM = [round(255 * log(1 + value / 12) / log(1 + 255 / 12)) for value in range(256)]
"""In shadow an edge has less contrast, but the same ratio of light."""

_ACROSS = ImageFilter.Kernel((3, 3), (-1, 0, 1, -2, 0, 2, -1, 0, 1), scale=4, offset=128)
_DOWN = ImageFilter.Kernel((3, 3), (1, 2, 1, 0, 0, 0, -1, -2, -1), scale=4, offset=128)  # flipped when it is applied

_EDGE = 3
_IS_EDGE = {
    1: bytes(value >= 128 + _EDGE for value in range(256)),
    -1: bytes(value <= 128 - _EDGE for value in range(256)),
}
_SURE_EDGE = 7
_MOST = 24
_SLOPES = 60
_SLOPE_STEP = 0.01
"""Sides may slope by 60 steps of 0.01, about 31 degrees."""

_ABOUT = 6
_LINES = 6
_SAMPLES = 40

_LEAST_SIDE, _LEAST_MEAN = 0.5, 0.72
"""How much of one side, and of all four, must be edge."""

_LEAST_AREA, _MOST_AREA = 0.2, 0.97
_OUTSIDE = 0.15
"""A corner may lie this share of the picture outside it."""

_CUT_OFF = 0.6
_LEAST_WHOLE = 0.9
"""One side of the sheet may be cut off by the picture when the three others are edges for so much of their length."""

_LEAST_PERSPECTIVE = 0.012
"""Opposite sides, or the diagonals, differ by so much in a photo that is taken less than a degree aslant. In panels of
slides, boxes on tinted pages, framed certificates, however skewed they were scanned, they differ by 0.003 at most:
what differs less is a sheet only on a desk.
"""


@dataclass(frozen=True, slots=True)
class _Line:
    """x = at + slope (y - middle) for an upright side, y = at + slope (x - middle) for a level one."""

    at: float
    slope: float
    weight: float


@dataclass(frozen=True, slots=True)
class _Edges:
    """How much lighter the picture grows to the right (or downwards) at each pixel, negative for darker."""

    width: int
    height: int
    rising: bytes

    def at(self, x: int, y: int) -> int:
        return self.rising[y * self.width + x] - 128 if 0 <= x < self.width and 0 <= y < self.height else 0


def find_sheet(image: Image.Image) -> Quad | None:
    """The corners of the sheet in a gray picture, in its pixels; None where there is no sheet or nothing around it."""
    small = _searched(image)
    across = _Edges(*small.size, small.filter(_ACROSS).tobytes())
    down = _Edges(small.height, small.width, small.filter(_DOWN).transpose(Image.Transpose.TRANSPOSE).tobytes())
    slopes = _Edges(small.height, small.width, small.filter(_ACROSS).transpose(Image.Transpose.TRANSPOSE).tobytes())
    steep = _Edges(*small.size, small.filter(_DOWN).tobytes())
    sides = [
        _lines(down, slopes, 1),
        _lines(across, steep, -1),
        _lines(down, slopes, -1),
        _lines(across, steep, 1),
    ]
    ends = (0, small.width - 1, small.height - 1, 0)
    sides = [[*lines, _Line(end, 0.0, 0)] for lines, end in zip(sides, ends, strict=True)]
    best = max(_candidates(sides, across, down), key=lambda found: found[0], default=None)
    if best is None:
        return None
    _, quad, cut = best
    found = refined(image, scaled(quad, image.width / small.width, image.height / small.height))
    return found if _seen_aslant(found, cut) or lies_on_desk(image, found) else None


def _searched(image: Image.Image) -> Image.Image:
    """The picture small, its print closed away, in steps of equal ratio."""
    scale = _SIDE / max(image.size)
    size = (max(8, round(image.width * scale)), max(8, round(image.height * scale)))
    small = image.resize(size, Image.Resampling.BOX, reducing_gap=2.0).point(_LOGARITHM)
    for filtered in (ImageFilter.MaxFilter, ImageFilter.MinFilter):
        for _ in range(_CLOSED // 2):  # so many of 3 pixels do what one of 9 does, in a quarter of the time
            small = small.filter(filtered(3))
    return small.filter(ImageFilter.GaussianBlur(0.8))


def _lines(edges: _Edges, other: _Edges, sign: int) -> list[_Line]:
    """The strongest lines across which the picture grows lighter (`sign` 1) or darker, from left to right."""
    votes: dict[tuple[int, int], int] = defaultdict(int)
    middle = edges.height / 2
    for x, y, strength, slope in _edge_pixels(edges, other, sign):
        near = round(slope / _SLOPE_STEP)
        for step in range(max(-_SLOPES, near - _ABOUT), min(_SLOPES, near + _ABOUT) + 1):
            votes[round(x - step * _SLOPE_STEP * (y - middle)), step] += strength
    found: list[_Line] = []
    for (at, step), weight in sorted(votes.items(), key=lambda vote: -vote[1])[:400]:
        slope = step * _SLOPE_STEP
        if all(abs(line.at - at) > 4 or abs(line.slope - slope) > 0.08 for line in found):
            found.append(_Line(at, slope, weight))
            if len(found) == _LINES:
                break
    return found


def _edge_pixels(edges: _Edges, other: _Edges, sign: int) -> Iterator[tuple[int, int, int, float]]:
    """x, y, strength and slope of an edge's pixels: where the change is greater than beside it, and mostly across."""
    for y in range(1, edges.height - 1):
        start = y * edges.width
        row = edges.rising[start : start + edges.width]
        marks = row.translate(_IS_EDGE[sign])  # most rows of a scan have none, and no pixel of them is looked at
        x = marks.find(1, 1)
        while 0 < x < edges.width - 1:
            strength, left, right = (sign * (value - 128) for value in (row[x], row[x - 1], row[x + 1]))
            along = sign * (other.rising[start + x] - 128)
            if strength >= left and strength > right and abs(along) <= 0.8 * strength + 2:
                yield x, y, min(strength, _MOST), -along / strength
            x = marks.find(1, x + 1)


def _candidates(sides: list[list[_Line]], across: _Edges, down: _Edges) -> Iterator[tuple[float, Quad, int | None]]:
    """Every quadrangle whose sides are edges, with how good it is, and which side the picture cuts off."""
    width, height = across.width, across.height
    for top, right, bottom, left in product(*sides):
        quad = (
            _crossing(top, left, width, height),
            _crossing(top, right, width, height),
            _crossing(bottom, right, width, height),
            _crossing(bottom, left, width, height),
        )
        if not _possible(quad, width, height):
            continue
        lines = (top, right, bottom, left)
        cut = [line.weight == 0 for line in lines]
        goodness = _goodness(quad, cut, across, down)
        if goodness is not None:
            yield goodness + 0.3 * area(quad) / (width * height), quad, cut.index(True) if any(cut) else None


def _goodness(quad: Quad, cut: list[bool], across: _Edges, down: _Edges) -> float | None:
    """How much of the sides is edge; None when that is too little. `cut` are those that the picture cuts off."""
    if sum(cut) > 1:
        return None
    upper_left, upper_right, lower_right, lower_left = quad
    sides = (
        (upper_left, upper_right, down, 1, True),
        (upper_right, lower_right, across, -1, False),
        (lower_left, lower_right, down, -1, True),
        (upper_left, lower_left, across, 1, False),
    )
    least = _LEAST_WHOLE if any(cut) else _LEAST_SIDE
    told = 0.0
    for side, missing in zip(sides, cut, strict=True):
        support = _CUT_OFF if missing else _support(*side)
        if support < least and not missing:
            return None
        told += support
    return told / 4 if told / 4 >= _LEAST_MEAN else None


def _crossing(level: _Line, upright: _Line, width: int, height: int) -> Point:
    """Where y = level.at + level.slope (x - w/2) and x = upright.at + upright.slope (y - h/2) meet."""
    x = upright.at + upright.slope * (level.at - level.slope * width / 2 - height / 2)
    x /= 1 - upright.slope * level.slope
    return (x, level.at + level.slope * (x - width / 2))


def _possible(quad: Quad, width: int, height: int) -> bool:
    inside = all(
        -_OUTSIDE * width <= x <= (1 + _OUTSIDE) * width and -_OUTSIDE * height <= y <= (1 + _OUTSIDE) * height
        for x, y in quad
    )
    if not inside or not is_convex(quad):
        return False
    if not _LEAST_AREA <= area(quad) / (width * height) <= _MOST_AREA:
        return False
    upper_left, upper_right, lower_right, lower_left = quad
    if upper_left[0] >= upper_right[0] or upper_left[1] >= lower_left[1]:
        return False  # upside down: what is lighter lies outside
    pairs = (
        (dist(upper_left, upper_right), dist(lower_left, lower_right)),
        (dist(upper_left, lower_left), dist(upper_right, lower_right)),
    )
    return all(min(pair) > 0.5 * max(pair) for pair in pairs)


def _support(start: Point, end: Point, edges: _Edges, sign: int, level: bool) -> float:
    """How much of a side is edge, 0 to 1; what lies outside the picture counts as half."""
    told = 0.0
    for step in range(_SAMPLES):
        share = (step + 0.5) / _SAMPLES
        x, y = start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])
        if level:
            x, y = y, x
        column, row = round(x), round(y)
        if not (0 <= column < edges.width and 0 <= row < edges.height):
            told += 0.5
            continue
        strength = max(sign * edges.at(column + aside, row) for aside in (-1, 0, 1))
        told += min(1.0, max(0, strength) / _SURE_EDGE)
    return told / _SAMPLES


def _seen_aslant(quad: Quad, cut: int | None = None) -> bool:
    """Whether the sides run together as no rectangle's do, however it was laid on the glass of a scanner. Of a
    quadrangle whose side number `cut` is the picture's, the three others tell.
    """
    if cut is not None:
        before, opposite, after = (_direction(quad, (cut + step) % 4) for step in (3, 2, 1))
        skew = (before[0] * after[1] - before[1] * after[0], _across(before, opposite), _across(after, opposite))
        return max(map(abs, skew)) >= _LEAST_PERSPECTIVE
    upper_left, upper_right, lower_right, lower_left = quad
    lengths = (
        (dist(upper_left, upper_right), dist(lower_left, lower_right)),
        (dist(upper_left, lower_left), dist(upper_right, lower_right)),
        (dist(upper_left, lower_right), dist(upper_right, lower_left)),  # of a rectangle as long as one another
    )
    return any(abs(one - other) >= _LEAST_PERSPECTIVE * max(one, other) for one, other in lengths)


def _direction(quad: Quad, side: int) -> Point:
    """Along a side, clockwise from the upper one on, with length 1."""
    (x0, y0), (x1, y1) = quad[side], quad[(side + 1) % 4]
    length = dist((x0, y0), (x1, y1))
    return ((x1 - x0) / length, (y1 - y0) / length)


def _across(one: Point, other: Point) -> float:
    """The cosine of the angle between two directions."""
    return one[0] * other[0] + one[1] * other[1]
