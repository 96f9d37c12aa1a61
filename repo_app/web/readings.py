"""Steering the reading of a file from the desk of its record: stop it, go on, have it read again."""

from __future__ import annotations

from flask import Blueprint, flash, request, url_for
from werkzeug.wrappers import Response

from repo_app.services import steering
from repo_app.web.identity import library, member
from repo_app.web.redirects import see_other

blueprint = Blueprint("readings", __name__, url_prefix="/deposit")


@blueprint.post("/<record_id>/files/<name>/stop")
def stop(record_id: str, name: str) -> Response:
    """Stop the reading; what has been read stays."""
    steering.stop(library(), member(), record_id, name)
    flash("note.reading_stopped")
    return _desk(record_id)


@blueprint.post("/<record_id>/files/<name>/retry")
def retry(record_id: str, name: str) -> Response:
    """Read a failed file again, or go on with one that was stopped."""
    steering.retry(library(), member(), record_id, name)
    return _desk(record_id)


@blueprint.post("/<record_id>/files/<name>/read")
def read(record_id: str, name: str) -> Response:
    """Read the file again, in the languages that were ticked or in those of the record."""
    languages, forced = request.form.getlist("languages"), bool(request.form.get("force_ocr"))
    steering.read_again(library(), member(), record_id, name, languages, force_ocr=forced)
    flash("note.reading_asked")
    return _desk(record_id)


def _desk(record_id: str) -> Response:
    return see_other(url_for("deposit.edit", record_id=record_id))
