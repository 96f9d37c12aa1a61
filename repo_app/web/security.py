"""What every answer carries, whoever made it: security headers and a request id, set outside of Flask.

It wraps the application itself, so that an error while Flask was still reading the request has the headers too. The
body is handed through untouched: a wrapped one would keep waitress from sending files out of its own loop.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flask import Flask
from flask_wtf.csrf import CSRFProtect

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

REQUEST_ID = "hoclieu.request_id"
HEALTH = "/healthz"
PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data:; script-src 'self'; style-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
FILE_POLICY = "sandbox; default-src 'none'"
HEADERS = (
    ("Content-Security-Policy", PAGE_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Permitted-Cross-Domain-Policies", "none"),
)
HSTS = ("Strict-Transport-Security", "max-age=31536000")


class Hardened:
    """A WSGI application with the headers of :data:`HEADERS` on each answer that does not set them itself.

    ``/healthz`` is answered here: it says that the process lives, whatever the Host header says.
    """

    def __init__(self, inner: WSGIApplication, *, https: bool) -> None:
        self._inner = inner
        self._headers = (*HEADERS, HSTS) if https else HEADERS

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        request_id = secrets.token_hex(8)
        environ[REQUEST_ID] = request_id
        started = self._starting(start_response, request_id)
        if environ.get("PATH_INFO") == HEALTH:
            return _healthy(environ, started)
        return self._inner(environ, started)

    def _starting(self, start_response: StartResponse, request_id: str) -> StartResponse:
        def start(status: str, headers: list[tuple[str, str]], *exc_info: object) -> Callable[[bytes], object]:
            present = {name.lower() for name, _ in headers}
            added = [(name, value) for name, value in self._headers if name.lower() not in present]
            return start_response(status, [*headers, *added, ("X-Request-Id", request_id)], *exc_info)  # type: ignore[arg-type]

        return start


def _healthy(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    body = b"ok\n"
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("200 OK", [*headers, ("Cache-Control", "no-store")])
    return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]


def protect_forms(app: Flask) -> CSRFProtect:
    """Refuse every mutation without the token of its own session; lets API routes be exempted by the caller."""
    app.config.update(
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as its session: a form may lie open over lunch
        WTF_CSRF_FIELD_NAME="csrf_token",
    )
    return CSRFProtect(app)
