"""A shelf of published records with pages of text in a data folder of its own, for measuring what asks many of them.

Everything is as publishing and reading leave it, but the bytes of the files. ``python -m tests.benchmarks.shelf FOLDER
--records 10000 --texts FOLDER`` makes one, with its index, to try things on: ``HOCLIEU_DATA_DIR=FOLDER hoclieu serve``.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import LargeBinary, case, cast, func, insert, select
from sqlalchemy.orm import Session

import ingest
from repo_app import licensing, vocabularies
from repo_app.db import now
from repo_app.migrations import upgrade
from repo_app.models import Blob, Collection, File, Page, Record, RecordId
from repo_app.services import places
from repo_app.services.library import Library
from repo_app.services.page_rows import page_row
from repo_app.services.rows import apply_metadata, new_stamp
from repo_app.settings import load
from repo_app.values import SYSTEM
from repo_app.values.ids import new_id
from repo_app.values.metadata import VOCABULARIES_OF, from_mapping
from repo_app.values.metadata import Value as Said
from repo_app.wiring import build_library
from tests.benchmarks.children import told_by
from tests.benchmarks.shelf_texts import Document, documents

ORGANIZATIONS, COLLECTIONS = 12, 40
BATCH = 100  # records in one transaction
CLOSED = 0.02  # of the records are under a closed license: their text is not searched
SUBJECTS = (
    "Toán", "Ngữ văn", "Vật lí", "Hóa học", "Sinh học", "Lịch sử", "Địa lí", "Tiếng Anh", "Giáo dục công dân",
    "Tin học", "Công nghệ", "Âm nhạc", "Mĩ thuật", "Khoa học tự nhiên",
)  # fmt: skip
TYPES = ("Giáo trình", "Sách giáo khoa", "Bài giảng", "Đề thi", "Tài liệu tham khảo", "Giáo án")
LEVELS = ("Lớp 6", "Lớp 7", "Lớp 8", "Lớp 9", "Lớp 10", "Lớp 11", "Lớp 12", "Đại học")
LICENSES = ("cc-by-4.0", "cc-by-sa-4.0", "cc-by-nc-4.0", "cc0-1.0")
FAMILY_NAMES = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý"
GIVEN_NAMES = (
    "An Bình Chi Dũng Giang Hà Hải Hạnh Hiền Hòa Hùng Hương Khánh Lan Linh Long Mai Minh Nam Nga Ngọc Nhung Phong "
    "Phúc Quân Quang Sơn Tâm Thảo Thắng Thu Thủy Trang Trung Tú Tuấn Vân Việt Yến"
)


def open_shelf(folder: Path) -> Library:
    """The library whose data lie in the folder, on the embedded defaults, its database in today's form."""
    folder.mkdir(parents=True, exist_ok=True)
    library = build_library(load({"HOCLIEU_DATA_DIR": str(folder)}, folder=folder))
    upgrade(library.db)
    return library


def prepare(library: Library) -> None:
    """Organizations and collections for the records to come."""
    for number in range(ORGANIZATIONS):
        places.create_organization(library, SYSTEM, f"thu-vien-{number}", f"Thư viện số {number}")
    for number in range(COLLECTIONS):
        home = f"thu-vien-{number % ORGANIZATIONS}"
        places.create_collection(library, SYSTEM, f"bo-{number}", f"Bộ sưu tập số {number}", home)


def fill(library: Library, found: Iterator[Document]) -> None:
    """Put the documents on the shelf. Nothing is indexed yet."""
    maker = Maker(library)
    while group := list(islice(found, BATCH)):
        maker.put(group)


def held(library: Library) -> tuple[int, int, float]:
    """Published records, their pages, and MB of their text that can be searched."""
    size = func.length(cast(Page.text, LargeBinary))
    with library.db.reading() as session:
        published = select(Record.id).where(Record.state == "published")
        count = session.scalar(select(func.count()).select_from(published.subquery())) or 0
        pages, chars = session.execute(
            select(func.count(), func.sum(case((File.shown, size), else_=0)))
            .select_from(Page)
            .join(File, File.id == Page.file_id)
            .join(Record, Record.id == File.record_id)
            .where(Record.state == "published")
        ).one()
    return count, pages, (chars or 0) / 1e6


