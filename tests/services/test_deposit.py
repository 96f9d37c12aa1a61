"""Deposits are whole or absent, named safely, and tell nobody what they may not know."""

from __future__ import annotations

import hashlib
import io
import threading
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from repo_app.errors import Conflict, Forbidden, Invalid, NotFound, NotSignedIn, TooLarge, Unavailable, UnsupportedType
from repo_app.models import Blob, File, Job, Record
from repo_app.services import deposit, files, records
from repo_app.services.library import Library
from repo_app.services.names import MAX_CHARS, clean_name, free_name, name_key
from repo_app.values import VISITOR
from storage import BlobStore, ObjectStat, StorageUnavailable
from tests.documents import prose, text_pdf
from tests.house import LICENSE, House, opened

PDF = text_pdf([prose(1)])


def counted(house: House) -> dict[str, int]:
    with house.library.db.reading() as session:
        return {
            m.__tablename__: session.scalar(select(func.count()).select_from(m)) or 0 for m in (Record, File, Blob, Job)
        }


def test_what_is_deposited_can_be_fetched_unchanged(house: House) -> None:
    record = house.deposit(PDF, "Bài đọc.pdf")
    found = files.download(house.library, house.depositor, record, "Bài đọc.pdf")
    with found.open(0, None) as source:
        assert source.read() == PDF
    assert (found.sha256, found.size) == (hashlib.sha256(PDF).hexdigest(), len(PDF))
    assert found.media_type == "application/pdf"
    assert not found.inline, "a file is shown in a browser only once it was parsed"


def test_a_draft_has_the_files_name_as_its_title_until_somebody_knows_better(house: House) -> None:
    view = records.view(house.library, house.depositor, house.deposit(PDF, "phieu_bai_tap.pdf"))
    assert (view.title, view.unreviewed_title, view.state) == ("phieu bai tap", True, "draft")
    assert [file.state for file in view.files] == ["waiting"]


@pytest.mark.parametrize(
    ("data", "problem", "code"),
    [(b"", Invalid, "file.empty"), (b"MZ not a document", UnsupportedType, "file.unsupported")],
)
def test_what_cannot_be_taken_in_leaves_nothing(house: House, data: bytes, problem: type[Exception], code: str) -> None:
    before = counted(house)
    with pytest.raises(problem) as caught:
        house.deposit(data, "tep.pdf")
    assert caught.value.code == code  # type: ignore[attr-defined]
    assert counted(house) == before
    assert list(house.library.blobs.store.iter_keys()) == []
    assert list(house.library.spool.iterdir()) == []


def test_more_bytes_than_allowed_are_refused_while_they_come(house: House) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            self.given += 65536
            return b"%PDF-" + b"0" * 65531

    source = Endless()
    with pytest.raises(TooLarge):
        deposit.deposit(house.library, house.depositor, source, "to.pdf")  # type: ignore[arg-type]
    assert source.given <= house.library.settings.max_file_bytes + 2**22


def test_a_store_that_fails_leaves_no_row(house: House) -> None:
    class Broken:
        def put(self, *args: object, **kwargs: object) -> ObjectStat:
            raise StorageUnavailable("the cable is out")

        def stat(self, key: str) -> None:
            return None

    before = counted(house)
    library = _with_store(house.library, Broken())
    with pytest.raises(Unavailable):
        deposit.deposit(library, house.depositor, io.BytesIO(PDF), "bai.pdf")
    assert counted(house) == before


def _with_store(library: Library, store: object) -> Library:
    from dataclasses import replace

    return replace(library, blobs=BlobStore(store))  # type: ignore[arg-type]


