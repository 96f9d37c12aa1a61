"""Lines put into the order people read them in, where a page's own order is plainly another. Pure.

Most files tell their text in reading order, columns and table cells included, and are left alone: only lines that climb
over one another, or rows that run across columns, are looked at closely. Then columns are found by the white between
them (gutters), which headings may bridge: what bridges them parts the page into bands, and each band is read column by
column. After the recursive cuts of Nagy and Seth (1984), with gutters before rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, pairwise, product
from statistics import mean, median

from ingest.model import Box, Word
from ingest.text.layout import Line
from ingest.text.lines import edges_in_place, unwound

VERSION = 2

_GAP = 1.6
"""White inside a line, in heights of its letters, that may be a gutter; justified text has less."""

_MIXED_ROWS, _MIXED_SHARE = 4, 0.25
"""So many lines with such white, and such a share of all, are looked at as columns."""

_CLIMBS, _CLIMBS_SHARE = 3, 0.1
"""So many lines that stand above the one before, and such a share of all, are no reading order."""

_PEELED = 3
"""Rows at the upper and the lower edge that may simply have been drawn first or last: heads and feet."""

_GUTTER = 0.8
_BRIDGED = 0.34
_COLUMN_LINES = 3
_RUNNING = 0.4
_VERSE_WORDS = (4.5, 10.0)
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class _Bit:
    """A line, or the part of one between wide gaps; `line` is its place in the page's own order."""

    words: tuple[Word, ...]
    box: Box
    line: int
    paragraph: int

    @property
    def height(self) -> int:
        """Of the highest word, in pixels."""
        return max(word.box[3] - word.box[1] for word in self.words)


def in_reading_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines in reading order: the same ones as they are where their own order is good, else arranged by place.

    A line that runs across columns, or over several rows, is taken apart. No word is lost, and none added; paragraphs
    are those that the lines came with.
    """
    given = edges_in_place(unwound(tuple(lines)))
    if not (_climbs(given) or _mixed(given)) or _upended(given):
        return given
    bits = [bit for at, line in enumerate(given) for bit in _bits(line, at)]
    arranged = _peeled(bits)
    if arranged == bits:
        return given
    found = tuple(_joined(arranged))
    if _climbing(arranged) > _climbing(bits):
        return given
    return found


def _upended(lines: Sequence[Line]) -> bool:
    """Whether the lines run up or down the page: what is above and beside means nothing then."""
    boxes = [line.box for line in lines if len(line.text) > 2]
    return 2 * sum(box[3] - box[1] > box[2] - box[0] for box in boxes) > len(boxes)


def _climbs(lines: Sequence[Line]) -> bool:
    """Whether any line stands above the one before it, in the same column. The first word of each tells its height."""
    for before, line in pairwise(lines):
        if line.words[0].box[3] <= before.words[0].box[1]:
            left, right = line.words[0].box[0], line.words[-1].box[2]
            if left < before.words[-1].box[2] and right > before.words[0].box[0]:
                return True
    return False


def _mixed(lines: Sequence[Line]) -> bool:
    """Whether many rows hold wide gaps, in one line or between two that stand beside one another."""
    rows = 0
    for before, line in pairwise(lines):
        (_, top, _, bottom), (left, next_top, _, next_bottom) = before.words[-1].box, line.words[0].box
        beside = min(bottom, next_bottom) - max(top, next_top) > 0.5 * (bottom - top)
        rows += beside and left > before.words[-1].box[2]
    for line in lines:
        words = line.words
        wide = (words[0].box[3] - words[0].box[1]) * _GAP
        right = words[0].box[2]
        for word in words:
            box = word.box
            if box[0] - right > wide:
                rows += 1
                break
            right = box[2]
    return rows >= _MIXED_ROWS and rows >= _MIXED_SHARE * len(lines)


def _bits(line: Line, at: int) -> Iterator[_Bit]:
    """The parts of a line between wide gaps, and where it turns back to the left."""
    held: list[Word] = []
    for word in line.words:
        if held:
            last = held[-1].box
            gap = word.box[0] - last[2]
            if gap > _GAP * max(1, last[3] - last[1]) or gap < -_GAP * max(1, last[3] - last[1]):
                yield _bit(held, at, line.paragraph)
                held = []
        held.append(word)
    yield _bit(held, at, line.paragraph)


def _bit(words: Sequence[Word], at: int, paragraph: int) -> _Bit:
    line = Line(tuple(words), paragraph)
    return _Bit(line.words, line.box, at, paragraph)


def _climbing(bits: Sequence[_Bit]) -> int:
    """How often a line, or what follows one another of it, stands above the one before and in its column."""
    runs = [Line(tuple(chain.from_iterable(bit.words for bit in run))).box for _, run in groupby(bits, key=_line)]
    return sum(below[3] <= box[1] and below[0] < box[2] and below[2] > box[0] for box, below in pairwise(runs))


def _line(bit: _Bit) -> int:
    return bit.line


def _peeled(bits: list[_Bit]) -> list[_Bit]:
    """Heads and feet to where they stand; what lies between is only arranged when that was not all."""
    rows = _rows(bits)
    ways = product(range(min(_PEELED, len(rows)) + 1), repeat=2)
    for above, below in sorted(ways, key=sum):
        top, bottom = rows[:above], rows[max(above, len(rows) - below) :]
        outer = {id(bit) for row in (*top, *bottom) for bit in row}
        middle = [bit for bit in bits if id(bit) not in outer]
        if _good(middle):
            edges = [[bit for row in part for bit in row] for part in (top, bottom)]
            return [*_by_own(edges[0]), *middle, *_by_own(edges[1])]
    return _arranged(bits, _DEPTH)


def _by_own(bits: list[_Bit]) -> list[_Bit]:
    """Bits of the page's edge: in their own order if that is good, else by rows."""
    own = sorted(bits, key=lambda bit: bit.line)
    return own if _climbing(own) == 0 else [bit for row in _rows(bits) for bit in row]


