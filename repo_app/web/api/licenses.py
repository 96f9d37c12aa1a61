"""``/licenses``: reading a license out of a text, and what may be made of several works."""

from __future__ import annotations

from flask import Blueprint, Response, request

from repo_app import licensing
from repo_app.errors import Fault, Invalid
from repo_app.serializers import api
from repo_app.services import remixes
from repo_app.web.api.requests import only_parameters, person
from repo_app.web.api.responses import as_json, shapes
from repo_app.web.identity import library


def add_routes(blueprint: Blueprint) -> None:
    """Add the routes of this module."""
    blueprint.add_url_rule("/licenses/read", "read_license", read, methods=["GET"])
    blueprint.add_url_rule("/licenses/remix", "remix", remix, methods=["GET"])


def read() -> Response:
    """The one license that ``text`` names; 422 with the reason where it names none for certain."""
    only_parameters("text")
    try:
        return as_json(api.license_object(licensing.read(request.args.get("text", ""))))
    except licensing.LicenseFault as fault:
        raise Invalid(Fault("text", fault.code, fault.params)) from fault


def remix() -> Response:
    """Which licenses an adaptation of every ``source`` may carry, and why."""
    only_parameters("source")
    _, found = remixes.ask(library(), person(), request.args.getlist("source"))
    return as_json(shapes().remix(found))
