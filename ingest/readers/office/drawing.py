"""LibreOffice drawing a document as a PDF. Child processes only: it is one more program of the child's group.

Its profile is written here and lies in the child's own folder: no macros, no active content, no links, and as proxy for
whatever it might still fetch a port where nobody answers. Where the kernel lets us, it also has no network at all.
"""

import ctypes
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from ingest.errors import Damaged, IngestError
from ingest.readers.archive import Archive
from ingest.readers.office import walls
from ingest.readers.office.formulas import asks_the_machine

PROGRAM = "soffice"

_FILTERS = {
    ".docx": "writer_pdf_Export",
    ".odt": "writer_pdf_Export",
    ".xlsx": "calc_pdf_Export",
    ".pptx": "impress_pdf_Export",
    ".odp": "impress_pdf_Export",
}
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_NOBODY = "127.0.0.1"
_DISCARD = 9  # RFC 863; nothing listens there
_VERSION = re.compile(r"LibreOffice\w* ([\d.]+)")
_TOLD = 300
_PROFILE = "profile"
_HERE = Path("/proc/self/cwd")
"""How the document is named to LibreOffice: what a field tells of its place tells nothing of this machine."""
_FORMULAS = "libsmlo.so"
"""The module for formulas, a package of its own."""

_SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisablePythonRuntime", "true"),
    ("Office.Common/Save/Document", "UseUserData", "false"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),
    ("Office.Calc/Formula/Load", "ODFRecalcMode", "1"),
    ("Setup/L10N", "ooSetupSystemLocale", "en-GB"),
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetHTTPProxyName", _NOBODY),
    ("Inet/Settings", "ooInetHTTPProxyPort", str(_DISCARD)),
    ("Inet/Settings", "ooInetHTTPSProxyName", _NOBODY),
    ("Inet/Settings", "ooInetHTTPSProxyPort", str(_DISCARD)),
    ("Inet/Settings", "ooInetFTPProxyName", _NOBODY),
    ("Inet/Settings", "ooInetFTPProxyPort", str(_DISCARD)),
    ("Inet/Settings", "ooInetNoProxy", ""),
)
"""Formulas show what they showed when the file was saved, where it was saved with them; dates stand day first."""


_SEEN = tuple(
    map(Path, ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/proc", "/sys", "/etc/fonts", "/etc/libreoffice",
               "/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives", "/var/cache/fontconfig",
               "/var/lib/libreoffice", "/var/spool/libreoffice"))
)  # fmt: skip
"""What LibreOffice needs to run, and nothing that people keep."""


_SOCKETS = Path("/tmp")  # noqa: S108  where LibreOffice listens for others of its kind, whatever TMPDIR says


class DrawRequest(TypedDict):
    """A document, its type by its usual extension, and where its PDF goes."""

    path: str
    extension: str
    target: str


class VersionRequest(TypedDict):
    """Nothing needs to be said."""


def draw(request: DrawRequest) -> Iterator[str | int]:
    """Two values: how the name of LibreOffice's socket ends, told before it is started, so that whoever kills it can
    remove the socket; and the bytes of the PDF now at `target`. Raises Damaged when LibreOffice makes none.
    """
    if not walls.edition():
        raise Damaged(params={"reason": "this kernel has no Landlock: a document could show files of this machine"})
    if request["extension"] == ".xlsx" and asks_the_machine(Archive(Path(request["path"]))):
        raise Damaged(params={"reason": "a formula asks about this machine"})
    here = Path.cwd()
    yield _socket_of(here / _PROFILE)
    document = here / f"document{request['extension']}"
    document.symlink_to(request["path"])
    said = _run(
        here,
        "--convert-to",
        f"pdf:{_FILTERS[request['extension']]}",
        "--outdir",
        str(here),
        str(_HERE / document.name),
        document=Path(request["path"]).resolve(),
    )
    made = here / "document.pdf"
    if not made.exists() or made.stat().st_size == 0:
        raise Damaged(params={"reason": said[-_TOLD:]})
    target = Path(request["target"])
    with made.open("rb") as source, target.open("wb") as copy:
        while chunk := source.read(1 << 20):
            copy.write(chunk)
    yield target.stat().st_size


def version(request: VersionRequest) -> Iterator[str]:
    """One value: LibreOffice's version, and whether it draws formulas; "" when it does not tell."""
    found = _VERSION.search(_run(Path.cwd(), "--version"))
    program = shutil.which(PROGRAM)
    formulas = program is not None and Path(program).resolve().with_name(_FORMULAS).exists()
    yield f"{found[1]}{'-math' if formulas else ''}" if found else ""


def _run(folder: Path, *arguments: str, document: Path | None = None) -> str:
    """What LibreOffice says to standard output and error; it ends by itself or with the child.

    It sees programs, libraries, fonts, `folder`, and of all that people keep here the `document` alone.
    """
    profile = folder / _PROFILE
    _write_profile(profile)
    command = [PROGRAM, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo",
               "--nodefault", "--nolockcheck", "--nofirststartwizard", *arguments]  # fmt: skip
    environ = {**os.environ, "HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"}

    found = shutil.which(PROGRAM)
    own = [Path(found).parent, *_packaged(Path(found).resolve())] if found else []

    def walled() -> None:
        _without_network()
        walls.stay_within([*_SEEN, *own, *((document,) if document else ())], [folder, Path("/dev")], [_SOCKETS])

    try:
        done = subprocess.run(  # noqa: S603  a fixed program; of the request only names of ours are on its command line
            command, env=environ, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False, preexec_fn=walled,  # noqa: PLW1509  no threads here
        )  # fmt: skip
    except FileNotFoundError as error:
        raise IngestError("file.no_pictures") from error
    return done.stdout.decode(errors="replace")


def _packaged(program: Path) -> list[Path]:
    """The folder of a LibreOffice that is not Debian's (/opt/libreoffice24.8/program/soffice)."""
    return [program.parent.parent] if program.is_relative_to("/opt") and len(program.parts) > 4 else []


def _socket_of(profile: Path) -> str:
    """How the name of the socket ends that LibreOffice names after its profile."""
    digest = hashlib.md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    return "".join(f"{byte:x}" for byte in digest)  # it writes no leading zeros


def _without_network() -> None:
    """Leave the network behind, where unprivileged namespaces are allowed; the other walls stand in any case."""
    ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>',
        "utf-8",
    )
