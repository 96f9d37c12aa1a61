"""Tesseract through pytesseract: one recognition a page gives text, boxes and confidences. The only importer of it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pytesseract
from PIL import Image, ImageFilter

from ingest.errors import Crashed, EngineMissing, TimedOut
from ingest.model import Word
from ingest.ocr.calibration import calibrated
from ingest.ocr.engine import OcrResult
from ingest.text.layout import Line
from ingest.text.normalize import clean

VERSION = 3

_WITH_ORIENTATION, _AS_IT_LIES, _ONE_BLOCK = 1, 3, 6
"""Page segmentation modes of the program: they find the same lines; docs/decisions has what they cost."""

_OTSU, _SAUVOLA = 0, 2
"""The program's thresholds for finding lines (letters are read from the gray image in any case). Where the back shines
through or strokes are broken, Otsu's, one for the page, loses and mixes up lines; Sauvola's, a local one, loses white
print on dark areas."""

_AREA = 8
_DARK = 0.55
"""Gray below this share of the paper's is dark; an area is what is dark for 5 times 8 pixels each way, 3 mm."""

_SECONDS = 85
"""A little less than a call's wall clock, so that the engine's own end is told as such."""

_WORD_LEVEL = "5"

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
        self.require(languages)
        table, hocr = _run(image_path, languages, dpi, _WITH_ORIENTATION, ("tsv", "hocr"), _threshold(image_path))
        return OcrResult(tuple(_lines(_rows(table, 1))), turn_of(hocr))

    def recognize_upright(self, image_path: Path, languages: str, dpi: int) -> OcrResult:
        """One run without looking for the turn, a tenth cheaper; see `CloseReader`."""
        (table,) = _run(image_path, languages, dpi, _AS_IT_LIES, ("tsv",), _threshold(image_path))
        return OcrResult(tuple(_lines(_rows(table, 1))))

    def recognize_blocks(self, image_paths: Sequence[Path], languages: str, dpi: int) -> tuple[OcrResult, ...]:
        """One run for all images, so that the model is loaded once; see `CloseReader`."""
        names = Path("blocks.txt").absolute()
        names.write_text("".join(f"{path.absolute()}\n" for path in image_paths), encoding="utf-8")
        (table,) = _run(names, languages, dpi, _ONE_BLOCK, ("tsv",), min(map(_threshold, image_paths)))
        return tuple(OcrResult(tuple(_lines(_rows(table, page)))) for page in range(1, len(image_paths) + 1))

    def require(self, languages: str) -> None:
        """See `CloseReader`; the program itself only warns, and reads with what it has."""
        missing = set(languages.split("+")) - _installed()
        if missing:
            raise EngineMissing(params={"languages": "+".join(sorted(missing))})

    def calibrated(self, confidence: float) -> float:
        """See `ingest.ocr.calibration`."""
        return calibrated(confidence)

    def version(self) -> str:
        """The program's version, e.g. "5.3.0"."""
        try:
            return str(pytesseract.get_tesseract_version())
        except (pytesseract.TesseractNotFoundError, SystemExit) as error:
            raise EngineMissing(params={"program": "tesseract"}) from error


def engine() -> TesseractEngine:
    """The engine as `ingest.ocr.engine` makes it."""
    return TesseractEngine()


@lru_cache(maxsize=1)
def _installed() -> frozenset[str]:
    """The models the program has; asked once, for a process reads one page."""
    try:
        return frozenset(pytesseract.get_languages())
    except pytesseract.TesseractNotFoundError as error:
        raise EngineMissing(params={"program": "tesseract"}) from error


def _threshold(image_path: Path) -> int:
    """The threshold that suits an image: `_OTSU` where it has dark areas, which may have white print."""
    with Image.open(image_path) as image:
        cells = image.convert("L").reduce(_AREA)
    light = cells.histogram()
    paper = next(level for level in range(255, -1, -1) if sum(light[level:]) > 0.3 * sum(light))
    solid = cells.filter(ImageFilter.MaxFilter(5)).histogram()
    return _OTSU if sum(solid[: round(_DARK * paper)]) else _SAUVOLA


def _run(
    image_path: Path, languages: str, dpi: int, segmentation: int, outputs: Sequence[str], threshold: int
) -> tuple[str, ...]:
    """What one run writes of each of `outputs`; raises our errors."""
    wanted = " ".join(f"-c tessedit_create_{output}=1" for output in outputs)
    try:
        with TemporaryDirectory() as folder:
            base = Path(folder, "page")
            pytesseract.pytesseract.run_tesseract(
                input_filename=str(image_path),
                output_filename_base=str(base),
                extension=outputs[0],
                lang=languages,
                config=f"{wanted} -c thresholding_method={threshold} --psm {segmentation} --dpi {dpi}",
                timeout=_SECONDS,
            )
            return tuple(base.with_suffix(f".{output}").read_text("utf-8", "replace") for output in outputs)
    except pytesseract.TesseractNotFoundError as error:
        raise EngineMissing(params={"program": "tesseract"}) from error
    except pytesseract.TesseractError as error:
        raise Crashed(params={"signal": f"tesseract {error.status}"}) from error
    except RuntimeError as error:  # pytesseract's word for a timeout
        raise TimedOut(params={"seconds": _SECONDS}) from error


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


def _lines(rows: Iterable[_Row]) -> Iterator[Line]:
    paragraphs: dict[tuple[int, int], int] = {}
    for (block, paragraph, _), line in groupby(rows, key=lambda row: (row.block, row.paragraph, row.line)):
        number = paragraphs.setdefault((block, paragraph), len(paragraphs))
        yield Line(tuple(row.word for row in line), number)


def _rows(table: str, page: int) -> Iterator[_Row]:
    """TSV columns: level page block par line word left top width height conf text."""
    for line in table.splitlines():
        cells = line.split("\t", 11)
        if len(cells) != 12 or cells[0] != _WORD_LEVEL or cells[1] != str(page):
            continue
        text = " ".join(clean(cells[11]).split())
        if text:
            left, top, width, height = (int(cell) for cell in cells[6:10])
            confidence = min(1.0, max(0.0, float(cells[10]) / 100))
            word = Word(text, (left, top, left + width, top + height), confidence)
            yield _Row(int(cells[2]), int(cells[3]), int(cells[4]), word)
