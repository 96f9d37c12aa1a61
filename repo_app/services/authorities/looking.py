"""Terms as those who keep them see them, merged ones too."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app.errors import NotFound
from repo_app.models import LibraryTerm
from repo_app.permissions import VocabularyRef, require
from repo_app.services.authorities.fitting import FIXED
from repo_app.services.authorities.known import known
from repo_app.services.library import Library
from repo_app.values import Person
from repo_app.values.authorities import TermView
from repo_app.vocabularies import NAMES, Term, Vocabulary, key, load

MOST = 300  # terms of one list that a page shows; what is sought narrows it


def term(library: Library, person: Person, vocabulary: str, term_id: str) -> TermView:
    """One term, merged or not. NotFound."""
    _require(person, vocabulary)
    with library.db.reading() as session:
        return term_view(session, vocabulary, term_id)


def term_now(library: Library, person: Person, vocabulary: str, term_id: str) -> tuple[Term, TermView]:
    """What the term means now, as everybody has it and as those who keep it: one that was merged means another."""
    _require(person, vocabulary)
    with library.db.reading() as session:
        found = known(session).vocabulary(vocabulary).get(term_id)
        if found is None:
            raise NotFound
        return found, term_view(session, vocabulary, found.id)


def term_view(session: Session, vocabulary: str, term_id: str) -> TermView:
    """The same within a transaction, for whom it was checked before."""
    held, rows = known(session).vocabulary(vocabulary), _rows(session, vocabulary)
    if held.get(term_id) is None:
        raise NotFound
    return _view(held, rows, term_id)


def terms(library: Library, person: Person, vocabulary: str, typed: str = "") -> tuple[TermView, ...]:
    """The terms of a vocabulary in their order, the library's own first; or those with a name that has these words."""
    _require(person, vocabulary)
    words = f" {key(typed[:100])}"
    with library.db.reading() as session:
        held, rows = known(session).vocabulary(vocabulary), _rows(session, vocabulary)
        found = [
            term.id
            for term in held.terms.values()
            if words == " " or any(words in f" {key(name)}" for name in term.names)
        ]
        found.sort(key=lambda one: one in load(vocabulary).terms)
        return tuple(_view(held, rows, one) for one in found[:MOST])


def _require(person: Person, vocabulary: str) -> None:
    if vocabulary not in NAMES:
        raise NotFound
    require(person, "keep-terms", VocabularyRef(vocabulary))


def _rows(session: Session, vocabulary: str) -> Mapping[str, LibraryTerm]:
    rows = session.scalars(select(LibraryTerm).where(LibraryTerm.vocabulary == vocabulary))
    return {row.term_id: row for row in rows}


def _view(held: Vocabulary, rows: Mapping[str, LibraryTerm], term_id: str) -> TermView:
    built_in, row = load(held.name).get(term_id), rows.get(term_id)
    heir = held.get(term_id) if term_id in held.merged else None
    current = held.terms.get(term_id)
    replaced = current.links.get("replaces", ()) if current is not None else ()
    labels = built_in.labels if built_in is not None else _labels(row)
    return TermView(
        vocabulary=held.name,
        id=term_id,
        labels=labels,
        names=built_in.alternatives if built_in is not None else (),
        added=tuple(row.alternatives) if row is not None else (),
        broader=row.broader if row is not None else None,
        own=built_in is None,
        fixed=held.name in FIXED,
        into=(heir.id, heir.label("vi")) if heir is not None else None,
        merged=tuple((one, _label(held.name, rows, one)) for one in replaced),
    )


def _label(vocabulary: str, rows: Mapping[str, LibraryTerm], term_id: str) -> str:
    built_in = load(vocabulary).get(term_id)
    return built_in.label("vi") if built_in is not None else _labels(rows.get(term_id)).get("vi", term_id)


def _labels(row: LibraryTerm | None) -> Mapping[str, str]:
    return {"vi": row.label_vi or "", "en": row.label_en or ""} if row is not None else {}
