"""The schemas of what the API takes and gives (JSON Schema 2020-12, as OpenAPI 3.1 has it)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from repo_app.values.jobs import JOB_STATES
from repo_app.values.records import FILE_STATES, STATES
from repo_app.values.schema import KEYS, ROLES, SCHEMES, SCOPES, Kind

JsonObject = Mapping[str, object]
TEXT: JsonObject = {"type": "string"}
NUMBER: JsonObject = {"type": "integer"}
SHARE: JsonObject = {"type": "number", "minimum": 0, "maximum": 1}


def reference(name: str) -> JsonObject:
    """The schema of that name."""
    return {"$ref": f"#/components/schemas/{name}"}


def array(name: str) -> JsonObject:
    """A list of them."""
    return {"type": "array", "items": reference(name)}


def _list(items: JsonObject) -> JsonObject:
    return {"type": "array", "items": items}


def _object(required: Mapping[str, JsonObject], **optional: JsonObject) -> JsonObject:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **optional},
        "additionalProperties": False,
    }


def _maybe(schema: JsonObject) -> JsonObject:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(words: tuple[str, ...]) -> JsonObject:
    return {"type": "string", "enum": list(words)}


_EMBARGO = _maybe(_object({"until": TEXT}))
_BOTH = _object({"vi": TEXT, "en": TEXT})
_CREDIT = _object({"text": TEXT, "html": TEXT})
_PROGRESS = _object({"done": NUMBER, "total": _maybe(NUMBER)})
_PAGE_HIT = _object({"file": TEXT, "number": NUMBER, "snippet": TEXT, "url": TEXT})
_CARD: Mapping[str, JsonObject] = {
    "id": TEXT,
    "title": TEXT,
    "creators": _list(TEXT),
    "license": _maybe(TEXT),
    "thumbnail": _maybe(TEXT),
    "url": TEXT,
}
_FOUND = _object({**_CARD, "snippet": TEXT, "pages": _list(_PAGE_HIT)})
_FACET = _list(_object({"value": TEXT, "label": TEXT, "count": NUMBER}))

SCHEMAS: Mapping[str, JsonObject] = {
    "Value": _object(
        {},
        value=TEXT,
        id=TEXT,
        lang=TEXT,
        role=_one_of(ROLES),
        scheme=_one_of(SCHEMES),
        volume=TEXT,
        scope=_one_of(SCOPES),
        printed=TEXT,
    ),
    "Metadata": {
        "type": "object",
        "properties": {key: array("Value") for key in KEYS},
        "additionalProperties": False,
    },
    "Reason": _object({}, reason=_maybe(TEXT)),
    "Publishing": _object({}, reason=_maybe(TEXT), embargo=_EMBARGO, metadata=reference("Metadata")),
    "Embargo": _object({"until": _maybe(TEXT)}, reason=_maybe(TEXT)),
    "Reading": _object({}, languages=_list(TEXT), force_ocr={"type": "boolean"}),
    "Record": _object(
        {
            "id": TEXT,
            "state": _one_of(STATES),
            "metadata": reference("Metadata"),
            "embargo": _EMBARGO,
            "attribution": _object({"vi": _CREDIT, "en": _CREDIT}),
            "url": TEXT,
            "organization": TEXT,
            "collection": _maybe(TEXT),
            "published_at": _maybe(TEXT),
            "updated_at": TEXT,
        },
        pending=reference("Metadata"),
    ),
    "File": _object(
        {
            "name": TEXT,
            "size": NUMBER,
            "sha256": TEXT,
            "media_type": TEXT,
            "state": _one_of(FILE_STATES),
            "progress": _PROGRESS,
            "message": _maybe(TEXT),
            "job": _maybe(NUMBER),
            "license": _maybe(TEXT),
            "third_party": _maybe(TEXT),
        },
        duplicate_of=TEXT,
        derivatives=_list(_object({"kind": TEXT, "url": TEXT, "size": NUMBER})),
    ),
    "Terms": _object({}, license=_maybe(TEXT), third_party=_maybe(TEXT)),
    "License": _object(
        {
            "id": TEXT,
            "url": TEXT,
            "name": _BOTH,
            "deed": _BOTH,
            "permits": _list(TEXT),
            "requires": _list(TEXT),
            "prohibits": _list(TEXT),
            "open": {"type": "boolean"},
        }
    ),
    "Remix": _object(
        {
            "sources": _list(TEXT),
            "allowed": _list(TEXT),
            "best": _maybe(TEXT),
            "licenses": _list(_object({"id": TEXT, "allowed": {"type": "boolean"}, "reasons": _list(TEXT)})),
            "collection": _object({"allowed": {"type": "boolean"}, "reasons": _list(TEXT)}),
        }
    ),
    "Answer": _object(
        {
            "total": NUMBER,
            "page": NUMBER,
            "size": NUMBER,
            "results": _list(_FOUND),
            "facets": {"type": "object", "additionalProperties": _FACET},
            "did_you_mean": _maybe(TEXT),
            "degraded": {"type": "boolean"},
            "notes": _list(_object({"code": TEXT, "message": TEXT})),
        }
    ),
    "Card": _object({**_CARD}),
    "Inside": _object(
        {
            "total": NUMBER,
            "page": NUMBER,
            "size": NUMBER,
            "hits": _list(
                _object({"file": TEXT, "number": NUMBER, "label": _maybe(TEXT), "snippet": TEXT, "url": TEXT})
            ),
            "partial": {"type": "boolean"},
            "searched": NUMBER,
            "pages": NUMBER,
            "notes": _list(_object({"code": TEXT, "message": TEXT})),
        }
    ),
    "Suggestion": _object(
        {
            "field": _one_of(KEYS),
            "value": TEXT,
            "confidence": SHARE,
            "page": _maybe(NUMBER),
            "evidence": TEXT,
            "file": TEXT,
        },
        role=TEXT,
        scheme=TEXT,
        volume=TEXT,
        lang=TEXT,
        box=_list(NUMBER),
        words=_list(_object({"text": TEXT, "box": _list(NUMBER)})),
    ),
    "Change": _object(
        {
            "number": NUMBER,
            "at": TEXT,
            "who": TEXT,
            "verb": TEXT,
            "reason": _maybe(TEXT),
            "restored": _maybe(NUMBER),
            "embargo": _EMBARGO,
            "metadata": reference("Metadata"),
            "file": _maybe(reference("FileTermsChange")),
        }
    ),
    "FileTerms": _object({"license": _maybe(TEXT), "third_party": _maybe(TEXT)}),
    "FileTermsChange": _object(
        {
            "name": TEXT,
            "sha256": TEXT,
            "before": _maybe(reference("FileTerms")),
            "after": _maybe(reference("FileTerms")),
        }
    ),
    "Comparison": _object(
        {
            "from": reference("Change"),
            "to": reference("Change"),
            "changes": _list(_object({"field": _one_of(KEYS), "before": array("Value"), "after": array("Value")})),
            "files": array("FileTermsChange"),
        }
    ),
    "Related": _object(
        {"key": TEXT, "value": _maybe(TEXT), "volume": _maybe(TEXT), "record": _maybe(reference("RelatedRecord"))}
    ),
    "RelatedRecord": _object(
        {"id": TEXT, "state": _one_of(STATES), "title": TEXT, "year": _maybe(NUMBER), "url": TEXT}
    ),
    "Connections": _object(
        {
            "relations": array("Related"),
            "inverse": array("Related"),
            "volumes": array("Related"),
            "sets": _list(
                _object(
                    {
                        "whole": reference("RelatedRecord"),
                        "volume": _maybe(TEXT),
                        "previous": _maybe(reference("RelatedRecord")),
                        "next": _maybe(reference("RelatedRecord")),
                    }
                )
            ),
            "versions": _list(
                _object(
                    {"record": reference("RelatedRecord"), "this": {"type": "boolean"}, "newest": {"type": "boolean"}}
                )
            ),
        }
    ),
    "Restoring": _object({"number": NUMBER}, reason=_maybe(TEXT), open_files={"type": "boolean"}),
    "Collection": _object(
        {"slug": TEXT, "name": TEXT, "organization": TEXT, "license": _maybe(TEXT), "records": NUMBER}
    ),
    "Organization": _object({"slug": TEXT, "name": TEXT, "parent": _maybe(TEXT), "records": NUMBER}),
    "Job": _object(
        {
            "id": NUMBER,
            "kind": TEXT,
            "state": _one_of(JOB_STATES),
            "progress": _PROGRESS,
            "message": _maybe(TEXT),
            "attempt": NUMBER,
            "created_at": TEXT,
            "finished_at": _maybe(TEXT),
        }
    ),
    "Schema": _object(
        {
            "keys": _list(
                _object(
                    {
                        "key": _one_of(KEYS),
                        "uri": TEXT,
                        "kind": _one_of(get_args(Kind)),
                        "label": _BOTH,
                        "help": _BOTH,
                        "repeatable": {"type": "boolean"},
                        "language": {"type": "boolean"},
                        "lines": {"type": "boolean"},
                        "vocabularies": _list(TEXT),
                        "qualifiers": {"type": "object", "additionalProperties": _maybe(_list(TEXT))},
                    }
                )
            )
        }
    ),
    "Problem": {
        "type": "object",
        "required": ["type", "title", "status", "detail", "code"],
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": NUMBER,
            "detail": TEXT,
            "instance": TEXT,
            "code": TEXT,
            "request_id": TEXT,
            "errors": _list(_object({"field": TEXT, "detail": TEXT})),
            "current": reference("Metadata"),
            "yours": reference("Metadata"),
            "record": _object({"title": TEXT, "reason": TEXT, "since": TEXT}),
        },
    },
}
