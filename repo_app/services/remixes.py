"""Asking what an adaptation of several works may carry: works are named by their license, or as records of ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app.errors import Fault, Gone, Invalid, NotFound
from repo_app.licensing import UNKNOWN, LicenseFault
from repo_app.licensing.remixing import Remix, named, remix
from repo_app.models import File, Record
from repo_app.services.library import Library
from repo_app.services.tombstones import seen_record
from repo_app.values import Person
from repo_app.values.relations import record_named

MOST = 20  # works in one question


@dataclass(frozen=True, slots=True)
class Source:
    """A work as it was named: its license (an id), and title and id where it is a record of ours.

    ``file`` is the first of a record's files with a license of its own that says this one.
    """

    given: str
    license: str
    record: str | None = None
    title: str = ""
    file: str | None = None


def ask(library: Library, person: Person, given: Sequence[str]) -> tuple[tuple[Source, ...], Remix]:
    """The works, and what an adaptation of them all may carry. Invalid names each one that nobody can make out.

    A record is its files: each license among them is asked, its own where some file, or none, has no other.
    """
    named = list(dict.fromkeys(text for one in given if (text := one.strip())))
    if not named:
        raise Invalid(Fault("source", "license.no_sources", {}))
    if len(named) > MOST:
        raise Invalid(Fault("source", "license.too_many_sources", {"limit": MOST}))
    faults: list[Fault] = []
    sources: list[Source] = []
    with library.db.reading() as session:
        for text in named:
            try:
                sources += _sources(session, person, text)
            except LicenseFault as fault:
                faults.append(Fault("source", fault.code, {"text": text[:60], **fault.params}))
    if faults:
        raise Invalid(*faults)
    return tuple(sources), remix([source.license for source in sources])


def _sources(session: Session, person: Person, text: str) -> list[Source]:
    wanted = record_named(text)
    if wanted is not None:
        try:
            return list(_of_record(session, text, seen_record(session, person, wanted)))
        except Gone as withdrawn:
            raise LicenseFault("license.source_withdrawn") from withdrawn
        except NotFound:
            pass  # what looks like an id may be any other text
    return [Source(text, named(text))]


def _of_record(session: Session, text: str, record: Record) -> Iterator[Source]:
    """The record under each license that it or one of its files has."""
    files = select(File.license, File.name).where(File.record_id == record.id).order_by(File.position, File.id)
    own: dict[str | None, str] = {}
    for held, name in session.execute(files).all():
        own.setdefault(held, name)
    if None in own or not own:
        yield Source(text, record.license or UNKNOWN, record.public_id, record.title)
    for key, name in own.items():
        if key is not None:
            yield Source(text, key, record.public_id, record.title, name)
