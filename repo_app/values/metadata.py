"""Metadata of a record: the JSON object of the API as frozen values, and the check that lets nothing slip by.

Which keys there are and what each holds is :mod:`repo_app.values.schema`; each value is text with an optional
language, or the id of a term.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from repo_app.values import edtf, identifiers
from repo_app.values.language_tags import canonical
from repo_app.values.schema import BY_NAME, KEYS, ROLES, SCHEMA, SCHEMES, SCOPES, VOCABULARIES_OF
from repo_app.vocabularies import BUILT_IN, Term, Terms

__all__ = [
    "KEYS",
    "MAX_VALUE",
    "ROLES",
    "SCHEMES",
    "SCOPES",
    "VOCABULARIES_OF",
    "Metadata",
    "MetadataFault",
    "Value",
    "from_mapping",
    "parse",
    "stored",
    "term_of",
]
MAX_VALUE = 20_000  # characters in one value; a table of contents is the longest seen
MAX_VALUES = 200  # values of one key
PROSE = frozenset(key.name for key in SCHEMA if key.kind == "prose")  # shown in a block where no direction leaks
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_ENDS = frozenset("\n\t\u2028\u2029")  # and tabs; other controls are fit for no text
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
    """One value of one key: exactly one of ``value`` (text, NFC) and ``id`` (a vocabulary term) is set.

    ``printed`` stands beside the id of an agent only: the name by which the work itself credits it.
    """

    value: str | None = None
    id: str | None = None
    lang: str | None = None
    role: str | None = None
    scheme: str | None = None
    volume: str | None = None
    scope: str | None = None
    printed: str | None = None

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


def parse(raw: object, terms: Terms = BUILT_IN) -> Metadata:
    """Check a decoded JSON object and make values of it; ``terms`` knows the ids that may be named.

    Raises :class:`MetadataFault` naming the key for anything that is not in the schema; nothing is dropped silently.
    """
    if not isinstance(raw, dict):
        raise MetadataFault("metadata", "metadata.not_an_object")
    return from_mapping({key: _values(key, held, terms) for key, held in raw.items()})


def term_of(key: str, term_id: str, terms: Terms = BUILT_IN) -> Term | None:
    """The term that this id names as a value of ``key``, out of any of the key's vocabularies; None where none does."""
    found = (terms.get(name, term_id) for name in VOCABULARIES_OF.get(key, ()))
    return next((term for term in found if term is not None), None)


def _values(key: object, raw: object, terms: Terms) -> tuple[Value, ...]:
    if not isinstance(key, str) or key not in BY_NAME:
        raise MetadataFault(str(key)[:60], "metadata.unknown_key", key=str(key)[:60])
    if not isinstance(raw, list):
        raise MetadataFault(key, "metadata.not_a_list", key=key)
    if len(raw) > (MAX_VALUES if BY_NAME[key].repeatable else 1):
        raise MetadataFault(key, "metadata.too_many_values", key=key)
    return tuple(_value(key, item, terms) for item in raw)


def _value(key: str, raw: object, terms: Terms) -> Value:
    if not isinstance(raw, dict) or not all(isinstance(v, str) and isinstance(k, str) for k, v in raw.items()):
        raise MetadataFault(key, "metadata.not_a_value", key=key)
    for name in sorted(set(raw) - {"value", "id", "lang", *BY_NAME[key].qualifiers}):
        raise MetadataFault(key, "metadata.unknown_part", key=key, part=name[:60])
    if ("value" in raw) == ("id" in raw) or ("id" in raw and "lang" in raw):
        raise MetadataFault(key, "metadata.value_or_id", key=key)
    if "printed" in raw and "id" not in raw:
        raise MetadataFault(key, "metadata.printed_without_id", key=key)
    beside = _qualifiers(key, raw)
    if "id" in raw:
        if term_of(key, raw["id"], terms) is None:
            raise MetadataFault(key, "metadata.unknown_term", key=key, term=raw["id"][:60])
        return Value(id=raw["id"], **beside)
    if BY_NAME[key].kind == "term":
        raise MetadataFault(key, "metadata.needs_term", key=key)
    return Value(value=_of_kind(key, _clean_text(key, raw["value"]), raw.get("scheme")), **beside)


def _qualifiers(key: str, raw: Mapping[str, str]) -> dict[str, str]:
    """What stands beside the value, checked, in the form in which it is kept."""
    kept = {name: raw[name] for name in ("role", "scheme", "scope") if name in raw}
    if "role" in kept and kept["role"] not in ROLES:
        raise MetadataFault(key, "metadata.unknown_role", key=key, role=kept["role"][:60])
    if "scheme" in kept and kept["scheme"] not in SCHEMES:
        raise MetadataFault(key, "metadata.unknown_scheme", key=key, scheme=kept["scheme"][:60])
    if "scope" in kept and kept["scope"] not in SCOPES:
        raise MetadataFault(key, "metadata.unknown_scope", key=key, scope=kept["scope"][:60])
    kept |= {name: _clean_text(key, raw[name]) for name in ("volume", "printed") if name in raw}
    if "lang" in raw:
        tag = canonical(raw["lang"])
        if tag is None:
            raise MetadataFault(key, "metadata.bad_language", key=key, lang=raw["lang"][:60])
        kept["lang"] = tag
    return kept


def _of_kind(key: str, text: str, scheme: str | None) -> str:
    """``text`` in the form in which a value of this kind is kept."""
    if BY_NAME[key].kind == "date" and edtf.read(text) is None:
        raise MetadataFault(key, "metadata.bad_date", key=key, value=text[:60])
    if BY_NAME[key].kind != "identifier":
        return text
    try:
        return identifiers.checked(scheme, text)
    except identifiers.IdentifierFault as fault:
        code = "metadata.bad_identifier" if fault.wrong == "shape" else "metadata.bad_check_digit"
        raise MetadataFault(key, code, key=key, value=text[:60], scheme=(scheme or "").upper()) from fault


def _clean_text(key: str, text: str) -> str:
    kept = text.replace("\r\n", "\n").strip(" \n\t")
    if any(_is_unfit(key, letter) for letter in kept):
        raise MetadataFault(key, "metadata.bad_text", key=key)
    kept = kept.strip()
    if not BY_NAME[key].lines and any(letter in _LINE_ENDS for letter in kept):
        raise MetadataFault(key, "metadata.one_line", key=key)
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
