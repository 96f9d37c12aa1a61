"""Our own child whose recognition takes as long as told: ``python -I slow_child.py SECONDS LOG``.

Each page that is begun is noted in the file LOG, as "number languages". Nothing is really recognised.
"""

import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ingest import child
from ingest.columns import told
from ingest.model import Word

if TYPE_CHECKING:
    from tests.house import House


def recognise(request: Mapping[str, object]) -> Iterator[dict[str, object]]:
    """One page of one word, late."""
    with Path(sys.argv[2]).open("a", encoding="utf-8") as log:
        log.write(f"{request['number']} {request['languages']}\n")
    time.sleep(float(sys.argv[1]))
    word = Word(f"trang{request['number']}", (10, 10, 90, 30), 0.9)
    yield {
        "number": request["number"],
        "width": 100,
        "height": 140,
        "rotation": 0,
        "text": word.text,
        "confidence": 0.9,
        "words": told([word]),
    }


def slowed(house: "House", seconds: float, log: Path) -> "House":
    """The same house, whose readers take that long for each page and note it in ``log``."""
    command = (sys.executable, "-I", str(Path(__file__).resolve()), str(seconds), str(log))
    log.touch()
    return replace(house, library=replace(house.library, tools=replace(house.library.tools, command=command)))


def begun(log: Path) -> list[int]:
    """The pages begun so far, in their order."""
    return [int(line.split()[0]) for line in log.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    module = ModuleType("slow_recognition")
    module.__dict__["ocr"] = recognise
    sys.modules[module.__name__] = module
    child.VERBS["ocr"] = (module.__name__, "ocr")
    sys.exit(child.main())
