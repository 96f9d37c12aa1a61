"""The API under ``/api/v1``: JSON over the same services as the pages; whoever asks is known by a bearer token only.

A session cookie opens nothing here, so no other site can make a browser act through it and no CSRF token is needed.
"""

from __future__ import annotations

from flask import Blueprint

from repo_app.web.api import authorities, files, inside, licenses, lists, openapi, records, searching

blueprint = Blueprint("api", __name__)
for part in (searching, inside, records, files, licenses, lists, authorities, openapi):
    part.add_routes(blueprint)
