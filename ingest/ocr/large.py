"""Print too large for the rest of its page: titles that a recogniser takes for pictures, beside lines of small print.

How high letters are, it tells by the usual ones; a title six times as high is passed over, at any resolution. Such rows
are looked for among what is left when the words that were read are taken off the page, and cut out in a size that
readers like. Pillow only; child processes only.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from PIL import Image, ImageDraw, ImageOps, ImageStat

from ingest.model import Box, Word
from ingest.ocr.pieces import Piece, pieces
from ingest.text.layout import Line

_SIDE = 640
"""Pixels of the longer side of the picture that is looked at: 18 mm of A4 are 40."""

_LARGER = 3.0
"""How many times as high as usual words letters are that may have been passed over; up to 4 they are not."""

_LEAST, _MOST = 12, 0.5
"""Pixels of that picture that such a letter has at least, and the share of its height that it has at most."""

_TAKEN = 0.6
"""Confidence of words that are taken off: scraps read into a stroke of a large letter have less, or no two letters."""

_STROKE, _AREA = 2, 3
"""Pixels of squares there, inked all over: without one of the first there is no large letter and nothing more is looked
at, without one of the second no dark area that may hold light ones.
"""

_MIDDLE = 128

_WIDEST, _HOLLOW, _SOLID, _NARROW = 12.0, 0.12, 0.85, 0.45
"""A piece is so many times as wide as high at most (bold letters touch), and inks between these shares of its box; more
only when it is as narrow as an I."""

_ALIKE, _APART = 2.0, 2.0
"""Letters of a row differ in height by this factor at most; between them are so many heights at most."""

_WORD = 1.3
"""How many times as wide as high a lone piece is that may be a word."""

_MOST_ROWS = 6

_ABOVE, _BELOW, _BESIDE = 0.5, 0.4, 0.25
"""What is cut out around letters, in their heights: accents, descenders, dots below."""

_HEIGHT = 48
"""Pixels that the highest of them become."""


_FULL = [min(255, value * 2) for value in range(256)]
"""Bars are seldom black, and where light is evened they are not even."""

_LOWEST = 0.4
"""Heights of a row from which on a word in it is one of its own."""

_FEWEST, _SURE = 2, 0.8
"""Letters that a row has at least, and their mean confidence, to be believed: pictures are tried as well."""


@dataclass(frozen=True, slots=True)
class Row:
    """Large letters in a row: their box in pixels of the page, the height of one, whether they are light on dark."""

    letters: Box
    height: float
    light: bool

    @property
    def place(self) -> Box:
        """The letters with what may stand above and below them; it may reach over the edge of the page."""
        left, top, right, bottom = self.letters
        above, below, beside = (round(share * self.height) for share in (_ABOVE, _BELOW, _BESIDE))
        return (left - beside, top - above, right + beside, bottom + below)

    def cut(self, image: Image.Image, lines: Sequence[Line]) -> Image.Image:
        """The row by itself, dark on light, in the size to read it, without small words that stand close."""
        left, top, right, bottom = self.place
        piece = Image.new("L", (right - left, bottom - top), 255)
        piece.paste(image, (-left, -top))
        small = [word.box for word in _words(lines) if self._spares(word)]
        boxes = [(box[0] - left, box[1] - top, box[2] - left, box[3] - top) for box in small]
        _take_off(piece, [box for box in boxes if _meet(box, (0, 0, *piece.size))], self.light)
        scale = _HEIGHT / self.height
        size = (max(1, round(piece.width * scale)), max(1, round(piece.height * scale)))
        piece = piece.resize(size, Image.Resampling.BOX)
        return _without_rims(ImageOps.invert(piece)).point(_FULL) if self.light else piece

    def replaces(self, word: Word) -> bool:
        """Whether a word of the page was read in these letters, badly; small words that stand close were not."""
        left, top, right, bottom = self.place
        x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
        return left <= x <= right and top <= y <= bottom and not self._spares(word)

    def _spares(self, word: Word) -> bool:
        """Whether a sure word is none of these letters: much smaller, or of a line above or below them."""
        middle = (word.box[1] + word.box[3]) / 2
        apart = not self.letters[1] <= middle <= self.letters[3]
        return _taken(word) and (apart or word.box[3] - word.box[1] < self.height / _LARGER)

    def on_page(self, word: Word) -> Word:
        """A word found in the cut out row, its box on the page."""
        scale = self.height / _HEIGHT
        left, top, right, bottom = (round(at * scale) + self.place[side % 2] for side, at in enumerate(word.box))
        return Word(word.text, (max(0, left), max(0, top), right, bottom), word.confidence)


def rows_left(image: Image.Image, lines: Sequence[Line]) -> list[Row]:
    """Rows of letters in the upright gray `image` that are much larger than those of `lines` and not all read there;
    from above.
    """
    scale = max(1, round(max(image.size) / _SIDE))
    small = image.reduce(scale)
    heights = [word.box[3] - word.box[1] for word in _words(lines) if any(map(str.isalpha, word.text))]
    least = max(_LEAST, _LARGER * median(heights) / scale) if heights else _LEAST
    boxes = [_scaled(word.box, 1 / scale) for word in _words(lines) if _taken(word)]
    dark = _has_squares(_ink(small, light=False), _AREA)
    _take_off(small, [box for box in boxes if box[3] - box[1] < least], dark)
    read = [box for box in boxes if box[3] - box[1] >= least]
    found: list[Row] = []
    for light in (False, True) if dark else (False,):
        ink = _ink(small, light)
        if not _has_squares(ink, _STROKE):
            continue
        for row in _in_rows([piece for piece in pieces(ink) if _may_be_letter(piece, least, small.height)]):
            letters = _around(row)
            if _may_be_word(row, least) and _stands_on_dark(small, letters) is light and not _is_read(row, read):
                found.append(Row(_scaled(letters, scale), max(piece.height for piece in row) * scale, light))
    return sorted(found, key=lambda row: row.letters[1])[:_MOST_ROWS]


def with_row(lines: Sequence[Line], row: Row, read: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a page with what was read in a cut out row in its place, where that is sure and tells more than what
    was read there before; else as they are.
    """
    found = [tuple(row.on_page(word) for word in line.words if _is_large(word)) for line in read]
    words = [word for line in found for word in line]
    before = [word for word in _words(lines) if row.replaces(word)]
    if sum(map(_letters, words)) < _FEWEST or _mean(words) < _SURE or _gain(words) <= _gain(before):
        return tuple(lines)
    kept = [replace(line, words=tuple(word for word in line.words if not row.replaces(word))) for line in lines]
    kept = [line for line in kept if line.words]
    at, number = _index(kept, row.letters), 1 + max((line.paragraph for line in lines), default=0)
    return (*kept[:at], *(Line(line, number) for line in found if line), *kept[at:])


