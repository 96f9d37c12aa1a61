"""Works with what is true of them: those of a folder beside its documents, or our own, made by `tests.title_pages`.

In a folder: `gt/NAME.json` beside `files/`, with the keys `file`, `title`, `subtitle`, `parallel_title`, `creators`
(name, role, dc), `publisher`, `issued`, `isbn`, `number`, `series`, `subject`, `grades`, `languages` (ISO 639-3),
`license`, `toc`; `accept` has other right forms and `optional` values neither right nor wrong, both by metadata key.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from repo_app import vocabularies
from repo_app.sample.scans import write_scan
from tests.title_pages import Work, draw, works

CREATORS = ("general-editor", "editor-in-chief", "author", "compiler", "teacher", "presenter", "issuing-body")
CONTRIBUTORS = ("illustrator", "translator", "supervisor")


@dataclass(slots=True)
class Truth:
    """A document and, by metadata key, the values wanted (each with its other right forms) and those let pass."""

    path: Path
    group: str
    wanted: dict[str, list[list[str]]] = field(default_factory=dict)
    optional: Mapping[str, list[str]] = field(default_factory=dict)

    def want(self, key: str, value: object, others: object = ()) -> None:
        """Note one value of a key, where there is one."""
        if value is not None and value != "":
            self.wanted.setdefault(key, []).append([str(value), *(others if isinstance(others, list) else ())])


def given(folder: Path) -> Iterator[Truth]:
    """The documents at or below `folder`, in the order of their names."""
    for path in sorted(folder.rglob("gt/*.json")):
        told = json.loads(path.read_text("utf-8"))
        document = path.parent.parent / "files" / str(told.get("file"))
        if "title" in told and document.is_file():
            yield _given(told, document)


def _given(told: Mapping[str, Any], document: Path) -> Truth:
    accept: Mapping[str, Any] = told.get("accept") or {}
    truth = Truth(document, str(told.get("form", "")), optional=told.get("optional") or {})
    for key, names in (
        ("title", ("title",)), ("alternative", ("subtitle", "parallel_title")), ("publisher", ("publisher",)),
        ("issued", ("issued",)), ("identifier", ("isbn", "number")), ("isPartOf", ("series",)),
        ("subject", ("subject",)), ("license", ("license",)),
    ):  # fmt: skip
        for name in names:
            truth.want(key, told.get(name), accept.get(key, []))
    for person in told.get("creators") or ():
        truth.want(person["dc"], person["name"])
        truth.want("role", f"{person['name']} · {person['role']}")
    for number in told.get("grades") or ():
        truth.want("educationLevel", f"grade-{number}")
    for code in told.get("languages") or ():
        truth.want("language", _language(code))
    for entry in told.get("toc") or ():
        truth.want("tableOfContents", entry)
    return truth


def _language(code: str) -> str:
    terms = vocabularies.load("languages").terms.values()
    return next((term.id for term in terms if term.facts.get("iso639_3") == code), code)


def own(work: Path, *, apart: bool) -> Iterator[Truth]:
    """Our own works, those kept apart or the others, as files below `work`; those that are to be scanned as pictures
    with the traces of a scanner.
    """
    work.mkdir(parents=True, exist_ok=True)
    for seed, made in enumerate(works(), start=1):
        if made.apart != apart:
            continue
        path = draw(made, work / f"{made.name}.pdf")
        if made.scan:
            scanned = work / f"{made.name}-scan.pdf"
            write_scan(path, scanned, seed=seed)
            path = scanned
        yield _own(made, path)


def _own(made: Work, path: Path) -> Truth:
    told = made.truth
    optional = {name.removeprefix("optional-"): held for name, held in told.items() if name.startswith("optional-")}
    truth = Truth(path, "scan" if made.scan else "born", optional=optional)
    for key, name in (
        ("title", "title"), ("alternative", "alternative"), ("publisher", "publisher"), ("issued", "issued"),
        ("identifier", "isbn"), ("identifier", "number"), ("isPartOf", "series"), ("subject", "subject"),
        ("license", "license"), ("language", "language"), ("tableOfContents", "toc"),
    ):  # fmt: skip
        for value in told.get(name, []):
            truth.want(key, value, told.get(f"accept-{name}", []))
    for number in told.get("grade", []):
        truth.want("educationLevel", f"grade-{number}")
    for key, roles in (("creator", CREATORS), ("contributor", CONTRIBUTORS)):
        for role in roles:
            for name in told.get(role, []):
                truth.want(key, name)
                truth.want("role", f"{name} · {role}")
    return truth
