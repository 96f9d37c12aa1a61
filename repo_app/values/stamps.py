"""Short names of what something holds, by which whoever changes it says what the change was made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping


def stamp_of(held: Mapping[str, object]) -> str:
    """The same 16 figures for the same content, whatever the order of its keys; others for any other."""
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()[:16]
