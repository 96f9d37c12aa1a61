"""Office documents in the house: drawn where LibreOffice is, text where it is not, found in either case."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

import ingest
from repo_app.errors import NotFound, UnsupportedType
from repo_app.models import Derivative, Job, Page
from repo_app.services import finding, pages, records, renditions, steering
from repo_app.services.finding import SearchRequest
from repo_app.services.renditions import same_pages
from tests.house import House
from tests.ingest.office_files import docx, paragraph, pptx, shape, slide
from tests.office import needs_office

NAUGHTY = Path(__file__).parents[1] / "ingest" / "naughty.py"
PHRASE = "con trâu vàng qua suối"


def lesson(folder: Path) -> bytes:
    """Eight slides; the phrase stands on the seventh."""
    held = [slide(shape(f"Bài {at}", "title"), shape(PHRASE if at == 7 else f"nội dung {at}")) for at in range(1, 9)]
    return pptx(folder / "bai.pptx", held, notes={2: "nhắc học sinh"}).read_bytes()


def without_office(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("PATH", str(folder))


@needs_office
@pytest.mark.office
def test_a_phrase_on_the_seventh_slide_is_found_there_and_shown(house: House, tmp_path: Path) -> None:
    record = house.published(lesson(tmp_path), "bai.pptx")
    file = records.view(house.library, house.depositor, record).files[0]
    assert (file.state, file.pages, file.family, file.drawn, file.inline) == ("ready", 8, "slides", True, False)
    assert [held.kind for held in file.derivatives] == ["pdf"]
    found = finding.search(house.library, house.depositor, SearchRequest(text="con trau vang"), "vi")
    assert [(hit.file, hit.number) for hit in found.results[0].pages] == [("bai.pptx", 7)]
    assert found.facets["format"][0].value == "slides"
    assert pages.image(house.library, house.depositor, record, None, 7, 800).data[:4] == b"RIFF"
    assert pages.thumbnail(house.library, house.depositor, record).data[:4] == b"RIFF"
    assert pages.words(house.library, house.depositor, record, None, 7)
    assert pages.page(house.library, house.depositor, record, None, 2).text.endswith("nhắc học sinh")
    with house.library.db.reading() as session:
        recipes = set(session.scalars(select(Page.recipe)))
        made = session.scalars(select(Derivative)).one()
    assert len(recipes) == 1
    assert recipes.pop().endswith(made.recipe)
    assert made.recipe.startswith("libreoffice-")


def test_without_an_office_the_words_are_there_and_the_depositor_is_told(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_office(monkeypatch, tmp_path)
    record = house.published(lesson(tmp_path), "bai.pptx")
    file = records.view(house.library, house.depositor, record).files[0]
    assert (file.state, file.pages, file.drawn, file.derivatives) == ("ready", 8, False, ())
    assert [notice.code for notice in file.notices] == ["file.no_pictures"]
    assert [(item.title, item.page) for item in file.outline][6] == ("Bài 7", 7)
    found = finding.search(house.library, house.depositor, SearchRequest(text=PHRASE), "vi")
    assert [(hit.file, hit.number) for hit in found.results[0].pages] == [("bai.pptx", 7)]
    assert not found.results[0].card.thumbnail
    page = pages.page(house.library, house.depositor, record, None, 7)
    assert (page.text, page.drawn, page.read) == (f"Bài 7\n{PHRASE}", False, True)
    for asked in (
        lambda: pages.image(house.library, house.depositor, record, None, 7, 800),
        lambda: pages.thumbnail(house.library, house.depositor, record),
    ):
        with pytest.raises(NotFound) as caught:
            asked()
        assert caught.value.code == "page.no_picture"


@needs_office
@pytest.mark.office
def test_an_office_that_comes_later_gives_the_pages_their_pictures(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        without_office(patched, tmp_path)
        record = house.deposit(docx(tmp_path / "a.docx", paragraph("Chương một", style="H1")).read_bytes(), "a.docx")
        house.work()
        assert not records.view(house.library, house.depositor, record).files[0].drawn
    steering.read_again(house.library, house.depositor, record, "a.docx")
    house.work()
    file = records.view(house.library, house.depositor, record).files[0]
    assert (file.state, file.drawn, file.notices) == ("ready", True, ())
    assert pages.words(house.library, house.depositor, record, None, 1)


@needs_office
@pytest.mark.office
def test_a_drawing_that_nobody_could_compare_is_shown_and_its_file_says_so(house: House, tmp_path: Path) -> None:
    command = (sys.executable, "-I", str(NAUGHTY), "faints_late")
    other = replace(house, library=replace(house.library, tools=replace(house.library.tools, command=command)))
    record = other.published(lesson(tmp_path), "bai.pptx")
    file = records.view(other.library, other.depositor, record).files[0]
    assert (file.state, file.drawn, [notice.code for notice in file.notices]) == (
        "ready", True, ["file.words_not_compared"],
    )  # fmt: skip


def test_pages_of_a_text_are_not_kept_among_those_of_a_drawing() -> None:
    text, drawing = f"{ingest.TEXT_RECIPE}a", "tesseract-5.3.0-vie-300dpi-a-libreoffice-7.4-b"
    assert same_pages(text, f"{ingest.TEXT_RECIPE}b")
    assert same_pages(drawing, "tesseract-5.5.0-vie-300dpi-c")
    assert not same_pages(text, drawing)


def test_a_title_that_its_author_marked_names_the_record(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_office(monkeypatch, tmp_path)
    data = docx(
        tmp_path / "a.docx", paragraph("Kĩ thuật trồng lúa nước", style="T"), paragraph("Bài này nói về ruộng.")
    )
    record = house.deposit(data.read_bytes(), "soan 2.docx")
    house.work()
    assert records.view(house.library, house.depositor, record).metadata.first("title") == "Kĩ thuật trồng lúa nước"


def test_text_keeps_its_kind_and_old_formats_are_refused_in_their_own_words(house: House) -> None:
    record = house.published("<script>alert('chào')</script>".encode(), "ghi chú.txt")
    file = records.view(house.library, house.depositor, record).files[0]
    assert (file.media_type, file.state, file.inline, file.family) == ("text/plain", "ready", False, "text")
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + b"\x09" + bytes(17) + b"\x00" * 464
    old += "WordDocument".encode("utf-16-le").ljust(512, b"\0")
    with pytest.raises(UnsupportedType) as caught:
        house.deposit(old, "bài.doc")
    assert caught.value.code == "file.old_office"


def test_a_file_behind_a_password_is_kept_and_says_so(house: House) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + b"\x09" + bytes(17) + b"\x00" * 464
    record = house.deposit(data + "EncryptedPackage".encode("utf-16-le").ljust(512, b"\0"), "đề thi.docx")
    house.work()
    file = records.view(house.library, house.depositor, record).files[0]
    assert (file.name, file.state, file.message and file.message.code) == ("đề thi.docx", "failed", "file.locked")


def taking_all_its_time(log: list[float]) -> object:
    def draw(path: Path, target: Path, options: object, tools: ingest.Tools, file_type: object) -> None:
        log.append(tools.draw.wall)
        raise ingest.IngestError("file.drawing_failed", {"reason": "page.timed_out"})

    return draw


def test_a_document_that_takes_long_to_draw_comes_behind_everybody_and_is_tried_once(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[float] = []
    monkeypatch.setattr(ingest, "make_rendition", taking_all_its_time(tried))
    monkeypatch.setattr(ingest, "rendition_recipe", lambda _: "libreoffice-7.4-a")
    record = house.deposit(lesson(tmp_path), "bai.pptx")
    house.work()
    file = records.view(house.library, house.depositor, record).files[0]
    assert (file.state, file.pages, [notice.code for notice in file.notices]) == ("ready", 8, ["file.drawing_failed"])
    assert tried == [renditions.SHORT, renditions.LONG]
    with house.library.db.reading() as session:
        plans = session.execute(select(Job.priority, Job.state).where(Job.kind == "plan").order_by(Job.id)).all()
    assert [tuple(plan) for plan in plans] == [(30, "done"), (90, "done")]
    steering.read_again(house.library, house.depositor, record, "bai.pptx")
    house.work()
    file = records.view(house.library, house.depositor, record).files[0]
    assert (file.state, [notice.code for notice in file.notices]) == ("ready", ["file.drawing_failed"])
    assert len(tried) == 2
    monkeypatch.setattr(ingest, "rendition_recipe", lambda _: "libreoffice-24.2-b")
    steering.read_again(house.library, house.depositor, record, "bai.pptx")
    house.work()
    assert len(tried) == 4
