"""Perspective: the mapping of one quadrangle to another, and the shape of the sheet that was photographed. Pure.

After "Whiteboard Scanning and Image Enhancement" (Z. Zhang, L. He, 2007): the four corners of a rectangle seen through
a camera whose axis meets the middle of the picture tell the ratio of its sides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import dist, sqrt
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Quad: TypeAlias = tuple[Point, Point, Point, Point]
"""Upper left, upper right, lower right, lower left; y grows downwards."""

_ISO = sqrt(2)
_NEARLY_ISO = 0.07
"""A sheet within this share of the ratio of A4 is taken for one: an estimate from one photo is about so good."""

_LEAST_TAPER = 0.015
"""Below this share of convergence the picture tells nothing of the camera, and sides are compared as they are."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """x' = (a x + b y + c) / (g x + h y + 1), y' = (d x + e y + f) / (g x + h y + 1)."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    g: float
    h: float

    @property
    def coefficients(self) -> tuple[float, float, float, float, float, float, float, float]:
        """All eight, in the order Pillow wants them."""
        return (self.a, self.b, self.c, self.d, self.e, self.f, self.g, self.h)

    def __call__(self, x: float, y: float) -> Point:
        """Where a point comes to lie."""
        under = self.g * x + self.h * y + 1
        return ((self.a * x + self.b * y + self.c) / under, (self.d * x + self.e * y + self.f) / under)


def from_rectangle(width: float, height: float, quad: Quad) -> Mapping:
    """The mapping that leads the rectangle 0, 0, `width`, `height` onto `quad`. ValueError when that has no area."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = quad
    dx1, dx2, sx = x1 - x2, x3 - x2, x0 - x1 + x2 - x3
    dy1, dy2, sy = y1 - y2, y3 - y2, y0 - y1 + y2 - y3
    under = dx1 * dy2 - dx2 * dy1
    if abs(under) < 1e-9:
        raise ValueError("a quadrangle without area")
    g, h = (sx * dy2 - dx2 * sy) / under, (dx1 * sy - sx * dy1) / under
    return Mapping(
        a=(x1 - x0 + g * x1) / width,
        b=(x3 - x0 + h * x3) / height,
        c=x0,
        d=(y1 - y0 + g * y1) / width,
        e=(y3 - y0 + h * y3) / height,
        f=y0,
        g=g / width,
        h=h / height,
    )


def sheet_size(quad: Quad, width: float, height: float) -> tuple[float, float]:
    """Pixels of the straightened sheet: as many as the photo of `width` x `height` has, in the sheet's own shape."""
    upper_left, upper_right, lower_right, lower_left = quad
    across = max(dist(upper_left, upper_right), dist(lower_left, lower_right))
    down = max(dist(upper_left, lower_left), dist(upper_right, lower_right))
    ratio = _as_paper(_ratio(quad, (width / 2, height / 2)) or across / down)
    return (across, across / ratio) if across / ratio >= down else (down * ratio, down)


def _as_paper(ratio: float) -> float:
    for usual in (_ISO, 1 / _ISO):
        if abs(ratio / usual - 1) <= _NEARLY_ISO:
            return usual
    return ratio


def _ratio(quad: Quad, middle: Point) -> float | None:
    """Width over height of the rectangle whose picture `quad` is; None where perspective tells too little."""
    m1, m2, m4, m3 = ((x - middle[0], y - middle[1], 1.0) for x, y in quad)  # m3 lower left, m4 lower right, as there
    k2 = _dot(_cross(m1, m4), m3) / _dot(_cross(m2, m4), m3)
    k3 = _dot(_cross(m1, m4), m2) / _dot(_cross(m3, m4), m2)
    n2 = tuple(k2 * b - a for a, b in zip(m1, m2, strict=True))
    n3 = tuple(k3 * b - a for a, b in zip(m1, m3, strict=True))
    if abs(k2 - 1) < _LEAST_TAPER or abs(k3 - 1) < _LEAST_TAPER:
        return None
    focal = -(n2[0] * n3[0] + n2[1] * n3[1]) / (n2[2] * n3[2])
    largest = max(abs(coordinate) for corner in (m1, m2, m3, m4) for coordinate in corner[:2])
    if not (0.8 * largest) ** 2 < focal < (12 * largest) ** 2:  # no camera of a phone sees so wide or so narrow
        return None
    wide = (n2[0] ** 2 + n2[1] ** 2) / focal + n2[2] ** 2
    high = (n3[0] ** 2 + n3[1] ** 2) / focal + n3[2] ** 2
    return sqrt(wide / high) if high > 0 and wide > 0 else None


def is_convex(quad: Quad) -> bool:
    """Whether the corners go round clockwise without a dent."""
    sides = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise((*quad, quad[0]))]
    return all(one[0] * two[1] - one[1] * two[0] > 0 for one, two in pairwise((*sides, sides[0])))


def scaled(quad: Quad, x: float, y: float) -> Quad:
    """The corners in a picture that is `x` times as wide and `y` times as high."""
    upper_left, upper_right, lower_right, lower_left = ((corner[0] * x, corner[1] * y) for corner in quad)
    return (upper_left, upper_right, lower_right, lower_left)


def area(quad: Quad) -> float:
    """In square pixels; positive when the corners go round clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise((*quad, quad[0]))) / 2


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def _cross(one: Sequence[float], other: Sequence[float]) -> tuple[float, float, float]:
    return (
        one[1] * other[2] - one[2] * other[1],
        one[2] * other[0] - one[0] * other[2],
        one[0] * other[1] - one[1] * other[0],
    )
