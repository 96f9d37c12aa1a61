"""All that is proposed of a file, step by step. Pure; the steps know nothing of one another, so their order is free.

VERSION is raised with each change of what comes out: suggestions of an earlier one are outdated, pages are not.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.metadata import (
    contents,
    dates,
    identifiers,
    imprint,
    languages,
    licences,
    people,
    prose,
    schooling,
    series,
    subtitle,
    title,
)
from ingest.metadata.embedded import MADE_CONFIDENCE
from ingest.metadata.filename import from_file_name
from ingest.metadata.found import SURE, merged
from ingest.metadata.lines import plain
from ingest.metadata.material import Material, chosen, material_of
from ingest.metadata.names import Names
from ingest.model import Inspection, Page, Suggestion
from ingest.text.artifacts import without_artifacts

VERSION = 14

STEPS: tuple[Callable[[Material], Iterable[Suggestion]], ...] = (
    title.title,
    subtitle.alternatives,
    people.creators,
    people.issuing_body,
    imprint.publisher,
    imprint.place,
    dates.issued,
    dates.school_year,
    identifiers.identifiers,
    series.series,
    series.volume,
    schooling.subject,
    schooling.grade,
    schooling.resource_type,
    languages.languages,
    licences.licence,
    prose.keywords,
    prose.description,
    contents.contents,
)

PRINTED_TOO = 0.75
"""At least so much trust gains a property that is printed on the first pages too: it was typed with care."""


def suggest(
    inspection: Inspection, pages: Sequence[Page], names: Names | None = None, file_name: str = ""
) -> tuple[Suggestion, ...]:
    """What a file's properties, its name and its first and last pages propose, of each field the surest first.

    `names` are the vocabularies whose ids may be proposed. What is marked as an artifact of the page suggests nothing:
    a running head is the title of another page.
    """
    names = names or Names()
    material = material_of(map(without_artifacts, chosen(pages)), names, inspection.outline)
    material = replace(material, title=title.best_title(material))
    read = [one for step in STEPS for one in step(material)]
    told = (*(_as_terms(one, names) for one in inspection.suggestions), *from_file_name(file_name, names))
    return merged([*_embedded(told, material, read), *read])


def _as_terms(one: Suggestion, names: Names) -> Suggestion:
    """What a file says of itself, with its keywords and its license as the terms that they name."""
    if one.field == "subject":
        return replace(one, value=prose.term_of(one.value, names))
    return licences.told_licence(one, names)


def _embedded(told: Sequence[Suggestion], material: Material, read: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """The file's own properties, trusted more where they are printed too; the year in which a file was made is nothing
    beside a printed date, and a program's language nothing beside the pages'.
    """
    printed = " ".join(" ".join(row.plain.split()) for row in material.rows())
    dated = any(one.field == "issued" for one in read)
    for one in told:
        value = " ".join(plain(one.value).split())
        if one.field == "issued" and dated and one.confidence <= MADE_CONFIDENCE:
            continue
        if one.field in ("title", "creator") and len(value) > 4 and value in printed:
            yield replace(one, confidence=min(SURE, max(one.confidence, PRINTED_TOO)))
        else:
            yield one
