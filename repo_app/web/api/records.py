"""``/records``: describe, read, change, and move from draft to published and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from flask import Blueprint, Response, request, url_for

from repo_app.serializers import api
from repo_app.serializers.connections import connections
from repo_app.services import records, similar
from repo_app.services.library import Library
from repo_app.values import Person, RecordView
from repo_app.web.api.conditions import etag, wanted_revision
from repo_app.web.api.requests import (
    embargo_body,
    json_body,
    only_parameters,
    person,
    publishing_body,
    reason_body,
    restoring_body,
    whole_number,
)
from repo_app.web.api.responses import as_json, nothing, shapes
from repo_app.web.edge import require_fit
from repo_app.web.identity import library


class Move(Protocol):
    """What brings a record from one state into another."""

    def __call__(
        self,
        library: Library,
        person: Person,
        record_id: str,
        reason: str | None = None,
        *,
        revision: int | None = None,
    ) -> RecordView:
        """The record afterwards."""


MOVES: Mapping[str, Move] = {
    "submit": records.submit,
    "return": records.return_,
    "withdraw": records.withdraw,
    "decline": records.decline,
}


def add_routes(blueprint: Blueprint) -> None:
    """Add the routes of this module."""
    blueprint.add_url_rule("/records", view_func=create, methods=["POST"])
    blueprint.add_url_rule("/records/<record_id>", view_func=record, methods=["GET"])
    blueprint.add_url_rule("/records/<record_id>", view_func=change, methods=["PATCH"])
    blueprint.add_url_rule("/records/<record_id>", view_func=delete, methods=["DELETE"])
    blueprint.add_url_rule("/records/<record_id>/suggestions", view_func=suggestions, methods=["GET"])
    blueprint.add_url_rule("/records/<record_id>/history", view_func=history, methods=["GET"])
    blueprint.add_url_rule("/records/<record_id>/relations", view_func=relations, methods=["GET"])
    blueprint.add_url_rule("/records/<record_id>/editions", view_func=edition, methods=["POST"])
    blueprint.add_url_rule("/records/<record_id>/compare", view_func=compare, methods=["GET"])
    blueprint.add_url_rule("/records/<record_id>/restore", view_func=restore, methods=["POST"])
    blueprint.add_url_rule("/records/<record_id>/similar", "similar", like, methods=["GET"])
    blueprint.add_url_rule("/records/<record_id>/embargo", view_func=embargo, methods=["POST"])
    blueprint.add_url_rule("/records/<record_id>/publish", view_func=publish, methods=["POST"])
    for verb, move in MOVES.items():
        blueprint.add_url_rule(f"/records/<record_id>/{verb}", verb, _moving(move), methods=["POST"])


def create() -> Response:
    """A new draft from a metadata object, in the collection that ``?collection=`` names."""
    asker = person()
    only_parameters("collection")
    made = records.create(library(), asker, json_body(), collection=request.args.get("collection"))
    return _answer(made, 201, {"Location": url_for("api.record", record_id=made.id)})


def record(record_id: str) -> Response:
    """The record; its ETag is good for If-Match and If-None-Match."""
    response = _answer(records.view(library(), person(), record_id))
    response.make_conditional(request)
    return response


def change(record_id: str) -> Response:
    """Replace the metadata keys that the body names, if the record is still as If-Match says; ``?reason=`` says why."""
    asker = person()
    only_parameters("reason")
    revision, reason = wanted_revision(asker, record_id), request.args.get("reason")
    require_fit(reason or "")
    return _answer(records.edit(library(), asker, record_id, json_body(), revision, reason))


def delete(record_id: str) -> Response:
    """Delete a draft, if it is still as If-Match says."""
    asker = person()
    records.delete(library(), asker, record_id, revision=wanted_revision(asker, record_id))
    return nothing()


def suggestions(record_id: str) -> Response:
    """What reading the files proposes."""
    found = records.suggestions(library(), person(), record_id)
    return as_json([api.suggestion(view) for view in found])


def history(record_id: str) -> Response:
    """What was done to the record."""
    shape = shapes().history
    return as_json([shape(entry) for entry in records.history(library(), person(), record_id)])


def compare(record_id: str) -> Response:
    """In what two versions of the history differ."""
    asker = person()
    only_parameters("from", "to")
    numbers = (whole_number(name, 0) for name in ("from", "to"))
    return as_json(shapes().comparison(records.compare(library(), asker, record_id, *numbers)))


def restore(record_id: str) -> Response:
    """Describe the record again as an earlier version did, if it is still as If-Match says."""
    asker, (number, reason, opening) = person(), restoring_body()
    revision = wanted_revision(asker, record_id)
    return _answer(records.restore(library(), asker, record_id, number, revision, reason, open_files=opening))


def relations(record_id: str) -> Response:
    """What the record has to do with others: relations both ways, volumes, editions."""
    asker = person()
    only_parameters()
    return as_json(connections(records.connections(library(), asker, record_id), shapes().record_url))


def edition(record_id: str) -> Response:
    """Begin a new edition of a published record: a draft that is a version of it."""
    asker = person()
    made = records.new_edition(library(), asker, record_id, revision=wanted_revision(asker, record_id))
    return _answer(made, 201, {"Location": url_for("api.record", record_id=made.id)})


def like(record_id: str) -> Response:
    """Published records that are like this one, the most alike first."""
    view = records.view(library(), person(), record_id)
    return as_json([shapes().card(card) for card in similar.similar(library(), person(), view.id)])


def _moving(move: Move) -> Callable[[str], Response]:
    def moved(record_id: str) -> Response:
        asker, reason = person(), reason_body()
        return _answer(move(library(), asker, record_id, reason, revision=wanted_revision(asker, record_id)))

    return moved


def publish(record_id: str) -> Response:
    """Make the record public, perhaps under an embargo, or accept a change of it that waits."""
    asker, (reason, until, metadata) = person(), publishing_body()
    revision = wanted_revision(asker, record_id)
    return _answer(
        records.publish(library(), asker, record_id, reason, revision=revision, embargo=until, correction=metadata)
    )


def embargo(record_id: str) -> Response:
    """Keep all but the description closed until a day, or open it now."""
    asker, (until, reason) = person(), embargo_body()
    revision = wanted_revision(asker, record_id)
    return _answer(records.set_embargo(library(), asker, record_id, until, reason, revision=revision))


def _answer(view: RecordView, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    response = as_json(shapes().record(view), status, headers)
    response.set_etag(etag(view, response.get_data()))
    return response
