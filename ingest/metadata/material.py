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

_HEAD_ROWS, _FOOT_ROWS = 300, 100
"""Rows of a page that are looked at, from its top and its foot; more has a page made to keep us busy."""

_IMPRINT = ("luu chieu", "chiu trach nhiem xuat ban", "isbn", "thong tin tai lieu", "dang ki xuat ban", "dkxb")

SCHOOL: frozenset[Genre] = frozenset(("lesson-plan", "initiative", "exam", "textbook", "teacher-book", "workbook"))


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: its rows, what each is by itself; whether it is one of running text, whether its letters were printed
    by a program (not recognised), and whether it is the one that says who published the work.
    """

    number: int
    rows: tuple[Row, ...]
    kinds: tuple[Kind, ...]
    prose: bool
    printed: bool
    imprint: bool

    def of(self, *kinds: Kind) -> Iterator[Row]:
        """The rows of these kinds."""
        return (row for row, kind in zip(self.rows, self.kinds, strict=True) if kind in kinds)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The title: the rows it was read from, its text as printed, how sure it is, 0 to 1."""

    rows: tuple[Row, ...]
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Material:
    """`leaves` are the pages looked at, in order; `faces` those that may be cover or title page; `title` was chosen
    among what they print (None: there is nothing like one).
    """

    leaves: tuple[Leaf, ...]
    faces: tuple[Leaf, ...]
    genre: Genre
    usage: Usage
    names: Names
    outline: tuple[OutlineItem, ...]
    title: Chosen | None = None

    @property
    def title_rows(self) -> tuple[Row, ...]:
        """The rows that the title was read from."""
        return self.title.rows if self.title is not None else ()

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
    faces = tuple(leaf for at, leaf in enumerate(leaves[:_FACES]) if at == 0 or not (leaf.prose or _is_back(leaf)))
    genre = genre_of(leaves[0].rows, [row for leaf in faces[1:] for row in leaf.rows]) if leaves else ""
    usage = usage_of((row for leaf in leaves for row in leaf.rows), names)
    return Material(leaves, faces, genre, usage, names, tuple(outline))


def _is_back(leaf: Leaf) -> bool:
    """Whether a page is the imprint of a publishing house, which names its own people beside those of the work."""
    return leaf.imprint and not any(row.plain.startswith("thong tin tai lieu") for row in leaf.rows)


def _leaf(page: Page) -> Leaf:
    rows = rows_of(page)
    if len(rows) > _HEAD_ROWS + _FOOT_ROWS:
        rows = (*rows[:_HEAD_ROWS], *rows[-_FOOT_ROWS:])
    long = sum(row.right - row.left > _LONG if row.box is not None else len(row.text) > 60 for row in rows)
    prose = long >= _PROSE_ROWS
    bare = " ".join(row.plain for row in rows)
    imprint = any(sign in bare for sign in _IMPRINT)
    return Leaf(page.number, rows, tuple(map(kind_of, rows)), prose, page.origin != "ocr", imprint)
