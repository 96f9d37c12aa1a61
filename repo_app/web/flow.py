"""A page's text as paragraphs that fit any screen: running prose flows, verse, lists and tables keep their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from repo_app.values import SnippetPart
from repo_app.web.marks import Span, parts

PROSE = 40  # characters of the median line from which a paragraph is taken for prose; verse and lists are shorter
GAP = re.compile(r"\n[ \t]*\n")  # between paragraphs
ITEM = re.compile(r"\s*(?:[-–•*+]|\d+[.)]|[a-zđ][.)])\s")  # how the lines of a list begin


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text between blank lines; ``lines`` says that its line ends mean something and are to be kept.

    ``edge``: a running header, a footer or a page number, which belongs to the sheet and not to the work.
    """

    parts: tuple[SnippetPart, ...]
    lines: bool
    edge: bool = False


def paragraphs(text: str, marked: Sequence[Span] = (), edges: Sequence[Span] = ()) -> tuple[Paragraph, ...]:
    """The paragraphs of ``text``; ``marked`` and ``edges`` are characters that answer and that are the page's edge."""
    found: list[Paragraph] = []
    for edge, start, end in _runs(text, edges):
        for block, at in _blocks(text, start, end):
            found.append(Paragraph(parts(block, marked, at), edge or _keeps_lines(block), edge))
    return tuple(found)


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """What stands between empty lines of ``text[start:end]``, and where."""
    for gap in (*GAP.finditer(text, start, end), None):
        block = text[start : gap.start() if gap else end]
        if block.strip():
            yield block.strip("\n"), start + len(block) - len(block.lstrip("\n"))
        start = gap.end() if gap else end


def _runs(text: str, edges: Sequence[Span]) -> Iterator[tuple[bool, int, int]]:
    """``text`` in runs of lines from ``start`` to ``end``, each with whether nothing but the edge stands there."""
    if not edges:
        yield False, 0, len(text)
        return
    lines = [(match.start(), match.group()) for match in re.finditer(r"[^\n]*\n?", text)]
    for edge, run in groupby(lines, key=lambda line: _is_edge(line[0], line[1], edges)):
        held = list(run)
        yield edge, held[0][0], held[-1][0] + len(held[-1][1])


def _is_edge(start: int, line: str, edges: Sequence[Span]) -> bool:
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
