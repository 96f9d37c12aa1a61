"""A page read as well as it can be for little more than one recognition: once whole, and blocks again where it pays.

An engine that can do no more than `Engine` is asked once, with all models. A `CloseReader` reads the page with the
first model, and then again
- blocks that are plainly not in the language of that model, with the other models;
- blocks where two lines were taken for one, or one was lost: some words are much taller, or some steps much longer;
- rows of letters so much larger than all others that the engine passed them over.
A second reading counts only where the engine is surer of it. What is told is in pixels of the image as it was given.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median

from PIL import Image

from ingest.model import Box
from ingest.ocr.engine import CloseReader, Engine, OcrResult
from ingest.ocr.large import rows_left, with_row
from ingest.ocr.noise import without_noise
from ingest.ocr.orientation import turn_seen
from ingest.text.encodings.syllables import is_syllable, words_of
from ingest.text.layout import Line
from ingest.turning import turned_lines

VERSION = 5

_FALLEN = 0.65
"""Mean confidence below which a page may have been read the wrong way up: that gives 0.4, right print 0.8 and more."""

_TALL = 1.6
_FEWEST_WORDS = 3
_FOREIGN = 0.5
"""Share of words that can be Vietnamese below which a block is not: in English paragraphs it is 0.2 and never over 0.4,
in Vietnamese ones 0.95."""

_EVEN = 0.5
_SURER = 1.01
_PAD = 0.2

Block = tuple[Line, ...]


def read_page(image: Image.Image, dpi: float, models: str, engine: Engine) -> OcrResult:
    """The page on a prepared image, read with `models` (names joined by "+", the likelier first)."""
    if not isinstance(engine, CloseReader):
        return engine.recognize(_saved(image), models, round(dpi))
    engine.require(models)
    first, _, others = models.partition("+")
    view, found = _whole(image, round(dpi), first, engine)
    lines = _again(view, found.lines, round(dpi), (first, others), engine)
    lines = _with_large_print(view.image, without_noise(lines), round(dpi), first, engine)
    return OcrResult(view.back(_told(lines, engine)), view.turn)


class _View:
    """The image and its boxes turned upright by `turn` degrees clockwise, and back."""

    def __init__(self, image: Image.Image, turn: int) -> None:
        self._size, self.turn = image.size, turn
        self.image = image.transpose(_TURNS[turn]) if turn in _TURNS else image

    def turned(self, lines: Sequence[Line]) -> Block:
        """Lines of the image as they lie in the upright one."""
        return turned_lines(lines, self.turn, *self._size) if self.turn else tuple(lines)

    def back(self, lines: Sequence[Line]) -> Block:
        """Lines of the upright image as they lie in the given one."""
        return turned_lines(lines, -self.turn % 360, *self.image.size) if self.turn else tuple(lines)


_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


def _whole(image: Image.Image, dpi: int, model: str, engine: CloseReader) -> tuple[_View, OcrResult]:
    """The page read once, its lines as they lie upright; the other way as well where that shows that its turn was
    taken wrong. The engine is asked for the turn only where it is not plain.
    """
    seen = turn_seen(image)

    def taken(turn: int) -> tuple[_View, OcrResult]:
        view = _View(image, turn)
        return view, engine.recognize_upright(_saved(view.image), model, dpi)

    def looked_for() -> tuple[_View, OcrResult]:
        found = engine.recognize(_saved(image), model, dpi)
        view = _View(image, found.turned)
        return view, replace(found, lines=view.turned(found.lines))

    first = looked_for() if seen is None else taken(seen)
    if first[1].confidence >= _FALLEN or not first[1].lines:
        return first
    second = taken(0) if seen is None else looked_for()
    return max(first, second, key=lambda way: way[1].confidence)


def _saved(image: Image.Image) -> Path:
    path = Path("page.pgm")
    image.save(path, "PPM")
    return path


def _again(view: _View, lines: Block, dpi: int, models: tuple[str, str], engine: CloseReader) -> Block:
    """The lines with the blocks that need it read again."""
    first, others = models
    blocks = [tuple(block) for _, block in groupby(lines, key=lambda line: line.paragraph)]
    if others:
        foreign = [at for at, block in enumerate(blocks) if _is_foreign(block, first)]
        _reread(view, blocks, foreign, dpi, others, engine)
    pieces = [piece for block in blocks for piece in _pieces(block)]
    parts = [part for part, _ in pieces]
    _reread(view, parts, [at for at, (_, crowded) in enumerate(pieces) if crowded], dpi, first, engine)
    return tuple(line for part in parts for line in part)


def _reread(view: _View, blocks: list[Block], which: Sequence[int], dpi: int, models: str, engine: CloseReader) -> None:
    """Put second readings of the blocks numbered `which` in their places, where they are the surer ones."""
    if not which:
        return
    places = [_place(blocks[at], view.image.size) for at in which]
    paths = [Path(f"block{at}.pgm") for at in which]
    for place, path in zip(places, paths, strict=True):
        view.image.crop(place).save(path, "PPM")
    for at, place, read in zip(which, places, engine.recognize_blocks(paths, models, dpi), strict=True):
        paragraph = blocks[at][0].paragraph
        lines = tuple(_placed(line, place, paragraph) for line in read.lines)
        if _gain(lines) > _SURER * _gain(blocks[at]):
            blocks[at] = lines


def _placed(line: Line, place: Box, paragraph: int) -> Line:
    left, top = place[:2]
    words = tuple(
        replace(word, box=(word.box[0] + left, word.box[1] + top, word.box[2] + left, word.box[3] + top))
        for word in line.words
    )
    return Line(words, paragraph)


def _place(block: Block, size: tuple[int, int]) -> Box:
    lefts, tops, rights, bottoms = zip(*(line.box for line in block), strict=True)
    pad = round(_PAD * median(word.box[3] - word.box[1] for line in block for word in line.words)) + 2
    return (
        max(0, min(lefts) - 2 * pad),
        max(0, min(tops) - pad),
        min(size[0], max(rights) + 2 * pad),
        min(size[1], max(bottoms) + pad),
    )


def _gain(lines: Sequence[Line]) -> float:
    """Letters and digits more likely right than wrong, less the others: a missed line counts as much as a bad one."""
    words = (word for line in lines for word in line.words)
    return sum(sum(map(str.isalnum, word.text)) * (word.confidence - _EVEN) for word in words)


def _pieces(block: Block) -> list[tuple[Block, bool]]:
    """The block in pieces, and of each whether two lines were taken for one there, or one for none.

    Such a piece has a line with words much taller than usual, or two with a step twice as far between them, and the
    lines next to them.
    """
    crowded = _crowded_lines(block)
    near = {at + step for at in crowded for step in (-1, 0, 1)}
    runs = groupby(enumerate(block), key=lambda numbered: numbered[0] in near)
    return [(tuple(line for _, line in run), marked) for marked, run in runs]


def _crowded_lines(block: Block) -> set[int]:
    heights = [[word.box[3] - word.box[1] for word in line.words if len(word.text) > 1] for line in block]
    all_heights = [height for line in heights for height in line]
    found: set[int] = set()
    if len(all_heights) >= _FEWEST_WORDS:
        tall = _TALL * median(all_heights)
        found.update(at for at, line in enumerate(heights) if max(line, default=0) > tall)
    middles = [median((word.box[1] + word.box[3]) / 2 for word in line.words) for line in block]
    steps = [below - above for above, below in pairwise(middles)]
    if len(steps) >= _FEWEST_WORDS:
        far = _TALL * median(steps)
        found.update(line for at, step in enumerate(steps) if step > far for line in (at, at + 1))
    return found


def _with_large_print(image: Image.Image, lines: Block, dpi: int, model: str, engine: CloseReader) -> Block:
    """The lines with those that were passed over because they are so much larger than the others."""
    rows = rows_left(image, lines)
    paths = [Path(f"row{at}.pgm") for at in range(len(rows))]
    for row, path in zip(rows, paths, strict=True):
        row.cut(image, lines).save(path, "PPM")
    for row, read in zip(rows, engine.recognize_blocks(paths, model, dpi) if rows else (), strict=True):
        lines = with_row(lines, row, read.lines)
    return lines


def _is_foreign(block: Block, model: str) -> bool:
    """Whether a block is plainly not in the language of the model that read it."""
    if model != "vie":
        return OcrResult(block).confidence < _UNSURE
    words = [word for line in block for word in words_of(line.text)]
    return len(words) >= _FEWEST_WORDS and sum(map(is_syllable, words)) < _FOREIGN * len(words)


_UNSURE = 0.85
"""Mean confidence of a block below which a model other than Vietnamese may have met another language."""


def _told(lines: Iterable[Line], engine: CloseReader) -> Block:
    """The words as they are handed on: with confidences that mean something."""
    return tuple(
        replace(line, words=tuple(replace(word, confidence=engine.calibrated(word.confidence)) for word in line.words))
        for line in lines
    )
