"""The terms and names that this library knows, looked up once a request."""

from __future__ import annotations

from flask import g

from repo_app.services.authorities import Known, known_to
from repo_app.values import Metadata
from repo_app.web.identity import library


def terms() -> Known:
    """What is known to this request."""
    found = g.get("terms")
    if not isinstance(found, Known):
        found = g.terms = known_to(library())
    return found


def look_up_names(*described: Metadata | None) -> None:
    """Look up at once whom these descriptions name: one by one, each name of a long list would be asked for alone."""
    terms().look_up_named(held for held in described if held is not None)
