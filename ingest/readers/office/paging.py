"""Sections of blocks to pages: where the author or the last layout broke them, else blocks of about a printed page."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.errors import TooLarge
from ingest.model import OutlineItem
from ingest.readers.office.flow import BREAKS, HARD_BREAK, Block, OutlineMark, Run, Section

PAGE_CHARACTERS = 3_000
"""A printed A4 page of running text."""

LONGEST_PAGE = 9_000
"""More than this between two breaks is no page that anybody printed, and too much for a phone on a weak line."""

MAX_CHARACTERS = 900_000
"""Of one slide; any other page is parted long before."""

MAX_OUTLINE = 5_000
"""Entries of an outline."""

MAX_TITLE = 500
"""Characters of an entry in the outline."""

_MARKS = re.compile("[\f\v]")
_ENDS = re.compile(r"(?<=[.!?…:;])\s+|\n")


@dataclass(slots=True)
class TextPage:
    """A page of blocks without break marks."""

    blocks: list[Block] = field(default_factory=list)
    notes: list[Block] = field(default_factory=list)
    size: int = 0

    def add(self, block: Block) -> None:
        """Put a block, or the part of one that stands here, at the end."""
        self.blocks.append(replace(block, notes=()))
        self.notes += block.notes
        self.size += sum(len(run.text) for run in block.runs) + 1

    @property
    def empty(self) -> bool:
        """Whether there is nothing to read on it."""
        return not any(block.text.strip() for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Paged:
    """All pages of a document and its outline."""

    pages: tuple[TextPage, ...]
    outline: tuple[OutlineItem, ...]


def paged(sections: Iterable[Section], marks: Sequence[OutlineMark], max_pages: int) -> Paged:
    """The pages of a document: at least one. `marks` are its own table of contents; without it named sections make one.

    Raises TooLarge as soon as there are more than `max_pages`.
    """
    pages: list[TextPage] = []
    starts: list[int] = []
    named: list[OutlineItem] = []
    for section in sections:
        starts.append(len(pages) + 1)
        found = list(_whole(section) if section.whole else _pages(section.blocks))
        if section.name:
            named.append(OutlineItem(section.name[:MAX_TITLE], starts[-1], 0))
        pages += found
        if len(pages) > max_pages:
            raise TooLarge("file.too_many_pages", {"found": len(pages), "limit": max_pages})
    outline = [
        OutlineItem(mark.title[:MAX_TITLE], starts[mark.section], mark.level)
        for mark in marks
        if mark.section < len(starts)
    ]
    return Paged(tuple(pages) or (TextPage(),), tuple((outline or named)[:MAX_OUTLINE]))


def _whole(section: Section) -> Iterator[TextPage]:
    page = TextPage()
    for block in (*section.blocks, *_apart(section.notes)):
        page.add(replace(block, runs=tuple(Run(_MARKS.sub("", run.text), run.font) for run in block.runs)))
    if page.size > MAX_CHARACTERS:
        raise TooLarge(params={"limit": MAX_CHARACTERS})
    yield page


def _apart(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks as those beside the page, with a blank line before the first."""
    for at, block in enumerate(blocks):
        yield replace(block, tight=block.tight and at > 0, aside=True)


def _pages(blocks: Iterable[Block]) -> Iterator[TextPage]:
    """Pages between the breaks of `blocks`, those too long for a page in parts; a last page without text is left."""
    page = TextPage()
    for block in blocks:
        for part in _parts(block):
            if isinstance(part, Block):
                page.add(part)
            elif part == HARD_BREAK or not page.empty:  # a soft break at a page's head says what is known already
                yield from _shorter(page)
                page = TextPage()
    if not page.empty:
        yield from _shorter(page)


def _parts(block: Block) -> Iterator[Block | str]:
    """The block in the parts that its break marks make, and the marks between them; notes go with the last part."""
    if not any(mark in run.text for run in block.runs for mark in BREAKS):
        yield block
        return
    runs: list[Run] = []
    level = block.level
    for run in block.runs:
        at = 0
        for mark in _MARKS.finditer(run.text):
            runs.append(Run(run.text[at : mark.start()], run.font))
            if "".join(held.text for held in runs).strip():
                yield replace(block, runs=tuple(runs), notes=(), level=level)
                level = 0  # a heading that runs over a page's end begins where it begins
            runs, at = [], mark.end()
            yield mark.group()
        runs.append(Run(run.text[at:], run.font))
    if block.notes or any(run.text.strip() for run in runs):
        yield replace(block, runs=tuple(runs), level=level)


def _shorter(page: TextPage) -> Iterator[TextPage]:
    """The page, or when it is longer than any printed one, pages of about PAGE_CHARACTERS."""
    if page.size <= LONGEST_PAGE:
        yield page
        return
    part = TextPage()
    for block in page.blocks:
        for piece in _pieces(block):
            length = sum(len(run.text) for run in piece.runs)
            if (
                part.blocks
                and (part.size + length > PAGE_CHARACTERS or (piece.level and part.size > length))
                and (part.size > PAGE_CHARACTERS // 2 or part.size + length > LONGEST_PAGE)
            ):
                yield part
                part = TextPage()
            part.add(piece)
    part.notes += page.notes
    yield part


def _pieces(block: Block) -> Iterator[Block]:
    """A block longer than a page parted at the ends of sentences, or anywhere where it has none."""
    if sum(len(run.text) for run in block.runs) <= LONGEST_PAGE:
        yield block
        return
    held: list[Run] = []
    size = 0
    for run in block.runs:
        for text in _cut(run.text):
            if held and size + len(text) > PAGE_CHARACTERS:
                yield replace(block, runs=tuple(held), notes=())
                held, size = [], 0
            held.append(Run(text, run.font))
            size += len(text)
    yield replace(block, runs=tuple(held))


def _cut(text: str) -> Iterator[str]:
    """Pieces of at most PAGE_CHARACTERS that together are `text`."""
    at = 0
    while len(text) - at > PAGE_CHARACTERS:
        ends = [found.end() for found in _ENDS.finditer(text, at, at + PAGE_CHARACTERS)]
        stop = ends[-1] if ends else at + PAGE_CHARACTERS
        yield text[at:stop]
        at = stop
    yield text[at:]
