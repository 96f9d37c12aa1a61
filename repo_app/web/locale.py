"""The language of an answer: every page has a twin under ``/en`` (or ``/vi``, where English is the default).

The prefix moves from the path to SCRIPT_NAME before Flask sees it, so every route exists once and ``url_for`` keeps the
reader in their language by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import current_app, has_request_context, request

from repo_app.messages import LOCALES

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PREFIXED = "hoclieu.locale"
DEFAULT = "HOCLIEU_DEFAULT_LOCALE"
API_ROOT = "/api/"
PATH_SAFE = "/:@!$&'()*+,;=~-._"


class LocalePrefix:
    """A WSGI application whose paths may begin with a language."""

    def __init__(self, inner: WSGIApplication) -> None:
        self._inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, its prefix put aside."""
        first, slash, rest = environ.get("PATH_INFO", "").lstrip("/").partition("/")
        if first in LOCALES:
            environ[PREFIXED] = first
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{first}"
            environ["PATH_INFO"] = f"/{rest}" if slash else "/"
        return self._inner(environ, start_response)


def default_locale() -> str:
    """The language of addresses without a prefix."""
    return str(current_app.config[DEFAULT])


def locale() -> str:
    """The language of this answer; for the API without a prefix what the client asks for with Accept-Language."""
    if not has_request_context():
        return default_locale()
    prefixed = request.environ.get(PREFIXED)
    if prefixed is not None:
        return str(prefixed)
    if request.path.startswith(API_ROOT):
        return request.accept_languages.best_match(LOCALES) or default_locale()
    return default_locale()


def twin(other: str) -> str:
    """The path of this same page in the language ``other``; of a form's answer that has no address, the home page."""
    prefix = "" if other == default_locale() else f"/{other}"
    if not _can_be_opened():
        return f"{prefix}/"
    path = prefix + quote(request.path, safe=PATH_SAFE)
    return f"{path}?{request.query_string.decode('ascii', 'replace')}" if request.query_string else path


def _can_be_opened() -> bool:
    if request.method in {"GET", "HEAD"}:
        return True
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and adapter.test(method="GET")
