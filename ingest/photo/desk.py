"""Whether what lies around a rectangle is a desk: then it is a sheet seen from above, and may be cut out.

A scan has such rectangles too: panels of slides, boxes on tinted pages, framed certificates, sheets on dark glass. What
tells a desk is that nothing around is as light as paper, that it is not even as printed colour is, and above all that
nothing there may be print. In doubt it is none. Pillow only; child processes only.
"""

from math import dist, sqrt

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageMath

from ingest.photo.geometry import Point, Quad, scaled

_SIDE = 1200
"""Pixels of the longer side of the picture in which print is looked for: letters of 8 points have strokes of 2."""

_RIM = 12
"""Pixels there around the sheet that are not looked at: its own shadow."""

_MARGIN = 0.02
"""The share of the longer side that lies free beyond the middle of each side of the sheet at least."""

_DARKER, _DARKEST = 0.85, 0.95
"""Most of a desk is at most so light as the paper, and next to nothing of it lighter than the second share."""

_CELL = 40
_UNEVEN, _LEVELS = 0.05, 3.0
"""How far cells of a desk spread about their mean, as a share of it and in gray levels: light falls off, wood
has grain. Printed grounds have 0.03 at most, the black cover of a scanner has a level or two.
"""

_GRAIN = 0.5
"""Gray levels between a pixel and its neighbours on average."""

_STROKE = 4
"""Half the pixels of the widest stroke that counts as print; edges of larger things do not."""

_TEXTURE, _FAINT, _PLAIN = 4.0, 0.2, 0.5
"""A stroke stands out by so many times what a fifth of the desk does, but by the second share of the light at least; by
the third it is one whatever the desk.
"""

_FEW = 10
"""Pixels of strokes that dust makes; two small letters make more."""


def lies_on_desk(image: Image.Image, quad: Quad) -> bool:
    """Whether around the rectangle `quad` of a gray picture is nothing but a darker desk, on all four sides."""
    if not _lies_free(quad, image.size):
        return False
    scale = min(1.0, _SIDE / max(image.size))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    small = image.resize(size, Image.Resampling.BOX, reducing_gap=2.0).filter(ImageFilter.BoxBlur(1))
    sheet = Image.new("L", size, 0)
    ImageDraw.Draw(sheet).polygon(list(scaled(quad, size[0] / image.width, size[1] / image.height)), fill=255)
    around = ImageChops.invert(_repeated(sheet, ImageFilter.MaxFilter, _RIM))
    paper, ground = _level(small.histogram(sheet), 0.4), small.histogram(around)
    if _level(ground, 0.5) > _DARKER * paper or _level(ground, 0.995) > _DARKEST * paper:
        return False
    return _is_uneven(small, around) and _has_grain(image, around) and not _has_strokes(small, around)


def _lies_free(quad: Quad, size: tuple[int, int]) -> bool:
    """Whether all corners are in the picture and there is room beyond every side."""
    margin = _MARGIN * max(size)
    beyond = [_beyond(start, end, margin) for start, end in zip(quad, (*quad[1:], quad[0]), strict=True)]
    inside = [0 <= x < size[0] and 0 <= y < size[1] for x, y in (*quad, *beyond)]
    return all(inside)


def _beyond(start: Point, end: Point, by: float) -> Point:
    """The point `by` outside the middle of a side; sides go round clockwise."""
    length = dist(start, end)
    across, down = (end[1] - start[1]) / length, (start[0] - end[0]) / length
    return ((start[0] + end[0]) / 2 + by * across, (start[1] + end[1]) / 2 + by * down)


def _is_uneven(small: Image.Image, around: Image.Image) -> bool:
    size = (max(1, small.width // _CELL), max(1, small.height // _CELL))
    cells, whole = (picture.resize(size, Image.Resampling.BOX).tobytes() for picture in (small, around))
    levels = [light for light, share in zip(cells, whole, strict=True) if share == 255]
    if not levels:
        return False
    mean = sum(levels) / len(levels)
    spread = sqrt(sum((light - mean) ** 2 for light in levels) / len(levels))
    return spread >= max(_LEVELS, _UNEVEN * mean)


def _has_grain(image: Image.Image, around: Image.Image) -> bool:
    """Whether neighbouring pixels differ, as in every photo; those of a drawn gradient do not."""
    apart = ImageChops.difference(image, image.filter(ImageFilter.BoxBlur(1)))
    counts = apart.histogram(around.resize(image.size, Image.Resampling.NEAREST))
    return sum(apart_by * count for apart_by, count in enumerate(counts)) >= _GRAIN * sum(counts)


def _has_strokes(small: Image.Image, around: Image.Image) -> bool:
    """Whether anything as thin as a letter's stroke, darker or lighter, stands out from the texture around it."""
    closed = _repeated(_repeated(small, ImageFilter.MaxFilter, _STROKE), ImageFilter.MinFilter, _STROKE)
    opened = _repeated(_repeated(small, ImageFilter.MinFilter, _STROKE), ImageFilter.MaxFilter, _STROKE)
    for light, dark in ((closed, small), (small, opened)):
        apart: Image.Image = ImageMath.lambda_eval(
            lambda told: (told["light"] - told["dark"]) * 255 / (told["light"] + 10), light=light, dark=dark
        )
        told = apart.convert("L").histogram(around)
        least = min(255 * _PLAIN, max(255 * _FAINT, _TEXTURE * _level(told, 0.8)))
        if sum(told[round(least) :]) > _FEW:
            return True
    return False


def _repeated(image: Image.Image, way: type[ImageFilter.MaxFilter | ImageFilter.MinFilter], times: int) -> Image.Image:
    for _ in range(times):
        image = image.filter(way(3))
    return image


def _level(histogram: list[int], share: float) -> int:
    """The level below or at which this share of the pixels lies."""
    seen, total = 0, sum(histogram)
    for level, pixels in enumerate(histogram):
        seen += pixels
        if seen > share * total:
            return level
    return 255
