"""Asking what an adaptation of several works may carry: works are named by their license, or as records of ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app.errors import Fault, Invalid
from repo_app.licensing import UNKNOWN, LicenseFault, read
from repo_app.licensing.remixing import OTHERS, Remix, remix
from repo_app.models import Record
from repo_app.permissions import can
from repo_app.services.library import Library
from repo_app.services.rows import ref
from repo_app.values import Person
from repo_app.values.relations import record_named

MOST = 20  # works in one question


@dataclass(frozen=True, slots=True)
class Source:
    """A work as it was named: its license (an id), and title and id where it is a record of ours."""

    given: str
    license: str
    record: str | None = None
    title: str = ""


def ask(library: Library, person: Person, given: Sequence[str]) -> tuple[tuple[Source, ...], Remix]:
    """The works, and what an adaptation of them all may carry. Invalid names each one that nobody can make out."""
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
                sources.append(_source(session, person, text))
            except LicenseFault as fault:
                faults.append(Fault("source", fault.code, {"text": text[:60], **fault.params}))
    if faults:
        raise Invalid(*faults)
    return tuple(sources), remix([source.license for source in sources])


def _source(session: Session, person: Person, text: str) -> Source:
    if text.lower() in OTHERS:
        return Source(text, text.lower())
    wanted = record_named(text)
    if wanted is not None:
        record = session.scalar(select(Record).where(Record.public_id == wanted))
        if record is not None and can(person, "see", ref(record)):
            return Source(text, record.license or UNKNOWN, record.public_id, record.title)
    return Source(text, read(text).id)
