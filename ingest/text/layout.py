"""Lines of words to running text: the line breaks of the page kept, a blank line where a paragraph ends."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.model import Box, Word

VERSION = 2

_PARAGRAPH_GAP = 0.9
"""White between two lines, in heights of a usual line, from which on a new paragraph may begin."""

_PARAGRAPH_STEP = 1.25
"""It does when the line is also this much further down than lines of this page usually are."""


_INDENT = (0.8, 5.0)
"""How far the first line of a paragraph may stand in from its margin, in heights of a usual line."""

_MARGIN_LINES, _MARGIN_SHARE = 4, 0.25
"""So many lines, and of the page's such a share, begin at a margin; the centred lines of a title page have none."""

_RUNNING = 0.4
"""The share of lines at a margin that begin with small letters in prose: a paragraph has more lines than its first."""


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one printed line, left to right. `paragraph` parts lines of an engine that knows paragraphs."""

    words: tuple[Word, ...]
    paragraph: int = 0

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """The smallest box around all words; the line must have some."""
        lefts, tops, rights, bottoms = zip(*(word.box for word in self.words), strict=True)
        return (min(lefts), min(tops), max(rights), max(bottoms))


def running_text(lines: Sequence[Line]) -> str:
    """The text of a page from its lines, blank lines where `paragraph` changes."""
    pieces: list[str] = []
    for before, line in zip([None, *lines], lines, strict=False):
        if before is not None:
            pieces.append("\n\n" if line.paragraph != before.paragraph else "\n")
        pieces.append(line.text)
    return "".join(pieces)


def with_paragraphs(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The same lines, numbered into paragraphs by the white between them and by first lines that stand in from the
    margin of prose, for text that came without paragraphs.
    """
    boxes = [line.box for line in lines]
    usual = median([box[3] - box[1] for box in boxes]) if boxes else 0
    steps = [below[3] - above[3] for above, below in pairwise(boxes) if below[3] > above[3]]
    leading = median(steps) if steps else 0
    first = _first_lines(lines, boxes, usual)
    numbered: list[Line] = []
    paragraph = 0
    for at, line in enumerate(lines):
        if at:
            gap = boxes[at][1] - boxes[at - 1][3]
            apart = gap > usual * _PARAGRAPH_GAP and boxes[at][3] - boxes[at - 1][3] > leading * _PARAGRAPH_STEP
            # A line far above the one before starts a new column or a header: a new paragraph too.
            if apart or gap < -usual * 3 or at in first:
                paragraph += 1
        numbered.append(Line(line.words, paragraph))
    return tuple(numbered)


def _first_lines(lines: Sequence[Line], boxes: Sequence[Box], usual: float) -> frozenset[int]:
    """Places of lines that stand in from a margin, on a page of prose."""
    cell = max(1.0, usual / 2)
    lefts = Counter(round(box[0] / cell) for box in boxes)
    enough = max(_MARGIN_LINES, _MARGIN_SHARE * len(boxes))
    margins = [cell * left for left, times in lefts.items() if times >= enough]
    if not margins:
        return frozenset()
    least, most = (usual * share for share in _INDENT)
    found: set[int] = set()
    for margin in margins:
        stand_in = [at for at, box in enumerate(boxes) if least <= box[0] - margin <= most]
        at_margin = [at for at, box in enumerate(boxes) if abs(box[0] - margin) < least]
        if stand_in and _goes_on(lines, at_margin):
            found.update(stand_in)
    return frozenset(found)


def _goes_on(lines: Sequence[Line], at_margin: Sequence[int]) -> bool:
    """Whether lines at the margin go on with a sentence, as those of prose do and those of verse and lists do not."""
    small = sum(lines[at].words[0].text[:1].islower() for at in at_margin)
    return small >= _RUNNING * len(at_margin)


def lines_of(words: Sequence[Word]) -> tuple[Line, ...]:
    """Words in reading order gathered into lines: a word that goes on to the right at about the same height stays."""
    lines: list[list[Word]] = []
    for word in words:
        if lines and _same_line(lines[-1][-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return tuple(Line(tuple(line)) for line in lines)


def _same_line(before: Word, word: Word) -> bool:
    (_, top, right, bottom), (left, next_top, _, next_bottom) = before.box, word.box
    overlap = min(bottom, next_bottom) - max(top, next_top)
    lower = max(1, min(bottom - top, next_bottom - next_top))
    return overlap >= lower * 0.4 and left >= right - lower
