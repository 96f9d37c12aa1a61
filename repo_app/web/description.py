"""The edit form's fields and the metadata they stand for; what the form does not show is never touched."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request

from repo_app.values import Metadata, Value
from repo_app.web import arguments

FIELDS = ("title", "creator", "license", "description", "language")
TERMS = frozenset({"license", "language"})
LINES = frozenset({"creator"})  # one value a line
USE = "use."
WAS = "was."

Fields = Mapping[str, str]
Patch = dict[str, list[dict[str, str]]]


def fields_of(metadata: Metadata) -> Fields:
    """What the form shows of ``metadata``: the first value of a key, or all of them, one a line."""
    return {key: _shown(key, metadata.get(key)) for key in FIELDS}


def sent() -> Fields:
    """The fields that were changed in the form; a pressed "use" button wins over what stands in its field.

    The form also carries what each field held when it was shown: reading may find a better title in the meantime, and
    whoever changes the description only must not put the old title back.
    """
    typed = {key: arguments.text(key) for key in FIELDS if key in request.form}
    typed = {key: value for key, value in typed.items() if value != was(key)}
    used = {key: arguments.text(USE + key) for key in FIELDS if USE + key in request.form}
    return {**typed, **{key: _added(key, arguments.text(key), value) for key, value in used.items()}}


def was(key: str) -> str | None:
    """What the field held when the form was shown; None where the form does not say."""
    return arguments.text(WAS + key) if WAS + key in request.form else None


def patch(metadata: Metadata, wanted: Fields) -> Patch:
    """The keys in which ``wanted`` differs from ``metadata``, as a metadata object; a key.s further values stay."""
    shown = fields_of(metadata)
    changed = [key for key in FIELDS if key in wanted and wanted[key] != shown[key]]
    return {key: _values(key, metadata.get(key), wanted[key]) for key in changed}


def conflicts(current: Metadata, yours: Metadata) -> tuple[tuple[str, str, str], ...]:
    """The fields in which two versions differ: key, the current value, yours."""
    one, other = fields_of(current), fields_of(yours)
    return tuple((key, one[key], other[key]) for key in FIELDS if one[key] != other[key])


def _shown(key: str, values: tuple[Value, ...]) -> str:
    texts = [value.value or value.id or "" for value in values]
    return "\n".join(texts) if key in LINES else next(iter(texts), "")


def _added(key: str, typed: str, used: str) -> str:
    lines = [line for line in typed.split("\n") if line]
    return "\n".join([*lines, used] if used not in lines else lines) if key in LINES else used


def _values(key: str, held: tuple[Value, ...], wanted: str) -> list[dict[str, str]]:
    if key in LINES:
        known = {value.value: value for value in held}
        lines = [line.strip() for line in wanted.split("\n") if line.strip()]
        return [(known.get(line) or Value(value=line)).as_json() for line in lines]
    rest = [value.as_json() for value in held[1:]]
    first: dict[str, str] = {"id": wanted} if key in TERMS else {**_lang(held), "value": wanted}
    return [first, *rest] if wanted else rest


def _lang(held: tuple[Value, ...]) -> dict[str, str]:
    return {"lang": held[0].lang} if held and held[0].lang else {}
