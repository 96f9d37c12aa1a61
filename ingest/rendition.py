"""An office document as the PDF that LibreOffice makes of it, in a child with limits of its own.

LibreOffice is optional. It runs without a window, with a profile that lives and dies with the child, in a namespace
without a network where the system allows one, and sees no file of this machine but the document; macros are off. The
group of the child, and LibreOffice with it, is killed as a whole.
"""

import hashlib
import json
import logging
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from ingest.answers import read_counts
from ingest.calls import FileCalls, Options, Tools
from ingest.detect import PDF, detect_file
from ingest.errors import BadAnswer, Crashed, Damaged, IngestError, OutOfMemory, TimedOut, TooLarge
from ingest.model import FileType, Inspection, Notice
from ingest.office import DRAWN_FAMILIES, STAY_TEXT, TEXT_FAMILIES, UNCOMPARED_MARK, inspect_text
from ingest.sandbox import DRAW, Json, Sandbox

VERSION = 5
"""Raised with each change of how documents are drawn, and of which words a drawing is found to lack."""

DRAWING_FAILED = "file.drawing_failed"
NO_PICTURES = "file.no_pictures"

_ASK = replace(DRAW, cpu=20, wall=30.0)
_SOCKETS = Path("/tmp")  # noqa: S108  where LibreOffice listens for others of its kind, whatever TMPDIR says
_SOCKET = re.compile("[0-9a-f]{8,32}")
_LOOK = 30.0
"""Seconds in which a drawing is compared with its document: 700 pages take four."""

_log = logging.getLogger(__name__)
_NOT_DRAWN = (TimedOut, OutOfMemory, Crashed, BadAnswer, Damaged, TooLarge)


def is_drawn(found: Inspection) -> bool:
    """Whether LibreOffice makes pages of such a file that people can read."""
    return found.file_type.family in DRAWN_FAMILIES and all(one.code not in STAY_TEXT for one in found.warnings)


def office_installed() -> bool:
    """Whether this machine has LibreOffice."""
    return shutil.which("soffice") is not None


def why_not_drawn() -> Notice:
    """What to say of a document that could be drawn and was not."""
    return Notice(DRAWING_FAILED if office_installed() else NO_PICTURES)


def is_text(path: Path) -> bool:
    """Whether the file at `path` is one that has pictures of its pages only where LibreOffice draws them."""
    return detect_file(path).family in TEXT_FAMILIES


def rendition_recipe(tools: Tools | None = None) -> str:
    """What names the way renditions are made here, LibreOffice's version in it; "" where it is not installed."""
    if not office_installed():
        return ""
    version = _office_version((tools or Tools()).sandbox())
    digest = hashlib.sha256(json.dumps([VERSION, version]).encode()).hexdigest()[:8]
    return f"libreoffice-{version}-{digest}" if version else ""


def make_rendition(path: Path, target: Path, options: Options, tools: Tools, file_type: FileType | None = None) -> None:
    """Write the office document at `path` to `target` as a PDF, whole or not at all; words that it does not show are
    kept in it (`ingest.office.completed`).

    Raises IngestError "file.drawing_failed" when LibreOffice cannot, whatever the reason in the document is; NoRoom,
    Cancelled, and OSError when `target` cannot be written.
    """
    file_type = file_type or detect_file(path)
    part = target.with_name(f".hoclieu-{secrets.token_hex(8)}.part")
    calls = FileCalls(path, file_type, options, tools)
    try:
        part.touch(exist_ok=False)
        _draw(calls, part)
        read_counts(FileCalls(part, PDF, options, tools).one("count", {}, tools.parse))
        _complete(calls, part)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(target)
    except _NOT_DRAWN as error:
        raise IngestError(DRAWING_FAILED, {"reason": error.code}) from error
    finally:
        part.unlink(missing_ok=True)


def _draw(calls: FileCalls, part: Path) -> None:
    """Have LibreOffice draw the document; however that ends, no socket of it stays behind. Raises as `Sandbox.run`."""
    asked: dict[str, Json] = {"target": str(part.absolute()), "extension": calls.file_type.extension}
    answers = calls.many("office_draw", asked, calls.tools.draw)
    socket = next(answers, None)
    try:
        sizes = list(answers)
    finally:
        if isinstance(socket, str) and _SOCKET.fullmatch(socket):
            for left in _SOCKETS.glob(f"OSL_PIPE_*SingleOfficeIPC_{socket}"):
                left.unlink(missing_ok=True)
    if len(sizes) != 1:
        raise BadAnswer


def _complete(calls: FileCalls, part: Path) -> None:
    """Keep in the PDF `part` the words that it does not show; one that takes too long to be looked at stays as it is,
    and says so at its end (`ingest.office.is_uncompared`).

    Raises Damaged where it shows too little of the document.
    """
    size = part.stat().st_size
    asked: dict[str, Json] = {"drawing": str(part.absolute()), "extension": calls.file_type.extension}
    try:
        calls.one("office_complete", asked, replace(calls.tools.parse, wall=min(calls.tools.parse.wall, _LOOK)))
    except (TimedOut, OutOfMemory, Crashed, BadAnswer) as error:
        _log.warning("the words of a drawing were not looked at: %s", error.code)
        with part.open("r+b") as written:  # what a child that was killed had begun to write stands behind the drawing
            written.truncate(size)
            written.seek(size)
            written.write(UNCOMPARED_MARK)


@contextmanager
def rendered(path: Path, options: Options, tools: Tools) -> Iterator[Path | None]:
    """The rendition of the file at `path` while the block lasts; None for what is not drawn, or cannot be here.

    Raises as `ingest.inspect` for a document that cannot be read.
    """
    file_type = detect_file(path)
    calls = FileCalls(path, file_type, options, tools)
    if file_type.family not in DRAWN_FAMILIES or not office_installed() or not is_drawn(inspect_text(calls, path.name)):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="hoclieu-", dir=tools.temp_dir) as folder:
        target = Path(folder, "rendition.pdf")
        yield target if _made(path, target, options, tools, file_type) else None


def _made(path: Path, target: Path, options: Options, tools: Tools, file_type: FileType) -> bool:
    """Whether the document could be drawn; any other fault than one of its own is raised."""
    try:
        make_rendition(path, target, options, tools, file_type)
    except IngestError as error:
        if error.code != DRAWING_FAILED:
            raise
        return False
    return True


@lru_cache(maxsize=8)
def _office_version(sandbox: Sandbox) -> str:
    """LibreOffice's version, asked once in the life of this process; a failure is not remembered."""
    values = list(sandbox.run("office_version", {}, _ASK, lambda: False))
    if len(values) != 1 or not isinstance(values[0], str):
        raise BadAnswer
    return values[0]
