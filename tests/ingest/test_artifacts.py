"""Running headers, footers and page numbers are marked; what belongs to the work never is."""

import gc
import re
import sys
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.model import Artifact, Origin, Page, Word
from ingest.text.artifacts import REACH, body_text, find_artifacts, mark_artifacts, without_artifacts
from ingest.text.pieces import page_number
from tests.ingest.sheets import A4, SLIDE, Put, body, column, paged, read, sheets
from tests.thorough import rounds

Sheet = list[Put]
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


def marked(pages: Sequence[Page]) -> list[list[tuple[str, str]]]:
    """Kind and words of each artifact, page by page."""
    return [[(a.kind, page.text[a.start : a.end]) for a in page.artifacts] for page in mark_artifacts(pages)]


def book(
    folder: Path, sheet: Callable[[int], Sheet], count: int = 8, size: tuple[float, float] = A4
) -> list[list[tuple[str, str]]]:
    """The marks in a book whose page `number` is `sheet(number)`, drawn beside its text."""
    return marked(read(sheets(folder / "book.pdf", [sheet(n) + text for n, text in paged(count)], size)))


@pytest.mark.parametrize(
    "shape", ["{}", "– {} –", "- {} -", "Trang {}", "Trang {}/8", "[{}]", "Page {} of 8", "{} | Trang"]
)
def test_page_numbers_are_marked_however_they_are_printed(tmp_path: Path, shape: str) -> None:
    found = book(tmp_path, lambda n: [Put(280, 800, shape.format(n + 40))])
    assert found == [[("page_number", shape.format(n + 40))] for n in range(1, 9)]


def test_roman_numbers_before_the_first_chapter_count_too(tmp_path: Path) -> None:
    found = book(tmp_path, lambda n: [Put(280, 800, ROMAN[n] if n < 5 else str(n - 4))], 10)
    assert [text for page in found for _, text in page] == [*ROMAN[1:5], "1", "2", "3", "4", "5", "6"]


def test_left_and_right_pages_have_heads_of_their_own(tmp_path: Path) -> None:
    def sheet(n: int) -> Sheet:
        if n % 2:
            return [Put(60, 50, "Chương II. Phân bón từ vườn nhà"), Put(520, 50, str(n + 11))]
        return [Put(60, 50, str(n + 11)), Put(380, 50, "Sổ tay vườn rau của bản")]

    for number, page in enumerate(book(tmp_path, sheet), start=1):
        head = "Chương II. Phân bón từ vườn nhà" if number % 2 else "Sổ tay vườn rau của bản"
        assert sorted(page) == [("header", head), ("page_number", str(number + 11))]


def test_a_foot_with_name_and_number_is_marked_in_its_parts(tmp_path: Path) -> None:
    found = book(tmp_path, lambda n: [Put(60, 800, "Trường THPT Trần Quý Cáp"), Put(480, 800, f"Trang {n}")])
    assert found == [[("footer", "Trường THPT Trần Quý Cáp"), ("page_number", f"Trang {n}")] for n in range(1, 9)]


def test_a_head_that_changes_with_each_section_stands_beside_a_number(tmp_path: Path) -> None:
    names = ("Gieo hạt", "Tưới nước", "Bón phân", "Bắt sâu", "Làm cỏ", "Thu hoạch", "Cất giữ", "Bán ra chợ")
    found = book(tmp_path, lambda n: [Put(60, 50, names[n - 1]), Put(520, 50, str(n))])
    assert found == [[("header", names[n - 1]), ("page_number", str(n))] for n in range(1, 9)]


