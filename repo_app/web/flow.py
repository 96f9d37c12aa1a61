"""A page's text as paragraphs that fit any screen: running prose flows, verse, lists and tables keep their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from repo_app.values import SnippetPart
from repo_app.web.marks import parts

PROSE = 40  # characters of the median line from which a paragraph is taken for prose; verse and lists are shorter
ITEM = re.compile(r"\s*(?:[-–•*+]|\d+[.)]|[a-zđ][.)])\s")  # how the lines of a list begin


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text between blank lines; ``lines`` says that its line ends mean something and are to be kept.

    ``edge``: a running header, a footer or a page number, which belongs to the sheet and not to the work.
    """

    parts: tuple[SnippetPart, ...]
    lines: bool
    edge: bool = False


def paragraphs(text: str, query: str, edges: Sequence[tuple[int, int]] = ()) -> tuple[Paragraph, ...]:
    """The paragraphs of ``text``, what ``query`` names marked in them; ``edges`` are characters of the page's edge."""
    found: list[Paragraph] = []
    for edge, run in _runs(text, edges):
        blocks = (block.strip("\n") for block in re.split(r"\n[ \t]*\n", run))
        kept = [block for block in blocks if block.strip()]
        found += (Paragraph(parts(block, query), edge or _keeps_lines(block), edge) for block in kept)
    return tuple(found)


def _runs(text: str, edges: Sequence[tuple[int, int]]) -> Iterator[tuple[bool, str]]:
    """``text`` in runs of lines, each with whether nothing but the page's edge stands in them."""
    if not edges:
        yield False, text
        return
    lines = [(match.start(), match.group()) for match in re.finditer(r"[^\n]*\n?", text)]
    for edge, run in groupby(lines, key=lambda line: _is_edge(line[0], line[1], edges)):
        yield edge, "".join(line for _, line in run)


def _is_edge(start: int, line: str, edges: Sequence[tuple[int, int]]) -> bool:
    inside = [(first - start, last - start) for first, last in edges if start <= first < start + len(line)]
    rest, at = "", 0
    for first, last in inside:
        rest, at = rest + line[at:first], last
    return bool(inside) and not (rest + line[at:]).strip()


def _keeps_lines(block: str) -> bool:
    lines = block.split("\n")
    if any(ITEM.match(line) for line in lines):
        return True
    lengths = sorted(len(line) for line in lines[:-1])
    return bool(lengths) and lengths[len(lengths) // 2] < PROSE
