"""What is done to a whole record beside describing it: its embargo, its earlier versions, a new edition of it."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from flask import Blueprint, flash, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from repo_app.errors import Conflict, EditConflict, Fault, Invalid
from repo_app.services import records
from repo_app.values import edtf
from repo_app.web import arguments, problems
from repo_app.web.identity import library, member
from repo_app.web.redirects import see_other
from repo_app.web.terms import look_up_names

Answer = AnyResponse | str | tuple[str, int]

blueprint = Blueprint("acts", __name__, url_prefix="/deposit")


@blueprint.post("/<record_id>/embargo")
def embargo(record_id: str) -> Answer:
    """Keep all but the description closed until a day, or open it now."""
    asker = member()
    act = "open" if request.form.get("action") == "open" else "embargo"
    until = None if act == "open" else _day("until")
    reason, revision = arguments.optional("reason"), arguments.revision()
    try:
        records.set_embargo(library(), asker, record_id, until, reason, revision=revision)
    except EditConflict as conflict:
        return changed_meanwhile(record_id, conflict, act, "action", "until", "reason")
    flash("note.embargoed" if until else "note.opened")
    return see_other(url_for("deposit.edit", record_id=record_id))


def changed_meanwhile(record_id: str, conflict: EditConflict, act: str, *sent: str) -> Answer:
    """The answer to an ``act`` on a record that somebody else changed since the page with its button was shown.

    It tells what they did, shows the record as it was seen and as it is, and offers the button once more, with those
    fields of the form that are named.
    """
    if problems.wants_json():
        return problems.answer(conflict, HTTPStatus.CONFLICT)
    since = records.since(library(), member(), record_id, arguments.revision() or 0)
    look_up_names(since.compared.older.waiting, since.compared.newer.waiting)
    page = render_template(
        "deposit/changed.html",
        record=records.view(library(), member(), record_id),
        told=problems.tell(Conflict("record.changed_meanwhile")),
        since=since,
        revision=conflict.revision,
        act=act,
        sent={name: arguments.text(name) for name in sent if name in request.form},
    )
    return page, HTTPStatus.CONFLICT


def _day(name: str) -> date:
    """The day in a form field, as a calendar sends it or as people here write it."""
    typed = arguments.text(name)
    day = edtf.from_local(typed) or typed
    found = edtf.read(day) if len(day) == len("2027-01-31") else None
    if found is None or found.year is None or found.first is None or found.first != found.last:
        raise Invalid(Fault(name, "record.bad_day", {"value": typed[:60]}))
    return date(*found.first)


@blueprint.get("/<record_id>/history")
def history(record_id: str) -> str:
    """What was done to the record, and in what two of its versions differ: as asked, else the last and the last before
    it that the record itself held; of what was proposed one after the other each holds all.
    """
    asker = member()
    view = records.view(library(), asker, record_id)
    entries = records.history(library(), asker, record_id)
    newer = arguments.number("to", len(entries))
    held = (entry.number for entry in reversed(entries[: max(0, newer - 1)]) if entry.verb != "propose")
    older = arguments.number("from", next(held, 1))
    compared = records.compare(library(), asker, record_id, older, newer)
    look_up_names(compared.older.metadata, compared.newer.metadata)
    return render_template(
        "deposit/history.html",
        record=view,
        history=entries,
        compared=compared,
        opened_again=records.opened_again(library(), asker, record_id, older) if view.may.edit else (),
    )


@blueprint.post("/<record_id>/restore")
def restore(record_id: str) -> Answer:
    """Describe the record again as one of its versions did."""
    asker, number = member(), arguments.text("number")
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) <= arguments.DIGITS else 0
    reason, revision = arguments.optional("reason"), arguments.revision()
    opening = "open_files" in request.form
    try:
        after = records.restore(library(), asker, record_id, wanted, revision, reason, open_files=opening)
    except EditConflict as conflict:
        return changed_meanwhile(record_id, conflict, "restore", "number", "reason", "open_files")
    flash("note.restore_proposed" if after.pending and not after.may.edit else "note.restored")
    return see_other(url_for("deposit.edit", record_id=record_id))


@blueprint.post("/<record_id>/edition")
def edition(record_id: str) -> AnyResponse:
    """Begin a new edition of a published record."""
    made = records.new_edition(library(), member(), record_id)
    flash("note.edition_begun")
    return see_other(url_for("deposit.edit", record_id=made.id))
