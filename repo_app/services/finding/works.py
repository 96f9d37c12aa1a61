"""All works of a person or organization, in whatever part: those linked to it, then those that print its name."""

from __future__ import annotations

from sqlalchemy import func, select

from repo_app.errors import NotFound
from repo_app.models import Agent
from repo_app.permissions import VocabularyRef, can
from repo_app.services.authorities.views import agent_view
from repo_app.services.facets import AGENT
from repo_app.services.finding.answering import search
from repo_app.services.finding.asking import ask_index
from repo_app.services.finding.leaving_out import not_public
from repo_app.services.finding.requests import MAX_VALUES, SearchRequest
from repo_app.services.library import Library
from repo_app.values import Person
from repo_app.values.searching import Works
from repo_app.vocabularies import AGENTS, key
from search import IndexUnavailable, Query, vietnamese

SIZE = 20
BY = ("creator", "publisher")  # the fields of a question in which a name may stand
SPELLED = 10  # names of one agent whose spellings are looked for


def works(library: Library, person: Person, agent_id: str, locale: str, *, page: int = 1, size: int = SIZE) -> Works:
    """The agent with what is public of it; one that was merged answers as the one it was merged into.

    NotFound where there is no such agent, and for strangers also where no public record is linked to it, whatever names
    they print: that it is there may come from a record that is not public.
    """
    with library.db.reading() as session:
        root = select(func.coalesce(Agent.root_id, Agent.id)).where(Agent.public_id == agent_id).scalar_subquery()
        row = session.scalar(select(Agent).where(Agent.id == root))
        if row is None:
            raise NotFound
        view = agent_view(session, row)
    linked = search(library, person, SearchRequest("", {AGENT: (view.id,)}, page, size, "year"), locale)
    if not (linked.total or can(person, "choose-names", VocabularyRef(AGENTS))):
        raise NotFound
    names = tuple(dict.fromkeys((*view.names, *_spellings(library, view.names))))[:MAX_VALUES]
    printed = search(library, person, SearchRequest("", {AGENT: names}, 1, size, "year"), locale)
    return Works(view, linked, printed)


def _spellings(library: Library, names: tuple[str, ...]) -> tuple[str, ...]:
    """How public records print one of these names: in capitals, with tones set the old way; none without an index."""
    wanted = {vietnamese.exact(name) for name in names}
    with library.db.reading() as session:
        without = not_public(session)
    found: list[str] = []
    for words in dict.fromkeys(key(name) for name in names[:SPELLED]):
        asked = Query(" OR ".join(f'{field}:"{words}"' for field in BY), size=1, facets=(AGENT,), without=without)
        try:
            found += [held.value for held in ask_index(library, asked).facets.get(AGENT, ())]
        except IndexUnavailable:
            return ()
    return tuple(name for name in dict.fromkeys(found) if vietnamese.exact(name) in wanted)
