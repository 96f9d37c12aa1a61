"""What a request holds a record to: that it is still as the asker saw it."""

from __future__ import annotations

import json
from zlib import crc32

from flask import request

from repo_app.services import records
from repo_app.values import Person, RecordView
from repo_app.web.identity import library

NO_REVISION = -1  # one that no record has


def wanted_revision(asker: Person, record_id: str) -> int | None:
    """The revision that If-Match asks for, None without that header; one that never was where none of it fits."""
    if "If-Match" not in request.headers:
        return None
    current = records.view(library(), asker, record_id)
    wanted = request.if_match
    return current.revision if wanted.star_tag or wanted.contains(etag(current)) else NO_REVISION


def etag(view: RecordView) -> str:
    """The revision, and what changes without one: an embargo that ends, and what reading a file may still describe."""
    read = f"-{crc32(json.dumps(view.metadata.as_json()).encode()):08x}" if view.unreviewed_title else ""
    return f"{view.revision}{read}{'-embargo' if view.embargo else ''}"
