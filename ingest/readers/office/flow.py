"""A document as a row of blocks, before anybody made pages of it."""

from dataclasses import dataclass, field

HARD_BREAK = "\f"
"""In the text of a run: the author wants a new page here."""

SOFT_BREAK = "\v"
"""A new page began here when the document was last laid out."""

BREAKS = frozenset((HARD_BREAK, SOFT_BREAK))


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one font ("" where the file does not say). Lines end with "\\n", cells of a table are parted by tabs."""

    text: str
    font: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, or a row of a table.

    `level` is that of a heading, from 1, else 0; `title`: the paragraph is marked as the document's title. `tight`:
    it follows the block before it without a blank line (rows, items of a list). `notes` go to the foot of its page.
    `aside`: it stands beside what a page shows (running heads and feet, names of sheets, what a speaker notes).
    """

    runs: tuple[Run, ...]
    level: int = 0
    title: bool = False
    tight: bool = False
    notes: tuple["Block", ...] = ()
    aside: bool = False

    @property
    def text(self) -> str:
        """The text of all runs."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Section:
    """What begins on a page of its own: a slide, a sheet, a chapter; a whole text document is one.

    `whole`: it stays one page however long it is (a slide). `name` leads to it in the outline. `notes` are what the
    speaker has before them; they follow on the same page.
    """

    blocks: tuple[Block, ...]
    whole: bool = False
    name: str = ""
    notes: tuple[Block, ...] = ()


@dataclass(slots=True)
class Properties:
    """What a file says of itself: `info` has the keys of `ingest.metadata.embedded`; `more` are further values as
    (metadata key, value, role or scheme, what the file calls it).
    """

    info: dict[str, str] = field(default_factory=dict)
    more: list[tuple[str, str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OutlineMark:
    """An entry of a table of contents that the file itself carries, and the section it leads to (from 0)."""

    title: str
    section: int
    level: int
