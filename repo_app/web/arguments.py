"""Reading requests: numbers, text and files as views need them, and the address of this page with other arguments."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import request
from werkzeug.datastructures import FileStorage
from werkzeug.routing import IntegerConverter, ValidationError

from repo_app.errors import BadRequest, Fault, Invalid

LARGEST = 10**9  # fits every column; nothing of ours is counted further
DIGITS = 10


class Number(IntegerConverter):
    """A whole number in an address, of at most :data:`DIGITS` digits; a longer or larger one is no address of ours."""

    regex = f"[0-9]{{1,{DIGITS}}}"

    def to_python(self, value: str) -> int:
        """The number; ValidationError (404) above :data:`LARGEST`."""
        found = int(value)
        if found > LARGEST:
            raise ValidationError
        return found


def number(name: str, default: int = 1) -> int:
    """The whole number from 1 in the query argument ``name``; BadRequest for anything else than one."""
    raw = request.args.get(name, "").strip()
    if not raw:
        return default
    if not (len(raw) <= DIGITS and raw.isascii() and raw.isdigit() and 1 <= int(raw) <= LARGEST):
        raise BadRequest("problem.bad_number", name=name)
    return int(raw)


def revision() -> int | None:
    """The version of the record that the form was made from; None where it names none that there can be."""
    raw = request.form.get("revision", "")
    return int(raw) if len(raw) <= DIGITS and raw.isascii() and raw.isdigit() else None


def text(name: str) -> str:
    """The form field ``name`` without blanks around it, line ends as one character; empty when it was not sent."""
    return request.form.get(name, "").replace("\r\n", "\n").strip()


def optional(name: str) -> str | None:
    """The form field ``name``, None when it is empty."""
    return text(name) or None


def lines(name: str) -> tuple[str, ...]:
    """The lines of the form field ``name`` that hold something, without blanks around them."""
    return tuple(line.strip() for line in text(name).split("\n") if line.strip())


def secret(name: str) -> str:
    """The form field ``name`` exactly as typed."""
    return request.form.get(name, "")


def files(name: str = "file") -> list[FileStorage]:
    """The files that were chosen; Invalid when there are none."""
    chosen = [held for held in request.files.getlist(name) if held.filename]
    if not chosen:
        raise Invalid(Fault(name, "file.none_chosen", {}))
    return chosen


def here(**changes: object) -> str:
    """The address of this page with these query arguments set, or left out where None; lists of others are kept."""
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name not in changes]
    pairs += [(name, str(value)) for name, value in changes.items() if value is not None]
    path = request.script_root + request.path
    return f"{path}?{urlencode(pairs)}" if pairs else path
