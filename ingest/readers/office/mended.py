"""The text of a page with old Vietnamese encodings converted, by the font each run is in and by its letters."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.model import OutlineItem, Word
from ingest.readers.office.flow import Block
from ingest.readers.office.paging import MAX_TITLE, TextPage
from ingest.text.encodings.fonts import encoding_of
from ingest.text.layer import Layer
from ingest.text.layout import Line
from ingest.text.mending import mend
from ingest.text.normalize import clean

_PIECE = re.compile(r"\S+|\s+")
_LINE_ENDS = re.compile(r"[ \t]+\n")
_BLANK_LINES = re.compile(r"\n{3,}")
_NOWHERE = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class MendedText:
    """The text of a page, NFC; the old encoding most of the mended words were in ("" for none), the share (0..1) of
    the letters that changed, how sure that is (0..1), and how many words had ƣ or ð put right.
    """

    text: str
    encoding: str
    share: float
    confidence: float
    letters: int


def text_of(page: TextPage) -> MendedText:
    """The running text of a page: a blank line between paragraphs, none inside lists and tables, notes at its foot."""
    lines: list[list[tuple[str, str]]] = []
    gaps: list[str] = []
    for block, after_notes in _all_blocks(page):
        for at, line in enumerate(_lines(block)):
            gaps.append("\n" if at or block.tight else "\n\n")
            if after_notes and not at:
                gaps[-1] = "\n\n" if after_notes == "first" else "\n"
            lines.append(line)
    mended = mend(_layer(lines))
    found = {line.paragraph: [word.text for word in line.words] for line in mended.layer.lines}
    pieces = [_filled(line, found.get(at, [])) for at, line in enumerate(lines)]
    text = "".join(gap + piece for gap, piece in zip(gaps, pieces, strict=True))
    text = _BLANK_LINES.sub("\n\n", _LINE_ENDS.sub("\n", clean(text) + "\n")).strip("\n")
    return MendedText(text, mended.encoding, mended.share, mended.confidence, mended.letters)


def headings(pages: Sequence[TextPage]) -> Iterator[OutlineItem]:
    """The headings of a document with their pages, for one that has no table of contents of its own."""
    for number, page in enumerate(pages, start=1):
        for block in page.blocks:
            title = " ".join(text_of(TextPage([block])).text.split()) if block.level else ""
            if title:
                yield OutlineItem(title[:MAX_TITLE], number, min(block.level, 9) - 1)


def _all_blocks(page: TextPage) -> Iterator[tuple[Block, str]]:
    for block in page.blocks:
        yield block, ""
    for at, note in enumerate(page.notes):
        yield note, "more" if at else "first"


def _lines(block: Block) -> Iterator[list[tuple[str, str]]]:
    """Each line as pieces of text with their font, words and white space apart; a word in two fonts is two pieces."""
    line: list[tuple[str, str]] = []
    for run in block.runs:
        font = run.font if encoding_of(run.font) else ""
        first, *others = run.text.split("\n")
        line += [(piece, font) for piece in _PIECE.findall(first)]
        for other in others:
            yield line
            line = [(piece, font) for piece in _PIECE.findall(other)]
    yield line


def _layer(lines: Sequence[Sequence[tuple[str, str]]]) -> Layer:
    """The lines as a layer without places; `paragraph` is the line's number, so that it is known again."""
    words = [_joined(line) for line in lines]
    made = tuple(
        Line(tuple(Word(text, _NOWHERE, 1.0) for text, _ in line), at) for at, line in enumerate(words) if line
    )
    raw = "\n".join(" ".join(text for text, _ in line) for line in words)
    fonts = tuple(font for line in words for _, font in line)
    return Layer(1, 1, 1, 0, raw, made, 0.0, empty=not made, fonts=fonts if any(fonts) else ())


def _joined(line: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The words of a line: pieces of one font that touch are one word (programs part words at will)."""
    words: list[tuple[str, str]] = []
    touching = False
    for text, font in line:
        if text.isspace():
            touching = False
        elif touching and words[-1][1] == font:
            words[-1] = (words[-1][0] + text, font)
        else:
            words.append((text, font))
            touching = True
    return words


def _filled(line: Sequence[tuple[str, str]], words: Sequence[str]) -> str:
    """The line's white space with the mended words in their places."""
    before = _joined(line)
    if len(before) != len(words):  # a word of which nothing was left
        return " ".join(words)
    left = iter(words)
    pieces: list[str] = []
    last = ""
    touching = False
    for text, font in line:
        if text.isspace():
            pieces.append(text)
            touching = False
        elif not touching or last != font:
            pieces.append(next(left))
            last, touching = font, True
    return "".join(pieces)