def _index(lines: Sequence[Line], box: Box) -> int:
    """Where a row belongs among lines in reading order: before the first line below it in its column, else after the
    last one above it there.
    """
    left, top, right, bottom = box
    near = [at for at, line in enumerate(lines) if line.box[0] < right and line.box[2] > left]
    below = [at for at in near or range(len(lines)) if lines[at].box[1] >= (top + bottom) / 2]
    return min(below) if below else max(near, default=len(lines) - 1) + 1


def _words(lines: Iterable[Line]) -> Iterator[Word]:
    return (word for line in lines for word in line.words)


def _taken(word: Word) -> bool:
    return word.confidence >= _TAKEN and _letters(word) > 1


def _letters(word: Word) -> int:
    return sum(map(str.isalnum, word.text))


def _mean(words: Sequence[Word]) -> float:
    """The mean confidence over letters."""
    return sum(_letters(word) * word.confidence for word in words) / sum(map(_letters, words))


def _gain(words: Iterable[Word]) -> float:
    """Letters more likely right than wrong, less the others."""
    return sum(_letters(word) * (word.confidence - 0.5) for word in words)


def _is_large(word: Word) -> bool:
    return _letters(word) > 0 and word.box[3] - word.box[1] >= _LOWEST * _HEIGHT


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _scaled(box: Box, by: float) -> Box:
    left, top, right, bottom = (round(at * by) for at in box)
    return (left, top, right, bottom)


def _ink(small: Image.Image, light: bool) -> Image.Image:
    """Dark (or light) pixels as 255, all others as 0."""
    return small.point([255 if (value < _MIDDLE) is not light else 0 for value in range(256)])


def _has_squares(ink: Image.Image, side: int) -> bool:
    return ink.reduce(side).getextrema()[1] == 255


def _take_off(small: Image.Image, boxes: Iterable[Box], dark: bool) -> None:
    """Words painted over with what they stand on, which may be dark."""
    draw = ImageDraw.Draw(small)
    for left, top, right, bottom in boxes:
        box = (left - 1, top - 1, right + 1, bottom + 1)
        draw.rectangle(box, fill=0 if dark and _is_dark(small, box) else 255)


def _is_dark(image: Image.Image, box: Box) -> bool:
    return ImageStat.Stat(image.crop(box)).mean[0] < _MIDDLE


def _stands_on_dark(image: Image.Image, box: Box) -> bool:
    left, top, right, bottom = box
    above, below = (left, max(0, top - 1), right, top), (left, bottom, right, min(image.height, bottom + 1))
    rims = [image.crop(rim) for rim in (above, below) if rim[1] < rim[3]]
    return any(ImageStat.Stat(rim).mean[0] < _MIDDLE for rim in rims)


def _may_be_letter(piece: Piece, least: float, page: int) -> bool:
    if not least / _ALIKE <= piece.height <= _MOST * page or piece.width > _WIDEST * piece.height:
        return False
    return piece.filled >= _HOLLOW and (piece.filled <= _SOLID or piece.width <= _NARROW * piece.height)


def _may_be_word(row: Sequence[Piece], least: float) -> bool:
    highest = max(row, key=lambda piece: piece.height)
    return highest.height >= least and (len(row) > 1 or highest.width >= _WORD * highest.height)


def _in_rows(letters: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces beside each other, from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(letters, key=lambda piece: piece.box[0]):
        near = [row for row in rows if _goes_on(row[-1], piece)]
        if near:
            min(near, key=lambda row: abs(row[-1].box[1] - piece.box[1])).append(piece)
        else:
            rows.append([piece])
    return rows


def _goes_on(last: Piece, piece: Piece) -> bool:
    low, high = sorted((last.height, piece.height))
    together = min(last.box[3], piece.box[3]) - max(last.box[1], piece.box[1])
    return high <= _ALIKE * low and together >= 0.5 * low and piece.box[0] - last.box[2] <= _APART * high


def _around(row: Sequence[Piece]) -> Box:
    lefts, tops, rights, bottoms = zip(*(piece.box for piece in row), strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def _is_read(row: Sequence[Piece], read: Sequence[Box]) -> bool:
    """Whether the middle of every letter lies in a word that was read."""
    middles = [((one.box[0] + one.box[2]) / 2, (one.box[1] + one.box[3]) / 2) for one in row]
    return all(any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in read) for x, y in middles)


def _without_rims(piece: Image.Image) -> Image.Image:
    """A row that was light on a dark bar, without what was light around the bar."""
    width, height = piece.size
    for corner in ((0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)):
        if piece.getpixel(corner) < _MIDDLE:  # type: ignore[operator]
            ImageDraw.floodfill(piece, corner, 255, thresh=_MIDDLE)
    return piece
