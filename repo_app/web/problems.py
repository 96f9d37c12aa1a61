"""Every problem leaves through here: as a page for people, as RFC 9457 for programs; never a trace, path or SQL."""

from __future__ import annotations

import errno
import json
import logging
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as AnyResponse

from repo_app import messages
from repo_app.errors import (
    BadRequest,
    EditConflict,
    Gone,
    Invalid,
    NotFound,
    NotSignedIn,
    Problem,
    StorageFull,
    TooLarge,
    TooManyRequests,
    Unavailable,
)
from repo_app.values import Metadata
from repo_app.web.locale import API_ROOT, locale
from repo_app.web.security import REQUEST_ID

LOG = logging.getLogger("hoclieu.web")
PROBLEM_JSON = "application/problem+json"
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
CODES = {
    HTTPStatus.METHOD_NOT_ALLOWED: "problem.method",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: TooLarge.default_code,
    HTTPStatus.NOT_FOUND: NotFound.default_code,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "problem.media_type",
    HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE: "problem.range",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A problem ready to be shown: HTTP status, code, and the sentences in the reader's language."""

    status: int
    code: str
    what: str
    safe: str
    next: str
    request_id: str
    faults: tuple[tuple[str, str], ...] = ()


def install(app: Flask) -> None:
    """Let ``app`` answer every exception with words."""
    app.register_error_handler(Problem, answer)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(OSError, _answer_system)
    app.register_error_handler(Exception, _answer_unknown)


def answer(problem: Problem, status: int | None = None) -> AnyResponse:
    """Tell ``problem`` in the form and language that the asker reads; ``status`` in place of its own."""
    if isinstance(problem, NotSignedIn) and not wants_json():
        return redirect(sign_in_address(), HTTPStatus.SEE_OTHER)
    told = tell(problem, status)
    return _finish(_as_json(told, problem) if wants_json() else _as_page(told, problem), problem)


def tell(problem: Problem, status: int | None = None) -> Told:
    """``problem`` in words; ``status`` where the page answers another one than the API."""
    here, advice = locale(), messages.advice(problem.code, locale())
    faults = problem.faults if isinstance(problem, Invalid) else ()
    return Told(
        status=status or problem.status,
        code=problem.code,
        what=messages.sentence(problem.code, problem.params, here),
        safe=advice.safe,
        next=advice.next,
        request_id=request_id(),
        faults=tuple((fault.field, messages.sentence(fault.code, fault.params, here)) for fault in faults),
    )


def wants_json() -> bool:
    """Whether a program asks: anything of the API, and scripts of ours that say so in Accept."""
    return request.path.startswith(API_ROOT) or PROBLEM_JSON in request.headers.get("Accept", "")


def request_id() -> str:
    """The number under which this request stands in the log."""
    return str(request.environ.get(REQUEST_ID, ""))


def sign_in_address() -> str:
    """The sign-in page, to come back here afterwards: to the page itself, or to the one a form stood on."""
    if request.method in {"GET", "HEAD"}:
        back = request.script_root + request.full_path.rstrip("?")
    else:
        back = urlsplit(request.headers.get("Referer", "")).path
    return url_for("account.sign_in", next=back if is_local(back) else None)


def is_local(address: str | None) -> bool:
    """Whether an address is a path on this site and nothing that a browser would read as another host."""
    if not address or not address.startswith("/") or "\\" in address or not address.isprintable():
        return False
    parts = urlsplit(address)
    return not address.startswith("//") and not parts.scheme and not parts.netloc


def _answer_http(error: HTTPException) -> AnyResponse:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if error.response is not None or status < HTTPStatus.BAD_REQUEST:
        return error.get_response(request.environ)
    fallback = BadRequest.default_code if status < HTTPStatus.INTERNAL_SERVER_ERROR else Problem.default_code
    code = "problem.csrf" if isinstance(error, CSRFError) else CODES.get(HTTPStatus(status), fallback)
    response = answer(Problem(code), status)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _answer_system(error: OSError) -> AnyResponse:
    """A full disk may be met first where no code of ours is: Werkzeug keeps what comes in among temporary files."""
    if error.errno in NO_ROOM:
        LOG.error("request %s: %s", request_id(), error.strerror)
        return answer(StorageFull())
    return _answer_unknown(error)


def _answer_unknown(error: Exception) -> AnyResponse:
    LOG.error("request %s failed: %s %r", request_id(), request.method, request.path, exc_info=error)
    return answer(Problem())


def _as_page(told: Told, problem: Problem) -> Response:
    template = "records/tombstone.html" if isinstance(problem, Gone) else "problem.html"
    return Response(render_template(template, told=told, params=problem.params), told.status, mimetype="text/html")


def _as_json(told: Told, problem: Problem) -> Response:
    body: dict[str, object] = {
        "type": f"urn:hoclieu:problem:{told.code}",
        "title": HTTPStatus(told.status).phrase,
        "status": told.status,
        "detail": told.what,
        "instance": f"urn:hoclieu:request:{told.request_id}",
        "code": told.code,
        "request_id": told.request_id,
        "next": told.next,
    }
    if told.faults:
        body["errors"] = [{"field": field, "detail": detail} for field, detail in told.faults]
    if isinstance(problem, Gone) and problem.params:
        body["record"] = dict(problem.params)
    if isinstance(problem, EditConflict):
        body |= {"current": _plain(problem.current), "yours": _plain(problem.yours), "revision": problem.revision}
    return Response(json.dumps(body, ensure_ascii=False), told.status, mimetype=PROBLEM_JSON)


def _plain(version: object) -> object:
    return version.as_json() if isinstance(version, Metadata) else version


def _finish(response: Response, problem: Problem) -> Response:
    if isinstance(problem, TooManyRequests | Unavailable):
        response.headers["Retry-After"] = str(problem.retry_after)
    if response.status_code == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="hoclieu"'
    if request.path.startswith(API_ROOT):
        response.vary.add("Accept-Language")
    response.headers["Cache-Control"] = "no-store"
    return response
