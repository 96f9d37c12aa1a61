"""``GET /openapi.json``: the API described in OpenAPI 3.1, from one table of operations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint

from repo_app import __version__
from repo_app.services.finding import ASKED
from repo_app.web.api.authority_schemas import AUTHORITY_SCHEMAS
from repo_app.web.api.responses import as_json
from repo_app.web.api.schemas import SCHEMAS, array, reference

JsonObject = Mapping[str, object]
RECORD = "/records/{record_id}"
METADATA = "Metadata"
AGENT, VOCABULARY = "/agents/{agent_id}", "/vocabularies/{name}"
TERM = f"{VOCABULARY}/terms/{{term_id}}"
KEPT = (400, 401, 403, 404, 409, 415, 422)  # refusals of whatever changes a term or a name
REASON = "Reason"
READING = "Reading"
TERMS = "Terms"
EMBARGO = "Embargo"
PUBLISHING = "Publishing"
RESTORING = "Restoring"


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path; ``body`` and ``answer`` are schemas, ``refusals`` the statuses beside the good one."""

    method: str
    path: str
    summary: str
    answer: JsonObject | None
    status: int = 200
    body: str | None = None
    query: tuple[str, ...] = ()
    refusals: tuple[int, ...] = ()
    signed: bool = False


def _move(verb: str, summary: str, body: str = REASON) -> Operation:
    refusals = (400, 401, 403, 404, 409, 412, 415, 422, *((428,) if body == PUBLISHING else ()))
    return Operation(
        "post", f"{RECORD}/{verb}", summary, reference("Record"), body=body, refusals=refusals, signed=True
    )


def _steer(verb: str, summary: str, body: str | None = None, refusals: tuple[int, ...] = (409,)) -> Operation:
    path = f"{RECORD}/files/{{name}}/{verb}"
    return Operation(
        "post", path, summary, reference("File"), body=body, refusals=(401, 403, 404, *refusals), signed=True
    )


def _keep(method: str, path: str, summary: str, answer: JsonObject, body: str, status: int = 200) -> Operation:
    refusals = (*KEPT, 412) if method == "patch" else KEPT
    return Operation(method, path, summary, answer, status, body, refusals=refusals, signed=True)


