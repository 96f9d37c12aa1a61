"""Depositing: send files, see them being read, describe the record, hand it on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import BinaryIO, cast

from flask import Blueprint, Response, flash, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from repo_app.errors import BadRequest, EditConflict, Fault, Invalid, ProposalConflict
from repo_app.services import deposit, places, records
from repo_app.services.authorities.names import suggest
from repo_app.values import RecordView
from repo_app.values.authorities import NameSuggestion
from repo_app.web import arguments, description, desk, joining, sending
from repo_app.web.acts import Answer, changed_meanwhile
from repo_app.web.identity import library, member, person
from repo_app.web.redirects import see_other
from repo_app.web.terms import look_up_names

UNFINISHED = frozenset({"waiting", "reading"})
REFRESH_SECONDS = 3
SHOWN = 2  # files that one answer about progress tells of, so that it stays under 300 bytes
MOVES = {"return": records.return_, "withdraw": records.withdraw, "decline": records.decline}
DONE = {
    "submit": "note.submitted",
    "publish": "note.published",
    "return": "note.returned",
    "withdraw": "note.withdrawn",
    "decline": "note.declined",
}

blueprint = Blueprint("deposit", __name__, url_prefix="/deposit")


@blueprint.get("")
def start() -> str:
    """The form that takes files."""
    asker = member()
    return render_template(
        "deposit/start.html",
        collections=places.collections(library()),
        asker=asker,
        limit=library().settings.max_file_bytes,
    )


@blueprint.post("")
def send() -> AnyResponse | tuple[str, int]:
    """Take files in: each begins a record of its own, unless ``record`` names one that they belong to."""
    asker, chosen, record_id = member(), arguments.files(), arguments.optional("record")
    if record_id is not None:
        return _join(record_id, chosen)
    if joining.wished(chosen):
        return joining.take(chosen, None)
    collection = arguments.optional("collection")

    def take(held: FileStorage) -> str:
        return deposit.deposit(library(), asker, _stream(held), held.filename or "", collection=collection).record

    outcomes = sending.take_each(chosen, take)
    if any(one.problem for one in outcomes):
        return sending.told_each(outcomes, url_for("deposit.start"))
    if len(outcomes) == 1:
        return see_other(url_for("deposit.edit", record_id=outcomes[0].record))
    flash("note.many_deposited")
    return see_other(url_for("account.records"))


@blueprint.get("/names")
def names() -> Response:
    """Names of persons and bodies for the box they are typed into: ``[{"text", "id", "beside"}]``.

    Who is found by another name is offered under it first, as it may be the one that is printed on the work.
    """
    found = suggest(library(), member(), request.args.get("q", ""))
    told = [line for one in found for line in _lines(one)]
    body = json.dumps(told, ensure_ascii=False)
    return Response(body, mimetype="application/json", headers={"Cache-Control": "no-store"})


def _lines(one: NameSuggestion) -> Iterator[dict[str, str]]:
    agent = one.agent or ""
    if one.printed:
        beside = ", ".join(part for part in (one.name, one.told_apart) if part)
        yield {"text": one.printed, "id": agent, "beside": beside}
    yield {"text": one.name, "id": agent, "beside": one.told_apart}


@blueprint.get("/<record_id>")
def edit(record_id: str) -> AnyResponse | str:
    """The draft: its files as they are being read, its description, what can be done with it."""
    record = _workable(record_id)
    if request.args.get("follow"):
        return _follow(record)
    return desk.page(record)


@blueprint.post("/<record_id>")
def save(record_id: str) -> Answer:
    """Keep the description, then hand the record on where a button said so."""
    record = _workable(record_id)
    typed = description.sent(desk.held_by(record), records.suggestions(library(), person(), record_id))
    if desk.only_fills():
        return desk.page(record, typed), HTTPStatus.OK
    try:
        desk.apply(record, typed)
    except EditConflict as conflict:
        written = description.patch(desk.held_by(record), typed)
        if not written and not isinstance(conflict, ProposalConflict):  # only a button was pressed
            return changed_meanwhile(record_id, conflict, desk.act_of(record), "action", "reason", "title_checked")
        return desk.conflict_page(record, conflict), HTTPStatus.CONFLICT
    except Invalid as problem:
        return desk.page(_workable(record_id), typed, problem), problem.status
    flash(DONE.get(request.form.get("action", ""), "note.saved"))
    return see_other(url_for("deposit.edit", record_id=record_id))


@blueprint.post("/<record_id>/autosave")
def autosave(record_id: str) -> Response:
    """Keep what is being typed into the form of a draft, for the script that asks for it."""
    body = json.dumps(desk.autosave(_workable(record_id)), ensure_ascii=False)
    return Response(body, mimetype="application/json", headers={"Cache-Control": "no-store"})


@blueprint.get("/<record_id>/progress")
def progress(record_id: str) -> Response:
    """How far reading is, for the script that shows it: at most 300 bytes."""
    record = _workable(record_id)
    unfinished = [(place, file) for place, file in enumerate(record.files) if file.state in UNFINISHED]
    told = [
        [place, file.progress.done, file.progress.total, desk.reading_line(file)] for place, file in unfinished[:SHOWN]
    ]
    body = json.dumps({"left": len(unfinished), "files": told}, ensure_ascii=False, separators=(",", ":"))
    return Response(body, mimetype="application/json", headers={"Cache-Control": "no-store"})


@blueprint.post("/<record_id>/files")
def add_files(record_id: str) -> AnyResponse | tuple[str, int]:
    """Take more files into this record."""
    member()
    return _join(record_id, arguments.files())


@blueprint.post("/<record_id>/files/<name>/remove")
def remove(record_id: str, name: str) -> AnyResponse:
    """Take a file out of the record."""
    deposit.remove_file(library(), member(), record_id, name)
    flash("note.file_removed")
    return see_other(url_for("deposit.edit", record_id=record_id))


@blueprint.post("/<record_id>/delete")
def delete(record_id: str) -> Answer:
    """Delete a draft with its files."""
    try:
        records.delete(library(), member(), record_id, revision=arguments.revision())
    except EditConflict as conflict:
        return changed_meanwhile(record_id, conflict, "delete")
    flash("note.deleted")
    return see_other(url_for("account.records"))


@blueprint.post("/<record_id>/move")
def move(record_id: str) -> Answer:
    """Send a record back, withdraw it, or turn down a change of it, with a reason; who withdraws has to give one."""
    verb = request.form.get("action", "")
    if verb not in MOVES:
        raise BadRequest("problem.bad_action")
    reason, revision = arguments.optional("reason"), arguments.revision()
    if verb == "withdraw" and reason is None and _workable(record_id).may.withdraw:
        raise Invalid(Fault("reason", "record.needs_reason", {}))  # programs are free to give none: the contract
    try:
        MOVES[verb](library(), member(), record_id, reason, revision=revision)
    except EditConflict as conflict:
        return changed_meanwhile(record_id, conflict, verb, "action", "reason")
    flash(DONE[verb])
    return see_other(url_for("deposit.edit", record_id=record_id))


def _workable(record_id: str) -> RecordView:
    asker = member()
    record = records.view(library(), asker, record_id)
    look_up_names(record.metadata, record.pending)
    if not (record.may.edit or record.may.propose or record.may.history):
        records.history(library(), asker, record_id)  # raises what its rules say to somebody who may not work on it
    return record


def _join(record_id: str, chosen: list[FileStorage]) -> AnyResponse | tuple[str, int]:
    if joining.wished(chosen):
        return joining.take(chosen, record_id)

    def take(held: FileStorage) -> str:
        deposit.add_file(library(), person(), record_id, _stream(held), held.filename or "")
        return record_id

    outcomes = sending.take_each(joining.in_order(chosen), take)
    here = url_for("deposit.edit", record_id=record_id)
    return sending.told_each(outcomes, here) if any(one.problem for one in outcomes) else see_other(here)


def _stream(held: FileStorage) -> BinaryIO:
    return cast(BinaryIO, held.stream)


def _follow(record: RecordView) -> AnyResponse | str:
    if not any(file.state in UNFINISHED for file in record.files):
        return see_other(url_for("deposit.edit", record_id=record.id))
    page = render_template("deposit/follow.html", record=record, reading_line=desk.reading_line)
    return Response(page, headers={"Refresh": str(REFRESH_SECONDS)})
