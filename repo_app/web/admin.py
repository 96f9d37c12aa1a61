"""Looking after the house: people, places, and whether everything works."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, render_template, request, url_for
from werkzeug.wrappers import Response

from repo_app import licensing, vocabularies
from repo_app.errors import Conflict, Invalid, Problem
from repo_app.services import accounts, capacity, collections, places, status
from repo_app.values import CollectionText, Person
from repo_app.values.people import ROLES
from repo_app.vocabularies import Term
from repo_app.web import arguments, problems
from repo_app.web.identity import library, member
from repo_app.web.redirects import see_other

blueprint = Blueprint("admin", __name__, url_prefix="/admin")

SHARES = (0.95, 0.9, 0.85, 0.8, 0.7, 0.6, collections.LEAST)  # from which on a collection may take what is suggested
Answer = Response | str | tuple[str, int]


@blueprint.get("/")
def home() -> str:
    """People, places and the state of the house."""
    return _page()


@blueprint.post("/people")
def create_person() -> Answer:
    """Let somebody in; the page then shows the link at which they choose their password."""
    return _with_link(
        lambda asker: accounts.create(
            library(),
            asker,
            email=arguments.text("email"),
            name=arguments.text("name"),
            role=arguments.text("role"),
            organization=arguments.optional("organization"),
            password=None,
        )
    )


@blueprint.post("/people/reset")
def reset_person() -> Answer:
    """Make a one-time link for somebody who forgot their password."""
    return _with_link(lambda asker: accounts.reset_link(library(), asker, arguments.text("email")))


@blueprint.post("/people/role")
def change_role() -> Answer:
    """Give somebody another role."""
    return _done(lambda asker: accounts.set_role(library(), asker, arguments.text("email"), arguments.text("role")))


@blueprint.post("/people/disable")
def disable_person() -> Answer:
    """Shut somebody out; their sessions and tokens end."""
    return _done(lambda asker: accounts.disable(library(), asker, arguments.text("email")))


@blueprint.post("/organizations")
def create_organization() -> Answer:
    """A new library, school or centre."""
    return _done(
        lambda asker: places.create_organization(
            library(), asker, arguments.text("slug"), arguments.text("name"), arguments.optional("parent")
        )
    )


@blueprint.post("/collections")
def create_collection() -> Answer:
    """A new collection of an organization."""
    return _done(
        lambda asker: places.create_collection(
            library(),
            asker,
            arguments.text("slug"),
            arguments.text("name"),
            arguments.text("organization"),
            arguments.optional("license"),
        )
    )


@blueprint.get("/collections/<slug>")
def collection(slug: str) -> str:
    """One collection: its name, the license of what comes in, and what drafts take without a person."""
    return _collection(slug)


@blueprint.post("/collections/<slug>")
def change_collection(slug: str) -> Answer:
    """Describe it anew."""
    said = CollectionText(arguments.text("name"), arguments.optional("license"), _share())
    try:
        collections.change(library(), member(), slug, said, arguments.text("was"))
    except (Invalid, Conflict) as problem:
        return _collection(slug, problem), problem.status
    flash("note.saved")
    return see_other(url_for("admin.collection", slug=slug))


def _share() -> float | None:
    typed = arguments.optional("share")
    try:
        return float(typed) if typed else None
    except ValueError:
        return 0.0  # the service says what a share is


def _collection(slug: str, problem: Problem | None = None) -> str:
    held = collections.kept(library(), member(), slug)
    shares = {*SHARES, held.accept_from} - {None}
    return render_template(
        "admin/collection.html",
        held=held,
        shares=sorted(shares, reverse=True),
        licenses=_licenses(held.license),
        form=request.form,
        told=problems.tell(problem) if problem else None,
    )


def _licenses(held: str | None = None) -> list[Term]:
    """Those that may be chosen, with that which is ``held``."""
    terms = vocabularies.load("licenses").terms
    return [terms[one.id] for one in licensing.every() if one.listed or one.id == held]


def _with_link(make: Callable[[Person], str | None]) -> Answer:
    try:
        return _page(link=make(member()), email=arguments.text("email"))
    except (Invalid, Conflict) as problem:
        return _page(problem), problem.status


def _done(act: Callable[[Person], object]) -> Answer:
    try:
        act(member())
    except (Invalid, Conflict) as problem:
        return _page(problem), problem.status
    flash("note.saved")
    return see_other(url_for("admin.home"))


def _page(problem: Problem | None = None, *, link: str | None = None, email: str = "") -> str:
    asker = member()
    return render_template(
        "admin/home.html",
        people=accounts.listing(library(), asker),
        organizations=places.organizations(library()),
        collections=collections.looked_after(library(), asker),
        licenses=_licenses(),
        readiness=status.ready(library()),
        outgrown=capacity.outgrown(library()),
        settings=library().settings,
        roles=ROLES,
        link=link,
        link_email=email,
        form=request.form,
        told=problems.tell(problem) if problem else None,
    )