OPERATIONS = (
    Operation(
        "get", "/search", "Search the published records", reference("Answer"),
        query=("q", "page", "size", "sort", *ASKED), refusals=(400,),
    ),
    Operation(
        "post", "/records", "Begin a draft", reference("Record"), 201, METADATA, ("collection",),
        (400, 401, 403, 413, 415, 422), signed=True,
    ),
    Operation("get", RECORD, "One record, its revision first in its ETag", reference("Record"), refusals=(404, 410)),
    Operation(
        "get", f"{RECORD}/search", "The pages of a record that answer; sort is page or relevance", reference("Inside"),
        query=("q", "file", "page", "size", "sort"), refusals=(400, 403, 404, 410),
    ),
    Operation(
        "patch", RECORD, "Replace the metadata keys that the body names; needs If-Match", reference("Record"),
        body=METADATA, query=("reason",), refusals=(400, 401, 403, 404, 412, 413, 415, 422, 428), signed=True,
    ),
    Operation("delete", RECORD, "Delete a draft", None, 204, refusals=(401, 403, 404, 409, 412), signed=True),
    Operation("get", f"{RECORD}/files", "The files of a record", array("File"), refusals=(404, 410)),
    Operation(
        "post", f"{RECORD}/files", "Add a file: multipart field file, or the raw body with Content-Disposition",
        reference("File"), 201, "Upload", (), (400, 401, 403, 404, 409, 413, 415, 422, 503, 507), signed=True,
    ),
    Operation(
        "patch", f"{RECORD}/files/{{name}}", "Give a file a license of its own, and a note of what others made in it",
        reference("File"), body=TERMS, refusals=(400, 401, 403, 404, 412, 415, 422), signed=True,
    ),
    _steer("stop", "Stop the reading of a file; the pages that are there stay"),
    _steer("retry", "Read a failed file again, or go on with one that was stopped"),
    _steer("read", "Read a file again, in other languages or from the images of its pages", READING, (415, 422)),
    _move("submit", "Hand a draft to the reviewers"),
    _move("publish", "Make a record public, perhaps under an embargo; needs a title and a license", PUBLISHING),
    _move("return", "Make a draft of a submitted or withdrawn record"),
    _move("withdraw", "Take a published record away"),
    _move("decline", "Turn down a change of a published record that waits for review"),
    Operation(
        "post", f"{RECORD}/embargo", "Keep all but the description closed until a day, or open it now (null)",
        reference("Record"), body=EMBARGO, refusals=(400, 401, 403, 404, 412, 415, 422), signed=True,
    ),
    Operation(
        "get", f"{RECORD}/suggestions", "Proposed metadata", array("Suggestion"), refusals=(401, 403, 404), signed=True
    ),
    Operation(
        "get", f"{RECORD}/history", "What was done to a record", array("Change"), refusals=(401, 403, 404), signed=True
    ),
    Operation(
        "get", f"{RECORD}/relations", "What a record has to do with others: both ways, its volumes, its editions",
        reference("Connections"), refusals=(400, 404, 410),
    ),
    Operation(
        "post", f"{RECORD}/editions", "Begin a new edition: a draft that is a version of this published record",
        reference("Record"), 201, refusals=(401, 403, 404, 409, 412), signed=True,
    ),
    Operation(
        "get", f"{RECORD}/compare", "In what two versions of the history differ; from and to are their numbers",
        reference("Comparison"), query=("from", "to"), refusals=(400, 401, 403, 404), signed=True,
    ),
    Operation(
        "post", f"{RECORD}/restore", "Describe a record as a version of its history did; needs If-Match",
        reference("Record"), body=RESTORING, refusals=(400, 401, 403, 404, 412, 415, 422, 428), signed=True,
    ),
    Operation("get", f"{RECORD}/similar", "Published records like this one", array("Card"), refusals=(404, 410)),
    Operation(
        "get", "/licenses/read", "The license that a text names: an id, an address, a sentence", reference("License"),
        query=("text",), refusals=(400, 422),
    ),
    Operation(
        "get", "/licenses/remix", "Which licenses an adaptation may carry; source is a license or a record",
        reference("Remix"), query=("source",), refusals=(400, 422),
    ),
    Operation("get", "/collections", "Collections", array("Collection"), query=("organization",), refusals=(400, 404)),
    Operation("get", "/organizations", "Organizations", array("Organization")),
    Operation("get", "/jobs/{job_id}", "A piece of work", reference("Job"), refusals=(404,), signed=True),
    Operation("get", "/schema", "What each key of a description holds", reference("Schema"), refusals=(400,)),
    Operation("get", "/vocabularies/{name}", "The terms of a vocabulary", reference("Vocabulary"), refusals=(404,)),
    Operation("get", "/agents", "Names that begin as q does", array("NameSuggestion"), query=("q",),
              refusals=(400, 401), signed=True),
    _keep("post", "/agents", "A new person or organization", reference("Agent"), "NewAgent", 201),
    Operation("get", AGENT, "A person or organization that public records name", reference("Agent"), refusals=(404,)),
    _keep("patch", AGENT, "Replace what the body names of it", reference("Agent"), "NewAgent"),
    _keep("post", f"{AGENT}/merge", "Let it be another one from now on", reference("Agent"), "Merge"),
    _keep("post", f"{AGENT}/separate", "Take a merge back", reference("Agent"), REASON),
    _keep("post", f"{AGENT}/link", "Let records with one of its names as text name it", reference("Linked"), "Link"),
    _keep("post", f"{AGENT}/split", "A new one that takes records over", reference("Agent"), "NewAgent", 201),
    Operation("get", f"{AGENT}/history", "What was done to it", array("AuthorityChange"), refusals=(401, 403),
              signed=True),
    _keep("post", f"{VOCABULARY}/terms", "A term of the library's own", reference("Term"), "NewTerm", 201),
    Operation("get", TERM, "A term for those who keep it", reference("Term"), refusals=(401, 403, 404), signed=True),
    _keep("patch", TERM, "Replace its labels or the names that the library added", reference("Term"), "NewTerm"),
    _keep("post", f"{TERM}/merge", "Let it mean another term from now on", reference("Term"), "Merge"),
    _keep("post", f"{TERM}/separate", "Take a merge back", reference("Term"), REASON),
    Operation("get", f"{TERM}/history", "What was done to it here", array("AuthorityChange"), refusals=(401, 403),
              signed=True),
    Operation("get", "/openapi.json", "This description", {"type": "object"}),
)  # fmt: skip


