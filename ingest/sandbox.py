"""One call of a parser, renderer or OCR engine in a child process with limits, killed as a whole group.

The child is a fresh `python -I child.py` (20 ms, 60 ms with its parsers): it sets its own limits before it imports
any parser, so threads may call this at once without `preexec_fn`. It gets one JSON line on standard input
and answers with JSON lines; nothing it sends is unpickled or believed. Its standard input stays open as a lifeline:
when this process dies, the child's guard sees the end of it, kills the group and removes the folder (`child`).
"""

import errno
import json
import logging
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeAlias

from ingest.errors import BadAnswer, Cancelled, Crashed, IngestError, NoRoom, OutOfMemory, TimedOut, from_code

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

MIB = 1024 * 1024
COMMAND: tuple[str, ...] = (sys.executable, "-I", str(Path(__file__).with_name("child.py")))
POLL_SECONDS = 0.1
MAX_ANSWER_BYTES = 64 * MIB
"""More than 128 pages of dense text with a box for each word (about 30 KB a page) ever need."""

LEAST_ROOM = MIB
"""Bytes free on the disk of a child's folder below which its answers are not believed: programs that find a disk full
cut off what they write, often without a word, and a page would lose lines or be called damaged.
"""

_STDERR_TAIL = 2000
_MEMORY_SIGNS = (
    "MemoryError",
    "std::bad_alloc",
    "failed to map segment",
    "annot allocate memory",
    "error return without exception set",  # what Python says where it could not even make the MemoryError
)
_TIME_SIGNALS = frozenset({signal.SIGXCPU, signal.SIGALRM})
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may use: address space, CPU and wall seconds, bytes of any one file it writes, open files."""

    memory: int
    cpu: int = 60
    wall: float = 90.0
    file_size: int = 512 * MIB
    open_files: int = 64


PARSE = Limits(memory=1536 * MIB)
RENDER = Limits(memory=2048 * MIB)
DRAW = Limits(memory=2048 * MIB, cpu=80, open_files=256)
"""LibreOffice takes 210 MB of memory, 0.9 s and 40 files to begin with; its address space is larger than it uses."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """How children are started: `command` is the program, `temp_dir` where their folders go (None: the system's)."""

    command: tuple[str, ...] = COMMAND
    temp_dir: Path | None = None

    def run(
        self, verb: str, request: Mapping[str, Json], limits: Limits, cancelled: Callable[[], bool]
    ) -> Generator[Json, None, None]:
        """What the child answers, value by value as it comes; afterwards, or when left early, no process of it lives.

        Raises the child's own IngestError, or TimedOut, OutOfMemory, Crashed, BadAnswer; Cancelled when `cancelled()`;
        NoRoom when the folder's disk is full or away, or no process can be started.
        """
        with _no_room_told():
            folder = Path(tempfile.mkdtemp(prefix="hoclieu-", dir=self.temp_dir))
        try:
            child = self._start(folder)
            try:
                asked = {"verb": verb, "limits": asdict(limits), "request": dict(request)}
                _send(child, {**asked, "folder": str(folder.absolute())})
                for value in _answers(child, limits, cancelled):
                    _require_room(folder)
                    yield value
                with _no_room_told():
                    told = _tail(folder / "stderr")
                _check_end(child, told)
            except (Crashed, BadAnswer):
                _require_room(folder)
                raise
            finally:
                _end(child)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _start(self, folder: Path) -> "subprocess.Popen[bytes]":
        with _no_room_told(), (folder / "stderr").open("wb") as stderr:
            return subprocess.Popen(  # noqa: S603  a fixed program; nothing of the request is on its command line
                self.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr.fileno(),
                cwd=folder,
                env=_environment(folder),
                start_new_session=True,
            )


@contextmanager
def _no_room_told() -> Iterator[None]:
    """What the system refuses before a child works is no fault of the file."""
    try:
        yield
    except OSError as error:
        _log.warning("no child could be started: %s", error)
        raise NoRoom(params={"reason": error.strerror or str(error)}) from error


def _require_room(folder: Path) -> None:
    """Raise NoRoom when the disk of `folder` is as good as full."""
    with _no_room_told():
        disk = os.statvfs(folder)
    free = disk.f_bfree if os.geteuid() == 0 else disk.f_bavail  # the last blocks are root's
    if free * disk.f_frsize < LEAST_ROOM:
        raise NoRoom(params={"reason": os.strerror(errno.ENOSPC)})


def _environment(folder: Path) -> dict[str, str]:
    """Only what the programs need; one thread for Tesseract, whose own threads cost seven times the time."""
    kept = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX") if name in os.environ}
    return kept | {"LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1", "TMPDIR": str(folder)}


def _send(child: "subprocess.Popen[bytes]", message: Mapping[str, object]) -> None:
    if child.stdin is None:
        raise RuntimeError("the child was started without standard input")
    with suppress(BrokenPipeError):  # it died at once; the end of its output will say how
        child.stdin.write(json.dumps(message).encode() + b"\n")
        child.stdin.flush()


def _answers(child: "subprocess.Popen[bytes]", limits: Limits, cancelled: Callable[[], bool]) -> Iterator[Json]:
    if child.stdout is None:
        raise RuntimeError("the child was started without standard output")
    rest: list[bytes] = []
    total = 0
    for chunk in _chunks(child.stdout.fileno(), limits.wall, cancelled):
        total += len(chunk)
        if total > MAX_ANSWER_BYTES:
            raise BadAnswer(params={"limit": MAX_ANSWER_BYTES})
        *lines, last = chunk.split(b"\n")
        for line in lines:
            yield _value(b"".join([*rest, line]))
            rest = []
        rest.append(last)


def _chunks(output: int, wall: float, cancelled: Callable[[], bool]) -> Iterator[bytes]:
    """Bytes until the end of the output. Only time spent waiting counts, not what the caller does between values."""
    waited = 0.0
    ready = select.poll()  # select() itself fails above 1,024 open files, which a busy site may have
    ready.register(output, select.POLLIN | select.POLLHUP)
    while waited < wall:
        if cancelled():
            raise Cancelled
        since = time.monotonic()
        events = ready.poll(1000 * min(POLL_SECONDS, wall - waited))
        waited += time.monotonic() - since
        if events:
            chunk = os.read(output, MIB)
            if not chunk:
                return
            yield chunk
    raise TimedOut(params={"seconds": round(wall)})


def _value(line: bytes) -> Json:
    """One answered value; a fault the child tells of is raised as the error it names."""
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadAnswer from error
    if not isinstance(message, dict) or len(message) != 1:
        raise BadAnswer
    if "fault" in message:
        raise _fault(message["fault"])
    if "value" not in message:
        raise BadAnswer
    value: Json = message["value"]
    return value


def _fault(told: object) -> IngestError:
    if not isinstance(told, dict) or not isinstance(told.get("code"), str):
        return BadAnswer()
    params = told.get("params")
    kept = {
        str(name)[:40]: value[:200] if isinstance(value, str) else value
        for name, value in (params.items() if isinstance(params, dict) else ())
        if isinstance(value, str | int | float)
    }
    return from_code(told["code"], kept)


def _check_end(child: "subprocess.Popen[bytes]", stderr: str) -> None:
    """Raise what the end of the process means; a child that closed its output but stays is given a second."""
    try:
        status = child.wait(timeout=1)
    except subprocess.TimeoutExpired as error:
        raise BadAnswer from error
    if status == 0:
        return
    if -status in _TIME_SIGNALS:
        raise TimedOut
    _log.warning("a reading child ended with status %s: %s", status, stderr.replace("\n", " | "))
    if any(sign in stderr for sign in _MEMORY_SIGNS):
        raise OutOfMemory
    raise Crashed(params={"signal": signal.Signals(-status).name if status < 0 else f"exit {status}"})


def _tail(path: Path) -> str:
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _STDERR_TAIL))
        return stream.read().decode(errors="replace")


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Kill what is left of the group (its engine, its guard) and close both pipes; harmless when all are gone."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
    child.wait()
