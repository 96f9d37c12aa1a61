"""The light copy of a PDF: heavy pages become pictures with words, light ones stay what they are."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, NumberObject, RectangleObject

from ingest import Cancelled, Options, Pause, PdfMetadata, Tools, make_light, read_file
from ingest.searchable import LIGHT_PAGE
from tests.ingest.makers import LESSON, printed, rewritten, scan_pdf, text_pdf
from tests.ingest.pdfs import WORDS, apart, by_pdfium, by_pypdf, page_of_words, pixels, shares
from tests.ingest.test_searchable import signed
from tests.thorough import more


@pytest.fixture(scope="module")
def heavy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A grainy scan of 300 dpi."""
    clean = printed(LESSON, dpi=300)
    return scan_pdf(
        tmp_path_factory.mktemp("heavy") / "scan.pdf", [Image.blend(clean, Image.effect_noise(clean.size, 60), 0.3)]
    )


@pytest.mark.parametrize("rotate", [0, 270, *more(90, 180)])
def test_a_heavy_page_becomes_a_picture_with_words(heavy: Path, tmp_path: Path, tools: Tools, rotate: int) -> None:
    def change(writer: PdfWriter) -> None:
        writer.pages[0][NameObject("/Rotate")] = NumberObject(rotate)
        writer.pages[0].cropbox = RectangleObject((20, 30, 280, 400))
        writer.add_outline_item(title="Chương 1", page_number=0)

    original = rewritten(heavy, tmp_path / "turned.pdf", change)
    page = replace(page_of_words(1, *((1300, 1850) if rotate % 180 == 0 else (1850, 1300))), rotation=rotate)
    target = tmp_path / "light.pdf"
    make_light(original, [page], target, PdfMetadata(), Options(), tools)
    assert target.stat().st_size <= LIGHT_PAGE < original.stat().st_size
    assert by_pypdf(target, 1) == list(WORDS)
    assert apart(by_pdfium(target, 1), shares(page)) < 0.02
    (before, drawn), (after, redrawn) = pixels(original, 1), pixels(target, 1)
    assert before == after
    unlike = sum((one < 110) != (other < 110) for one, other in zip(drawn, redrawn, strict=True))
    assert unlike < 0.03 * sum(one < 110 for one in drawn) + 0.01 * len(drawn)  # the print is where it was
    assert [item.title for item in PdfReader(target).outline] == ["Chương 1"]


def test_light_pages_stay_what_they_are(tmp_path: Path, tools: Tools) -> None:
    original = text_pdf(tmp_path / "text.pdf", [LESSON, LESSON, LESSON])
    pages = read_file(original, Options(), tools, 1, lambda done, total: None).pages
    target = tmp_path / "light.pdf"
    make_light(original, pages, target, PdfMetadata(), Options(), tools)
    assert [by_pypdf(target, number) for number in (1, 2, 3)] == [by_pypdf(original, number) for number in (1, 2, 3)]
    assert pixels(target, 2) == pixels(original, 2)
    assert target.stat().st_size < original.stat().st_size + 2_500


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_protected_file_stays_protected(heavy: Path, tmp_path: Path, tools: Tools, algorithm: str) -> None:
    def protect(writer: PdfWriter) -> None:
        writer.add_metadata({"/Title": "Đề thi"})
        writer.encrypt("", "owner", algorithm=algorithm)

    original = rewritten(heavy, tmp_path / "protected.pdf", protect)
    target = tmp_path / "light.pdf"
    make_light(original, [page_of_words(1, 1300, 1850)], target, PdfMetadata(), Options(), tools)
    reader = PdfReader(target, strict=True)
    assert reader.is_encrypted
    assert reader.metadata is not None
    assert reader.metadata.title == "Đề thi"
    assert by_pypdf(target, 1) == list(WORDS)


def test_it_does_not_pretend_to_be_signed(heavy: Path, tmp_path: Path, tools: Tools) -> None:
    original = rewritten(heavy, tmp_path / "sealed.pdf", lambda writer: signed(writer, certified=True))
    target = tmp_path / "light.pdf"
    make_light(original, [page_of_words(1, 1300, 1850)], target, PdfMetadata(), Options(), tools)
    root = PdfReader(target).root_object
    assert "/Perms" not in root
    form = root["/AcroForm"]
    assert form["/SigFlags"] == 0  # type: ignore[index]
    assert "/V" not in form["/Fields"][0].get_object()  # type: ignore[index]


def test_pure_print_stays_sharp_and_a_photo_on_it_keeps_its_tones(tmp_path: Path, tools: Tools) -> None:
    page = printed(LESSON * 2, dpi=300, pixels=44)
    clean = Image.new("L", (2480, 3508), 255)
    for at in range(4):
        clean.paste(page, (0 if at % 2 else 1240, 0 if at < 2 else 1754))
    toned = clean.copy()
    toned.paste(Image.radial_gradient("L").resize((500, 500)), (100, 2900))
    filters = []
    for name, image in (("clean", clean), ("toned", toned)):
        path, target = tmp_path / f"{name}.png", tmp_path / f"{name}.pdf"
        image.save(path)
        make_light(path, [], target, PdfMetadata(), Options(), tools)
        resources = PdfReader(target, strict=True).pages[0]["/Resources"]
        picture = resources["/XObject"]["/HoclieuPage"]  # type: ignore[index]
        filters.append(picture["/Filter"])
        assert target.stat().st_size <= LIGHT_PAGE
    assert filters == ["/CCITTFaxDecode", "/DCTDecode"]


def test_it_can_be_left_and_taken_up_again(tmp_path: Path, tools: Tools) -> None:
    grainy = Image.effect_noise((1200, 1700), 90)
    original = scan_pdf(tmp_path / "scan.pdf", [grainy, grainy.rotate(180)])
    parts, target = tmp_path / "parts", tmp_path / "light.pdf"
    parts.mkdir()
    with pytest.raises(Cancelled):
        make_light(original, [], target, PdfMetadata(), Options(), tools, Pause(parts, lambda: True))
    assert not target.exists()
    first = (parts / "1.bin").stat()
    assert not (parts / "2.bin").exists()
    make_light(original, [], target, PdfMetadata(), Options(), tools, Pause(parts, lambda: False))
    assert (parts / "1.bin").stat().st_mtime_ns == first.st_mtime_ns
    assert len(PdfReader(target).pages) == 2


def test_a_form_that_nobody_signed_says_nothing_of_signatures(heavy: Path, tmp_path: Path, tools: Tools) -> None:
    form = DictionaryObject({NameObject("/Fields"): ArrayObject(), NameObject("/NeedAppearances"): BooleanObject(True)})

    def change(writer: PdfWriter) -> None:
        writer.root_object[NameObject("/AcroForm")] = form

    original = rewritten(heavy, tmp_path / "form.pdf", change)
    target = tmp_path / "light.pdf"
    make_light(original, [page_of_words(1, 1300, 1850)], target, PdfMetadata(), Options(), tools)
    assert PdfReader(target).root_object["/AcroForm"] == form
