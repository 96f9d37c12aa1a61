"""A JPEG's picture without what a camera writes beside it: where and when it was taken, by what and whom."""

import re

_START, _SCAN, _END = 0xD8, 0xDA, 0xD9
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length
_MARKER = re.compile(rb"\xff[^\x00\xff]")
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # in a scan, 0 follows a byte of the picture, D0 to D7 resume it
_APPLICATION, _COMMENT = range(0xE0, 0xF0), 0xFE
_JFIF = 0xE0
_SHOWN = {_JFIF: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""The application segments that say how a picture is shown, and how each begins."""


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
            kept.append(_without_thumbnail(data[begin:at]) if marker == _JFIF else data[begin:at])
    return None


def _without_thumbnail(segment: bytes) -> bytes:
    """The 18 bytes of JFIF that tell of the picture; a thumbnail and whatever else was put behind them stay out."""
    return segment[:2] + b"\0\x10" + segment[4:16] + b"\0\0" if len(segment) >= 18 else b""


def _belongs(marker: int, head: bytes) -> bool:
    if marker in _APPLICATION:
        return marker in _SHOWN and head.startswith(_SHOWN[marker])
    return marker != _COMMENT
