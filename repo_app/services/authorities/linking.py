"""Linking records to an agent: names that they carry as text, or another agent's id, become its id by revisions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from repo_app.errors import Conflict, NotFound
from repo_app.permissions import VocabularyRef, require
from repo_app.services.authorities.agents import create, locked
from repo_app.services.authorities.known import AGENT_KEYS, Known, known
from repo_app.services.library import Library
from repo_app.services.rows import apply_metadata, changed, metadata_of, permitted_record, remember
from repo_app.values import Metadata, Person, Value
from repo_app.values.authorities import AgentText, AgentView
from repo_app.values.metadata import from_mapping
from repo_app.vocabularies import AGENTS, Term
from search import vietnamese

AT_ONCE = 100  # records in one transaction


def link(library: Library, person: Person, agent_id: str, records: Sequence[str], reason: str | None = None) -> int:
    """Where these records carry a name of the agent as text, let them name the agent; how many were changed.

    All or none. NotFound, Forbidden for a record that ``person`` may not edit, Conflict for one without the name.
    """
    return _replaced(library, person, agent_id, records, reason, _printed)


def move(
    library: Library, person: Person, agent_id: str, into: str, records: Sequence[str], reason: str | None = None
) -> int:
    """Where these records name one agent, let them name another: works of two people that were taken for one."""

    def named(terms: Known, _: Term) -> Callable[[Value], bool]:
        return lambda value: value.id is not None and _root(terms, value.id) == _root(terms, agent_id)

    return _replaced(library, person, into, records, reason, named)


def split(
    library: Library, person: Person, agent_id: str, text: AgentText, records: Sequence[str], reason: str | None = None
) -> AgentView:
    """A new agent that takes these records over from ``agent_id``."""
    made = create(library, person, text, reason)
    move(library, person, agent_id, made.id, records, reason)
    return made


def _replaced(
    library: Library,
    person: Person,
    agent_id: str,
    records: Sequence[str],
    reason: str | None,
    which: Callable[[Known, Term], Callable[[Value], bool]],
) -> int:
    require(person, "keep-terms", VocabularyRef(AGENTS))
    done = 0
    with library.db.writing() as session:
        locked(session, agent_id)
        terms = known(session)
        agent = terms.get(AGENTS, agent_id)
        if agent is None:
            raise NotFound
        for public_id in sorted(set(records))[:AT_ONCE]:
            record = permitted_record(session, person, public_id, "edit", lock=True)
            held = metadata_of(record)
            terms.look_up_named((held,))
            wanted = _with(held, agent.id, which(terms, agent))
            if wanted == held:
                raise Conflict("agent.not_named", record=public_id)
            apply_metadata(record, wanted)
            changed(session, record)
            remember(session, record, person, "edit", reason)
            done += 1
    return done


def _printed(_: Known, agent: Term) -> Callable[[Value], bool]:
    names = {vietnamese.exact(name) for name in (agent.labels["vi"], *agent.alternatives, *agent.also)}
    return lambda value: value.value is not None and vietnamese.exact(value.value) in names


def _root(terms: Known, agent_id: str) -> str | None:
    found = terms.get(AGENTS, agent_id)
    return found.id if found is not None else None


def _with(held: Metadata, agent_id: str, chosen: Callable[[Value], bool]) -> Metadata:
    linked = {
        key: tuple(replace(one, value=None, lang=None, id=agent_id) if chosen(one) else one for one in held.get(key))
        for key in AGENT_KEYS
    }
    return from_mapping({**dict(held.items), **linked})
