"""Documents that are text before they are pages, seen from the caller's side: what they are, and their pages as text.

Where LibreOffice is installed, those that it can draw are read from the PDF it makes (`ingest.rendition`); what the
document says of itself, its title, and the notes to slides come from the document in either case.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from mmap import ACCESS_READ, mmap
from pathlib import Path

from ingest.answers import read_counts, read_layer, read_properties
from ingest.calls import FileCalls
from ingest.detect import LOCKED
from ingest.errors import BadAnswer, Crashed, Locked, OutOfMemory, TimedOut
from ingest.metadata.office import More, from_office, from_title
from ingest.model import Family, Inspection, Notice, Page
from ingest.sandbox import Json
from ingest.text.normalize import clean

TEXT_FAMILIES: frozenset[Family] = frozenset(("document", "slides", "sheet", "book", "text"))
"""What has text without being drawn."""

DRAWN_FAMILIES: frozenset[Family] = frozenset(("document", "slides", "sheet"))
"""Of these, what LibreOffice draws. An e-book and a plain text have no pages of their own that could be drawn."""

OLD_FONTS = "file.old_fonts"
"""The notice of a document whose fonts are not here: drawn in others it would be wrong letters, so it stays text."""

STRUCK_OUT = "file.tracked_changes"
"""The notice of a document that holds deleted text: a drawing would show it, so it stays text."""

STAY_TEXT = frozenset((OLD_FONTS, STRUCK_OUT))
"""Notices of documents that are not drawn though LibreOffice could."""

UNDRAWN_MARK = b"/Hoclieu"
"""What stands in the bytes of a PDF that holds words it does not show (`ingest.readers.office.completing`)."""

UNCOMPARED = "file.words_not_compared"
"""The notice of a document whose drawing could not be compared with it: it may show and hold less."""

UNCOMPARED_MARK = b"%Hoclieu: not compared with its document\n"
"""The last line of such a PDF, a comment."""

_MAX_STRING = 1_000


def inspect_text(calls: FileCalls, name: str) -> Inspection:
    """What the document says of itself, with its pages as text. Raises as `ingest.pipeline.inspect`."""
    if calls.file_type == LOCKED:
        raise Locked
    try:
        answer = calls.one("office_inspect", {"extension": calls.file_type.extension}, calls.tools.parse)
    except (TimedOut, OutOfMemory, Crashed, BadAnswer) as error:
        raise type(error)(error.code.replace("page.", "file."), error.params) from error
    pages, _ = read_counts(answer)
    properties = read_properties(answer, pages)
    found = answer if isinstance(answer, dict) else {}
    hidden = found.get("hidden")
    title = found.get("title")
    return Inspection(
        file_type=calls.file_type,
        pages=pages,
        outline=properties.outline,
        suggestions=from_office(
            properties.info,
            tuple(_more(found.get("more"))),
            name,
            published=calls.file_type.family == "book",
            today=datetime.now(UTC).date(),
        )
        + from_title(title if isinstance(title, str) else "", found.get("marked") is True, name),
        warnings=(
            *((Notice("file.hidden_left_out", {"count": hidden}),) if isinstance(hidden, int) and hidden else ()),
            *((Notice("file.encoding_unknown"),) if found.get("doubtful") is True else ()),
            *((Notice(OLD_FONTS),) if found.get("old_fonts") is True else ()),
            *((Notice(STRUCK_OUT),) if found.get("struck_out") is True else ()),
        ),
    )


def as_drawn(found: Inspection, drawn: Inspection, rendition: Path) -> Inspection:
    """What a document says of itself, with the pages that were drawn of it, in `rendition`. Each slide is a page, so
    its title leads to it; of other documents the drawing knows best on which page a heading came to stand.
    """
    same = found.file_type.family == "slides" and found.pages == drawn.pages
    told = (Notice(UNCOMPARED),) if is_uncompared(rendition) else ()
    outline = found.outline if same else drawn.outline
    return replace(found, pages=drawn.pages, outline=outline, warnings=(*found.warnings, *told))


def text_pages(calls: FileCalls, numbers: Sequence[int]) -> Iterator[Page]:
    """The pages `numbers` as text without places, in the order asked: the document is read once for all of them.

    What ends that call ends the file: a page of it is no smaller than the whole.
    """
    asked: dict[str, Json] = {"numbers": list(numbers), "extension": calls.file_type.extension}
    got = 0
    try:
        for number, value in zip(numbers, calls.many("office_text", asked, calls.tools.parse), strict=False):
            yield read_layer(value, number).page
            got += 1
    except (TimedOut, OutOfMemory, Crashed, BadAnswer) as error:
        raise type(error)(error.code.replace("page.", "file."), error.params) from error
    if got < len(numbers):
        raise BadAnswer("file.bad_answer")


def completed(calls: FileCalls, drawn: FileCalls, numbers: Sequence[int], pages: Iterable[Page]) -> Iterator[Page]:
    """`pages`, read from what was `drawn` of the document, each with the words after its text that the drawing lacks,
    and the speaker's notes of a slide.
    """
    undrawn = _texts(drawn, "office_undrawn", numbers) if is_completed(drawn.path) else [""] * len(numbers)
    notes = _texts(calls, "office_notes", numbers) if calls.file_type.family == "slides" else [""] * len(numbers)
    for page, missing, noted in zip(pages, undrawn, notes, strict=True):
        whole = _with(page, missing)
        if whole is not page:
            whole = replace(whole, warnings=(*whole.warnings, Notice("page.words_not_drawn")))
        yield _with(whole, noted)


def is_completed(drawn: Path) -> bool:
    """Whether the PDF `drawn` may hold words that it does not show; false is sure."""
    with drawn.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as held:
        return held.find(UNDRAWN_MARK) >= 0


def is_uncompared(drawn: Path) -> bool:
    """Whether nobody knows if the PDF `drawn` shows all words of its document."""
    with drawn.open("rb") as stream:
        stream.seek(max(0, drawn.stat().st_size - len(UNCOMPARED_MARK)))
        return stream.read() == UNCOMPARED_MARK


def _texts(calls: FileCalls, verb: str, numbers: Sequence[int]) -> list[str]:
    """What a child tells of each of these pages."""
    asked: dict[str, Json] = {"numbers": list(numbers), "extension": calls.file_type.extension}
    told = list(calls.many(verb, asked, calls.tools.parse))
    if len(told) != len(numbers) or not all(isinstance(text, str) for text in told):
        raise BadAnswer("file.bad_answer")
    return [clean(str(text)).strip() for text in told]


def _with(page: Page, more: str) -> Page:
    if not more or page.failed:
        return page
    if page.text:
        return replace(page, text=f"{page.text}\n\n{more}")
    return replace(page, text=more, origin="text-layer", confidence=1.0)


def _more(value: Json) -> Iterator[More]:
    for told in value if isinstance(value, list) else ():
        if not isinstance(told, list) or len(told) != 4:
            raise BadAnswer
        texts = [part for part in told if isinstance(part, str) and len(part) <= _MAX_STRING]
        if len(texts) != 4:
            raise BadAnswer
        yield (texts[0], texts[1], texts[2], texts[3])
