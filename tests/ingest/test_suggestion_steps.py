"""Single rules of the steps, and that whatever a page says, what is suggested of it is sound."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import FileType, Inspection, OutlineItem, Page, Suggestion, Word, suggest
from ingest.metadata.filename import from_file_name
from ingest.metadata.identifiers import is_isbn, is_issn
from ingest.metadata.lines import plain, print_size, rows_of
from ingest.metadata.roles import name_in, people, role_of
from repo_app.services.suggested import known_names

PDF = Inspection(FileType("application/pdf", "pdf", ".pdf"), 3)
WORDS = (
    "Tác giả:", "Chủ biên", "(Chủ biên)", "NGUYỄN", "Văn", "An", "–", "NHÀ XUẤT BẢN", "MỤC LỤC", "....", "12",
    "lớp", "7", "TOÁN", "Số:", "12/2024/TT-BGDĐT", "ISBN", "978-604-921-307-6", "Hà Nội,", "ngày", "tháng",
    "năm", "2024", "THÔNG TƯ", "Căn cứ", "CC BY-SA 4.0", "Từ khoá:", "Tóm tắt:", "KẾ HOẠCH BÀI DẠY", "((((",
    "’long", "ơ̆", "\u200b", "©", "·", "NXB", "nộp lưu chiểu", "xuất bản lần đầu", "tái bản", "TRƯỜNG", "VÕ THỊ",
)  # fmt: skip


def line(text: str, top: int, height: int = 30, left: int = 50) -> list[Word]:
    words = []
    for word in text.split():
        words.append(Word(word, (left, top, left + 14 * len(word), top + height), 1.0))
        left += 14 * len(word) + 10
    return words


def page(*lines: tuple[str, int], number: int = 1, height: int = 30) -> Page:
    words = [word for text, top in lines for word in line(text, top, height)]
    return Page(number, "\n".join(text for text, _ in lines), "text-layer", 1.0, 1000, 1400, words=tuple(words))


def found(*lines: tuple[str, int]) -> tuple[Suggestion, ...]:
    return suggest(PDF, [page(*lines)], known_names())


def values(told: tuple[Suggestion, ...], key: str) -> list[str]:
    return [one.value for one in told if one.field == key]


@given(st.lists(st.lists(st.sampled_from(WORDS) | st.text(max_size=12), max_size=8), max_size=12), st.booleans())
def test_whatever_pages_say_suggestions_are_sound(lines: list[list[str]], placed: bool) -> None:
    told = page(*((" ".join(words), 40 + 50 * at) for at, words in enumerate(lines)))
    if not placed:
        told = Page(1, told.text, "text-layer", 1.0, 1000, 1400)
    for one in suggest(PDF, [told], known_names(), "a.pdf"):
        assert one.value.strip() == one.value
        assert one.value
        assert one.evidence
        assert 0 < one.confidence < 1
        assert one.page == 1
        assert (one.box is None) == (one.words == ())


@given(st.text(max_size=60))
def test_whatever_a_file_is_called_it_proposes_nothing_unsound(name: str) -> None:
    for one in from_file_name(name, known_names()):
        assert one.value.strip()
        assert one.page is None
        assert 0 < one.confidence <= 0.4


def test_a_file_name_tells_subject_and_grade() -> None:
    told = tuple(from_file_name("Giao_an_Tieng-Viet lop 4 tuan 12.pdf", known_names()))
    assert (values(told, "subject"), values(told, "educationLevel")) == (["tieng-viet"], ["grade-4"])
    assert values(told, "title") == []
    assert values(tuple(from_file_name("Chuyện làng tôi ngày xưa.pdf", known_names())), "title") == [
        "Chuyện làng tôi ngày xưa"
    ]
    assert tuple(from_file_name("Scan_20250312_0001.pdf", known_names())) == ()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Giao an Toan 7 - Nguyen Van A.pdf", {("subject", "toan"), ("educationLevel", "grade-7"),
                                               ("creator", "Nguyen Van A")}),
        ("De cuong on tap HK1 Ly 11 (co dap an).pdf", {("subject", "vat-li"), ("educationLevel", "grade-11")}),
        ("SKKN_Tieng_Viet_lop_2_2022-2023.pdf", {("subject", "tieng-viet"), ("educationLevel", "grade-2"),
                                                 ("temporal", "2022/2023")}),
        ("Toán 9 tập 1.pdf", {("title", "Toán 9 tập 1"), ("subject", "toan"), ("educationLevel", "grade-9"),
                              ("isPartOf", "Toán 9")}),
        ("Hop ban 3 - Ke hoach.pdf", set()),
    ],
)  # fmt: skip
def test_short_names_years_volumes_and_makers_in_a_file_name(name: str, told: set[tuple[str, str]]) -> None:
    assert {(one.field, one.value) for one in from_file_name(name, known_names())} == told


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=40))
def test_plain_letters_stay_in_their_places(text: str) -> None:
    import unicodedata

    assert len(plain(text)) == len(unicodedata.normalize("NFC", text))


def test_the_size_of_print_does_not_depend_on_accents() -> None:
    low = [Word("CHÚ", (0, 0, 10, 128), 1.0), Word("CON", (0, 0, 10, 100), 1.0)]
    high = [Word("HỒ", (0, 0, 10, 145), 1.0), Word("LẶNG", (0, 0, 10, 152), 1.0)]
    assert print_size(low) == pytest.approx(100)
    assert print_size(high) == pytest.approx(100)


def test_columns_of_a_heading_are_rows_of_their_own() -> None:
    words = [*line("SỞ GIÁO DỤC", 40), *line("ĐỀ KIỂM TRA", 40, left=600)]
    told = Page(1, "", "text-layer", 1.0, 1000, 1400, words=tuple(words))
    assert [row.text for row in rows_of(told)] == ["SỞ GIÁO DỤC", "ĐỀ KIỂM TRA"]


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("PGS.TS. TƯỜNG DUY ANH", "Tường Duy Anh"),
        ("ThS. Phó Hữu Lễ", "Phó Hữu Lễ"),
        ("Nhà giáo ưu tú Lê Văn Tám", "Lê Văn Tám"),
        ("GIÀNG A THƯỞNG", "Giàng A Thưởng"),
        ("H’LƠNG NIÊ", "H’Lơng Niê"),
        ("Y Mlơp", "Y Mlơp"),
        ("Hilda Marrowby", "Hilda Marrowby"),
        ("BỘ GIÁO DỤC VÀ ĐÀO TẠO", None),
        ("bảng phụ", None),
        ("Trường Tiểu học Kim Đồng", None),
        ("Toán 7", None),
    ],
)
def test_names_of_people(printed: str, written: str | None) -> None:
    assert name_in(printed) == written


def test_several_people_in_a_row() -> None:
    assert people("GS. TS. An Văn Bình (Chủ biên), Lò Thị Sim – Vàng A Páo và Y Thu") == [
        ("An Văn Bình", "Chủ biên"), ("Lò Thị Sim", ""), ("Vàng A Páo", ""), ("Y Thu", "")
    ]  # fmt: skip
    assert people("thước kẻ, bút chì") == []


@pytest.mark.parametrize(
    ("words", "key", "role"),
    [
        ("Tổng Chủ biên", "creator", "general-editor"), ("CHỦ BIÊN", "creator", "editor-in-chief"),
        ("Sưu tầm, biên soạn", "creator", "compiler"), ("Người hướng dẫn khoa học", "contributor", "supervisor"),
        ("Dịch sang tiếng Anh", "contributor", "translator"), ("Minh hoạ", "contributor", "illustrator"),
        ("Giáo viên thực hiện", "creator", "teacher"), ("Báo cáo viên", "creator", "presenter"),
        ("Sinh viên thực hiện", "creator", "author"), ("Phản biện 1", "contributor", "reviewer"),
    ],
)  # fmt: skip
def test_roles(words: str, key: str, role: str) -> None:
    told = role_of(words)
    assert told is not None
    assert (told.key, told.role) == (key, role)


def test_numbers_count_by_their_check_digits() -> None:
    assert is_isbn("9786049213076")
    assert is_isbn("080442957X")
    assert not is_isbn("9786049213077")
    assert is_issn("03785955")
    assert not is_issn("03785954")
    assert values(found(("ISBN: 978-6O4-921-3O7-6", 100)), "identifier") == ["978-604-921-307-6"]
    assert values(found(("ISBN: 978-604-921-307-7", 100)), "identifier") == []


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Giấy phép CC BY 4.0", "cc-by-4.0"),
        ("http://creativecommons.org/licenses/by-nc/3.0/vn/", "cc-by-nc-3.0-vn"),
        ("Creative Commons Ghi công – Không phái sinh 4.0", "cc-by-nd-4.0"),
        ("Phát hành theo CC0 1.0", "cc0-1.0"),
        ("Nghiêm cấm sao chép dưới mọi hình thức", "in-copyright"),
        ("Bài học về cây lúa", None),
    ],
)
def test_licences_by_address_short_name_and_sentence(text: str, term: str | None) -> None:
    assert values(found(("Trồng lúa nước", 300), (text, 1200)), "license") == ([term] if term else [])


def test_keywords_that_are_terms_are_proposed_as_such() -> None:
    told = found(("Nước sạch cho bản làng", 100), ("Từ khoá: nước sạch, giếng khoan, vệ sinh môi trường.", 700))
    assert set(values(told, "subject")) == {"nuoc-sach-ve-sinh", "giếng khoan"}


def test_bookmarks_are_the_contents_of_a_work_that_prints_none() -> None:
    outline = tuple(OutlineItem(title, number, 0) for number, title in enumerate(("Mở đầu", "Đất", "Nước"), 1))
    inspection = Inspection(PDF.file_type, 3, outline=outline)
    (told,) = [one for one in suggest(inspection, [page(("Đất và nước", 100))]) if one.field == "tableOfContents"]
    assert (told.value, told.page) == ("Mở đầu\nĐất\nNước", None)
    slides = Inspection(PDF.file_type, 3, outline=tuple(OutlineItem(f"Slide {n}", n, 0) for n in range(1, 5)))
    assert values(suggest(slides, [page(("Đất và nước", 100))]), "tableOfContents") == []


@pytest.mark.parametrize("words", ["CC BY-", "môn ", "Tác giả", "năm ", "Nguyễn Văn A, "])
def test_a_page_made_to_keep_us_busy_does_not(words: str) -> None:
    full = page(*(((words * 80)[:400], 6 * at) for at in range(120)), height=5)
    before = process_time()
    suggest(PDF, [full] * 6, known_names())
    assert process_time() - before < 2
