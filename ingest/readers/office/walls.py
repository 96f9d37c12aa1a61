"""What a program that this child starts may see of the file system, held by Linux's Landlock. Child processes only.

Landlock needs no rights and cannot be undone by what runs behind it. Numbers are those of linux/landlock.h.
"""

import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG, _PATH_BENEATH = 1, 1
_NO_NEW_PRIVS = 38

_EXECUTE, _READ_FILE, _READ_DIR, _TRUNCATE = 1 << 0, 1 << 2, 1 << 3, 1 << 14
_REMOVE_FILE, _MAKE_SOCKET = 1 << 5, 1 << 9
_FIRST_EDITION = (1 << 13) - 1
_OF_FILES = _EXECUTE | 1 << 1 | _READ_FILE | _TRUNCATE
_TRUNCATES_SINCE = 3


class _Ruleset(ctypes.Structure):
    _fields_ = (("handled_access_fs", ctypes.c_uint64),)


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def edition() -> int:
    """Landlock's edition in this kernel, 0 where there is none."""
    return max(0, int(_libc().syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION_FLAG))))


def stay_within(readable: Iterable[Path], writable: Iterable[Path], sockets: Iterable[Path] = ()) -> None:
    """From now on this process and all that it starts read and run only what is `readable` (files, or folders with all
    in them) and change only what is `writable`; in the folders `sockets` they make and remove sockets, and see nothing.

    Paths that are not there are passed over. Raises OSError.
    """
    libc, found = _libc(), edition()
    handled = _FIRST_EDITION | (_TRUNCATE if found >= _TRUNCATES_SINCE else 0)
    asked = _Ruleset(handled)
    ruleset = _checked(libc.syscall(_CREATE_RULESET, ctypes.byref(asked), ctypes.c_size_t(8), ctypes.c_uint32(0)))
    for path in readable:
        _allow(libc, ruleset, path, _EXECUTE | _READ_FILE | _READ_DIR)
    for path in writable:
        _allow(libc, ruleset, path, handled)
    for path in sockets:
        _allow(libc, ruleset, path, _MAKE_SOCKET | _REMOVE_FILE)
    _checked(libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0))
    _checked(libc.syscall(_RESTRICT_SELF, ruleset, ctypes.c_uint32(0)))
    os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, access: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    rule = _Beneath(access if path.is_dir() else access & _OF_FILES, place)
    _checked(libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), ctypes.c_uint32(0)))
    os.close(place)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(answer: int) -> int:
    if answer < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return int(answer)
