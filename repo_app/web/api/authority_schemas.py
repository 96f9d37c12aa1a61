"""The schemas of vocabularies, terms and names, as JSON Schema 2020-12."""

from __future__ import annotations

from collections.abc import Mapping

from repo_app.values.authorities import IDENTIFIERS, KINDS
from repo_app.web.api.schemas import NUMBER, TEXT, JsonObject, array

_TEXTS: JsonObject = {"type": "array", "items": TEXT}
_TEXT_OR_NULL: JsonObject = {"anyOf": [TEXT, {"type": "null"}]}
_IDENTIFIERS: JsonObject = {
    "type": "object",
    "properties": dict.fromkeys(IDENTIFIERS, TEXT),
    "additionalProperties": False,
}
_AGENT: Mapping[str, JsonObject] = {
    "name": TEXT,
    "kind": {"type": "string", "enum": list(KINDS)},
    "variants": _TEXTS,
    "dates": TEXT,
    "note": TEXT,
    "identifiers": _IDENTIFIERS,
}


def _object(properties: Mapping[str, JsonObject], required: tuple[str, ...] = ()) -> JsonObject:
    return {
        "type": "object",
        "required": list(required),
        "properties": dict(properties),
        "additionalProperties": False,
    }


_MERGED: JsonObject = {"type": "array", "items": _object({"id": TEXT, "name": TEXT}, ("id", "name"))}
_CHANGE: Mapping[str, JsonObject] = {
    "at": TEXT,
    "who": TEXT,
    "verb": TEXT,
    "reason": _TEXT_OR_NULL,
    "before": {"anyOf": [{"type": "object"}, {"type": "null"}]},
    "after": {"type": "object"},
}
_SUGGESTED: Mapping[str, JsonObject] = {
    "name": TEXT, "id": _TEXT_OR_NULL, "kind": TEXT, "told_apart": TEXT, "printed": _TEXT_OR_NULL,
}  # fmt: skip

_LABEL = _object({"vi": TEXT, "en": TEXT}, ("vi", "en"))
_VOCABULARY: Mapping[str, JsonObject] = {"version": TEXT, "source": TEXT, "terms": array("Term")}

AUTHORITY_SCHEMAS: Mapping[str, JsonObject] = {
    "Vocabulary": _object(_VOCABULARY, tuple(_VOCABULARY)),
    "Term": {
        "type": "object",
        "required": ["id", "label"],
        "properties": {"id": TEXT, "label": _LABEL, "alternatives": _TEXTS},
        "additionalProperties": {"anyOf": [TEXT, _TEXTS]},
    },
    "Agent": _object(
        {"id": TEXT, **_AGENT, "into": _TEXT_OR_NULL, "merged": _MERGED, "works": NUMBER},
        ("id", *_AGENT, "into", "merged"),
    ),
    "NewAgent": _object({**_AGENT, "records": _TEXTS, "reason": _TEXT_OR_NULL}),
    "NewTerm": _object(
        {
            "label": _object({"vi": TEXT, "en": TEXT}),
            "alternatives": _TEXTS,
            "broader": _TEXT_OR_NULL,
            "reason": _TEXT_OR_NULL,
        }
    ),
    "NameSuggestion": _object(_SUGGESTED, tuple(_SUGGESTED)),
    "Merge": _object({"into": TEXT, "reason": _TEXT_OR_NULL}, ("into",)),
    "Link": _object({"records": _TEXTS, "reason": _TEXT_OR_NULL}, ("records",)),
    "Linked": _object({"records": NUMBER}, ("records",)),
    "AuthorityChange": _object(_CHANGE, tuple(_CHANGE)),
}
