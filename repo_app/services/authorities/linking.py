"""Linking records to an agent: names that they carry as text, or another agent's id, become its id by revisions.

What was printed stays beside the id: a work is credited under the name that its author chose for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from repo_app.errors import Conflict, Fault, Invalid, NotFound
from repo_app.permissions import VocabularyRef, require
from repo_app.services.authorities.agents import locked, make
from repo_app.services.authorities.known import AGENT_KEYS, Known, known
from repo_app.services.library import Library
from repo_app.services.proposals import rewrite, with_pending
from repo_app.services.rows import apply_metadata, changed, locked_records, metadata_of, ref, remember
from repo_app.values import Metadata, Person, Value
from repo_app.values.authorities import AgentText, AgentView
from repo_app.values.metadata import from_mapping
from repo_app.vocabularies import AGENTS, Term
from search import vietnamese

AT_ONCE = 100  # records in one transaction
Which = Callable[[Known, Term], Callable[[Value], bool]]  # the values that are replaced


def link(library: Library, person: Person, agent_id: str, records: Sequence[str], reason: str | None = None) -> int:
    """Where these records carry a name of the agent as text, let them name the agent; how many were changed.

    All or none. Invalid for no record and for more than :data:`AT_ONCE`, NotFound, Forbidden for a record that
    ``person`` may not edit, Conflict for one without the name.
    """
    require(person, "keep-terms", VocabularyRef(AGENTS))
    with library.db.writing() as session:
        return _replace(session, person, agent_id, records, reason, _printed)


def move(
    library: Library, person: Person, agent_id: str, into: str, records: Sequence[str], reason: str | None = None
) -> int:
    """Where these records name one agent, let them name another: works of two people that were taken for one."""
    require(person, "keep-terms", VocabularyRef(AGENTS))
    with library.db.writing() as session:
        return _replace(session, person, into, records, reason, _naming(agent_id))


def split(
    library: Library, person: Person, agent_id: str, text: AgentText, records: Sequence[str], reason: str | None = None
) -> AgentView:
    """A new agent that takes these records over from ``agent_id``: all of it or nothing, as in :func:`move`."""
    require(person, "keep-terms", VocabularyRef(AGENTS))
    with library.db.writing() as session:
        made = make(session, person, text, reason)
        _replace(session, person, made.id, records, reason, _naming(agent_id))
        return made


def _replace(
    session: Session, person: Person, agent_id: str, records: Sequence[str], reason: str | None, which: Which
) -> int:
    chosen = sorted(set(records))
    if not chosen:
        raise Invalid(Fault("records", "agent.no_records", {}))
    if len(chosen) > AT_ONCE:
        raise Invalid(Fault("records", "agent.too_many_records", {"limit": AT_ONCE}))
    locked(session, agent_id)
    terms = known(session)
    agent = terms.get(AGENTS, agent_id)
    if agent is None:
        raise NotFound
    for record in locked_records(session, chosen):
        require(person, "edit", ref(record))
        held = metadata_of(record)
        terms.look_up_named((held, with_pending(record)))
        wanted = _with(held, agent.id, terms, which(terms, agent))
        if wanted == held:
            raise Conflict("agent.not_named", record=record.public_id)
        rewrite(record, lambda waiting: _with(waiting, agent.id, terms, which(terms, agent)))
        apply_metadata(session, record, wanted)
        changed(session, record)
        remember(session, record, person, "edit", reason)
    return len(chosen)


def _naming(agent_id: str) -> Which:
    return lambda terms, _: lambda value: value.id is not None and _root(terms, value.id) == _root(terms, agent_id)


def _printed(_: Known, agent: Term) -> Callable[[Value], bool]:
    names = {vietnamese.exact(name) for name in (agent.labels["vi"], *agent.alternatives, *agent.also)}
    return lambda value: value.value is not None and vietnamese.exact(value.value) in names


def _root(terms: Known, agent_id: str) -> str | None:
    found = terms.get(AGENTS, agent_id)
    return found.id if found is not None else None


def _with(held: Metadata, agent_id: str, terms: Known, chosen: Callable[[Value], bool]) -> Metadata:
    def linked(value: Value) -> Value:
        """The value with the agent in place of its text, which stays as what is printed on the work; so does the name
        by which one that was merged into another was credited."""
        before = terms.get(AGENTS, value.id) if value.id else None
        credited = before.credited.get(value.id or "") if before is not None else None
        return replace(value, value=None, lang=None, id=agent_id, printed=value.printed or value.value or credited)

    named = {key: tuple(linked(one) if chosen(one) else one for one in held.get(key)) for key in AGENT_KEYS}
    return from_mapping({**dict(held.items), **named})