def _good(bits: Sequence[_Bit]) -> bool:
    """Whether nothing climbs and no row runs across columns of running text."""
    return _climbing(bits) == 0 and not _interleaved(bits)


def _interleaved(bits: Sequence[_Bit]) -> bool:
    rows = sum(_level(last.box, bit.box) and bit.box[0] >= last.box[2] for last, bit in pairwise(bits))
    if rows < _MIXED_ROWS or rows < _MIXED_SHARE * len(bits) / 2:
        return False
    gutter = _gutter(bits)
    return gutter is not None and _columns(bits, gutter)


def _arranged(bits: list[_Bit], depth: int) -> list[_Bit]:
    """The bits column by column where there are columns, else by rows if their own order is not good."""
    if len(bits) < 2 or depth == 0 or _good(bits):
        return bits
    gutter = _gutter(bits)
    if gutter is None or not _columns(bits, gutter):
        climbs = _climbing(bits)
        if climbs >= min(_CLIMBS, len(bits) // 2) and climbs >= _CLIMBS_SHARE * len(bits):
            return [bit for row in _rows(bits) for bit in row]
        return bits
    found: list[_Bit] = []
    for band in _bands(bits, gutter):
        left = [bit for bit in band if bit.box[2] <= gutter]
        right = [bit for bit in band if bit.box[0] >= gutter]
        bridges = [bit for bit in band if bit.box[0] < gutter < bit.box[2]]
        found += [*_arranged(bridges, 0), *_arranged(left, depth - 1), *_arranged(right, depth - 1)]
    return found


def _gutter(bits: Sequence[_Bit]) -> int | None:
    """The middle of the white that best parts `bits` into a left and a right: bridged by few, wide, with text on both
    sides; None where there is none.
    """
    least = _GUTTER * median([bit.height for bit in bits])
    best: tuple[float, float] | None = None
    for left, right, bridges in _valleys(bits):
        if right - left < least or bridges > _BRIDGED * len(bits):
            continue
        middle = (left + right) // 2
        sides = [sum(bit.box[2] <= middle for bit in bits), sum(bit.box[0] >= middle for bit in bits)]
        if min(sides) >= _COLUMN_LINES and (best is None or (-bridges, right - left) > best):
            best, place = (-bridges, right - left), middle
    return None if best is None else place


def _valleys(bits: Sequence[_Bit]) -> Iterator[tuple[int, int, int]]:
    """Runs of x, with how many bits bridge them, that fewer bits bridge than what lies on both sides."""
    edges = sorted([(bit.box[0], 1) for bit in bits] + [(bit.box[2], -1) for bit in bits])
    covered, falling, start = 0, False, 0
    for x, step in edges:
        if step > 0 and falling and x > start:
            yield start, x, covered
        falling = step < 0
        covered += step
        start = x


def _columns(bits: Sequence[_Bit], gutter: int) -> bool:
    """Whether running text or verse stands on both sides of the gutter, and not the cells of a table."""
    sides = ([bit for bit in bits if bit.box[2] <= gutter], [bit for bit in bits if bit.box[0] >= gutter])
    return all(map(_runs_on, sides)) or all(map(_is_verse, sides))


def _runs_on(bits: Sequence[_Bit]) -> bool:
    """Lines of sentences that go on from one to the next begin with small letters."""
    small = sum(bit.words[0].text[:1].islower() for bit in bits)
    return small >= _RUNNING * len(bits) and mean(len(bit.words) for bit in bits) >= 3


def _is_verse(bits: Sequence[_Bit]) -> bool:
    """Lines of about the same few words, hardly a figure among them."""
    counts = [len(bit.words) for bit in bits]
    figures = sum(bit.words[0].text[:1].isdigit() for bit in bits)
    widths = [bit.box[2] - bit.box[0] for bit in bits]
    low, high = _VERSE_WORDS
    return low <= mean(counts) <= high and figures <= 0.1 * len(bits) and median(widths) >= 0.7 * max(widths)


def _bands(bits: Sequence[_Bit], gutter: int) -> Iterator[list[_Bit]]:
    """What stands below one bridge of the gutter and above the next; each bridge is a band of its own."""
    bridges = sorted((bit for bit in bits if bit.box[0] < gutter < bit.box[2]), key=_middle)
    rest = [bit for bit in bits if not bit.box[0] < gutter < bit.box[2]]
    for bridge in bridges:
        band = [bit for bit in rest if _middle(bit) < _middle(bridge)]
        rest = [bit for bit in rest if _middle(bit) >= _middle(bridge)]
        if band:
            yield band
        yield [bridge]
    if rest:
        yield rest


def _middle(bit: _Bit) -> int:
    return bit.box[1] + bit.box[3]


def _rows(bits: Sequence[_Bit]) -> list[list[_Bit]]:
    """Bits at one height together, from the top down, each row from left to right."""
    rows: list[list[_Bit]] = []
    for bit in sorted(bits, key=_middle):
        if rows and _level(rows[-1][0].box, bit.box):
            rows[-1].append(bit)
        else:
            rows.append([bit])
    return [sorted(row, key=lambda bit: bit.box[0]) for row in rows]


def _level(first: Box, second: Box) -> bool:
    overlap = min(first[3], second[3]) - max(first[1], second[1])
    return overlap > 0.5 * min(first[3] - first[1], second[3] - second[1])


def _joined(bits: Sequence[_Bit]) -> Iterator[Line]:
    """Bits as lines; those of one line that still follow one another are that line again."""
    for _, run in groupby(bits, key=_line):
        held = list(run)
        yield Line(tuple(chain.from_iterable(bit.words for bit in held)), held[0].paragraph)
