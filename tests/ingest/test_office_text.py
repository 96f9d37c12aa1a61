"""DOCX and PPTX: what is read of them, in which order, on which page."""

import zipfile
from pathlib import Path

import pytest

from ingest.readers.office.opening import OpenedText, open_text
from tests.ingest.office_files import R, W, archive, docx, paragraph, pptx, relations, run, shape, slide, table

BREAK = '<w:r><w:br w:type="page"/></w:r>'
RENDERED = "<w:r><w:lastRenderedPageBreak/></w:r>"


def opened(path: Path) -> OpenedText:
    return open_text(path, path.suffix, 2000)


def texts(path: Path) -> list[str]:
    found = opened(path)
    return [found.page(number).text for number in range(1, len(found.pages.pages) + 1)]


def numbered(level: int, kind: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{kind}"/></w:numPr>'


def test_headings_lists_and_tables_in_reading_order(tmp_path: Path) -> None:
    path = docx(
        tmp_path / "a.docx",
        paragraph("Cây lúa nước", style="T"),
        paragraph("Gieo mạ", style="H1", more=numbered(0)),
        paragraph("Chọn giống", more=numbered(1)),
        paragraph("Ngâm thóc", more=numbered(1)),
        paragraph("Cấy lúa", style="H1", more=numbered(0)),
        paragraph("Làm đất", more=numbered(1)),
        paragraph("nước sạch", more=numbered(0, 2)),
        table([["Vụ", "Tháng"], ["Chiêm", paragraph("Một") + paragraph("Hai")]]),
        paragraph("Hết."),
    )
    assert texts(path) == [
        "Cây lúa nước\n\nBài 1. Gieo mạ\na) Chọn giống\nb) Ngâm thóc\n\nBài 2. Cấy lúa\na) Làm đất\n• nước sạch\n\n"
        "Vụ\tTháng\nChiêm\tMột Hai\n\nHết."
    ]
    assert [(item.title, item.page, item.level) for item in opened(path).outline()] == [
        ("Bài 1. Gieo mạ", 1, 0),
        ("Bài 2. Cấy lúa", 1, 0),
    ]
    assert opened(path).title() == ("Cây lúa nước", True)


def test_pages_are_those_of_the_author_and_of_the_last_layout(tmp_path: Path) -> None:
    path = docx(
        tmp_path / "a.docx",
        paragraph("một", BREAK, "hai"),
        paragraph("ba", RENDERED, "bốn", style="H1"),
        paragraph(BREAK, RENDERED, "năm"),  # the layout only repeats what the author wanted
        paragraph("sáu", more="<w:pageBreakBefore/>"),
        paragraph("bảy", style="H2"),
    )
    assert texts(path) == ["một", "hai\n\nba", "bốn", "năm", "sáu\n\nbảy"]
    assert [(item.title, item.page, item.level) for item in opened(path).outline()] == [("ba", 2, 0), ("bảy", 5, 1)]


def test_a_text_without_breaks_is_parted_between_its_paragraphs(tmp_path: Path) -> None:
    line = "Thư viện xã mở cửa từ bảy giờ sáng, trước khi học sinh vào lớp. "
    path = docx(tmp_path / "a.docx", *(paragraph(f"{number}. {line * 4}") for number in range(60)))
    pages = texts(path)
    assert len(pages) == 6
    assert all(2_000 < len(page) < 3_600 for page in pages[:-1])
    assert all(page[0].isdigit() for page in pages)
    one = docx(tmp_path / "b.docx", paragraph(line * 400))
    assert all(page.endswith(("lớp.", "sáng,")) for page in texts(one))
    assert sum(page.count("Thư viện") for page in texts(one)) == 400


def test_what_was_deleted_hidden_or_commented_is_not_read(tmp_path: Path) -> None:
    path = docx(
        tmp_path / "a.docx",
        paragraph(
            run("còn "),
            f"<w:del>{run('xóa').replace('w:t', 'w:delText')}</w:del>",
            f"<w:moveFrom>{run('dời đi')}</w:moveFrom>",
            f"<w:ins>{run('thêm ')}</w:ins>",
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>",
            '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t xml:space="preserve">hiện </w:t></w:r>',
            '<w:r><w:instrText> PAGE </w:instrText></w:r><w:commentRangeStart w:id="1"/>',
            f'<w:hyperlink r:id="x">{run("liên kết")}</w:hyperlink>',
        ),
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('trong khung')}</w:sdtContent></w:sdt>",
    )
    assert texts(path) == ["còn thêm hiện liên kết\n\ntrong khung"]


