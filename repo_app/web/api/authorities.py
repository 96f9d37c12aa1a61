"""``/agents`` and the terms of ``/vocabularies``: made, changed, merged and taken apart by staff."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, request

from repo_app.errors import EditConflict, Fault, Invalid
from repo_app.permissions import VocabularyRef, can
from repo_app.serializers import authorities as shapes
from repo_app.services import finding
from repo_app.services.authorities import agents, changes, linking, looking, names, terms, views
from repo_app.services.authorities.terms import TermText
from repo_app.values.authorities import AgentText, AgentView
from repo_app.values.stamps import stamp_of
from repo_app.vocabularies import AGENTS
from repo_app.web.api.requests import object_body, only_parameters, person, text_list, text_part
from repo_app.web.api.responses import as_json
from repo_app.web.identity import library
from repo_app.web.locale import locale

AGENT_PARTS = ("name", "kind", "variants", "dates", "note", "identifiers")
TERM_PARTS = ("label", "alternatives", "broader")
AGENT, TERM = "/agents/<agent_id>", "/vocabularies/<name>/terms/<term_id>"

CHANGED = "authority.edit_conflict"


def add_routes(blueprint: Blueprint) -> None:
    """Add the routes of this module."""
    rules = (
        ("GET", "/agents", suggest), ("POST", "/agents", create_agent), ("GET", AGENT, agent),
        ("PATCH", AGENT, change_agent), ("POST", f"{AGENT}/merge", merge_agent),
        ("POST", f"{AGENT}/separate", separate_agent), ("POST", f"{AGENT}/link", link_agent),
        ("POST", f"{AGENT}/split", split_agent), ("GET", f"{AGENT}/history", agent_history),
        ("POST", "/vocabularies/<name>/terms", add_term), ("GET", TERM, term), ("PATCH", TERM, change_term),
        ("POST", f"{TERM}/merge", merge_term), ("POST", f"{TERM}/separate", separate_term),
        ("GET", f"{TERM}/history", term_history),
    )  # fmt: skip
    for method, rule, view in rules:
        blueprint.add_url_rule(rule, view_func=view, methods=[method])


def suggest() -> Response:
    """Names that begin as ``q`` does, of agents and of public records; for people with an account."""
    only_parameters("q")
    found = names.suggest(library(), person(), request.args.get("q", ""))
    return as_json([shapes.name_suggestion(one) for one in found])


def create_agent() -> Response:
    """A new agent."""
    body = object_body(*AGENT_PARTS, "reason")
    made = agents.create(library(), person(), _agent_text(body), text_part(body, "reason"))
    return _tagged(shapes.agent(made), made.stamp, 201, {"Location": f"/api/v1/agents/{made.id}"})


def agent(agent_id: str) -> Response:
    """An agent that public records name, or any for people with an account."""
    found = finding.works(library(), person(), agent_id, locale(), size=1)
    body, tag = {**shapes.agent(found.agent), "works": found.linked.total}, found.agent.stamp
    if can(person(), "keep-terms", VocabularyRef(AGENTS)):
        tag = _tag(views.agent(library(), person(), agent_id))
    return _tagged(body, tag)


def change_agent(agent_id: str) -> Response:
    """Replace the parts that the body names, leave the others; where If-Match is sent, only if it is still so."""
    body = object_body(*AGENT_PARTS, "reason")
    held = views.agent(library(), person(), agent_id)
    if "If-Match" in request.headers and _tag(held) not in request.if_match:
        raise EditConflict(shapes.agent(held), body, 0, CHANGED)
    text = _agent_text(body, held)
    reason = text_part(body, "reason")
    changed = agents.change(library(), person(), agent_id, text, reason, held.stamp)
    return _tagged(shapes.agent(changed), _tag(changed))


def merge_agent(agent_id: str) -> Response:
    """Let it be another one from now on."""
    body = object_body("into", "reason")
    into, reason = text_part(body, "into") or "", text_part(body, "reason")
    heir = agents.merge(library(), person(), agent_id, into, reason)
    return _tagged(shapes.agent(heir), heir.stamp)


def separate_agent(agent_id: str) -> Response:
    """Take a merge back."""
    reason = text_part(object_body("reason"), "reason")
    apart = agents.separate(library(), person(), agent_id, reason)
    return _tagged(shapes.agent(apart), _tag(apart))


def link_agent(agent_id: str) -> Response:
    """Let records that carry one of its names as text name it by its id."""
    body = object_body("records", "reason")
    done = linking.link(library(), person(), agent_id, text_list(body, "records"), text_part(body, "reason"))
    return as_json({"records": done})


def split_agent(agent_id: str) -> Response:
    """A new agent that takes some records over."""
    body = object_body(*AGENT_PARTS, "records", "reason")
    chosen, reason = text_list(body, "records"), text_part(body, "reason")
    made = linking.split(library(), person(), agent_id, _agent_text(body), chosen, reason)
    return _tagged(shapes.agent(made), made.stamp, 201, {"Location": f"/api/v1/agents/{made.id}"})


def agent_history(agent_id: str) -> Response:
    """What was done to an agent, the latest first."""
    return _history(AGENTS, agent_id)


def add_term(name: str) -> Response:
    """A term of the library's own."""
    body = object_body(*TERM_PARTS, "reason")
    made = terms.add(library(), person(), name, _term_text(body), text_part(body, "reason"))
    return _term(name, made.id, 201, {"Location": f"/api/v1/vocabularies/{name}/terms/{made.id}"})


