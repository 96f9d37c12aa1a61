"""Terms of a library's own, further names of those of the files, and merging: records keep the ids they hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from repo_app.db import now
from repo_app.errors import Conflict, Fault, Invalid, NotFound
from repo_app.models import LibraryTerm
from repo_app.permissions import VocabularyRef, require
from repo_app.services.authorities.changes import ask_to_follow, note, touch
from repo_app.services.authorities.known import LOCAL, known
from repo_app.services.library import Library
from repo_app.services.people import clean_name
from repo_app.values import Person
from repo_app.vocabularies import NAMES, Term, Vocabulary, key, load

MAX_LABEL = 200
MAX_NAMES = 50  # other names of one term
MAX_ID = 50
# Whose terms mean something to the program: licenses and rights decide what is shown, grades have their levels.
FIXED = frozenset({"licenses", "access-rights", "dcmi-types", "grades"})
UNNAMED = frozenset({"licenses"})  # where not even other names can be added: imports read licenses by rules


@dataclass(frozen=True, slots=True)
class TermText:
    """What somebody writes of a term: labels (English may be left out) and other names; ``broader`` a term's id."""

    vi: str = ""
    en: str = ""
    alternatives: tuple[str, ...] = ()
    broader: str | None = None


def add(library: Library, person: Person, vocabulary: str, text: TermText, reason: str | None = None) -> Term:
    """A term of the library's own. Conflict where a name of it is another term's, or the vocabulary takes none."""
    _require(person, vocabulary)
    if vocabulary in FIXED:
        raise Conflict("term.fixed_vocabulary")
    clean = _clean(text)
    with library.db.writing() as session:
        touch(session)
        held = known(session).vocabulary(vocabulary)
        _check_names(held, (clean.vi, clean.en, *clean.alternatives))
        if clean.broader is not None and held.get(clean.broader) is None:
            raise Invalid(Fault("broader", "metadata.unknown_term", {"key": "broader", "term": clean.broader[:60]}))
        row = LibraryTerm(vocabulary=vocabulary, term_id=_new_id(held, clean.vi), created_at=now())
        _write(row, clean)
        session.add(row)
        note(session, person, vocabulary, row.term_id, "create", reason=reason, before=None, after=_told(row))
        ask_to_follow(session, vocabulary, (), (clean.vi, clean.en, *clean.alternatives))
        return _found(session, vocabulary, row.term_id)


def change(
    library: Library, person: Person, vocabulary: str, term_id: str, text: TermText, reason: str | None = None
) -> Term:
    """Other labels or names of the library's own term, other names of one of the files, whose labels stay."""
    _require(person, vocabulary)
    if vocabulary in UNNAMED:
        raise Conflict("term.fixed_vocabulary")
    own = term_id not in load(vocabulary).terms
    clean = _clean(text, named=own)
    with library.db.writing() as session:
        touch(session)
        held = known(session).vocabulary(vocabulary)
        if held.merged.get(term_id) or held.get(term_id) is None:
            raise NotFound
        row = _row(session, vocabulary, term_id)
        before = _told(row)
        labels = (clean.vi, clean.en) if own else ()
        _check_names(held, (*labels, *clean.alternatives), term_id)
        _write(row, clean, labels=own)
        if _told(row) == before:
            return _found(session, vocabulary, term_id)
        note(session, person, vocabulary, term_id, "edit", reason=reason, before=before, after=_told(row))
        ask_to_follow(session, vocabulary, (term_id,), _names(before) ^ _names(_told(row)))
        return _found(session, vocabulary, term_id)


def merge(
    library: Library, person: Person, vocabulary: str, term_id: str, into: str, reason: str | None = None
) -> Term:
    """Let ``term_id`` mean ``into`` from now on, wherever it is held. Conflict for one and the same."""
    _require(person, vocabulary)
    if vocabulary in FIXED:
        raise Conflict("term.fixed_vocabulary")
    with library.db.writing() as session:
        touch(session)
        held = known(session).vocabulary(vocabulary)
        old, new = held.get(term_id), held.get(into)
        if old is None or new is None or term_id in held.merged:
            raise NotFound
        if old.id == new.id:
            raise Conflict("term.into_itself")
        row = _row(session, vocabulary, term_id)
        before = _told(row)
        row.into_term = new.id
        note(session, person, vocabulary, term_id, "merge", reason=reason, before=before, after=_told(row))
        ask_to_follow(session, vocabulary, (term_id, *old.links.get("replaces", ())), old.names)
        return _found(session, vocabulary, term_id)


