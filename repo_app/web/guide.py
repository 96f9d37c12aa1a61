"""How to search, told to people."""

from __future__ import annotations

from flask import Blueprint, render_template

blueprint = Blueprint("guide", __name__)


@blueprint.get("/search/help")
def searching() -> str:
    """What a question may hold, with examples to follow."""
    return render_template("browse/search_help.html")
