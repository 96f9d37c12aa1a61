"""How to cite a record in a list of references: authors, year, title, series, publisher, permanent address.

The order is that of the national style for references (author–date, ISO 690); Vietnamese names are not turned round.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from repo_app.values import RecordView, edtf
from repo_app.values.naming import called, names
from repo_app.values.relations import record_named

AUTHORS = frozenset({None, "author", "compiler", "editor-in-chief", "general-editor", "editor", "teacher", "presenter"})

YEAR = re.compile(r"\d\d(?:\d\d|\dX|XX)(?![0-9X])", re.ASCII)
NONE: Mapping[str, str] = MappingProxyType({})
VOLUME = {"vi": "tập ", "en": "vol. "}  # before a volume that is a number only


def citation(view: RecordView, address: str, locale: str, titles: Mapping[str, str] = NONE) -> str:
    """One line of plain text in the reader's language; what nobody knows is left out.

    ``titles`` are those of the records that its relations name, by what the description says.
    """
    held = view.metadata
    makers = [called("creator", one, view.terms) for one in held.get("creator") if one.role in AUTHORS]
    year = _year(held.first("issued") or held.first("created") or "")
    head = " ".join(part for part in (", ".join(makers or view.creators), f"({year})" if year else "") if part)
    parts = [head, view.title, _series(view, locale, titles), "; ".join(names(held, view.terms, "publisher"))]
    return ". ".join([*(part.rstrip(". ") for part in parts if part), address])


def _year(date: str) -> str:
    """The year as it is known: 198X stays so, of anything longer only what lists show."""
    return date[:4] if YEAR.match(date) else str(edtf.year(date) or "")


def _series(view: RecordView, locale: str, titles: Mapping[str, str]) -> str:
    part = next(iter(view.metadata.get("isPartOf")), None)
    if part is None or not part.value:
        return ""
    title = titles.get(part.value) or ("" if record_named(part.value) else part.value)
    if not title or not part.volume:
        return title
    bare = part.volume.strip().isdecimal()
    return f"{title}, {VOLUME[locale] if bare else ''}{part.volume}"
