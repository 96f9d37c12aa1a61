"""XLSX: what the sheet shows, row by row."""

from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.office.number_format import shown
from ingest.readers.office.opening import OpenedText, open_text
from tests.ingest.office_files import S, xlsx

STYLES = f"""<styleSheet xmlns="{S}"><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>
<fonts><font><name val="Arial"/></font><font><name val=".VnTime"/></font></fonts>
<cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="164" fontId="0"/><xf numFmtId="2" fontId="0"/>
<xf numFmtId="0" fontId="1"/></cellXfs></styleSheet>"""


def opened(path: Path) -> OpenedText:
    return open_text(path, ".xlsx", 2000)


def cell(at: str, value: str, kind: str = "", look: int = 0) -> str:
    inner = f"<is><t>{value}</t></is>" if kind == "inlineStr" else f"<v>{value}</v>"
    return f'<c r="{at}" s="{look}"' + (f' t="{kind}"' if kind else "") + f">{inner}</c>"


def test_rows_are_lines_and_cells_are_parted_by_tabs(tmp_path: Path) -> None:
    rows = (
        "<sheetData><row>" + cell("A1", "0", "s") + cell("B1", "1", "s") + "</row><row>"
        + cell("A2", "Nguyễn An", "inlineStr") + cell("B2", "8.5", look=2) + cell("D2", "45905", look=1) + "</row>"
        '<row hidden="1">' + cell("A3", "giấu", "inlineStr") + "</row><row>" + cell("A4", "1", "b")
        + '<c r="B4"><f>SUM(B2)</f><v>8.5</v></c>' + cell("C4", "#DIV/0!", "e") + "</row></sheetData>"
    )  # fmt: skip
    path = xlsx(tmp_path / "a.xlsx", [("Điểm", "", rows)], ("Họ tên", "Điểm\nthi"), STYLES)
    assert opened(path).page(1).text == "Điểm\nHọ tên\tĐiểm thi\nNguyễn An\t8.50\t\t05/09/2025\nTRUE\t8.5\t#DIV/0!"


def test_each_visible_sheet_begins_a_page_and_hidden_ones_are_counted(tmp_path: Path) -> None:
    def sheet(text: str, before: str = "") -> str:
        return (
            f"{before}<sheetData><row>{cell('A1', text, 'inlineStr')}{cell('B1', 'x', 'inlineStr')}</row></sheetData>"
        )

    columns = '<cols><col min="2" max="2" hidden="1"/></cols>'
    held = [
        ("Một", "", sheet("a")),
        ("Mật", "veryHidden", sheet("b")),
        ("Trống", "", ""),
        ("Ba", "", sheet("c", columns)),
    ]
    found = opened(xlsx(tmp_path / "a.xlsx", held))
    assert [found.page(at).text for at in (1, 2)] == ["Một\na\tx", "Ba\nc"]
    assert found.hidden == 1
    assert [(item.title, item.page) for item in found.outline()] == [("Một", 1), ("Ba", 2)]


def test_what_stands_on_each_printed_page_follows_the_cells_once(tmp_path: Path) -> None:
    head = escape('&L&"Arial,Bold"&14Trường Kon Rẫy&C&KFF0000Sách && vở&R&P / &N')
    furniture = (
        f"<headerFooter><oddHeader>{head}</oddHeader><oddFooter>&amp;CLớp 6A, trang &amp;P</oddFooter>"
        f"<firstHeader>{head}</firstHeader><firstFooter>&amp;C&amp;D</firstFooter></headerFooter>"
    )
    rows = f"<sheetData><row>{cell('A1', 'lúa', 'inlineStr')}</row></sheetData>"
    path = xlsx(tmp_path / "a.xlsx", [("Một", "", rows + furniture), ("Trống", "", furniture)])
    assert len(opened(path).pages.pages) == 1
    assert opened(path).page(1).text == "Một\nlúa\n\nTrường Kon Rẫy Sách & vở /\n\nLớp 6A, trang"


def test_a_long_sheet_is_parted_between_rows(tmp_path: Path) -> None:
    rows = "".join(
        f"<row>{cell(f'A{at}', str(at))}{cell(f'B{at}', 'lúa nước', 'inlineStr')}</row>" for at in range(1, 2001)
    )
    found = opened(xlsx(tmp_path / "a.xlsx", [("Kho", "", f"<sheetData>{rows}</sheetData>")]))
    pages = [found.page(at).text for at in range(1, len(found.pages.pages) + 1)]
    assert len(pages) > 5
    assert all(line.endswith("\tlúa nước") for page in pages for line in page.split("\n")[1:])
    assert "\n".join(pages).count("lúa nước") == 2000


