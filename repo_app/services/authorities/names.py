"""Names offered while somebody describes a record: agents by any of their names, and names on public records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from repo_app.models import Agent as AgentRow
from repo_app.models import AgentName, LexiconStart, LexiconTerm
from repo_app.permissions import VocabularyRef, require
from repo_app.services.authorities.views import END, MAX_TYPED, agent_views
from repo_app.services.library import Library
from repo_app.services.present import with_public_record
from repo_app.values import Person
from repo_app.values.authorities import NameSuggestion
from repo_app.vocabularies import AGENTS, key
from search import vietnamese

MOST = 12
LOOKED_AT = 60  # names that begin so, of each source
MIN_CHARACTERS = 2


def suggest(library: Library, person: Person, typed: str) -> tuple[NameSuggestion, ...]:
    """Up to twelve names with a word that begins so, accents or not: agents first, then what records carry as text.

    Names typed with accents that agree come first. A name that an agent has is offered as the agent only; names of
    records that are not public are never told.
    """
    require(person, "choose-names", VocabularyRef(AGENTS))
    exact, folded = vietnamese.words(typed[:MAX_TYPED])
    if sum(map(len, folded)) < MIN_CHARACTERS:
        return ()
    start, written = " ".join(folded) + (" " if typed[-1:].isspace() else ""), " ".join(exact)
    with library.db.reading() as session:
        agents, known = _agents(session, start, written)
        texts = [NameSuggestion(name) for name in _printed(session, start) if key(name) not in known]
    offered = sorted(
        (*agents, *texts), key=lambda one: (one.agent is None, not _agrees(one.printed or one.name, written))
    )
    return tuple(offered[:MOST])


def _agrees(name: str, written: str) -> bool:
    return f" {written}" in f" {' '.join(vietnamese.words(name)[0])}"


def _agents(session: Session, start: str, written: str) -> tuple[list[NameSuggestion], set[str]]:
    """The agents with such a name, and every name of theirs."""
    root = func.coalesce(AgentRow.root_id, AgentRow.id)
    fitting = (
        select(root, AgentName.name)
        .join(AgentName, AgentName.agent_id == AgentRow.id)
        .where(AgentName.key >= start, AgentName.key < start + END)
        .order_by(AgentName.key)
        .limit(LOOKED_AT)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for number, name in session.execute(fitting):
        found[number].append(name)
    wanted = select(AgentRow).where(AgentRow.id.in_(found)).order_by(AgentRow.sort_key, AgentRow.id)
    rows = session.scalars(wanted).all()
    views = agent_views(session, rows)
    known = {key(name) for view in views for name in view.names}
    offered = zip(views, (_other(row.name, found[row.id], written) for row in rows), strict=True)
    return [NameSuggestion(view.name, view.id, view.kind, view.told_apart, other) for view, other in offered], known


def _other(name: str, fitting: Sequence[str], written: str) -> str:
    """Of the names that fit the one to offer beside ``name``: none where that fits too, unless it is typed whole."""
    whole = next((one for one in fitting if one != name and vietnamese.exact(one) == written), "")
    if whole or name in fitting:
        return whole
    return min(fitting, key=lambda one: not _agrees(one, written))


def _printed(session: Session, start: str) -> Iterator[str]:
    """Names that public records carry, the most frequent first."""
    rows = session.execute(
        select(LexiconTerm.id, LexiconTerm.shown)
        .join(LexiconStart, LexiconStart.term_id == LexiconTerm.id)
        .where(LexiconStart.kind.in_(("name", "body")), LexiconStart.key >= start, LexiconStart.key < start + END)
        .order_by(LexiconTerm.records.desc(), LexiconTerm.key)
        .limit(LOOKED_AT)
    ).all()
    public = with_public_record(session, {number for number, _ in rows})
    yield from dict.fromkeys(shown for number, shown in rows if number in public)
