"""Metadata of a record: the JSON object of the API as frozen values, and the check that lets nothing slip by.

Keys are DCMI terms and LRMI terms; each value is text with an optional language, or the id of a vocabulary term.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from repo_app import vocabularies

DCMI_TERMS = (
    "title", "alternative", "creator", "contributor", "subject", "description", "tableOfContents", "publisher",
    "issued", "created", "type", "format", "identifier", "source", "language", "relation", "isPartOf",
    "isVersionOf", "spatial", "temporal", "license", "rights", "rightsHolder", "accessRights", "audience",
    "educationLevel",
)  # fmt: skip
LRMI_TERMS = ("learningResourceType", "educationalUse", "timeRequired", "educationalAlignment")
KEYS = DCMI_TERMS + LRMI_TERMS
ROLES = (
    "author", "general-editor", "editor-in-chief", "editor", "compiler", "illustrator", "translator", "reviewer",
    "advisor", "supervisor", "teacher", "presenter", "issuing-body", "contributor",
)  # fmt: skip
SCHEMES = ("isbn", "issn", "doi", "ark", "number")
QUALIFIERS: Mapping[str, frozenset[str]] = {
    "creator": frozenset({"role"}),
    "contributor": frozenset({"role"}),
    "identifier": frozenset({"scheme"}),
    "isPartOf": frozenset({"volume"}),
}
VOCABULARY_OF = {
    "license": "licenses",
    "language": "languages",
    "subject": "subjects",
    "educationLevel": "grades",
    "learningResourceType": "resource-types",
}
ONLY_TERMS = frozenset({"license"})
SINGLE = frozenset({"license"})
MAX_VALUE = 20_000  # characters in one value; a table of contents is the longest seen
MAX_VALUES = 200  # values of one key
PROSE = frozenset({"description", "tableOfContents"})  # shown in a block of their own, where no direction can leak
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and symbols by category that fonts draw as nothing
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"})  # categories that show nothing by themselves


class MetadataFault(ValueError):
    """A metadata object that cannot be taken: the key, a message code and its parameters."""

    def __init__(self, field: str, code: str, **params: object) -> None:
        self.field = field
        self.code = code
        self.params = params
        super().__init__(f"{field}: {code}")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one key: exactly one of ``value`` (text, NFC) and ``id`` (a vocabulary term) is set."""

    value: str | None = None
    id: str | None = None
    lang: str | None = None
    role: str | None = None
    scheme: str | None = None
    volume: str | None = None

    def as_json(self) -> dict[str, str]:
        """The value as the API gives it: only what is set."""
        pairs = ((f.name, getattr(self, f.name)) for f in fields(self))
        return {name: held for name, held in pairs if held is not None}


@dataclass(frozen=True, slots=True)
class Metadata:
    """All values of a record, keys in the order of :data:`KEYS`; a key without values is not there."""

    items: tuple[tuple[str, tuple[Value, ...]], ...] = ()

    def get(self, key: str) -> tuple[Value, ...]:
        """The values of ``key``, perhaps none."""
        return next((values for name, values in self.items if name == key), ())

    def first(self, key: str) -> str | None:
        """The text or id of the first value of ``key``, or None."""
        return next((v.value or v.id for v in self.get(key)), None)

    def texts(self, *keys: str) -> Iterator[str]:
        """The text of every value of these keys, ids left out."""
        return (v.value for key in keys for v in self.get(key) if v.value)

    def merged(self, patch: Metadata, named: Sequence[str]) -> Metadata:
        """This metadata with the keys ``named`` replaced by those of ``patch`` (absent there: removed)."""
        kept = {key: values for key, values in self.items if key not in named}
        return from_mapping({**kept, **dict(patch.items)})

    def as_json(self) -> dict[str, list[dict[str, str]]]:
        """The JSON object of the API."""
        return {key: [value.as_json() for value in values] for key, values in self.items}


def from_mapping(values: Mapping[str, Sequence[Value]]) -> Metadata:
    """Metadata of these values, keys put in order, empty keys left out."""
    return Metadata(tuple((key, tuple(values[key])) for key in KEYS if values.get(key)))


