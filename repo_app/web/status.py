"""Whether the house is ready to serve, for load balancers and for whoever looks after it."""

from __future__ import annotations

import json
from http import HTTPStatus

from flask import Blueprint, Response

from repo_app.services import status
from repo_app.web.identity import library

blueprint = Blueprint("status", __name__)


@blueprint.get("/readyz")
def ready() -> Response:
    """Database, storage, index, worker, oldest waiting job and disk as JSON; 503 while one of them is away."""
    found = status.ready(library())
    body = json.dumps({"ok": found.ok, **found.parts}, default=str)
    code = HTTPStatus.OK if found.ok else HTTPStatus.SERVICE_UNAVAILABLE
    return Response(body, code, mimetype="application/json", headers={"Cache-Control": "no-store"})
