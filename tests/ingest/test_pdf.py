"""PDFs: text layers with word boxes, damage, locks, nonsense sizes; no engine is needed here (its name would raise)."""

from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PageObject, PdfWriter
from pypdf.generic import FloatObject, NameObject, RectangleObject
from reportlab.pdfgen.canvas import Canvas

from ingest import Box, Damaged, Locked, Options, Page, TooLarge, Tools, inspect, read_pages
from tests.ingest.makers import ENGLISH, LESSON, rewritten, text_pdf

NO_OCR = Options(engine="reads")


def test_text_words_and_boxes_of_a_born_digital_page(tmp_path: Path, tools: Tools) -> None:
    path = text_pdf(tmp_path / "a.pdf", [LESSON, ENGLISH])
    first, second = read_pages(path, [1, 2], NO_OCR, tools)
    assert (first.number, first.origin, first.confidence, first.warnings) == (1, "text-layer", 1.0, ())
    assert first.text.split("\n") == list(LESSON)
    assert (first.width, first.height) == (2479, 3508)
    word = first.words[0]
    x0, y0, _, y1 = word.box
    assert word.text == "Bài"
    # Drawn at 60 points from the left with its baseline 760 from the bottom, at 300 dots per inch.
    assert x0 == pytest.approx(60 * 300 / 72, abs=12)
    assert y1 == pytest.approx((842 - 760) * 300 / 72, abs=6)
    assert 60 < y1 - y0 < 110
    assert second.text.startswith(ENGLISH[0])
    assert " ".join(word.text for word in second.words) == " ".join(second.text.split())


def drawn(path: Path, *texts: tuple[float, float, float, str]) -> Path:
    """A page of `texts`: points from the left and the bottom, size, letters."""
    canvas = Canvas(str(path), pagesize=(595, 842))
    for x, y, size, text in texts:
        canvas.setFont("Helvetica", size)
        canvas.drawString(x, y, text)
    canvas.save()
    return path