def separate(library: Library, person: Person, vocabulary: str, term_id: str, reason: str | None = None) -> Term:
    """Take a merge back: what holds the id means its own term again. Conflict where it was not merged."""
    _require(person, vocabulary)
    with library.db.writing() as session:
        touch(session)
        row = session.get(LibraryTerm, (vocabulary, term_id))
        if row is None or row.into_term is None:
            raise Conflict("term.not_merged")
        before = _told(row)
        row.into_term = None
        note(session, person, vocabulary, term_id, "separate", reason=reason, before=before, after=_told(row))
        found = _found(session, vocabulary, term_id)
        ask_to_follow(session, vocabulary, (term_id, *found.links.get("replaces", ())), found.names)
        return found


def _require(person: Person, vocabulary: str) -> None:
    if vocabulary not in NAMES:
        raise NotFound
    require(person, "keep-terms", VocabularyRef(vocabulary))


def _clean(text: TermText, *, named: bool = True) -> TermText:
    vi = clean_name(text.vi, limit=MAX_LABEL, field="vi") if named else ""
    en = clean_name(text.en, limit=MAX_LABEL, field="en") if named and text.en.strip() else vi
    if len(text.alternatives) > MAX_NAMES:
        raise Invalid(Fault("alternatives", "metadata.too_many_values", {"key": "alternatives"}))
    others = (clean_name(name, limit=MAX_LABEL, field="alternatives") for name in text.alternatives if name.strip())
    kept = tuple(name for name in dict.fromkeys(others) if name not in {vi, en})
    for name in (vi, en, *kept) if named else kept:
        if not key(name):
            raise Invalid(Fault("vi" if name == vi else "alternatives", "term.no_letters", {"name": name}))
    return TermText(vi, en, kept, text.broader or None)


def _check_names(held: Vocabulary, names: Sequence[str], term_id: str | None = None) -> None:
    """Conflict where another term is called so: each name means one term."""
    for name in names:
        other = held.called(name)
        if other is not None and other.id != term_id:
            raise Conflict("term.name_taken", name=name, term=other.label("vi"))


def _new_id(held: Vocabulary, label: str) -> str:
    """An id made of the label's letters, with a number where it is taken; ``local-`` keeps it apart from the files'."""
    letters = re.sub(r"[^a-z0-9]+", "-", key(label)).strip("-")
    start = f"{LOCAL}-{letters or 'term'}"[:MAX_ID].rstrip("-")
    numbered = (start if number == 1 else f"{start}-{number}" for number in range(1, 10_000))
    return next(one for one in numbered if one not in held.terms and one not in held.merged)


def _row(session: Session, vocabulary: str, term_id: str) -> LibraryTerm:
    row = session.get(LibraryTerm, (vocabulary, term_id))
    if row is None:
        row = LibraryTerm(vocabulary=vocabulary, term_id=term_id, alternatives=[], created_at=now())
        session.add(row)
    return row


def _write(row: LibraryTerm, text: TermText, *, labels: bool = True) -> None:
    if labels:
        row.label_vi, row.label_en = text.vi, text.en
        row.broader = text.broader if text.broader is not None else row.broader
    row.alternatives = list(text.alternatives)


def _told(row: LibraryTerm) -> dict[str, object]:
    return {
        "vi": row.label_vi,
        "en": row.label_en,
        "alternatives": list(row.alternatives),
        "broader": row.broader,
        "into": row.into_term,
    }


def _names(told: dict[str, object]) -> set[str]:
    others = told["alternatives"]
    labels = {str(told[locale]) for locale in ("vi", "en") if told[locale]}
    return labels | {str(name) for name in others} if isinstance(others, list) else labels


def _found(session: Session, vocabulary: str, term_id: str) -> Term:
    """The term as it is after what was done in this transaction."""
    session.flush()
    touch(session)  # what was kept meanwhile under the first token lacks the change
    found = known(session).vocabulary(vocabulary).get(term_id)
    if found is None:
        raise NotFound
    return found
