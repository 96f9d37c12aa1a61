"""What the page of a record makes of its description: ways to records that share a value, and the facts in order."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for

from repo_app.values import Metadata, Value
from repo_app.values.authorities import AGENT_ID
from repo_app.values.metadata import term_of
from repo_app.web.fields import ORDER
from repo_app.web.terms import terms

# The facet under which records with this value are found; education levels are of two, by the kind of their term.
FACETS = {
    "subject": "subject",
    "educationLevel": "level",
    "learningResourceType": "type",
    "language": "language",
    "license": "license",
    "creator": "creator",
    "contributor": "creator",
    "publisher": "agent",
    "rightsHolder": "agent",
}
TOPICS = ("educationLevel", "subject", "learningResourceType")  # shown on top, as people look for them


@dataclass(frozen=True, slots=True)
class Fact:
    """One key of the description with its values, as the table of facts shows them."""

    key: str
    values: tuple[Value, ...]


def facts(metadata: Metadata) -> tuple[Fact, ...]:
    """Everything that the description says, in the order of the form."""
    return tuple(Fact(key, metadata.get(key)) for key in ORDER if metadata.get(key))


def topics(metadata: Metadata) -> tuple[tuple[str, Value], ...]:
    """What it is for: grades, subjects and kinds, each with its key."""
    return tuple((key, value) for key in TOPICS for value in metadata.get(key))


def alike(key: str, value: Value) -> str | None:
    """The address of all records with this value, of a person or body its page; None where a key is no facet."""
    if value.id and value.id.startswith(AGENT_ID):
        return url_for("names.agent", agent_id=value.id)
    facet = FACETS.get(key)
    if facet is None:
        return None
    if facet == "level" and value.id:
        term = term_of(key, value.id, terms())
        facet = "grade" if term is not None and term.facts.get("kind") == "grade" else facet
    return f"{url_for('browse.search')}?{urlencode({facet: value.id or value.value})}"
