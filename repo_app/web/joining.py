"""Several photos sent or held as one document: what the forms ask for, and the page that shows what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO, cast

from flask import Blueprint, flash, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from repo_app import messages
from repo_app.errors import BadRequest
from repo_app.services import files, joining, originals
from repo_app.services.joining import JoinedFile, Photo
from repo_app.values import FileView, RecordView
from repo_app.web import downloads
from repo_app.web.identity import library, member, person
from repo_app.web.locale import locale
from repo_app.web.redirects import see_other

LONGEST_PLACE = 4  # digits of a page's place

blueprint = Blueprint("joining", __name__, url_prefix="/deposit")


def wished(chosen: Sequence[FileStorage]) -> bool:
    """Whether the form asks for one document of what was chosen, and all of it is photos."""
    return bool(request.form.get("join")) and joining.are_photos([_stream(held) for held in chosen])


def take(chosen: Sequence[FileStorage], record_id: str | None) -> AnyResponse:
    """Keep the chosen photos as one document, in a draft of its own or in the record."""
    photos = [Photo(held.filename or "", _stream(held)) for held in chosen]
    as_given = bool(request.form.get("ordered"))
    if record_id is not None:
        made = joining.add_joined(library(), person(), record_id, photos, name=_named(), as_given=as_given)
    else:
        collection = request.form.get("collection", "").strip() or None
        made = joining.deposit_joined(
            library(), member(), photos, name=_named(), as_given=as_given, collection=collection
        )
    return _told(made)


@blueprint.post("/<record_id>/join")
def join(record_id: str) -> AnyResponse:
    """Make one document of the record's photos that have a number, in the order of these."""
    member()
    return _told(joining.join_files(library(), person(), record_id, _numbered(), name=_named()))


@blueprint.post("/<record_id>/files/<name>/apart")
def apart(record_id: str, name: str) -> AnyResponse:
    """Put the photos of a joined file back in its place."""
    originals.take_apart(library(), member(), record_id, name)
    flash("note.taken_apart")
    return see_other(url_for("deposit.edit", record_id=record_id))


@blueprint.get("/<record_id>/files/<name>/photos/<int:position>")
def photo(record_id: str, name: str, position: int) -> AnyResponse:
    """One of the photos that a file was made of, as it came; for whoever works on the record."""
    member()
    return downloads.answer(files.original(library(), person(), record_id, name, position))


def in_order(chosen: Sequence[FileStorage]) -> Sequence[FileStorage]:
    """What was chosen; where all of it is photos, in the order of their names, which is then that of the record."""
    if not joining.are_photos([_stream(held) for held in chosen]):
        return chosen
    return sorted(chosen, key=lambda held: joining.order_key(held.filename or ""))


def photos_of(record: RecordView) -> tuple[FileView, ...]:
    """The images that may be joined, as they lie in the record; none where there are not two."""
    images = tuple(file for file in record.files if file.family == "image")
    return images if record.may.upload and len(images) > 1 else ()


def _numbered() -> list[str]:
    """The names of the photos whose place is filled in, by place; of equal places in the order of the form."""
    pairs = list(zip(request.form.getlist("photo"), request.form.getlist("place"), strict=False))
    numbered = [(_place(place.strip()), name) for name, place in pairs if place.strip()]
    return [name for _, name in sorted(numbered, key=lambda pair: pair[0])]


def _place(given: str) -> int:
    if not (len(given) <= LONGEST_PLACE and given.isascii() and given.isdigit()):
        raise BadRequest("problem.bad_number", name="place")
    return int(given)


def _told(made: JoinedFile) -> AnyResponse:
    flash("note.joined")
    return see_other(url_for("deposit.edit", record_id=made.record))


def _named() -> str:
    return joining.dated(messages.gettext("Photos", locale()))


def _stream(held: FileStorage) -> BinaryIO:
    return cast(BinaryIO, held.stream)