def test_text_boxes_come_once_after_their_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('trong hộp')}</w:txbxContent>"
    twin = f"<w:pict><v:textbox xmlns:v='v'>{box}</v:textbox></w:pict>"
    drawn = (
        "<w:r><mc:AlternateContent xmlns:mc='mc'><mc:Choice><w:drawing><a xmlns='a'>"
        f"{box}</a></w:drawing></mc:Choice><mc:Fallback>{twin}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(docx(tmp_path / "a.docx", paragraph("trước", drawn), paragraph("sau"))) == [
        "trước\n\ntrong hộp\n\nsau"
    ]
    assert texts(docx(tmp_path / "b.docx", paragraph("trước", f"<w:r>{twin}</w:r>"))) == ["trước\n\ntrong hộp"]


def test_notes_stand_at_the_foot_of_their_page_and_headers_once(tmp_path: Path) -> None:
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="0">{paragraph("---")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("Theo sách lớp 9.")}</w:footnote></w:footnotes>'
    )
    header = f'<w:hdr xmlns:w="{W}">{paragraph("Trường Lê Lợi")}{paragraph("1")}</w:hdr>'
    path = docx(
        tmp_path / "a.docx",
        paragraph("Lúa", '<w:r><w:footnoteReference w:id="2"/></w:r>', " cần nước.", BREAK, "Trang hai"),
        more={
            "word/footnotes.xml": notes,
            "word/header1.xml": header,
            "word/header2.xml": header,
            "word/_rels/document.xml.rels": relations(
                ("f", "footnotes", "footnotes.xml"), ("h", "header", "header1.xml"), ("i", "header", "header2.xml")
            ),
        },
    )
    assert texts(path) == ["Trường Lê Lợi\n\nLúa[2] cần nước.", "Trang hai\n\n[2] Theo sách lớp 9."]


@pytest.mark.parametrize("style", ["", "Old"])
def test_old_fonts_are_converted_whoever_names_them(tmp_path: Path, style: str) -> None:
    old = run("Nh÷ng nguyªn t¾c", "" if style else ".VnTime") + run(" cÇn tu©n thñ", "" if style else ".VnTime")
    path = docx(
        tmp_path / "a.docx",
        paragraph(old, style=style),
        paragraph("Những điều đã viết đúng, café và 3×4 thì để yên."),
        table([[run("gi¸o dôc", ".VnArial"), "đúng"]])
        .replace("<w:tc><w:r>", "<w:tc><w:p><w:r>")
        .replace("</w:r></w:tc>", "</w:r></w:p></w:tc>"),
    )
    assert texts(path) == [
        "Những nguyên tắc cần tuân thủ\n\nNhững điều đã viết đúng, café và 3×4 thì để yên.\n\ngiáo dục\tđúng"
    ]
    assert opened(path).page(1).encoding == "tcvn3"


def test_the_namespaces_of_the_strict_edition_are_read_too(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    path = docx(tmp_path / "a.docx", paragraph("Bản nghiêm ngặt", style="H1"))
    with zipfile.ZipFile(path) as held:
        parts = {name: held.read(name).decode().replace(W, strict).replace(R, "http://purl.oclc.org/ooxml/r")
                 for name in held.namelist()}  # fmt: skip
    found = opened(archive(tmp_path / "b.docx", parts))
    assert found.page(1).text == "Bản nghiêm ngặt"
    assert len(found.outline()) == 1


def test_a_slide_is_a_page_with_its_title_first_and_its_notes_last(tmp_path: Path) -> None:
    held = [
        slide(shape("Nội dung một\nhai dòng"), shape("Quang hợp", "title"), shape("3", "sldNum")),
        slide(shape("giấu", "title"), hidden=True),
        slide(
            f"<p:grpSp>{shape('trong nhóm')}</p:grpSp>",
            "<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>lá</a:t></a:r></a:p>"
            "</a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>rễ</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl>"
            "</a:graphicData></a:graphic></p:graphicFrame>",
        ),
    ]
    path = pptx(tmp_path / "a.pptx", held, notes={1: "Nhắc lại bài cũ"})
    assert texts(path) == ["Quang hợp\nNội dung một\nhai dòng\n\nNhắc lại bài cũ", "trong nhóm\nlá\trễ"]
    assert opened(path).hidden == 1
    assert [(item.title, item.page) for item in opened(path).outline()] == [("Quang hợp", 1)]
