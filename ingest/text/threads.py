"""Lines put together again that a second font was printed into: "Tr ng THCS" and then "ườ" for its gap. Pure.

Programs whose font lacks some letters (LibreOffice with Liberation 1, whose Vietnamese is not complete) draw the line
in it first and the letters it lacks afterwards, from another. A text layer tells them in that order. On paper the
letters stand where they belong, so the line is read from left to right and words are joined that touch.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from ingest.model import Box, Word
from ingest.text.layer import Layer
from ingest.text.layout import Line, running_text

VERSION = 1

_TOUCH = 0.22
"""White between letters of one word at most, in heights of the line's words; a space is two or three times as wide."""

_OVERLAP = 0.5
"""Share of a word's width that others may lie on, so that it still stands in a gap between them."""

_Part = tuple[Word, str, int]
"""A word, its font and the thread it came with."""


def rethreaded(layer: Layer) -> Layer:
    """`layer` with such lines put together, its text and fonts with them; the same layer where there are none."""
    if not any(map(_turns_back, layer.lines)):
        return layer
    fonts = iter(layer.fonts)
    lines: list[Line] = []
    names: list[str] = []
    for line in layer.lines:
        parts = _parts(line, [next(fonts, "") for _ in line.words])
        if _turns_back(line) and _fit(parts):
            joined = list(_joined(sorted(parts, key=lambda part: part[0].box[0] + part[0].box[2])))
            parts = joined if len(joined) < len(parts) else parts  # else it is a script that runs to the left
        lines.append(Line(tuple(word for word, _, _ in parts), line.paragraph))
        names += [font for _, font, _ in parts]
    if all(len(new.words) == len(old.words) for new, old in zip(lines, layer.lines, strict=True)):
        return layer
    return replace(layer, lines=tuple(lines), raw_text=running_text(lines), fonts=tuple(names) if layer.fonts else ())


def _turns_back(line: Line) -> bool:
    """Whether a word stands to the left of the one before it, at its height."""
    left, bottom = -1, 0
    for word in line.words:
        box = word.box
        if box[0] < left and box[1] < bottom:
            return True
        left, bottom = box[0], box[3]
    return False


def _parts(line: Line, fonts: Sequence[str]) -> list[_Part]:
    """The words with the number of the run from left to right that each is part of."""
    parts, thread = [], 0
    for at, (word, font) in enumerate(zip(line.words, fonts, strict=True)):
        thread += at > 0 and word.box[0] < line.words[at - 1].box[0]
        parts.append((word, font, thread))
    return parts


def _fit(parts: Sequence[_Part]) -> bool:
    """Whether every word stands in a gap of the other runs: on one height, and hardly on any other word."""
    boxes = sorted(word.box for word, _, _ in parts)
    top, bottom = median([box[1] for box in boxes]), median([box[3] for box in boxes])
    if any(box[1] >= bottom or box[3] <= top for box in boxes):
        return False
    return all(
        first[2] - second[0] <= _OVERLAP * min(_width(first), _width(second)) for first, second in pairwise(boxes)
    )


def _width(box: Box) -> int:
    return max(1, box[2] - box[0])


def _joined(parts: Sequence[_Part]) -> Iterator[_Part]:
    """Words of different runs that touch as one word, in the font of the first."""
    near = _TOUCH * median([word.box[3] - word.box[1] for word, _, _ in parts])
    held: _Part | None = None
    for part in parts:
        if held is None:
            held = part
        elif part[2] != held[2] and part[0].box[0] - held[0].box[2] <= near:
            held = (_one(held[0], part[0]), held[1], part[2])
        else:
            yield held
            held = part
    if held is not None:
        yield held


def _one(first: Word, second: Word) -> Word:
    boxes = (first.box, second.box)
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Word(first.text + second.text, (min(lefts), min(tops), max(rights), max(bottoms)), first.confidence)
