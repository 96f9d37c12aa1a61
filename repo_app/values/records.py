"""What services hand out about records and files: frozen, complete, and free of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from repo_app.values.metadata import Metadata
from repo_app.values.naming import names
from repo_app.values.paging import Paged
from repo_app.vocabularies import BUILT_IN, Terms

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of the upright page."""

STATES = ("draft", "submitted", "published", "withdrawn")
FILE_STATES = ("waiting", "reading", "ready", "failed")
STOPPED = frozenset({"reading.stopped", "reading.not_begun"})  # codes of a file whose reading somebody stopped


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence to be made in the reader's language: its code and parameters."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file has been read: pages done of pages in all; ``seconds_left`` is an estimate once two are done."""

    done: int
    total: int | None
    seconds_left: int | None = None


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """One entry of a file's table of contents: ``page`` from 1, ``level`` from 0."""

    title: str
    page: int
    level: int


@dataclass(frozen=True, slots=True)
class DerivativeView:
    """A PDF made from a file: ``kind`` is searchable, light or pdf (an office file as printed); size in bytes."""

    kind: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FileView:
    """One file of a record. ``inline`` says whether a browser may show the bytes; sizes in bytes; pages from 1.

    ``license`` is its own, None where the record's holds; ``third_party`` the note of what others hold the rights of in
    it. ``closed`` says that the asker may have neither bytes nor pages nor text of it.
    """

    name: str
    size: int
    sha256: str
    media_type: str
    family: str
    state: str
    progress: Progress
    message: Message | None
    notices: tuple[Message, ...]
    job: int | None
    license: str | None
    duplicate_of: str | None = None
    labels: tuple[str, ...] = ()
    outline: tuple[OutlineItem, ...] = ()
    derivatives: tuple[DerivativeView, ...] = ()
    third_party: str | None = None
    closed: bool = False

    @property
    def pages(self) -> int:
        """How many pages the file has; 0 while nobody knows."""
        return self.progress.total or 0

    @property
    def stopped(self) -> bool:
        """Whether somebody stopped its reading, which may go on."""
        return self.state in {"ready", "failed"} and self.message is not None and self.message.code in STOPPED

    @property
    def readable(self) -> bool:
        """Whether there are pages that the asker may look at now (a file being read shows those it has)."""
        return self.pages > 0 and not self.closed

    @property
    def drawn(self) -> bool:
        """Whether its pages have pictures: an office document has them where LibreOffice made a PDF of it."""
        return self.family in {"pdf", "image"} or any(held.kind == "pdf" for held in self.derivatives)

    @property
    def inline(self) -> bool:
        """Whether the bytes may be shown in a browser: only kinds whose parse succeeded."""
        return self.state == "ready" and self.media_type in {
            "application/pdf", "image/jpeg", "image/png", "image/webp",
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class May:
    """What the asker may do with the record, answered by ``repo_app.permissions``."""

    edit: bool = False
    propose: bool = False
    submit: bool = False
    publish: bool = False
    return_: bool = False
    withdraw: bool = False
    delete: bool = False
    upload: bool = False
    read: bool = False
    history: bool = False
    embargo: bool = False


@dataclass(frozen=True, slots=True)
class RecordCard:
    """A record in a list.

    ``embargo`` is the day that ends it, while it holds; ``superseded`` says that a newer edition is public.
    """

    id: str
    state: str
    title: str
    creators: tuple[str, ...]
    license: str | None
    organization: str
    collection: str | None
    languages: tuple[str, ...]
    description: str
    pages: int
    family: str | None
    updated_at: datetime
    files: int = 0
    waiting: int = 0
    failed: int = 0
    thumbnail: bool = False
    embargo: date | None = None
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class RecordView:
    """A whole record: ``revision`` names the version an edit must be based on, ``may`` what the asker can do.

    ``terms`` know every term and agent that it names, also those of this library only.
    """

    id: str
    state: str
    revision: int
    metadata: Metadata
    organization: str
    organization_name: str
    collection: str | None
    collection_name: str | None
    depositor: str
    files: tuple[FileView, ...]
    may: May
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None
    reason: str | None
    unreviewed_title: bool
    pending: Metadata | None = None
    clashes: tuple[str, ...] = ()  # keys of it that others changed since they were proposed
    embargo: date | None = None  # the day on which it ends, while it holds
    closed: Message | None = None  # why not everybody may read it once it is published
    terms: Terms = field(default=BUILT_IN, compare=False, repr=False)

    @property
    def creators(self) -> tuple[str, ...]:
        """The names of its creators as they are shown."""
        return names(self.metadata, self.terms, "creator")

    @property
    def title(self) -> str:
        """The first title, or an empty text."""
        return self.metadata.first("title") or ""

    @property
    def license(self) -> str | None:
        """The id of the license, or None while nobody chose one."""
        return self.metadata.first("license")

    def file(self, name: str | None) -> FileView | None:
        """The file of that name; without a name the first readable one."""
        if name is None:
            return next((f for f in self.files if f.readable), None)
        return next((f for f in self.files if f.name == name), None)


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """A proposed metadata value with its evidence; ``confidence`` from 0 to 1, ``page`` from 1.

    ``words`` with their boxes are those it was read from, ``box`` holds all of them: left, top, right, bottom in pixels
    of the page; None where words have no places. ``sheet`` is the width and height of that page.
    """

    field: str
    value: str
    confidence: float
    page: int | None
    evidence: str
    file: str
    role: str | None = None
    scheme: str | None = None
    volume: str | None = None
    lang: str | None = None
    box: Box | None = None
    words: tuple[tuple[str, Box], ...] = ()
    sheet: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class PageView:
    """One page of a file as the reader shows it; ``text`` in reading order, ``width`` and ``height`` in pixels.

    ``drawn`` says whether it has a picture; ``expected`` whether its words come in a moment, as it is read next;
    ``language`` is that of its own words as BCP 47, where it is told.
    """

    record: str
    title: str
    file: str
    number: int
    pages: int
    label: str | None
    text: str
    origin: str | None
    confidence: float | None
    width: int
    height: int
    read: bool
    edges: tuple[tuple[int, int], ...] = ()  # characters of text that are running headers, footers, page numbers
    drawn: bool = True
    expected: bool = False
    notices: tuple[Message, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Listing(Paged):
    """One page of a list of records; pages count from 1."""

    cards: tuple[RecordCard, ...]
    total: int
    page: int
    size: int
