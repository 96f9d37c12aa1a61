"""Names of persons and organizations: looked after by staff, shown with their works."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from repo_app.errors import Conflict, Invalid, Problem
from repo_app.services import finding
from repo_app.services.authorities import agents, changes, linking, names, views
from repo_app.values import Person
from repo_app.values.authorities import IDENTIFIERS, KINDS, AgentText
from repo_app.vocabularies import AGENTS
from repo_app.web import arguments, problems
from repo_app.web.identity import library, member, person
from repo_app.web.locale import locale
from repo_app.web.redirects import see_other

blueprint = Blueprint("names", __name__)

Answer = AnyResponse | str | tuple[str, int]
MOST_FORMS = 5  # forms of a name that others like it are looked for by
MOST_WORKS = 100  # works of one name that can be chosen at once


@blueprint.get("/agents/<agent_id>")
def agent(agent_id: str) -> str | AnyResponse:
    """A person or organization with all works that are public here; one that was merged leads to its heir."""
    page = arguments.number("page")
    found = finding.works(library(), person(), agent_id, locale(), page=page)
    if found.agent.id != agent_id:
        return redirect(url_for("names.agent", agent_id=found.agent.id), HTTPStatus.MOVED_PERMANENTLY)
    return render_template("browse/agent.html", works=found)


@blueprint.get("/admin/names")
def home() -> str:
    """The names in their order, and a form for a new one."""
    return _list()


@blueprint.post("/admin/names")
def create() -> Answer:
    """A new name."""
    return _done(lambda asker: agents.create(library(), asker, _text(), _reason()).id)


@blueprint.get("/admin/names/<agent_id>")
def name(agent_id: str) -> str:
    """One name: its forms, what it was merged with, its works, what was done to it."""
    return _name(agent_id)


@blueprint.post("/admin/names/<agent_id>")
def change(agent_id: str) -> Answer:
    """Describe it anew."""
    return _done(lambda asker: agents.change(library(), asker, agent_id, _text(), _reason(), _was()).id, agent_id)


@blueprint.post("/admin/names/<agent_id>/merge")
def merge(agent_id: str) -> Answer:
    """Let it be another one from now on."""
    into = arguments.text("into")
    return _done(lambda asker: agents.merge(library(), asker, agent_id, into, _reason()).id, agent_id)


@blueprint.post("/admin/names/<agent_id>/separate")
def separate(agent_id: str) -> Answer:
    """Take the merge of a name back, which ``merged`` may name among those that were merged into this one."""
    wanted = arguments.text("merged") or agent_id
    return _done(lambda asker: agents.separate(library(), asker, wanted, _reason()).id, agent_id)


@blueprint.post("/admin/names/<agent_id>/link")
def link(agent_id: str) -> Answer:
    """Let the chosen records name it, where they carry the name as text."""
    chosen = request.form.getlist("record")

    def act(asker: Person) -> str:
        linking.link(library(), asker, agent_id, chosen, _reason())
        return agent_id

    return _done(act, agent_id)


@blueprint.post("/admin/names/<agent_id>/split")
def split(agent_id: str) -> Answer:
    """A new name that takes the chosen records over."""
    chosen = request.form.getlist("record")
    return _done(lambda asker: linking.split(library(), asker, agent_id, _text(), chosen, _reason()).id, agent_id)


def _text() -> AgentText:
    return AgentText(
        arguments.text("name"),
        arguments.text("kind") or KINDS[0],
        arguments.lines("variants"),
        arguments.text("dates"),
        arguments.text("note"),
        {scheme: arguments.text(scheme) for scheme in IDENTIFIERS},
    )


def _reason() -> str | None:
    return arguments.optional("reason")


def _was() -> str | None:
    return arguments.optional("was")


def _done(act: Callable[[Person], str], agent_id: str | None = None) -> Answer:
    try:
        made = act(member())
    except (Invalid, Conflict) as problem:
        return _name(agent_id, problem) if agent_id else _list(problem), problem.status
    flash("note.saved")
    return see_other(url_for("names.name", agent_id=made))


def _list(problem: Problem | None = None) -> str:
    typed = request.args.get("q", "").strip()
    listing = views.listing(library(), member(), typed, arguments.number("page"))
    return render_template("admin/names.html", listing=listing, typed=typed, **_shown(problem))


def _name(agent_id: str, problem: Problem | None = None) -> str:
    asker = member()
    told = changes.history(library(), asker, AGENTS, agent_id)  # whoever may not keep names is told so
    works = finding.works(library(), asker, agent_id, locale(), size=MOST_WORKS)
    held = works.agent if works.agent.id == agent_id else views.agent(library(), asker, agent_id)
    linked = {found.card.id for found in works.linked.results}
    printed = [found.card for found in works.printed.results if found.card.id not in linked]
    alike = (one for form in held.names[:MOST_FORMS] for one in names.suggest(library(), asker, form))
    near = {one.agent: one for one in alike if one.agent not in {None, agent_id}}
    return render_template(
        "admin/name.html", agent=held, works=works, printed=printed, near=near.values(), changes=told, **_shown(problem)
    )


def _shown(problem: Problem | None) -> dict[str, object]:
    return {
        "kinds": KINDS,
        "identifiers": IDENTIFIERS,
        "form": request.form,
        "sent": (request.endpoint or "").rpartition(".")[2] if problem else "",
        "told": problems.tell(problem) if problem else None,
    }
