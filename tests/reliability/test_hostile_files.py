"""Files made to do harm end with a reason, and those behind them are read as if nothing had been."""

from __future__ import annotations

import io
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from sqlalchemy import func, select

from repo_app.models import File
from repo_app.services import files, records
from repo_app.services.deposit import deposit
from tests.documents import prose, text_pdf
from tests.house import House, opened, title
from tests.reliability.makers import cut_off_pdf, endless_pdf, hurried, image_bomb, nested_pdf, slow_pdf

BAD: Mapping[str, bytes] = {
    "dut.pdf": cut_off_pdf(),
    "vo-tan.pdf": endless_pdf(),
    "long-nhau.pdf": nested_pdf(),
    "bom.png": image_bomb(),
    "cham.pdf": slow_pdf(9),
}
CODES = {
    "dut.pdf": "file.damaged",
    "vo-tan.pdf": "file.too_many_pages",
    "long-nhau.pdf": "page.damaged",
    "bom.png": "file.too_many_pixels",
    "cham.pdf": "page.timed_out",
}
GOOD = [text_pdf([prose(number), prose(number + 1)]) for number in range(10)]


def worked(house: House) -> tuple[Sequence[str], float]:
    """Deposit the good files, work, and give their records and the seconds until the last of them was read."""
    good = [house.deposit(data, f"{number}.pdf") for number, data in enumerate(GOOD)]
    begun = time.time()
    house.work()
    with house.library.db.reading() as session:
        last = session.scalar(select(func.max(File.last_progress_at)).where(File.state == "ready"))
    assert last is not None
    return good, last.timestamp() - begun


@pytest.mark.slow
def test_hostile_files_block_no_good_ones(tmp_path: Path) -> None:
    """What else the machine does is in one measurement only: a file that blocks others does so each time."""
    seconds: list[tuple[float, float]] = []
    for attempt in ("once", "again"):
        with opened(tmp_path / f"quiet {attempt}") as quiet:
            _, alone = worked(hurried(quiet))
        with opened(tmp_path / attempt) as house:
            seconds.append((beside_hostile_files(house), alone))
        if seconds[-1][0] <= 2 * alone + 2:
            return
    raise AssertionError(f"seconds beside hostile files, and alone: {seconds}")


def beside_hostile_files(house: House) -> float:
    """Seconds until the good files are read behind the bad ones, each of which ends as it should."""
    bad = {name: deposit(house.library, house.depositor, io.BytesIO(data), name).record for name, data in BAD.items()}
    good, beside = worked(hurried(house))
    for record in good:
        assert records.view(house.library, house.depositor, record).files[0].state == "ready"
    for name, record in bad.items():
        file = records.view(house.library, house.depositor, record).files[0]
        assert file.message is not None, f"{name} is {file.state}"
        assert (file.state, file.message.code) == ("failed", CODES[name])
        with files.download(house.library, house.depositor, record, name).open(0, None) as source:
            assert source.read() == BAD[name]
        assert house.described(record, title=title(f"Vẫn sửa được {name}")).title == f"Vẫn sửa được {name}"
    return beside
