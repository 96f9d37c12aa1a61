"""Agents looked up by their ids, through all merges, with every name that leads to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from repo_app.models import Agent, AgentName
from repo_app.services.lexicon import chunks
from repo_app.vocabularies import Term


def agents_of(session: Session, ids: Collection[str]) -> Mapping[str, Term]:
    """The agent that each of these public ids stands for now, as a term; ids of none are left out."""
    roots: dict[str, int] = {}
    for some in chunks(sorted(ids)):
        rows = select(Agent.public_id, func.coalesce(Agent.root_id, Agent.id)).where(Agent.public_id.in_(some))
        roots.update(session.execute(rows).all())
    terms = as_terms(session, set(roots.values()))
    return {public_id: terms[root] for public_id, root in roots.items()}


def as_terms(session: Session, roots: Collection[int]) -> dict[int, Term]:
    """These agents, none of which was merged into another, as terms by the numbers of their rows."""
    rows: dict[int, Agent] = {}
    names: defaultdict[int, list[tuple[bool, str]]] = defaultdict(list)
    ids: defaultdict[int, list[str]] = defaultdict(list)
    for some in chunks(sorted(roots)):
        family = session.scalars(
            select(Agent).where(or_(Agent.id.in_(some), Agent.root_id.in_(some))).order_by(Agent.id)
        ).all()
        root_of = {agent.id: agent.root_id or agent.id for agent in family}
        rows |= {agent.id: agent for agent in family if agent.root_id is None}
        for agent in family:
            if agent.root_id is not None:
                ids[agent.root_id].append(agent.public_id)
        held = select(AgentName.agent_id, AgentName.name).where(AgentName.agent_id.in_(root_of), AgentName.word == 0)
        for number, name in session.execute(held.order_by(AgentName.agent_id, AgentName.number)):
            names[root_of[number]].append((root_of[number] != number, name))
    return {number: _term(row, names[number], ids[number]) for number, row in rows.items()}


def _term(row: Agent, names: list[tuple[bool, str]], merged: list[str]) -> Term:
    """``alternatives`` are the agent's own variants, ``also`` the names of those merged into it."""
    own = tuple(dict.fromkeys(name for from_merged, name in names if not from_merged and name != row.name))
    others = tuple(dict.fromkeys(name for from_merged, name in names if from_merged and name not in {row.name, *own}))
    facts = {"kind": row.kind, "dates": row.dates or "", "note": row.note or "", **row.identifiers}
    held = {name: told for name, told in facts.items() if told}
    links = {"replaces": tuple(merged)} if merged else {}
    return Term(row.public_id, {"vi": row.name, "en": row.name}, held, own, links, others)
