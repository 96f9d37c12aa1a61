"""What this library knows of terms and names: the data files, what its librarians added to them, and its agents.

Terms of one state are kept in the process under the token that every change replaces, so asking costs one short row.
Agents may be many: those that are asked for are looked up, several at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app import vocabularies
from repo_app.models import LibraryTerm, VocabularyVersion
from repo_app.services.authorities.finding import agents_of
from repo_app.services.library import Library
from repo_app.values import Metadata
from repo_app.values.authorities import AGENT_ID
from repo_app.values.metadata import VOCABULARIES_OF
from repo_app.vocabularies import AGENTS, NAMES, Term, Vocabulary, made
from search import vietnamese

KEPT = 4  # states of the vocabularies that a process remembers: the last, and those of readings under way
LOCAL = "local"  # the fact of a term that a library added, and how its id begins
AGENT_KEYS = tuple(key for key, names in VOCABULARIES_OF.items() if AGENTS in names)
_IN_SESSION = "known"  # where a session keeps what was looked up in it
_kept: dict[str, Mapping[str, Vocabulary]] = {}
Fetch = Callable[[Collection[str]], Mapping[str, Term]]


class Known:
    """The terms and agents of one library (``Vocabularies``), as they are when it is made."""

    def __init__(self, changed: Mapping[str, Vocabulary], fetch: Fetch) -> None:
        self._changed = changed
        self._fetch = fetch
        self._agents: dict[str, Term | None] = {}

    def get(self, vocabulary: str, term_id: str) -> Term | None:
        """The term of that id, or the one it was merged into; None."""
        if vocabulary == AGENTS:
            self.look_up((term_id,))
            return self._agents.get(term_id)
        return self.vocabulary(vocabulary).get(term_id) if vocabulary in NAMES else None

    def vocabulary(self, name: str) -> Vocabulary:
        """The vocabulary with what the library added and without what it merged; KeyError when there is none."""
        return self._changed.get(name) or vocabularies.load(name)

    def look_up(self, ids: Iterable[str]) -> None:
        """Fetch these agents at once, where they are to be asked for; what is no id of an agent is passed over."""
        wanted = sorted({one for one in ids if one.startswith(AGENT_ID) and one not in self._agents})
        if wanted:
            found = self._fetch(wanted)
            self._agents.update({one: found.get(one) for one in wanted})

    def settled(self) -> Known:
        """The same without any way to look up more, for a value that outlives its session."""
        rest = Known(self._changed, lambda _: {})
        rest._agents = dict(self._agents)  # noqa: SLF001  another of this class
        return rest

    def look_up_named(self, described: Iterable[Metadata]) -> None:
        """Fetch every agent that these descriptions name."""
        self.look_up(value.id for held in described for key in AGENT_KEYS for value in held.get(key) if value.id)


def known(session: Session) -> Known:
    """What is known in this transaction, looked up once in it; it serves as long as the session does."""
    found = session.info.get(_IN_SESSION)
    if not isinstance(found, Known):
        found = session.info[_IN_SESSION] = Known(_changed(session), lambda ids: agents_of(session, ids))
    return found


def forget(session: Session) -> None:
    """Look up anew what is asked for next in this transaction, as something was changed in it."""
    session.info.pop(_IN_SESSION, None)


def known_to(library: Library) -> Known:
    """The same for whoever has no session: agents are looked up in sessions of their own."""
    with library.db.reading() as session:
        return known_after(library, session)


def known_after(library: Library, session: Session) -> Known:
    """The same as of this transaction, for a value that outlives it."""

    def fetch(ids: Collection[str]) -> Mapping[str, Term]:
        with library.db.reading() as session:
            return agents_of(session, ids)

    return Known(_changed(session), fetch)


def _changed(session: Session) -> Mapping[str, Vocabulary]:
    """The vocabularies that this library changed, made once for each of their states."""
    token = session.scalar(select(VocabularyVersion.token))
    if token is None:
        return {}
    found = _kept.get(token)
    if found is None:
        found = _made(session.scalars(select(LibraryTerm)).all())
        while len(_kept) >= KEPT:
            _kept.pop(next(iter(_kept), ""), None)
        _kept[token] = found
    return found


def _made(rows: Sequence[LibraryTerm]) -> Mapping[str, Vocabulary]:
    of: defaultdict[str, list[LibraryTerm]] = defaultdict(list)
    for row in rows:
        of[row.vocabulary].append(row)
    return {name: with_changes(vocabularies.load(name), held) for name, held in of.items() if name in NAMES}


def with_changes(built_in: Vocabulary, rows: Sequence[LibraryTerm]) -> Vocabulary:
    """A vocabulary of the files with what a library says of it; its own terms come last, in Vietnamese order."""
    terms = dict(built_in.terms)
    for row in sorted(rows, key=lambda row: (vietnamese.sort_key(row.label_vi or ""), row.term_id)):
        if row.term_id in terms:
            term = terms[row.term_id]
            terms[row.term_id] = replace(term, alternatives=_once((*term.alternatives, *row.alternatives)))
        elif row.label_vi:
            terms[row.term_id] = _local(row)
    merged = _merged({row.term_id: row.into_term for row in rows if row.into_term and row.term_id in terms}, terms)
    replaced: defaultdict[str, list[Term]] = defaultdict(list)
    for old, new in merged.items():
        replaced[new].append(terms[old])
    left = [_heir(term, replaced.get(term.id, ())) for term in terms.values() if term.id not in merged]
    return made(built_in.name, left, built_in.version, built_in.source, built_in.digest, merged)


def _heir(term: Term, merged: Sequence[Term]) -> Term:
    if not merged:
        return term
    links = {**term.links, "replaces": tuple(one.id for one in merged)}
    return replace(term, links=links, also=_once(name for one in merged for name in one.names if name != one.id))


def _local(row: LibraryTerm) -> Term:
    labels = {"vi": row.label_vi or "", "en": row.label_en or row.label_vi or ""}
    links = {"broader": (row.broader,)} if row.broader else {}
    return Term(row.term_id, labels, {"kind": LOCAL}, tuple(row.alternatives), links)


def _merged(into: Mapping[str, str], terms: Mapping[str, Term]) -> dict[str, str]:
    """For each merged id where it ends; a circle, which no service makes, is no merge."""
    ends: dict[str, str] = {}
    for start in into:
        at, passed = into[start], {start}
        while at in into and at not in passed:
            passed.add(at)
            at = into[at]
        if at in terms and at not in passed:
            ends[start] = at
    return ends


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