def term(name: str, term_id: str) -> Response:
    """A term for those who keep it, or the one that it was merged into, with the ETag of what it is now."""
    return _term(name, term_id)


def change_term(name: str, term_id: str) -> Response:
    """Replace the labels (of the library's own term) or the names that it added; what is left out stays. Where
    If-Match is sent, only if it is still so."""
    body = object_body(*TERM_PARTS, "reason")
    held = looking.term(library(), person(), name, term_id)
    if "If-Match" in request.headers and held.stamp not in request.if_match:
        raise EditConflict(shapes.term(looking.term_now(library(), person(), name, term_id)[0]), body, 0, CHANGED)
    before = TermText(held.labels["vi"], held.labels["en"], held.added, held.broader)
    text = _term_text(body, before)
    reason = text_part(body, "reason")
    terms.change(library(), person(), name, term_id, text, reason, held.stamp)
    return _term(name, term_id)


def merge_term(name: str, term_id: str) -> Response:
    """Let it mean another term from now on; the answer is that one."""
    body = object_body("into", "reason")
    into, reason = text_part(body, "into") or "", text_part(body, "reason")
    return _term(name, terms.merge(library(), person(), name, term_id, into, reason).id)


def separate_term(name: str, term_id: str) -> Response:
    """Take a merge back."""
    reason = text_part(object_body("reason"), "reason")
    return _term(name, terms.separate(library(), person(), name, term_id, reason).id)


def term_history(name: str, term_id: str) -> Response:
    """What was done to a term here, the latest first."""
    return _history(name, term_id)


def _term(name: str, term_id: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """The term as it is now: body and ETag are of one moment, whoever changes it meanwhile."""
    found, view = looking.term_now(library(), person(), name, term_id)
    return _tagged(shapes.term(found), view.stamp, status, headers)


def _tag(held: AgentView) -> str:
    """The ETag of an agent's address: where it was merged, another answers there, and both may be changed."""
    if held.into is None:
        return held.stamp
    return stamp_of({"own": held.stamp, "into": views.agent(library(), person(), held.into).stamp})


def _tagged(
    body: Mapping[str, object], tag: str, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    response = as_json(body, status, headers)
    response.set_etag(tag)
    return response


def _history(vocabulary: str, term_id: str) -> Response:
    found = changes.history(library(), person(), vocabulary, term_id)
    return as_json([shapes.change(one) for one in found])


def _agent_text(body: Mapping[str, object], held: AgentView | None = None) -> AgentText:
    numbers = body.get("identifiers", dict(held.identifiers) if held else {})
    if not isinstance(numbers, dict) or not all(isinstance(one, str) for one in numbers.values()):
        raise Invalid(Fault("identifiers", "problem.not_an_object", {}))
    variants = text_list(body, "variants") if "variants" in body or held is None else held.variants
    return AgentText(
        text_part(body, "name") or (held.name if held else ""),
        text_part(body, "kind") or (held.kind if held else "person"),
        tuple(variants),
        _kept(body, "dates", held.dates if held else ""),
        _kept(body, "note", held.note if held else ""),
        numbers,
    )


def _term_text(body: Mapping[str, object], held: TermText | None = None) -> TermText:
    before = held or TermText()
    labels = body.get("label", {})
    if not isinstance(labels, dict) or not all(isinstance(one, str) for one in labels.values()):
        raise Invalid(Fault("label", "problem.not_an_object", {}))
    for name in labels.keys() - {"vi", "en"}:
        raise Invalid(Fault(str(name)[:60], "problem.unknown_field", {"name": str(name)[:60]}))
    others = text_list(body, "alternatives") if "alternatives" in body or held is None else before.alternatives
    broader = text_part(body, "broader") if "broader" in body else before.broader
    return TermText(labels.get("vi", before.vi), labels.get("en", before.en), tuple(others), broader)


def _kept(body: Mapping[str, object], name: str, held: str) -> str:
    return (text_part(body, name) or "") if name in body else held
