"""Searchable PDFs and light copies of published files: made when nothing else is due, and only where they help."""

from __future__ import annotations

import io
import random
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app.errors import NotFound
from repo_app.handlers import handlers
from repo_app.jobs import Stopped
from repo_app.models import File, Job, Record
from repo_app.services import deriving, files, records, steering
from repo_app.services.derivatives import LIGHT, SEARCHABLE, keep, recipe_of
from repo_app.values import VISITOR
from repo_app.worker import Worker
from tests.documents import photo, prose, scan_pdf, text_pdf
from tests.house import House, title

pytestmark = pytest.mark.usefixtures("remembered")


@dataclass
class Unhurried:
    """A job that nobody takes away; ``stop`` says that its worker is leaving."""

    args: Mapping[str, object]
    stop: bool = False
    priority: int = 90

    def hold(self, session: Session) -> None: ...

    def progress(self, session: Session, done: int, total: int | None) -> None: ...

    def change(self, session: Session, args: Mapping[str, object]) -> None: ...

    def finish(self, session: Session) -> None: ...

    def stopping(self) -> bool:
        return self.stop


def derived(house: House, record: str) -> dict[str, Path]:
    """What a visitor may have beside the record's first file."""
    (file, *_) = records.view(house.library, VISITOR, record).files
    found = {}
    for held in file.derivatives:
        copy = files.download(house.library, VISITOR, record, file.name, held.kind)
        path = house.library.settings.data_dir / f"{copy.sha256}.pdf"
        with copy.open(0, None) as stream:
            path.write_bytes(stream.read())
        assert path.stat().st_size == held.size
        found[held.kind] = path
    return found


def words_of(path: Path) -> str:
    told = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(told.split())


def row_of(house: House, record: str) -> int:
    with house.library.db.reading() as session:
        return session.scalars(select(Record.id).where(Record.public_id == record)).one()


def xmp(path: Path) -> str:
    found = PdfReader(path).xmp_metadata
    assert found is not None
    return found.stream.get_data().decode()


@pytest.mark.ocr
def test_a_published_scan_gets_a_copy_with_words_and_a_light_one(house: House) -> None:
    scan = scan_pdf([prose(1, 18)], dpi=300)
    record = house.deposit(scan, "Quét.pdf")
    house.work()
    assert records.view(house.library, house.depositor, record).files[0].derivatives == ()
    house.described(record, title=title("Chuyện bản"), creator=[{"value": "A Lực"}])
    records.publish(house.library, house.reviewer, record)
    house.work()
    found = derived(house, record)
    assert set(found) == {SEARCHABLE, LIGHT}
    assert len(scan) < found[SEARCHABLE].stat().st_size <= len(scan) + 20_000
    assert found[SEARCHABLE].read_bytes().startswith(scan)
    assert found[LIGHT].stat().st_size <= 0.7 * len(scan)
    for path in found.values():
        assert "quanh bếp lửa" in words_of(path)
        for told in ("Chuyện bản", "A Lực", "licenses/by/4.0/", f"/records/{record}", "sha256:", "tesseract"):
            assert told in xmp(path)
    view = records.view(house.library, house.reviewer, record)
    records.edit(house.library, house.reviewer, record, {"title": title("Chuyện làng")}, view.revision)
    house.work()
    before = derived(house, record)
    assert all("Chuyện làng" in xmp(path) for path in before.values())
    steering.read_again(house.library, house.reviewer, record, "Quét.pdf", ["en"])
    steps = {kind: step for kind, step in handlers(house.library).items() if kind in ("plan", "read")}
    Worker(house.library.queue, steps, readers=2, name="test", poll=0.05).drain()
    view = records.view(house.library, house.reviewer, record)
    assert (view.files[0].state, derived(house, record)) == ("ready", before), "the old ones serve until then"
    house.work()
    after = derived(house, record)
    assert all(kind in after and after[kind] != before[kind] for kind in before)
    with house.library.db.reading() as session:
        assert set(session.scalars(select(Job.state))) <= {"done", "waiting"}


