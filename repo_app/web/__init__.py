"""The site: pages for people and an API for programs, over one library."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response
from flask_compress import Compress
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from repo_app.services.library import Library
from repo_app.settings import Settings, secret_key
from repo_app.web import (
    account,
    acts,
    admin,
    api,
    arguments,
    assets,
    browse,
    deposit,
    downloads,
    edge,
    guide,
    identity,
    joining,
    licenses,
    names,
    patterns,
    problems,
    reader,
    readings,
    records,
    review,
    security,
    sending,
    status,
    suggest,
    vocabularies,
    words,
)
from repo_app.web.locale import DEFAULT, LocalePrefix
from repo_app.web.serve import body_limit, serve

__all__ = ["create_app", "serve"]

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
PAGES = (
    browse,
    licenses,
    suggest,
    guide,
    records,
    reader,
    downloads,
    deposit,
    acts,
    joining,
    readings,
    review,
    account,
    admin,
    vocabularies,
    names,
    status,
)
COMPRESSED = ["text/html", "text/css", "text/javascript", "application/json", problems.PROBLEM_JSON]


def create_app(library: Library, *, patterns_page: bool = False) -> Flask:
    """The application over ``library``; ``patterns_page`` adds ``/patterns``, which shows every component."""
    app = Flask(__name__, static_folder=None, template_folder=str(TEMPLATES))
    _configure(app, library.settings)
    identity.install(app, library)
    problems.install(app)
    assets.install(app)
    words.install(app)
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    if patterns_page:
        app.register_blueprint(patterns.blueprint)
    app.register_blueprint(api.blueprint, url_prefix="/api/v1")
    sending.install(app)
    security.protect_forms(app).exempt(api.blueprint)
    edge.install(app)
    Compress(app)
    app.after_request(_keep_private)
    _wrap(app, library.settings)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        {
            "SECRET_KEY": secret_key(settings),
            "SESSION_COOKIE_NAME": "__Host-hoclieu" if settings.secure else "hoclieu",
            "SESSION_COOKIE_SECURE": settings.secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "MAX_CONTENT_LENGTH": body_limit(settings),
            "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
            "MAX_FORM_PARTS": 500,
            "COMPRESS_MIMETYPES": COMPRESSED,
            "COMPRESS_ALGORITHM": ["br", "gzip"],
            "COMPRESS_STREAMS": False,
            DEFAULT: settings.default_locale,
        }
    )
    # No redirects for slashes: they would carry the Host header, which anybody may write.
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.url_map.converters["int"] = arguments.Number
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _wrap(app: Flask, settings: Settings) -> None:
    inner = security.Hardened(LocalePrefix(app.wsgi_app), https=settings.secure)
    hops = settings.trusted_proxies
    wrapped = ProxyFix(inner, x_for=hops, x_proto=hops, x_host=hops) if hops else inner
    app.wsgi_app = wrapped  # type: ignore[method-assign]  # the way that Flask documents


def _keep_private(response: Response) -> Response:
    if "Cache-Control" not in response.headers:
        known = identity.person_for_layout().known
        response.headers["Cache-Control"] = "no-store" if known else "private, no-cache"
        response.vary.add("Cookie")
    if response.status_code == HTTPStatus.SEE_OTHER:
        response.headers["Cache-Control"] = "no-store"
    return response