def stored(raw: Mapping[str, Sequence[Mapping[str, str]]]) -> Metadata:
    """Metadata as a row of ours holds it: checked when it came in, so a term that was dropped since stays readable."""
    return from_mapping({key: [Value(**value) for value in values] for key, values in raw.items()})


def parse(raw: object) -> Metadata:
    """Check a decoded JSON object and make values of it.

    Raises :class:`MetadataFault` naming the key for anything that is not in the schema; nothing is dropped silently.
    """
    if not isinstance(raw, dict):
        raise MetadataFault("metadata", "metadata.not_an_object")
    return from_mapping({key: _values(key, held) for key, held in raw.items()})


def _values(key: object, raw: object) -> tuple[Value, ...]:
    if not isinstance(key, str) or key not in KEYS:
        raise MetadataFault(str(key)[:60], "metadata.unknown_key", key=str(key)[:60])
    if not isinstance(raw, list):
        raise MetadataFault(key, "metadata.not_a_list", key=key)
    if len(raw) > (1 if key in SINGLE else MAX_VALUES):
        raise MetadataFault(key, "metadata.too_many_values", key=key)
    return tuple(_value(key, item) for item in raw)


def _value(key: str, raw: object) -> Value:
    if not isinstance(raw, dict) or not all(isinstance(v, str) and isinstance(k, str) for k, v in raw.items()):
        raise MetadataFault(key, "metadata.not_a_value", key=key)
    for name in set(raw) - {"value", "id", "lang"} - QUALIFIERS.get(key, frozenset()):
        raise MetadataFault(key, "metadata.unknown_part", key=key, part=str(name)[:60])
    if ("value" in raw) == ("id" in raw) or ("id" in raw and "lang" in raw):
        raise MetadataFault(key, "metadata.value_or_id", key=key)
    _check_qualifiers(key, raw)
    if "id" in raw:
        _check_term(key, raw["id"])
        return Value(**raw)
    if key in ONLY_TERMS:
        raise MetadataFault(key, "metadata.needs_term", key=key)
    return Value(**{**raw, "value": _clean_text(key, raw["value"])})


def _check_qualifiers(key: str, raw: Mapping[str, str]) -> None:
    if "role" in raw and raw["role"] not in ROLES:
        raise MetadataFault(key, "metadata.unknown_role", key=key, role=raw["role"][:60])
    if "scheme" in raw and raw["scheme"] not in SCHEMES:
        raise MetadataFault(key, "metadata.unknown_scheme", key=key, scheme=raw["scheme"][:60])
    lang = raw.get("lang")
    if lang is not None and not (2 <= len(lang) <= 35 and lang.isascii() and lang.replace("-", "").isalnum()):
        raise MetadataFault(key, "metadata.bad_language", key=key)
    if "volume" in raw:
        _clean_text(key, raw["volume"])


def _check_term(key: str, term_id: str) -> None:
    name = VOCABULARY_OF.get(key)
    if name is None or vocabularies.load(name).get(term_id) is None:
        raise MetadataFault(key, "metadata.unknown_term", key=key, term=term_id[:60])


def _clean_text(key: str, text: str) -> str:
    kept = text.replace("\r\n", "\n").strip(" \n\t")
    if any(_is_unfit(key, letter) for letter in kept):
        raise MetadataFault(key, "metadata.bad_text", key=key)
    kept = kept.strip()
    if not any(unicodedata.category(c) not in _UNSEEN and c not in _BLANKS for c in kept):
        raise MetadataFault(key, "metadata.empty_value", key=key)
    if len(kept) > MAX_VALUE:
        raise MetadataFault(key, "metadata.too_long", key=key, limit=MAX_VALUE)
    return unicodedata.normalize("NFC", kept)


def _is_unfit(key: str, letter: str) -> bool:
    """Controls, halves of characters, and what turns the direction of the line that a value is shown in."""
    if letter in _OVERRIDES:
        return key not in PROSE
    return letter not in "\n\t" and unicodedata.category(letter) in {"Cc", "Cs"}
