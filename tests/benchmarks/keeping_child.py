"""Our child with Tesseract as it is, that also keeps each image it recognises: `python -I keeping_child.py FOLDER`.

Each is laid down as NUMBER-DPI.pgm, so that recognition alone can be timed on the very images.
"""

import runpy
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(sys.argv[1])
sys.path.insert(0, str(ROOT))

from ingest.ocr import tesseract  # noqa: E402
from ingest.ocr.engine import OcrResult  # noqa: E402

Recognize = Callable[[tesseract.TesseractEngine, Path, str, int], OcrResult]


def keeping(recognize: Recognize) -> Recognize:
    def kept(self: tesseract.TesseractEngine, image_path: Path, languages: str, dpi: int) -> OcrResult:
        shutil.copyfile(image_path, FOLDER / f"{len(list(FOLDER.iterdir())):04d}-{dpi}.pgm")
        return recognize(self, image_path, languages, dpi)

    return kept


for name in ("recognize", "recognize_upright"):  # of whole pages
    if hasattr(tesseract.TesseractEngine, name):
        setattr(tesseract.TesseractEngine, name, keeping(getattr(tesseract.TesseractEngine, name)))
runpy.run_module("ingest.child", run_name="__main__")
