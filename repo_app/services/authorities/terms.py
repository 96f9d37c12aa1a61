"""Terms of a library's own, further names of those of the files, and merging: records keep the ids they hold."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from repo_app.db import now
from repo_app.errors import Conflict, Fault, Invalid, NotFound
from repo_app.models import LibraryTerm
from repo_app.permissions import VocabularyRef, require
from repo_app.services.authorities.changes import ask_to_follow, note, touch
from repo_app.services.authorities.fitting import FIXED, check_circle, check_names, new_id, wider, within
from repo_app.services.authorities.known import known
from repo_app.services.authorities.looking import term_view
from repo_app.services.library import Library
from repo_app.services.people import clean_name
from repo_app.values import Person
from repo_app.vocabularies import NAMES, Term, Vocabulary, key, load

MAX_LABEL = 200
MAX_NAMES = 50  # other names of one term
UNNAMED = frozenset({"licenses"})  # where not even other names can be added: imports read licenses by rules


@dataclass(frozen=True, slots=True)
class TermText:
    """What somebody writes of a term: labels (English may be left out) and other names; ``broader`` the id
    of the term that it lies in, None where it lies in none."""

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
        among = known(session)
        names = (clean.vi, clean.en, *clean.alternatives)
        check_names(among, vocabulary, names)
        row = LibraryTerm(vocabulary=vocabulary, term_id=new_id(among, vocabulary, clean.vi), created_at=now())
        _write(row, clean, among.vocabulary(vocabulary))
        session.add(row)
        note(session, person, vocabulary, row.term_id, "create", reason=reason, before=None, after=_told(row))
        ask_to_follow(session, vocabulary, (), names)
        return _found(session, vocabulary, row.term_id)


def change(
    library: Library,
    person: Person,
    vocabulary: str,
    term_id: str,
    text: TermText,
    reason: str | None = None,
    was: str | None = None,
) -> Term:
    """Other labels or names of the library's own term, other names of one of the files, whose labels stay.

    ``was`` is the stamp of what the change was made from; Conflict where it is that no more.
    """
    _require(person, vocabulary)
    if vocabulary in UNNAMED:
        raise Conflict("term.fixed_vocabulary")
    own = term_id not in load(vocabulary).terms
    clean = _clean(text, named=own)
    with library.db.writing() as session:
        touch(session)
        among = known(session)
        held = among.vocabulary(vocabulary)
        if held.merged.get(term_id) or held.get(term_id) is None:
            raise NotFound
        if was is not None and was != term_view(session, vocabulary, term_id).stamp:
            raise Conflict("authority.changed_meanwhile")
        row = _row(session, vocabulary, term_id)
        before = _told(row)
        labels = (clean.vi, clean.en) if own else ()
        check_names(among, vocabulary, {*labels, *clean.alternatives} - _names(before), term_id)
        _write(row, clean, held, labels=own)
        if _told(row) == before:
            return _found(session, vocabulary, term_id)
        note(session, person, vocabulary, term_id, "edit", reason=reason, before=before, after=_told(row))
        ask_to_follow(session, vocabulary, within(held, term_id), _names(before) ^ _names(_told(row)))
        return _found(session, vocabulary, term_id)


def merge(
    library: Library, person: Person, vocabulary: str, term_id: str, into: str, reason: str | None = None
) -> Term:
    """Let ``term_id`` mean ``into`` from now on, wherever it is held. Conflict for one and the same, Invalid for an
    unknown one."""
    _require(person, vocabulary)
    if vocabulary in FIXED:
        raise Conflict("term.fixed_vocabulary")
    with library.db.writing() as session:
        touch(session)
        held = known(session).vocabulary(vocabulary)
        old, new = held.get(term_id), held.get(into)
        if old is None or term_id in held.merged:
            raise NotFound
        if new is None:
            raise Invalid(Fault("into", "metadata.unknown_term", {"key": "into", "term": into[:60]}))
        if old.id == new.id:
            raise Conflict("term.into_itself")
        row = _row(session, vocabulary, term_id)
        before = _told(row)
        row.into_term = new.id
        note(session, person, vocabulary, term_id, "merge", reason=reason, before=before, after=_told(row))
        ask_to_follow(session, vocabulary, within(held, term_id), old.names)
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
        check_names(known(session), vocabulary, found.names, term_id)  # one that was given to another meanwhile
        ask_to_follow(session, vocabulary, within(known(session).vocabulary(vocabulary), term_id), found.names)
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


def _row(session: Session, vocabulary: str, term_id: str) -> LibraryTerm:
    row = session.get(LibraryTerm, (vocabulary, term_id))
    if row is None:
        row = LibraryTerm(vocabulary=vocabulary, term_id=term_id, alternatives=[], created_at=now())
        session.add(row)
    return row


def _write(row: LibraryTerm, text: TermText, held: Vocabulary, *, labels: bool = True) -> None:
    if labels:
        row.label_vi, row.label_en = text.vi, text.en
        row.broader = wider(held, text.broader)
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
    """The term as it is after what was done in this transaction; Conflict where that would put it within itself."""
    session.flush()
    touch(session)  # what was kept meanwhile under the first token lacks the change
    held = known(session).vocabulary(vocabulary)
    found = held.get(term_id)
    if found is None:
        raise NotFound
    check_circle(held, found)
    return found
