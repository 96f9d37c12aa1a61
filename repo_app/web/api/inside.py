"""``GET /records/<id>/search``: the pages of one record that answer."""

from __future__ import annotations

from flask import Blueprint, Response, request

from repo_app.services import inside
from repo_app.web.api.requests import only_parameters, person, whole_number
from repo_app.web.api.responses import as_json, shapes
from repo_app.web.identity import library


def add_routes(blueprint: Blueprint) -> None:
    """Add the routes of this module."""
    blueprint.add_url_rule("/records/<record_id>/search", "search_inside", search, methods=["GET"])


def search(record_id: str) -> Response:
    """The pages that answer, in their order or (``sort=relevance``) the best first."""
    only_parameters("q", "file", "page", "size", "sort")
    asked = inside.InsideRequest(
        text=request.args.get("q", ""),
        file=request.args.get("file") or None,
        page=whole_number("page", 1),
        size=whole_number("size", 20),
        sort=request.args.get("sort", "page"),
    )
    return as_json(shapes().inside(inside.search_inside(library(), person(), record_id, asked)))
