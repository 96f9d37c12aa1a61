"""``GET /search``."""

from __future__ import annotations

from flask import Blueprint, Response, request

from repo_app.services import finding
from repo_app.web.api.requests import person, whole_number
from repo_app.web.api.responses import as_json, shapes
from repo_app.web.identity import library
from repo_app.web.locale import locale

PLAIN = frozenset({"q", "page", "size", "sort"})


def add_routes(blueprint: Blueprint) -> None:
    """Add the routes of this module."""
    blueprint.add_url_rule("/search", view_func=search, methods=["GET"])


def search() -> Response:
    """The published records that answer; every other parameter is a facet, and one that is none is refused."""
    asked = finding.SearchRequest(
        text=request.args.get("q", ""),
        filters={name: tuple(values) for name, values in request.args.lists() if name not in PLAIN},
        page=whole_number("page", 1),
        size=whole_number("size", 20),
        sort=request.args.get("sort", "relevance"),
    )
    return as_json(shapes().answer(finding.search(library(), person(), asked, locale())))
