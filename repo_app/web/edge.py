"""Characters that no database keeps and no header carries are refused here, before anything else looks at them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import Flask, request

from repo_app.errors import BadRequest
from repo_app.web.locale import API_ROOT

FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_UNFIT = re.compile("[\x00\ud800-\udfff]")  # NUL, and halves of characters


def install(app: Flask) -> None:
    """Check each request; after the check of a form's token, which alone may decide that a body is worth reading."""
    app.before_request(_check)


def require_fit(text: str) -> None:
    """BadRequest for text that holds NUL or half a character."""
    if _UNFIT.search(text):
        raise BadRequest


def _check() -> None:
    for text in (request.path, *_address(), *_form()):
        require_fit(text)


def _address() -> Iterator[str]:
    for name, value in request.args.items(multi=True):
        yield name
        yield value


def _form() -> Iterator[str]:
    """Fields and file names of a form of ours; the API takes its bodies apart itself."""
    if request.endpoint is None or request.path.startswith(API_ROOT) or request.mimetype not in FORMS:
        return
    for name, value in request.form.items(multi=True):
        yield name
        yield value
    for name, held in request.files.items(multi=True):
        yield name
        yield held.filename or ""
