"""Former places in a question: whoever looks for a province that is no more is told what it is part of now."""

from __future__ import annotations

from repo_app.services.facets import Names
from repo_app.values import Message

PLACES = "places"
KINDS = frozenset({"province", "municipality"})  # names of districts are too often those of something else


def told(text: str, named: Names) -> tuple[Message, ...]:
    """A note where the whole question, but for quotation marks, is the name of a place that ended."""
    place = named.known.vocabulary(PLACES).called(text)
    if place is None or place.facts.get("kind") not in KINDS or "replaced_by" not in place.links:
        return ()
    heirs = [named.known.get(PLACES, heir) for heir in place.links["replaced_by"]]
    now = " · ".join(heir.label(named.locale) for heir in heirs if heir is not None)
    params = {"place": place.label(named.locale), "until": place.facts["until"][:4], "now": now}
    return (Message("search.note_former_place", params),)
