"""What goes out: JSON in UTF-8, shapes in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask import Response

from repo_app import messages
from repo_app.serializers.api import Shapes
from repo_app.values import Message
from repo_app.web.identity import library
from repo_app.web.locale import locale


def as_json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A response that is this value."""
    response = Response(json.dumps(value, ensure_ascii=False), status, mimetype="application/json")
    response.headers.update(headers or {})
    response.vary.update(("Accept-Language", "Authorization"))
    return response


def nothing() -> Response:
    """A response that says: done."""
    return Response(status=204)


def shapes() -> Shapes:
    """The shapes for whoever asks."""
    return Shapes(library().settings.base_url, _tell)


def _tell(message: Message) -> str:
    return messages.sentence(message.code, message.params, locale())
