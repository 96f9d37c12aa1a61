"""``hoclieu ingest``: files and folders into records."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import click

from repo_app import messages, vocabularies
from repo_app.cli.front import COMMANDS, FAILED
from repo_app.cli.house import opened, work_until, work_until_read
from repo_app.cli.output import Bar, answer, answer_json, say
from repo_app.cli.words import _, argument, as_text, command, json_option, locale, mark, option, tell
from repo_app.errors import NotFound, Problem, UsageFault
from repo_app.services import batch, joining, places, records
from repo_app.services.batch import Taken
from repo_app.services.indexing import REINDEX_JOB
from repo_app.services.library import Library
from repo_app.services.rows import INDEX_JOB
from repo_app.services.waiting import kinds_put_off
from repo_app.values import SYSTEM, FileView, Message

LEFTOVERS = frozenset({"thumbs.db", "desktop.ini", "__macosx"})  # what systems leave in folders; names with a dot too


@dataclass(frozen=True, slots=True)
class Wishes:
    """How files are to be taken in."""

    collection: str | None
    license_id: str | None
    publish: bool
    wait: bool
    join: bool
    as_json: bool


@dataclass(frozen=True, slots=True)
class Photos:
    """A folder that holds nothing but photos, which are to become one document."""

    folder: Path
    files: tuple[Path, ...]


@command("ingest", COMMANDS["ingest"][1])
@argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@option("--collection", metavar="SLUG", help=mark("Put the records into this collection."))
@option("--license", "license_id", metavar="ID", help=mark("The license of every file."))
@option("--publish", is_flag=True, help=mark("Publish the records; needs a license."))
@option(
    "--wait", is_flag=True, help=mark("Wait until the files are read; works the queue itself where no worker runs.")
)
@option("--join", is_flag=True, help=mark("Make one document of the photos of each folder that holds only photos."))
@json_option
def ingest(
    paths: tuple[Path, ...],
    collection: str | None,
    license_id: str | None,
    publish: bool,
    wait: bool,
    join: bool,
    as_json: bool,
) -> None:
    """Take every file in and tell what became of it; exit 1 when one was refused or failed."""
    wishes = Wishes(collection, license_id, publish, wait, join, as_json)
    with opened() as library:
        _check(library, wishes)
        found = list(_files(paths, wishes.join))
        if not found:
            say(_("There are no files in what you named."))
        taken = list(_take_all(library, found, wishes))
        failed = _wait_for(library, taken, wishes) if wait else False
    refused = any(one.status == "refused" for one in taken)
    click.get_current_context().exit(FAILED if refused or failed else 0)


def _check(library: Library, wishes: Wishes) -> None:
    if wishes.license_id is not None and vocabularies.load("licenses").get(wishes.license_id) is None:
        raise UsageFault("cli.unknown_license", term=wishes.license_id)
    default = None
    if wishes.collection is not None:
        try:
            default = places.collection(library, wishes.collection).license
        except NotFound as error:
            raise UsageFault(error.code, **error.params) from error
    if wishes.publish and wishes.license_id is None and default is None:
        raise UsageFault("cli.publish_needs_license")


def _files(paths: Sequence[Path], join: bool) -> Iterator[Path | Photos]:
    for path in paths:
        if path.is_dir():
            yield from _files_below(path, join)
        else:
            yield path


def _files_below(folder: Path, join: bool) -> Iterator[Path | Photos]:
    for at, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_leftover(name))
        files = [Path(at) / name for name in sorted(names) if not _is_leftover(name) and (Path(at) / name).is_file()]
        if join and _are_photos(files):
            yield Photos(Path(at), tuple(files))
        else:
            yield from files


def _are_photos(files: Sequence[Path]) -> bool:
    try:
        with ExitStack() as held:
            return joining.are_photos([held.enter_context(path.open("rb")) for path in files[: joining.MOST + 1]])
    except OSError:
        return False  # which of them cannot be opened is told of each by itself


def _is_leftover(name: str) -> bool:
    return name.startswith(".") or name.casefold() in LEFTOVERS


def _take_all(library: Library, paths: Sequence[Path | Photos], wishes: Wishes) -> Iterator[Taken]:
    with Bar(_("files")) as bar:
        for done, path in enumerate(paths, start=1):
            taken = _take(library, path, wishes)
            if wishes.publish and not wishes.wait:
                _publish(library, taken)
            if not wishes.wait:
                _tell(taken, None, wishes)
            bar(done, len(paths))
            yield taken


def _take(library: Library, path: Path | Photos, wishes: Wishes) -> Taken:
    if isinstance(path, Photos):
        wanted = {"collection": wishes.collection, "license_id": wishes.license_id}
        return batch.take_in_photos(library, SYSTEM, path.folder, path.files, **wanted)
    if path.exists() and not path.is_file():  # a pipe or device: opening it might wait for ever, or never end
        return Taken(path, "refused", problem=Problem("cli.not_a_file"))
    return batch.take_in(library, SYSTEM, path, collection=wishes.collection, license_id=wishes.license_id)


def _publish(library: Library, taken: Taken) -> None:
    if taken.status == "created" and taken.record is not None:
        records.publish(library, SYSTEM, taken.record)


def _wait_for(library: Library, taken: Sequence[Taken], wishes: Wishes) -> bool:
    """Have everything read, published where wished and indexed; whether a file failed."""
    ids = {one.record for one in taken if one.record is not None}
    work_until_read(library, ids)
    if wishes.publish:  # only now: a draft still takes the best title that reading found
        for one in taken:
            _publish(library, one)
        _index(library, ids)
    views = [_file(library, one) for one in taken]
    for one, view in zip(taken, views, strict=True):
        _tell(one, view, wishes)
    return any(view is not None and view.state != "ready" for view in views)


def _index(library: Library, ids: Collection[str]) -> None:
    """Wait for the index; what is published is there all the same, so that without one this is only said."""
    work_until(
        library,
        lambda: not batch.unindexed(library, ids),
        put_off=lambda: kinds_put_off(library, [INDEX_JOB, REINDEX_JOB]),
    )
    if batch.unindexed(library, ids):
        say(tell(Message("search.index_away", {})))


def _file(library: Library, taken: Taken) -> FileView | None:
    if taken.record is None:
        return None
    return records.view(library, SYSTEM, taken.record).file(taken.file)


def _tell(taken: Taken, view: FileView | None, wishes: Wishes) -> None:
    reason = messages.sentence(taken.problem.code, taken.problem.params, locale()) if taken.problem else None
    told: dict[str, object] = {
        "path": as_text(taken.path),
        "status": taken.status,
        "record": taken.record,
        "reason": reason,
    }
    if wishes.wait:
        told |= {"state": view.state if view else None, "message": _sentence(view.message if view else None)}
    if wishes.as_json:
        answer_json(told, line=True)
    else:
        shown = (taken.status, taken.record, told.get("state"), told["path"], reason or told.get("message"))
        answer("  ".join(str(part) for part in shown if part))


def _sentence(message: Message | None) -> str | None:
    return tell(message) if message is not None else None
