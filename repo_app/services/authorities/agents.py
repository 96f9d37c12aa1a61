"""Persons and organizations as authorities: made, described, merged and taken apart; records keep their ids."""

from __future__ import annotations

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from repo_app.db import now
from repo_app.errors import Conflict, Fault, Invalid, NotFound
from repo_app.models import Agent, AgentName
from repo_app.permissions import VocabularyRef, require
from repo_app.services.authorities.changes import ask_to_follow, hold, note
from repo_app.services.authorities.checking import checked
from repo_app.services.authorities.known import forget
from repo_app.services.authorities.views import agent_view
from repo_app.services.library import Library
from repo_app.values import Person
from repo_app.values.authorities import AGENT_ID, AgentText, AgentView
from repo_app.values.ids import new_id
from repo_app.vocabularies import AGENTS
from search import vietnamese

MOST_WORDS = 12  # of a name from which typing may begin
MAX_KEY = 200


def create(library: Library, person: Person, text: AgentText, reason: str | None = None) -> AgentView:
    """A new agent. Conflict where there is one of that name and nothing tells the two apart."""
    _require(person)
    with library.db.writing() as session:
        return make(session, person, text, reason)


def make(session: Session, person: Person, text: AgentText, reason: str | None) -> AgentView:
    """The same within a transaction; the right to do it was checked before."""
    clean = checked(text)
    hold(session)
    _check_homonyms(session, clean, None)
    at = now()
    row = Agent(public_id=f"{AGENT_ID}{new_id()}", created_at=at, updated_at=at)
    _write(row, clean)
    session.add(row)
    session.flush()
    _name(session, row, clean)
    view = agent_view(session, row)
    note(session, person, AGENTS, row.public_id, "create", reason=reason, before=None, after=told(view))
    return view


def change(
    library: Library,
    person: Person,
    agent_id: str,
    text: AgentText,
    reason: str | None = None,
    was: str | None = None,
) -> AgentView:
    """Describe an agent anew; the records that name it follow. Of one that was merged the name may be put right too,
    which works go on crediting: it may be that of the one it was merged into.

    ``was`` is the stamp of what the change was made from; Conflict where it is that no more.
    """
    _require(person)
    clean = checked(text)
    with library.db.writing() as session:
        hold(session)
        row = locked(session, agent_id)
        held = agent_view(session, row)
        if was is not None and was != held.stamp:
            raise Conflict("authority.changed_meanwhile")
        before = told(held)
        root = session.get_one(Agent, row.root_id) if row.root_id is not None else row
        if root is not row and clean.kind != root.kind:
            raise Conflict("agent.other_kind", name=clean.name, other=root.name)
        _check_homonyms(session, clean, root.id)
        _write(row, clean)
        row.updated_at = now()
        _name(session, row, clean)
        after = agent_view(session, row)
        if told(after) != before:
            note(session, person, AGENTS, agent_id, "edit", reason=reason, before=before, after=told(after))
            _follow(session, root)
        return after


def merge(library: Library, person: Person, agent_id: str, into: str, reason: str | None = None) -> AgentView:
    """Let what names ``agent_id`` name ``into``, which answers to the names of both; Conflict for one and the same and
    for a person and an organization, Invalid where there is no ``into``."""
    _require(person)
    with library.db.writing() as session:
        hold(session)
        rows = {row.public_id: row for row in _locked(session, (agent_id, into))}
        if agent_id not in rows or rows[agent_id].into_id is not None:
            raise NotFound
        if into not in rows:
            raise Invalid(Fault("into", "agent.unknown", {"agent": into[:60]}))
        old, new = rows[agent_id], rows[into]
        root = session.get_one(Agent, new.root_id) if new.root_id is not None else new
        if root.id == old.id:
            raise Conflict("agent.into_itself", name=old.name)
        if root.kind != old.kind:
            raise Conflict("agent.other_kind", name=old.name, other=root.name)
        before = told(agent_view(session, old))
        old.into_id = old.root_id = root.id
        session.execute(update(Agent).where(Agent.root_id == old.id).values(root_id=root.id))
        session.flush()
        after = told(agent_view(session, old))
        note(session, person, AGENTS, agent_id, "merge", reason=reason, before=before, after=after)
        _follow(session, root)
        return agent_view(session, root)


