"""A writer killed with -9 at any moment of a commit or a rebuild leaves a whole index: the old state or the new."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from search.base import Query
from search.whoosh_index import WhooshIndex
from tests.search.makers import make_entry

RECORDS = 80

WRITER = """
import sys
from pathlib import Path
from search.whoosh_index import WhooshIndex
from tests.search.makers import make_entry

index, verb, number, records = WhooshIndex(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
while True:
    number += 1
    entries = [make_entry(f"r{i}", f"giáo dục công dân số {number} " * 60, stamp=str(number)) for i in range(records)]
    print("begin", number, flush=True)
    getattr(index, verb)(entries)
    print("done", number, flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["put", "rebuild"])
def test_killed_while_writing(tmp_path: Path, verb: str) -> None:
    chance = random.Random(verb)
    folder = tmp_path / "index"
    reader = WhooshIndex(folder)
    reader.rebuild([make_entry(f"r{number}", "giáo dục công dân", stamp="0") for number in range(RECORDS)])
    number = 0
    for _ in range(7):
        acknowledged = write_and_kill(folder, verb, number, chance.uniform(0.0, 0.3))
        stamps = dict(reader.stamps())
        assert len(stamps) == RECORDS
        assert len(set(stamps.values())) == 1, "half of one state and half of another"
        number = int(stamps["r0"])
        assert number >= acknowledged
        assert reader.search(Query("giao duc")).total == RECORDS
        assert WhooshIndex(folder).search(Query("công dân")).total == RECORDS
    reader.put([make_entry("after", "sau cùng")])
    assert reader.search(Query("sau cung")).total == 1
    reader.rebuild([])
    assert len(list(folder.glob("gen-*"))) == 1


def write_and_kill(folder: Path, verb: str, number: int, moment: float) -> int:
    """Let a child write until its second write has been under way for `moment` seconds; the last number it finished."""
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), verb, str(number), str(RECORDS)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    said = [child.stdout.readline() for _ in range(3)]
    time.sleep(moment)
    child.kill()
    rest, _ = child.communicate()
    finished = [line.split()[1] for line in [*said, *rest.splitlines()] if line.startswith("done")]
    assert finished
    return int(finished[-1])
