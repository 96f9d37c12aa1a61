"""``ocr``: one file, no library."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject
from reportlab.pdfgen.canvas import Canvas

from repo_app.cli.front import run
from tests.cli.conftest import Hoclieu, picture


def born_digital(path: Path) -> Path:
    canvas = Canvas(str(path))
    for number in (1, 2):
        canvas.setFont("Helvetica", 24)
        for line in range(6):
            canvas.drawString(72, 760 - 40 * line, f"Page {number} of a lesson about clean water")
        canvas.showPage()
    canvas.save()
    return path


def test_text_goes_to_standard_output_pages_parted_by_form_feeds(hoclieu: Hoclieu, tmp_path: Path) -> None:
    ended = hoclieu("ocr", born_digital(tmp_path / "a.pdf"))
    assert ended.code == 0
    pages = ended.out.split("\f")
    assert len(pages) == 2
    assert ["Page 1 of a lesson" in pages[0], "Page 2 of a lesson" in pages[1]] == [True, True]
    assert not (tmp_path / "var").exists()


def test_json_has_the_shape_of_the_contract_and_nothing_beside_it(hoclieu: Hoclieu, tmp_path: Path) -> None:
    file = born_digital(tmp_path / "a.pdf")
    told = hoclieu("ocr", file, "--json", "-").json
    assert isinstance(told, dict)
    assert {"pages", "language", "encoding", "suggestions", "warnings"} <= told.keys()
    page = told["pages"][0]
    assert {"number", "text", "origin", "confidence", "width", "height", "rotation", "words"} <= page.keys()
    assert page["origin"] == "text-layer"
    x0, y0, x1, y1 = page["words"][0]["box"]
    assert 0 <= x0 < x1 <= page["width"]
    assert 0 <= y0 < y1 <= page["height"]


def test_destinations_are_files_written_whole(hoclieu: Hoclieu, tmp_path: Path) -> None:
    file = born_digital(tmp_path / "a.pdf")
    ended = hoclieu("ocr", file, "--json", tmp_path / "a.json", "--text", tmp_path / "a.txt")
    assert (ended.code, ended.out) == (0, "")
    assert len(json.loads((tmp_path / "a.json").read_text("utf-8"))["pages"]) == 2
    assert (tmp_path / "a.txt").read_text("utf-8").count("\f") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "a.pdf", "a.txt"]
    refused = hoclieu("ocr", file, "--text", tmp_path / "no" / "folder.txt")
    assert refused.code == 1
    assert "folder.txt" in refused.err


@pytest.mark.parametrize("wanted", [("--text", "--json"), ("--pdf", "--light"), ("--json", "--pdf")])
def test_one_stream_takes_one_answer(hoclieu: Hoclieu, tmp_path: Path, wanted: tuple[str, str]) -> None:
    first, second = wanted
    ended = hoclieu("ocr", born_digital(tmp_path / "a.pdf"), first, "-", second, "-")
    assert (ended.code, ended.out) == (2, "")


@pytest.mark.ocr
def test_a_model_that_is_not_here_is_told_before_anything_is_read(hoclieu: Hoclieu, tmp_path: Path) -> None:
    for languages in ("xx", "eng+xx"):
        ended = hoclieu("ocr", born_digital(tmp_path / "a.pdf"), "--languages", languages)
        assert (ended.code, ended.out) == (2, "")
        assert "no model “xx”" in ended.err
        assert "eng" in ended.err
    assert hoclieu("ocr", tmp_path / "a.pdf", "--languages", "eng").code == 0


@pytest.mark.ocr
def test_pictures_are_recognised(hoclieu: Hoclieu, tmp_path: Path) -> None:
    ended = hoclieu("ocr", picture(tmp_path / "a.png", "Trường học vui"), "--languages", "vie", "--jobs", "1")
    assert ended.code == 0
    assert "Trường học" in ended.out


@pytest.mark.ocr
def test_a_picture_becomes_a_pdf_that_can_be_searched(hoclieu: Hoclieu, tmp_path: Path) -> None:
    file = picture(tmp_path / "a.png", "Trường học vui")
    ended = hoclieu("ocr", file, "--languages", "vie", "--pdf", tmp_path / "a.pdf", "--json", tmp_path / "a.json")
    assert (ended.code, ended.out) == (0, "")
    assert "Trường học" in PdfReader(tmp_path / "a.pdf", strict=True).pages[0].extract_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "a.pdf", "a.png"]


def test_a_pdf_goes_to_standard_output_byte_for_byte(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    file = born_digital(tmp_path / "a.pdf")
    assert run(["ocr", str(file), "--pdf", "-"]) == 0
    out = capfdbinary.readouterr().out
    assert out.startswith(file.read_bytes())
    assert len(PdfReader(BytesIO(out), strict=True).pages) == 2


def test_a_pdf_that_cannot_be_written_is_1_with_a_sentence(hoclieu: Hoclieu, tmp_path: Path) -> None:
    ended = hoclieu("ocr", born_digital(tmp_path / "a.pdf"), "--pdf", tmp_path / "no" / "folder.pdf")
    assert (ended.code, ended.out) == (1, "")
    assert "folder.pdf" in ended.err
    sealed = PdfWriter(clone_from=tmp_path / "a.pdf")
    sealed.root_object[NameObject("/Perms")] = DictionaryObject({NameObject("/DocMDP"): DictionaryObject()})
    for page in sealed.pages:
        page[NameObject("/Contents")] = ArrayObject()
    sealed.write(tmp_path / "sealed.pdf")
    assert hoclieu("ocr", tmp_path / "sealed.pdf", "--pdf", tmp_path / "b.pdf").code == 0  # blank: nothing to add
    assert (tmp_path / "b.pdf").read_bytes() == (tmp_path / "sealed.pdf").read_bytes()


def test_what_cannot_be_read_is_1_with_a_sentence(hoclieu: Hoclieu, tmp_path: Path) -> None:
    locked = PdfWriter()
    locked.add_blank_page(100, 100)
    locked.encrypt("secret")
    locked.write(tmp_path / "locked.pdf")
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "words.pdf").write_text("just words")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4\nnonsense")
    told = set()
    for name in ("locked", "empty", "words", "broken"):
        ended = hoclieu("ocr", tmp_path / f"{name}.pdf")
        assert (ended.code, ended.out) == (1, "")
        told.add(ended.err.splitlines()[0])
    assert len(told) == 4
    assert hoclieu("ocr", tmp_path / "words.pdf", "--languages", "vie+;rm").code == 2


def test_a_light_copy_is_written_beside_a_searchable_one(hoclieu: Hoclieu, tmp_path: Path) -> None:
    file = born_digital(tmp_path / "a.pdf")
    ended = hoclieu("ocr", file, "--light", tmp_path / "light.pdf", "--pdf", tmp_path / "made.pdf")
    assert (ended.code, ended.out) == (0, "")
    for path in (tmp_path / "light.pdf", tmp_path / "made.pdf"):
        reader = PdfReader(path)
        assert len(reader.pages) == 2
        assert reader.xmp_metadata is not None
        assert b"sha256:" in reader.xmp_metadata.stream.get_data()
