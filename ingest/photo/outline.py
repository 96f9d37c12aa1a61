"""The outline of a sheet that is known roughly, found again in a sharper picture, to about a thousandth of its side."""

from dataclasses import dataclass
from math import dist
from statistics import median

from PIL import Image

from ingest.photo.geometry import Point, Quad, is_convex, scaled

_SIDE = 1200
"""Pixels of the longer side of the picture that is looked at."""

_REACH = 8
"""Pixels from the rough outline to which the edge is looked for."""

_SAMPLES = 60
_FEWEST = 15
_STEP = 10
"""Gray levels between the two sides of an edge."""

_INSIDE = 2.5
"""Pixels by which the outline is drawn in, so that no rim of the table is left on the straightened sheet."""


@dataclass(frozen=True, slots=True)
class _Straight:
    """All points with a x + b y = c; (a, b) has length 1 and points into the sheet."""

    a: float
    b: float
    c: float


def refined(image: Image.Image, quad: Quad) -> Quad:
    """The corners in the pixels of the gray `image`; as they are told where no better ones are found."""
    scale = min(1.0, _SIDE / max(image.size))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    small = image.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    x, y = size[0] / image.width, size[1] / image.height
    rough = scaled(quad, x, y)
    sides = [_side(small, start, end) for start, end in zip(rough, (*rough[1:], rough[0]), strict=True)]
    top, right, bottom, left = sides
    corners = (_crossing(left, top), _crossing(top, right), _crossing(right, bottom), _crossing(bottom, left))
    if any(corner is None for corner in corners):
        return quad
    found: Quad = tuple(corner for corner in corners if corner is not None)  # type: ignore[assignment]
    if not is_convex(found) or any(dist(a, b) > 3 * _REACH for a, b in zip(found, rough, strict=True)):
        return quad
    return scaled(found, 1 / x, 1 / y)


def _side(image: Image.Image, start: Point, end: Point) -> _Straight:
    """The side from `start` to `end`, clockwise, as the steps in brightness across it say."""
    length = dist(start, end)
    inward = (-(end[1] - start[1]) / length, (end[0] - start[0]) / length)
    offsets = []
    for step in range(_SAMPLES):
        share = 0.03 + 0.94 * step / (_SAMPLES - 1)
        at = (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
        offset = _edge(image, at, inward)
        if offset is not None:
            offsets.append((share * length, offset))
    tilt, shift = _fitted(offsets) if len(offsets) >= _FEWEST else (0.0, 0.0)
    low = _moved(start, inward, shift + _INSIDE)
    high = _moved(end, inward, shift + tilt * length + _INSIDE)
    span = dist(low, high)
    a, b = -(high[1] - low[1]) / span, (high[0] - low[0]) / span
    return _Straight(a, b, a * low[0] + b * low[1])


def _edge(image: Image.Image, at: Point, inward: Point) -> float | None:
    """How far from `at` the picture grows lighter most, None where it hardly does."""
    levels = []
    for offset in range(-_REACH - 1, _REACH + 2):
        x, y = (round(value) for value in _moved(at, inward, offset))
        if not (0 <= x < image.width and 0 <= y < image.height):
            return None
        level = image.getpixel((x, y))
        levels.append(level if isinstance(level, int) else 0)
    steps = [after - before for before, after in zip(levels, levels[2:], strict=False)]
    best = max(range(len(steps)), key=steps.__getitem__)
    return float(best - _REACH) if steps[best] >= _STEP else None


def _fitted(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Slope and height at 0 of the line through most of the points: least squares, twice without those far off."""
    kept = points
    for _ in range(3):
        slope, shift = _least_squares(kept)
        apart = [abs(offset - shift - slope * along) for along, offset in points]
        limit = max(1.0, 2 * median(apart))
        kept = [point for point, far in zip(points, apart, strict=True) if far <= limit]
    return _least_squares(kept)


def _least_squares(points: list[tuple[float, float]]) -> tuple[float, float]:
    count = len(points)
    across, up = sum(x for x, _ in points) / count, sum(y for _, y in points) / count
    spread = sum((x - across) ** 2 for x, _ in points)
    slope = sum((x - across) * (y - up) for x, y in points) / spread if spread else 0.0
    return slope, up - slope * across


def _moved(point: Point, direction: Point, by: float) -> Point:
    return (point[0] + direction[0] * by, point[1] + direction[1] * by)


def _crossing(one: _Straight, other: _Straight) -> Point | None:
    under = one.a * other.b - one.b * other.a
    if abs(under) < 1e-6:
        return None
    return ((one.c * other.b - one.b * other.c) / under, (one.a * other.c - one.c * other.a) / under)
