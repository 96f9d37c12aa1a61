"""How to cite a record in a list of references: authors, year, title, series, publisher, permanent address.

The order is that of the national style for references (author–date, ISO 690); Vietnamese names are not turned round.
"""

from __future__ import annotations

from repo_app.values import RecordView
from repo_app.values.naming import called, names

AUTHORS = frozenset({None, "author", "compiler", "editor-in-chief", "general-editor", "editor", "teacher", "presenter"})

VOLUME = {"vi": "tập ", "en": "vol. "}  # before a volume that is a number only


def citation(view: RecordView, address: str, locale: str) -> str:
    """One line of plain text in the reader's language; what nobody knows is left out."""
    held = view.metadata
    makers = [called("creator", one, view.terms) for one in held.get("creator") if one.role in AUTHORS]
    year = (held.first("issued") or held.first("created") or "")[:4]
    head = " ".join(part for part in (", ".join(makers or view.creators), f"({year})" if year else "") if part)
    parts = [head, view.title, _series(view, locale), "; ".join(names(held, view.terms, "publisher"))]
    return ". ".join([*(part.rstrip(". ") for part in parts if part), address])


def _series(view: RecordView, locale: str) -> str:
    part = next(iter(view.metadata.get("isPartOf")), None)
    if part is None or not part.value:
        return ""
    if not part.volume:
        return part.value
    bare = part.volume.strip().isdecimal()
    return f"{part.value}, {VOLUME[locale] if bare else ''}{part.volume}"
