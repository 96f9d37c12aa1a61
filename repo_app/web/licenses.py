"""Licenses for people: what each means, choosing one by three questions, and what may be made of several works."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, flash, render_template, request, url_for

from repo_app import licensing, messages
from repo_app.errors import EditConflict, Invalid
from repo_app.licensing import choosing
from repo_app.licensing.remixing import OTHERS
from repo_app.services import file_terms, records, remixes
from repo_app.services.access import ACCESS_RIGHTS, RIGHTS, without_leave
from repo_app.values import Message, RecordView, Value
from repo_app.values.days import day_of
from repo_app.web import arguments, description, desk, problems
from repo_app.web.acts import Answer, changed_meanwhile
from repo_app.web.identity import library, member, person
from repo_app.web.locale import locale
from repo_app.web.redirects import see_other

ASKED = (*choosing.QUESTIONS, "year")
LONGEST = 2000  # characters of one answer
ROWS = 3  # boxes for sources that stand ready

blueprint = Blueprint("licenses", __name__)


@blueprint.get("/licenses")
def meanings() -> str:
    """Every license and statement that somebody may choose, with its deed."""
    held = licensing.every()
    listed, rarer = [one for one in held if one.listed], [one for one in held if one.rarer]
    return render_template("licenses/meanings.html", licenses=listed, rarer=rarer)


@blueprint.get("/licenses/choose")
def choose() -> str:
    """The next question, or the license that the answers lead to; for a record where ``record`` names one."""
    answers = {name: held[:LONGEST] for name in ASKED if (held := request.args.get(name, "").strip())}
    found = choosing.step(answers, day_of(datetime.now(UTC)).year)
    outcome = found if isinstance(found, choosing.Outcome) else None
    record = _record(request.args.get("record", ""))
    return render_template(
        "licenses/choose.html",
        question=found if outcome is None else None,
        outcome=outcome,
        license=licensing.find(outcome.license) if outcome else None,
        answers=answers,
        record=record,
        access=_access(record, outcome) if record and outcome else None,
        rights=_rights(record, outcome.note) if record and outcome and outcome.note else None,
    )


@blueprint.get("/licenses/remix")
def remix() -> tuple[str, int]:
    """What an adaptation of the works that ``source`` names may carry, and why."""
    given = [one for line in request.args.getlist("source") for one in line[:LONGEST].splitlines() if one.strip()]
    found, told = None, None
    if given:
        try:
            found = remixes.ask(library(), person(), given)
        except Invalid as problem:
            told = problems.tell(problem)
    page = render_template(
        "licenses/remix.html",
        given=[*given, *[""] * max(1, ROWS - len(given))],
        sources=found[0] if found else (),
        answer=found[1] if found else None,
        told=told,
        licenses=[one for one in licensing.every() if one.listed],
        others=OTHERS,
    )
    return page, told.status if told else 200


@blueprint.post("/deposit/<record_id>/files/<name>/terms")
def set_terms(record_id: str, name: str) -> Answer:
    """Give a file of a record a license of its own and a note of what others made in it; empty ones are taken away."""
    own, note, revision = arguments.optional("file_license"), arguments.optional("third_party"), arguments.revision()
    try:
        file_terms.set_terms(library(), member(), record_id, name, own, note, revision=revision)
    except EditConflict as conflict:
        return changed_meanwhile(record_id, conflict, "terms", "file_license", "third_party")
    flash("note.saved")
    return see_other(url_for("deposit.edit", record_id=record_id))


def _access(record: RecordView, outcome: choosing.Outcome) -> str | None:
    """The access rights that go with the license, as the form sends all of them; None where they stay as they are.

    A license that closes the work ends the leave that opened it, unless there is leave again.
    """
    if outcome.access is not None:
        return description.whole([Value(id=outcome.access)])
    if licensing.is_open(outcome.license):
        return None
    return description.whole(without_leave(desk.held_by(record)).get(ACCESS_RIGHTS))


def _rights(record: RecordView, note: Message) -> str:
    """The statements of rights with what the license alone would tell wrongly, as the form sends all of them."""
    held = desk.held_by(record).get(RIGHTS)
    told = messages.sentence(note.code, note.params, locale())
    added = [] if any(value.value == told for value in held) else [Value(value=told, lang=locale())]
    return description.whole([*held, *added])


def _record(record_id: str) -> RecordView | None:
    """The record that a license is chosen for, where the asker may describe it."""
    if not record_id or not person().known:
        return None
    view = records.view(library(), person(), record_id)
    return view if view.may.edit or view.may.propose else None
