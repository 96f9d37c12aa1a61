"""Running headers, footers and page numbers: what stands on the sheet and is no part of the work. Pure.

A row at the edge of a page is one when pages close by say the same at the same height, or when its number counts up
with the pages. Six pages on each side are looked at, so that left and right pages with heads of their own have three
neighbours each. When in doubt it is text: a head that is not marked costs less than a line of the work that is.
"""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice
from typing import Literal, NamedTuple, TypeAlias

from ingest.model import Artifact, Page
from ingest.text.edges import ZONE, Edges, Row, edges_of
from ingest.text.pieces import Piece, Span, Value

Side: TypeAlias = Literal["header", "footer"]

REACH = 6
"""Pages looked at before and after a page."""

_SUPPORT = 2
"""Other pages that must agree; for a number one is enough in a file of two pages."""

_LEVEL = 0.025
"""How far two heads may differ in height on their pages: scans are not cut alike."""

_ACROSS = 0.06
_LARGE = 1.25
"""A row of letters this much larger than the text's is a heading."""

_SMALL = 0.9
_BODY = 3
"""Rows beside its head that a page must have to bear witness."""

_ALIKE = 0.8
_MISREAD = 6
"""Characters of a page number that was misread, at most."""

_LONGEST_HEAD = 300  # characters up to which a misread one is looked for: a line across an open book has 200
_ALONE_GAP = 1.2
_ALONE_ROWS = 6


class _Found(NamedTuple):
    """What a piece of a row is, None where it is text for all we know."""

    piece: Piece
    kind: Literal["header", "footer", "page_number"] | None


@dataclass(frozen=True, slots=True)
class _Near:
    """The pages around one: of each its distance and the rows of the side in question."""

    rows: tuple[tuple[int, tuple[Row, ...]], ...]
    needed: int


def mark_artifacts(pages: Iterable[Page]) -> Iterator[Page]:
    """The pages, in order and one after another, with their artifacts; at most 13 pages are held at a time."""
    held: deque[Page] = deque()

    def passed() -> Iterator[Edges]:
        for page in pages:
            held.append(page)
            yield edges_of(page)

    for found in _judged(passed()):
        yield replace(held.popleft(), artifacts=found)


def find_artifacts(pages: Iterable[Page]) -> Iterator[tuple[int, tuple[Artifact, ...]]]:
    """Number and artifacts of each page, in order; of 13 pages at a time edges and text are kept, of others nothing."""
    numbers: deque[int] = deque()

    def passed() -> Iterator[Edges]:
        for page in pages:
            numbers.append(page.number)
            yield edges_of(page)

    for found in _judged(passed()):
        yield numbers.popleft(), found


def _judged(edges: Iterable[Edges]) -> Iterator[tuple[Artifact, ...]]:
    """The artifacts of each page, once REACH pages after it have been seen."""
    window: deque[Edges] = deque(maxlen=2 * REACH + 1)
    waiting = 0
    for page in edges:
        window.append(page)
        waiting += 1
        if waiting > REACH:
            yield _artifacts(tuple(window), len(window) - waiting)
            waiting -= 1
    for at in range(len(window) - waiting, len(window)):
        yield _artifacts(tuple(window)[max(0, at - REACH) :], min(at, REACH))


def _artifacts(window: Sequence[Edges], at: int) -> tuple[Artifact, ...]:
    page = window[at]
    others = [near for near in window if near is not page]
    needed = min(_SUPPORT, max(1, len(others)))
    found: list[_Found] = []
    sides: tuple[tuple[Side, tuple[Row, ...]], ...] = (("header", page.top), ("footer", page.bottom))
    for side, rows in sides:
        near = _Near(
            tuple(
                (other.number - page.number, other.top if side == "header" else other.bottom)
                for other in others
                if other.rows > _BODY
            ),
            needed,
        )
        found += _of_side(side, page, rows, near) or _alone(side, page, rows)
    return _spans(found)


def _of_side(side: Side, page: Edges, rows: Sequence[Row], near: _Near) -> list[_Found]:
    """The rows from the edge inwards that are artifacts, up to the first that is none."""
    taken: list[tuple[Row, list[_Found]]] = []
    for row in rows:
        found = _row(side, page, row, near)
        if found is None:
            break
        if not _in_zone(side, row):  # the text repeats too: this is a form, only its page number is none of it
            return [piece for _, held in taken if _numbered(held) for piece in held]
        taken.append((row, found))
    while taken and not _parted(page, *taken[-1]):
        taken.pop()
    return [piece for _, held in taken for piece in held]


def _in_zone(side: Side, row: Row) -> bool:
    return row.place < ZONE if side == "header" else row.place > 1 - ZONE


def _parted(page: Edges, row: Row, found: Sequence[_Found]) -> bool:
    """Whether white parts the row from the text; a row with a page number that counts needs none."""
    return _numbered(found) or row.gap > max(page.leading * 1.25, page.leading + 0.25)


def _numbered(found: Sequence[_Found]) -> bool:
    return any(piece.kind == "page_number" for piece in found)


def _row(side: Side, page: Edges, row: Row, near: _Near) -> list[_Found] | None:
    """What the pieces of a row are; None unless every one of them is an artifact."""
    if row.size > _LARGE or (page.wide and side == "header" and row.size > _SMALL):
        return None  # a heading, or the title of a slide
    found = [_piece(side, page, row, piece, near) for piece in row.pieces]
    if _numbered(found) and row.gap > max(1.0, page.leading * 1.5):
        # Beside a page number stands a head, also one that changes with each section.
        found = [piece if piece.kind else _Found(piece.piece, side) for piece in found]
    return found if all(piece.kind for piece in found) else None


