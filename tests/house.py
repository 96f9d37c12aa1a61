"""A real library in a temporary folder with people in it, and a worker that does what is due."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from repo_app.db import now
from repo_app.handlers import handlers
from repo_app.migrations import upgrade
from repo_app.models import Account, Organization
from repo_app.services import deposit, places, records
from repo_app.services.library import Library
from repo_app.settings import load
from repo_app.values import SYSTEM, Person, RecordView
from repo_app.wiring import build_library
from repo_app.worker import Worker

LICENSE = {"license": [{"id": "cc-by-4.0"}]}


@dataclass(frozen=True, slots=True)
class House:
    """A library with its people: two depositors and a reviewer at home, a manager elsewhere, an admin."""

    library: Library
    depositor: Person
    stranger: Person
    reviewer: Person
    manager_elsewhere: Person
    admin: Person

    def work(self) -> None:
        """Do all that is due, in this process."""
        Worker(self.library.queue, handlers(self.library), readers=2, name="test", poll=0.05).drain()

    def deposit(self, data: bytes, name: str = "bai.pdf", person: Person | None = None) -> str:
        """Deposit bytes and give the record's id; nothing is read yet."""
        return deposit.deposit(self.library, person or self.depositor, io.BytesIO(data), name).record

    def described(self, record: str, **metadata: object) -> RecordView:
        """Give a record a license and whatever else is named, as the reviewer."""
        now = records.view(self.library, self.reviewer, record)
        return records.edit(self.library, self.reviewer, record, {**LICENSE, **metadata}, now.revision)

    def published(self, data: bytes, name: str = "bai.pdf", **metadata: object) -> str:
        """Deposit, read, describe, publish and index."""
        record = self.deposit(data, name)
        self.work()
        self.described(record, **metadata)
        records.publish(self.library, self.reviewer, record)
        self.work()
        return record


def title(text: str) -> list[dict[str, str]]:
    return [{"value": text, "lang": "vi"}]


@contextmanager
def opened(folder: Path, **settings: str) -> Iterator[House]:
    """A house on the embedded defaults, or on what ``settings`` (names without prefix) say."""
    folder.mkdir(parents=True, exist_ok=True)
    environ = {f"HOCLIEU_{name}": value for name, value in settings.items()}
    library = build_library(load({"HOCLIEU_DATA_DIR": str(folder), **environ}, folder=folder))
    upgrade(library.db)
    for slug, name in (("xa", "Thư viện xã"), ("huyen", "Thư viện huyện")):
        places.create_organization(library, SYSTEM, slug, name)
    try:
        yield House(
            library,
            _person(library, "co.lan@example.vn", "depositor", "xa"),
            _person(library, "thay.binh@example.vn", "depositor", "xa"),
            _person(library, "chi.hoa@example.vn", "reviewer", "xa"),
            _person(library, "anh.nam@example.vn", "manager", "huyen"),
            _person(library, "quan.tri@example.vn", "admin", "xa"),
        )
    finally:
        library.db.close()


def _person(library: Library, email: str, role: str, organization: str) -> Person:
    """An account without a password: hashing one for each person of each test would take longer than the tests."""
    with library.db.writing() as session:
        home = session.scalars(select(Organization).where(Organization.slug == organization)).one()
        name = email.split("@")[0]
        account = Account(email=email, email_key=email, name=name, role=role, organization_id=home.id, created_at=now())
        session.add(account)
        session.flush()
        return Person(account=account.id, name=name, email=email, role=role, organization=home.id)