@pytest.mark.parametrize(
    ("changes", "back"),
    [
        ({"title": title("Tên mới")}, {"title": title("Tên cũ")}),
        ({"creator": [{"value": "B Na"}]}, {"creator": [{"value": "A Lực"}]}),
        ({"license": [{"id": "cc-by-sa-4.0"}]}, {"license": [{"id": "cc-by-4.0"}]}),
    ],
)
def test_a_copy_that_says_what_the_record_no_longer_says_is_handed_to_nobody(
    house: House, tmp_path: Path, changes: dict[str, object], back: dict[str, object]
) -> None:
    """Bytes once downloaded speak for the record wherever they go: no old license, title or name of a creator."""
    record = house.published(text_pdf([prose(1)]), title=title("Tên cũ"), creator=[{"value": "A Lực"}])
    keep_copy(house, record, tmp_path)
    assert set(derived(house, record)) == {LIGHT}
    name = records.view(house.library, VISITOR, record).files[0].name
    for values, offered in ((changes, set[str]()), (back, {LIGHT})):
        revision = records.view(house.library, house.reviewer, record).revision
        records.edit(house.library, house.reviewer, record, values, revision)
        assert set(derived(house, record)) == offered
        if not offered:
            with pytest.raises(NotFound):
                files.download(house.library, VISITOR, record, name, LIGHT)


def test_a_copy_stays_when_what_it_does_not_say_changes(house: House, tmp_path: Path) -> None:
    record = house.published(text_pdf([prose(1)]), title=title("Tên cũ"))
    keep_copy(house, record, tmp_path)
    revision = records.view(house.library, house.reviewer, record).revision
    records.edit(house.library, house.reviewer, record, {"description": [{"value": "Thêm."}]}, revision)
    assert set(derived(house, record)) == {LIGHT}


def keep_copy(house: House, record: str, tmp_path: Path) -> None:
    """A light copy as the job makes one, of a file too small to get one of its own."""
    path = tmp_path / "made.pdf"
    path.write_bytes(b"%PDF-1.7 nhe")
    with house.library.db.reading() as session:
        held = session.get_one(Record, row_of(house, record))
        file = session.scalars(select(File).where(File.record_id == held.id)).one()
        recipe = recipe_of(session, LIGHT, deriving.VERSION, file, held, "http://x/")
    assert keep(house.library, file.id, LIGHT, path, recipe)


@pytest.mark.ocr
def test_a_photo_becomes_a_pdf_with_words(house: House) -> None:
    record = house.published(photo(prose(3, 2)), "ảnh.jpg")
    found = derived(house, record)
    assert set(found) == {SEARCHABLE}
    assert "bằng ống tre" in words_of(found[SEARCHABLE])


def test_a_small_file_with_text_of_its_own_needs_nothing(house: House) -> None:
    record = house.published(text_pdf([prose(4)]))
    assert derived(house, record) == {}
    assert not deriving.folder(house.library).exists()


def burdened(data: bytes) -> bytes:
    """A PDF that no drawing of its pages makes lighter."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.add_attachment("kèm.bin", bytes(range(256)) * 100 + random.Random(7).randbytes(400_000))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_copy_that_is_not_lighter_is_not_kept_and_not_tried_again(house: House) -> None:
    record = house.published(burdened(text_pdf([prose(5)])))
    assert derived(house, record) == {}
    (told,) = deriving.folder(house.library).iterdir()
    assert told.suffix == ".none"
    at = told.stat().st_mtime_ns
    deriving.derive(house.library, Unhurried({"record": row_of(house, record)}))
    assert told.stat().st_mtime_ns == at


def test_it_is_left_when_the_worker_leaves_and_taken_up_again(house: House) -> None:
    record = house.deposit(burdened(text_pdf([prose(6)])))
    house.work()
    number = row_of(house, record)
    deriving.derive(house.library, Unhurried({"record": number}))
    assert not deriving.folder(house.library).exists(), "a draft gets none"
    house.described(record)
    records.publish(house.library, house.reviewer, record)
    with pytest.raises(Stopped):
        deriving.derive(house.library, Unhurried({"record": number}, stop=True))
    deriving.derive(house.library, Unhurried({"record": number}))
    assert [path.suffix for path in deriving.folder(house.library).iterdir()] == [".none"]
    deriving.derive(house.library, Unhurried({"record": 99_999}))


def test_what_nobody_went_on_with_is_swept(house: House) -> None:
    folder = deriving.folder(house.library)
    (folder / "light-1-x.parts").mkdir(parents=True)
    (folder / "light-1-x.parts" / "1.bin").write_bytes(b"x")
    (folder / "light-1-y.none").touch()
    deriving.sweep(house.library, 3600)
    assert len(list(folder.iterdir())) == 2
    deriving.sweep(house.library, -1)
    assert list(folder.iterdir()) == []


def test_a_file_with_its_own_license_says_that_one(house: House) -> None:
    record = house.published(burdened(text_pdf([prose(7)])))
    with house.library.db.writing() as session:
        file = session.scalars(select(File)).one()
        file.license = "cc0-1.0"
        held = session.get_one(Record, file.record_id)
        told = deriving._metadata(house.library, session, held, file)
    assert "publicdomain/zero" in told.license
    assert replace(told, license="").source.endswith(record)
