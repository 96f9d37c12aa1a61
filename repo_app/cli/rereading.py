"""``hoclieu reread`` and ``hoclieu stop``: files read again, and readings ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

import ingest
from repo_app import vocabularies
from repo_app.cli.front import COMMANDS, FAILED
from repo_app.cli.house import opened, work_until_read
from repo_app.cli.output import answer, answer_json
from repo_app.cli.usage import of_record
from repo_app.cli.words import argument, command, json_option, mark, option
from repo_app.errors import Conflict, Invalid, NotFound, UsageFault
from repo_app.services import outdated, records, steering
from repo_app.services.library import Library
from repo_app.services.names import name_key
from repo_app.values import SYSTEM, FileView

Asked = tuple[str, str]  # a record and the name of a file in it


@command("reread", COMMANDS["reread"][1])
@argument("record", required=False)
@option("--file", "name", metavar="NAME", help=mark("Only this file of the record."))
@option("--languages", metavar="CODES", help=mark("Languages of the text joined by +, in place of the record's."))
@option("--force-ocr", is_flag=True, help=mark("Recognise every page's image, though it has a text layer."))
@option("--all-outdated", is_flag=True, help=mark("Every file that would be read in another way now, behind all else."))
@option("--wait", is_flag=True, help=mark("Wait until the files are read; works the queue where no worker runs."))
@json_option
def reread(
    record: str | None,
    name: str | None,
    languages: str | None,
    force_ocr: bool,
    all_outdated: bool,
    wait: bool,
    as_json: bool,
) -> None:
    """Ask for another reading; pages are shown and found as they are until then."""
    if all_outdated and (record or name or languages or force_ocr):
        raise UsageFault("cli.option_misused", option="--all-outdated")
    if not all_outdated and record is None:
        raise UsageFault("cli.missing_value", name="RECORD")
    with opened() as library:
        if record is None:
            asked = list(outdated.read_outdated_again(library))
        else:
            asked = list(_ask(library, record, name, _codes(languages), force_ocr=force_ocr))
        if wait:
            work_until_read(library, {one for one, _name in asked})
        failed = _tell(library, asked, as_json=as_json)
    click.get_current_context().exit(FAILED if wait and failed else 0)


@command("stop", COMMANDS["stop"][1])
@argument("record")
@option("--file", "name", metavar="NAME", help=mark("Only this file of the record."))
@json_option
def stop(record: str, name: str | None, as_json: bool) -> None:
    """End the readings of a record; exit 1 where none of its files is being read."""
    with opened() as library:
        stopped: list[Asked] = []
        for view in _files(library, record, name):
            try:
                stopped.append((record, steering.stop(library, SYSTEM, record, view.name).name))
            except Conflict:
                if name is not None:
                    raise
        if not stopped:
            raise Conflict("cli.nothing_being_read")
        _tell(library, stopped, as_json=as_json)


def _files(library: Library, record: str, name: str | None) -> Sequence[FileView]:
    with of_record(record):
        held = records.view(library, SYSTEM, record).files
    if name is None:
        return held
    found = [view for view in held if name_key(view.name) == name_key(name)]
    if not found:
        raise NotFound("cli.no_such_file", name=name, files=", ".join(view.name for view in held) or "–")
    return found


def _ask(
    library: Library, record: str, name: str | None, languages: Sequence[str], *, force_ocr: bool
) -> Iterator[Asked]:
    """Ask for each file; of a whole record those without images are left out, unless none has any."""
    refused: Invalid | None = None
    asked = 0
    for view in _files(library, record, name):
        try:
            steering.read_again(library, SYSTEM, record, view.name, languages, force_ocr=force_ocr)
        except Invalid as problem:
            if problem.code != steering.NO_IMAGES:
                raise
            refused = problem
            continue
        asked += 1
        yield record, view.name
    if refused is not None and not asked:
        raise refused


def _codes(languages: str | None) -> tuple[str, ...]:
    """Languages by the ids of the vocabulary; one that is named as Tesseract names its model is taken for its own."""
    return tuple(_code(part.strip()) for part in languages.split("+")) if languages is not None else ()


def _code(part: str) -> str:
    terms = vocabularies.load("languages").terms
    found = part if part in terms else next((code for code in terms if part in ingest.models_for(code)), None)
    if found is None:
        raise UsageFault("cli.unknown_language", language=part)
    return found


def _tell(library: Library, asked: Sequence[Asked], *, as_json: bool) -> bool:
    """Tell how each file stands; whether one is not ready."""
    states = {}
    for record in dict.fromkeys(record for record, _name in asked):
        states.update({(record, view.name): view.state for view in records.view(library, SYSTEM, record).files})
    rows = [{"record": record, "file": name, "state": states.get((record, name))} for record, name in asked]
    if as_json:
        answer_json(rows)
    else:
        for row in rows:
            answer("  ".join(str(part) for part in row.values() if part))
    return any(row["state"] != "ready" for row in rows)
