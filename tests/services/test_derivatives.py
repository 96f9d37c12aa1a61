"""Files made from files: kept like bytes, handed out with their file's permission, gone when it is read anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from repo_app.errors import Forbidden, NotFound
from repo_app.handlers import handlers
from repo_app.models import Blob, Derivative, File, Record
from repo_app.services import deposit, derivatives, files, records, steering
from repo_app.services.derivatives import LIGHT, PDF, SEARCHABLE
from repo_app.values import VISITOR
from repo_app.worker import Worker
from tests.documents import prose, text_pdf
from tests.house import House, title

pytestmark = pytest.mark.usefixtures("remembered")


def file_of(house: House, record: str) -> File:
    with house.library.db.reading() as session:
        view = records.view(house.library, house.admin, record)
        return session.scalars(select(File).where(File.sha256 == view.files[0].sha256)).one()


def recipe(house: House, record: str, kind: str, file: File) -> str:
    with house.library.db.reading() as session:
        held = session.scalars(select(Record).where(Record.public_id == record)).one()
        return derivatives.recipe_of(session, kind, 1, file, held, "http://x/")


def made(house: House, record: str, tmp_path: Path, kind: str, data: bytes) -> bytes:
    file, path = file_of(house, record), tmp_path / "made.pdf"
    path.write_bytes(data)
    assert derivatives.keep(house.library, file.id, kind, path, recipe(house, record, kind, file))
    return data


def given(house: House, record: str, kind: str) -> bytes:
    held = files.download(house.library, VISITOR, record, "bai.pdf", kind)
    assert held.path is not None
    return held.path.read_bytes()


def test_a_derivative_is_handed_out_beside_its_file(house: House, tmp_path: Path) -> None:
    record = house.published(text_pdf([prose(1)]), title=title("Bài"))
    data = made(house, record, tmp_path, LIGHT, b"%PDF-1.7 nhe")
    assert given(house, record, LIGHT) == data
    (view,) = records.view(house.library, VISITOR, record).files
    assert [(held.kind, held.size) for held in view.derivatives] == [(LIGHT, len(data))]
    assert view.name == "bai.pdf"
    for kind in (SEARCHABLE, PDF, "hom"):
        with pytest.raises(NotFound):
            given(house, record, kind)


def test_one_made_again_takes_the_place_of_the_other(house: House, tmp_path: Path) -> None:
    record = house.published(text_pdf([prose(2)]))
    made(house, record, tmp_path, LIGHT, b"%PDF-1.7 cu")
    data = made(house, record, tmp_path, LIGHT, b"%PDF-1.7 moi")
    assert given(house, record, LIGHT) == data
    with house.library.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Derivative)) == 1


def test_whoever_may_not_have_the_file_may_not_have_what_was_made_from_it(house: House, tmp_path: Path) -> None:
    draft = house.deposit(text_pdf([prose(3)]))
    house.work()
    made(house, draft, tmp_path, LIGHT, b"%PDF-1.7 nhap")
    with pytest.raises(NotFound):
        files.download(house.library, VISITOR, draft, "bai.pdf", LIGHT)
    assert files.download(house.library, house.depositor, draft, "bai.pdf", LIGHT).size == 13
    closed = house.published(text_pdf([prose(4)]), license=[{"id": "in-copyright"}])
    made(house, closed, tmp_path, LIGHT, b"%PDF-1.7 kin")
    with pytest.raises(Forbidden):
        files.download(house.library, VISITOR, closed, "bai.pdf", LIGHT)
    assert records.view(house.library, VISITOR, closed).files[0].derivatives == ()
    assert records.view(house.library, house.reviewer, closed).files[0].derivatives != ()


def offered(house: House, record: str) -> list[str]:
    return [held.kind for held in records.view(house.library, VISITOR, record).files[0].derivatives]


def test_what_was_made_of_a_file_is_handed_out_while_it_is_read_again(house: House, tmp_path: Path) -> None:
    record = house.published(text_pdf([prose(5)]))
    for kind in (SEARCHABLE, LIGHT, PDF):
        made(house, record, tmp_path, kind, f"%PDF-1.7 {kind}".encode())
    for _ in range(2):
        steering.read_again(house.library, house.reviewer, record, "bai.pdf")
        assert offered(house, record) == [SEARCHABLE, PDF, LIGHT]
        assert given(house, record, SEARCHABLE) == b"%PDF-1.7 searchable"
        steering.stop(house.library, house.reviewer, record, "bai.pdf")
        assert offered(house, record) == [SEARCHABLE, PDF, LIGHT]
    steering.read_again(house.library, house.reviewer, record, "bai.pdf")
    house.work()
    assert offered(house, record) == [PDF], "nothing takes their place, and they are of a reading that is gone"


def test_of_a_reading_that_failed_nothing_is_handed_out(house: House, tmp_path: Path) -> None:
    record = house.published(text_pdf([prose(5)]))
    for kind in (SEARCHABLE, LIGHT, PDF):
        made(house, record, tmp_path, kind, f"%PDF-1.7 {kind}".encode())
    with house.library.db.writing() as session:
        session.get_one(File, file_of(house, record).id).state = "failed"
    assert offered(house, record) == [PDF]
    deposit.retry(house.library, house.reviewer, record, "bai.pdf")
    assert offered(house, record) == [PDF]
    house.work()
    with house.library.db.reading() as session:
        assert derivatives.current(session, file_of(house, record).id, PDF) is not None
        assert derivatives.current(session, file_of(house, record).id, PDF, "another recipe") is None
        assert derivatives.current(session, file_of(house, record).id, LIGHT) is None
        assert session.scalars(select(Derivative.kind)).all() == [PDF]


def test_what_was_made_of_another_number_of_pages_goes_with_them(house: House, tmp_path: Path) -> None:
    record = house.published(text_pdf([prose(5)]))
    made(house, record, tmp_path, LIGHT, b"%PDF-1.7 nhe")
    with house.library.db.writing() as session:
        session.get_one(File, file_of(house, record).id).pages_total = 2
    steering.read_again(house.library, house.reviewer, record, "bai.pdf")
    plans = Worker(house.library.queue, {"plan": handlers(house.library)["plan"]}, readers=1, name="test", poll=0.05)
    plans.drain()
    assert (file_of(house, record).state, offered(house, record)) == ("ready", [])


def test_what_was_made_of_another_reading_is_not_kept(house: House, tmp_path: Path) -> None:
    """Whoever made it may have begun before the file was read anew."""
    record = house.published(text_pdf([prose(6)]))
    before, path = file_of(house, record), tmp_path / "late.pdf"
    data = made(house, record, tmp_path, LIGHT, b"%PDF-1.7 som")
    path.write_bytes(b"%PDF-1.7 muon")
    with house.library.db.writing() as session:
        session.get_one(File, before.id).recipe = "tesseract-9"
    assert not derivatives.keep(house.library, before.id, LIGHT, path, recipe(house, record, LIGHT, before))
    assert given(house, record, LIGHT) == data


def test_derivatives_go_with_their_file_and_none_is_kept_of_one_that_is_gone(house: House, tmp_path: Path) -> None:
    record = house.deposit(text_pdf([prose(7)]))
    house.work()
    file, path = file_of(house, record), tmp_path / "made.pdf"
    made(house, record, tmp_path, LIGHT, b"%PDF-1.7 di")
    deposit.remove_file(house.library, house.depositor, record, "bai.pdf")
    path.write_bytes(b"%PDF-1.7 khong ai can")
    assert not derivatives.keep(house.library, file.id, LIGHT, path, "x")
    with house.library.db.reading() as session:
        assert session.scalars(select(Derivative)).all() == []
        assert len(session.scalars(select(Blob)).all()) == 2


@pytest.mark.parametrize(
    ("name", "kind", "wanted"),
    [
        ("Toán 4.pdf", SEARCHABLE, "Toán 4 (có chữ).pdf"),
        ("ảnh.v2.jpg", LIGHT, "ảnh.v2 (bản nhẹ).pdf"),
        ("giáo án.docx", PDF, "giáo án.pdf"),
        ("không đuôi", LIGHT, "không đuôi (bản nhẹ).pdf"),
        ("dài" * 80, SEARCHABLE, ("dài" * 80)[:227] + " (có chữ).pdf"),
    ],
)
def test_its_name_is_that_of_the_file_and_what_it_is(name: str, kind: str, wanted: str) -> None:
    assert derivatives.derived_name(name, kind) == wanted
