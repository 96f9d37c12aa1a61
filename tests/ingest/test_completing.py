"""A drawing keeps the words that it does not show, and its pages are read with them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

import ingest
from ingest.office import is_completed
from ingest.readers.office.completing import MAX_CHARACTERS, complete, undrawn_words
from tests.ingest.makers import text_pdf
from tests.ingest.office_files import S, docx, odf, paragraph, pptx, run, shape, slide, xlsx
from tests.office import needs_office

OPTIONS = ingest.Options()
PROSE = "Thư viện xã mở cửa từ bảy giờ sáng, trước khi học sinh vào lớp."
BOUNDS = {"dpi": 300, "max_pages": 2000, "max_raster_pixels": 50_000_000, "max_image_pixels": 100_000_000}
DATE = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE \\@ "dd/MM/yyyy" </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>12/05/2001</w:t></w:r><w:r>'
    '<w:fldChar w:fldCharType="end"/></w:r>'
)


def sheet(rows: list[list[str]], before: str = "", after: str = "") -> str:
    """Rows of texts and numbers."""
    cells = (
        "".join(
            f'<c r="{chr(65 + place)}{at}"><v>{value}</v></c>'
            if value.isdecimal()
            else f'<c r="{chr(65 + place)}{at}" t="inlineStr"><is><t>{value}</t></is></c>'
            for place, value in enumerate(row)
        )
        for at, row in enumerate(rows, start=1)
    )
    inner = "".join(f'<row r="{at}">{row}</row>' for at, row in enumerate(cells, start=1))
    return f"{before}<sheetData>{inner}</sheetData>{after}"


def narrow(path: Path) -> Path:
    rows = [["Khoản chi", "Số tiền"], ["Sách", "123456789"]]
    cols = (
        '<cols><col min="1" max="1" width="20" customWidth="1"/><col min="2" max="2" width="4" customWidth="1"/></cols>'
    )
    return xlsx(path, [("Chi", "", sheet(rows, cols))])


def without_size(path: Path) -> Path:
    frame = "<draw:frame><draw:text-box><text:p>Khung không kích thước</text:p></draw:text-box></draw:frame>"
    return odf(path, "presentation", f'<draw:page draw:name="a">{frame}</draw:page>')


def beside_the_slide(path: Path) -> Path:
    far = shape("ngoài mép").replace('x="500000"', 'x="50000000"')
    return pptx(path, [slide(shape("Một", "title")), slide(shape("Hai", "title"), far)], notes={2: "nhắc bài"})


@needs_office
@pytest.mark.office
@pytest.mark.parametrize(
    ("make", "name", "page", "text"),
    [
        (narrow, "a.xlsx", 1, "Khoản chi Số tiền\nSách ###\n\nSách\t123456789"),
        (without_size, "a.odp", 1, "Khung không kích thước"),
        (beside_the_slide, "a.pptx", 2, "Hai\n\nngoài mép\n\nnhắc bài"),
    ],
)
def test_words_that_are_not_drawn_follow_those_of_their_page(
    tmp_path: Path, tools: ingest.Tools, make: Callable[[Path], Path], name: str, page: int, text: str
) -> None:
    path = make(tmp_path / name)
    with ingest.rendered(path, OPTIONS, tools) as pdf:
        assert pdf is not None
        found = ingest.read_file(path, OPTIONS, tools, 1, lambda done, total: None, pdf)
        again = list(ingest.read_pages(path, [page], OPTIONS, tools, found.inspection.file_type, pdf))
    assert found.pages[page - 1].text.endswith(text)
    assert [one.text for one in again] == [found.pages[page - 1].text]
    told = {one.number for one in found.pages for notice in one.warnings if notice.code == "page.words_not_drawn"}
    assert told == {page}


@needs_office
@pytest.mark.office
def test_words_cut_off_by_narrow_columns_are_not_read_from_the_picture(tmp_path: Path, tools: ingest.Tools) -> None:
    """What stands in the drawing is what LibreOffice could show of a cell, beside the next one."""
    words = ["những người", "nước được", "thường xuyên", "điểm kiểm tra", "trưởng khối", "quyển vở", "tiếng việt"]
    cols = '<cols><col min="1" max="7" width="4" customWidth="1"/></cols>'
    path = xlsx(tmp_path / "a.xlsx", [("A", "", sheet([words] * 30, cols))])
    with ingest.rendered(path, OPTIONS, tools) as pdf:
        assert pdf is not None
        found = ingest.read_file(path, OPTIONS, tools, 1, lambda done, total: None, pdf)
        again = list(ingest.read_pages(path, [1], OPTIONS, tools, found.inspection.file_type, pdf))
    for page in (*found.pages, *again):
        assert page.origin == "text-layer"
        assert [notice.code for notice in page.warnings] == ["page.words_not_drawn"]
        assert "điểm kiểm tra" in page.text


@needs_office
@pytest.mark.office
@pytest.mark.parametrize("other", ["20 km", "20 m²"])
def test_cells_that_meet_are_words_of_their_own_and_turned_ones_stay_whole(
    tmp_path: Path, tools: ingest.Tools, other: str
) -> None:
    turned = (
        f'<styleSheet xmlns="{S}"><fonts><font><sz val="11"/><name val="Liberation Sans"/></font></fonts><cellXfs><xf/>'
        '<xf applyAlignment="1"><alignment textRotation="45"/></xf></cellXfs></styleSheet>'
    )
    rows = [*(["356.838.051 đồng", "49,28", "hết"] for _ in range(5)), [other]]
    cells = sheet(rows).replace(
        "</sheetData>", '<row r="9"><c s="1" t="inlineStr"><is><t>chéo</t></is></c></row></sheetData>'
    )
    path = xlsx(tmp_path / "a.xlsx", [("A", "", cells)], styles=turned)
    with ingest.rendered(path, OPTIONS, tools) as pdf:
        assert pdf is not None
        (page,) = ingest.read_pages(path, [1], OPTIONS, tools, rendition=pdf)
    met = [at for at, word in enumerate(page.words) if word.text == "49,28"]
    assert len(met) == 5
    for at in met:
        assert page.words[at - 1].text.startswith("356.838.")
        assert page.words[at - 1].box[0] < page.words[at].box[0] < page.words[at].box[2] <= page.words[at + 1].box[0]
    assert "chéo" in [word.text for word in page.words]
    assert page.text.endswith("\n\n356.838.051 đồng")


@needs_office
@pytest.mark.office
def test_an_ordinary_document_is_drawn_as_it_was(tmp_path: Path, tools: ingest.Tools) -> None:
    """With what a drawing has in another form: fields counted anew, numbers of a list, a head on each page."""
    numbered = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    path = docx(
        tmp_path / "a.docx", paragraph("Giấy mời họp", style="H1"), paragraph(run("Ngày "), DATE),
        *(paragraph(f"{PROSE} {at}", more=numbered) for at in range(40)),
    )  # fmt: skip
    with ingest.rendered(path, OPTIONS, tools) as pdf:
        assert pdf is not None
        assert not is_completed(pdf)
        found = ingest.read_file(path, OPTIONS, tools, 1, lambda done, total: None, pdf)
    assert found.warnings == ()


@needs_office
@pytest.mark.office
def test_a_workbook_of_which_next_to_nothing_is_printed_stays_text(tmp_path: Path, tools: ingest.Tools) -> None:
    rows = [[f"mục {at}", f"{PROSE} {at}"] for at in range(200)]
    path = xlsx(tmp_path / "a.xlsx", [("A", "", sheet(rows))])
    area = (
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">A!$A$1:$A$3</definedName></definedNames>'
    )
    _edited(path, "xl/workbook.xml", "</sheets>", f"</sheets>{area}")
    with ingest.rendered(path, OPTIONS, tools) as pdf:
        assert pdf is None
    found = ingest.read_file(path, OPTIONS, tools, 1, lambda done, total: None)
    assert f"{PROSE} 199" in "\n".join(page.text for page in found.pages)
    assert [notice.code for notice in found.warnings] == ["file.drawing_failed"]


@needs_office
@pytest.mark.office
def test_a_drawing_that_could_not_be_compared_is_kept_as_drawn_and_says_so(
    tmp_path: Path, naughty: ingest.Tools
) -> None:
    path = narrow(tmp_path / "a.xlsx")
    tools = replace(naughty, command=(*naughty.command, "faints_late"))
    with ingest.rendered(path, OPTIONS, tools) as pdf:
        assert pdf is not None
        assert b"/Cat" not in pdf.read_bytes()[-200:]
        assert len(pypdf.PdfReader(pdf, strict=True).pages) == 1
        found = ingest.read_file(path, OPTIONS, tools, 1, lambda done, total: None, pdf)
    assert found.pages[0].text.endswith("Sách ###")
    assert [notice.code for notice in found.inspection.warnings] == ["file.words_not_compared"]


def test_a_pdf_keeps_words_page_by_page_behind_its_own_bytes(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", paragraph(PROSE), paragraph("chữ không vẽ"), paragraph("trang sau"))
    drawing = text_pdf(tmp_path / "a.pdf", [[PROSE], ["trang sau"]])
    before = drawing.read_bytes()
    asked = {"path": str(path), "extension": ".docx", "bounds": BOUNDS, "drawing": str(drawing)}
    assert list(complete(asked)) == [1]  # type: ignore[arg-type]
    assert drawing.read_bytes().startswith(before)
    assert is_completed(drawing)
    assert list(undrawn_words({"path": str(drawing), "numbers": [2, 1]})) == ["", "chữ không vẽ"]
    assert "chữ không vẽ" not in "".join(page.extract_text() for page in pypdf.PdfReader(drawing).pages)


def test_a_page_holds_no_more_than_a_page(tmp_path: Path) -> None:
    lines = [f"chữ không vẽ số {at}" for at in range(700)]
    path = docx(tmp_path / "a.docx", paragraph(PROSE), *map(paragraph, lines))
    drawing = text_pdf(tmp_path / "a.pdf", [[PROSE], [PROSE]])
    asked = {"path": str(path), "extension": ".docx", "bounds": BOUNDS, "drawing": str(drawing)}
    assert list(complete(asked)) == [2]  # type: ignore[arg-type]
    told = list(undrawn_words({"path": str(drawing), "numbers": [1, 2]}))
    assert "\n".join(told).split("\n") == lines
    assert all(len(text) <= MAX_CHARACTERS for text in told)


def test_a_row_longer_than_a_page_goes_on_to_the_next(tmp_path: Path) -> None:
    cells = [f"không{at}vẽ" for at in range(MAX_CHARACTERS // 8)]
    path = xlsx(tmp_path / "a.xlsx", [("A", "", _row(cells))])
    drawing = text_pdf(tmp_path / "a.pdf", [[PROSE], [PROSE]])
    asked = {"path": str(path), "extension": ".xlsx", "bounds": BOUNDS, "drawing": str(drawing)}
    assert list(complete(asked)) == [2]  # type: ignore[arg-type]
    told = list(undrawn_words({"path": str(drawing), "numbers": [1, 2]}))
    assert all(told)
    assert " ".join(told).split() == cells


def _edited(path: Path, part: str, before: str, after: str) -> None:
    """Change one part of an archive."""
    with zipfile.ZipFile(path) as package:
        held = {name: package.read(name) for name in package.namelist()}
    held[part] = held[part].decode().replace(before, after).encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, data in held.items():
            package.writestr(name, data)


def _row(texts: list[str]) -> str:
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f'<sheetData><row r="1">{cells}</row></sheetData>'
