"""The names in a zip archive, read from its directory as bytes: nothing is unpacked, and nothing is believed.

Only for telling what a file is; whoever opens it does so in a child process (`ingest.readers.archive`).
"""

import struct
from typing import BinaryIO

ZIP = b"PK\x03\x04"

_END = b"PK\x05\x06"
_ENTRY = b"PK\x01\x02"
_END_SPAN = 22 + 65_535
"""The end record and the longest comment behind it."""

_DIRECTORY_SPAN = 2 * 1024 * 1024
_HEAD_SPAN = 256 * 1024
_LOCAL_BYTES, _ENTRY_BYTES = 30, 46
_LONGEST_NAME = 512


def first_entry(head: bytes) -> tuple[str, bytes]:
    """The name of the first entry and, where it is stored unpacked, its first 100 bytes at most."""
    if len(head) < _LOCAL_BYTES or not head.startswith(ZIP):
        return "", b""
    flags, method, name_size, extra_size = struct.unpack("<6xHH16xHH", head[:_LOCAL_BYTES])
    size = int.from_bytes(head[18:22], "little")
    name = head[_LOCAL_BYTES : _LOCAL_BYTES + name_size].decode("utf-8", "replace")
    start = _LOCAL_BYTES + name_size + extra_size
    unpacked = method == 0 and not flags & 8
    if method == 0 and flags & 8:  # the size stands behind the content, which ends where the next entry begins
        end = head.find(b"PK", start)
        return name, head[start : end if end > start else start + 100][:100]
    return name, head[start : start + min(size, 100)] if unpacked else b""


def entry_names(stream: BinaryIO) -> frozenset[str]:
    """The names in the archive's directory, in small letters; of one that was cut off those in its first entries."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _END_SPAN))
    tail = stream.read(_END_SPAN)
    at = tail.rfind(_END)
    if at >= 0 and len(tail) >= at + 22:
        length, offset = struct.unpack("<II", tail[at + 12 : at + 20])
        if offset < size:
            stream.seek(offset)
            names = _names(stream.read(min(length, _DIRECTORY_SPAN)), _ENTRY, _ENTRY_BYTES, 28)
            if names:
                return names
    stream.seek(0)
    return _names(stream.read(_HEAD_SPAN), ZIP, _LOCAL_BYTES, 26)


def _names(data: bytes, signature: bytes, fixed: int, length_at: int) -> frozenset[str]:
    found: set[str] = set()
    at = data.find(signature)
    while at >= 0 and at + fixed <= len(data):
        length = int.from_bytes(data[at + length_at : at + length_at + 2], "little")
        if 0 < length <= _LONGEST_NAME:
            name = data[at + fixed : at + fixed + length].decode("utf-8", "replace")
            found.add(name.replace("\\", "/").lstrip("/").casefold())
        at = data.find(signature, at + fixed)
    return frozenset(found)
