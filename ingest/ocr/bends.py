"""Lines of print that bend: pages that bulge towards the fold of a book, or were photographed from too near.

A page squeezed into strips shows each line as steps. How far up or down one strip must go to fit the next tells how the
lines run there, from strip to strip and from the upper edge to the lower. Pillow only.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil
from statistics import fmean

from PIL import Image, ImageChops

_ZONES, _BANDS = 6, 24
"""Parts of the height in which steps are told apart, and in which the bend must not be worse than none."""

_WORSE = 0.25
"""How much worse, beside how much better it is where it is best."""

_REACH = 7
"""Rows of the picture that a line may rise or fall from one strip to the next."""

_LOWEST = 20 * _REACH
"""Rows of the lowest picture in which bends are looked for."""

_CLEAR = 2
"""Gray levels by which strips must fit better at one step than they do on average."""

_WINDOW = 2
"""Strips to either side that share one straight piece of the bend."""

_ENOUGH, _ASTRAY, _AGREED = 20.0, 1.5, 0.5
"""The least weight of steps in a window; those so many rows off the others do not count; the share that must."""

_LEAST = 6.0
"""Rows that lines must lie apart from straight ones for a page to be bent: half the height of a small letter."""


@dataclass(frozen=True, slots=True)
class Bend:
    """How far below its straight place each strip from left to right lies, in shares of the page's height: half-way
    down, and how much more at the lower edge (and less at the upper).
    """

    middle: tuple[float, ...]
    growth: tuple[float, ...]

    def drop(self, x: float, y: float) -> float:
        """The share of the height by which what stands at `x`, `y` of a straightened page (0 to 1) lay lower before."""
        place = min(max(x * len(self.middle) - 0.5, 0.0), len(self.middle) - 1.0)
        at = min(int(place), len(self.middle) - 2)
        part = place - at
        middle, growth = (held[at] * (1 - part) + held[at + 1] * part for held in (self.middle, self.growth))
        return middle + growth * (2 * y - 1)

    def room(self, height: int) -> int:
        """Pixels above and below a page of `height` that its straightened picture has, so that nothing leaves it."""
        corners = [self.drop(at / len(self.middle), y) for at in range(len(self.middle)) for y in (0, 1)]
        return ceil(max(map(abs, corners)) * height)

    def straightened(self, image: Image.Image, way: Image.Resampling, paper: int) -> Image.Image:
        """The page with its lines straight, higher by `room` on both sides."""
        count, (width, height) = len(self.middle), image.size
        room = self.room(height)
        edges = sorted({0, *(int((at + 0.5) / count * width) for at in range(count)), width})
        upper, lower = -room / height, 1 + room / height
        mesh = []
        for left, right in pairwise(edges):
            corners = [
                (x, (y + self.drop(x / width, y)) * height)
                for x, y in ((left, upper), (left, lower), (right, lower), (right, upper))
            ]
            box = (left, 0, right, height + 2 * room)
            mesh.append((box, tuple(value for corner in corners for value in corner)))
        size = (width, height + 2 * room)
        return image.transform(size, Image.Transform.MESH, mesh, way, fillcolor=paper)


def bend_of(strips: Image.Image) -> Bend | None:
    """The bend of a level page squeezed into strips of a pixel, light on black; None where its lines are straight."""
    if strips.height < _LOWEST:
        return None
    unlike = _unlike(strips)
    steps: dict[int, list[_Step]] = defaultdict(list)
    for at, step in _steps(unlike):
        steps[at].append(step)
    rises = []
    for at in range(strips.width - 1):
        rises.append(_rise([step for near in range(at - _WINDOW, at + _WINDOW + 1) for step in steps.get(near, ())]))
    if not _all_bend(unlike, rises):
        return None
    middle, growth = ([row / strips.height for row in _from_steps(way)] for way in zip(*rises, strict=True))
    bend = Bend(tuple(middle), tuple(growth))
    most = max(abs(mid) + abs(more) for mid, more in zip(middle, growth, strict=True))
    return bend if most * strips.height >= _LEAST else None


@dataclass(frozen=True, slots=True)
class _Step:
    """How many rows lines fall from a strip to the next one, at a height from -1 (upper edge) to 1, and how clearly."""

    height: float
    rows: float
    weight: float


def _unlike(strips: Image.Image) -> Mapping[int, Image.Image]:
    """For steps from -_REACH to _REACH rows how little each strip then fits the next, in bands of the height."""
    first, second = (strips.crop((left, 0, left + strips.width - 1, strips.height)) for left in (0, 1))
    told = {}
    for rows in range(-_REACH, _REACH + 1):
        apart = ImageChops.difference(first, ImageChops.offset(second, 0, -rows))
        inner = apart.crop((0, _REACH, apart.width, apart.height - _REACH))
        told[rows] = inner.resize((apart.width, _BANDS), Image.Resampling.BOX)
    return told


def _steps(unlike: Mapping[int, Image.Image]) -> Iterator[tuple[int, _Step]]:
    width = unlike[0].width
    zones = [told.resize((width, _ZONES), Image.Resampling.BOX).tobytes() for told in unlike.values()]
    for at in range(_ZONES * width):
        costs = [cost[at] for cost in zones]
        best = costs.index(min(costs))
        clear = fmean(costs) - costs[best]
        if clear < _CLEAR or best in {0, len(costs) - 1}:
            continue
        before, least, after = costs[best - 1 : best + 2]
        part = (before - after) / 2 / (before - 2 * least + after) if before + after > 2 * least else 0.0
        zone, strip = divmod(at, width)
        yield strip, _Step(2 * (zone + 0.5) / _ZONES - 1, best - _REACH + part, clear)


def _all_bend(unlike: Mapping[int, Image.Image], rises: Sequence[tuple[float, float]]) -> bool:
    """Whether no band of the height fits better as it is: a straight heading over a column that stands aslant does."""
    told = {rows: image.tobytes() for rows, image in unlike.items()}
    gains = []
    for band in range(_BANDS):
        height, gain = 2 * (band + 0.5) / _BANDS - 1, 0
        for at, (middle, growth) in enumerate(rises):
            rows = max(-_REACH, min(_REACH, round(middle + growth * height)))
            gain += told[0][band * len(rises) + at] - told[rows][band * len(rises) + at]
        gains.append(gain)
    return min(gains) > -_WORSE * max(gains)


def _rise(steps: Sequence[_Step]) -> tuple[float, float]:
    """How many rows lines fall half-way down, and how many more at the lower edge; without those that are astray."""
    for _ in range(3):
        weight = sum(step.weight for step in steps)
        if weight < _ENOUGH:
            break
        height = sum(step.height * step.weight for step in steps) / weight
        rows = sum(step.rows * step.weight for step in steps) / weight
        spread = sum(step.weight * (step.height - height) ** 2 for step in steps)
        both = sum(step.weight * (step.height - height) * (step.rows - rows) for step in steps)
        growth = both / spread if spread > 0.05 * weight else 0.0
        middle = rows - growth * height
        agreed = [step for step in steps if abs(step.rows - middle - growth * step.height) <= _ASTRAY]
        if len(agreed) < _AGREED * len(steps):
            break
        if len(agreed) == len(steps):
            return middle, growth
        steps = agreed
    else:
        return middle, growth
    return 0.0, 0.0


def _from_steps(steps: Sequence[float]) -> Sequence[float]:
    """Where each strip lies, about their mean."""
    places = list(accumulate(steps, initial=0.0))
    middle = fmean(places)
    return [place - middle for place in places]
