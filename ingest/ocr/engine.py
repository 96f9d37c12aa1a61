"""What an OCR engine is: one call, one result. Child processes only.

Beside ours, any installed package may bring one: it names a module under the entry point group `hoclieu.engines`, and
that module has what ours have, `VERSION` (raised with each change of its results) and `engine()`. docs/reading.md shows
how; tests/contracts/test_engines.py holds what each must do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Protocol, runtime_checkable

from ingest.errors import EngineMissing
from ingest.text.layout import Line


@dataclass(frozen=True, slots=True)
class OcrResult:
    """Lines in reading order, boxes in pixels of the image that was read, word confidences 0..1.

    `turned` (0, 90, 180, 270) is the clockwise turn that makes the image upright, as far as the engine knows; 0 as well
    where it does not.
    """

    lines: tuple[Line, ...]
    turned: int = 0

    @property
    def confidence(self) -> float:
        """The mean confidence over letters, 0 when there are none."""
        weighed = [(len(word.text), word.confidence) for line in self.lines for word in line.words]
        letters = sum(count for count, _ in weighed)
        return sum(count * confidence for count, confidence in weighed) / letters if letters else 0.0


class Engine(Protocol):
    """A program or library that reads page images, one page a process; of an open book on one image one leaf after the
    other.

    It need not guard itself: the child that holds it has limits of memory, time and files, and is killed with all it
    started. What it answers is checked: boxes are cut to the page, texts made clean (NFC, no controls), confidences
    outside 0..1 and endless texts make the page fail (`page.bad_answer`), as an exception does (`page.crashed`).
    """

    def recognize(self, image_path: Path, languages: str, dpi: int) -> OcrResult:
        """Everything printed on the image (a PGM or PNG at `dpi`), asked once. `languages`: model names joined by "+".

        Raises EngineMissing when the program or a language is not installed (the page waits for it), TimedOut, Crashed.
        """
        ...

    def version(self) -> str:
        """The version that reads, part of every recipe: short, without white space. Raises EngineMissing."""
        ...


@runtime_checkable
class CloseReader(Engine, Protocol):
    """What an engine may do beside `Engine`: then a page is read with one model, and again only where that pays.

    The two that read raise as `Engine.recognize` does, but for models: those were asked for with `require`.
    """

    def require(self, languages: str) -> None:
        """Nothing where every model of `languages` is installed. Raises EngineMissing that names those that are not."""
        ...

    def recognize_upright(self, image_path: Path, languages: str, dpi: int) -> OcrResult:
        """As `Engine.recognize`, of a page that is known to lie upright: cheaper where finding the turn costs."""
        ...

    def recognize_blocks(self, image_paths: Sequence[Path], languages: str, dpi: int) -> tuple[OcrResult, ...]:
        """One result for each image, all asked at once; each shows one upright block of lines below each other."""
        ...

    def calibrated(self, confidence: float) -> float:
        """The share of words that are right among those the engine gives this confidence, 0..1; it never falls."""
        ...


ENGINES: dict[str, str] = {"tesseract": "ingest.ocr.tesseract"}
"""Our engines: name to the module whose `engine()` makes it; imported only when it is used."""

GROUP = "hoclieu.engines"
"""The entry points under which other packages name theirs; none of them can take the name of one of ours."""


def engine_module(name: str) -> ModuleType:
    """The module of the engine called `name`. Raises EngineMissing when nobody brings it, or it cannot be imported."""
    if name in ENGINES:
        return import_module(ENGINES[name])
    from importlib.metadata import entry_points  # 10 ms that ours do without

    offered = sorted(entry_points(group=GROUP, name=name), key=lambda one: one.value)
    if not offered:
        raise EngineMissing(params={"program": name})
    try:
        return import_module(offered[0].module)
    except ImportError as error:
        raise EngineMissing(params={"program": name}) from error


def engine_named(name: str) -> Engine:
    """The engine called `name`. Raises as `engine_module`."""
    made: Engine = engine_module(name).engine()
    return made
