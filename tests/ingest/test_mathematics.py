"""Formulas on one line, and what LibreOffice draws of them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

import ingest
from ingest.readers.office.mathematics import mathml, omml
from ingest.readers.office.opening import open_text
from tests.ingest.office_files import docx, odf, paragraph, pptx, shape, slide
from tests.office import needs_mathematics

OPTIONS = ingest.Options()
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
MATHML = "http://www.w3.org/1998/Math/MathML"


def r(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def m(name: str, **parts: str) -> str:
    """A structure of OMML with its properties as XML under `properties`."""
    inner = "".join(f"<m:{part}>{held}</m:{part}>" for part, held in parts.items() if part != "properties")
    return f"<m:{name}>{parts.get('properties', '')}{inner}</m:{name}>"


def sign(name: str, **signs: str) -> str:
    return f"<m:{name}>" + "".join(f'<m:{one} m:val="{value}"/>' for one, value in signs.items()) + f"</m:{name}>"


ROOT = m("rad", deg="", e=r("Δ"))
QUADRATIC = r("x=") + m("f", num=r("-b±") + ROOT, den=r("2a"))


@pytest.mark.parametrize(
    ("inner", "line"),
    [
        (QUADRATIC, "x=(-b±√Δ)/(2a)"),
        (m("f", num=r("1"), den=r("2")) + r("x"), "1/2 x"),
        (m("sSup", e=r("x"), sup=r("n")) + r("y"), "x^n y"),
        (m("sSup", e=r("x"), sup=r("n+1")), "x^(n+1)"),
        (m("sSubSup", e=r("x"), sub=r("i"), sup=r("2")), "x_i^2"),
        (m("rad", deg=r("3"), e=r("8")), "∛8"),
        (m("rad", deg=r("n"), e=r("a+b")), "n√(a+b)"),
        (m("nary", properties=sign("naryPr", chr="∑"), sub=r("i=1"), sup=r("n"), e=r("i")), "∑_(i=1)^n i"),
        (m("nary", sub=r("0"), sup=r("1"), e=r("xdx")), "∫_0^1 xdx"),
        (r("f") + m("d", e=r("x")), "f(x)"),
        (m("sSup", e=m("d", e=r("a+b")), sup=r("2")), "(a+b)^2"),
        (m("f", num=m("d", e=r("a+b")), den=m("d", e=r("a-b"))), "(a+b)/(a-b)"),
        (m("d", properties=sign("dPr", begChr="|", endChr="|"), e=r("x")), "|x|"),
        (m("d", properties=sign("dPr", begChr="{", endChr=""), e=m("eqArr", e=r("x+y=3"))), "{x+y=3"),
        ("<m:eqArr><m:e><m:r><m:t>x=1</m:t></m:r></m:e><m:e><m:r><m:t>y=2</m:t></m:r></m:e></m:eqArr>", "x=1; y=2"),
        (m("m", mr=m("e", r=r("1"))) + r("A"), "1 A"),
        (m("func", fName=r("sin"), e=r("x")), "sin x"),
        (m("func", fName=m("limLow", e=r("lim"), lim=r("x→0")), e=r("x")), "lim_(x→0)x"),
        (m("acc", properties=sign("accPr", chr="⃗"), e=r("AB")), "AB"),
        (r("a=") + m("phant", e=r("b")), "a=b"),
        (r("a=") + m("phant", properties=sign("phantPr", zeroAsc="1"), e=r("b")), "a=b"),
        (r("a=") + m("phant", properties=sign("phantPr", show="1", zeroAsc="1"), e=r("b")), "a=b"),
        (r("a=") + m("phant", properties=sign("phantPr", show="0"), e=r("b")), "a="),
        (r("a=") + m("phant", properties=sign("phantPr", show="off"), e=r("b")), "a="),
    ],
)  # fmt: skip
def test_a_formula_of_a_word_document(inner: str, line: str) -> None:
    assert omml(fromstring(f'<m:oMath xmlns:m="{M}">{inner}</m:oMath>')) == line


@pytest.mark.parametrize(
    ("inner", "line"),
    [
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a+b)/2"),
        ("<msqrt><mi>a</mi><mo>+</mo><mi>b</mi></msqrt>", "√(a+b)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "∛x"),
        ("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "x_i^2"),
        (
            "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi>",
            "∑_(i=1)^n i",
        ),
        ("<mover><mi>AB</mi><mo>→</mo></mover>", "AB"),
        ("<mfenced><mi>x</mi><mi>y</mi></mfenced>", "(x,y)"),
        ('<mfenced open="" close=""><mi>x</mi><mi>y</mi></mfenced>', "x,y"),
        ('<mfenced open="[" close="]" separators=""><mi>x</mi><mo>+</mo></mfenced>', "[x+]"),
        ('<mfenced separators="; |"><mi>x</mi><mi>y</mi><mi>z</mi><mi>t</mi></mfenced>', "(x;y|z|t)"),
        ("<mfenced/>", "()"),
        ("<mtext>a<b/>c</mtext>", "ac"),
        ("<mi><mglyph/>x</mi>", "x"),
        ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr><mtr><mtd><mn>3</mn></mtd></mtr></mtable>",
         "1 2; 3"),
        ("<mstyle><mrow><mn>12</mn><mi>vi</mi></mrow></mstyle>", "12 vi"),
    ],
)  # fmt: skip
def test_a_formula_in_mathml(inner: str, line: str) -> None:
    assert mathml(fromstring(f'<math xmlns="{MATHML}">{inner}</math>')) == line


@pytest.mark.parametrize("name", ["d", "f", "box", "sSup"])
@pytest.mark.parametrize("levels", [100, 200, 5_000])
def test_however_deep_a_formula_of_word_is_its_letters_are_there(name: str, levels: int) -> None:
    part = {"f": "den"}.get(name, "e")
    deep = r("x") + m("phant", properties=sign("phantPr", show="0"), e=r("hidden")) + r("y")
    for _ in range(levels):
        deep = f"<m:{name}><m:{part}>{deep}</m:{part}></m:{name}>"
    line = omml(fromstring(f'<m:oMath xmlns:m="{M}">{deep}</m:oMath>'))
    assert [letter for letter in line if letter.isalpha()] == ["x", "y"]


@pytest.mark.parametrize("name", ["msup", "mrow", "msqrt", "mfrac", "mtable"])
@pytest.mark.parametrize("levels", [100, 190, 5_000])
def test_however_deep_a_formula_in_mathml_is_its_letters_are_there(name: str, levels: int) -> None:
    deep = "<mtext>x y</mtext>"
    for _ in range(levels):
        deep = f"<{name}>{deep}<mn>2</mn></{name}>"
    line = mathml(fromstring(f'<math xmlns="{MATHML}">{deep}</math>'))
    assert "x y" in line
    assert line.count("2") == levels


def in_word(path: Path) -> Path:
    formula = f'<m:oMathPara xmlns:m="{M}"><m:oMath>{QUADRATIC}</m:oMath></m:oMathPara>'
    return docx(path, paragraph("Nghiệm của phương trình:"), paragraph(formula))


def in_open_document(path: Path) -> Path:
    kind = "application/vnd.oasis.opendocument.formula"
    frame = '<draw:frame draw:name="a" text:anchor-type="as-char" svg:width="4cm" svg:height="1cm">'
    held = f'{frame}<draw:object xlink:href="./Object 1" xlink:type="simple" xlink:show="embed"/></draw:frame>'
    entry = f'<manifest:file-entry manifest:full-path="Object 1/" manifest:media-type="{kind}"/>'
    odf(path, "text", f"<text:p>Nghiệm của phương trình: {held}</text:p>", manifest=entry)
    formula = (
        "<mrow><mi>x</mi><mo>=</mo><mfrac><mrow><mo>-</mo><mi>b</mi><mo>±</mo><msqrt><mi>Δ</mi></msqrt></mrow>"
        "<mrow><mn>2</mn><mi>a</mi></mrow></mfrac></mrow>"
    )
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("Object 1/content.xml", f'<math xmlns="{MATHML}"><semantics>{formula}</semantics></math>')
    return path


def test_a_formula_on_a_slide(tmp_path: Path) -> None:
    formula = f'<a14:m xmlns:a14="a14"><m:oMathPara xmlns:m="{M}"><m:oMath>{QUADRATIC}</m:oMath></m:oMathPara></a14:m>'
    held = shape("đây").replace("<a:r><a:t>đây</a:t></a:r>", formula)
    path = pptx(tmp_path / "a.pptx", [slide(shape("Nghiệm", "title"), held)])
    assert open_text(path, ".pptx", 2000).page(1).text == "Nghiệm\nx=(-b±√Δ)/(2a)"


@needs_mathematics
@pytest.mark.office
@pytest.mark.parametrize(("make", "name"), [(in_word, "a.docx"), (in_open_document, "a.odt")])
def test_a_formula_is_drawn_and_stands_once_on_its_page(
    tmp_path: Path, tools: ingest.Tools, make: Callable[[Path], Path], name: str
) -> None:
    path = make(tmp_path / name)
    with ingest.rendered(path, OPTIONS, tools) as pdf:
        assert pdf is not None
        found = ingest.read_file(path, OPTIONS, tools, 1, lambda done, total: None, pdf)
    (page,) = found.pages
    assert page.warnings == ()
    assert {"=", "b", "±", "Δ", "2", "a"} <= set(page.text.split("trình:")[1])
    assert page.text.count("Δ") == 1
