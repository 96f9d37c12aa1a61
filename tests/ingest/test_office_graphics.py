"""Charts, diagrams and formulas: their words lie in parts of their own."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ingest.readers.office.opening import open_text
from tests.ingest.office_files import A, R, archive, docx, odf, paragraph, pptx, relations, run, slide, xlsx

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
D = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
NAMES = "".join(f"<c:pt><c:v>{name}</c:v></c:pt>" for name in ("Quý một", "Quý hai"))
SERIES = f"<c:ser><c:cat><c:strRef><c:strCache>{NAMES}</c:strCache></c:strRef></c:cat></c:ser>"
CHART = (
    f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}"><c:chart><c:title><a:p><a:r><a:t>Lượt mượn</a:t></a:r></a:p></c:title>'
    f"{SERIES * 2}</c:chart></c:chartSpace>"
)
DIAGRAM = (
    f'<dgm:dataModel xmlns:dgm="{D}" xmlns:a="{A}"><dgm:pt><a:p><a:r><a:t>Gieo mạ</a:t></a:r></a:p></dgm:pt>'
    "</dgm:dataModel>"
)
NAMED_CHART = f'<c:chart xmlns:c="{C}" xmlns:r="{R}" r:id="g"/>'
NAMED_DIAGRAM = f'<dgm:relIds xmlns:dgm="{D}" xmlns:r="{R}" r:dm="g" r:lo="x"/>'
WORDS = {"chart": "Lượt mượn\nQuý một\tQuý hai", "diagram": "Gieo mạ"}


@pytest.mark.parametrize(
    ("kind", "named", "part"), [("chart", NAMED_CHART, CHART), ("diagram", NAMED_DIAGRAM, DIAGRAM)]
)
def test_words_of_a_graphic_in_a_word_document(tmp_path: Path, kind: str, named: str, part: str) -> None:
    drawing = f'<w:r><w:drawing><a:graphic xmlns:a="{A}">{named}</a:graphic></w:drawing></w:r>'
    more = {
        "word/graphic.xml": part,
        "word/_rels/document.xml.rels": relations(("s", "styles", "styles.xml"), ("g", kind, "graphic.xml")),
    }
    path = docx(tmp_path / "a.docx", paragraph("trước", drawing), paragraph("sau"), more=more)
    assert open_text(path, ".docx", 2000).page(1).text == f"trước\n{WORDS[kind]}\n\nsau"


@pytest.mark.parametrize("part", ["<broken", '<w:document xmlns:w="x"><p/></w:document>', None])
def test_a_graphic_that_is_none(tmp_path: Path, part: str | None) -> None:
    drawing = f"<w:r><w:drawing>{NAMED_CHART}</w:drawing></w:r>"
    more = {"word/_rels/document.xml.rels": relations(("g", "chart", "graphic.xml"))}
    more |= {"word/graphic.xml": part} if part is not None else {}
    path = docx(tmp_path / "a.docx", paragraph("trước", drawing), more=more)
    assert open_text(path, ".docx", 2000).page(1).text == "trước"


def test_words_of_a_chart_on_a_slide_and_on_a_sheet(tmp_path: Path) -> None:
    frame = f"<p:graphicFrame><p:nvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>{NAMED_CHART}</p:graphicFrame>"
    slides = pptx(tmp_path / "a.pptx", [slide(frame)])
    _add(slides, "ppt/slides/_rels/slide1.xml.rels", relations(("g", "chart", "/chart.xml")), {"chart.xml": CHART})
    assert open_text(slides, ".pptx", 2000).page(1).text == WORDS["chart"]
    book = xlsx(tmp_path / "a.xlsx", [("Một", "", "<sheetData><row><c><v>1</v></c></row></sheetData>")])
    drawing = f'<d xmlns:a="{A}"><a:p><a:r><a:t>chú thích</a:t></a:r></a:p>{NAMED_CHART}</d>'
    _add(
        book, "xl/worksheets/_rels/sheet1.xml.rels", relations(("d", "drawing", "/xl/drawing.xml")),
        {"xl/drawing.xml": drawing, "xl/_rels/drawing.xml.rels": relations(("g", "chart", "/c.xml")), "c.xml": CHART},
    )  # fmt: skip
    assert open_text(book, ".xlsx", 2000).page(1).text == f"Một\n1\n\nchú thích\n{WORDS['chart']}"


def test_a_formula_and_ruby_of_a_word_document(tmp_path: Path) -> None:
    def symbols(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    square = f"<m:sSup><m:e>{symbols('b')}</m:e><m:sup>{symbols('2')}</m:sup></m:sSup>"
    fraction = f"<m:f><m:num>{square}</m:num><m:den><m:rad><m:e>{symbols('2a')}</m:e></m:rad></m:den></m:f>"
    ruby = f"<w:r><w:ruby><w:rt>{run('hán')}</w:rt><w:rubyBase>{run('漢')}</w:rubyBase></w:ruby></w:r>"
    path = docx(
        tmp_path / "a.docx", paragraph("chữ ", ruby, f'<m:oMath xmlns:m="m">{symbols("x=")}{fraction}</m:oMath>')
    )
    assert open_text(path, ".docx", 2000).page(1).text == "chữ 漢x=b^2/√(2a)"


def test_formulas_and_charts_of_open_documents(tmp_path: Path) -> None:
    def framed(name: str) -> str:
        return f'<draw:frame><draw:object xlink:href="./{name}"/></draw:frame>'

    math = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi>S</mi><mo> = </mo><mi>a</mi>'
        "<mtext> nhân </mtext><mfrac><msup><mi>chu</mi><mn>2</mn></msup><msqrt><mn>12</mn><mi>vi</mi></msqrt></mfrac>"
        '</mrow><annotation encoding="StarMath 5.0">S=a</annotation></semantics></math>'
    )
    chart = (
        '<o xmlns:t="t" xmlns:c="c"><c:chart><c:title><t:p>Lượt mượn</t:p></c:title><t:p>Quý một</t:p><t:p>12.5</t:p>'
        "<t:p>Quý một</t:p></c:chart></o>"
    )
    body = "".join(f"<text:p>{at} {framed(f'Object {at}')}</text:p>" for at in range(1, 6))
    path = odf(tmp_path / "a.odt", "text", body)
    inside = f'<o xmlns:text="t" xmlns:draw="d" xmlns:xlink="x"><text:p>trong {framed("Object 3")}</text:p></o>'
    objects = {"Object 1": math, "Object 2": chart, "Object 3": inside, "Object 4": "<broken"}
    with zipfile.ZipFile(path, "a") as package:
        for name, content in objects.items():
            package.writestr(f"{name}/content.xml", content)
    text = open_text(path, ".odt", 2000).page(1).text
    assert text.split("\n\n") == ["1", "S=a nhân chu^2/√(12 vi)", "2", "Lượt mượn", "Quý một", "3", "trong", "4", "5"]


def _add(path: Path, rels: str, links: str, parts: dict[str, str]) -> None:
    """Add parts to a package, and to the relationships of one of its parts."""
    with zipfile.ZipFile(path) as package:
        held: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    archive(path, {**held, rels: links, **parts})
