"""Places, vocabularies and jobs."""

from __future__ import annotations

from flask import Blueprint, Response, request

from repo_app import vocabularies
from repo_app.errors import NotFound
from repo_app.serializers import api
from repo_app.services import places, status
from repo_app.services.authorities import known_to
from repo_app.web.api.requests import only_parameters, person
from repo_app.web.api.responses import as_json, shapes
from repo_app.web.identity import library


def add_routes(blueprint: Blueprint) -> None:
    """Add the routes of this module."""
    blueprint.add_url_rule("/collections", view_func=collections, methods=["GET"])
    blueprint.add_url_rule("/organizations", view_func=organizations, methods=["GET"])
    blueprint.add_url_rule("/jobs/<int:job_id>", view_func=job, methods=["GET"])
    blueprint.add_url_rule("/vocabularies/<name>", view_func=vocabulary, methods=["GET"])


def collections() -> Response:
    """Every collection, or those of the organization that ``?organization=`` names."""
    only_parameters("organization")
    found = places.collections(library(), request.args.get("organization"))
    return as_json([api.collection(view) for view in found])


def organizations() -> Response:
    """Every organization."""
    return as_json([api.organization(view) for view in places.organizations(library())])


def job(job_id: int) -> Response:
    """A piece of work on a file that the asker may work on."""
    return as_json(shapes().job(status.job(library(), person(), job_id)))


def vocabulary(name: str) -> Response:
    """The terms of a vocabulary."""
    if name not in vocabularies.NAMES:
        raise NotFound
    return as_json(api.vocabulary(known_to(library()).vocabulary(name)))
