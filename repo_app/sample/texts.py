"""Reading ``texts/*.md``: a front matter of Dublin Core values, then light markup.

Front matter: ``key: value`` or ``key[language]: value`` a line, a key repeated for each further value;
``subject: toan`` is a term, ``subject[vi]: Phân số`` a text; ``file``,
``form``, ``face`` and ``size`` say how the file is made, all others are metadata keys.

Markup: ``##`` and ``###`` headings, ``-`` and ``1.`` lists, ``>`` a note, ``| a | b |`` a table whose first row is
its head, ``===`` a new page, ``~~~ 7`` seven lines to write on, blank lines between paragraphs; inside a line
``**strong**``, ``*emphasis*``, ``[[label]]`` for words that stand on a page of the site (a test holds them to its
catalog) and ``{3/4}`` for a fraction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Literal

from repo_app.sample import Form, SampleError

FOLDER = Path(__file__).parent / "texts"
TERMS = frozenset({
    "license", "language", "subject", "audience", "educationLevel", "learningResourceType", "educationalUse",
})  # fmt: skip
"""Values of these keys without a language are ids of a vocabulary, all others are text."""

Kind = Literal["heading", "subheading", "paragraph", "bullets", "numbers", "note", "table", "lines", "page-break"]

_FIELD = re.compile(r"(?P<key>[A-Za-z]+)(?:\[(?P<lang>[a-z]{2,3})\])?: (?P<value>\S.*)")
_NUMBER = re.compile(r"\d+\. ")


class Face(StrEnum):
    """The kind of letters a material is set in."""

    SANS = "sans"
    SERIF = "serif"


@dataclass(frozen=True, slots=True)
class Block:
    """One block: ``rows`` holds one row of one cell for text, a row an item for lists, a row of cells for
    tables; for ``lines`` the one cell is their number.
    """

    kind: Kind
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """One text: ``name`` is the stem of its file's name, ``size`` that of its letters in points."""

    name: str
    form: Form
    face: Face
    size: float
    metadata: dict[str, list[dict[str, str]]]
    blocks: tuple[Block, ...]

    def first(self, key: str) -> str:
        """The first value of a metadata key, or an empty string."""
        return next((v.get("value") or v["id"] for v in self.metadata.get(key, [])), "")


def read_all(folder: Path = FOLDER) -> list[Material]:
    """All materials in the order of their files' names; raises :class:`SampleError` naming the file and the fault."""
    return [parse(path.read_text("utf-8"), path.name) for path in sorted(folder.glob("*.md"))]


def parse(text: str, name: str) -> Material:
    """One material of the text of the file ``name``; raises :class:`SampleError`."""
    _, _, rest = text.partition("---\n")
    head, mark, body = rest.partition("---\n")
    if not mark:
        raise SampleError(f"{name}: no front matter between two lines of ---")
    making, metadata = _front_matter(head, name)
    try:
        form, face = Form(making["form"]), Face(making.get("face", "sans"))
        size = float(making.get("size", "9.8"))
        return Material(making["file"], form, face, size, metadata, tuple(_blocks(body)))
    except (KeyError, ValueError) as error:
        raise SampleError(f"{name}: file, form, face or size is missing or unknown: {error}") from error


def _front_matter(head: str, name: str) -> tuple[dict[str, str], dict[str, list[dict[str, str]]]]:
    making: dict[str, str] = {}
    metadata: dict[str, list[dict[str, str]]] = {}
    for line in head.splitlines():
        found = _FIELD.fullmatch(line)
        if found is None:
            raise SampleError(f"{name}: not a line of the front matter: {line}")
        key, lang, value = found["key"], found["lang"], found["value"].strip()
        if key in {"file", "form", "face", "size"}:
            making[key] = value
        else:
            metadata.setdefault(key, []).append(_value(key, value, lang))
    return making, metadata


def _value(key: str, value: str, lang: str | None) -> dict[str, str]:
    if key in TERMS and lang is None:
        return {"id": value}
    return {"value": value, "lang": lang} if lang else {"value": value}


def _blocks(body: str) -> Iterator[Block]:
    for kind, lines in groupby(body.splitlines(), key=_kind):
        if kind is None:
            continue
        if kind in {"heading", "subheading"}:
            yield from (Block(kind, ((line.lstrip("# "),),)) for line in lines)
        elif kind == "page-break":
            yield Block(kind)
        elif kind == "table":
            yield Block(kind, tuple(tuple(c.strip() for c in line.strip("| ").split("|")) for line in lines))
        elif kind in {"bullets", "numbers", "lines"}:
            yield Block(kind, tuple((line.split(" ", 1)[1],) for line in lines))
        else:
            yield Block(kind, ((" ".join(line.removeprefix("> ") for line in lines),),))


def _kind(line: str) -> Kind | None:
    if not line.strip():
        return None
    if _NUMBER.match(line):
        return "numbers"
    starts: tuple[tuple[str, Kind], ...] = (
        ("### ", "subheading"), ("## ", "heading"), ("- ", "bullets"), ("> ", "note"), ("|", "table"),
        ("~~~ ", "lines"), ("===", "page-break"),
    )  # fmt: skip
    return next((kind for start, kind in starts if line.startswith(start)), "paragraph")
