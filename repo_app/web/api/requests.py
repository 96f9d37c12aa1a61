"""What comes in: who asks, and bodies that are exactly what they should be."""

from __future__ import annotations

import json
from collections.abc import Sequence

from flask import request

from repo_app.errors import BadRequest, Fault, Invalid, NotSignedIn, UnsupportedType
from repo_app.services import accounts
from repo_app.values import VISITOR, Person
from repo_app.web.edge import require_fit
from repo_app.web.identity import library

MAX_JSON = 1024 * 1024  # bytes; the longest metadata object seen has 60 kB
SCHEME = "bearer"


def person() -> Person:
    """Whoever holds the bearer token; VISITOR without one, NotSignedIn for one that opens nothing."""
    header = request.headers.get("Authorization")
    if header is None:
        return VISITOR
    scheme, _, token = header.partition(" ")
    if scheme.lower() != SCHEME:
        raise NotSignedIn("account.token_unknown")
    return accounts.person_of_token(library(), token.strip())


def json_body() -> object:
    """The decoded body. Raises UnsupportedType for another media type, TooLarge, and BadRequest for what is no JSON."""
    if request.mimetype != "application/json":
        raise UnsupportedType("problem.media_type")
    request.max_content_length = MAX_JSON
    return decoded(request.get_data(cache=False))


def decoded(body: bytes) -> object:
    """The value of a JSON text in UTF-8. Keys given twice, NaN and halves of characters are refused like bad syntax."""
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refused)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise BadRequest("problem.bad_json") from error
    return value


def reason_body() -> str | None:
    """The ``reason`` of a ``{"reason": …}`` body; None for no body at all. Raises Invalid for any other field."""
    if not request.content_length and not request.mimetype:
        return None
    body = json_body()
    if not isinstance(body, dict):
        raise Invalid(Fault("reason", "problem.not_an_object", {}))
    for name in body.keys() - {"reason"}:
        raise Invalid(Fault(name[:60], "problem.unknown_field", {"name": name[:60]}))
    reason = body.get("reason")
    if reason is not None and not isinstance(reason, str):
        raise Invalid(Fault("reason", "problem.not_a_text", {"name": "reason"}))
    require_fit(reason or "")
    return reason


def whole_number(name: str, default: int) -> int:
    """A query parameter that counts; BadRequest where it is something else."""
    given = request.args.get(name)
    if given is None:
        return default
    if not (given.isascii() and given.isdecimal() and len(given) <= 9):
        raise BadRequest("problem.not_a_number", name=name)
    return int(given)


def only_parameters(*known: str) -> None:
    """BadRequest where the address has a query parameter that nobody reads."""
    for name in request.args.keys() - set(known):
        raise BadRequest("problem.unknown_parameter", name=name[:60])


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


def _refused(name: str) -> object:
    raise ValueError(f"{name} is no JSON")
