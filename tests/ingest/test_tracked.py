"""Documents that would be drawn as something else than what they say: they stay text."""

from __future__ import annotations

from pathlib import Path

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
        "CELL(&quot;filename&quot;)",
        "&#67;ell (&quot;filename&quot;,A1)",
        "LEN(INFO(&quot;osversion&quot;))",
        "SUM(1,2)",
    ],
)
def test_a_sheet_that_asks_about_this_machine_is_not_drawn(tmp_path: Path, tools: ingest.Tools, formula: str) -> None:
    rows = f'<sheetData><row r="1"><c r="A1"><f>{formula}</f></c></row></sheetData>'
    path, target = xlsx(tmp_path / "a.xlsx", [("Một", "", rows)]), tmp_path / "a.pdf"
    if formula.startswith("SUM"):
        ingest.make_rendition(path, target, OPTIONS, tools)
        return
    with pytest.raises(ingest.IngestError) as caught:
        ingest.make_rendition(path, target, OPTIONS, tools)
    assert caught.value.code == "file.drawing_failed"


def test_english_in_an_old_font_is_drawn(tmp_path: Path, tools: ingest.Tools) -> None:
    english = "The library – open at seven – lends “The Wind” to all."
    path = docx(tmp_path / "a.docx", paragraph(run(english, ".VnTime")))
    assert ingest.is_drawn(ingest.inspect(path, "a.docx", OPTIONS, tools))
