"""A real library in a temporary folder with an organization or two, for tests about people and places."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from sqlalchemy import update

from repo_app.db import now
from repo_app.migrations import upgrade
from repo_app.models import OneTimeToken, Throttle, WebSession
from repo_app.services import accounts, places
from repo_app.services.library import Library
from repo_app.settings import load
from repo_app.values import SYSTEM, Person
from repo_app.wiring import build_library

PASSWORD = "một con đường dài"
ADDRESS = "203.0.113.7"


_KEPT: list[TemporaryDirectory[str]] = []  # removed when the run ends


@contextmanager
def open_house(folder: Path, database_url: str | None = None) -> Iterator[Library]:
    """A library whose database is made by the migrations, with the organizations ``xa`` and ``huyen``."""
    folder.mkdir(exist_ok=True)
    if database_url is None and not (folder / "hoclieu.db").exists():
        copyfile(_template(), folder / "hoclieu.db")
    library = _built(folder, database_url)
    if database_url is not None:
        _furnish(library)
    try:
        yield library
    finally:
        library.db.close()


@cache
def _template() -> Path:
    """A furnished database made once in a run: the migrations take most of the time of a short test."""
    _KEPT.append(TemporaryDirectory(prefix="hoclieu-test-"))
    folder = Path(_KEPT[-1].name)
    library = _built(folder, None)
    _furnish(library)
    library.db.close()
    return folder / "hoclieu.db"


def _built(folder: Path, database_url: str | None) -> Library:
    environ = {"HOCLIEU_DATABASE_URL": database_url} if database_url else {}
    return build_library(load({**environ, "HOCLIEU_DATA_DIR": str(folder)}, folder=folder))


def _furnish(library: Library) -> None:
    upgrade(library.db)
    if not places.organizations(library):
        places.create_organization(library, SYSTEM, "xa", "Thư viện xã")
        places.create_organization(library, SYSTEM, "huyen", "Thư viện huyện")


def newcomer(library: Library, email: str, role: str = "depositor", organization: str = "xa") -> Person:
    """An account without a password, as the person it is: quick, where nobody signs in."""
    accounts.create(library, SYSTEM, email=email, name="Ai đó", role=role, organization=organization)
    return accounts.person_of_token(library, accounts.create_token(library, SYSTEM, email))


def member(library: Library, email: str, role: str = "depositor", organization: str = "xa") -> Person:
    """Somebody with an account and :data:`PASSWORD`, signed in."""
    accounts.create(
        library, SYSTEM, email=email, name=email.split("@")[0], role=role, organization=organization, password=PASSWORD
    )
    return accounts.person_of_session(library, enter(library, email))


def enter(library: Library, email: str, password: str = PASSWORD, address: str = ADDRESS) -> str:
    """The token of a new web session."""
    return accounts.sign_in(library, email, password, network=address, user_agent="Trình duyệt 1.0")


def age(library: Library, by: timedelta) -> None:
    """Let that much time pass for every session, link and counter."""
    with library.db.writing() as session:
        for row in session.query(WebSession):
            row.created_at, row.last_seen_at, row.expires_at = (
                moment - by for moment in (row.created_at, row.last_seen_at, row.expires_at)
            )
        for link in session.query(OneTimeToken):
            link.created_at, link.expires_at = link.created_at - by, link.expires_at - by
        session.execute(update(Throttle).values(since=now() - by))
