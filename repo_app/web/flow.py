"""A page's text as paragraphs that fit any screen: running prose flows, verse, lists and tables keep their lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from repo_app.values import SnippetPart
from repo_app.web.marks import parts

PROSE = 40  # characters of the median line from which a paragraph is taken for prose; verse and lists are shorter
ITEM = re.compile(r"\s*(?:[-–•*+]|\d+[.)]|[a-zđ][.)])\s")  # how the lines of a list begin


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text between blank lines; ``lines`` says that its line ends mean something and are to be kept."""

    parts: tuple[SnippetPart, ...]
    lines: bool


def paragraphs(text: str, query: str) -> tuple[Paragraph, ...]:
    """The paragraphs of ``text``, what ``query`` names marked in them."""
    blocks = (block.strip("\n") for block in re.split(r"\n[ \t]*\n", text))
    return tuple(Paragraph(parts(block, query), _keeps_lines(block)) for block in blocks if block.strip())


def _keeps_lines(block: str) -> bool:
    lines = block.split("\n")
    if any(ITEM.match(line) for line in lines):
        return True
    lengths = sorted(len(line) for line in lines[:-1])
    return bool(lengths) and lengths[len(lengths) // 2] < PROSE
