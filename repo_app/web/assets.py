"""Style sheets and scripts: one bundle of CSS, scripts by themselves, named by their content and kept for a year."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request
from werkzeug.wrappers import Response as AnyResponse

STATIC = Path(__file__).parent.parent / "static"
BUNDLE = "site.css"
FIRST = ("tokens.css", "base.css")
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
YEAR = "public, max-age=31536000, immutable"
EXTENSION = "hoclieu-assets"

blueprint = Blueprint("assets", __name__)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of the site: its bytes, media type and the first characters of its SHA-256."""

    body: bytes
    media_type: str
    version: str


def install(app: Flask) -> None:
    """Read every asset once and give templates ``asset(name)``."""
    app.extensions[EXTENSION] = load(STATIC)
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset"] = address


def load(folder: Path) -> Mapping[str, Asset]:
    """All assets below ``folder`` by name; the style sheets as one, tokens and base first, components by name."""
    sheets = sorted((folder / "css").glob("*.css"), key=lambda path: (_place(path.name), path.name))
    found = {BUNDLE: _asset(b"\n".join(path.read_bytes() for path in sheets), ".css")}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in TYPES and path.parent.name != "css":
            found[path.relative_to(folder).as_posix()] = _asset(path.read_bytes(), path.suffix)
    return found


def address(name: str) -> str:
    """The address of an asset, without a language: one copy serves both. KeyError for a name that is none."""
    held: Mapping[str, Asset] = current_app.extensions[EXTENSION]
    return f"/static/{name}?v={held[name].version}"


@blueprint.get("/static/<path:name>")
def static(name: str) -> AnyResponse:
    """One asset; kept for a year under the address that names its content."""
    held: Mapping[str, Asset] = current_app.extensions[EXTENSION]
    asset = held.get(name)
    if asset is None:
        abort(404)
    response = Response(asset.body, mimetype=asset.media_type)
    response.set_etag(asset.version)
    response.headers["Cache-Control"] = YEAR if request.args.get("v") == asset.version else "no-cache"
    return response.make_conditional(request)


def _place(name: str) -> int:
    return FIRST.index(name) if name in FIRST else len(FIRST)


def _asset(body: bytes, suffix: str) -> Asset:
    return Asset(body, TYPES[suffix], hashlib.sha256(body).hexdigest()[:12])