def add_routes(blueprint: Blueprint) -> None:
    """Add the routes of this module."""
    blueprint.add_url_rule("/openapi.json", "openapi", lambda: as_json(document()), methods=["GET"])


def document() -> JsonObject:
    """The whole description."""
    paths: dict[str, dict[str, object]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Hoclieu",
            "version": __version__,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api/v1"}],
        "paths": paths,
        "components": {
            "schemas": {**SCHEMAS, **AUTHORITY_SCHEMAS},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(operation: Operation) -> JsonObject:
    described: dict[str, object] = {
        "summary": operation.summary,
        "operationId": _name(operation),
        "parameters": [*_in_path(operation.path), *_in_query(operation.query), *_in_header(operation)],
        "responses": {str(operation.status): _good(operation), **{str(s): _refusal() for s in operation.refusals}},
        "security": [{"token": []}] if operation.signed else [{}, {"token": []}],
    }
    if operation.body is not None:
        described["requestBody"] = _body(operation.body)
    return described


def _name(operation: Operation) -> str:
    words = operation.path.replace("{", "").replace("}", "").replace(".", "/").strip("/").split("/")
    return "-".join((operation.method, *words))


def _in_path(path: str) -> list[JsonObject]:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    kinds = {"job_id": "integer"}
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": kinds.get(name, "string")}} for name in names
    ]


def _in_query(names: tuple[str, ...]) -> list[JsonObject]:
    return [{"name": name, "in": "query", "schema": _query_schema(name)} for name in names]


def _query_schema(name: str) -> JsonObject:
    if name in {"page", "size"}:
        return {"type": "integer", "minimum": 1}
    return array_of_text() if name in ASKED else {"type": "string"}


def array_of_text() -> JsonObject:
    """A parameter that may be given more than once."""
    return {"type": "array", "items": {"type": "string"}}


def _in_header(operation: Operation) -> list[JsonObject]:
    if operation.method != "patch" or operation.path != RECORD:
        return []
    return [{"name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"}}]


def _good(operation: Operation) -> JsonObject:
    if operation.answer is None:
        return {"description": "Done"}
    return {"description": operation.summary, "content": {"application/json": {"schema": operation.answer}}}


def _refusal() -> JsonObject:
    return {
        "description": "Refused, and why",
        "content": {"application/problem+json": {"schema": reference("Problem")}},
    }


def _body(name: str) -> JsonObject:
    if name == "Upload":
        form = {
            "type": "object",
            "required": ["file"],
            "properties": {"file": {"contentMediaType": "application/octet-stream"}},
        }
        raw: JsonObject = {"contentMediaType": "application/octet-stream"}
        return {"required": True, "content": {"multipart/form-data": {"schema": form}, "*/*": {"schema": raw}}}
    return {
        "required": name not in {REASON, READING, PUBLISHING},
        "content": {"application/json": {"schema": reference(name)}},
    }
