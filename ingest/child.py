"""The child's side of `ingest.sandbox`: limits first, then a guard, then one verb, answered in JSON lines.

Run by its path in isolated mode, installed or not. Reads {"verb", "limits", "request"} as one line of standard input.
Only the standard library is imported before the limits hold.
"""

import errno
import gc
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path
from typing import BinaryIO

VERBS: dict[str, tuple[str, str]] = {
    "count": ("ingest.verbs", "count"),
    "inspect": ("ingest.verbs", "inspect"),
    "text": ("ingest.text.verbs", "text"),
    "ocr": ("ingest.ocr.verbs", "ocr"),
    "picture": ("ingest.verbs", "picture"),
    "versions": ("ingest.verbs", "versions"),
    "weigh": ("ingest.pdf_out.verbs", "weigh"),
    "picture_part": ("ingest.pdf_out.verbs", "picture_part"),
    "write_pdf": ("ingest.pdf_out.verbs", "write"),
    "office_inspect": ("ingest.readers.office.verbs", "office_inspect"),
    "office_text": ("ingest.readers.office.verbs", "office_text"),
    "office_notes": ("ingest.readers.office.verbs", "office_notes"),
    "office_versions": ("ingest.readers.office.verbs", "office_versions"),
    "office_draw": ("ingest.readers.office.drawing", "draw"),
    "office_complete": ("ingest.readers.office.completing", "complete"),
    "office_undrawn": ("ingest.readers.office.completing", "undrawn_words"),
    "office_version": ("ingest.readers.office.drawing", "version"),
    "image_parts": ("ingest.pdf_out.parts", "image_parts"),
    "bind_parts": ("ingest.pdf_out.parts", "bind_parts"),
}
"""Everything a child can be asked, and the function that does it: request in, JSON-ready values out."""
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})
KILL_AFTER = 3  # seconds of CPU between the signal that can be held off and the one that cannot


def main() -> int:
    """Answer the one request on standard input; 0 also when the answer is a fault."""
    message = json.loads(sys.stdin.buffer.readline())
    _limit(message["limits"])
    _guard(message.get("folder"))
    answers = _quiet()
    module, name = VERBS[message["verb"]]
    try:
        verb: Callable[[Mapping[str, object]], Iterator[object]] = getattr(import_module(module), name)
        gc.freeze()  # what was imported stays to the end: nothing to look through again and again
        gc.enable()
        for value in verb(message["request"]):
            _say(answers, {"value": value})
    except MemoryError:
        _say(answers, {"fault": {"code": "page.out_of_memory", "params": {}}})
    except Exception as error:
        _say(answers, {"fault": _told(error)})
    return 0


def _told(error: Exception) -> dict[str, object]:
    """The fault to tell: ours by its code, a full or faulty disk by its own; any other is a bug or an attack and ends
    the process with its trace.
    """
    from ingest.errors import IngestError

    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return {"code": "reading.no_room", "params": {"reason": os.strerror(error.errno)}}
    if not isinstance(error, IngestError):
        raise error
    return {"code": error.code, "params": dict(error.params)}


def _limit(limits: Mapping[str, int | float]) -> None:
    """Hold this process and all it starts to `limits`; a limit already lower stays."""
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_AS: int(limits["memory"]),
        resource.RLIMIT_CPU: int(limits["cpu"]),
        resource.RLIMIT_FSIZE: int(limits["file_size"]),
        resource.RLIMIT_NOFILE: int(limits["open_files"]),
    }
    for which, value in wanted.items():
        hard = resource.getrlimit(which)[1]
        ceiling = float("inf") if hard == resource.RLIM_INFINITY else hard  # the constant itself is -1
        # A child that holds SIGXCPU off is killed outright, a little later.
        outright = value + KILL_AFTER if which == resource.RLIMIT_CPU else value
        resource.setrlimit(which, (int(min(value, ceiling)), int(min(outright, ceiling))))


def _guard(folder: str | None) -> None:
    """Fork a process of this group that waits for the caller's death: it then removes `folder` and kills the group.

    `folder` is what the caller made for this child; where nobody named one, nothing is removed.

    A thread could not do it (a parser may hold the interpreter's lock), nor the kernel's parent-death signal alone
    (it reaches this process but not the OCR program it started).
    """
    parent = os.getpid()
    if os.fork() != 0:
        _stdin_from_nowhere()
        return
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.close(1)
    os.close(2)
    while os.read(0, 1):
        pass
    if os.getppid() == parent:
        os.kill(parent, signal.SIGKILL)
    if folder is not None:
        from shutil import rmtree  # 2 ms that only an orphan needs

        rmtree(folder, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


def _stdin_from_nowhere() -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.close(nowhere)


def _quiet() -> BinaryIO:
    """A private way to the caller; what libraries print to standard output goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(0, 1)
    return answers


def _say(answers: BinaryIO, message: Mapping[str, object]) -> None:
    answers.write(json.dumps(message, separators=(",", ":")).encode() + b"\n")
    answers.flush()


def _by_the_back_door(package: Path) -> None:
    """Let modules of this package be imported without its front door, which loads what callers need: a third of the
    time that a child takes to begin.
    """
    spec = ModuleSpec(package.name, None, is_package=True)
    spec.submodule_search_locations = [str(package)]
    sys.modules[package.name] = module_from_spec(spec)
    sys.path.insert(0, str(package.parent))  # isolated mode leaves it out


if __name__ == "__main__":
    gc.disable()  # until all is imported
    _by_the_back_door(Path(__file__).resolve().parent)
    status = main()
    sys.stderr.flush()
    os._exit(status)  # every answer is out, and taking an interpreter apart takes 10 ms