def test_every_word_of_a_very_full_page_has_its_box(tmp_path: Path, tools: Tools) -> None:
    rows = [(30.0, 820.0 - 6 * row, 5.0, " ".join(f"r{row}c{column}" for column in range(10))) for row in range(130)]
    (page,) = read_pages(drawn(tmp_path / "a.pdf", *rows), [1], NO_OCR, tools)
    assert [word.text for word in page.words] == [text for *_, row in rows for text in row.split()]
    for at, word in enumerate(page.words):
        assert word.box[3] == pytest.approx((842 - 820 + 6 * (at // 10)) * 300 / 72, abs=2)
        assert at % 10 == 0 or word.box[0] > page.words[at - 1].box[2]


@pytest.mark.parametrize("words", [1, 600])
def test_a_word_in_two_sizes_has_one_box_around_both(tmp_path: Path, tools: Tools, words: int) -> None:
    """Pdfium has two rectangles for it; words before it have theirs all the same."""
    before = [(30.0, 820.0 - 6 * row, 5.0, "ab " * 30) for row in range(words // 30)]
    path = drawn(tmp_path / "a.pdf", *before, (60, 300, 40, "T"), (85, 300, 12, "rong and more"))
    (page,) = read_pages(path, [1], NO_OCR, tools)
    assert box_of(page, "Trong") == (
        pytest.approx(60 * 300 / 72, abs=6),
        pytest.approx((842 - 300 - 29) * 300 / 72, abs=6),
        pytest.approx(109 * 300 / 72, abs=6),
        pytest.approx((842 - 297) * 300 / 72, abs=6),
    )
    assert all(word.box[3] - word.box[1] < 25 for word in page.words if word.text == "ab")


def test_pages_come_in_the_order_asked(tmp_path: Path, tools: Tools) -> None:
    path = text_pdf(tmp_path / "a.pdf", [[f"Trang số {number} của một tài liệu dài"] for number in range(1, 131)])
    asked = [130, 7, *range(1, 100)]
    pages = list(read_pages(path, asked, NO_OCR, tools))
    assert [page.number for page in pages] == asked
    assert all(f"số {page.number} của" in page.text for page in pages)


def box_of(page: Page, text: str) -> Box:
    (found,) = [word.box for word in page.words if word.text == text]
    return found


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_boxes_of_a_turned_page_are_those_of_the_upright_one(tmp_path: Path, tools: Tools, turn: int) -> None:
    plain = text_pdf(tmp_path / "a.pdf", [LESSON])
    turned = rewritten(plain, tmp_path / "b.pdf", lambda writer: writer.pages[0].rotate(turn))
    (upright,) = read_pages(plain, [1], NO_OCR, tools)
    (page,) = read_pages(turned, [1], NO_OCR, tools)
    width, height = upright.width, upright.height
    assert page.rotation == turn
    assert (page.width, page.height) == ((height, width) if turn != 180 else (width, height))
    x0, y0, x1, y1 = box_of(upright, "Bài")
    expected = {
        90: (height - y1, x0, height - y0, x1),
        180: (width - x1, height - y1, width - x0, height - y0),
        270: (y0, width - x1, y1, width - x0),
    }[turn]
    assert box_of(page, "Bài") == pytest.approx(expected, abs=2)


def test_a_crop_box_moves_the_boxes(tmp_path: Path, tools: Tools) -> None:
    def crop(writer: PdfWriter) -> None:
        writer.pages[0].cropbox = RectangleObject((50, 400, 550, 842))

    plain = text_pdf(tmp_path / "a.pdf", [LESSON])
    (page,) = read_pages(rewritten(plain, tmp_path / "b.pdf", crop), [1], NO_OCR, tools)
    assert (page.width, page.height) == (2083, 1842)
    assert page.words[0].box[0] == pytest.approx(10 * 300 / 72, abs=12)


def test_a_blank_page_stays_blank_and_is_shown_to_no_engine(tmp_path: Path, tools: Tools) -> None:
    path = text_pdf(tmp_path / "a.pdf", [LESSON, []])
    pages = list(read_pages(path, [1, 2], replace(NO_OCR, engine="no such engine"), tools))
    assert [(page.origin, page.text, page.warnings) for page in pages][1] == ("none", "", ())


def test_protected_with_the_empty_password_is_read(tmp_path: Path, tools: Tools) -> None:
    plain = text_pdf(tmp_path / "a.pdf", [LESSON], {"Title": "Bài một: cây lúa nước"})
    path = rewritten(
        plain,
        tmp_path / "b.pdf",
        lambda w: w.encrypt("", owner_password="owner", algorithm="AES-256"),  # noqa: S106
    )
    found = inspect(path, "b.pdf", Options(), tools)
    assert (found.encrypted, found.pages, found.warnings) == (True, 1, ())
    assert found.suggestions[0].value == "Bài một: cây lúa nước"
    assert next(read_pages(path, [1], NO_OCR, tools)).text.startswith(LESSON[0])


def test_a_password_locks(tmp_path: Path, tools: Tools) -> None:
    plain = text_pdf(tmp_path / "a.pdf", [LESSON])
    path = rewritten(plain, tmp_path / "b.pdf", lambda writer: writer.encrypt("secret", algorithm="AES-128"))
    with pytest.raises(Locked):
        inspect(path, "b.pdf", Options(), tools)
    with pytest.raises(Locked):
        list(read_pages(path, [1], NO_OCR, tools))


def test_what_is_cut_off_is_damaged(tmp_path: Path, tools: Tools) -> None:
    whole = text_pdf(tmp_path / "a.pdf", [LESSON]).read_bytes()
    path = tmp_path / "b.pdf"
    path.write_bytes(whole[:200])
    with pytest.raises(Damaged) as caught:
        inspect(path, "b.pdf", Options(), tools)
    assert (caught.value.code, caught.value.retryable) == ("file.damaged", False)


def test_more_pages_than_agreed_are_refused_with_both_numbers(tmp_path: Path, tools: Tools) -> None:
    path = text_pdf(tmp_path / "a.pdf", [["một"], ["hai"], ["ba"]])
    with pytest.raises(TooLarge) as caught:
        inspect(path, "a.pdf", Options(max_pages=2), tools)
    assert (caught.value.code, caught.value.params) == ("file.too_many_pages", {"found": 3, "limit": 2})


@pytest.mark.parametrize(
    "box", [(0, 0, 1e7, 1e7), (0, 0, 0, 0), (0, 0, -500, -500), (0, 0, 1e38, 5), (0, 0, 0.01, 9e6)]
)
def test_nonsense_sizes_stay_within_the_raster_limit(tmp_path: Path, tools: Tools, box: tuple[float, ...]) -> None:
    def resize(writer: PdfWriter) -> None:
        page: PageObject = writer.pages[0]
        page[NameObject("/MediaBox")] = RectangleObject(tuple(map(FloatObject, box)))

    plain = text_pdf(tmp_path / "a.pdf", [LESSON])
    path = rewritten(plain, tmp_path / "b.pdf", resize)
    (page,) = read_pages(path, [1], NO_OCR, tools)
    assert 1 <= page.width * page.height <= 50_100_000
    for x0, y0, x1, y1 in (word.box for word in page.words):
        assert 0 <= x0 <= x1 <= page.width
        assert 0 <= y0 <= y1 <= page.height


def test_a_page_that_cannot_be_loaded_does_not_kill_its_neighbours(tmp_path: Path, tools: Tools) -> None:
    def break_second(writer: PdfWriter) -> None:
        kids = writer.root_object["/Pages"]["/Kids"]  # type: ignore[index]
        writer._replace_object(kids[1], writer.root_object["/Pages"]["/Count"])  # type: ignore[index]

    plain = text_pdf(tmp_path / "a.pdf", [LESSON, ENGLISH, LESSON])
    path = rewritten(plain, tmp_path / "b.pdf", break_second)
    pages = list(read_pages(path, [1, 2, 3], NO_OCR, tools))
    assert [page.origin for page in pages] == ["text-layer", "none", "text-layer"]
    assert [notice.code for notice in pages[1].warnings] == ["page.damaged"]
    assert pages[1].failed
    assert not pages[0].failed


def test_a_page_that_is_not_there_is_told(tmp_path: Path, tools: Tools) -> None:
    path = text_pdf(tmp_path / "a.pdf", [LESSON])
    pages = list(read_pages(path, [1, 2], NO_OCR, tools))
    assert [page.failed for page in pages] == [False, True]


def test_outline_labels_and_a_wrong_extension(tmp_path: Path, tools: Tools) -> None:
    def furnish(writer: PdfWriter) -> None:
        parent = writer.add_outline_item(title="Phần một", page_number=0)
        writer.add_outline_item(title="Mục 1.1", page_number=1, parent=parent)
        writer.set_page_label(0, 1, style="/r")
        writer.set_page_label(2, 2, style="/D", start=1)

    plain = text_pdf(tmp_path / "a.pdf", [LESSON, ENGLISH, LESSON])
    found = inspect(rewritten(plain, tmp_path / "b.pdf", furnish), "b.jpg", Options(), tools)
    assert [(item.title, item.page, item.level) for item in found.outline] == [("Phần một", 1, 0), ("Mục 1.1", 2, 1)]
    assert found.page_labels == ("i", "ii", "1")
    assert [notice.code for notice in found.warnings] == ["file.extension_differs"]
