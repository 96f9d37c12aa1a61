"""A record as schema.org JSON-LD, for whoever looks for materials that may be used."""

from __future__ import annotations

import json
from collections.abc import Mapping

from repo_app.licensing import License, find
from repo_app.serializers.attribution import credit
from repo_app.values import RecordView, Value, edtf
from repo_app.values.authorities import ADDRESSES
from repo_app.values.naming import called, language_tags
from repo_app.vocabularies import AGENTS, Terms

Object = dict[str, object]


def work(view: RecordView, address: str, locale: str) -> Object:
    """The record at ``address`` as a LearningResource: what it is, under which license, and how to credit it.

    ``license`` is the address of the license, ``usageInfo`` that of a rights statement, which is none; files with one
    of their own say theirs.
    Who is linked has the addresses of other catalogues under ``sameAs``, by its ISNI, ORCID, ROR, VIAF and Wikidata.
    """
    held, issued = find(view.license), edtf.read(view.metadata.first("issued") or "")
    found: Mapping[str, object | None] = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "@id": address,
        "url": address,
        "name": view.title,
        "author": [_agent("creator", value, view.terms) for value in view.metadata.get("creator")],
        "contributor": [_agent("contributor", value, view.terms) for value in view.metadata.get("contributor")],
        "publisher": [_agent("publisher", value, view.terms) for value in view.metadata.get("publisher")],
        "description": view.metadata.first("description"),
        "inLanguage": list(language_tags(view.metadata, view.terms)),
        "datePublished": issued.w3cdtf if issued is not None else None,
        **(_terms(held) if held else {}),
        "creditText": credit(view, address).text(locale),
        "copyrightNotice": next((value.value for value in view.metadata.get("rights") if not value.scope), None),
        "isAccessibleForFree": any(not file.closed for file in view.files) or None,
        "hasPart": [_part(file.name, own) for file in view.files if (own := find(file.license))],
    }
    return {name: told for name, told in found.items() if told not in (None, [], "")}


def _agent(key: str, value: Value, terms: Terms) -> Object:
    """A person or body: named as the work prints it, told apart by what other catalogues call it."""
    held = terms.get(AGENTS, value.id) if value.id else None
    if held is None:
        return {"name": called(key, value, terms)}
    kind = "Organization" if held.facts.get("kind") == "organization" else "Person"
    same = [f"{address}{held.facts[scheme]}" for scheme, address in ADDRESSES.items() if scheme in held.facts]
    told: Object = {"@type": kind, "name": called(key, value, terms)}
    return {**told, "sameAs": same} if same else told


def _part(name: str, own: License) -> Object:
    return {"@type": "MediaObject", "name": name, **_terms(own)}


def _terms(held: License) -> Mapping[str, str]:
    return {"usageInfo" if held.is_statement else "license": held.url}


def script(told: Object) -> str:
    """The JSON as it may stand within a script element: nothing in it can end the element or begin a comment."""
    text = json.dumps(told, ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
