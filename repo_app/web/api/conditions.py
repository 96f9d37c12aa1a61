"""What a request holds a record to: that it is still as the asker saw it."""

from __future__ import annotations

import json
from hashlib import blake2b
from zlib import crc32

from flask import request

from repo_app.services import records
from repo_app.values import Person, RecordView
from repo_app.web.identity import library

NO_REVISION = -1  # one that no record has
BESIDE = "."  # in a tag, between the state of the record and what else an answer tells


def wanted_revision(asker: Person, record_id: str) -> int | None:
    """The revision that If-Match asks for, None without that header; one that never was where none of it fits.

    A change is held to the record, not to names of agents, licenses and places that an answer shows beside it.
    """
    if "If-Match" not in request.headers:
        return None
    current, wanted = records.view(library(), asker, record_id), request.if_match
    state = _state(current)
    fits = wanted.star_tag or any((tag or "").partition(BESIDE)[0] == state for tag in wanted)  # "" is read as None
    return current.revision if fits else NO_REVISION


def etag(view: RecordView, body: bytes) -> str:
    """The state of the record and, as names may change without it, what this answer says."""
    return f"{_state(view)}{BESIDE}{blake2b(body, digest_size=8).hexdigest()}"


def _state(view: RecordView) -> str:
    """The revision, and what changes without one: an embargo that ends, and what reading a file may still describe."""
    read = f"-{crc32(json.dumps(view.metadata.as_json()).encode()):08x}" if view.unreviewed_title else ""
    return f"{view.revision}{read}{'-embargo' if view.embargo else ''}"
