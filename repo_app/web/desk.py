"""The desk at which a record is described: its page, what a sent form changes, and the page of two versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import cast

from flask import render_template, request

from repo_app import licensing, messages
from repo_app.errors import EditConflict, Fault, Invalid, ProposalConflict
from repo_app.services import originals, recognition, records, steering
from repo_app.services.access import opened_on_the_word
from repo_app.values import FileView, Metadata, MetadataFault, RecordView
from repo_app.values.metadata import parse, term_of
from repo_app.values.revisions import differences, taken_by_rule
from repo_app.web import arguments, choices, description, form, joining, problems
from repo_app.web.description import Typed
from repo_app.web.fields import ORDER, TONGUE
from repo_app.web.identity import library, person
from repo_app.web.locale import locale
from repo_app.web.terms import look_up_names, terms

NEEDED = {"submit": ("title",), "publish": ("title", "license")}
UNPUBLISHED = frozenset({"draft", "submitted"})
ACTIONS = {"submit": records.submit, "publish": records.publish, "accept": records.publish}


def held_by(record: RecordView) -> Metadata:
    """What the form is about: the description, with the change of it that waits."""
    return record.pending or record.metadata


def only_fills() -> bool:
    """Whether a button was pressed that only changes what stands in the form: a row more or less, a suggestion."""
    return any(
        name in {description.MORE, description.LESS} or name.startswith(description.USE) for name in request.form
    )


def page(record: RecordView, typed: Typed | None = None, problem: Invalid | None = None) -> str:
    """The page of the record with what was ``typed`` in its form, and what is wrong with that."""
    told = problems.tell(problem) if problem else None
    kept = not typed or not description.patch(held_by(record), typed)  # what was typed is what the record holds
    shown = {**description.as_shown(held_by(record)), **(typed or {})}
    history = records.history(library(), person(), record.id)
    was = {key: request.form[name] for key in typed or {} if (name := description.WAS + key) in request.form}
    leave = opened_on_the_word(held_by(record))
    groups = form.view(
        shown,
        locale(),
        faults=dict(told.faults) if told else {},
        was={} if kept else was,
        more=request.form.get(description.MORE, ""),
    )
    return render_template(
        "deposit/edit.html",
        record=record,
        revision=record.revision if kept else arguments.revision() or record.revision,
        groups=groups,
        proposed=tuple(differences(record.metadata, held_by(record))),
        tongues=choices.labels(TONGUE, locale()),
        held=_held(shown),
        suggestions=records.suggestions(library(), person(), record.id),
        history=history,
        taken=taken_by_rule(history, held_by(record)) if record.state in UNPUBLISHED else (),
        reading_line=reading_line,
        photos=joining.photos_of(record),
        originals=originals.originals(library(), person(), record.id) if record.may.history else {},
        readings=steering.readings(library(), person(), record.id) if record.may.history else {},
        readable=recognition.readable_languages(library()),
        told=told,
        title_checked=_title_was_checked(record),
        leave=leave,
        refusing=[words for said in leave or () for words in licensing.seems_to_refuse(said)],
        waiting=None if _waits(record) else records.next_for_review(library(), person()),
        keeps=record.state == "draft" and record.may.edit,
    )


def _waits(record: RecordView) -> bool:
    """Whether the record waits for a reviewer itself."""
    return record.state == "submitted" or record.pending is not None


def _held(shown: Typed) -> Mapping[str, str]:
    """The texts of each field, one a line, what is printed, and all that its ids are called: what need not be
    suggested any more."""
    among = terms()

    def told(key: str, value: Mapping[str, str]) -> Sequence[str]:
        term = term_of(key, value["id"], among) if "id" in value else None
        return (*term.names, value.get("printed", "")) if term else (value.get("id") or value["value"],)

    return {key: "\n".join(name for value in shown.get(key, []) for name in told(key, value)) for key in ORDER}


def conflict_page(record: RecordView, conflict: EditConflict) -> str:
    """Both versions of what two people changed, to choose from; of a change to be accepted, accepting goes on there."""
    current, yours = cast(Metadata, conflict.current), cast(Metadata, conflict.yours)
    proposed = isinstance(conflict, ProposalConflict)
    since = None if proposed else records.since(library(), person(), record.id, arguments.revision() or 0)
    if since:
        look_up_names(since.compared.older.waiting, since.compared.newer.waiting)
    return render_template(
        "deposit/conflict.html",
        record=record,
        told=problems.tell(conflict, HTTPStatus.CONFLICT),
        choices=description.conflicts(current, yours),
        both=description.both,
        revision=conflict.revision,
        reason=arguments.optional("reason"),
        title_checked=arguments.optional("title_checked"),
        act=act_of(record),
        proposed=proposed,
        since=since,
    )


def act_of(record: RecordView) -> str:
    """What the pressed button does beside keeping what was typed: submit, publish, accept a change; else save."""
    action = request.form.get("action", "")
    if action == "publish" and record.pending is not None and record.may.edit:
        return "accept"
    return action if action in ACTIONS else "save"


def apply(record: RecordView, typed: Typed) -> None:
    """Keep what was typed, then hand the record on where a button said so; nothing at all where something is wrong."""
    action, act, revision = request.form.get("action", ""), act_of(record), arguments.revision()
    patch, reason = description.patch(held_by(record), typed), arguments.optional("reason")
    if _title_was_checked(record):
        patch.setdefault("title", [value.as_json() for value in record.metadata.get("title")])
    unchecked = act == "publish" and record.may.publish and record.unreviewed_title
    _check(held_by(record), patch, NEEDED.get(action, ()), unchecked=unchecked)
    if act == "accept":  # a field of the page of two versions is an answer also where it keeps what was proposed
        chosen = {key: list(values) for key, values in typed.items() if description.WHOLE + key in request.form}
        patch = {**chosen, **patch}
    if act in ACTIONS:
        correction = patch if patch or act == "accept" else None
        ACTIONS[act](library(), person(), record.id, reason, revision=revision, correction=correction)
    elif patch:
        records.edit(library(), person(), record.id, patch, revision, reason)


def _check(held: Metadata, patch: Mapping[str, description.Values], needed: Sequence[str], *, unchecked: bool) -> None:
    """Raise Invalid with every fault of what was typed, and with what is ``needed`` and missing; a title that reading
    made needs a person's word too, where it is ``unchecked``.
    """
    faults: list[Fault] = []
    for key, values in patch.items():
        try:
            parse({key: values}, terms())
        except MetadataFault as fault:
            faults.append(Fault(key, fault.code, fault.params))
    missing = (key for key in needed if not (patch[key] if key in patch else held.get(key)))
    faults += [Fault(key, f"record.needs_{key}", {}) for key in missing]
    if unchecked and "title" not in patch and held.get("title"):
        faults.append(Fault("title", "record.title_unchecked", {}))
    if faults:
        raise Invalid(*faults)


def autosave(record: RecordView) -> dict[str, object]:
    """Keep what is being typed as far as it can be kept, and say what the form is based on from now on.

    ``{"revision", "was": {key: stamp}, "faults": {key: sentence}}``; a field with a fault is not kept yet. What a
    title made by reading becomes is left to whoever saves. Raises what ``records.autosave`` does.
    """
    typed = description.sent(held_by(record))
    patch, revision = description.patch(held_by(record), typed), arguments.revision()
    faults: dict[str, str] = {}
    while patch:
        try:
            revision = records.autosave(library(), person(), record.id, patch, revision).revision
            break
        except Invalid as problem:
            found = {key: told for key, told in problems.tell(problem).faults if key in patch}
            if not found:
                raise
            faults |= found
            patch = {key: values for key, values in patch.items() if key not in found}
    kept = {key: description.stamp(key, values) for key, values in typed.items() if key not in faults}
    return {"revision": revision, "was": kept, "faults": faults}


def _title_was_checked(record: RecordView) -> bool:
    """Whether whoever sends the form says that the title which reading made is right: that one, no later one, and no
    other that waits to take its place.
    """
    asked = record.unreviewed_title and held_by(record).get("title") == record.metadata.get("title")
    return asked and request.form.get("title_checked") == record.title


def reading_line(file: FileView) -> str:
    """How far a file is, in one line: the page and the time that is left."""
    here, done, total = locale(), file.progress.done, file.progress.total
    if file.stopped and file.state == "failed":
        return messages.label("file.stopped", here)
    if file.state != "reading" or not total:
        return messages.label(f"file.{file.state}", here)
    line = messages.gettext("page %(done)s/%(total)s", here) % {"done": done, "total": total}
    if file.progress.seconds_left is None:
        return line
    left = messages.formats.duration(file.progress.seconds_left, here)
    return f"{line} · " + messages.gettext("about %(time)s left", here) % {"time": left}
