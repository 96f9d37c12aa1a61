"""Looking around: home, search, libraries and collections, what this place is."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from repo_app.services import finding, places, records
from repo_app.web import arguments, narrowing
from repo_app.web.identity import library, person
from repo_app.web.locale import locale

ON_HOME = 6
PAGE_SIZE = 20
ROBOTS = """User-agent: *
Allow: /search/help
Allow: /en/search/help
Disallow: /search
Disallow: /records/*/search
Disallow: /en/records/*/search
Disallow: /account/
Disallow: /admin/
Disallow: /api/
Disallow: /deposit
Disallow: /review
Disallow: /en/search
Disallow: /en/account/
Disallow: /en/admin/
Disallow: /en/deposit
Disallow: /en/review
"""

blueprint = Blueprint("browse", __name__)


@blueprint.get("/")
def home() -> str:
    """What came in last, and where to look further."""
    return render_template(
        "browse/home.html",
        latest=records.latest(library(), size=ON_HOME),
        organizations=places.organizations(library()),
        collections=places.collections(library()),
        facets=finding.BROWSED,
    )


@blueprint.get("/search")
def search() -> str:
    """Records that answer a query, with the pages that do."""
    asked = finding.SearchRequest(
        text=request.args.get("q", "").strip(),
        filters=narrowing.filters(),
        page=arguments.number("page"),
        size=PAGE_SIZE,
        sort=request.args.get("sort") or "relevance",
    )
    answer = finding.search(library(), person(), asked, locale())
    return render_template("browse/search.html", answer=answer, narrowed=narrowing.Narrowed(answer))


@blueprint.get("/browse/<facet>")
def browse(facet: str) -> str:
    """Every value of a facet, to go on from with a search."""
    browsed = finding.browse(library(), facet, locale(), request.args.get("letter", ""))
    return render_template("browse/facet.html", browsed=browsed, facets=finding.BROWSED)


@blueprint.get("/organizations/<slug>")
def organization(slug: str) -> str | AnyResponse:
    """One library, school or centre: its collections and published records; one that was merged leads to its heir."""
    heir = places.merged_into(library(), slug)
    if heir is not None:
        return redirect(url_for("browse.organization", slug=heir), HTTPStatus.MOVED_PERMANENTLY)
    return render_template(
        "browse/place.html",
        place=places.organization(library(), slug),
        collections=places.collections(library(), slug),
        listing=records.latest(library(), organization=slug, page=arguments.number("page")),
        facet="organization",
    )


@blueprint.get("/collections/<slug>")
def collection(slug: str) -> str:
    """One collection and its published records."""
    return render_template(
        "browse/place.html",
        place=places.collection(library(), slug),
        collections=(),
        listing=records.latest(library(), collection=slug, page=arguments.number("page")),
        facet="collection",
    )


@blueprint.get("/about")
def about() -> str:
    """What this place is, and what the licenses allow."""
    return render_template("browse/about.html")


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What crawlers need not visit."""
    return Response(ROBOTS, mimetype="text/plain", headers={"Cache-Control": "public, max-age=86400"})
