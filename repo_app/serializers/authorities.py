"""Terms and names as the JSON of the API."""

from __future__ import annotations

from collections.abc import Mapping

from repo_app import vocabularies
from repo_app.values.authorities import AgentView, AuthorityChange, NameSuggestion

Object = Mapping[str, object]


def vocabulary(held: vocabularies.Vocabulary) -> Mapping[str, object]:
    """A vocabulary: its version, where it comes from, its terms in their order."""
    return {
        "version": held.version,
        "source": held.source,
        "terms": [term(one) for one in held.terms.values()],
    }


def term(held: vocabularies.Term) -> Object:
    """A term with its labels in both languages, its other names where it has some, and what else is known of it."""
    others = [*held.alternatives, *held.also]
    names = {"alternatives": others} if others else {}
    links = {name: list(ids) for name, ids in held.links.items()}
    return {"id": held.id, "label": dict(held.labels), **names, **held.facts, **links}


def agent(view: AgentView) -> Object:
    """A person or organization; ``into`` is the id of the one it was merged into, ``merged`` those it took up."""
    return {
        "id": view.id,
        "name": view.name,
        "kind": view.kind,
        "variants": list(view.variants),
        "dates": view.dates,
        "note": view.note,
        "identifiers": dict(view.identifiers),
        "into": view.into,
        "merged": [{"id": one, "name": name} for one, name in view.merged],
    }


def name_suggestion(one: NameSuggestion) -> Object:
    """A name that may be meant; ``id`` is null for one that records carry as text only, ``printed`` the other name that
    it was found by, null where it was not."""
    found = {"name": one.name, "id": one.agent, "kind": one.kind, "told_apart": one.told_apart}
    return {**found, "printed": one.printed or None}


def change(one: AuthorityChange) -> Object:
    """One thing that was done to a term or an agent, with what it was before and after."""
    return {
        "at": one.at.isoformat(),
        "who": one.who,
        "verb": one.verb,
        "reason": one.reason,
        "before": dict(one.before) if one.before is not None else None,
        "after": dict(one.after),
    }
