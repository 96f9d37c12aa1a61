"""``/records/<id>/files``: the files of a record and one more."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import BinaryIO, cast
from urllib.parse import quote

from flask import Blueprint, Response, request
from werkzeug.http import parse_options_header

from repo_app.errors import BadRequest
from repo_app.services import deposit, file_terms, records, steering
from repo_app.values import FileView
from repo_app.web.api.conditions import wanted_revision
from repo_app.web.api.requests import person, reading_body, terms_body
from repo_app.web.api.responses import as_json, shapes
from repo_app.web.identity import library

FIELD = "file"
_EXTENDED = re.compile(r"filename\*\s*=\s*[^;]+", re.IGNORECASE)


def add_routes(blueprint: Blueprint) -> None:
    """Add the routes of this module."""
    blueprint.add_url_rule("/records/<record_id>/files", "files", listing, methods=["GET"])
    blueprint.add_url_rule("/records/<record_id>/files", "add_file", add, methods=["POST"])
    blueprint.add_url_rule("/records/<record_id>/files/<name>", "change_file", change, methods=["PATCH"])
    for verb, act in STEERING.items():
        blueprint.add_url_rule(f"/records/<record_id>/files/<name>/{verb}", f"{verb}_file", act, methods=["POST"])


def listing(record_id: str) -> Response:
    """The record's files in their order."""
    shape = shapes().file
    return as_json([shape(view, record_id) for view in records.view(library(), person(), record_id).files])


def add(record_id: str) -> Response:
    """Take one file in; it is never held in memory as a whole."""
    asker = person()
    stream, name = _from_form() if request.mimetype == "multipart/form-data" else _from_body()
    made = deposit.add_file(library(), asker, record_id, stream, name)
    return as_json(shapes().file(made, record_id), 201, {"Location": f"/records/{record_id}/files/{quote(made.name)}"})


def change(record_id: str, name: str) -> Response:
    """Give the file a license of its own or a note of what others made in it; what the body does not name stays.

    With If-Match, the ETag of its record: only if that is still as it was.
    """
    asker, patch = person(), terms_body()
    revision = wanted_revision(asker, record_id)
    return _shown(record_id, file_terms.change_terms(library(), asker, record_id, name, patch, revision=revision))


def stop(record_id: str, name: str) -> Response:
    """Stop the reading of a file; the pages that are there stay."""
    return _shown(record_id, steering.stop(library(), person(), record_id, name))


def retry(record_id: str, name: str) -> Response:
    """Read a failed file again, or go on with one that was stopped."""
    return _shown(record_id, steering.retry(library(), person(), record_id, name))


def read(record_id: str, name: str) -> Response:
    """Read a file again: in the languages that the body names, or those of its record."""
    asker = person()
    languages, forced = reading_body()
    view = steering.read_again(library(), asker, record_id, name, languages, force_ocr=forced)
    return _shown(record_id, view)


STEERING: Mapping[str, Callable[[str, str], Response]] = {"stop": stop, "retry": retry, "read": read}


def _shown(record_id: str, view: FileView) -> Response:
    return as_json(shapes().file(view, record_id))


def _from_form() -> tuple[BinaryIO, str]:
    sent = list(request.files.items(multi=True))
    unknown = [name for name in (*request.files, *request.form) if name != FIELD]
    if unknown:
        raise BadRequest("problem.unknown_field", name=unknown[0][:60])
    if len(sent) != 1 or not sent[0][1].filename:
        raise BadRequest("file.exactly_one")
    held = sent[0][1]
    return cast(BinaryIO, held.stream), held.filename or ""


def _from_body() -> tuple[BinaryIO, str]:
    name = file_name(request.headers.get("Content-Disposition", ""))
    if not name:
        raise BadRequest("file.no_name")
    return cast(BinaryIO, request.stream), name


def file_name(disposition: str) -> str | None:
    """The file name of a Content-Disposition (RFC 6266): ``filename*`` before ``filename``, which may be bare UTF-8."""
    extended = _EXTENDED.search(disposition)
    if extended:
        return parse_options_header(f"attachment; {extended[0]}")[1].get("filename")
    name = parse_options_header(disposition)[1].get("filename")
    try:
        return name and name.encode("latin-1").decode("utf-8")  # WSGI gives header bytes as latin-1
    except UnicodeError:
        return name