def separate(library: Library, person: Person, agent_id: str, reason: str | None = None) -> AgentView:
    """Take a merge back: the agent stands for itself again, with all that was merged into it before.

    Conflict where it was not merged, or where nothing would tell it from another that got its name meanwhile.
    """
    _require(person)
    with library.db.writing() as session:
        hold(session)
        row = locked(session, agent_id)
        if row.root_id is None:
            raise Conflict("agent.not_merged", name=row.name)
        before, root = told(agent_view(session, row)), session.get_one(Agent, row.root_id)
        alone = AgentText(row.name, row.kind, (), row.dates or "", row.note or "")
        _check_homonyms(session, alone, row.id)
        row.into_id = row.root_id = None
        session.flush()
        for number in _below(session, row.id):
            session.execute(update(Agent).where(Agent.id == number).values(root_id=row.id))
        after = agent_view(session, row)
        note(session, person, AGENTS, agent_id, "separate", reason=reason, before=before, after=told(after))
        _follow(session, root)
        _follow(session, row)
        return after


def locked(session: Session, agent_id: str) -> Agent:
    """The row of that id, held until the transaction ends; NotFound."""
    row = next((row for row in _locked(session, (agent_id,)) if row.public_id == agent_id), None)
    if row is None:
        raise NotFound
    return row


def told(view: AgentView) -> dict[str, object]:
    """What the history keeps of an agent."""
    return {
        "name": view.name,
        "kind": view.kind,
        "variants": list(view.variants),
        "dates": view.dates,
        "note": view.note,
        "identifiers": dict(view.identifiers),
        "into": view.into,
    }


def _require(person: Person) -> None:
    require(person, "keep-terms", VocabularyRef(AGENTS))


def _locked(session: Session, ids: tuple[str, ...]) -> list[Agent]:
    """The rows of these ids and of those that they stand for, locked in one order, whoever asks for them."""
    roots = select(Agent.root_id).where(Agent.public_id.in_(ids), Agent.root_id.is_not(None))
    wanted = select(Agent).where(or_(Agent.public_id.in_(ids), Agent.id.in_(roots)))
    return list(session.scalars(wanted.order_by(Agent.id).with_for_update()))


def _below(session: Session, number: int) -> list[int]:
    """The agents merged into this one, straight or through others."""
    found, at = list[int](), [number]
    while at:
        at = list(session.scalars(select(Agent.id).where(Agent.into_id.in_(at)).order_by(Agent.id)))
        found += at
    return found


def _check_homonyms(session: Session, text: AgentText, number: int | None) -> None:
    """Two agents of one name, in any case and spelling of tones, are told apart by dates or a note, or they cannot be
    chosen between."""
    preferred = (AgentName.number == 0, AgentName.word == 0, AgentName.key == _keys(text.name)[0])
    alike = select(Agent).join(AgentName, AgentName.agent_id == Agent.id).where(*preferred)
    same = _spelled(text.name, text.dates, text.note)
    for row in session.scalars(alike.where(Agent.into_id.is_(None), Agent.kind == text.kind).order_by(Agent.id)):
        if row.id != number and _spelled(row.name, row.dates or "", row.note or "") == same:
            raise Conflict("agent.same_name", name=row.name)


def _spelled(*texts: str) -> tuple[str, ...]:
    return tuple(map(vietnamese.exact, texts))


def _keys(name: str) -> list[str]:
    """What typing the name may begin with: all of it, then from each of its words on."""
    words = vietnamese.words(name)[1][:MOST_WORDS]
    return [f"{' '.join(words[at:])[:MAX_KEY]} " for at in range(max(1, len(words)))]


def _write(row: Agent, text: AgentText) -> None:
    row.kind, row.name = text.kind, text.name
    sort_key = vietnamese.name_sort_key if text.kind == "person" else vietnamese.sort_key
    row.sort_key = sort_key(text.name)
    row.dates, row.note = text.dates or None, text.note or None
    row.identifiers = dict(text.identifiers)


def _name(session: Session, row: Agent, text: AgentText) -> None:
    """Write the names anew, from each of their words on."""
    for held in session.scalars(select(AgentName).where(AgentName.agent_id == row.id)):
        session.delete(held)
    session.flush()
    for number, name in enumerate((text.name, *text.variants)):
        for word, key in enumerate(_keys(name)):
            session.add(AgentName(agent_id=row.id, number=number, word=word, name=name, key=key))
    session.flush()
    forget(session)


def _follow(session: Session, row: Agent) -> None:
    """What names this agent, or one merged into it, says something else now."""
    forget(session)
    family = select(Agent.public_id).where((Agent.id == row.id) | (Agent.root_id == row.id))
    ask_to_follow(session, AGENTS, session.scalars(family))
