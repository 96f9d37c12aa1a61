"""Words of a page as one small column: compressed JSON, a list of [text, x0, y0, x1, y1, confidence]."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence

import ingest


def pack_words(words: Sequence[ingest.Word]) -> bytes:
    """The words as they are stored; confidences keep three places."""
    rows = [[word.text, *word.box, round(word.confidence, 3)] for word in words]
    return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode())


def unpack_words(packed: bytes) -> tuple[ingest.Word, ...]:
    """The words that ``pack_words`` stored."""
    rows = json.loads(zlib.decompress(packed))
    return tuple(ingest.Word(text, (x0, y0, x1, y1), confidence) for text, x0, y0, x1, y1, confidence in rows)
