"""Agents made into values, looked at one by one or in the order of their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from repo_app.errors import NotFound
from repo_app.models import Agent, AgentName
from repo_app.permissions import VocabularyRef, require
from repo_app.services.library import Library
from repo_app.values import Person
from repo_app.values.authorities import AgentListing, AgentView
from repo_app.vocabularies import AGENTS
from search import vietnamese

SIZE = 50
END = "\U0010ffff"
MAX_TYPED = 100


def agent(library: Library, person: Person, agent_id: str) -> AgentView:
    """One agent, merged or not; NotFound."""
    require(person, "keep-terms", VocabularyRef(AGENTS))
    with library.db.reading() as session:
        row = session.scalar(select(Agent).where(Agent.public_id == agent_id))
        if row is None:
            raise NotFound
        return agent_view(session, row)


def agent_view(session: Session, row: Agent) -> AgentView:
    """One agent."""
    return agent_views(session, (row,))[0]


def agent_views(session: Session, rows: Sequence[Agent]) -> tuple[AgentView, ...]:
    """These agents in the same order, with four statements however many there are."""
    numbers = [row.id for row in rows]
    names: defaultdict[int, list[str]] = defaultdict(list)
    held = select(AgentName.agent_id, AgentName.name).where(AgentName.agent_id.in_(numbers), AgentName.word == 0)
    for number, name in session.execute(held.where(AgentName.number > 0).order_by(AgentName.number)):
        names[number].append(name)
    merged: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    others = select(Agent.root_id, Agent.public_id, Agent.name).where(Agent.root_id.in_(numbers)).order_by(Agent.id)
    for root, public_id, name in session.execute(others):
        merged[root or 0].append((public_id, name))
    also: defaultdict[int, list[str]] = defaultdict(list)
    theirs = select(Agent.root_id, AgentName.name).join(AgentName, AgentName.agent_id == Agent.id)
    theirs = theirs.where(Agent.root_id.in_(numbers), AgentName.word == 0).order_by(Agent.id, AgentName.number)
    for root, name in session.execute(theirs):
        also[root or 0].append(name)
    heir = aliased(Agent)
    heirs = select(Agent.id, heir.public_id).join(heir, heir.id == Agent.root_id).where(Agent.id.in_(numbers))
    into: dict[int, str] = dict(session.execute(heirs).all())
    return tuple(
        AgentView(
            row.public_id,
            row.name,
            row.kind,
            tuple(names[row.id]),
            row.dates or "",
            row.note or "",
            dict(row.identifiers),
            into.get(row.id),
            tuple(merged[row.id]),
            tuple(also[row.id]),
        )
        for row in rows
    )


def listing(library: Library, person: Person, typed: str = "", page: int = 1) -> AgentListing:
    """Agents, or those with a name that goes on with what was typed from one of its words; persons by given name."""
    require(person, "keep-terms", VocabularyRef(AGENTS))
    wanted = select(Agent).where(Agent.into_id.is_(None))
    start = " ".join(vietnamese.words(typed[:MAX_TYPED])[1])
    if typed.strip():
        root = func.coalesce(Agent.root_id, Agent.id)
        fitting = select(root).join(AgentName, AgentName.agent_id == Agent.id)
        wanted = wanted.where(Agent.id.in_(fitting.where(AgentName.key >= start, AgentName.key < start + END)))
    with library.db.reading() as session:
        total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
        page = max(1, min(page, -(-total // SIZE) or 1))
        rows = session.scalars(
            wanted.order_by(Agent.sort_key, Agent.name, Agent.id).limit(SIZE).offset((page - 1) * SIZE)
        ).all()
        return AgentListing(agent_views(session, rows), total, page, SIZE)
