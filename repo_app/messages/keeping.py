"""Labels around vocabularies and names: which list, which kind of name, what was done."""

from __future__ import annotations

from collections.abc import Mapping

from repo_app.messages.catalogs import mark

LABELS: Mapping[str, str] = {
    "vocabulary.licenses": mark("Licenses"),
    "vocabulary.languages": mark("Languages"),
    "vocabulary.subjects": mark("School subjects"),
    "vocabulary.topics": mark("Topics of learning centres"),
    "vocabulary.ethnic-groups": mark("Ethnic groups"),
    "vocabulary.grades": mark("Levels and grades"),
    "vocabulary.resource-types": mark("Types of material"),
    "vocabulary.educational-uses": mark("Uses in teaching"),
    "vocabulary.audiences": mark("Readers and learners"),
    "vocabulary.places": mark("Places"),
    "vocabulary.access-rights": mark("Access rights"),
    "vocabulary.dcmi-types": mark("Types of Dublin Core"),
    "agent.person": mark("Person"),
    "agent.organization": mark("Organization"),
    "agent.isni": "ISNI",
    "agent.orcid": "ORCID",
    "agent.ror": "ROR",
    "agent.viaf": "VIAF",
    "agent.wikidata": "Wikidata",
    "done.create": mark("Added"),
    "done.edit": mark("Changed"),
    "done.merge": mark("Merged"),
    "done.separate": mark("Took the merge back"),
    "facet.creator": mark("Creator"),
    "facet.agent": mark("Name"),
}
