"""What a file was made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OriginalView:
    """One of the photos that a file was made of, kept as it came; size in bytes."""

    name: str
    size: int
    sha256: str
    media_type: str
