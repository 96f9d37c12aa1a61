"""All works of a person or organization: those linked to it, and those that carry one of its names as text."""

from __future__ import annotations

from sqlalchemy import func, select

from repo_app.errors import NotFound
from repo_app.models import Agent
from repo_app.permissions import VocabularyRef, can
from repo_app.services.authorities.views import agent_view
from repo_app.services.facets import CREATOR
from repo_app.services.finding.answering import search
from repo_app.services.finding.requests import MAX_VALUES, SearchRequest
from repo_app.services.library import Library
from repo_app.values import Person
from repo_app.values.searching import Works
from repo_app.vocabularies import AGENTS

SIZE = 20


def works(library: Library, person: Person, agent_id: str, locale: str, *, page: int = 1, size: int = SIZE) -> Works:
    """The agent with what is public of it; one that was merged answers as the one it was merged into.

    NotFound where there is no such agent, and for strangers also where nothing public names it: that it is there may
    come from a record that is not.
    """
    with library.db.reading() as session:
        root = select(func.coalesce(Agent.root_id, Agent.id)).where(Agent.public_id == agent_id).scalar_subquery()
        row = session.scalar(select(Agent).where(Agent.id == root))
        if row is None:
            raise NotFound
        view = agent_view(session, row)
    linked = search(library, person, SearchRequest("", {CREATOR: (view.id,)}, page, size, "year"), locale)
    names = view.names[:MAX_VALUES]
    printed = search(library, person, SearchRequest("", {CREATOR: names}, 1, size, "year"), locale)
    if not (linked.total or printed.total or can(person, "choose-names", VocabularyRef(AGENTS))):
        raise NotFound
    return Works(view, linked, printed)
