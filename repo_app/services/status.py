"""How the house stands: what ``/readyz``, the admin page and ``/api/v1/jobs`` tell."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from repo_app import jobs
from repo_app.db import now
from repo_app.errors import NotFound, Problem
from repo_app.models import File, Record
from repo_app.models import Job as JobRow
from repo_app.permissions import can
from repo_app.services import capacity, suggested_anew
from repo_app.services.deposit import PLAN_JOB
from repo_app.services.library import Library
from repo_app.services.recognition import missing
from repo_app.services.rows import ref
from repo_app.services.translation import storage_problems
from repo_app.values import JobView, Message, Person, Progress
from search import SearchError

PROBE = "sha256/00/00/" + "0" * 64  # a key that nothing has: asking for it shows that the store answers
WORKER_SILENCE = 45  # seconds after which a worker counts as gone; it reports every ten
STATE_OF_READING = {"waiting": "waiting", "reading": "running", "ready": "done", "failed": "failed"}
LOW_DISK = 512 * 1024 * 1024  # bytes; below this an upload of the largest size may fail


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether the house can work, part by part; each part carries ``ok`` and what there is to know."""

    ok: bool
    parts: Mapping[str, Mapping[str, object]]


def ready(library: Library) -> Readiness:
    """Ask every part once. Without worker, index, models or room on the disk pages are served: these do not fail it."""
    parts: dict[str, Mapping[str, object]] = {
        "database": _part(lambda: _ask_database(library)),
        "storage": _part(lambda: _ask_storage(library)),
        "index": _part(lambda: _ask_index(library)),
        "disk": _disk(library),
        "recognition": _recognition(library),
    }
    if parts["database"]["ok"]:
        parts["index"] = {**parts["index"], **_index_size(library)}
        parts.update(_queue(library))
    return Readiness(bool(parts["database"]["ok"] and parts["storage"]["ok"]), parts)


def _part(ask: Callable[[], None]) -> Mapping[str, object]:
    try:
        ask()
    except Problem as problem:
        return {"ok": False, "code": problem.code}
    return {"ok": True}


def _ask_database(library: Library) -> None:
    with library.db.reading() as session:
        session.execute(text("SELECT 1"))


def _ask_storage(library: Library) -> None:
    with storage_problems():
        library.blobs.store.stat(PROBE)


def _ask_index(library: Library) -> None:
    try:
        next(iter(library.index.stamps()), None)
    except SearchError as error:
        raise Problem("search.index_away") from error


def _index_size(library: Library) -> Mapping[str, object]:
    """What the embedded index holds and is made for; ``warning`` is a code while that is too much."""
    held, told = capacity.embedded_records(library), capacity.outgrown(library)
    if held is None:
        return {}
    return {"records": held, "made_for": capacity.EMBEDDED_RECORDS, "warning": told.code if told else None}


def _disk(library: Library) -> Mapping[str, object]:
    free = shutil.disk_usage(library.settings.data_dir).free
    return {"ok": free >= LOW_DISK, "free_bytes": free}


def _recognition(library: Library) -> Mapping[str, object]:
    """Whether all models that may be used are installed on this machine; files are read with those that are."""
    absent = missing(library)
    return {"ok": not absent, "missing_models": ", ".join(absent) or None}


def _queue(library: Library) -> dict[str, Mapping[str, object]]:
    with library.db.reading() as session:
        seen = [worker.seen_at for worker in jobs.workers_seen(session)]
        oldest = jobs.oldest_waiting(session)
        counts = dict(jobs.counts(session))
        anew = suggested_anew.left(session)
    silence = min(((now() - at).total_seconds() for at in seen), default=None)
    waited = (now() - oldest).total_seconds() if oldest else 0.0
    return {
        "worker": {"ok": silence is not None and silence < WORKER_SILENCE, "silent_seconds": silence},
        "jobs": {"ok": True, "oldest_waiting_seconds": round(waited, 1), **counts, "suggested_anew": anew},
    }


def job(library: Library, person: Person, job_id: int) -> JobView:
    """A job of a file that ``person`` may work on; NotFound for any other."""
    with library.db.reading() as session:
        view = jobs.view(session, job_id)
        row = session.get(JobRow, job_id)
        if view is None or row is None or not _concerns(session, person, row):
            raise NotFound
        return _of_file(session, view, row)


def _of_file(session: Session, view: JobView, row: JobRow) -> JobView:
    """The job that plans a file stands for its whole reading: it is done when the file is."""
    file = session.get(File, row.args.get("file")) if row.kind == PLAN_JOB else None
    if file is None or file.job_id != row.id:
        return view
    state = STATE_OF_READING[file.state]
    message = Message(file.message_code, file.message_params) if file.message_code else view.message
    return replace(view, state=state, progress=Progress(file.pages_done, file.pages_total), message=message)


def _concerns(session: Session, person: Person, row: JobRow) -> bool:
    if person.role == "admin":
        return True
    record = session.scalar(
        select(Record).join(File, File.record_id == Record.id).where(File.id == row.args.get("file"))
    )
    return record is not None and can(person, "work-on", ref(record))
