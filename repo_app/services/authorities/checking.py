"""What may be said of a person or an organization: names on one line, dates, a note, numbers of other authorities."""

from __future__ import annotations

import re
from collections.abc import Mapping

from repo_app.errors import Fault, Invalid
from repo_app.services.people import clean_name
from repo_app.values.authorities import IDENTIFIERS, KINDS, AgentText
from repo_app.vocabularies import key

MAX_NAME = 300
MAX_VARIANTS = 50
LIMITS = {"dates": 60, "note": 300}
_FORMS: Mapping[str, re.Pattern[str]] = {
    "isni": re.compile(r"\d{15}[\dX]"),
    "orcid": re.compile(r"\d{15}[\dX]"),
    "ror": re.compile(r"0[a-hj-km-np-tv-z0-9]{6}\d{2}"),
    "viaf": re.compile(r"[1-9]\d{0,21}"),
    "wikidata": re.compile(r"Q[1-9]\d{0,11}"),
}
_ADDRESS = re.compile(r"https?://[^/\s]+/(?:[a-z]+/)*(?P<id>[^/\s?#]+)/?")


def checked(text: AgentText) -> AgentText:
    """What was written, in the form it is kept in. Invalid names the field and what is wrong with it."""
    name = _name(text.name, "name")
    if text.kind not in KINDS:
        raise Invalid(Fault("kind", "agent.unknown_kind", {"kind": text.kind[:60]}))
    if len(text.variants) > MAX_VARIANTS:
        raise Invalid(Fault("variants", "metadata.too_many_values", {"key": "variants"}))
    variants = dict.fromkeys(_name(variant, "variants") for variant in text.variants if variant.strip())
    variants.pop(name, None)
    return AgentText(
        name,
        text.kind,
        tuple(variants),
        _line(text.dates, "dates"),
        _line(text.note, "note"),
        {scheme: _identifier(scheme, held) for scheme, held in text.identifiers.items() if held.strip()},
    )


def _name(name: str, field: str) -> str:
    clean = clean_name(name, limit=MAX_NAME, field=field)
    if not key(clean):
        raise Invalid(Fault(field, "term.no_letters", {"name": clean}))
    return clean


def _line(text: str, field: str) -> str:
    return clean_name(text, limit=LIMITS[field], field=field) if text.strip() else ""


def _identifier(scheme: str, held: str) -> str:
    """The number alone, also out of its address; ISNI and ORCID with a check digit that fits (ISO 7064 mod 11-2)."""
    if scheme not in IDENTIFIERS:
        raise Invalid(Fault("identifiers", "metadata.unknown_scheme", {"key": "identifiers", "scheme": scheme[:60]}))
    plain = held.strip()
    address = _ADDRESS.fullmatch(plain)
    number = address["id"] if address else plain
    if scheme in {"isni", "orcid"}:
        number = re.sub(r"[\s-]", "", number).upper()
    fits = _FORMS[scheme].fullmatch(number) is not None
    if not fits or (scheme in {"isni", "orcid"} and number[-1] != _check_digit(number[:-1])):
        params = {"key": "identifiers", "value": plain[:60], "scheme": scheme.upper()}
        raise Invalid(Fault("identifiers", "metadata.bad_identifier", params))
    return "-".join(number[at : at + 4] for at in range(0, 16, 4)) if scheme == "orcid" else number


def _check_digit(digits: str) -> str:
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)
