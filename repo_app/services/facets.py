"""Facets: where a record's values come from, what they are called, and in which order people look for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from repo_app import messages
from repo_app.messages import LOCALES
from repo_app.models import Collection, Organization
from repo_app.services.authorities import Known, known_after
from repo_app.services.authorities.known import AGENT_KEYS
from repo_app.services.library import Library
from repo_app.values import Metadata, Value
from repo_app.values.metadata import VOCABULARIES_OF
from repo_app.vocabularies import AGENTS, BUILT_IN, Term, Vocabularies
from search import vietnamese

Order = Literal["counted", "numbered", "latest"]

FACETS = (
    "subject", "grade", "level", "type", "language", "license", "organization", "collection", "year", "format",
)  # fmt: skip
CREATOR = "creator"  # a facet of its own page only: nobody narrows results by thousands of names
AGENT = "agent"  # whoever is named at all, publishers and holders of rights too; no page lists it
NAMED = ("creator", "contributor")  # the keys whose names the first has
BODIES = tuple(key for key in AGENT_KEYS if key not in NAMED)  # those that the second has besides
BROWSED = (*FACETS, CREATOR)
ASKED = (*BROWSED, AGENT)  # what an address may ask for
FAMILIES = ("pdf", "image", "document", "slides", "sheet", "book", "text")
_KEYS = {
    "subject": "subject",
    "grade": "educationLevel",
    "level": "educationLevel",
    "type": "learningResourceType",
    "language": "language",
    "license": "license",
    CREATOR: "creator",
    AGENT: "creator",
}
VOCABULARIES: Mapping[str, tuple[str, ...]] = {facet: VOCABULARIES_OF[key] for facet, key in _KEYS.items()}
_ORDERS: Mapping[str, Order] = {"grade": "numbered", "level": "numbered", "year": "latest"}
ORDERED = frozenset(_ORDERS)  # facets whose values have an order of their own
_KINDS = frozenset({"grade", "level"})  # facets that share a vocabulary, each with the terms of its kind
_FLAT = ("subject", "type", "language")  # facets whose values are those of one key as they stand


@dataclass(frozen=True, slots=True)
class Names:
    """What the values of facets are called in one language; places are named by their people and in one only.

    ``known`` is what the library knows of terms and of the names of persons and bodies.
    """

    locale: str
    places: Mapping[str, Mapping[str, str]]
    known: Vocabularies = BUILT_IN

    def label(self, facet: str, value: str) -> str:
        """What the value is called; one that nobody named, like a subject in a person's own words, as it is."""
        if facet == "format":
            return messages.label(f"family.{value}", self.locale)
        if facet in self.places:
            return self.places[facet].get(value, value)
        found = term(facet, value, self.known)
        return found.label(self.locale) if found else value

    def current(self, facet: str, value: str) -> str:
        """The value that this one means now: what a term was merged into, until its records were counted anew."""
        found = term(facet, value, self.known)
        return found.id if found else value

    def look_up(self, values: Iterable[str]) -> None:
        """Fetch the people and bodies among these values at once."""
        if isinstance(self.known, Known):
            self.known.look_up(values)

    def replaced(self, facet: str, value: str) -> tuple[str, ...]:
        """The values that mean this one now."""
        found = term(facet, value, self.known)
        return found.links.get("replaces", ()) if found else ()


def names(library: Library, session: Session, locale: str) -> Names:
    """The names in the language ``locale``, those of places as they are called now.

    They outlive the session: people and bodies are looked up in sessions of their own.
    """
    organizations = session.execute(
        select(Organization.slug, Organization.name).where(Organization.merged_into_id.is_(None))
    )
    collections = session.execute(select(Collection.slug, Collection.name))
    places = {"organization": dict(organizations.all()), "collection": dict(collections.all())}
    return Names(locale, places, known_after(library, session))


def term(facet: str, value: str, among: Vocabularies = BUILT_IN) -> Term | None:
    """The term of the facet's vocabularies with that id."""
    found = (among.get(name, value) for name in VOCABULARIES.get(facet, ()))
    return next((held for held in found if held is not None and _is_of(facet, held)), None)


def terms(facet: str, among: Vocabularies = BUILT_IN) -> Iterator[Term]:
    """Every term of the facet's vocabularies in their order; none where it has none, or only the names of people."""
    for name in VOCABULARIES.get(facet, ()):
        if name != AGENTS:
            yield from (held for held in among.vocabulary(name).terms.values() if _is_of(facet, held))


def _is_of(facet: str, found: Term) -> bool:
    return facet not in _KINDS or found.facts["kind"] == facet


def called(facet: str, value: str, named: Names) -> tuple[str, ...]:
    """All that a value is called, in every language, with its other names."""
    if facet == "format":
        return (value, *(messages.label(f"family.{value}", locale) for locale in LOCALES))
    found = term(facet, value, named.known)
    return found.names if found else (value, named.label(facet, value))


def described(metadata: Metadata, among: Vocabularies) -> dict[str, tuple[str, ...]]:
    """The values that a record's own description gives it. Free text that names a term counts as the term, so that
    what was described before there were terms is found with the rest; a grade lies in its level too. Names of people
    count as they are printed unless they are linked: two people may have one name.
    """
    found = {facet: _values(metadata, facet, among) for facet in _FLAT}
    grades, levels = [], []
    for held in metadata.get("educationLevel"):
        at = _term("level", held, among)
        if at is None:
            levels.append(held.value or held.id or "")
        elif at.facts["kind"] == "grade":
            grades.append(at.id)
            levels.append(at.facts["level"])
        else:
            levels.append(at.id)
    people = {CREATOR: _names(metadata, among, NAMED), AGENT: _names(metadata, among, AGENT_KEYS)}
    return {**found, "grade": _once(grades), "level": _once(levels), **people}


def _values(metadata: Metadata, facet: str, among: Vocabularies) -> tuple[str, ...]:
    held = ((value, _term(facet, value, among)) for value in metadata.get(_KEYS[facet]))
    return _once(at.id if at else value.value or value.id or "" for value, at in held)


def _names(metadata: Metadata, among: Vocabularies, keys: tuple[str, ...]) -> tuple[str, ...]:
    held = (value for key in keys for value in metadata.get(key))
    agents = ((value, among.get(AGENTS, value.id) if value.id else None) for value in held)
    return _once(agent.id if agent else value.value or value.id or "" for value, agent in agents)


def _term(facet: str, held: Value, among: Vocabularies) -> Term | None:
    """The term that a value is or names."""
    known = (among.vocabulary(name) for name in VOCABULARIES[facet])
    found = (one.get(held.id) if held.id else one.called(held.value or "") for one in known)
    return next((term for term in found if term is not None), None)


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def place_in_list(facet: str, value: str, label: str, count: int) -> tuple[object, ...]:
    """By what values of one facet are sorted: grades and levels as in school, years latest first, others by count."""
    order = _ORDERS.get(facet, "counted")
    if order == "numbered":
        return (_ranks(facet).get(value, len(_ranks(facet))), _sort_key(label), value)
    if order == "latest":
        return (-int(value) if value.isdecimal() and value.isascii() else 0, value)
    return (-count, _sort_key(label), value)


def place_in_alphabet(facet: str, value: str, label: str) -> tuple[object, ...]:
    """By what they are sorted where one looks for a name: as above, but others in Vietnamese order."""
    return place_in_list(facet, value, label, 0)


# The same few hundred labels are put in order for every answer.
_sort_key = lru_cache(4096)(vietnamese.sort_key)


@cache
def _ranks(facet: str) -> Mapping[str, int]:
    return {held.id: number for number, held in enumerate(terms(facet))}
