"""Tesseract through pytesseract: one recognition a page gives text, boxes and confidences. The only importer of it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pytesseract

from ingest.errors import Crashed, EngineMissing, TimedOut
from ingest.model import Word
from ingest.ocr.engine import OcrResult
from ingest.text.layout import Line
from ingest.text.normalize import clean

VERSION = 2

_PAGE_SEGMENTATION = 1
"""1: automatic with orientation; measured against 3 in docs/decisions."""

_SECONDS = 85
"""A little less than a call's wall clock, so that the engine's own end is told as such."""

_WORD_LEVEL = "5"

_OUTPUTS = "-c tessedit_create_tsv=1 -c tessedit_create_hocr=1"
"""Two accounts of one recognition: TSV has words and boxes, hOCR (as cheap) also which way the lines run."""

_HOCR_LINE = re.compile(r"""<span class='ocr_(?:line|header|caption|textfloat)'[^>]*title="([^"]*)"[^>]*>""")
_TEXT_ANGLE = re.compile(r"\btextangle (90|180|270)\b")
_FEWEST_TURNED = 5
_TURNED_SHARE = 0.75
"""A page lies turned when at least so many words, and so much of all of them, do: a spine or an axis label does not."""


@dataclass(frozen=True, slots=True)
class _Row:
    block: int
    paragraph: int
    line: int
    word: Word


class TesseractEngine:
    """The installed `tesseract` program, one thread (OMP_THREAD_LIMIT=1 is in the environment of every child)."""

    def recognize(self, image_path: Path, languages: str, dpi: int) -> OcrResult:
        """One run of the program, its TSV read into lines; see `Engine.recognize`."""
        try:
            missing = set(languages.split("+")) - set(pytesseract.get_languages())
            if missing:  # the program itself only warns, and reads with what it has
                raise EngineMissing(params={"languages": "+".join(sorted(missing))})
            table, hocr = _run(image_path, languages, dpi)
        except pytesseract.TesseractNotFoundError as error:
            raise EngineMissing(params={"program": "tesseract"}) from error
        except pytesseract.TesseractError as error:
            raise Crashed(params={"signal": f"tesseract {error.status}"}) from error
        except RuntimeError as error:  # pytesseract's word for a timeout
            raise TimedOut(params={"seconds": _SECONDS}) from error
        return OcrResult(tuple(_lines(table)), turn_of(hocr))

    def version(self) -> str:
        """The program's version, e.g. "5.3.0"."""
        try:
            return str(pytesseract.get_tesseract_version())
        except (pytesseract.TesseractNotFoundError, SystemExit) as error:
            raise EngineMissing(params={"program": "tesseract"}) from error


def engine() -> TesseractEngine:
    """The engine as `ingest.ocr.engine` makes it."""
    return TesseractEngine()


def _run(image_path: Path, languages: str, dpi: int) -> tuple[str, str]:
    """The TSV and the hOCR of one run; raises what pytesseract raises."""
    with TemporaryDirectory() as folder:
        base = Path(folder, "page")
        pytesseract.pytesseract.run_tesseract(
            input_filename=str(image_path),
            output_filename_base=str(base),
            extension="tsv",
            lang=languages,
            config=f"{_OUTPUTS} --psm {_PAGE_SEGMENTATION} --dpi {dpi}",
            timeout=_SECONDS,
        )
        table, hocr = (base.with_suffix(suffix).read_text("utf-8", "replace") for suffix in (".tsv", ".hocr"))
        return table, hocr


def turn_of(hocr: str) -> int:
    """The clockwise turn, 0, 90, 180 or 270, that makes a page upright, by the lines of its hOCR; 0 when in doubt.

    hOCR's `textangle` is the turn counter-clockwise in which a line was found.
    """
    pieces = _HOCR_LINE.split(hocr)
    words: Counter[int] = Counter()
    for title, inside in zip(pieces[1::2], pieces[2::2], strict=True):
        angle = _TEXT_ANGLE.search(title)
        words[int(angle.group(1)) if angle else 0] += inside.count("class='ocrx_word'")
    turn, count = words.most_common(1)[0] if words else (0, 0)
    return turn if count >= _FEWEST_TURNED and count >= _TURNED_SHARE * words.total() else 0


def _lines(table: str) -> Iterator[Line]:
    """TSV columns: level page block par line word left top width height conf text."""
    rows = [row for row in map(_row, table.splitlines()) if row is not None]
    paragraphs: dict[tuple[int, int], int] = {}
    for (block, paragraph, _), line in groupby(rows, key=lambda row: (row.block, row.paragraph, row.line)):
        number = paragraphs.setdefault((block, paragraph), len(paragraphs))
        yield Line(tuple(row.word for row in line), number)


def _row(line: str) -> _Row | None:
    cells = line.split("\t", 11)
    if len(cells) != 12 or cells[0] != _WORD_LEVEL:
        return None
    text = " ".join(clean(cells[11]).split())
    if not text:
        return None
    left, top, width, height = (int(cell) for cell in cells[6:10])
    confidence = min(1.0, max(0.0, float(cells[10]) / 100))
    word = Word(text, (left, top, left + width, top + height), confidence)
    return _Row(int(cells[2]), int(cells[3]), int(cells[4]), word)
