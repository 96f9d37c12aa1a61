"""Our own child with OCR engines that misbehave: `python -I naughty.py`; the engine's name says how."""

import errno
import os
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ingest import child, verbs
from ingest.model import Word
from ingest.ocr import verbs as ocr_verbs
from ingest.ocr.engine import ENGINES, OcrResult
from ingest.ocr.verbs import OcrRequest
from ingest.text import verbs as text_verbs
from ingest.text.layout import Line
from ingest.text.verbs import PagesRequest
from ingest.verbs import FileRequest


class Naughty:
    """An engine that behaves as its name says."""

    def __init__(self, name: str) -> None:
        self._name = name

    def version(self) -> str:
        return "0"

    def recognize(self, image_path: Path, languages: str, dpi: int) -> OcrResult:
        return getattr(self, f"_{self._name}")()

    def _hangs(self) -> OcrResult:
        subprocess.Popen(["sleep", "600"], stdin=subprocess.DEVNULL)
        time.sleep(600)
        return OcrResult(())

    def _spins(self) -> OcrResult:
        while True:
            pass

    def _crashes(self) -> OcrResult:
        os.kill(os.getpid(), signal.SIGABRT)
        return OcrResult(())

    def _eats(self) -> OcrResult:
        return OcrResult((Line((Word("x" * (1 << 40), (0, 0, 1, 1), 1.0),)),))

    def _babbles(self) -> OcrResult:
        return OcrResult((Line((Word("x" * 10_000_000, (0, 0, 1, 1), 1.0),)),))

    def _lies(self) -> OcrResult:
        return OcrResult((Line((Word("chữ", (-50, 9_000, 90_000, 2), 7.5),)),))

    def _strays(self) -> OcrResult:
        return OcrResult((Line((Word("ngoài", (-50, 9_000, 90_000, 2), 0.5),)),))

    def _doubts(self) -> OcrResult:
        return OcrResult((Line((Word("ngờ", (1, 2, 3, 4), float("nan")),)),))

    def _scatters(self) -> OcrResult:
        decomposed = unicodedata.normalize("NFD", "Tiếng Việt") + "\x00\ud800"
        return OcrResult((Line((Word(decomposed, (1, 2, 3, 4), 0.5), Word(" ", (5, 2, 6, 4), 0.5))),))

    def _mistypes(self) -> OcrResult:
        return OcrResult((Line((Word("chữ", ("1", 2, 3, 4), "0.5"),)),))  # type: ignore[arg-type]

    def _raises(self) -> OcrResult:
        raise ZeroDivisionError("a bug")

    def _writes(self) -> OcrResult:
        with Path("big").open("wb") as stream:
            for _ in range(2_000):
                stream.write(b"x" * (1 << 20))
        return OcrResult(())

    def _reads(self) -> OcrResult:
        return OcrResult((Line((Word("đọc", (10, 20, 30, 40), 0.5), Word("được", (40, 20, 60, 40), 0.9))),))


for name in ("hangs", "spins", "crashes", "eats", "babbles", "lies", "raises", "writes", "reads",
             "strays", "doubts", "scatters", "mistypes"):  # fmt: skip
    module = ModuleType(f"naughty_{name}")
    module.__dict__.update(engine=lambda name=name: Naughty(name), VERSION=1)
    sys.modules[module.__name__] = module
    ENGINES[name] = module.__name__


def slow_text(request: PagesRequest) -> Iterator[dict[str, object]]:
    """Text layers that take a second each."""
    for number in request["numbers"]:
        time.sleep(1)
        yield from text_verbs.text({**request, "numbers": [number]})


def slow_third_text(request: PagesRequest) -> Iterator[dict[str, object]]:
    """Text layers of which the third never comes."""
    for number in request["numbers"]:
        time.sleep(600 if number == 3 else 0)
        yield from text_verbs.text({**request, "numbers": [number]})


def other_page(request: OcrRequest) -> Iterator[dict[str, object]]:
    """Another page than was asked for."""
    for value in ocr_verbs.ocr(request):
        yield {**value, "number": request["number"] + 1}


def full_disk(request: Mapping[str, object]) -> Iterator[dict[str, object]]:
    """A disk without room, met in the middle of a page."""
    yield from ()
    raise OSError(errno.ENOSPC, "no room")


def counts_only(request: FileRequest) -> Iterator[dict[str, object]]:
    """The pages of a file that cannot say what it is called in any time."""
    yield from verbs.count(request)
    time.sleep(600)


def counts_and_end(request: FileRequest) -> Iterator[dict[str, object]]:
    """The pages of a file that kills who asks it for its name."""
    yield from verbs.count(request)
    os.abort()


def counts_and_waits(request: FileRequest) -> Iterator[dict[str, object]]:
    """What a file says of itself, but not before its caller has its pages, who then puts another file beside it."""
    told = verbs.inspect(request)
    yield next(told)
    until = time.monotonic() + 30
    while not Path(request["path"]).with_suffix(".read").exists():
        if time.monotonic() > until:
            os.abort()
        time.sleep(0.02)
    yield from told


def half_completed(request: Mapping[str, str]) -> Iterator[int]:
    """A drawing to which half a revision was written."""
    yield from ()
    with Path(request["drawing"]).open("ab") as drawing:
        drawing.write(b"1 0 obj\n<< /Type /Cat")
    os.abort()


VERBS_OF_OURS: Mapping[str, tuple[str, object]] = {
    "slow": ("text", slow_text),
    "third": ("text", slow_third_text),
    "full": ("ocr", full_disk),
    "other": ("ocr", other_page),
    "faints_late": ("office_complete", half_completed),
    "ponders": ("inspect", counts_only),
    "faints": ("inspect", counts_and_end),
    "waits": ("inspect", counts_and_waits),
}
for name in sys.argv[1:]:
    verb, function = VERBS_OF_OURS[name]
    module = ModuleType(f"naughty_verb_{name}")
    module.__dict__.update({verb: function})
    sys.modules[module.__name__] = module
    child.VERBS[verb] = (module.__name__, verb)

if __name__ == "__main__":
    sys.exit(child.main())
