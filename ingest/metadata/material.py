"""What every step looks at: the rows of the first and last pages, and what is known of the work as a whole. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.metadata.kinds import Genre, Kind, genre_of, kind_of
from ingest.metadata.lines import Row, rows_of
from ingest.metadata.names import Names
from ingest.metadata.spelling import Usage, usage_of
from ingest.model import OutlineItem, Page

FIRST_PAGES, LAST_PAGES = 6, 3
"""Pages with text that are looked at: title page, imprint and contents stand in front, imprint and contents behind."""

_FACES = 3
"""Of these, so many may be cover and title page."""

_LONG, _PROSE_ROWS = 0.55, 7
"""So many rows as wide as this share of the page make it one of prose."""

SCHOOL: frozenset[Genre] = frozenset(("lesson-plan", "initiative", "exam", "textbook", "teacher-book", "workbook"))


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: its rows, what each is by itself, and whether it is one of running text."""

    number: int
    rows: tuple[Row, ...]
    kinds: tuple[Kind, ...]
    prose: bool
    printed: bool

    def of(self, *kinds: Kind) -> Iterator[Row]:
        """The rows of these kinds."""
        return (row for row, kind in zip(self.rows, self.kinds, strict=True) if kind in kinds)


@dataclass(frozen=True, slots=True)
class Material:
    """`leaves` are the pages looked at, in order; `faces` those that may be cover or title page."""

    leaves: tuple[Leaf, ...]
    faces: tuple[Leaf, ...]
    genre: Genre
    usage: Usage
    names: Names
    outline: tuple[OutlineItem, ...]

    @property
    def school(self) -> bool:
        """Whether the work is one for or from lessons at school."""
        return self.genre in SCHOOL

    def rows(self) -> Iterator[Row]:
        """All rows in order."""
        return (row for leaf in self.leaves for row in leaf.rows)


def chosen(pages: Sequence[Page]) -> list[Page]:
    """Of the pages of a file those that a suggestion may come from: the first and the last with text."""
    first: list[Page] = []
    for page in pages:
        if len(first) == FIRST_PAGES:
            break
        if page.text:
            first.append(page)
    seen = {page.number for page in first}
    last = [page for page in pages[-LAST_PAGES:] if page.text and page.number not in seen]
    return [*first, *last]


def material_of(pages: Iterable[Page], names: Names, outline: Sequence[OutlineItem] = ()) -> Material:
    """What the steps look at, of pages that hold nothing but the work."""
    leaves = tuple(map(_leaf, pages))
    faces = tuple(leaf for at, leaf in enumerate(leaves[:_FACES]) if at == 0 or not leaf.prose)
    genre = genre_of(leaves[0].rows, [row for leaf in faces[1:] for row in leaf.rows]) if leaves else ""
    usage = usage_of((row for leaf in leaves for row in leaf.rows), names)
    return Material(leaves, faces, genre, usage, names, tuple(outline))


def _leaf(page: Page) -> Leaf:
    rows = rows_of(page)
    long = sum(row.right - row.left > _LONG if row.box is not None else len(row.text) > 60 for row in rows)
    prose = long >= _PROSE_ROWS
    return Leaf(page.number, rows, tuple(map(kind_of, rows)), prose, page.origin != "ocr")
