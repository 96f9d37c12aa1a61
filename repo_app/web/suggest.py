"""What the search box offers while somebody types."""

from __future__ import annotations

import json

from flask import Blueprint, Response, request, url_for

from repo_app.services import suggesting
from repo_app.values.searches import SuggestedSearch
from repo_app.web.identity import library
from repo_app.web.locale import locale

# Kept by the reader's own browser only, and so shortly that what is withdrawn is soon gone from there too.
KEPT = "private, max-age=30"

blueprint = Blueprint("suggest", __name__)


@blueprint.get("/search/suggest")
def suggest() -> Response:
    """A list of what may be meant: ``text`` to show, ``url`` to go to, and its ``kind``; empty where nothing is."""
    found = suggesting.suggest(library(), request.args.get("q", ""), locale())
    lines = [{"text": one.text, "url": _address(one), "kind": one.kind} for one in found]
    body = json.dumps(lines, ensure_ascii=False, separators=(",", ":"))
    return Response(body, mimetype="application/json", headers={"Cache-Control": KEPT})


def _address(one: SuggestedSearch) -> str:
    if one.record is not None:
        return url_for("records.record", record_id=one.record)
    if one.subject is not None:
        return url_for("browse.search", subject=one.subject)
    return url_for("browse.search", q=one.query)
