"""Files as they were given: whole or one range, sent by the server's own loop, shown only where that is safe.

A whole file and a single range leave as ``wsgi.file_wrapper`` of a file that stands at the first wanted byte, with
Content-Length the number of bytes: waitress then sends them without holding a thread (decision 060).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import BinaryIO
from urllib.parse import quote

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from repo_app.services import files
from repo_app.services.files import Download
from repo_app.values.media import fitting_name
from repo_app.web.identity import library, person
from repo_app.web.redirects import see_other
from repo_app.web.security import FILE_POLICY

CHUNK = 64 * 1024

blueprint = Blueprint("downloads", __name__)


@dataclass(frozen=True, slots=True)
class Piece:
    """The bytes wanted of a file: from ``start`` on, ``length`` of them; ``ranged`` when a range asked for them."""

    start: int
    length: int
    ranged: bool


@blueprint.get("/records/<record_id>/files/<name>")
def download(record_id: str, name: str) -> AnyResponse:
    """One file of a record; ``as`` asks for what was made from it: searchable, light or pdf."""
    return answer(files.download(library(), person(), record_id, name, request.args.get("as")))


def answer(held: Download) -> AnyResponse:
    """The bytes, or what part of them the request asks for."""
    if held.redirect:
        return see_other(held.redirect)
    if request.if_none_match.contains(held.sha256):
        return _described(Response(status=HTTPStatus.NOT_MODIFIED), held)
    piece = wanted_piece(held)
    return _described(_refused(held) if piece is None else _sent(held, piece), held)


def wanted_piece(held: Download) -> Piece | None:
    """What the request wants of the file: all of it unless it asks for one range; None for one beyond its end."""
    asked = request.range
    tag = request.headers.get("If-Range")  # as it came: a weak tag must not match, nor a date, for files have none
    same = tag is None or tag == f'"{held.sha256}"'
    if request.method != "GET" or asked is None or asked.units != "bytes" or len(asked.ranges) != 1 or not same:
        return Piece(0, held.size, ranged=False)
    first, stop = asked.ranges[0]
    start = max(0, held.size + first) if first < 0 else first  # RFC 9110 §14.1.2: a longer suffix is the whole file
    end = held.size if stop is None else min(stop, held.size)
    return Piece(start, end - start, ranged=True) if start < end else None


def disposition(name: str, *, inline: bool) -> str:
    """Content-Disposition by RFC 6266: the real name in UTF-8 and a plain one for what cannot read that."""
    kept = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c) not in {"Cc", "Cf"})
    plain = unicodedata.normalize("NFD", kept.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(c if c.isalnum() or c in "._- " else "_" for c in plain if not unicodedata.combining(c))
    plain = plain.encode("ascii", "replace").decode().replace("?", "_")
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(kept, safe='')}"


def _sent(held: Download, piece: Piece) -> Response:
    head = request.method == "HEAD"
    body: Iterable[bytes] = () if head else _body(held, piece)
    response = Response(
        body, HTTPStatus.PARTIAL_CONTENT if piece.ranged else HTTPStatus.OK, direct_passthrough=not head
    )
    response.headers["Content-Length"] = str(piece.length)
    if piece.ranged:
        last = piece.start + piece.length - 1
        response.headers["Content-Range"] = f"bytes {piece.start}-{last}/{held.size}"
    return response


def _body(held: Download, piece: Piece) -> Iterable[bytes]:
    wrapper = request.environ.get("wsgi.file_wrapper")
    if held.path is None:
        return _chunks(held.open(piece.start, piece.length), piece.length)
    source = held.path.open("rb")
    source.seek(piece.start)
    if wrapper is None:
        return _chunks(source, piece.length)
    wrapped: Iterable[bytes] = wrapper(source, CHUNK)  # stops at Content-Length, as PEP 3333 asks of it
    return wrapped


def _chunks(source: BinaryIO, length: int) -> Iterator[bytes]:
    with source:
        while length > 0 and (chunk := source.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk


def _refused(held: Download) -> Response:
    response = Response(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
    response.headers["Content-Range"] = f"bytes */{held.size}"
    return response


def _described(response: Response, held: Download) -> Response:
    response.headers["Content-Type"] = held.media_type
    response.headers["Content-Disposition"] = disposition(fitting_name(held.name, held.media_type), inline=held.inline)
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(held.sha256)
    return response
