"""What waits for a reviewer."""

from __future__ import annotations

from flask import Blueprint, render_template

from repo_app.services import records
from repo_app.web import arguments
from repo_app.web.identity import library, member

blueprint = Blueprint("review", __name__)


@blueprint.get("/review")
def waiting() -> str:
    """Submitted records and proposed changes, the longest waiting first."""
    listing = records.for_review(library(), member(), arguments.number("page"))
    return render_template("review/waiting.html", listing=listing)
