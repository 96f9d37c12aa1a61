"""Files are read page by page: text layers kept, scans recognised, damage told, everything resumable."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

import ingest
from repo_app.errors import Forbidden, NotFound
from repo_app.jobs import Priority
from repo_app.models import File, Job, Page
from repo_app.services import deposit, files, pages, records
from repo_app.services.finishing import finish_file
from repo_app.values import SYSTEM, VISITOR
from search import vietnamese
from tests.documents import photo, prose, scan_pdf, text_pdf
from tests.house import LICENSE, House, title

HEADING = "Hướng dẫn ủ phân xanh"


def rows(house: House) -> list[Page]:
    with house.library.db.reading() as session:
        return list(session.scalars(select(Page).order_by(Page.number)))


def test_a_text_layer_is_taken_as_it_is(house: House) -> None:
    record = house.deposit(text_pdf([prose(page) for page in range(1, 12)], heading=HEADING))
    house.work()
    view = records.view(house.library, house.depositor, record)
    assert (view.files[0].state, view.files[0].progress.done, view.files[0].pages) == ("ready", 11, 11)
    assert [row.number for row in rows(house)] == list(range(1, 12))
    assert {row.origin for row in rows(house)} == {"text-layer"}
    assert "Nước suối" in " ".join(row.text for row in rows(house))
    assert all(row.folded == vietnamese.fold_page(row.text) for row in rows(house))
    words = pages.words(house.library, house.depositor, record, None, 1)
    assert any(word.text.startswith("Hướng") for word in words)


def test_the_printed_title_replaces_the_files_name_and_stays_unreviewed(house: House) -> None:
    record = house.deposit(text_pdf([prose(1)], heading=HEADING), "scan0001.pdf")
    house.work()
    view = records.view(house.library, house.depositor, record)
    assert (view.title, view.unreviewed_title) == (HEADING, True)
    proposed = records.suggestions(house.library, house.depositor, record)
    assert any(s.field == "title" and s.value == HEADING and s.page == 1 for s in proposed)


def test_a_title_that_somebody_wrote_is_left_alone(house: House) -> None:
    record = house.deposit(text_pdf([prose(1)], heading=HEADING))
    records.edit(house.library, house.depositor, record, {"title": title("Tên cô Lan đặt")}, 1)
    house.work()
    assert records.view(house.library, house.depositor, record).title == "Tên cô Lan đặt"


@pytest.mark.ocr
def test_a_scan_is_recognised_with_words_and_boxes(house: House) -> None:
    record = house.deposit(scan_pdf([prose(3), prose(4)]))
    house.work()
    assert [row.origin for row in rows(house)] == ["ocr", "ocr"]
    assert "phan so bang nhau" in " ".join(row.folded for row in rows(house))
    words = pages.words(house.library, house.depositor, record, None, 2)
    assert len(words) > 50
    assert all(0 <= w.box[0] <= w.box[2] <= rows(house)[1].width for w in words)


@pytest.mark.ocr
def test_a_photo_is_a_document_of_one_page(house: House) -> None:
    record = house.deposit(photo(prose(2)), "IMG_0001.jpg")
    house.work()
    view = records.view(house.library, house.depositor, record)
    assert (view.files[0].state, view.files[0].pages, view.files[0].family) == ("ready", 1, "image")


def test_a_damaged_file_fails_with_a_code_and_keeps_everything_else(house: House) -> None:
    data = text_pdf([prose(1)])[:400]
    record = house.deposit(data, "dut.pdf")
    house.work()
    file = records.view(house.library, house.depositor, record).files[0]
    assert file.state == "failed"
    assert file.message is not None
    assert file.message.code.startswith("file.")
    with files.download(house.library, house.depositor, record, "dut.pdf").open(0, None) as source:
        assert source.read() == data
    assert house.described(record, title=title("Vẫn sửa được")).title == "Vẫn sửa được"


def test_a_mislabelled_file_is_taken_for_what_it_is(house: House) -> None:
    record = house.deposit(photo(prose(1), kind="PNG"), "anh.pdf")
    file = records.view(house.library, house.depositor, record).files[0]
    assert file.media_type == "image/png"
    assert [notice.code for notice in file.notices] == ["file.other_extension"]


def test_reading_again_changes_nothing(house: House) -> None:
    record = house.deposit(text_pdf([prose(page) for page in range(1, 10)], heading=HEADING))
    house.work()
    before = [(row.number, row.text, row.recipe) for row in rows(house)]
    view = records.view(house.library, house.depositor, record)
    with house.library.db.writing() as session:
        for job in session.scalars(select(Job).where(Job.kind.in_(["plan", "read"]))):
            job.state = "waiting"
    house.work()
    assert [(row.number, row.text, row.recipe) for row in rows(house)] == before
    again = records.view(house.library, house.depositor, record)
    assert (again.files, again.title) == (view.files, view.title)


def test_pages_and_images_follow_the_permissions_of_the_record(house: House) -> None:
    record = house.deposit(text_pdf([prose(1)]))
    house.work()
    for person in (VISITOR, house.stranger, house.manager_elsewhere):
        for ask in (
            lambda p: pages.page(house.library, p, record, None, 1),
            lambda p: pages.image(house.library, p, record, None, 1, 800),
            lambda p: pages.thumbnail(house.library, p, record),
            lambda p: pages.words(house.library, p, record, None, 1),
            lambda p: files.download(house.library, p, record, "bai.pdf"),
        ):
            with pytest.raises(NotFound):
                ask(person)
    house.described(record, license=[{"id": "in-copyright"}])
    records.publish(house.library, house.reviewer, record)
    with pytest.raises(Forbidden) as caught:
        pages.page(house.library, VISITOR, record, None, 1)
    assert caught.value.code == "record.closed_license"
    assert pages.page(house.library, house.reviewer, record, None, 1).text


def test_page_images_are_webp_within_their_budget_and_cached(house: House) -> None:
    record = house.published(text_pdf([prose(1)]))
    image = pages.image(house.library, VISITOR, record, None, 1, 800)
    assert image.data[:4] == b"RIFF"
    assert image.data[8:12] == b"WEBP"
    assert len(image.data) <= 90 * 1024
    kept = sorted((path, path.stat().st_ino) for path in house.library.cache.rglob("*.webp"))
    assert pages.image(house.library, VISITOR, record, None, 1, 800) == image
    assert len(pages.thumbnail(house.library, VISITOR, record).data) <= 10 * 1024
    assert sorted((path, path.stat().st_ino) for path in house.library.cache.rglob("*.webp")) == kept
    with pytest.raises(NotFound):
        pages.image(house.library, VISITOR, record, None, 2, 800)


def test_a_removed_file_takes_its_pages_along(house: House) -> None:
    record = house.deposit(text_pdf([prose(1)]))
    deposit.add_file(house.library, house.depositor, record, io.BytesIO(text_pdf([prose(2)])), "hai.pdf")
    house.work()
    deposit.remove_file(house.library, house.depositor, record, "bai.pdf")
    assert [row.text[:10] for row in rows(house)] == [prose(2)[:10]]


def test_the_ranges_of_a_file_are_as_urgent_as_its_upload(house: House) -> None:
    """A collection that is imported must not stand before what a teacher sends in meanwhile."""
    data = io.BytesIO(text_pdf([prose(page) for page in range(1, 12)]))
    deposit.deposit(house.library, house.depositor, data, "kho.pdf", priority=Priority.BULK)
    house.deposit(text_pdf([prose(page) for page in range(2, 13)]), "moi.pdf")
    house.work()
    with house.library.db.reading() as session:
        ranges = session.scalars(select(Job).where(Job.kind == "read").order_by(Job.key)).all()
    assert [job.priority for job in ranges] == [Priority.BULK, Priority.BULK, Priority.FRESH, Priority.NORMAL]


def test_what_the_command_line_publishes_still_takes_its_printed_title(house: House) -> None:
    record = house.deposit(text_pdf([prose(1)], heading=HEADING), "scan0001.pdf", SYSTEM)
    view = records.edit(house.library, SYSTEM, record, LICENSE, 1)
    records.publish(house.library, SYSTEM, record)
    house.work()
    view = records.view(house.library, house.reviewer, record)
    assert (view.title, view.state, view.unreviewed_title) == (HEADING, "published", True)
    records.edit(house.library, house.reviewer, record, {"title": title(HEADING)}, view.revision)
    assert not records.view(house.library, house.reviewer, record).unreviewed_title


def test_what_a_person_publishes_keeps_its_title_and_its_mark_until_somebody_names_it(house: House) -> None:
    record = house.deposit(text_pdf([prose(1)], heading=HEADING), "scan0002.pdf")
    records.edit(house.library, house.reviewer, record, LICENSE, 1)
    records.publish(house.library, house.reviewer, record)
    house.work()
    view = records.view(house.library, house.reviewer, record)
    assert (view.title, view.unreviewed_title) == ("scan0002", True)
    for patch, unchecked in (
        ({"description": title("Về nhà")}, True),
        ({"title": title("Nhan đề in trên bìa")}, False),
    ):
        asked = records.edit(house.library, house.depositor, record, patch, view.revision)
        view = records.publish(house.library, house.reviewer, record, revision=asked.revision)
        assert view.unreviewed_title == unchecked, "a title that a person proposed was accepted by another"
    assert view.title == "Nhan đề in trên bìa"


def test_a_title_that_reading_finds_stands_in_the_history_and_is_no_conflict(house: House) -> None:
    record = house.deposit(text_pdf([prose(1)], heading=HEADING), "scan0001.pdf")
    before = records.view(house.library, house.depositor, record)
    house.work()
    after = records.view(house.library, house.depositor, record)
    assert (after.title, after.revision) == (HEADING, before.revision)
    assert after.updated_at > before.updated_at
    told = records.history(house.library, house.depositor, record)
    assert [(entry.verb, entry.who) for entry in told][1:] == [("title", "Hoclieu")]


@pytest.mark.parametrize(("found", "title_"), [("Sách đọc thêm", "Sách đọc thêm"), ("Sách \u202egpj.exe", "sach")])
def test_a_title_inside_a_file_is_held_to_the_rules_of_any_title(house: House, found: str, title_: str) -> None:
    record = house.deposit(text_pdf([prose(1)]), "sach.pdf")
    with house.library.db.writing() as session:
        file = session.scalars(select(File)).one()
        proposed = ingest.Suggestion("title", found, 0.9, 1, found)
        finish_file(session, file, [proposed])
    assert records.view(house.library, house.depositor, record).title == title_
