"""Office files made to harm, or broken on their way: each ends with one code, within its limits, fetching nothing."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ingest
from ingest.detect import DOCX, EPUB, LOCKED, ODP, ODT, PPTX, XLSX, detect_stream
from ingest.readers import archive as zip_rules
from ingest.readers.office.opening import open_text
from tests.ingest.office_files import W, archive, docx, epub, odf, package, paragraph, pptx, shape, slide, table, xlsx
from tests.thorough import rounds

OPTIONS, TOOLS = ingest.Options(), ingest.Tools()
ENTITIES = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">{more}]>'
NAME = "word/document.xml"


def told(path: Path, tools: ingest.Tools = TOOLS) -> str:
    """The code that looking at the file ends with, "" when nothing is wrong."""
    try:
        ingest.inspect(path, path.name, OPTIONS, tools)
    except ingest.IngestError as error:
        return error.code
    return ""


def with_body(path: Path, body: str | bytes) -> Path:
    return docx(path, more={NAME: body})


def laughs(path: Path) -> Path:
    more = "".join(f'<!ENTITY {chr(99 + at)} "{f"&{chr(98 + at)};" * 10}">' for at in range(10))
    return with_body(path, ENTITIES.format(more=more) + f'<w:document xmlns:w="{W}"><w:body>&l;</w:body></w:document>')


def outside(path: Path) -> Path:
    entity = ENTITIES.format(more='<!ENTITY x SYSTEM "file:///etc/passwd">')
    return with_body(path, f'{entity}<w:document xmlns:w="{W}"><w:body>&x;</w:body></w:document>')


def fetching_doctype(path: Path) -> Path:
    """Nothing would be fetched for it, but no e-book names a file of the disk as its type."""
    package = '<!DOCTYPE package SYSTEM "file:///etc/passwd"><package/>'
    return epub(path, ["<p>một</p>"], more={"OEBPS/book.opf": package})


def wide_doctype(path: Path) -> Path:
    text = ENTITIES.format(more="").replace('version="1.0"', 'version="1.0" encoding="utf-16"')
    return with_body(path, f'{text}<w:document xmlns:w="{W}"><w:body/></w:document>'.encode("utf-16"))


def book_with_entities(path: Path) -> Path:
    return epub(path, ["<p>một</p>"], more={"OEBPS/book.opf": ENTITIES.format(more="") + "<package>&b;</package>"})


def bomb(path: Path) -> Path:
    return docx(path, paragraph("nhỏ"), more={"word/media/image1.png": bytes(80 * 1024 * 1024)})


def large_part(path: Path) -> Path:
    return docx(
        path, paragraph("nhỏ"), more={"word/styles.xml": f'<w:styles xmlns:w="{W}">{" " * 11_000_000}</w:styles>'}
    )


def many_entries(path: Path) -> Path:
    return docx(path, paragraph("nhỏ"), more={f"word/media/{at}": b"" for at in range(10_001)})


def climbing(path: Path) -> Path:
    return docx(path, paragraph("nhỏ"), more={"word/../../etc/cron.d/x": b"x"})


def link(path: Path) -> Path:
    docx(path, paragraph("nhỏ"))
    with zipfile.ZipFile(path, "a") as out:
        entry = zipfile.ZipInfo("word/link")
        entry.external_attr = 0o120777 << 16
        out.writestr(entry, "/etc/passwd")
    return path


def locked_entry(path: Path) -> Path:
    data = bytearray(docx(path, paragraph("nhỏ")).read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(data)
    return path


def cut_off(path: Path) -> Path:
    data = docx(path, *(paragraph(random.Random(at).randbytes(300).hex()) for at in range(40))).read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    return path


def scrambled(path: Path) -> Path:
    data = bytearray(docx(path, paragraph("nhỏ" * 900)).read_bytes())
    at = data.find(b"word/document.xml") + 60
    data[at : at + 30] = bytes(30)
    path.write_bytes(data)
    return path


def no_body(path: Path) -> Path:
    return archive(path, package(NAME, "x", {"word/other.xml": "<x/>"}))


def not_well_formed(path: Path) -> Path:
    return with_body(path, f'<w:document xmlns:w="{W}"><w:body><w:p></w:body>')


def sealed_odt(path: Path) -> Path:
    return odf(path, "text", "<text:p>x</text:p>", manifest="<manifest:encryption-data/>")


def sealed_book(path: Path) -> Path:
    method = '<e xmlns="x"><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></e>'
    return epub(path, ["<p>một</p>"], more={"META-INF/encryption.xml": method})


def too_many_pages(path: Path) -> Path:
    return docx(path, *(paragraph("x", '<w:r><w:br w:type="page"/></w:r>') for _ in range(2_001)))


@pytest.mark.parametrize(
    ("make", "name", "code"),
    [
        (laughs, "a.docx", "file.unsafe"),
        (outside, "a.docx", "file.unsafe"),
        (wide_doctype, "a.docx", "file.unsafe"),
        (fetching_doctype, "a.epub", "file.unsafe"),
        (book_with_entities, "a.epub", "file.unsafe"),
        (climbing, "a.docx", "file.unsafe"),
        (link, "a.docx", "file.unsafe"),
        (bomb, "a.docx", "file.unpacks_too_large"),
        (large_part, "a.docx", "file.unpacks_too_large"),
        (many_entries, "a.docx", "file.unpacks_too_large"),
        (too_many_pages, "a.docx", "file.too_many_pages"),
        (locked_entry, "a.docx", "file.locked"),
        (sealed_odt, "a.odt", "file.locked"),
        (sealed_book, "a.epub", "file.locked"),
        (cut_off, "a.docx", "file.damaged"),
        (scrambled, "a.docx", "file.damaged"),
        (no_body, "a.docx", "file.damaged"),
        (not_well_formed, "a.docx", "file.damaged"),
    ],
)
def test_each_ends_with_one_code(tmp_path: Path, make: Callable[[Path], Path], name: str, code: str) -> None:
    assert told(make(tmp_path / name)) == code


def test_deep_and_long_ones_are_read_within_their_limits(tmp_path: Path) -> None:
    nested = paragraph("đáy")
    for _ in range(3_000):
        nested = f"<w:tbl><w:tr><w:tc>{nested}</w:tc></w:tr></w:tbl>"
    assert told(docx(tmp_path / "deep.docx", paragraph("đầu"), nested)) == ""
    found = open_text(docx(tmp_path / "long.docx", *(paragraph(str(at)) for at in range(100_000))), ".docx", 2_000)
    assert found.page(1).text.startswith("0\n\n1\n\n2")
    assert 100 < len(found.pages.pages) < 2_000


def test_a_sheet_of_many_cells_is_streamed(tmp_path: Path) -> None:
    row = "".join(f'<c r="{chr(65 + at)}1"><v>{at}</v></c>' for at in range(20))
    path = xlsx(tmp_path / "a.xlsx", [("A", "", f"<sheetData>{f'<row>{row}</row>' * 2_500}</sheetData>")])
    since = time.process_time()
    found = open_text(path, ".xlsx", 2_000)
    assert len(found.pages.pages) > 20
    assert time.process_time() - since < 20  # a million cells take a fifth of a minute


def test_relations_in_a_circle_and_to_nowhere(tmp_path: Path) -> None:
    path = pptx(tmp_path / "a.pptx", [slide(shape("một", "title"))])
    with zipfile.ZipFile(path) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    rels = (
        b'<Relationships xmlns="x"><Relationship Id="n" Type="x/notesSlide" Target="slide1.xml"/>'
        b'<Relationship Id="m" Type="x/notesSlide" Target="../gone.xml"/></Relationships>'
    )
    parts["ppt/slides/_rels/slide1.xml.rels"] = rels
    assert told(archive(tmp_path / "b.pptx", parts)) == ""


def test_a_child_that_takes_too_long_ends_the_file(tmp_path: Path) -> None:
    tools = replace(TOOLS, parse=replace(TOOLS.parse, wall=0.01))
    assert told(docx(tmp_path / "a.docx", paragraph("x")), tools) == "file.timed_out"


def test_kinds_are_told_by_their_bytes_whatever_the_name(tmp_path: Path) -> None:
    made = {
        docx(tmp_path / "a", paragraph("x")): DOCX,
        pptx(tmp_path / "b", [slide(shape("x"))]): PPTX,
        xlsx(tmp_path / "c", [("A", "", "")]): XLSX,
        odf(tmp_path / "d", "text", "<text:p>x</text:p>"): ODT,
        odf(tmp_path / "e", "presentation", "<draw:page/>"): ODP,
        epub(tmp_path / "f", ["<p>x</p>"]): EPUB,
        cut_off(tmp_path / "g"): DOCX,
    }
    for path, kind in made.items():
        for name in ("x.pdf", "x.txt", "x"):
            with path.open("rb") as stream:
                assert detect_stream(stream, name) == kind


def test_what_is_no_document_is_refused_at_the_door(tmp_path: Path) -> None:
    spreadsheet = odf(tmp_path / "a.ods", "spreadsheet", "")
    for path in (
        archive(tmp_path / "a.zip", {"readme.txt": "x"}),
        spreadsheet,
        archive(tmp_path / "b.zip", {"a": b"%PDF"}),
    ):
        with path.open("rb") as stream, pytest.raises(ingest.Unsupported) as caught:
            detect_stream(stream, path.name)
        assert caught.value.code == "file.unsupported"
    macros = docx(tmp_path / "a.docm", paragraph("x"), more={"word/vbaProject.bin": b"x"})
    with macros.open("rb") as stream, pytest.raises(ingest.Unsupported) as caught:
        detect_stream(stream, "a.docx")
    assert caught.value.code == "file.macros"


def ole(*streams: str) -> bytes:
    """The header and the directory of an OLE file with these streams."""
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0"))
    struct.pack_into("<H", head, 30, 9)
    struct.pack_into("<I", head, 48, 1)
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return bytes(head) + bytes(512) + entries.ljust(1024, b"\0")


def test_old_formats_are_refused_with_advice_and_locked_ones_kept(tmp_path: Path) -> None:
    for stream in ("WordDocument", "PowerPoint Document", "Workbook"):
        with pytest.raises(ingest.Unsupported) as caught:
            detect_stream(io.BytesIO(ole(stream)), "a.doc")
        assert caught.value.code == "file.old_office"
    assert detect_stream(io.BytesIO(ole("EncryptionInfo", "EncryptedPackage")), "a.docx") == LOCKED
    path = tmp_path / "a.docx"
    path.write_bytes(ole("EncryptionInfo", "EncryptedPackage"))
    assert told(path) == "file.locked"
    with pytest.raises(ingest.Unsupported):
        detect_stream(io.BytesIO(ole("Thumbs")), "a.db")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """The parts of a small file of each kind."""
    folder = tmp_path_factory.mktemp("whole")
    cell = '<c r="A1" s="1"><v>45905.5</v></c><c r="B1" t="s"><v>0</v></c>'
    paths = (
        docx(folder / "a.docx", paragraph("một", style="H1"), table([["a", "b"]]), properties={"dc:title": "x"}),
        pptx(folder / "a.pptx", [slide(shape("một", "title"))], notes={1: "x"}),
        xlsx(folder / "a.xlsx", [("A", "", f"<sheetData><row r='1'>{cell}</row></sheetData>")], ("x",)),
        odf(
            folder / "a.odt", "text", '<text:h text:outline-level="1">x</text:h><text:p>y<text:s text:c="3"/></text:p>'
        ),
        epub(folder / "a.epub", ["<h1>một</h1><p>hai &amp; ba</p>"], "<dc:title>x</dc:title>"),
    )
    found: dict[str, dict[str, bytes]] = {}
    for path in paths:
        with zipfile.ZipFile(path) as held:
            found[path.suffix] = {name: held.read(name) for name in held.namelist()}
    return found


@settings(max_examples=rounds(120, quick=40), deadline=None)
@given(data=st.data())
def test_no_damage_gets_past_our_own_errors(
    data: st.DataObject, whole: dict[str, dict[str, bytes]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Opened in this process: a fault that is none of ours would fail the test."""
    kind = data.draw(st.sampled_from(sorted(whole)))
    name = data.draw(st.sampled_from(sorted(whole[kind])))
    part = bytearray(whole[kind][name])
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(part)))
        part[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=3) | st.sampled_from(SPLINTERS))
    path = archive(tmp_path_factory.getbasetemp() / f"broken{kind}", {**whole[kind], name: bytes(part)})
    with suppress(ingest.IngestError):
        found = open_text(path, kind, 2_000)
        found.page(1)
        found.outline()


SPLINTERS = (b"-1", b"999999999999", b'"', b"<", b">", b"&amp;", b"", "đ".encode(), b"\x00", b"e9", b"1.5")


def test_the_rules_are_those_written_down() -> None:
    assert (zip_rules.MAX_ENTRIES, zip_rules.MAX_UNPACKED, zip_rules.MAX_RATIO) == (10_000, 2 * 1024**3, 100)
