"""The one schema of a record's description, as data: what each key holds, and where its terms come from.

The form, the API, importers and exporters read this table. Keys are DCMI terms (TCVN 7980-2, ISO 15836-2) and LRMI
terms. What a key is called and how it is explained are messages: ``field.<key>`` and ``help.<key>``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["tagged", "prose", "text", "date", "identifier", "term", "term-or-text", "name", "relation"]
DCTERMS = "http://purl.org/dc/terms/"
LRMI = "http://purl.org/dcx/lrmi-terms/"
ROLES = (
    "author", "general-editor", "editor-in-chief", "editor", "compiler", "illustrator", "translator", "reviewer",
    "advisor", "supervisor", "teacher", "presenter", "issuing-body", "contributor",
)  # fmt: skip
SCHEMES = ("isbn", "issn", "doi", "ark", "number")
SCOPES = ("third-party",)  # what a statement of rights is about, where not the whole work: parts that others made


@dataclass(frozen=True, slots=True)
class Key:
    """What one key holds.

    ``kind``: ``tagged`` text that may name its language · ``prose`` the same, over several lines · ``text`` ·
    ``date`` EDTF of level 0 or 1 · ``identifier`` text in a scheme · ``term`` the id of a term only ·
    ``term-or-text`` · ``name`` of a person or body, as printed, or an agent's id, beside which ``printed`` may keep
    the form of the name that stands on the work · ``relation`` to another work: its title, its address, or the
    id or address of a record of this library.
    ``lines``: whether a text may have several; all other texts are one line, without tabs.
    ``vocabularies``: where an id may come from; ids are unique across those of one key.
    ``qualifiers``: what a value may carry beside itself. ``prefix`` and the name are the URI of the term.
    """

    name: str
    kind: Kind
    vocabularies: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    repeatable: bool = True
    prefix: str = DCTERMS
    lines: bool = False

    @property
    def uri(self) -> str:
        """The URI of the term in its namespace."""
        return f"{self.prefix}{self.name}"

    @property
    def takes_language(self) -> bool:
        """Whether a text here may say in which language it is; programs say it of dates and numbers too."""
        return self.kind != "term"


SCHEMA = (
    Key("title", "tagged"),
    Key("alternative", "tagged"),
    Key("creator", "name", ("agents",), ("role", "printed")),
    Key("contributor", "name", ("agents",), ("role", "printed")),
    Key("subject", "term-or-text", ("subjects", "topics", "ethnic-groups")),
    Key("description", "prose", lines=True),
    Key("tableOfContents", "prose", lines=True),
    Key("publisher", "name", ("agents",), ("printed",)),
    Key("issued", "date"),
    Key("created", "date"),
    Key("type", "term-or-text", ("dcmi-types",)),
    Key("format", "text"),
    Key("identifier", "identifier", (), ("scheme",)),
    Key("source", "relation"),
    Key("language", "term-or-text", ("languages",)),
    Key("relation", "relation"),
    Key("isPartOf", "relation", (), ("volume",)),
    Key("isVersionOf", "relation"),
    Key("spatial", "term-or-text", ("places",)),
    Key("temporal", "tagged"),
    Key("license", "term", ("licenses",), (), repeatable=False),
    Key("rights", "tagged", (), ("scope",), lines=True),
    Key("rightsHolder", "name", ("agents",), ("printed",)),
    Key("accessRights", "term-or-text", ("access-rights",)),
    Key("audience", "term-or-text", ("audiences", "ethnic-groups")),
    Key("educationLevel", "term-or-text", ("grades",)),
    Key("learningResourceType", "term-or-text", ("resource-types",), prefix=LRMI),
    Key("educationalUse", "term-or-text", ("educational-uses",), prefix=LRMI),
    Key("timeRequired", "text", prefix=LRMI),
    Key("educationalAlignment", "tagged", prefix=LRMI),
)
BY_NAME: Mapping[str, Key] = {key.name: key for key in SCHEMA}
KEYS = tuple(BY_NAME)
VOCABULARIES_OF: Mapping[str, tuple[str, ...]] = {key.name: key.vocabularies for key in SCHEMA if key.vocabularies}
RELATIONS = tuple(key.name for key in SCHEMA if key.kind == "relation")
