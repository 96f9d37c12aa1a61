"""The two pages of a book that lies open on one image, parted so that each is prepared and read by itself.

Facing pages lean to sides of their own, have letters of their own size and are read one after the other. Between them
lies the gutter: white, or the line or shadow of the fold, from one edge of the image to the other. Where words are
printed across it the image stays whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import radians, tan

from PIL import Image, ImageChops, ImageDraw

from ingest.ocr import rows
from ingest.ocr.orientation import turn_seen
from ingest.ocr.paper import evened, ink_of, level, paper_of
from ingest.ocr.preprocess import prepare

VERSION = 1

_SHAPES = (1.15, 2.2)
"""How many times as wide as high two pages side by side are, from nearly square books to a narrow one."""

_WIDTH = 640
"""Pixels of the longer side of the picture that is looked at."""

_BANDS = 64
"""A picture squeezed into so many rows is leant by shifting them."""

_GRAIN, _INKED = 30, 4
"""What is fainter than the first is paper; a band is inked where it has the second on average."""

_LEANS = tuple(lean / 2 for lean in range(-10, 11))
"""Degrees to either side by which the gutter may lean."""

_MIDDLE = (0.36, 0.64)
_EDGE = 1
"""Bands at the upper and the lower edge that do not count: shadows and the edge of the book lie there."""

_FOLD, _FOLDED = 0.012, 0.5
"""A fold is at most so wide (as a share of the width), and a dark one inks so many of the bands."""

_WHITE, _WHITE_BESIDE_FOLD = 0.035, 0.02
"""The least width of a gutter, as a share of the width."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of an image, and where in the image its upper left corner is."""

    image: Image.Image
    left: int = 0
    top: int = 0


@dataclass(frozen=True, slots=True, order=True)
class _Gutter:
    """Shares of the width: of the gutter itself, where the left page ends and the right one begins half-way down, and
    how much farther to the right that is at the upper edge.
    """

    width: float
    end: float
    begin: float
    lean: float


def leaves(image: Image.Image, dpi: float) -> tuple[Leaf, ...]:
    """The pages on a gray image at `dpi`: one, or two as they lie from left to right or from top to bottom."""
    whole = (Leaf(image),)
    if not _SHAPES[0] <= max(image.size) / min(image.size) <= _SHAPES[1]:
        return whole
    scale = _WIDTH / max(image.size)
    small = image.resize(
        (max(1, round(image.width * scale)), max(1, round(image.height * scale))), Image.Resampling.BOX
    )
    ink = _strokes(small)
    across = image.width > image.height
    ink = ink if across else ink.transpose(Image.Transpose.ROTATE_90)
    gutter = max(_gutters(ink), default=None)
    if gutter is None or not all(rows.run_across(leaf.image) for leaf in _parted(ink, gutter, 0)):
        return whole
    paper = level(image.histogram(), image.width * image.height / 2)
    parted = _parted(image, gutter, paper) if across else _parted_lying(image, gutter, paper)
    printed = all(_is_printed(leaf.image, dpi, across=across) for leaf in parted)
    return parted if printed and (across or _lie(parted, dpi)) else whole


def _gutters(ink: Image.Image) -> Iterator[_Gutter]:
    """What may be the gutter between pages side by side, at any lean."""
    squeezed = ink.resize((ink.width, _BANDS), Image.Resampling.BOX).crop((0, _EDGE, ink.width, _BANDS - _EDGE))
    inked = squeezed.point([255 if value >= _INKED else 0 for value in range(256)])
    for lean in _LEANS:
        shift = tan(radians(lean)) * ink.height / _BANDS  # pixels from one band to the next
        across = (1, shift, -shift * inked.height / 2, 0, 1, 0)
        leant = inked.transform(inked.size, Image.Transform.AFFINE, across, Image.Resampling.NEAREST, fillcolor=0)
        columns = leant.resize((leant.width, 1), Image.Resampling.BOX).tobytes()
        for clear in _clear(columns):
            yield replace(clear, lean=-shift * _BANDS / 2 / ink.width)


