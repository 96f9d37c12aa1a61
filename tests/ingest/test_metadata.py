"""Suggestions: junk is not offered, what is printed counts for more, evidence is always there."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import ByteStringObject, NameObject

from ingest import FileType, Inspection, Options, OutlineItem, Page, Suggestion, Tools, Word, inspect, suggest
from ingest.metadata.embedded import from_properties, is_junk_title, readable_outline
from ingest.metadata.office import from_office
from repo_app.services.suggested import known_names
from tests.ingest.makers import LESSON, rewritten, text_pdf

PDF = Inspection(FileType("application/pdf", "pdf", ".pdf"), 3)


def values(found: tuple[Suggestion, ...], field: str) -> list[str]:
    return [suggestion.value for suggestion in found if suggestion.field == field]


def page(*lines: tuple[str, int, int], number: int = 1, origin: str = "text-layer") -> Page:
    """A page of lines (text, top, height), 1000 x 1400 pixels."""
    words = []
    for text, top, height in lines:
        for at, word in enumerate(text.split()):
            left = 50 + at * height * 3
            words.append(Word(word, (left, top, left + height * 2, top + height), 1.0))
    text = "\n".join(line[0] for line in lines)
    made = Page(number, text, "text-layer", 1.0, 1000, 1400, words=tuple(words))
    return made if origin == "text-layer" else replace(made, origin="ocr", confidence=0.6)


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - Giao an lop 9.doc",
        "PowerPoint Presentation",
        "untitled",
        "Untitled-1",
        "Slide 1",
        "Document1",
        "Bản trình bày PowerPoint 2",
        "giao_an_toan_9",
        "bai-giang.docx",
        "12",
        "…",
        "tai lieu",
        "Bé luËtz Laoz ®éngz",
        "B\ufffdi gi\ufffdng",
        "CamScanner 05-03-2024 10.22",
        "(anonymous)",
        "Layout 1",
    ],
)
def test_junk_titles_are_not_offered(title: str) -> None:
    assert is_junk_title(title, "tai lieu.pdf")
    assert values(from_properties({"title": title}, "tai lieu.pdf"), "title") == []


@pytest.mark.parametrize(
    "title", ["Giáo án Toán lớp 9", "Document analysis in the classroom", "Bookkeeping for all", "1984 và chúng ta"]
)
def test_real_titles_are(title: str) -> None:
    (suggestion,) = [one for one in from_properties({"title": title}, "a.pdf") if one.field == "title"]
    assert suggestion.value == title
    assert (suggestion.page, suggestion.confidence) == (None, 0.3)
    assert title in suggestion.evidence


def test_people_dates_and_language_of_the_properties() -> None:
    info = {
        "creator": "Nguyễn Văn An, Trần Thị Bình; Admin",
        "created": "D:20180312093000+07'00'",
        "language": "vi-VN",
        "subject": "Tài liệu cho học sinh lớp 9 ôn tập học kì I",
    }
    found = from_properties(info, "a.pdf")
    assert values(found, "creator") == ["Nguyễn Văn An, Trần Thị Bình"]
    assert values(from_properties({"creator": "Nguyễn Văn An, Trần Thị Bình"}, "a"), "creator") == [
        "Nguyễn Văn An",
        "Trần Thị Bình",
    ]
    assert values(from_properties({"creator": "Smith, John"}, "a"), "creator") == ["Smith, John"]
    assert values(found, "issued") == ["2018"]
    assert values(found, "language") == ["vi"]
    assert values(found, "description") == [info["subject"]]
    for name in (
        "Admin", "Windows User", "HP", "www.thuvien.com", "user", "(anonymous)", "Chrome", "WebToPDF", "InDesign",
        "My PC", "may tinh 1", "thaybinh",
    ):  # fmt: skip
        assert from_properties({"creator": name}, "a.pdf") == ()
    for made in ("D:99999999", "20181399", "yesterday", "D:"):
        assert all(len(value) == 4 for value in values(from_properties({"created": made}, "a"), "issued"))


def test_letters_of_bad_fonts_in_the_properties_are_put_right() -> None:
    assert values(from_properties({"title": "thƣ viện trƣờng học"}, "a.pdf"), "title") == ["thư viện trường học"]


def test_keywords_and_what_xmp_alone_tells(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=text_pdf(tmp_path / "made.pdf", [LESSON]))
    writer.add_metadata({"/Keywords": "ruộng bậc thang; Toán học"})
    writer.xmp_metadata = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:cc="http://creativecommons.org/ns#"><dc:publisher><rdf:Bag><rdf:li>NXB Trăng Non</rdf:li></rdf:Bag>'
        "</dc:publisher><dc:identifier>urn:isbn:9786049213076</dc:identifier><dc:date><rdf:Seq><rdf:li>2011</rdf:li>"
        "</rdf:Seq></dc:date><cc:license rdf:resource='https://creativecommons.org/licenses/by-sa/4.0/'/>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()
    writer.write(tmp_path / "told.pdf")
    inspection = inspect(tmp_path / "told.pdf", "told.pdf", Options(), Tools())
    told = {(one.field, one.value): one for one in suggest(inspection, [], known_names())}
    assert told["subject", "ruộng bậc thang"].evidence == "PDF Keywords: ruộng bậc thang"
    for key, value in (("publisher", "NXB Trăng Non"), ("identifier", "9786049213076"), ("issued", "2011"),
                       ("license", "cc-by-sa-4.0")):  # fmt: skip
        assert told[key, value].evidence.startswith("XMP: ")


@pytest.mark.parametrize(
    ("created", "value"),
    [
        ("D:20240510093000+07'00'", []),  # on the day it came
        ("D:20240501", []),
        ("D:202405", []),
        ("D:20240511", []),  # a clock that goes before
        ("D:20310101", []),
        ("D:20240301", ["2024"]),
        ("D:20190510", ["2019"]),
        ("2024", ["2024"]),
    ],
)
def test_a_file_just_made_says_nothing_of_when_its_work_came_out(created: str, value: list[str]) -> None:
    for found in (
        from_properties({"created": created}, "a.pdf", date(2024, 5, 10)),
        from_office({"created": created.removeprefix("D:")}, (), "a.docx", today=date(2024, 5, 10)),
    ):
        assert values(found, "issued") == value
        assert all(one.confidence <= 0.2 for one in found)
    (issued,) = from_office({"created": "2024-05-10"}, (), "a.epub", published=True, today=date(2024, 5, 10))
    assert (issued.value, issued.confidence) == ("2024-05-10", 0.5)


def test_a_pdf_made_now_suggests_no_date_and_an_older_one_its_year(tmp_path: Path, tools: Tools) -> None:
    plain = text_pdf(tmp_path / "a.pdf", [LESSON], {"Title": "x"})
    found = {}
    for name, made in (("new", datetime.now(UTC)), ("old", datetime(2015, 3, 4, tzinfo=UTC))):
        told = {"/CreationDate": made.strftime("D:%Y%m%d%H%M%S")}
        path = rewritten(plain, tmp_path / f"{name}.pdf", lambda writer, told=told: writer.add_metadata(told))
        found[name] = values(inspect(path, "a.pdf", Options(), tools).suggestions, "issued")
    assert found == {"new": [], "old": ["2015"]}


def test_a_printed_date_leaves_no_room_for_that_of_the_file() -> None:
    inspection = replace(PDF, suggestions=from_properties({"created": "D:20240510"}, "a.pdf"))
    assert values(suggest(inspection, [COVER]), "issued") == ["2019"]
    assert values(suggest(inspection, [page(("Bài học", 100, 40))]), "issued") == ["2024"]


def test_old_encodings_among_the_properties_are_converted_and_the_evidence_shows_them() -> None:
    title, creator = from_properties({"title": "Bé luËt Lao ®éng", "creator": "Quèc héi"}, "a.pdf")
    assert (title.value, title.evidence) == ("Bộ luật Lao động", "PDF Title: Bé luËt Lao ®éng")
    assert (creator.value, creator.evidence) == ("Quốc hội", "PDF Author: Quèc héi")
    (title,) = from_properties({"title": "Boä luaät Lao ñoäng"}, "a.pdf")
    assert title.value == "Bộ luật Lao động"


def test_one_that_cannot_be_read_silences_all_their_text() -> None:
    assert from_properties({"title": "B\xb6ng ®ñx gi¸zz", "creator": "Quèc héi"}, "a.pdf") == ()


@pytest.mark.parametrize(
    "data", ["Lịch sử xã nhà".encode(), b"L\xdech s\xf6 x\xb7 nh\xb5", b"L\xf2ch s\xf6\xfb nha\xf8"]
)
def test_bytes_for_a_title(tmp_path: Path, tools: Tools, data: bytes) -> None:
    def entitle(writer: PdfWriter) -> None:
        info = writer._info.get_object()  # type: ignore[union-attr]
        info[NameObject("/Title")] = ByteStringObject(data)  # type: ignore[index]

    plain = text_pdf(tmp_path / "a.pdf", [LESSON], {"Title": "x"})
    found = inspect(rewritten(plain, tmp_path / "b.pdf", entitle), "b.pdf", Options(), tools)
    assert values(found.suggestions, "title") in (["Lịch sử xã nhà"], ["Lịch sử nhà"])


def test_bookmarks_in_an_old_encoding_are_converted_together() -> None:
    titles = ("Ch\xad¬ng 1", "Më ®Çu", "Néi dung", "KÕt luËn vµ kiÕn nghÞ", "Phô lôc")
    items = [OutlineItem(title, number, 0) for number, title in enumerate(titles, 1)]
    found = readable_outline(items)
    assert [item.title for item in found] == ["Chương 1", "Mở đầu", "Nội dung", "Kết luận và kiến nghị", "Phụ lục"]
    assert [item.page for item in found] == [1, 2, 3, 4, 5]
    assert readable_outline(found) == found
    assert readable_outline([]) == ()


@given(st.dictionaries(st.sampled_from(["title", "creator", "subject", "created", "language"]), st.text()), st.text())
def test_whatever_a_file_says_the_suggestions_are_sound(info: dict[str, str], name: str) -> None:
    for suggestion in from_properties(info, name):
        assert suggestion.value.strip()
        assert suggestion.evidence
        assert 0 < suggestion.confidence < 1


COVER = page(
    ("BỘ GIÁO DỤC VÀ ĐÀO TẠO", 60, 24),
    ("GIÁO TRÌNH", 400, 60),
    ("TRỒNG TRỌT ĐẠI CƯƠNG", 480, 60),
    ("Chủ biên: Nguyễn Văn An", 700, 24),
    ("Biên soạn: Trần Thị Bình, Y Thu", 740, 24),
    ("Hà Nội - 2019", 1300, 24),
)


def test_a_printed_cover() -> None:
    found = suggest(PDF, [COVER])
    (title,) = [one for one in found if one.field == "title"]
    assert title.value == "Giáo trình Trồng trọt đại cương"
    assert (title.page, title.evidence) == (1, "GIÁO TRÌNH TRỒNG TRỌT ĐẠI CƯƠNG")
    assert [word.text for word in title.words] == title.evidence.split()
    assert title.box == (50, 400, 710, 540)
    assert 0.5 < title.confidence < 1
    assert [(one.value, one.role) for one in found if one.field == "creator"] == [
        ("Nguyễn Văn An", "editor-in-chief"),
        ("Trần Thị Bình", "compiler"),
        ("Y Thu", "compiler"),
    ]
    (issued,) = [one for one in found if one.field == "issued"]
    assert (issued.value, issued.evidence) == ("2019", "Hà Nội - 2019")


def test_a_kind_of_work_is_not_its_title() -> None:
    cover = page(("SÁNG KIẾN KINH NGHIỆM", 300, 60), ("Dạy đọc cho học sinh lớp 2", 600, 30), ("Năm 2024", 1300, 20))
    assert values(suggest(PDF, [cover]), "title") == ["Dạy đọc cho học sinh lớp 2"]
    decree = page(("Số: 12/2024/TT-BGDĐT", 100, 20), ("THÔNG TƯ", 300, 40), ("Quy định về góc đọc sách", 380, 30))
    assert values(suggest(PDF, [decree]), "title") == ["Thông tư Quy định về góc đọc sách"]
    assert values(suggest(PDF, [page(("GIÁO ÁN", 300, 60))]), "title") == []


def test_letters_of_wrong_fonts_are_mended_in_a_title() -> None:
    (title,) = [one for one in suggest(PDF, [page(("LÀNG NGHỀ PHƢƠNG LƢU", 300, 60))]) if one.field == "title"]
    assert (title.value, title.evidence) == ("Làng nghề phương lưu", "LÀNG NGHỀ PHƢƠNG LƢU")


def test_sounds_in_a_title_stay_sounds() -> None:
    cover = page(("Phát âm: this /ðis/ và they /ðei/", 300, 60))
    assert values(suggest(PDF, [cover]), "title") == ["Phát âm: this /ðis/ và they /ðei/"]


def test_an_ocr_page_is_trusted_less() -> None:
    def title_confidence(cover: Page) -> float:
        return max(one.confidence for one in suggest(PDF, [cover]) if one.field == "title")

    words = tuple(replace(word, confidence=0.6) for word in COVER.words)
    scan = replace(COVER, origin="ocr", confidence=0.6, words=words)
    assert title_confidence(scan) < 0.8 * title_confidence(COVER)


def test_a_property_that_is_printed_too_is_trusted_most() -> None:
    embedded = from_properties({"title": "Giáo trình trồng trọt đại cương"}, "a.pdf")
    inspection = replace(PDF, suggestions=embedded)
    found = suggest(inspection, [COVER])
    best = max((one for one in found if one.field == "title"), key=lambda one: one.confidence)
    (alone,) = [one for one in suggest(PDF, [COVER]) if one.field == "title"]
    assert (best.value, best.page) == ("Giáo trình Trồng trọt đại cương", 1)
    assert best.confidence > alone.confidence


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Kon Tum, ngày 5 tháng 9 năm 2018", "2018-09-05"),
        ("Ngày ban hành: 05/09/2018", "2018-09-05"),
        ("31.12.1999", "1999-12-31"),
        ("Tháng 4 năm 2024", "2024-04"),
        ("Tháng 02/2025", "2025-02"),
        ("Huế, 2012", "2012"),
        ("Số 1727/2018 trang 12", ""),
    ],
)
def test_dates_are_day_month_year(line: str, value: str) -> None:
    found = values(suggest(PDF, [page(("Tên tài liệu", 100, 40), (line, 300, 20))]), "issued")
    assert found == ([value] if value else [])


def test_nothing_comes_of_nothing() -> None:
    assert suggest(PDF, []) == ()
    assert suggest(PDF, [Page(1, "", "none", 0.0, 1, 1)]) == ()


def test_of_a_long_file_only_the_first_pages_that_say_anything_and_the_last_are_looked_at() -> None:
    inner = [page(("Bài học của chúng ta", 100, 40), number=number) for number in range(3, 200)]
    imprint = page(("In xong và nộp lưu chiểu quý IV năm 2021.", 1200, 20), number=200)
    book = [page(), replace(COVER, number=2), *inner, imprint]
    assert suggest(PDF, book) == suggest(PDF, [*book[:7], *book[-3:]])
    assert values(suggest(PDF, book), "issued") == ["2019", "2021"]
