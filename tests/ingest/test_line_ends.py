"""Words that a line's end cuts in two: the page keeps what is printed, each half with its own box."""

from pathlib import Path

import pytest

from ingest.answers import read_layer
from ingest.readers.pdf import PdfFile
from ingest.text.verbs import _layer_value
from tests.ingest.makers import text_pdf


@pytest.mark.parametrize("mark", ["-", "\u2010", "\u00ad"])
def test_a_word_cut_at_a_lines_end_is_two_words_on_two_lines(tmp_path: Path, mark: str) -> None:
    lines = ("Heading", f"This lesson gives much infor{mark}", "mation about rice, and then ki-lô-", "mét vuông.")
    path = text_pdf(tmp_path / "cut.pdf", [lines])
    page = read_layer(_layer_value(next(PdfFile(path, 200, 50_000_000).layers([1]))), 1).page
    printed = page.text.replace("\u2010", "-").replace("\u00ad", "-")
    assert "infor-\nmation about" in printed
    assert "ki-lô-\nmét vuông." in printed
    boxes = {word.text.strip("-\u2010\u00ad"): word.box for word in page.words}
    assert boxes["infor"][3] < boxes["mation"][1] < boxes["mation"][3]  # one below the other
    assert boxes["infor"][3] - boxes["infor"][1] < 60
