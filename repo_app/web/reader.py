"""Reading a file page by page: images for the eye, text for weak lines and screen readers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from repo_app.errors import BadRequest
from repo_app.services import inside, pages, records
from repo_app.services.pages import DEFAULT_WIDTH, WIDTHS
from repo_app.services.pictures import Picture
from repo_app.values import Neighbours, PageView
from repo_app.web import arguments
from repo_app.web.flow import paragraphs
from repo_app.web.identity import library, person
from repo_app.web.marks import Mark, marks, placed, spans

ASKED_EACH_TIME = "public, no-cache"  # kept by any cache, shown only after we said that it still may be

blueprint = Blueprint("reader", __name__)


@blueprint.get("/records/<record_id>/read")
def read(record_id: str) -> AnyResponse | str:
    """One page as an image, with what was searched for marked on it; a page without one leads to its text."""
    page = _page(record_id)
    if not page.drawn:
        asked: dict[str, Any] = {name: value for name in ("file", "q") if (value := request.args.get(name))}
        return redirect(url_for("reader.text", record_id=record_id, page=page.number, **asked))
    return render_template(
        "reader/read.html",
        page=page,
        record=records.view(library(), person(), record_id),
        marks=_marks(record_id, page),
        q=request.args.get("q", ""),
        around=_around(record_id, page),
        widths=WIDTHS[1:],
    )


@blueprint.get("/records/<record_id>/text")
def text(record_id: str) -> str:
    """One page as text."""
    page, query = _page(record_id), request.args.get("q", "")
    return render_template(
        "reader/text.html",
        page=page,
        record=records.view(library(), person(), record_id),
        paragraphs=paragraphs(page.text, spans(page.text, query), page.edges),
        q=query,
        around=_around(record_id, page),
    )


@blueprint.get("/records/<record_id>/search")
def search(record_id: str) -> str:
    """The pages of the record, or of one file of it, that answer a question."""
    asked = inside.InsideRequest(
        text=request.args.get("q", "").strip(),
        file=request.args.get("file") or None,
        page=arguments.number("page"),
        sort=request.args.get("sort") or "page",
    )
    return render_template("reader/search.html", found=inside.search_inside(library(), person(), record_id, asked))


@blueprint.get("/records/<record_id>/pages/<int:number>.webp")
def image(record_id: str, number: int) -> AnyResponse:
    """The image of one page, 200, 600, 800 or 1080 pixels wide."""
    raw = request.args.get("w", str(DEFAULT_WIDTH))
    if raw not in map(str, WIDTHS):
        raise BadRequest("page.width", widths=", ".join(map(str, WIDTHS)))
    file, held = request.args.get("file"), request.if_none_match.contains_weak
    return _image(pages.image(library(), person(), record_id, file, number, int(raw), held))


@blueprint.get("/records/<record_id>/pages/<int:number>/state")
def state(record_id: str, number: int) -> Response:
    """Whether a page has been read, or its words will come by themselves: for the script that waits for them."""
    page = pages.page(library(), person(), record_id, request.args.get("file"), number)
    body = json.dumps({"read": page.read, "coming": page.expected}, separators=(",", ":"))
    return Response(body, mimetype="application/json", headers={"Cache-Control": "no-store"})


@blueprint.get("/records/<record_id>/thumbnail")
def thumbnail(record_id: str) -> AnyResponse:
    """A small image of the first page."""
    return _image(pages.thumbnail(library(), person(), record_id, request.if_none_match.contains_weak))


def _page(record_id: str) -> PageView:
    return pages.page(library(), person(), record_id, request.args.get("file"), arguments.number("page"))


def _around(record_id: str, page: PageView) -> Neighbours:
    """The pages before and after this one that answer the question it was opened with."""
    query = request.args.get("q", "")
    return inside.neighbours(library(), person(), record_id, page.file, page.number, query)


def _marks(record_id: str, page: PageView) -> Iterable[Mark]:
    query = request.args.get("q", "")
    if not query:
        return placed(request.args.getlist("mark"), page.width, page.height)
    if not page.read:
        return ()
    return marks(pages.words(library(), person(), record_id, page.file, page.number), query)


def _image(made: Picture) -> AnyResponse:
    response = Response(made.data, HTTPStatus.NOT_MODIFIED if made.held else HTTPStatus.OK, mimetype="image/webp")
    response.set_etag(made.etag)
    response.headers["Cache-Control"] = "private, no-cache" if person().known else ASKED_EACH_TIME
    return response