def test_a_stream_that_breaks_leaves_nothing(house: House) -> None:
    class Cut(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise OSError("the phone lost its signal")

    before = counted(house)
    with pytest.raises(OSError, match="signal"):
        deposit.deposit(house.library, house.depositor, Cut(), "bai.pdf")  # type: ignore[arg-type]
    assert counted(house) == before
    assert list(house.library.spool.iterdir()) == []


def test_the_same_bytes_are_kept_once_and_the_duplicate_is_named(house: House) -> None:
    first = house.deposit(PDF)
    again = deposit.deposit(house.library, house.depositor, io.BytesIO(PDF), "ban-sao.pdf")
    assert again.duplicate_of == first
    assert again.record != first
    assert len(list(house.library.blobs.store.iter_keys())) == 1


def test_a_duplicate_of_somebody_elses_draft_is_not_told(house: House) -> None:
    house.deposit(PDF, person=house.stranger)
    mine = deposit.deposit(house.library, house.depositor, io.BytesIO(PDF), "bai.pdf")
    assert mine.duplicate_of is None
    view = records.view(house.library, house.depositor, mine.record)
    assert view.files[0].duplicate_of is None


def test_visitors_deposit_nothing_and_strangers_add_nothing(house: House) -> None:
    with pytest.raises(NotSignedIn):
        house.deposit(PDF, person=VISITOR)
    record = house.deposit(PDF)
    for person, problem in ((VISITOR, NotFound), (house.stranger, NotFound), (house.manager_elsewhere, NotFound)):
        with pytest.raises(problem):
            deposit.add_file(house.library, person, record, io.BytesIO(PDF), "them.pdf")


def test_depositors_add_files_to_drafts_only(house: House) -> None:
    record = house.deposit(PDF)
    added = deposit.add_file(house.library, house.depositor, record, io.BytesIO(PDF), "bai.pdf")
    assert added.name == "bai-2.pdf"
    records.submit(house.library, house.depositor, record)
    with pytest.raises(Forbidden):
        deposit.add_file(house.library, house.depositor, record, io.BytesIO(PDF), "them.pdf")


def test_names_in_both_forms_of_unicode_are_one_name(house: House) -> None:
    record = house.deposit(PDF, unicodedata.normalize("NFD", "Tiếng Việt.pdf"))
    view = deposit.add_file(
        house.library, house.depositor, record, io.BytesIO(PDF), unicodedata.normalize("NFC", "tiếng việt.PDF")
    )
    assert view.name == "tiếng việt-2.PDF"
    found = files.download(house.library, house.depositor, record, unicodedata.normalize("NFD", "Tiếng Việt.pdf"))
    assert found.name == "Tiếng Việt.pdf"


def test_a_deleted_draft_is_gone_with_its_work(house: House) -> None:
    record = house.deposit(PDF)
    records.delete(house.library, house.depositor, record)
    with pytest.raises(NotFound):
        records.view(house.library, house.depositor, record)
    house.work()
    assert counted(house)["files"] == 0


def test_only_a_failed_file_is_read_again(house: House) -> None:
    record = house.deposit(b"%PDF-1.7 and then nothing that helps", "hong.pdf")
    house.work()
    failed = records.view(house.library, house.depositor, record).files[0]
    assert failed.state == "failed"
    assert failed.message is not None
    assert deposit.retry(house.library, house.depositor, record, "hong.pdf").state == "waiting"
    with pytest.raises(Conflict):
        deposit.retry(house.library, house.depositor, record, "hong.pdf")


@given(st.text(max_size=300))
def test_any_name_becomes_a_safe_one(name: str) -> None:
    cleaned = clean_name(name, ".pdf")
    assert cleaned
    assert len(cleaned) <= MAX_CHARS
    assert not set(cleaned) & set('/\\<>:"|?*\r\n\t\x00\u202e')
    assert cleaned not in {".", ".."}
    assert clean_name(cleaned, ".pdf") == cleaned


@given(st.lists(st.text(min_size=1, max_size=20), max_size=8))
def test_a_free_name_is_free(names: list[str]) -> None:
    taken: set[str] = set()
    for name in names:
        free = free_name(clean_name(name, ".pdf"), taken)
        assert name_key(free) not in taken
        taken.add(name_key(free))


def test_two_who_send_the_same_bytes_at_once_are_both_taken_in(tmp_path: Path, postgres_database: str) -> None:
    with opened(tmp_path / "var", DATABASE_URL=postgres_database) as house:
        start = threading.Barrier(4)
        faults: list[BaseException] = []

        def send() -> None:
            start.wait()
            try:
                house.deposit(PDF)
            except BaseException as error:
                faults.append(error)

        for _ in range(3):
            threads = [threading.Thread(target=send) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert faults == []
        assert counted(house)["files"] == 12
        assert counted(house)["blobs"] == 1


def test_a_record_that_began_without_a_title_keeps_the_name_of_its_file(house: House) -> None:
    record = records.create(house.library, house.depositor, {}).id
    deposit.add_file(house.library, house.depositor, record, io.BytesIO(PDF), "Bài 3.pdf")
    view = records.edit(house.library, house.depositor, record, LICENSE, 1)
    assert (view.title, view.unreviewed_title) == ("Bài 3", True)
    assert records.publish(house.library, house.reviewer, record).title == "Bài 3"


def test_a_name_of_two_hundred_letters_is_kept_whole(house: House) -> None:
    name = "ế" * 200 + ".pdf"
    record = house.deposit(PDF, name)
    assert records.view(house.library, house.depositor, record).files[0].name == name
