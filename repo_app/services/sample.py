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


def is_empty(library: Library) -> bool:
    """Whether there is no record yet, so that a sample is worth offering."""
    with library.db.reading() as session:
        return not session.scalar(select(func.count()).select_from(Record))


def load(library: Library, items: Sequence[tuple[Path, Mapping[str, object]]], told: Callable[[int, int], None]) -> int:
    """Deposit each file with its metadata object and publish it; how many were new. What is here already is left.

    ``told(done, total)`` after each. Reading them is the worker's, as of any upload.
    """
    _ensure_collection(library)
    made = 0
    for done, (path, metadata) in enumerate(items, start=1):
        taken = take_in(library, SYSTEM, path, collection=SLUG)
        if taken.problem is not None:
            raise taken.problem
        if taken.status == "created" and taken.record is not None:
            revision = records.view(library, SYSTEM, taken.record).revision
            records.edit(library, SYSTEM, taken.record, metadata, revision)
            records.publish(library, SYSTEM, taken.record)
            made += 1
        told(done, len(items))
    return made


def _ensure_collection(library: Library) -> None:
    organization = ensure_first_organization(library)
    try:
        create_collection(library, SYSTEM, SLUG, NAME, organization.slug, LICENSE)
    except Conflict:
        return
