"""Which reader opens which kind of file, and the pages that come out. Child processes only."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ingest.model import OutlineItem
from ingest.readers.archive import Archive
from ingest.readers.office.docx import DocxFile
from ingest.readers.office.epub import EpubFile
from ingest.readers.office.flow import Block, OutlineMark, Properties, Run, Section
from ingest.readers.office.mended import MendedText, headings, text_of
from ingest.readers.office.odf import OdfFile
from ingest.readers.office.paging import MAX_OUTLINE, Paged, TextPage, paged
from ingest.readers.office.plain import PlainFile
from ingest.readers.office.pptx import PptxFile
from ingest.readers.office.xlsx import XlsxFile
from ingest.text.encodings.fonts import encoding_of

VERSION = 2

OLD_FONTS = 0.2
"""From this share of the text on, a drawing in other fonts would be wrong letters to its readers."""

_LOOKED_AT = 200
"""Blocks of the first page among which a title is looked for."""

_UNICODE = ("utf-", "windows-1252")


class OfficeReader(Protocol):
    """An open document of any of these kinds."""

    def sections(self) -> Iterator[Section]:
        """The document in order."""
        ...

    def properties(self) -> Properties:
        """What it says of itself."""
        ...

    def hidden(self) -> int:
        """How many slides or sheets were left out because the author hid them; asked after the sections."""
        ...


READERS: dict[str, Callable[[Archive], OfficeReader]] = {
    ".docx": DocxFile,
    ".pptx": PptxFile,
    ".xlsx": XlsxFile,
    ".odt": OdfFile,
    ".odp": OdfFile,
    ".epub": EpubFile,
}
"""By the usual extension of the type that the bytes have, as `ingest.detect` tells it."""


@dataclass(frozen=True, slots=True)
class OpenedText:
    """A document as pages. `encoding` is the old encoding the whole file was in, "" for none; `doubtful`: it could not
    be told, and the letters may be wrong.
    """

    pages: Paged
    properties: Properties
    hidden: int
    encoding: str = ""
    confidence: float = 1.0
    doubtful: bool = False

    def page(self, number: int) -> MendedText:
        """Page `number` from 1, as running text."""
        found = text_of(self.pages.pages[number - 1])
        if not self.encoding:
            return found
        share = sum(not letter.isascii() for letter in found.text) / max(1, len(found.text))
        return MendedText(found.text, self.encoding, round(share, 4), self.confidence, found.letters)

    def old_fonts(self) -> bool:
        """Whether much of the text is in fonts of old encodings, which no other font can stand in for."""
        runs = [run for page in self.pages.pages for block in page.blocks for run in block.runs]
        old = sum(len(run.text) for run in runs if _changes(run))
        return old > OLD_FONTS * sum(len(run.text) for run in runs)

    def outline(self) -> tuple[OutlineItem, ...]:
        """The table of contents of the file, else its headings."""
        return self.pages.outline or tuple(headings(self.pages.pages))[:MAX_OUTLINE]

    def title(self) -> tuple[str, bool]:
        """What the first page marks as the document's title, or its first heading; whether it is marked as title."""
        first = self.pages.pages[0].blocks[:_LOOKED_AT]
        for marked in (True, False):
            found = next((block for block in first if (block.title if marked else block.level == 1)), None)
            if found is not None:
                return " ".join(text_of(TextPage([found])).text.split()), marked
        return "", False


def _changes(run: Run) -> bool:
    """Whether the run is in a font of an old encoding and its text is another one in Unicode."""
    if run.text.isascii() or not encoding_of(run.font):
        return False
    return bool(text_of(TextPage([Block((run,))])).encoding)


def notes_of(path: Path, extension: str) -> Iterator[str]:
    """The speaker's notes of each slide that is shown, "" where there are none."""
    for section in READERS[extension](Archive(path)).sections():
        yield text_of(TextPage(list(section.notes))).text


def open_text(path: Path, extension: str, max_pages: int) -> OpenedText:
    """The document at `path`. Raises Damaged, Locked, TooLarge."""
    if extension == ".txt":
        plain = PlainFile(path)
        decoded = plain.decoded
        legacy = "" if decoded.encoding.startswith(_UNICODE) and decoded.encoding != "utf-8-twice" else decoded.encoding
        made = paged(plain.sections(), (), max_pages)
        return OpenedText(made, plain.properties(), 0, legacy, decoded.confidence, decoded.doubtful)
    archive = Archive(path)
    reader = READERS[extension](archive)
    marks: tuple[OutlineMark, ...] = reader.outline() if isinstance(reader, EpubFile) else ()
    made = paged(reader.sections(), marks, max_pages)
    return OpenedText(made, reader.properties(), reader.hidden())
