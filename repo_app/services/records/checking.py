"""A metadata object as somebody sends it, checked against the schema and what this library knows."""

from __future__ import annotations

from collections.abc import Iterator

from repo_app.services.authorities import known_to
from repo_app.services.authorities.known import AGENT_KEYS
from repo_app.services.library import Library
from repo_app.services.translation import metadata_problems
from repo_app.values import Metadata
from repo_app.values.metadata import MAX_VALUES, parse


def checked(library: Library, raw: object) -> tuple[Metadata, tuple[str, ...]]:
    """What ``raw`` says, and the keys that it names, those without values included. Raises Invalid.

    The agents it names are looked up at once, however many they are.
    """
    terms = known_to(library)
    terms.look_up(_named(raw))
    with metadata_problems():
        return parse(raw, terms), tuple(raw) if isinstance(raw, dict) else ()


def _named(raw: object) -> Iterator[str]:
    for key in AGENT_KEYS:
        values = raw.get(key) if isinstance(raw, dict) else None
        for value in values[:MAX_VALUES] if isinstance(values, list) else ():
            named = value.get("id") if isinstance(value, dict) else None
            if isinstance(named, str):
                yield named
