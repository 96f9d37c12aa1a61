"""Heads and page numbers stand quietly in text mode; a word that a line's end cuts is marked in both its halves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_app.web.flow import paragraphs
from repo_app.web.marks import marks, parts, spans
from tests.house import House, title
from tests.ingest.sheets import Put, paged, sheets
from tests.web.browser import Browser

pytestmark = pytest.mark.usefixtures("remembered")

TEXT = "Sổ tay vườn rau\nMuốn ủ phân xanh, ta băm nhỏ cỏ\nrồi trộn với tro bếp.\n\nTrang 7"


@dataclass(frozen=True)
class Placed:
    """A word somewhere on a page."""

    text: str
    box: tuple[float, float, float, float]


def test_lines_of_the_pages_edge_are_paragraphs_of_their_own() -> None:
    found = paragraphs(TEXT, spans(TEXT, "vườn"), [(0, 15), (len(TEXT) - 7, len(TEXT))])
    assert [("".join(part.text for part in held.parts), held.edge) for held in found] == [
        ("Sổ tay vườn rau", True),
        ("Muốn ủ phân xanh, ta băm nhỏ cỏ\nrồi trộn với tro bếp.", False),
        ("Trang 7", True),
    ]
    assert [part.text for part in found[0].parts if part.marked] == ["vườn"]


def test_a_line_that_is_only_partly_of_the_edge_stays_in_the_text() -> None:
    assert [held.edge for held in paragraphs("Toán 7 trang 45\nlúa", (), [(7, 15)])] == [False]


@given(st.text("ab đê\n 1", max_size=80), st.data())
def test_no_letter_is_lost(text: str, data: st.DataObject) -> None:
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    edges = list(zip(ends[::2], ends[1::2], strict=False))
    shown = "".join(part.text for held in paragraphs(text, (), edges) for part in held.parts)
    assert "".join(shown.split()) == "".join(text.split())


@pytest.mark.parametrize("hyphen", ["-", "\u00ad", "\u2010"])
def test_both_halves_of_a_cut_word_are_marked(hyphen: str) -> None:
    text = f"much infor{hyphen}\nmation here"
    runs = parts(text, spans(text, "information"))
    assert [run.text for run in runs if run.marked] == ["infor", "mation"]
    page = [
        Placed("infor" + hyphen, (50, 10, 90, 20)),
        Placed("mation", (5, 30, 40, 40)),
        Placed("x-", (50, 30, 60, 40)),
    ]
    assert len(marks(page, "information")) == 2
    assert len(marks(page, "infor")) == 1
    assert len(marks([page[2], page[0]], "xinfor")) == 0  # beside one another, so nothing is cut


def test_text_mode_shows_the_edge_quietly(house: House, visitor: Browser, tmp_path: Path) -> None:
    pages = [[Put(60, 50, "Sổ tay vườn rau"), *text, Put(280, 800, f"Trang {n}")] for n, text in paged(4)]
    record = house.published(sheets(tmp_path / "book.pdf", pages).read_bytes(), title=title("Trồng rau"))
    shown = visitor.text(f"/records/{record}/text?page=2&q=rau")
    assert '<p class="words__edge">Sổ tay vườn <mark id="mark">rau</mark></p>' in shown
    assert '<p class="words__edge">Trang 2</p>' in shown
    assert shown.count("words__edge") == 2