def test_heads_without_numbers_are_marked_where_white_parts_them_from_the_text(tmp_path: Path) -> None:
    found = book(
        tmp_path, lambda n: [Put(60, 50, "SỞ GIÁO DỤC VÀ ĐÀO TẠO"), Put(60, 64, "Trung tâm học tập cộng đồng")]
    )
    heads = [("header", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"), ("header", "Trung tâm học tập cộng đồng")]
    assert found == [heads] * 8


def test_a_chapters_first_page_and_a_blank_page_keep_what_is_theirs(tmp_path: Path) -> None:
    pages = [
        [Put(60, 50, "Sổ tay vườn rau"), Put(280, 800, str(n)), *text] if n != 4 else [Put(280, 800, "4")]
        for n, text in paged(9)
    ]
    pages[5] = [Put(60, 120, "Chương III", 22), Put(280, 800, "6"), *body(6, 20, y=200)]
    found = marked(read(sheets(tmp_path / "book.pdf", pages)))
    assert found[3] == [("page_number", "4")]
    assert found[5] == [("page_number", "6")]
    assert found[6] == [("header", "Sổ tay vườn rau"), ("page_number", "7")]


def test_misread_letters_and_figures_do_not_hide_a_head(tmp_path: Path) -> None:
    pages = read(
        sheets(
            tmp_path / "scan.pdf",
            [[Put(60, 50, "Sổ tay vườn rau của bản"), *text, Put(280, 800, str(n + 9))] for n, text in paged(9)],
        )
    )
    pages[3] = misread(pages[3], {"Sổ": "Só", "rau": "rav", "13": "l3"})
    pages[5] = misread(pages[5], {"15": "75"})
    found = marked([replace(page, origin="ocr") for page in pages])
    assert found[3] == [("header", "Só tay vườn rav của bản"), ("page_number", "l3")]
    assert found[5] == [("header", "Sổ tay vườn rau của bản"), ("page_number", "75")]


def misread(page: Page, wrong: dict[str, str]) -> Page:
    """`page` with the head's and foot's words read wrongly."""
    lines = page.text.split("\n")
    for at in (0, -1):
        lines[at] = " ".join(wrong.get(word, word) for word in lines[at].split(" "))
    edges = {*page.words[:6], page.words[-1]}
    words = tuple(replace(w, text=wrong.get(w.text, w.text)) if w in edges else w for w in page.words)
    return replace(page, text="\n".join(lines), words=words)


def test_a_lone_page_tells_its_number_only_where_nothing_else_can_be_meant(tmp_path: Path) -> None:
    def lone(*lines: Put) -> list[tuple[str, str]]:
        return marked(read(sheets(tmp_path / "lone.pdf", [[*lines, *body(1)]])))[0]

    assert lone(Put(290, 810, "17")) == [("page_number", "17")]
    assert lone(Put(290, 40, "– 17 –")) == [("page_number", "– 17 –")]
    assert lone(Put(290, 40, "17")) == []
    assert lone(Put(64, 40, "Sổ tay vườn rau")) == []
    assert lone(Put(64, 110 + 30 * 16.5, "17")) == []  # the last line of the text


FORM = ("Họ và tên: ..........", "Lớp: ..........", "Câu 1. Vì sao cây cần nước?", "Câu 2. Kể tên ba loại rau.")
VERSE = (
    "Trăng lên đỉnh núi trăng mờ",
    "Đèn khuya mẹ dệt bao giờ cho xong",
    "Con ngồi học chữ bên song",
    "Nghe thoi đưa nhẹ mà lòng ấm thêm",
)


def test_the_works_own_lines_are_never_marked(tmp_path: Path) -> None:
    def forms(_: int) -> Sheet:
        return [Put(200, 60, "PHIẾU HỌC TẬP", 11), *column(FORM, 64, 110)]

    def poems(n: int) -> Sheet:
        return [Put(280, 70, str(n), 16), *column(VERSE[n % 4 :] + VERSE[: n % 4], 180, 140)]

    def titled(n: int) -> Sheet:
        return [Put(64, 70, f"Bài {n}", 11), *column(FORM[n % 3 :], 64, 130)]

    def table(n: int) -> Sheet:
        head = [Put(64, 60, "STT"), Put(120, 60, "Họ và tên"), Put(360, 60, "Điểm")]
        rows = [
            [
                Put(64, 78 + 18 * r, str(n * 38 + r)),
                Put(120, 78 + 18 * r, f"Nguyễn Văn {r}"),
                Put(360, 78 + 18 * r, str(n + r % 9)),
            ]
            for r in range(38)
        ]
        return [*head, *(put for row in rows for put in row)]

    for name, sheet in (("forms", forms), ("poems", poems), ("titled", titled), ("table", table)):
        found = marked(read(sheets(tmp_path / f"{name}.pdf", [sheet(n) for n in range(1, 9)])))
        assert found == [[]] * 8, name


def test_the_titles_of_slides_are_no_heads(tmp_path: Path) -> None:
    def slide(n: int) -> Sheet:
        return [Put(40, 50, "Phân số bằng nhau", 24), *column(FORM[n % 3 :], 60, 120, 20), Put(680, 395, str(n), 9)]

    found = marked(read(sheets(tmp_path / "slides.pdf", [slide(n) for n in range(1, 9)], SLIDE)))
    assert found == [[("page_number", str(n))] for n in range(1, 9)]


def test_many_pages_are_passed_on_while_they_come() -> None:
    seen = 0

    def coming() -> Iterator[Page]:
        nonlocal seen
        for number in range(1, 101):
            seen = number
            yield Page(number, "một", "ocr", 0.9, 100, 200, words=(Word("một", (1, 2, 9, 9), 0.9),))

    for number, (page, found) in enumerate(find_artifacts(coming()), start=1):
        assert (page, found) == (number, ())
        assert seen <= number + REACH


def wide(number: int, words: Sequence[str], origin: Origin) -> Page:
    """A page that is one row of many words."""
    boxes = [(2 * at, 10, 2 * at + 1, 20) for at in range(len(words))]
    row = tuple(Word(word, box, 0.9) for word, box in zip(words, boxes, strict=True))
    return Page(number, " ".join(words), origin, 0.9, 2 * len(words), 1000, words=row)


@pytest.mark.parametrize(("origin", "count"), [("text-layer", rounds(2_000, 500)), ("ocr", 100)])
def test_nothing_of_a_long_row_is_kept_behind_its_page(origin: Origin, count: int) -> None:
    known = [f"từ{'ệ' * 20}{at:04}" for at in range(count)]

    def passed(pages: int) -> None:
        for _ in find_artifacts(wide(n, [*known[n:], *known[:n]], origin) for n in range(1, pages + 1)):
            pass

    passed(2)  # words may be remembered
    row = sys.getsizeof(" ".join(known))
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        passed(12)
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] - before < 4 * row
    finally:
        tracemalloc.stop()


WORDS = st.lists(st.sampled_from(["7", "Trang", "–", "xiv", "một", "|", "l2", "..."]), min_size=1, max_size=4)
LINES = st.lists(st.tuples(WORDS, st.integers(0, 190), st.integers(0, 80)), max_size=8)


@given(st.lists(LINES, max_size=9))
def test_marks_lie_in_the_text_in_order_and_within_lines(drawn: list[list[tuple[list[str], int, int]]]) -> None:
    pages = []
    for number, lines in enumerate(drawn, start=1):
        words = tuple(
            Word(word, (x + 8 * at, y, x + 8 * at + 6, y + 9), 1.0)
            for texts, y, x in lines
            for at, word in enumerate(texts)
        )
        text = "\n".join(" ".join(texts) for texts, _, _ in lines)
        pages.append(Page(number, text, "ocr", 0.9, 120, 200, words=words))
    out = list(mark_artifacts(pages))
    assert [replace(page, artifacts=()) for page in out] == pages
    assert list(find_artifacts(pages)) == [(page.number, page.artifacts) for page in out]
    for page in out:
        end = 0
        for artifact in page.artifacts:
            assert end <= artifact.start < artifact.end <= len(page.text)
            assert "\n" not in page.text[artifact.start : artifact.end]
            end = artifact.end


@pytest.mark.parametrize(("text", "number"), [("xiv", 14), ("7", 7), ("Trang 12/40", 12), ("p. 9", 9), ("– 3 –", 3)])
def test_numbers_are_understood(text: str, number: int) -> None:
    value = page_number(text)
    assert value is not None
    assert value.number == number


@pytest.mark.parametrize("text", ["Bài 7", "iiii", "vx", "civil", "7 kg", "7,5", "", "–", "Chương 3", "xIV"])
def test_other_words_are_no_numbers(text: str) -> None:
    assert page_number(text) is None


def test_what_is_left_without_artifacts_is_the_work(tmp_path: Path) -> None:
    pages = read(
        sheets(
            tmp_path / "book.pdf",
            [
                [Put(60, 50, "Sổ tay vườn rau"), *text, Put(60, 800, "Nhóm Ba"), Put(480, 800, f"Trang {n}")]
                for n, text in paged(6)
            ],
        )
    )
    plain = read(sheets(tmp_path / "plain.pdf", [text for _, text in paged(6)]))
    for page, bare in zip(mark_artifacts(pages), plain, strict=True):
        assert body_text(page.text, page.artifacts) == bare.text
        assert [word.text for word in without_artifacts(page).words] == [word.text for word in bare.words]


@given(st.text("ab \n", max_size=40), st.data())
def test_the_rest_of_a_text_keeps_all_that_is_not_marked(text: str, data: st.DataObject) -> None:
    spans = [match.span() for match in re.finditer(r"[ab]+", text)]
    chosen = data.draw(st.lists(st.sampled_from(spans), unique=True)) if spans else []
    artifacts = [Artifact("header", start, end) for start, end in sorted(chosen)]
    kept = [text[start:end] for start, end in spans if (start, end) not in chosen]
    assert body_text(text, artifacts).split() == kept
