"""Loading the sample collection, through the same services as any upload."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import func, select

from repo_app.errors import Conflict
from repo_app.models import Record
from repo_app.services import records
from repo_app.services.batch import take_in
from repo_app.services.library import Library
from repo_app.services.places import create_collection, ensure_first_organization
from repo_app.values import SYSTEM

SLUG, NAME, LICENSE = "hoc-lieu-mau", "Học liệu mẫu", "cc-by-4.0"
MARK = "sample-unfinished"  # a file of the data folder, there from the first material to the last


def is_empty(library: Library) -> bool:
    """Whether there is no record yet, so that a sample is worth offering."""
    with library.db.reading() as session:
        return not session.scalar(select(func.count()).select_from(Record))


def is_unfinished(library: Library) -> bool:
    """Whether loading was begun and not brought to its end, so that it is worth taking up again, unasked."""
    return _mark(library).exists()


def load(library: Library, items: Sequence[tuple[Path, Mapping[str, object]]], told: Callable[[int, int], None]) -> int:
    """Deposit each file with its metadata object and publish it; how many were. What is here already is left.

    A loading that ended half-way is completed: also a draft that it left is described and published then.
    ``told(done, total)`` after each. Reading them is the worker's, as of any upload.
    """
    resumed = is_unfinished(library)
    _mark(library).touch()
    _ensure_collection(library)
    made = 0
    for done, (path, metadata) in enumerate(items, start=1):
        taken = take_in(library, SYSTEM, path, collection=SLUG)
        if taken.problem is not None:
            raise taken.problem
        if taken.record is not None and (taken.status == "created" or (resumed and _is_left(library, taken.record))):
            _publish(library, taken.record, metadata)
            made += 1
        told(done, len(items))
    _mark(library).unlink()
    return made


def _publish(library: Library, record: str, metadata: Mapping[str, object]) -> None:
    revision = records.view(library, SYSTEM, record).revision
    described = records.edit(library, SYSTEM, record, metadata, revision)
    records.publish(library, SYSTEM, record, revision=described.revision)


def _is_left(library: Library, record: str) -> bool:
    """Whether the record is a draft of the sample that nobody ever saw published."""
    view = records.view(library, SYSTEM, record)
    return view.collection == SLUG and view.state == "draft" and view.published_at is None


def _mark(library: Library) -> Path:
    return library.settings.data_dir / MARK


def _ensure_collection(library: Library) -> None:
    organization = ensure_first_organization(library)
    try:
        create_collection(library, SYSTEM, SLUG, NAME, organization.slug, LICENSE)
    except Conflict:
        return
