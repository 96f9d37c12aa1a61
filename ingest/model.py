"""What reading a document gives: frozen values without behaviour, safe to keep, compare and hand on.

Pixels are those of the upright page (after /Rotate or EXIF): x grows to the right, y downwards, origin top left.
Confidences run from 0 to 1. Page numbers start at 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Box: TypeAlias = tuple[int, int, int, int]
"""x0, y0, x1, y1 in pixels of the upright page; x0 <= x1, y0 <= y1, inside the page."""

Corners: TypeAlias = tuple[tuple[int, int], tuple[int, int], tuple[int, int], tuple[int, int]]
"""x, y of the four corners of a photographed sheet, clockwise from the one that is the sheet's upper left.

A corner that the picture cuts off lies a little outside it.
"""

Origin: TypeAlias = Literal["text-layer", "ocr", "repaired", "none"]
"""Where a page's text comes from; "none" is a blank page, or one that could not be read (its warnings say so)."""

Family: TypeAlias = Literal["pdf", "image", "document", "slides", "sheet", "book", "text"]
"""What kind of thing a file is; which reader it needs follows from it."""

Params: TypeAlias = Mapping[str, str | int | float]
"""The figures and names that go into a sentence made elsewhere."""


PAGE_FAILURES = frozenset({"page.timed_out", "page.out_of_memory", "page.crashed", "page.damaged", "page.bad_answer"})
"""Warning codes of a page (or of its image) that could not be read; every other only comments on a result."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth telling: a lower-case dotted code and its figures; the sentence is made where it is shown."""

    code: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Artifact:
    """What belongs to the sheet and not to the work (ISO 32000 calls it a pagination artifact): `text[start:end]` of
    its page, never over a line's end.
    """

    kind: Literal["header", "footer", "page_number"]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """One printed word, in reading order of its page. A text layer's words have confidence 1."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class View:
    """How a stored page is made the page people read: turned clockwise by `rotation` (its own /Rotate or EXIF turn
    included), then, where it is the photo of a sheet, straightened so that `corners` become its corners.
    """

    rotation: int
    corners: Corners | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read. `text` is NFC, lines end with "\\n", a blank line parts paragraphs.

    `width` and `height` are the pixels the word boxes count in. `rotation` (0, 90, 180, 270) is the clockwise turn
    that was applied to the stored page to make it upright. `confidence` is the mean over letters, 0 without text.
    `artifacts` are in order and apart from one another; they are known once the pages around have been read.
    `corners` are those of the sheet in the photo of one, in pixels of the stored picture made upright, at the
    resolution it is read at; the page is then the straightened sheet. None: no photo, or no sheet to be seen in it.
    """

    number: int
    text: str
    origin: Origin
    confidence: float
    width: int
    height: int
    rotation: int = 0
    words: Sequence[Word] = ()
    warnings: tuple[Notice, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    corners: Corners | None = None

    @property
    def failed(self) -> bool:
        """Whether the page could not be read (a later try, or another engine, may do better)."""
        return any(notice.code in PAGE_FAILURES for notice in self.warnings)

    @property
    def view(self) -> View:
        """How the stored page is made this one."""
        return View(self.rotation, self.corners)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed metadata value with its evidence.

    `field` is a metadata key (DCMI or LRMI term), `value` text or a vocabulary id, `page` where it was seen (None: in
    the file's own properties), `evidence` the words or the property it rests on. `lang` is the language of a text.
    `words` are those it was read from (at most 60) and `box` holds all of them; None where words have no places.
    """

    field: str
    value: str
    confidence: float
    page: int | None
    evidence: str
    role: str | None = None
    scheme: str | None = None
    volume: str | None = None
    lang: str | None = None
    box: Box | None = None
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class FileType:
    """What a file is by its bytes. `extension` is the usual one, with its dot."""

    media_type: str
    family: Family
    extension: str


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """One bookmark; `page` is None when it leads nowhere in this file, `level` starts at 0."""

    title: str
    page: int | None
    level: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file says about itself before any page is read.

    `page_labels` is empty or has one label a page ("iv", "12"). `encrypted`: protected, but opened without a password.
    """

    file_type: FileType
    pages: int
    page_labels: tuple[str, ...] = ()
    outline: tuple[OutlineItem, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    warnings: tuple[Notice, ...] = ()
    encrypted: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole file as read: every page in order, and what follows from all of them.

    `language` is a BCP 47 code ("vi", "en") or "" when the text does not tell; `encoding` is "unicode", or the legacy
    encoding ("tcvn3", "vni") most of the text layer was in.
    """

    inspection: Inspection
    pages: tuple[Page, ...]
    language: str
    encoding: str
    suggestions: tuple[Suggestion, ...]
    warnings: tuple[Notice, ...]