def _clear(columns: bytes) -> Iterator[_Gutter]:
    """Stretches of white columns in the middle that are wide enough, a fold in them or not, as upright gutters."""
    first, last = (round(share * len(columns)) for share in _MIDDLE)
    runs = [(white, [at for at, _ in run]) for white, run in groupby(enumerate(columns), lambda column: column[1] == 0)]
    runs = [(white, run) for white, run in runs if run[-1] >= first and run[0] < last]
    narrow = _FOLD * len(columns)

    def is_fold(run: Sequence[int]) -> bool:
        return max(columns[at] for at in run) >= _FOLDED * 255

    for free, stretch in groupby(runs, lambda run: run[0] or (len(run[1]) <= narrow and is_fold(run[1]))):
        if not free:
            continue
        parts = list(stretch)
        while parts and not parts[0][0]:
            parts.pop(0)
        while parts and not parts[-1][0]:
            parts.pop()
        if not parts:
            continue
        start, end = max(first, parts[0][1][0]), min(last, parts[-1][1][-1] + 1)
        folds = [run for white, run in parts if not white]
        width = (end - start) / len(columns)
        if folds and width >= _WHITE_BESIDE_FOLD:
            yield _Gutter(width, (folds[0][0] - 1) / len(columns), (folds[-1][-1] + 2) / len(columns), 0)
        elif width >= _WHITE:
            yield _Gutter(width, (start + end) / 2 / len(columns), (start + end) / 2 / len(columns), 0)


def _parted(image: Image.Image, gutter: _Gutter, paper: int) -> tuple[Leaf, Leaf]:
    width, height = image.size
    lean = round(gutter.lean * width)
    end, begin = round(gutter.end * width), round(gutter.begin * width)
    right, left = end + abs(lean), begin - abs(lean)
    first, second = image.crop((0, 0, right, height)), image.crop((left, 0, width, height))
    _cut(first, paper, [(end + lean, 0), (right, 0), (right, height), (end - lean, height)])
    _cut(second, paper, [(0, 0), (begin + lean - left, 0), (begin - lean - left, height), (0, height)])
    return Leaf(first), Leaf(second, left)


def _parted_lying(image: Image.Image, gutter: _Gutter, paper: int) -> tuple[Leaf, Leaf]:
    """The leaves of an image that was turned a quarter to the left for its gutter: one above the other."""
    turned = Image.Transpose.ROTATE_90
    first, second = _parted(image.transpose(turned), gutter, paper)
    back = Image.Transpose.ROTATE_270
    return Leaf(first.image.transpose(back)), Leaf(second.image.transpose(back), 0, second.left)


def _cut(image: Image.Image, paper: int, corners: list[tuple[int, int]]) -> None:
    ImageDraw.Draw(image).polygon(corners, fill=paper)


def _is_printed(leaf: Image.Image, dpi: float, *, across: bool) -> bool:
    """Whether lines of print are on it that run across, or not."""
    scale = rows.WIDTH / min(leaf.size)
    small = leaf.resize((round(leaf.width * scale), round(leaf.height * scale)), Image.Resampling.BOX)
    seen = rows.look(ink_of(evened(small, paper_of(small, dpi * scale))))
    return seen.letters > 0 and seen.across == across


def _lie(parted: tuple[Leaf, Leaf], dpi: float) -> bool:
    """Whether leaves one above the other plainly lie on their side. A single page has white from edge to edge wherever
    a paragraph ends, and a frame around a title may look like lines that run upwards.
    """
    turns = {turn_seen(prepare(leaf.image, dpi).image) for leaf in parted}
    return turns - {None} in ({90}, {270})


def _strokes(small: Image.Image) -> Image.Image:
    """What is thin and darker than what is beside it, light on black: print, and no shadow, whatever the paper."""
    paper = ImageChops.lighter(_closed(small, 1, 0), _closed(small, 0, 1))
    return ImageChops.subtract(paper, small).point([value if value >= _GRAIN else 0 for value in range(256)])


def _closed(small: Image.Image, across: int, down: int) -> Image.Image:
    """The picture without what is dark and thin in one direction."""
    for way, direction in ((ImageChops.lighter, 1), (ImageChops.darker, -1)):
        for step in (1, 2, 4):  # of all within 8 pixels
            moved = ImageChops.offset(small, direction * step * across, direction * step * down)
            small = way(small, moved)
    return small
