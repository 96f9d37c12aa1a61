"""Documents that would be drawn as something else than what they say: they stay text."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

import ingest
from tests.ingest.office_files import docx, odf, paragraph, run, xlsx
from tests.office import needs_office

OPTIONS = ingest.Options()
DEL = '<w:del w:id="1" w:author="A"><w:r><w:delText>mật</w:delText></w:r></w:del>'
MOVED = f'<w:moveFrom w:id="1" w:author="A">{run("mật")}</w:moveFrom>'
ODF_DEL = (
    '<text:tracked-changes><text:changed-region text:id="c"><text:deletion><text:p>mật</text:p></text:deletion>'
    "</text:changed-region></text:tracked-changes><text:p>Giữ</text:p>"
)


@pytest.mark.parametrize("change", [DEL, MOVED], ids=["deleted", "moved"])
def test_a_document_with_struck_out_text_is_not_drawn(tmp_path: Path, tools: ingest.Tools, change: str) -> None:
    path = docx(tmp_path / "a.docx", paragraph(run("Giữ"), change))
    found = ingest.inspect(path, "a.docx", OPTIONS, tools)
    assert [notice.code for notice in found.warnings] == ["file.tracked_changes"]
    assert not ingest.is_drawn(found)


def test_an_open_document_with_struck_out_text_is_not_drawn(tmp_path: Path, tools: ingest.Tools) -> None:
    path = odf(tmp_path / "a.odt", "text", ODF_DEL)
    assert not ingest.is_drawn(ingest.inspect(path, "a.odt", OPTIONS, tools))


def test_inserted_text_alone_is_drawn(tmp_path: Path, tools: ingest.Tools) -> None:
    path = docx(tmp_path / "a.docx", paragraph(f'<w:ins w:id="1" w:author="A">{run("Mới")}</w:ins>'))
    assert ingest.is_drawn(ingest.inspect(path, "a.docx", OPTIONS, tools))


@needs_office
@pytest.mark.office
@pytest.mark.parametrize(
    "formula",
    [
        "&#73;nfo (&quot;osversion&quot;)",
        "LEN(INFO(&quot;osversion&quot;))",
        "&quot;a&quot;&amp;INFO(&quot;system&quot;)",
        "LEN('a&quot;b'!A1&amp;INFO(&quot;system&quot;)&amp;'a&quot;b'!A1)",
        "WEBSERVICE(&quot;http://127.0.0.1/&quot;)",
    ],
)
def test_a_sheet_that_asks_about_this_machine_is_not_drawn(tmp_path: Path, tools: ingest.Tools, formula: str) -> None:
    rows = f'<sheetData><row r="1"><c r="A1"><f>{formula}</f></c></row></sheetData>'
    path = xlsx(tmp_path / "a.xlsx", [("Một", "", rows)])
    with pytest.raises(ingest.IngestError) as caught:
        ingest.make_rendition(path, tmp_path / "a.pdf", OPTIONS, tools)
    assert caught.value.code == "file.drawing_failed"


@needs_office
@pytest.mark.office
def test_a_sheet_that_only_speaks_of_such_formulas_is_drawn(tmp_path: Path, tools: ingest.Tools) -> None:
    rows = (
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Hàm INFO(x)</t></is></c></row><row r="2"><c r="A2">'
        "<f>&quot;INFO(x) và &quot;&amp;&quot;DDE(y)&quot;</f></c></row></sheetData>"
        "<headerFooter><oddHeader>&amp;LBảng INFO (x)</oddHeader></headerFooter>"
    )
    path = xlsx(tmp_path / "a.xlsx", [("Một", "", rows)])
    ingest.make_rendition(path, tmp_path / "a.pdf", OPTIONS, tools)
    drawn = text_of(tmp_path / "a.pdf")
    assert all(told in drawn for told in ("Hàm INFO(x)", "INFO(x) và DDE(y)", "Bảng INFO (x)"))


@needs_office
@pytest.mark.office
def test_a_document_that_tells_its_place_tells_nothing_of_this_machine(tmp_path: Path, tools: ingest.Tools) -> None:
    field = '<w:fldSimple w:instr=" FILENAME \\p "><w:r><w:t>x</w:t></w:r></w:fldSimple>'
    rows = (
        '<sheetData><row r="1"><c r="A1"><f>CELL(&quot;filename&quot;)</f></c></row></sheetData>'
        "<headerFooter><oddHeader>&amp;L&amp;Z&amp;F</oddHeader></headerFooter>"
    )
    wide = '<cols><col min="1" max="1" width="120" customWidth="1"/></cols>'
    for path in (docx(tmp_path / "a.docx", paragraph(field)), xlsx(tmp_path / "a.xlsx", [("Một", "", wide + rows)])):
        ingest.make_rendition(path, tmp_path / "a.pdf", OPTIONS, tools)
        drawn = text_of(tmp_path / "a.pdf")
        assert "document" in drawn
        assert not {part for part in tmp_path.parts if len(part) > 3 and part in drawn}
        assert "hoclieu-" not in drawn


def text_of(pdf: Path) -> str:
    """All text of a PDF."""
    drawn = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in drawn)
    drawn.close()
    return text


def test_english_in_an_old_font_is_drawn(tmp_path: Path, tools: ingest.Tools) -> None:
    english = "The library – open at seven – lends “The Wind” to all."
    path = docx(tmp_path / "a.docx", paragraph(run(english, ".VnTime")))
    assert ingest.is_drawn(ingest.inspect(path, "a.docx", OPTIONS, tools))
