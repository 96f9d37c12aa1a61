"""Works with title pages of our own: texts of invented works, what is true of each, and the PDF made of them.

A file of `works/` holds works one after the other: "==== name font [scan]", lines of truth ("title: …", "author: …"),
then pages that begin with "---". "missed: title" (people, issued, license, terms, publisher) says what is known not to
be read right. No rule was changed for the works of `apart.txt`: they tell what to expect of those never seen.

A line of a page is a place ("c" centred, "l60" from the left, "r60" from the right, "p" a paragraph, "t" an entry with
leaders "text | page"), its distance from the top, the size ("b" bold, "i" italic), both in points of an A4 sheet, and
the text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WORKS = Path(__file__).with_name("works")
SHEET = (595, 842)
_LINE = re.compile(r"(c|l\d+|r\d+|p|t) (\d+) (\d+)([bi]?) (.+)")
_DEJAVU = "/usr/share/fonts/truetype/dejavu"
_FACES = {"serif": "DejaVuSerif", "sans": "DejaVuSans"}
_STYLES = {"": "", "b": "-Bold", "i": ""}


@dataclass(frozen=True, slots=True)
class Put:
    """A line: where it stands, points from the top, size in points, style ("b", "i" or ""), text."""

    place: str
    top: int
    size: int
    style: str
    text: str


@dataclass(frozen=True, slots=True)
class Work:
    """An invented work; `truth` has the values of each key as its file names them; `scan`: it is to be scanned;
    `apart`: no rule was changed for it.
    """

    name: str
    apart: bool
    face: str
    scan: bool
    truth: dict[str, list[str]] = field(default_factory=dict)
    pages: list[list[Put]] = field(default_factory=list)


def works() -> Iterator[Work]:
    """All works of the folder, in the order of their files."""
    for path in sorted(WORKS.glob("*.txt")):
        for piece in path.read_text("utf-8").split("==== ")[1:]:
            yield _work(piece.splitlines(), apart=path.stem == "apart")


def _work(lines: Sequence[str], *, apart: bool) -> Work:
    name, face, *scan = lines[0].split()
    work = Work(name, apart, face, bool(scan))
    for line in lines[1:]:
        if line == "---":
            work.pages.append([])
        elif work.pages and (match := _LINE.fullmatch(line)):
            work.pages[-1].append(Put(match[1], int(match[2]), int(match[3]), match[4], match[5]))
        elif not work.pages:
            key, value = line.split(": ", 1)
            work.truth.setdefault(key, []).append(value)
        else:
            raise ValueError(line)
    return work


def draw(work: Work, path: Path) -> Path:
    """The work as a born-digital PDF."""
    canvas = Canvas(str(path), pagesize=SHEET)  # made now: a date would be taken for that of the work
    for page in work.pages:
        for put in page:
            _draw(canvas, put, work.face)
        canvas.showPage()
    canvas.save()
    return path


def _font(face: str, style: str) -> str:
    name = f"{_FACES[face]}{_STYLES[style]}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, f"{_DEJAVU}/{name}.ttf"))
    return name


def _draw(canvas: Canvas, put: Put, face: str) -> None:
    font, base = _font(face, put.style), SHEET[1] - put.top - put.size
    canvas.setFont(font, put.size)
    if put.place == "c":
        canvas.drawCentredString(SHEET[0] / 2, base, put.text)
    elif put.place.startswith("r"):
        canvas.drawRightString(SHEET[0] - int(put.place[1:]), base, put.text)
    elif put.place.startswith("l"):
        canvas.drawString(int(put.place[1:]), base, put.text)
    elif put.place == "t":
        _entry(canvas, put, font, base)
    else:
        for at, line in enumerate(_wrapped(put.text, font, put.size)):
            canvas.drawString(60, base - at * put.size * 1.45, line)


def _entry(canvas: Canvas, put: Put, font: str, base: float) -> None:
    text, number = put.text.split(" | ")
    dot = pdfmetrics.stringWidth(".", font, put.size)
    room = SHEET[0] - 120 - pdfmetrics.stringWidth(f"{text}  {number}", font, put.size)
    canvas.drawString(60, base, f"{text} {'.' * max(3, int(room / dot) - 1)} {number}")


def _wrapped(text: str, font: str, size: int) -> Iterator[str]:
    held: list[str] = []
    for word in text.split():
        if held and pdfmetrics.stringWidth(" ".join([*held, word]), font, size) > SHEET[0] - 120:
            yield " ".join(held)
            held = []
        held.append(word)
    yield " ".join(held)
