"""Agents looked up by their ids, through all merges, with every name that leads to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, func, select, union_all
from sqlalchemy.orm import Session, aliased

from repo_app.models import Agent, AgentName
from repo_app.services.lexicon import chunks
from repo_app.vocabularies import Term


def agents_of(session: Session, ids: Collection[str]) -> Mapping[str, Term]:
    """The agent that each of these public ids stands for now, as a term; ids of none are left out."""
    found: dict[str, Term] = {}
    for some in chunks(sorted(ids)):
        family = _families(session, some)
        terms = _as_terms(session, family)
        found |= {row.public_id: terms[row.root_id or row.id] for row in family if row.public_id in some}
    return found


def _families(session: Session, ids: Sequence[str]) -> Sequence[Row[Any]]:
    """The agents of these ids, those that they stand for and all that were merged into these.

    Asked for at once, and not as rows that the session may hold from before: a merge that is kept meanwhile would
    give one half of a family as it was and the other as it is.
    """
    asked = aliased(Agent)
    roots = select(func.coalesce(asked.root_id, asked.id)).where(asked.public_id.in_(ids))
    columns = (Agent.id, Agent.root_id, Agent.public_id, Agent.kind, Agent.name, Agent.dates, Agent.note)
    held = select(*columns, Agent.identifiers)
    # not one condition with "or": PostgreSQL would go through every agent
    family = union_all(held.where(Agent.id.in_(roots)), held.where(Agent.root_id.in_(roots)))
    return sorted(session.execute(family), key=lambda row: row.id)


def _as_terms(session: Session, family: Sequence[Row[Any]]) -> dict[int, Term]:
    """Those of these agents that were not merged into another, as terms by the numbers of their rows."""
    names: defaultdict[int, list[tuple[bool, str]]] = defaultdict(list)
    merged: defaultdict[int, dict[str, str]] = defaultdict(dict)
    root_of: dict[int, int] = {row.id: row.root_id or row.id for row in family}
    for row in family:
        if row.root_id is not None:
            merged[row.root_id][row.public_id] = row.name
    held = select(AgentName.agent_id, AgentName.name).where(AgentName.agent_id.in_(root_of), AgentName.word == 0)
    for number, name in session.execute(held.order_by(AgentName.agent_id, AgentName.number)):
        names[root_of[number]].append((root_of[number] != number, name))
    return {row.id: _term(row, names[row.id], merged[row.id]) for row in family if row.root_id is None}


def _term(row: Row[Any], names: list[tuple[bool, str]], merged: Mapping[str, str]) -> Term:
    """``alternatives`` are the agent's own variants, ``also`` the names of those merged into it."""
    own = tuple(dict.fromkeys(name for from_merged, name in names if not from_merged and name != row.name))
    others = tuple(dict.fromkeys(name for from_merged, name in names if from_merged and name not in {row.name, *own}))
    facts = {"kind": row.kind, "dates": row.dates or "", "note": row.note or "", **row.identifiers}
    held = {name: told for name, told in facts.items() if told}
    links = {"replaces": tuple(merged)} if merged else {}
    return Term(row.public_id, {"vi": row.name, "en": row.name}, held, own, links, others, merged)
