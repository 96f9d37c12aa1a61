"""A JPEG's picture without what a camera writes beside it: where and when it was taken, by what and whom."""

import re

_START, _SCAN, _END = 0xD8, 0xDA, 0xD9
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length
_MARKER = re.compile(rb"\xff[^\x00\xff]")
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # in a scan, 0 follows a byte of the picture, D0 to D7 resume it
_JFIF, _ADOBE, _LINES, _RESTARTS = 0xE0, 0xEE, 0xDC, 0xDD
_SHOWN = {_JFIF: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", _ADOBE: b"Adobe"}
"""The application segments that say how a picture is shown, and how each begins."""

_DECODED = frozenset({*range(0xC0, 0xD0), _SCAN, 0xDB, _LINES, _RESTARTS}) - {0xC8}
"""Frames, scans, and the tables and numbers that decoding needs (ISO/IEC 10918-1, table B.1)."""

_LONGEST = {_JFIF: 16, _ADOBE: 14, _LINES: 4, _RESTARTS: 4}
"""The bytes that these have with their length; what was put behind them, as JFIF's thumbnail, stays out."""


def bare(data: bytes) -> bytes | None:
    """The JPEG with the same picture, bit by bit, and its colours, but without EXIF, XMP, IPTC, comments, thumbnails
    and second pictures, nor anything behind its end; None where the bytes cannot be taken apart into segments.
    """
    kept = [data[:2]]
    at = 2
    while (found := _MARKER.search(data, at)) is not None:
        marker, begin = found.group()[1], found.start()
        if marker == _END:
            kept.append(found.group())
            return b"".join(kept)
        if marker in _ALONE:
            at = found.end()
            continue
        at = found.end() + int.from_bytes(data[found.end() : found.end() + 2])
        if marker == _START or not found.end() + 2 <= at <= len(data):
            return None
        if marker == _SCAN:
            after = _AFTER_SCAN.search(data, at)
            at = after.start() if after is not None else len(data)
        if _belongs(marker, data[found.end() + 2 : found.end() + 16]):
            kept.append(_cut(marker, data[begin:at]) if marker in _LONGEST else data[begin:at])
    return None


def _cut(marker: int, segment: bytes) -> bytes:
    """The segment in its right length, nothing where it is shorter than that."""
    length = _LONGEST[marker]
    if len(segment) < 2 + length:
        return b""
    body = segment[4:16] + b"\0\0" if marker == _JFIF else segment[4 : 2 + length]
    return segment[:2] + length.to_bytes(2) + body


def _belongs(marker: int, head: bytes) -> bool:
    return marker in _DECODED or (marker in _SHOWN and head.startswith(_SHOWN[marker]))
