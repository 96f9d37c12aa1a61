"""Places, vocabularies and jobs."""

from __future__ import annotations

from flask import Blueprint, Response, request

from repo_app import messages, vocabularies
from repo_app.errors import NotFound
from repo_app.serializers import api, authorities
from repo_app.services import places, status
from repo_app.services.authorities import known_to
from repo_app.values.schema import ROLES, SCHEMA, SCHEMES, Key
from repo_app.web.api.requests import only_parameters, person
from repo_app.web.api.responses import as_json, shapes
from repo_app.web.identity import library


def add_routes(blueprint: Blueprint) -> None:
    """Add the routes of this module."""
    blueprint.add_url_rule("/collections", view_func=collections, methods=["GET"])
    blueprint.add_url_rule("/organizations", view_func=organizations, methods=["GET"])
    blueprint.add_url_rule("/jobs/<int:job_id>", view_func=job, methods=["GET"])
    blueprint.add_url_rule("/schema", view_func=schema, methods=["GET"])
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
    return as_json(authorities.vocabulary(known_to(library()).vocabulary(name)))


def schema() -> Response:
    """What each key of a description holds, with its names and an explanation in both languages."""
    only_parameters()
    return as_json({"keys": [_key(key) for key in SCHEMA]})


def _key(key: Key) -> dict[str, object]:
    told = {"role": list(ROLES), "scheme": list(SCHEMES)}
    return {
        "key": key.name,
        "uri": key.uri,
        "kind": key.kind,
        "label": _in_both(f"field.{key.name}"),
        "help": _in_both(f"help.{key.name}"),
        "repeatable": key.repeatable,
        "language": key.takes_language,
        "lines": key.lines,
        "vocabularies": list(key.vocabularies),
        "qualifiers": {name: told.get(name) for name in key.qualifiers},
    }


def _in_both(code: str) -> dict[str, str]:
    return {locale: messages.label(code, locale) for locale in messages.LOCALES}
