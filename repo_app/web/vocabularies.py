"""Looking after vocabularies: the lists, terms of the library's own, further names, merging."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, render_template, request, url_for
from werkzeug.wrappers import Response

from repo_app.errors import Conflict, Invalid, Problem
from repo_app.services.authorities import changes, looking, terms
from repo_app.services.authorities.fitting import FIXED
from repo_app.services.authorities.terms import TermText
from repo_app.values import Person
from repo_app.vocabularies import NAMES, Term
from repo_app.web import arguments, problems
from repo_app.web.identity import library, member
from repo_app.web.locale import locale
from repo_app.web.redirects import see_other
from repo_app.web.terms import terms as known

blueprint = Blueprint("vocabularies", __name__, url_prefix="/admin/vocabularies")

Answer = Response | str | tuple[str, int]


@blueprint.get("/")
def home() -> str:
    """Every list with how many terms it has."""
    looking.terms(library(), member(), NAMES[0])  # whoever may not keep terms is told so
    lists = [(name, len(known().vocabulary(name).terms), known().vocabulary(name)) for name in NAMES]
    return render_template("admin/vocabularies.html", lists=lists)


@blueprint.get("/<name>")
def vocabulary(name: str) -> str:
    """The terms of one list, and a form for a new one."""
    return _list(name)


@blueprint.post("/<name>")
def add(name: str) -> Answer:
    """A term of the library's own."""
    return _done(name, lambda asker: terms.add(library(), asker, name, _text(name), _reason()))


@blueprint.get("/<name>/<term_id>")
def term(name: str, term_id: str) -> str:
    """One term: its names, what it was merged with, what was done to it."""
    return _term(name, term_id)


@blueprint.post("/<name>/<term_id>")
def change(name: str, term_id: str) -> Answer:
    """Other labels or names."""
    return _done(
        name,
        lambda asker: terms.change(library(), asker, name, term_id, _text(name), _reason(), arguments.optional("was")),
        term_id,
    )


@blueprint.post("/<name>/<term_id>/merge")
def merge(name: str, term_id: str) -> Answer:
    """Let it mean another term from now on; that is named by its id, or by any of its names."""
    into = _meant(name, "into") or ""
    return _done(name, lambda asker: terms.merge(library(), asker, name, term_id, into, _reason()), term_id)


@blueprint.post("/<name>/<term_id>/separate")
def separate(name: str, term_id: str) -> Answer:
    """Take a merge back."""
    return _done(name, lambda asker: terms.separate(library(), asker, name, term_id, _reason()), term_id)


def _text(name: str) -> TermText:
    labels = arguments.text("vi"), arguments.text("en")
    return TermText(*labels, arguments.lines("alternatives"), _meant(name, "broader"))


def _meant(name: str, field: str) -> str | None:
    """The id of the term that a field names by its id or any of its names; what names none as it was typed."""
    typed = arguments.optional(field)
    meant = known().vocabulary(name).called(typed) if typed and name in NAMES else None
    return meant.id if meant else typed


def _reason() -> str | None:
    return arguments.optional("reason")


def _done(name: str, act: Callable[[Person], Term], term_id: str | None = None) -> Answer:
    """Do it and show the term that came of it; where it cannot be done, the page it was asked on and why."""
    try:
        made = act(member())
    except (Invalid, Conflict) as problem:
        return _term(name, term_id, problem) if term_id else _list(name, problem), problem.status
    flash("note.saved")
    return see_other(url_for("vocabularies.term", name=name, term_id=made.id))


def _list(name: str, problem: Problem | None = None) -> str:
    typed = request.args.get("q", "").strip()
    return render_template(
        "admin/vocabulary.html",
        name=name,
        typed=typed,
        held=looking.terms(library(), member(), name, typed),
        others=known().vocabulary(name).terms.values(),
        most=looking.MOST,
        fixed=name in FIXED,
        form=request.form,
        told=problems.tell(problem) if problem else None,
    )


def _term(name: str, term_id: str, problem: Problem | None = None) -> str:
    asker = member()
    held, among = looking.term(library(), asker, name, term_id), known().vocabulary(name)
    wider = among.get(held.broader) if held.broader else None
    return render_template(
        "admin/term.html",
        term=held,
        others=among.terms.values(),
        lies_in=wider.label(locale()) if wider else "",
        unnamed=name in terms.UNNAMED,
        changes=changes.history(library(), asker, name, term_id),
        form=request.form,
        told=problems.tell(problem) if problem else None,
    )
