"""What comes in: who asks, and bodies that are exactly what they should be."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date

from flask import request

from repo_app.errors import BadRequest, Fault, Invalid, NotSignedIn, UnsupportedType
from repo_app.services import accounts
from repo_app.values import VISITOR, Person, edtf
from repo_app.web.edge import require_fit
from repo_app.web.identity import library

MAX_JSON = 1024 * 1024  # bytes; the longest metadata object seen has 60 kB
SCHEME = "bearer"
DAY = re.compile(r"(?!0000)\d{4}-\d\d-\d\d", re.ASCII)


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
    return _reason(_optional_object("reason"))


def publishing_body() -> tuple[str | None, date | None, object]:
    """The ``reason`` of a body, the day of its ``embargo``, ``{"until": "2027-01-31"}``, and the ``metadata`` that is
    changed with it, None for none. Raises Invalid.
    """
    body = _optional_object("reason", "embargo", "metadata")
    embargo = body.get("embargo")
    if embargo is None:
        return _reason(body), None, body.get("metadata")
    if not isinstance(embargo, dict) or set(embargo) != {"until"}:
        raise Invalid(Fault("embargo", "problem.not_an_object", {}))
    return _reason(body), _day("embargo", embargo["until"]), body.get("metadata")


def _day(field: str, until: object) -> date:
    if not (isinstance(until, str) and DAY.fullmatch(until) and edtf.read(until)):
        raise Invalid(Fault(field, "record.bad_day", {"value": str(until)[:60]}))
    return date.fromisoformat(until)


def embargo_body() -> tuple[date | None, str | None]:
    """The day of a body ``{"until": "2027-01-31" or null, "reason": …}``, and the reason. Raises Invalid."""
    body = _optional_object("until", "reason")
    reason, until = _reason(body), body.get("until", "")
    return (None if until is None else _day("until", until)), reason


def restoring_body() -> tuple[int, str | None, bool]:
    """The ``number`` of a version of the history that a body names, the reason, and whether files may be opened by it
    (``open_files``). Raises Invalid.
    """
    body = _optional_object("number", "reason", "open_files")
    number = body.get("number")
    if isinstance(number, bool) or not isinstance(number, int):
        raise Invalid(Fault("number", "problem.not_a_number", {"name": "number"}))
    opening = body.get("open_files", False)
    if not isinstance(opening, bool):
        raise Invalid(Fault("open_files", "problem.not_a_switch", {"name": "open_files"}))
    return number, _reason(body), opening


def _reason(body: Mapping[str, object]) -> str | None:
    reason = body.get("reason")
    if reason is not None and not isinstance(reason, str):
        raise Invalid(Fault("reason", "problem.not_a_text", {"name": "reason"}))
    require_fit(reason or "")
    return reason


def terms_body() -> dict[str, str | None]:
    """The ``license`` and ``third_party`` of a body, those that it names; texts or null. Raises Invalid."""
    body = _optional_object("license", "third_party")
    for name, held in body.items():
        if held is not None and not isinstance(held, str):
            raise Invalid(Fault(name, "problem.not_a_text", {"name": name}))
        require_fit(held or "")
    return {name: str(held) if held else None for name, held in body.items()}


def reading_body() -> tuple[list[str], bool]:
    """The ``languages`` and ``force_ocr`` of a body about a reading; none and False for no body. Raises Invalid."""
    body = _optional_object("languages", "force_ocr")
    languages, forced = body.get("languages", []), body.get("force_ocr", False)
    if not isinstance(languages, list) or not all(isinstance(code, str) for code in languages):
        raise Invalid(Fault("languages", "problem.not_a_list", {"name": "languages"}))
    if not isinstance(forced, bool):
        raise Invalid(Fault("force_ocr", "problem.not_a_switch", {"name": "force_ocr"}))
    return languages, forced


def object_body(*known: str) -> dict[str, object]:
    """The object of a body that may be left out. Invalid for any field but ``known``."""
    return _optional_object(*known)


def text_part(body: Mapping[str, object], name: str) -> str | None:
    """A text of the body, None where it is null or left out; Invalid for anything else."""
    held = body.get(name)
    if held is not None and not isinstance(held, str):
        raise Invalid(Fault(name, "problem.not_a_text", {"name": name}))
    require_fit(held or "")
    return held


def text_list(body: Mapping[str, object], name: str) -> list[str]:
    """The texts of a list in the body, none where it is left out; Invalid for anything else."""
    held = body.get(name, [])
    if not isinstance(held, list) or not all(isinstance(one, str) for one in held):
        raise Invalid(Fault(name, "problem.not_a_list", {"name": name}))
    require_fit("".join(held))
    return held


def _optional_object(*known: str) -> dict[str, object]:
    """The object of a body that may be left out; Invalid for any field but ``known``."""
    if not request.content_length and not request.mimetype:
        return {}
    body = json_body()
    if not isinstance(body, dict):
        raise Invalid(Fault(known[0], "problem.not_an_object", {}))
    for name in body.keys() - set(known):
        raise Invalid(Fault(name[:60], "problem.unknown_field", {"name": name[:60]}))
    return body


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
