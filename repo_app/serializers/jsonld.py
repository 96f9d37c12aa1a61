"""A record as schema.org JSON-LD, for whoever looks for materials that may be used."""

from __future__ import annotations

import json
from collections.abc import Mapping

from repo_app.licensing import find
from repo_app.serializers.attribution import credit
from repo_app.values import RecordView, edtf
from repo_app.values.naming import language_tags

Object = dict[str, object]


def work(view: RecordView, address: str, locale: str) -> Object:
    """The record at ``address`` as a LearningResource: what it is, under which license, and how to credit it.

    ``license`` is the address of the license or rights statement; files with a license of their own say theirs.
    """
    held, issued = find(view.license), edtf.read(view.metadata.first("issued") or "")
    found: Mapping[str, object | None] = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "@id": address,
        "url": address,
        "name": view.title,
        "author": [{"name": name} for name in view.creators],
        "description": view.metadata.first("description"),
        "inLanguage": list(language_tags(view.metadata, view.terms)),
        "datePublished": issued.w3cdtf if issued is not None else None,
        "license": held.url if held else None,
        "creditText": credit(view, address).text(locale),
        "copyrightNotice": next((value.value for value in view.metadata.get("rights") if not value.scope), None),
        "isAccessibleForFree": any(not file.closed for file in view.files) or None,
        "hasPart": [_part(file.name, url.url) for file in view.files if (url := find(file.license))],
    }
    return {name: told for name, told in found.items() if told not in (None, [], "")}


def _part(name: str, license_url: str) -> Object:
    return {"@type": "MediaObject", "name": name, "license": license_url}


def script(told: Object) -> str:
    """The JSON as it may stand within a script element: nothing in it can end the element or begin a comment."""
    text = json.dumps(told, ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