def _piece(side: Side, page: Edges, row: Row, piece: Piece, near: _Near) -> _Found:
    if _counts(row, piece, near) or _misread(page, row, piece, near):
        return _Found(piece, "page_number")
    return _Found(piece, side if _repeats(page, row, piece, near) else None)


def _counts(row: Row, piece: Piece, near: _Near) -> bool:
    """Whether the number of the piece grows with the pages."""
    if piece.value is None:
        return False
    printed = (piece.value.roman, piece.value.number)
    agreeing = (
        any(_expected(held.value, distance) == printed for held in level)
        for distance, level in _level_pieces(row, near)
    )
    return _enough(agreeing, near.needed)


def _enough(agreeing: Iterable[bool], needed: int) -> bool:
    """Whether so many agree; the others are not asked."""
    return sum(islice(filter(None, agreeing), needed)) == needed


def _expected(value: Value | None, distance: int) -> tuple[bool, int] | None:
    """The page number here, by that of a page `distance` pages on."""
    return (value.roman, value.number - distance) if value else None


def _misread(page: Edges, row: Row, piece: Piece, near: _Near) -> bool:
    """Whether the piece stands where a page number is expected, too short for anything else, and was recognised."""
    if not page.recognised or len(piece.text) > _MISREAD or not (piece.value or _like_number(piece.text)):
        return False
    told: Counter[tuple[bool, int]] = Counter()
    for distance, pieces in _level_pieces(row, near):
        expected = {
            here
            for held in pieces
            if abs(held.middle - piece.middle) < _ACROSS and (here := _expected(held.value, distance)) is not None
        }
        told.update(expected)
    return max(told.values(), default=0) >= _SUPPORT


def _like_number(text: str) -> bool:
    """Whether figures may have been read as this: "l2", "3O", "§7"; a word of letters is none."""
    return any(map(str.isdigit, text)) or not any(map(str.isalpha, text))


def _repeats(page: Edges, row: Row, piece: Piece, near: _Near) -> bool:
    """Whether enough pages close by have the same words at the same height."""
    key = piece.key
    agreeing = (any(_alike(key, held.key, page.recognised) for held in level) for _, level in _level_pieces(row, near))
    return any(map(str.isalpha, key)) and _enough(agreeing, _SUPPORT)


def _level_pieces(row: Row, near: _Near) -> Iterator[tuple[int, list[Piece]]]:
    """Of each page close by its distance and the pieces at the height of `row`, of about the same size."""
    for distance, rows in near.rows:
        pieces = [piece for held in rows if abs(held.place - row.place) < _LEVEL for piece in held.pieces]
        if pieces:
            yield distance, pieces


def _alike(first: str, second: str, recognised: bool) -> bool:
    if first == second:
        return True
    compared = recognised and 6 <= min(len(first), len(second)) <= max(len(first), len(second)) <= _LONGEST_HEAD
    return compared and abs(len(first) - len(second)) <= 0.25 * len(first) and _similar(first, second)


@lru_cache(maxsize=4096)
def _similar(first: str, second: str) -> bool:
    """The same words read twice, with a letter wrong here and there; other numbers are other words."""
    if [*filter(str.isdigit, first)] != [*filter(str.isdigit, second)]:
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _alone(side: Side, page: Edges, rows: Sequence[Row]) -> list[_Found]:
    """A page number that can be told from one page: alone at the edge, far from the text, small."""
    if page.rows < _ALONE_ROWS or not rows or len(rows[0].pieces) != 1:
        return []
    row, piece = rows[0], rows[0].pieces[0]
    if piece.value is None or piece.value.roman or not _in_zone(side, row) or row.size > _LARGE:
        return []
    if not piece.value.told and (side == "header" or page.wide or page.leading > _ALONE_GAP):
        return []
    apart = row.gap > max(_ALONE_GAP if not piece.value.told else 0.5, page.leading * 1.5)
    return [_Found(piece, "page_number")] if apart else []


def _spans(found: Sequence[_Found]) -> tuple[Artifact, ...]:
    """The pieces as runs of characters, in order: neighbours on one line of the text that are of one piece."""
    words = sorted(((span, held) for held in found for span in held.piece.spans), key=lambda word: word[0])
    runs: list[Artifact] = []
    last: tuple[Span, _Found] | None = None
    for span, held in words:
        if held.kind is None:
            continue
        if last is not None and last[1] is held and last[0].line == span.line and span.start - last[0].end <= 1:
            runs[-1] = replace(runs[-1], end=span.end)
        else:
            runs.append(Artifact(held.kind, span.start, span.end))
        last = (span, held)
    return tuple(runs)


def body_text(text: str, artifacts: Sequence[Artifact]) -> str:
    """`text` of a page without its artifacts, and without the lines of which nothing else is left."""
    if not artifacts:
        return text
    lines: list[str] = []
    start = 0
    left = deque(artifacts)
    for line in text.split("\n"):
        end = start + len(line)
        kept, at = "", start
        while left and left[0].start < end:
            kept += text[at : left[0].start]
            at = left.popleft().end
        if at == start or (kept + text[at:end]).strip():
            lines.append((kept + text[at:end]).strip() if at > start else line)
        start = end + 1
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def without_artifacts(page: Page) -> Page:
    """`page` as if nothing but the work stood on it."""
    if not page.artifacts:
        return page
    words, at = [], 0
    for word in page.words:
        start = max(at, page.text.find(word.text, at))
        at = start + len(word.text)
        if not any(artifact.start <= start < artifact.end for artifact in page.artifacts):
            words.append(word)
    return replace(page, text=body_text(page.text, page.artifacts), words=tuple(words), artifacts=())
