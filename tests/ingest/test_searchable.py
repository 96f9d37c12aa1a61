"""The text layer of a PDF: right words at the right places for three libraries, and nothing else changed."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)

from ingest import Damaged, NotWritten, Options, Page, PdfMetadata, Sealed, Tools, Word, make_searchable, read_file
from ingest.pdf_out.verbs import WriteRequest, write
from tests.ingest.makers import LESSON, printed, rewritten, scan_pdf, text_pdf
from tests.ingest.pdfs import WORDS, apart, by_pdfium, by_poppler, by_pypdf, page_of_words, pixels, shares
from tests.thorough import more

NOTHING = PdfMetadata()


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    return scan_pdf(tmp_path / "scan.pdf", [printed(LESSON, dpi=60)])


def searchable(path: Path, pages: list[Page], tools: Tools, metadata: PdfMetadata = NOTHING) -> Path:
    target = path.with_name(f"{path.stem}-searchable.pdf")
    make_searchable(path, pages, target, metadata, Options(), tools)
    return target


@pytest.mark.parametrize("rotate", [0, 90, 180, 270, -90])
@pytest.mark.parametrize(("cut", "slope"), [(False, 0.0), (True, 0.05), *more((False, 0.05), (True, 0.0))])
def test_words_lie_where_they_were_read(scan: Path, tools: Tools, rotate: int, cut: bool, slope: float) -> None:
    def change(writer: PdfWriter) -> None:
        page = writer.pages[0]
        page[NameObject("/Rotate")] = NumberObject(rotate)
        if cut:
            page.mediabox = RectangleObject((-20, 30, 330, 460))
            page[NameObject("/CropBox")] = ArrayObject(map(FloatObject, (300, 400, 10.5, 50)))
            page[NameObject("/UserUnit")] = NumberObject(2)

    original = rewritten(scan, scan.with_name("turned.pdf"), change)
    wide, high = pdfium.PdfDocument(original)[0].get_size()
    page = replace(page_of_words(1, round(wide * 4), round(high * 4), slope), rotation=rotate % 360)
    made = searchable(original, [page], tools)
    assert by_pypdf(made, 1) == list(WORDS)
    assert apart(by_pdfium(made, 1), shares(page)) < 0.02
    assert apart(by_poppler(made, 1), shares(page)) < 0.02
    assert pixels(made, 1) == pixels(original, 1)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_sheet_scanned_sideways_is_read_along_its_lines(scan: Path, tools: Tools, turn: int) -> None:
    upright = page_of_words(1, 1400, 1000) if turn != 180 else page_of_words(1, 1000, 1400)
    size = {90: (1000, 1400), 180: (1000, 1400), 270: (1000, 1400)}[turn]

    def laid(word: Word) -> Word:
        x0, y0, x1, y1 = word.box
        boxes = {
            90: (upright.height - y1, x0, upright.height - y0, x1),
            180: (upright.width - x1, upright.height - y1, upright.width - x0, upright.height - y0),
            270: (y0, upright.width - x1, y1, upright.width - x0),
        }
        return Word(word.text, boxes[turn], word.confidence)

    page = Page(1, upright.text, "ocr", 0.9, *size, words=tuple(map(laid, upright.words)))
    made = searchable(scan, [page], tools)
    assert by_pypdf(made, 1) == list(WORDS)
    assert apart(by_pdfium(made, 1), shares(page)) < 0.02
    assert apart(by_poppler(made, 1), shares(page)) < 0.02


def test_the_original_stands_unchanged_at_the_beginning(scan: Path, tools: Tools) -> None:
    before = scan.read_bytes()
    made = searchable(scan, [page_of_words(1, 1000, 1400)], tools)
    assert made.read_bytes().startswith(before)
    assert scan.read_bytes() == before
    assert len(made.read_bytes()) - len(before) < 20_000


def test_outlines_links_labels_forms_attachments_and_properties_stay(tmp_path: Path, tools: Tools) -> None:
    def change(writer: PdfWriter) -> None:
        writer.add_outline_item(title="Chương 1", page_number=1)
        writer.add_metadata({"/Title": "Sách cũ", "/Author": "Tác giả"})
        writer.add_attachment("ghi chú.txt", b"attached")
        writer.set_page_label(0, 1, "/r")
        link = DictionaryObject(
            {NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Link")}
        )
        link[NameObject("/Rect")] = RectangleObject((0, 0, 50, 50))
        link[NameObject("/Dest")] = ArrayObject([writer.pages[1].indirect_reference, NameObject("/Fit")])
        writer.add_annotation(0, link)

    plain = scan_pdf(tmp_path / "plain.pdf", [printed(LESSON, dpi=60)] * 2)
    original = rewritten(plain, tmp_path / "rich.pdf", change)
    made = PdfReader(
        searchable(original, [page_of_words(1, 900, 1300), page_of_words(2, 900, 1300)], tools), strict=True
    )
    assert [item.title for item in made.outline] == ["Chương 1"]
    assert made.get_destination_page_number(made.outline[0]) == 1
    assert made.metadata is not None
    assert (made.metadata.title, made.metadata.author) == ("Sách cũ", "Tác giả")
    assert made.attachments["ghi chú.txt"] == [b"attached"]
    assert made.page_labels == ["i", "ii"]
    assert made.pages[0]["/Annots"][0].get_object()["/Dest"][0].get_object() == made.pages[1]  # type: ignore[index]
    assert [image.data for image in made.pages[0].images] == [
        image.data for image in PdfReader(original).pages[0].images
    ]


def test_pages_with_a_text_layer_of_their_own_are_left_alone(tmp_path: Path, tools: Tools) -> None:
    original = text_pdf(tmp_path / "text.pdf", [LESSON, LESSON])
    pages = list(read_file(original, Options(), tools, 1, lambda done, total: None).pages)
    assert {page.origin for page in pages} == {"text-layer"}
    made = searchable(original, pages, tools)
    assert by_pypdf(made, 1) == by_pypdf(original, 1)
    assert len(made.read_bytes()) - len(original.read_bytes()) < 2_500
    mixed = searchable(original, [pages[0], page_of_words(2, 900, 1300)], tools)
    assert by_pypdf(mixed, 1) == by_pypdf(original, 1)
    assert by_pypdf(mixed, 2) == [*WORDS, *by_pypdf(original, 2)]
    assert pixels(mixed, 2) == pixels(original, 2)


def test_a_second_layer_does_not_take_the_name_of_the_first(scan: Path, tools: Tools) -> None:
    once = searchable(scan, [page_of_words(1, 1000, 1400)], tools)
    other = Page(1, "khác", "ocr", 1.0, 100, 100, words=(Word("khác", (10, 80, 60, 90), 1.0),))
    assert by_pypdf(searchable(once, [other], tools), 1) == ["khác", *WORDS]


def test_resources_shared_by_pages_stay_shared(tmp_path: Path, tools: Tools) -> None:
    def share(writer: PdfWriter) -> None:
        shared = writer._add_object(writer.pages[0]["/Resources"])
        for page in writer.pages:
            page[NameObject("/Resources")] = shared

    plain = scan_pdf(tmp_path / "plain.pdf", [printed(LESSON, dpi=60)] * 3)
    original = rewritten(plain, tmp_path / "shared.pdf", share)
    made = searchable(original, [page_of_words(number, 900, 1300) for number in (1, 2, 3)], tools)
    assert len({page.raw_get("/Resources").idnum for page in PdfReader(made).pages}) == 1
    assert [by_pypdf(made, number) for number in (1, 2, 3)] == [list(WORDS)] * 3


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_protected_file_that_opens_stays_protected_and_opens(scan: Path, tools: Tools, algorithm: str) -> None:
    def protect(writer: PdfWriter) -> None:
        writer.add_metadata({"/Title": "Đề thi"})
        writer.encrypt("", "owner", algorithm=algorithm)

    original = rewritten(scan, scan.with_name("protected.pdf"), protect)
    page = page_of_words(1, 1000, 1400)
    made = searchable(original, [page], tools)
    assert by_pypdf(made, 1) == list(WORDS)
    assert len(by_poppler(made, 1)) == len(WORDS)
    reader = PdfReader(made, strict=True)
    assert reader.is_encrypted
    assert reader.metadata is not None
    assert reader.metadata.title == "Đề thi"
    assert pixels(made, 1) == pixels(original, 1)


def signed(writer: PdfWriter, certified: bool = False) -> None:
    """A signature field over made-up bytes; what counts is that they stay where they are."""
    value = DictionaryObject(
        {NameObject("/Type"): NameObject("/Sig"), NameObject("/Contents"): TextStringObject("abc")}
    )
    field = DictionaryObject({NameObject("/FT"): NameObject("/Sig"), NameObject("/T"): TextStringObject("ký")})
    field[NameObject("/V")] = writer._add_object(value)
    form = DictionaryObject({NameObject("/SigFlags"): NumberObject(3)})
    form[NameObject("/Fields")] = ArrayObject([writer._add_object(field)])
    writer.root_object[NameObject("/AcroForm")] = form
    if certified:
        writer.root_object[NameObject("/Perms")] = DictionaryObject({NameObject("/DocMDP"): field.raw_get("/V")})


def test_what_was_signed_is_still_there_to_the_byte(scan: Path, tools: Tools) -> None:
    original = rewritten(scan, scan.with_name("signed.pdf"), signed)
    made = searchable(original, [page_of_words(1, 1000, 1400)], tools)
    digest = hashlib.sha256(original.read_bytes()).digest()
    assert hashlib.sha256(made.read_bytes()[: original.stat().st_size]).digest() == digest
    assert by_pypdf(made, 1) == list(WORDS)
    untouched = searchable(original, [], tools)
    assert untouched.read_bytes() == original.read_bytes()


def test_a_certified_file_is_not_touched(scan: Path, tools: Tools) -> None:
    original = rewritten(scan, scan.with_name("sealed.pdf"), lambda writer: signed(writer, certified=True))
    with pytest.raises(Sealed):
        searchable(original, [page_of_words(1, 1000, 1400)], tools)
    assert sorted(path.name for path in scan.parent.glob("*.p*")) == ["scan.pdf", "sealed.pdf"]


def test_a_file_that_only_a_repair_can_read_is_written_anew(scan: Path, tools: Tools) -> None:
    broken = scan.with_name("broken.pdf")
    data = scan.read_bytes()
    at = data.rindex(b"startxref")
    broken.write_bytes(data[:at] + b"startxref\n7\n%%EOF\n")
    made = searchable(broken, [page_of_words(1, 1000, 1400)], tools)
    assert by_pypdf(made, 1) == list(WORDS)
    assert pixels(made, 1) == pixels(scan, 1)
    sealed = rewritten(scan, scan.with_name("signed.pdf"), signed)
    data = sealed.read_bytes()
    broken.write_bytes(data[: data.rindex(b"startxref")] + b"startxref\n7\n%%EOF\n")
    with pytest.raises(Sealed):
        searchable(broken, [page_of_words(1, 1000, 1400)], tools)


@pytest.mark.parametrize("end", [b"", b"%%EO", b"\n"])
def test_a_file_without_its_last_line_is_written_anew(scan: Path, tools: Tools, end: bytes) -> None:
    broken = scan.with_name("broken.pdf")
    data = scan.read_bytes()
    broken.write_bytes(data[: data.rindex(b"%%EOF")].rstrip() + end)
    made = searchable(broken, [page_of_words(1, 1000, 1400)], tools)
    assert by_pypdf(made, 1) == list(WORDS)
    assert pixels(made, 1) == pixels(scan, 1)


def test_it_says_what_it_is_called_and_under_which_license(scan: Path, tools: Tools) -> None:
    metadata = PdfMetadata(
        "Toán & Văn <1>", ("Lê Thị Hoa",), "vi", "https://creativecommons.org/licenses/by/4.0/", "https://a.vn/1",
        "sha256:ab12", "tesseract-5 vie",
    )  # fmt: skip
    found = PdfReader(searchable(scan, [page_of_words(1, 1000, 1400)], tools, metadata)).xmp_metadata
    assert found is not None
    assert found.dc_title == {"x-default": "Toán & Văn <1>"}
    assert (found.dc_creator, found.dc_language) == (["Lê Thị Hoa"], ["vi"])
    assert found.xmp_creator_tool == "Hoclieu"
    assert b"licenses/by/4.0/</xmpRights:WebStatement>" in found.stream.get_data()
    assert b"<stRef:documentID>sha256:ab12</stRef:documentID>" in found.stream.get_data()
    assert b"<stEvt:softwareAgent>tesseract-5 vie</stEvt:softwareAgent>" in found.stream.get_data()


def test_words_outside_the_first_plane_and_strange_boxes_do_no_harm(scan: Path, tools: Tools) -> None:
    words = (
        Word("𠮷野", (0, 0, 0, 0), 1.0),
        Word("(a\\)", (990, 1390, 1000, 1400), 1.0),
        Word("١٢", (5, 5, 900, 6), 1.0),
    )
    made = searchable(scan, [Page(1, "x", "ocr", 1.0, 1000, 1400, words=words)], tools)
    assert sorted(seen.text for seen in by_pdfium(made, 1)) == sorted(word.text for word in words)


def test_what_cannot_be_written_leaves_nothing(scan: Path, tools: Tools) -> None:
    with pytest.raises(OSError, match="no-such"):
        make_searchable(scan, [], scan.parent / "no-such" / "a.pdf", NOTHING, Options(), tools)
    hurt = scan.with_name("hurt.pdf")
    hurt.write_bytes(b"%PDF-1.4\nnonsense")
    with pytest.raises(Damaged):
        make_searchable(hurt, [], scan.with_name("never.pdf"), NOTHING, Options(), tools)
    assert not list(scan.parent.glob("*never*"))
    assert not list(scan.parent.glob(".hoclieu*"))


def test_a_full_disk_is_told_as_such(scan: Path) -> None:
    with pytest.raises(NotWritten) as caught:
        list(write({**asked(scan), "target": "/dev/full"}))
    assert caught.value.retryable
    assert "space" in str(caught.value.params["reason"])


def asked(path: Path) -> WriteRequest:
    return {
        "path": str(path), "family": "pdf", "bounds": {}, "work": str(path.parent), "target": "", "pages": 1,
        "light": False, "metadata": {"title": "", "creators": [], "language": "", "license": "", "source": "",
                                      "derived_from": "", "provenance": "", "terms": "", "marked": ""},
    }  # fmt: skip