def test_old_fonts_of_cells_are_converted(tmp_path: Path) -> None:
    rows = (
        "<sheetData><row>" + cell("A1", "Nh÷ng nguyªn t¾c", "inlineStr", 3) + cell("B1", "3×4", "inlineStr") + "</row>"
    )
    found = opened(xlsx(tmp_path / "a.xlsx", [("A", "", rows + "</sheetData>")], styles=STYLES))
    assert found.page(1).text == "A\nNhững nguyên tắc\t3×4"


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (3, "", "3"), (0.1 + 0.2, "General", "0.3"), (1234.5, "#,##0.00", "1,234.50"), (-5, "#,##0;(#,##0)", "(5)"),
        (0.256, "0.0%", "25.6%"), (7, "000", "007"), (1_500_000, '#,##0.0,,"M"', "1.5M"), (0, "0;-0;;@", ""),
        (1234567, '_-* #,##0\\ "₫"_-;\\-* #,##0\\ "₫"_-', "1,234,567 ₫"), (1234, "[$₫-42A]#,##0", "₫1,234"),
        (2, "0.00E+00", "2.00E+00"), (45905, "dd/mm/yyyy", "05/09/2025"), (45905.75, "h:mm AM/PM", "6:00 PM"),
        (45905, 'd "tháng" m "năm" yyyy', "5 tháng 9 năm 2025"), (1.5, "[h]:mm:ss", "36:00:00"),
        (60, "d/m/yyyy", "1/3/1900"), (1, "dd/mm/yyyy", "01/01/1900"), (0.5, "mm:ss", "00:00"), (-1, "yyyy", "-1"),
        (1e300, "yyyy", "1e+300"), (0.5, "# ?/?", "0.5"), (5, "@", "5"),
        (1234.5, "#,##0.00_);[Red](#,##0.00)", "1,234.50"), (1234.5, "#,##0", "1,235"), (-0.5, "0", "-1"),
        (1.005, "0.00", "1.01"), (45123, "[$-42A]dd mmmm yyyy;@", "16 Tháng Bảy 2023"),
        (45123, "[$-vi-VN]dddd, d/m", "Chủ Nhật, 16/7"), (45124, "[$-042A]ddd h:mm", "T2 0:00"),
        (123456789012345.0, f"0.{'0' * 20}", f"123456789012345.{'0' * 20}"),
        (123456789012.5, "", "123456789012.5"),
        (0.000012345, "General", "0.000012345"),
        (1e-12, "", "1e-12"),
        (912345678, "0000\\ 000\\ 000", "0912 345 678"),
        (912345678, "0000 000 000", "0912 345 678"),
        (-7, "000-000", "-000-007"),
        (5551234567, "[<=9999999]###-####;(###) ###-####", "(555) 123-4567"),
        (5551234, "[<=9999999]###-####;(###) ###-####", "555-1234"),
        (4.9, '[>=5]"Đạt";[<5]"Trượt"', "Trượt"),
        (5, '[>=5]"Đạt";[<5]"Trượt"', "Đạt"),
        (-3, '[=0]"không";-0.0;0', "-3.0"),
        (3, '[=0]"không";-0.0;0', "3"),
        (-3, "[>100]0.0;0", "-3"),
        (-5, "[Red][<0]-0;[Blue]0", "-5"), (-5, "[<0]0;0", "5"), (-1234, "[<0](#,##0);#,##0", "(1,234)"),
        (-5, "[<=0]-0;0", "-5"), (-5, "[>=0]0;-0", "-5"), (-5, "[>=0]0;0", "5"), (-5, "[>=0]0;[<0]\\-0", "-5"),
        (-5, "[>100]0;[<50](0);0", "(5)"), (-5, "[>100]0;[<=-1]0;0", "5"), (-15, "[<=-10]0;0", "-15"),
        (-5, "[<100]0;0", "-5"), (-5, "[>100]0;[>50]0;-0", "-5"), (5, "[<0](0);0", "5"),
        (1, "0" + "%" * 400, "1"), (1e290, "0%%%%%%%%%%", "1e+290"),
    ],
)  # fmt: skip
def test_numbers_as_the_sheet_shows_them(value: float, code: str, expected: str) -> None:
    assert shown(value, code) == expected


def test_the_other_epoch() -> None:
    assert shown(0, "dd/mm/yyyy", epoch_1904=True) == "01/01/1904"


@given(
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e290, max_value=1e290),
    st.text('0#?,.%;@ymdhs[]"\\E+-_* aAMPp/:x', max_size=14),
)
def test_any_format_shows_something_or_nothing_and_never_fails(value: float, code: str) -> None:
    assert isinstance(shown(value, code), str)
