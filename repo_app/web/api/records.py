"""``/records``: describe, read, change, and move from draft to published and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from zlib import crc32

from flask import Blueprint, Response, request, url_for

from repo_app.errors import EditConflict
from repo_app.serializers import api
from repo_app.services import records, similar
from repo_app.services.library import Library
from repo_app.values import Metadata, Person, RecordView
from repo_app.web.api.requests import json_body, only_parameters, person, reason_body
from repo_app.web.api.responses import as_json, nothing, shapes
from repo_app.web.identity import library

NO_REVISION = -1  # one that no record has
Move = Callable[[Library, Person, str, str | None], RecordView]
MOVES: Mapping[str, Move] = {
    "submit": records.submit,
    "publish": records.publish,
    "return": records.return_,
    "withdraw": records.withdraw,
}


def add_routes(blueprint: Blueprint) -> None:
    """Add the routes of this module."""
    blueprint.add_url_rule("/records", view_func=create, methods=["POST"])
    blueprint.add_url_rule("/records/<record_id>", view_func=record, methods=["GET"])
    blueprint.add_url_rule("/records/<record_id>", view_func=change, methods=["PATCH"])
    blueprint.add_url_rule("/records/<record_id>", view_func=delete, methods=["DELETE"])
    blueprint.add_url_rule("/records/<record_id>/suggestions", view_func=suggestions, methods=["GET"])
    blueprint.add_url_rule("/records/<record_id>/history", view_func=history, methods=["GET"])
    blueprint.add_url_rule("/records/<record_id>/similar", "similar", like, methods=["GET"])
    for verb, move in MOVES.items():
        blueprint.add_url_rule(f"/records/<record_id>/{verb}", verb, _moving(move), methods=["POST"])


def create() -> Response:
    """A new draft from a metadata object, in the collection that ``?collection=`` names."""
    asker = person()
    only_parameters("collection")
    made = records.create(library(), asker, json_body(), collection=request.args.get("collection"))
    return _answer(made, 201, {"Location": url_for("api.record", record_id=made.id)})


def record(record_id: str) -> Response:
    """The record, with its revision as ETag."""
    response = _answer(records.view(library(), person(), record_id))
    response.make_conditional(request)
    return response


def change(record_id: str) -> Response:
    """Replace the metadata keys that the body names, if the record is still as If-Match says."""
    asker = person()
    revision = _revision(asker, record_id)
    try:
        changed = records.edit(library(), asker, record_id, json_body(), revision)
    except EditConflict as conflict:
        raise EditConflict(_plain(conflict.current), _plain(conflict.yours), conflict.revision) from conflict
    return _answer(changed)


def delete(record_id: str) -> Response:
    """Delete a draft."""
    records.delete(library(), person(), record_id)
    return nothing()


def suggestions(record_id: str) -> Response:
    """What reading the files proposes."""
    found = records.suggestions(library(), person(), record_id)
    return as_json([api.suggestion(view) for view in found])


def history(record_id: str) -> Response:
    """What was done to the record."""
    shape = shapes().history
    return as_json([shape(entry) for entry in records.history(library(), person(), record_id)])


def like(record_id: str) -> Response:
    """Published records that are like this one, the most alike first."""
    view = records.view(library(), person(), record_id)
    return as_json([shapes().card(card) for card in similar.similar(library(), person(), view.id)])


def _moving(move: Move) -> Callable[[str], Response]:
    def moved(record_id: str) -> Response:
        asker = person()
        return _answer(move(library(), asker, record_id, reason_body()))

    return moved


def _answer(view: RecordView, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    response = as_json(shapes().record(view), status, headers)
    response.set_etag(_etag(view))
    return response


def _revision(asker: Person, record_id: str) -> int | None:
    """The revision that If-Match asks for, None without that header; one that never was where none of it fits."""
    if "If-Match" not in request.headers:
        return None
    current = records.view(library(), asker, record_id)
    wanted = request.if_match
    return current.revision if wanted.star_tag or wanted.contains(_etag(current)) else NO_REVISION


def _etag(view: RecordView) -> str:
    """The revision; while nobody looked at the title, reading may change it without one, so it counts too."""
    if not view.unreviewed_title:
        return str(view.revision)
    return f"{view.revision}-{crc32(view.title.encode()):08x}"


def _plain(metadata: object) -> object:
    return metadata.as_json() if isinstance(metadata, Metadata) else metadata
