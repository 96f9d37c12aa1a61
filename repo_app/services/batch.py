"""Many files at once, from folders on this machine: each becomes one record, and bytes that are here make none."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import ColumnElement, exists, select

from repo_app.errors import Problem, StorageFull, Unavailable
from repo_app.jobs import Priority
from repo_app.models import File, Record
from repo_app.services import records
from repo_app.services.deposit import deposit
from repo_app.services.joining import WITHOUT, Photo, document, notices_of
from repo_app.services.library import Library
from repo_app.values import Person

ASKED_AT_ONCE = 500  # records named in one statement
UNFINISHED = ("waiting", "reading")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: its record (for a duplicate the one that is here), or the problem it was refused for."""

    path: Path
    status: Literal["created", "duplicate", "refused"]
    record: str | None = None
    file: str | None = None
    problem: Problem | None = None


def take_in(
    library: Library, person: Person, path: Path, *, collection: str | None = None, license_id: str | None = None
) -> Taken:
    """Make a draft of the file, with ``license_id`` where one is given and the collection's default otherwise.

    A fault of the file itself is an answer; what would befall every file (no database, no room) is raised.
    """
    try:
        held = _same_bytes(library, _sha256(path))
        if held is not None:
            return Taken(path, "duplicate", *held)
        with path.open("rb") as stream:
            made = deposit(library, person, stream, path.name, collection=collection, priority=Priority.BULK)
    except OSError as error:
        return Taken(path, "refused", problem=Problem("file.cannot_be_opened", error=error.strerror or str(error)))
    except (Unavailable, StorageFull):
        raise
    except Problem as problem:
        return Taken(path, "refused", problem=problem)
    _give_license(library, person, made.record, license_id)
    return Taken(path, "created", made.record, made.file)


def take_in_photos(
    library: Library,
    person: Person,
    folder: Path,
    photos: Sequence[Path],
    *,
    collection: str | None = None,
    license_id: str | None = None,
) -> Taken:
    """As ``take_in``, but one draft of one document of these photos, called as their folder.

    The problem beside a draft that was made tells of photos that could not be read.
    """
    try:
        with ExitStack() as held:
            sent = [Photo(path.name, held.enter_context(path.open("rb"))) for path in photos]
            made = held.enter_context(document(library, sent, as_given=False))
            same = _same_bytes(library, _sha256(made.path))
            if same is not None:
                return Taken(folder, "duplicate", *same)
            kept = deposit(
                library,
                person,
                held.enter_context(made.path.open("rb")),
                f"{folder.resolve().name}.pdf",
                collection=collection,
                priority=Priority.BULK,
                notices=notices_of([photo.name for photo in sent], made),
                originals=made.keep(),
            )
    except OSError as error:
        return Taken(folder, "refused", problem=Problem("file.cannot_be_opened", error=error.strerror or str(error)))
    except (Unavailable, StorageFull):
        raise
    except Problem as problem:
        return Taken(folder, "refused", problem=problem)
    _give_license(library, person, kept.record, license_id)
    names = ", ".join(photos[at].name for at in made.left_out)
    without = Problem(WITHOUT, names=names) if names else None
    return Taken(folder, "created", kept.record, kept.file, without)


def _give_license(library: Library, person: Person, record: str, license_id: str | None) -> None:
    if license_id is not None:
        revision = records.view(library, person, record).revision
        records.edit(library, person, record, {"license": [{"id": license_id}]}, revision)


def unfinished(library: Library, ids: Collection[str]) -> frozenset[str]:
    """Those of these records that have a file waiting or being read."""
    reading = exists().where(File.record_id == Record.id, File.state.in_(UNFINISHED))
    return _those(library, ids, reading)


def unindexed(library: Library, ids: Collection[str]) -> frozenset[str]:
    """Those of these records that the index has not caught up with."""
    return _those(library, ids, Record.index_due.is_(True))


def _those(library: Library, ids: Collection[str], condition: ColumnElement[bool]) -> frozenset[str]:
    found: set[str] = set()
    with library.db.reading() as session:
        for some in _in_parts(sorted(ids)):
            found.update(session.scalars(select(Record.public_id).where(Record.public_id.in_(some), condition)))
    return frozenset(found)


def _in_parts(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + ASKED_AT_ONCE] for start in range(0, len(ids), ASKED_AT_ONCE)]


def _same_bytes(library: Library, sha256: str) -> tuple[str, str] | None:
    found = (
        select(Record.public_id, File.name)
        .join(File, File.record_id == Record.id)
        .where(File.sha256 == sha256)
        .order_by(Record.id)
        .limit(1)
    )
    with library.db.reading() as session:
        row = session.execute(found).one_or_none()
    return (row[0], row[1]) if row is not None else None


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
