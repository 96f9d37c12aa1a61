"""Pages that LibreOffice draws: in the sandbox, from nothing but the document, or not at all."""

from __future__ import annotations

import hashlib
import os
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

import ingest
from ingest.sandbox import MIB, Limits
from tests.ingest.office_files import docx, odf, paragraph, pptx, run, shape, slide, xlsx
from tests.office import needs_office

OPTIONS = ingest.Options()
PROSE = "Thư viện xã mở cửa từ bảy giờ sáng, trước khi học sinh vào lớp."


def pretend(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Put a program called soffice first on the PATH."""
    folder.mkdir()
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine, and what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            asked.append(str(self.client_address))
            self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


@needs_office
@pytest.mark.office
def test_a_document_becomes_pages_with_words_in_their_places(tmp_path: Path, tools: ingest.Tools) -> None:
    path = docx(
        tmp_path / "a.docx", paragraph("Chương một", style="H1"), paragraph(PROSE, '<w:r><w:br w:type="page"/></w:r>'),
        paragraph("Chương hai", style="H1"), properties={"dc:title": "Nội quy thư viện"},
    )  # fmt: skip
    with ingest.rendered(path, OPTIONS, tools) as pdf:
        assert pdf is not None
        found = ingest.read_file(path, OPTIONS, tools, 1, lambda done, total: None, pdf)
    assert [page.text.split("\n") for page in found.pages] == [["Chương một", PROSE], ["Chương hai"]]
    word = next(word for word in found.pages[0].words if word.text == "viện")
    assert 0 < word.box[0] < word.box[2] < found.pages[0].width
    assert [(item.title, item.page) for item in found.inspection.outline] == [("Chương một", 1), ("Chương hai", 2)]
    assert found.inspection.file_type.extension == ".docx"
    assert ("title", "Nội quy thư viện") in {(one.field, one.value) for one in found.suggestions}
    assert found.warnings == ()
    version = ingest.rendition_recipe(tools)
    assert version.startswith("libreoffice-")
    assert version in ingest.recipe(OPTIONS, tools, "document", version)


@needs_office
@pytest.mark.office
def test_slides_keep_their_number_and_their_notes(tmp_path: Path, tools: ingest.Tools) -> None:
    held = [slide(shape("Một", "title")), slide(shape("giấu"), hidden=True), slide(shape("Ba", "title"))]
    path = pptx(tmp_path / "a.pptx", held, notes={3: "nhắc lại bài"})
    with ingest.rendered(path, OPTIONS, tools) as pdf:
        assert pdf is not None
        found = ingest.inspect(path, path.name, OPTIONS, tools, pdf)
        pages = list(ingest.read_pages(path, [2, 1], OPTIONS, tools, found.file_type, pdf))
    assert found.pages == 2
    assert [(item.title, item.page) for item in found.outline] == [("Một", 1), ("Ba", 2)]
    assert [page.text for page in pages] == ["Ba\n\nnhắc lại bài", "Một"]


@needs_office
@pytest.mark.office
def test_nothing_outside_the_document_is_looked_at(tmp_path: Path, tools: ingest.Tools) -> None:
    Image.new("RGB", (300, 300), "red").save(tmp_path / "red.png")
    (tmp_path / "secret.txt").write_text("bí mật", "utf-8")

    def body(place: str) -> str:
        frame = '<draw:frame svg:width="5cm" svg:height="5cm"><draw:{kind} xlink:href="{place}/{name}" '
        frame += 'xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame>'
        return (
            f"<text:p>{frame.format(kind='image', place=place, name='red.png')}</text:p>"
            f"<text:p>{frame.format(kind='object', place=place, name='x.odt')}</text:p>"
            f'<text:section text:name="{place}"><text:section-source xlink:href="{place}/secret.txt"/>'
            "<text:p>giữ</text:p></text:section>"
        )

    with listening() as (address, asked):
        path = odf(tmp_path / "a.odt", "text", body(address) + body(tmp_path.as_uri()))
        ingest.make_rendition(path, tmp_path / "a.pdf", OPTIONS, tools)
    assert asked == []
    drawn = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    assert "bí mật" not in "".join(page.get_textpage().get_text_range() for page in drawn)
    colours = {
        color for page in drawn for _, color in page.render(scale=0.5).to_pil().convert("RGB").getcolors(1 << 20)
    }
    drawn.close()
    assert not any(red > 180 and green < 90 for red, green, _ in colours)


@needs_office
@pytest.mark.office
def test_a_picture_in_the_document_shows_no_file_of_this_machine(tmp_path: Path, tools: ingest.Tools) -> None:
    """An SVG is a document of its own: whatever LibreOffice would open for it, the system does not let it."""
    Image.new("RGB", (300, 300), "red").save(tmp_path / "red.png")
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="300" height="300">'
        f'<rect width="80" height="80" fill="#00c800"/><image xlink:href="{(tmp_path / "red.png").as_uri()}" '
        'x="100" width="200" height="300"/></svg>'
    )
    frame = '<text:p><draw:frame svg:width="8cm" svg:height="8cm"><draw:image xlink:href="Pictures/i.svg" '
    frame += 'xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>'
    path = odf(tmp_path / "a.odt", "text", frame)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("Pictures/i.svg", drawing)
    ingest.make_rendition(path, tmp_path / "a.pdf", OPTIONS, tools)
    drawn = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    image = drawn[0].render(scale=0.5).to_pil().convert("RGB")
    drawn.close()
    colours = {color for _, color in image.getcolors(1 << 20)}
    assert any(green > 180 and red < 90 for red, green, _ in colours), "the picture itself was not drawn"
    assert not any(red > 180 and green < 90 for red, green, _ in colours)


def test_old_fonts_stay_text(tmp_path: Path, tools: ingest.Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, tmp_path / "bin", "exit 0")
    path = docx(tmp_path / "a.docx", paragraph(run("Nh÷ng nguyªn t¾c cÇn tu©n thñ", ".VnTime")), paragraph("Hết."))
    with ingest.rendered(path, OPTIONS, tools) as pdf:
        assert pdf is None
    found = ingest.read_file(path, OPTIONS, tools, 1, lambda done, total: None)
    assert found.pages[0].text == "Những nguyên tắc cần tuân thủ\n\nHết."
    assert [notice.code for notice in found.warnings] == ["file.old_fonts", "page.text_repaired"]
    few = docx(tmp_path / "b.docx", paragraph(run("gi¸o", ".VnTime")), paragraph(PROSE))
    assert ingest.is_drawn(ingest.inspect(few, "b.docx", OPTIONS, tools))


@needs_office
@pytest.mark.office
def test_a_reading_that_is_called_off_leaves_no_office_behind(tmp_path: Path, tools: ingest.Tools) -> None:
    path = xlsx(tmp_path / "a.xlsx", [("A", "", '<sheetData><row><c r="A1"><v>1</v></c></row></sheetData>')])
    asked = iter(range(100))
    with pytest.raises(ingest.Cancelled):
        ingest.make_rendition(path, tmp_path / "a.pdf", OPTIONS, replace(tools, cancelled=lambda: next(asked) > 3))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.xlsx", "children"]


@needs_office
@pytest.mark.office
def test_an_office_that_is_killed_leaves_no_socket(tmp_path: Path, tools: ingest.Tools) -> None:
    """LibreOffice listens in /tmp under a name made of its profile's; it is killed as soon as it does."""
    path = docx(tmp_path / "a.docx", *(paragraph(PROSE) for _ in range(2000)))
    seen: set[Path] = set()

    def cancelled() -> bool:
        for folder in (tmp_path / "children").iterdir():
            digest = hashlib.md5((folder / "profile").as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
            seen.update(Path("/tmp").glob(f"OSL_PIPE_*_{''.join(f'{byte:x}' for byte in digest)}"))  # noqa: S108
        return bool(seen)

    with pytest.raises(ingest.Cancelled):
        ingest.make_rendition(path, tmp_path / "a.pdf", OPTIONS, replace(tools, cancelled=cancelled))
    assert not any(left.exists() for left in seen)


@pytest.mark.parametrize(
    "script",
    [
        "exit 0", "exit 1", "kill -SEGV $$", "sleep 600 & sleep 600", "while :; do :; done",
        'for last; do :; done; echo "no pdf" >document.pdf', "dd if=/dev/zero of=document.pdf bs=1M count=2000",
    ],
    ids=["makes nothing", "fails", "crashes", "hangs", "spins", "lies", "fills the disk"],
)  # fmt: skip
def test_an_office_that_misbehaves_costs_the_pictures_only(
    tmp_path: Path, tools: ingest.Tools, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    pretend(monkeypatch, tmp_path / "bin", script)
    tools = replace(tools, draw=Limits(memory=512 * MIB, cpu=1, wall=2.0, file_size=16 * MIB))
    path = docx(tmp_path / "a.docx", paragraph(PROSE))
    with ingest.rendered(path, OPTIONS, tools) as pdf:
        assert pdf is None
    found = ingest.read_file(path, OPTIONS, tools, 1, lambda done, total: None)
    assert [page.text for page in found.pages] == [PROSE]
    assert [notice.code for notice in found.warnings] == ["file.drawing_failed"]
    assert not list(tmp_path.glob("*.part"))


def test_without_an_office_pages_are_words(
    tmp_path: Path, tools: ingest.Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = docx(tmp_path / "a.docx", paragraph(PROSE), paragraph("Hết", style="H1"))
    with ingest.rendered(path, OPTIONS, tools) as pdf:
        assert pdf is None
    assert ingest.rendition_recipe(tools) == ""
    found = ingest.read_file(path, OPTIONS, tools, 1, lambda done, total: None)
    assert [(page.text, page.words, page.origin) for page in found.pages] == [(f"{PROSE}\n\nHết", (), "text-layer")]
    assert [notice.code for notice in found.warnings] == ["file.no_pictures"]
    assert ingest.recipe(OPTIONS, tools, "document").startswith("office-text-")
    assert ingest.recipe(replace(OPTIONS, languages="eng"), tools, "document") == ingest.recipe(
        OPTIONS, tools, "document"
    )
