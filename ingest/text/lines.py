"""Lines that are plainly wrong by themselves, put right before columns are looked for (`ingest.text.order`). Pure."""

from collections.abc import Sequence

from ingest.model import Word
from ingest.text.layout import Line


def edges_in_place(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """A head told last to the front and a foot told first to the end: one line above, or below, all others, aside of
    them perhaps, where no column shows that it is out of its place.
    """
    if len(lines) < 3:
        return lines
    first, last = lines[0], lines[-1]
    if last.box[3] <= first.box[1] and all(last.box[3] <= line.box[1] for line in lines[:-1]):
        lines = (last, *lines[:-1])
    elif first.box[1] >= last.box[3] and all(first.box[1] >= line.box[3] for line in lines[1:]):
        lines = (*lines[1:], first)
    return lines


def unwound(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines with those parted that hold more than one row: pdfium joins the rows of some tables."""
    if all(line.words[-1].box[1] < line.words[0].box[3] for line in lines):
        return lines
    found: list[Line] = []
    for line in lines:
        held: list[Word] = []
        for word in line.words:
            if held and word.box[1] >= held[-1].box[3] and _turns_back(held, word):
                found.append(Line(tuple(held), line.paragraph))
                held = []
            held.append(word)
        found.append(Line(tuple(held), line.paragraph))
    return tuple(found)


def _turns_back(row: Sequence[Word], word: Word) -> bool:
    """Whether `word` stands to the left of the row's middle, and the row runs across the page at all."""
    left, right = row[0].box[0], row[-1].box[2]
    return word.box[0] < (left + right) / 2 and right - left > 2 * (word.box[3] - word.box[1])
