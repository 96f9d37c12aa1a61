"""The page of one record: its permanent address."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, render_template
from markupsafe import Markup

from repo_app import licensing
from repo_app.serializers import jsonld
from repo_app.serializers.attribution import credit
from repo_app.serializers.citation import citation
from repo_app.services import records, similar
from repo_app.web import facts
from repo_app.web.identity import library, person
from repo_app.web.locale import locale
from repo_app.web.terms import look_up_names

blueprint = Blueprint("records", __name__)


@blueprint.get("/records/<record_id>")
def record(record_id: str) -> tuple[str, int]:
    """The description of a record and its files; 410 once it was withdrawn, also for those who may still see it."""
    view = records.view(library(), person(), record_id)
    look_up_names(view.metadata)
    address = f"{library().settings.base_url}/records/{view.id}"
    connections = records.connections(library(), person(), record_id)
    titles = {one.text: one.record.title for one in connections.named if one.record is not None}
    page = render_template(
        "records/record.html",
        record=view,
        connections=connections,
        facts=facts.facts(view.metadata),
        topics=facts.topics(view.metadata),
        alike=facts.alike,
        citation=citation(view, address, locale(), titles),
        terms=licensing.find(view.license),
        credit=credit(view, address),
        json_ld=Markup(jsonld.script(jsonld.work(view, address, locale()))),  # noqa: S704  escaped for script
        similar=similar.similar(library(), person(), record_id) if view.state == "published" else (),
    )
    return page, HTTPStatus.GONE if view.state == "withdrawn" else HTTPStatus.OK
