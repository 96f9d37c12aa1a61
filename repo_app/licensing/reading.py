"""Reading a license out of what people write: an id, an address, a usual sentence in Vietnamese or English.

Never wrong silently: whatever names no license for certain (no version, two licenses, a port that there never was,
"no longer under …", what it does not permit beside it) raises :class:`LicenseFault` and says why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from repo_app import vocabularies
from repo_app.licensing.beside import CONDITIONS, beside
from repo_app.licensing.claims import ORDER, UNSURE, WHOLE, Claim, claims
from repo_app.licensing.values import License, every, find

CURRENT = "4.0"  # the version of today
_NUMBERED = re.compile(r"\b(?:by|nc|nd|sa)\W*\d", re.IGNORECASE)  # a version that there never was: "CC-BY 12"
MAX_TEXT = 2000  # characters; a statement of rights is a sentence or two


class LicenseFault(ValueError):
    """A text that names no license for certain: a message code and its parameters."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(code)


def read(text: str) -> License:
    """The one license that ``text`` names. Raises :class:`LicenseFault`:

    ``license.not_one`` (it names none), ``license.no_version``, ``license.unknown`` (no such version, port or
    combination), ``license.unsure_port`` (a word that may be one), ``license.several``; by what words beside it say,
    ``license.denied`` (it does not hold), ``license.uncertain`` (perhaps, or some day), ``license.in_part`` (of a part
    or of another work), ``license.more_conditions`` (they ask for what it does not).
    """
    kept = " ".join(text.split())
    exactly = find(kept.lower())
    if exactly is not None:
        return exactly
    if len(kept) > MAX_TEXT:
        raise LicenseFault("license.not_one")
    found = claims(kept)
    if not found:
        return _called(kept)
    fault, asked = beside(kept, found)
    if fault is None and not asked <= _granted(found):
        fault = CONDITIONS  # "CC BY 4.0, not for commercial use" is not CC BY 4.0
    if fault is not None:
        raise LicenseFault(fault)
    return _agreed(found)


def named_in(text: str) -> tuple[str, bool]:
    """The id of the license that a printed text names, "" for none for certain, and whether it says which version:
    marks without one are taken for those of today.
    """
    try:
        return read(text).id, True
    except LicenseFault as fault:
        if fault.code == "license.no_version" and not _NUMBERED.search(text):
            return read(f"{fault.params['text']} {CURRENT}").id, False
        return "", False


def _granted(found: Sequence[Claim]) -> frozenset[str]:
    """The elements of the licenses that are claimed; all where a statement is: its own code may say them."""
    kinds = {claim.kind for claim in found}
    if any(not kind.startswith("by") and kind not in WHOLE for kind in kinds):
        return frozenset(ORDER)
    return frozenset(part for kind in kinds for part in kind.split("-"))


def _called(text: str) -> License:
    """The statement that ``text`` as a whole is a name of."""
    term = vocabularies.load("licenses").called(text)
    found = find(term.id) if term else None
    if found is None:
        raise LicenseFault("license.not_one")
    return found


def _agreed(found: Sequence[Claim]) -> License:
    """The license that all claims of one text fit together."""
    told = [claim for claim in found if not claim.vague] or list(found)
    kinds = {claim.kind for claim in told}
    versions = {claim.version for claim in told if claim.version}
    places = {claim.place for claim in told if claim.place is not None}
    if UNSURE in places:
        raise LicenseFault("license.unsure_port")
    if len(kinds) > 1 or len(versions) > 1 or len(places) > 1:
        raise LicenseFault("license.several")
    kind, version, place = kinds.pop(), next(iter(versions), None), next(iter(places), "")
    ids = _by_parts().get(kind)
    if ids is None:
        raise LicenseFault("license.unknown", text=kind.upper())
    if version is None and len(ids) > 1:
        raise LicenseFault("license.no_version", text=f"CC {kind.upper()}")
    license_id = next(iter(ids.values())) if version is None else ids.get((version, place))
    held = find(license_id)
    if held is None:
        raise LicenseFault("license.unknown", text=" ".join(filter(None, (kind.upper(), version, place.upper()))))
    return held


@cache
def _by_parts() -> dict[str, dict[tuple[str, str], str]]:
    """Ids by kind, then by version and port; of a rights statement the kind is its code in small letters."""
    found: dict[str, dict[tuple[str, str], str]] = {}
    for one in every():
        kind = one.kind if one.kind != "rights" else one.url.split("/")[-3].lower()
        found.setdefault(kind, {})[one.version, one.jurisdiction] = one.id
    return found
