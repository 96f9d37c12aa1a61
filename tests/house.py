"""A real library in a temporary folder with people in it, and a worker that does what is due."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

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
from tests import on_servers

LICENSE = {"license": [{"id": "cc-by-4.0"}]}
DATABASE = "hoclieu.db"
PEOPLE = {  # role and organization by address, as the fields of a House follow one another
    "co.lan@example.vn": ("depositor", "xa"),
    "thay.binh@example.vn": ("depositor", "xa"),
    "chi.hoa@example.vn": ("reviewer", "xa"),
    "anh.nam@example.vn": ("manager", "huyen"),
    "quan.tri@example.vn": ("admin", "xa"),
}


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


_KEPT: list[TemporaryDirectory[str]] = []  # removed when the run ends


@contextmanager
def opened(folder: Path, **settings: str) -> Iterator[House]:
    """A house on the embedded defaults, or on what ``settings`` (names without prefix) and the run say."""
    folder.mkdir(parents=True, exist_ok=True)
    if "DATABASE_URL" in settings:
        library = _built(folder, settings)
        _furnish(library)
    else:
        library = _built(folder, {**_furnished(folder), **settings})
    try:
        yield House(library, *(_person(library, email) for email in PEOPLE))
    finally:
        library.db.close()


def _furnished(folder: Path) -> Mapping[str, str]:
    """Put a furnished house into the folder, unless there is one; gives the settings that it is opened with.

    Copied from one made once in a run: the migrations would take most of the time of a short test.
    """
    kept = folder / "servers.json"
    if on_servers.asked():
        if not kept.exists():
            kept.write_text(json.dumps(on_servers.settings(_template())))
        held: dict[str, str] = json.loads(kept.read_text())
        return held
    if not (folder / DATABASE).exists():
        copyfile(_template(), folder / DATABASE)
    return {}


@cache
def _template() -> str:
    """Where that one is: a file, or a database's address."""
    _KEPT.append(TemporaryDirectory(prefix="hoclieu-test-"))
    folder = Path(_KEPT[-1].name)
    settings = on_servers.settings() if on_servers.asked() else {}
    library = _built(folder, settings)
    _furnish(library)
    library.db.close()
    return settings.get("DATABASE_URL", str(folder / DATABASE))


def _built(folder: Path, settings: Mapping[str, str]) -> Library:
    environ = {f"HOCLIEU_{name}": value for name, value in settings.items()}
    return build_library(load({"HOCLIEU_DATA_DIR": str(folder), **environ}, folder=folder))


def _furnish(library: Library) -> None:
    """Two organizations and the people, without passwords: hashing them would take longer than the tests."""
    upgrade(library.db)
    for slug, name in (("xa", "Thư viện xã"), ("huyen", "Thư viện huyện")):
        places.create_organization(library, SYSTEM, slug, name)
    with library.db.writing() as session:
        homes = {place.slug: place.id for place in session.scalars(select(Organization))}
        for email, (role, home) in PEOPLE.items():
            session.add(
                Account(
                    email=email, email_key=email, name=email.split("@")[0], role=role, organization_id=homes[home],
                    created_at=now(),
                )
            )  # fmt: skip
            session.flush()


def _person(library: Library, email: str) -> Person:
    with library.db.reading() as session:
        account = session.scalars(select(Account).where(Account.email == email)).one()
        return Person(
            account=account.id, name=account.name, email=email, role=account.role, organization=account.organization_id
        )
