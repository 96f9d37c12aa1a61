"""Where a form leads once it was taken: on to another page with GET, and only within this site."""

from __future__ import annotations

from http import HTTPStatus

from flask import redirect
from werkzeug.wrappers import Response

from repo_app.web.problems import is_local


def see_other(address: str) -> Response:
    """Go on to ``address`` with GET."""
    return redirect(address, HTTPStatus.SEE_OTHER)


def back_to(address: str | None, otherwise: str) -> Response:
    """Go to ``address`` if it is a path of this site, else to ``otherwise``."""
    return see_other(address if address is not None and is_local(address) else otherwise)