class Maker:
    """Rows of records, in the manner of the services that write them one by one."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._chance = random.Random(3)
        family, given = FAMILY_NAMES.split(), GIVEN_NAMES.split()
        self._people = [" ".join(self._chance.choice(names) for names in (family, given, given))
                        for _ in range(2000)]  # fmt: skip
        with library.db.reading() as session:
            self._collections = session.execute(select(Collection.id, Collection.organization_id)).all()

    def put(self, documents: Sequence[Document]) -> None:
        """Published records of one transaction."""
        with self._library.db.writing() as session:
            for document in documents:
                self.record(session, document, "published")

    def record(self, session: Session, document: Document, state: str, family: str = "pdf") -> Record:
        """One record with one file that has been read."""
        public_id, collection = new_id(), self._chance.choice(self._collections)
        at = now() - timedelta(minutes=self._chance.randrange(1_000_000))
        session.execute(insert(RecordId).values(public_id=public_id, created_at=at))
        record = Record(public_id=public_id, state=state, organization_id=collection[1], collection_id=collection[0])
        apply_metadata(session, record, from_mapping(self._metadata(document)))
        record.stamp, record.created_at, record.updated_at = new_stamp(), at, at
        record.published_at = at if state == "published" else None
        session.add(record)
        session.flush()
        self._file(session, record, document, family)
        return record

    def _file(self, session: Session, record: Record, document: Document, family: str) -> None:
        sha256, at = hashlib.sha256(record.public_id.encode()).hexdigest(), record.created_at
        media_type = "application/pdf" if family == "pdf" else "text/plain"
        session.execute(insert(Blob).values(sha256=sha256, size=1_000_000, media_type=media_type, created_at=at))
        count = len(document.pages)
        file = File(
            record_id=record.id, position=1, name="sach.pdf", name_key="sach.pdf", sha256=sha256, family=family,
            media_type=media_type, state="ready", recipe="shelf", pages_total=count, pages_done=count, created_at=at,
            shown=licensing.is_open(record.license),
        )  # fmt: skip
        session.add(file)
        session.flush()
        session.add_all(
            page_row(file.id, "shelf", ingest.Page(number, text, "text-layer", 1.0, 1240, 1754))
            for number, text in enumerate(document.pages, start=1)
        )

    def _metadata(self, document: Document) -> dict[str, list[Said]]:
        chance = self._chance
        start = chance.choice(document.pages).split()
        return {
            "title": [Said(document.title, lang="vi")],
            "creator": [Said(name) for name in chance.sample(self._people, chance.choice((1, 1, 2)))],
            "contributor": [Said(chance.choice(self._people))] if chance.random() < 0.3 else [],
            "subject": self._terms("subject", SUBJECTS, chance.choice((1, 1, 2))),
            "description": [Said(" ".join(start[:40]), lang="vi")],
            "publisher": [Said(f"Nhà xuất bản số {chance.randrange(30)}")],
            "issued": [Said(str(chance.randrange(1985, 2026)))] if chance.random() < 0.9 else [],
            "language": [Said(id="en" if chance.random() < 0.05 else "vi")],
            "license": [Said(id="in-copyright" if chance.random() < CLOSED else chance.choice(LICENSES))],
            "educationLevel": self._terms("educationLevel", LEVELS, chance.choice((0, 1, 1, 2))),
            "learningResourceType": self._terms("learningResourceType", TYPES, 1),
        }

    def _terms(self, key: str, words: Sequence[str], count: int) -> list[Said]:
        """Terms of the key's vocabulary where it has one, else words."""
        vocabulary, *_ = VOCABULARIES_OF.get(key, ("",))
        ids = list(vocabularies.load(vocabulary).terms) if vocabulary in vocabularies.NAMES else []
        if ids:
            return [Said(id=term) for term in self._chance.sample(ids, min(count, len(ids)))]
        return [Said(word) for word in self._chance.sample(words, count)]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.shelf", description=__doc__)
    parser.add_argument("folder", type=Path, help="the data folder to make")
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=10, help="of each record")
    parser.add_argument("--texts", type=Path, help="a folder with *.jsonl.gz (title, text)")
    given = parser.parse_args()
    library = open_shelf(given.folder.resolve())
    prepare(library)
    fill(library, documents(given.texts, given.records, given.pages))
    print("{} records, {} pages, {:.0f} MB to search".format(*held(library)))
    library.db.close()
    print(told_by("reindex", given.folder.resolve()))


if __name__ == "__main__":
    main()
