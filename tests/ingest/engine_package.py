"""A little OCR engine as another organization would bring it: a package of its own, found by its entry point.

It reads what is drawn as black bars: each is one word "vạch", its confidence the share of ink in its box.
"""

from pathlib import Path

MODULE = '''
"""Reads black bars."""

from PIL import Image

from ingest.errors import EngineMissing
from ingest.model import Word
from ingest.ocr.engine import OcrResult
from ingest.text.layout import Line

VERSION = 1


class Bars:
    def recognize(self, image_path, languages, dpi):
        missing = set(languages.split("+")) - {"vie", "eng"}
        if missing:
            raise EngineMissing(params={"languages": "+".join(sorted(missing))})
        with Image.open(image_path) as image:
            dark = image.convert("L").point(lambda level: 255 if level < 128 else 0)
        rows = [any(dark.crop((0, y, dark.width, y + 1)).tobytes()) for y in range(dark.height)]
        lines, top = [], None
        for y, inked in enumerate([*rows, False]):
            if inked and top is None:
                top = y
            elif not inked and top is not None:
                left, _, right, _ = dark.crop((0, top, dark.width, y)).getbbox()
                ink = dark.crop((left, top, right, y)).histogram()[255] / ((right - left) * (y - top))
                lines.append(Line((Word("vạch", (left, top, right, y), ink),), len(lines)))
                top = None
        return OcrResult(tuple(lines))

    def version(self):
        return "2.1"


def engine():
    return Bars()
'''
METADATA = "Metadata-Version: 2.1\nName: bars\nVersion: 2.1\n"
ENTRY_POINTS = "[hoclieu.engines]\nbars = bars_engine\nhalf = no_such_module\ntesseract = bars_engine\n"

CHILD = """import runpy, sys
sys.path.insert(0, {site!r})
runpy.run_path({child!r}, run_name="__main__")
"""


def install(folder: Path) -> Path:
    """The package, installed as pip does it into `folder`, and a program that starts our child with it."""
    site = folder / "site"
    told = site / "bars-2.1.dist-info"
    told.mkdir(parents=True)
    (site / "bars_engine.py").write_text(MODULE, "utf-8")
    (told / "METADATA").write_text(METADATA, "utf-8")
    (told / "entry_points.txt").write_text(ENTRY_POINTS, "utf-8")
    child = Path(__file__).parents[2] / "ingest" / "child.py"
    program = folder / "child_with_bars.py"
    program.write_text(CHILD.format(site=str(site), child=str(child)), "utf-8")
    return program
