"""Sheets as LibreOffice Calc draws them: a cell that is cut off ends where the next one begins."""

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.readers.pdf import PdfFile
from ingest.text.layer import Layer

SIGNS = ["km", "m²", "25 °C", "a \N{SOFT HYPHEN}b", "«xã»"]


def layer(path: Path, creator: str, sign: str) -> Layer:
    canvas = Canvas(str(path))
    canvas.setCreator(creator)
    for at in range(3):
        canvas.drawString(80, 700 - 40 * at, "356.838.05")
        canvas.drawString(80 + canvas.stringWidth("356.838.05", "Helvetica", 12) - 3, 700 - 40 * at, "49,28")
    canvas.drawString(80, 500, sign)
    canvas.save()
    (found,) = PdfFile(path, 200, 50_000_000).layers([1])
    return found


@pytest.mark.parametrize("sign", SIGNS)
def test_cells_that_meet_are_parted_whatever_else_the_page_has(tmp_path: Path, sign: str) -> None:
    found = layer(tmp_path / "a.pdf", "Calc", sign)
    words = [word for line in found.lines for word in line.words]
    assert [word.text for word in words[:6]] == ["356.838.05", "49,28"] * 3
    assert all(word.box[2] > word.box[0] for word in words[:6])
    assert words[0].box[0] < words[1].box[0]
    assert found.raw_text.split()[:6] == ["356.838.05", "49,28"] * 3
    assert len(found.fonts) == len(words)


def test_what_other_programs_drew_stays_as_it_was(tmp_path: Path) -> None:
    assert layer(tmp_path / "a.pdf", "Another", "m²").raw_text.split()[0] == "356.838.0549,28"
