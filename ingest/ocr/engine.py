"""What an OCR engine is: one call, one result. Child processes only."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Protocol

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
    """A program or library that reads page images."""

    def recognize(self, image_path: Path, languages: str, dpi: int) -> OcrResult:
        """Everything printed on the image (a PGM or PNG at `dpi`), asked once. `languages`: model names joined by "+".

        Raises EngineMissing when the program or a language is not installed, TimedOut, Crashed.
        """
        ...

    def version(self) -> str:
        """The version that reads, part of every recipe. Raises EngineMissing."""
        ...


ENGINES: dict[str, str] = {"tesseract": "ingest.ocr.tesseract"}
"""Engine name to the module whose `engine()` makes it; imported only when it is used."""


def engine_module(name: str) -> ModuleType:
    """The module of the engine called `name`, with its VERSION; KeyError for a name that is not in ENGINES."""
    return import_module(ENGINES[name])


def engine_named(name: str) -> Engine:
    """The engine called `name` in ENGINES; KeyError for a name that is not there."""
    made: Engine = engine_module(name).engine()
    return made
