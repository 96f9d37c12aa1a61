"""Connected pieces of ink in a small picture of a page."""

import re
from collections import defaultdict
from dataclasses import dataclass

from PIL import Image

from ingest.model import Box

_RUNS = 6000
"""Stretches of ink in rows from which on a picture has too many pieces to be print of a few large letters."""

_INK = re.compile(rb"\xff+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A connected piece: its box, and how many pixels of it are ink."""

    box: Box
    ink: int

    @property
    def width(self) -> int:
        """Of the box."""
        return self.box[2] - self.box[0]

    @property
    def height(self) -> int:
        """Of the box."""
        return self.box[3] - self.box[1]

    @property
    def filled(self) -> float:
        """The share of the box that is ink."""
        return self.ink / (self.width * self.height)


def pieces(ink: Image.Image) -> list[Piece]:
    """The pieces of what is 255 in a picture of 0 and 255, joined at sides or corners; none where there are far too
    many.
    """
    runs: list[tuple[int, int, int]] = []
    parents: list[int] = []
    above: range = range(0)
    data, width = ink.tobytes(), ink.width
    for y in range(ink.height):
        first = len(runs)
        runs.extend((y, found.start(), found.end()) for found in _INK.finditer(data[y * width : (y + 1) * width]))
        if len(runs) > _RUNS:
            return []
        parents.extend(range(first, len(runs)))
        _join(runs, parents, above, range(first, len(runs)))
        above = range(first, len(runs))
    return _gathered(runs, parents)


def _join(runs: list[tuple[int, int, int]], parents: list[int], above: range, below: range) -> None:
    """Runs of a row made one with those they touch in the row above; both from left to right."""
    one, other = above.start, below.start
    while one < above.stop and other < below.stop:
        if runs[one][1] <= runs[other][2] and runs[other][1] <= runs[one][2]:
            parents[_root(parents, other)] = _root(parents, one)
        if runs[one][2] < runs[other][2]:
            one += 1
        else:
            other += 1


def _root(parents: list[int], run: int) -> int:
    while parents[run] != run:
        parents[run] = parents[parents[run]]
        run = parents[run]
    return run


def _gathered(runs: list[tuple[int, int, int]], parents: list[int]) -> list[Piece]:
    held: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for at, run in enumerate(runs):
        held[_root(parents, at)].append(run)
    return [
        Piece(
            (min(left for _, left, _ in one), one[0][0], max(right for _, _, right in one), one[-1][0] + 1),
            sum(right - left for _, left, right in one),
        )
        for one in held.values()
    ]
