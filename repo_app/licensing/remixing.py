"""Which licenses an adaptation of several works may carry, after Creative Commons' own compatibility rules.

Each source allows its adaptations a set of licenses; what all sources allow is what the adaptation may carry. So the
order of the sources does not matter, and one more source never allows more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from repo_app.licensing.reading import LicenseFault, read
from repo_app.licensing.values import CC0, NO_COPYRIGHT, License, every, find
from repo_app.values import Message
from search import vietnamese

GPL, FREE_ART = "gpl-3.0-or-later", "lal-1.3"  # SPDX; the licenses that BY-SA 4.0 counts as compatible
OTHERS = {GPL: "GPL 3.0", FREE_ART: "Free Art License 1.3"}
_CALLED = re.compile(
    r"(?P<gpl>(?:gnu )?(?:gpl|general public license|gnu public license))"
    r"|(?P<art>free art license|licence art libre|fal|lal)"
)
_VERSION = re.compile(
    r"(?: licen[cs]e)?(?: version)? ?v?(?P<major>\d)(?: (?P<minor>\d))?(?: or later| or any later version)?"
)
CURRENT = "4.0"
NO_KNOWN_COPYRIGHT = "rs-nkc-1.0"  # a belief and no permission: for a person to judge
BY_FREEDOM = ("by", "by-sa", "by-nc", "by-nc-sa", "by-nd", "by-nc-nd")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A license that the adaptation might carry: whether it may, and why, a sentence for each reason."""

    license: str
    short: str
    allowed: bool
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Remix:
    """The answer for ``sources`` (ids): every candidate, the freest license with attribution that keeps all they ask
    (CC0 gives more away than anybody should be led to; None: it may carry none),
    and whether the works may at least stand side by side, unchanged, in a collection.
    """

    sources: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    best: str | None
    collection: bool
    collection_reasons: tuple[Message, ...]

    @property
    def allowed(self) -> tuple[str, ...]:
        """The ids of the licenses that it may carry."""
        return tuple(one.license for one in self.candidates if one.allowed)


def remix(sources: Sequence[str]) -> Remix:
    """What an adaptation of works under these licenses may carry; LicenseFault for an id that nobody knows."""
    ids = tuple(dict.fromkeys(sources))
    allowed = permitted(ids)
    shown = [one for one in _universe() if one in _first_choices() or (one in allowed and one in ids)]
    if not set(shown) & allowed:
        shown += [one for one in _universe() if one in allowed and _is_plain(one)]
    refused = _collection_faults(ids)
    return Remix(
        sources=ids,
        candidates=tuple(Candidate(one, short(one), one in allowed, tuple(_reasons(one, ids))) for one in shown),
        best=_best(ids, allowed),
        collection=not refused,
        collection_reasons=tuple(refused or _collection_terms(ids)),
    )


def permitted(sources: Sequence[str]) -> frozenset[str]:
    """The ids of all licenses, old and ported ones too, that an adaptation of all these sources may carry."""
    found = frozenset(_universe())
    for source in sources:
        found &= _allowed_by(source)
    return found


def short(license_id: str) -> str:
    """What a source or a candidate is called in a word or two; LicenseFault for an id that nobody knows."""
    held = find(license_id)
    return OTHERS.get(license_id) or (held.short if held and held.kind != "rights" else _known(license_id).name("vi"))


def named(text: str) -> str:
    """The id of the license that ``text`` names, also of the two that only a remix knows; LicenseFault where none."""
    folded = vietnamese.fold_page(text).strip()
    called = _CALLED.match(folded)
    if called is None:
        return read(text).id
    wanted = (GPL, "3", "0") if called["gpl"] else (FREE_ART, "1", "3")
    version = _VERSION.fullmatch(folded, called.end())
    if version is not None and (version["major"], version["minor"] or wanted[2]) == wanted[1:]:
        return wanted[0]
    if folded == called[0]:
        raise LicenseFault("license.no_version", text=text)
    raise LicenseFault("license.unknown", text=text)


def _known(license_id: str) -> License:
    held = find(license_id)
    if held is None:
        raise LicenseFault("license.unknown", text=license_id[:60])
    return held


@cache
def _universe() -> tuple[str, ...]:
    """Everything that an adaptation might carry; the public domain mark is for works that nobody can license."""
    return (*(one.id for one in every() if one.is_creative_commons), CC0, FREE_ART, GPL)


@cache
def _first_choices() -> frozenset[str]:
    current = (one.id for one in every() if one.is_creative_commons and one.version == CURRENT)
    return frozenset({*current, CC0, FREE_ART, GPL})


def _is_plain(license_id: str) -> bool:
    held = find(license_id)
    return held is not None and not held.jurisdiction


@cache
def _allowed_by(source: str) -> frozenset[str]:
    return frozenset(one for one in _universe() if _refusal(one, source) is None)


def _reasons(candidate: str, sources: Sequence[str]) -> Iterator[Message]:
    """Why it may not, for each source that is against it; else what the sources ask of it."""
    against = [told for source in sources if (told := _refusal(candidate, source)) is not None]
    yield from against or _favours(candidate, sources)


def _favours(candidate: str, sources: Sequence[str]) -> Iterator[Message]:
    kept = [source for source in sources if source in OTHERS or _known(source).has("sa")]
    if kept:
        yield from (Message(_kept_by(candidate, source), {"source": short(source)}) for source in kept)
    elif all(_takes_anything(source) for source in sources):
        yield Message("remix.free")
    else:
        yield Message("remix.keeps_terms", {"license": short(candidate)})


def _kept_by(candidate: str, source: str) -> str:
    """How the share-alike clause of a source takes the candidate."""
    if candidate == source:
        return "remix.share_alike"
    return "remix.compatible" if candidate in OTHERS or source in OTHERS else "remix.later_version"


def _refusal(candidate: str, source: str) -> Message | None:
    """Why a work under ``candidate`` may not be made of one under ``source``, or None."""
    told = {"source": short(source)}
    if source in OTHERS:
        return None if candidate in _of_others(source) else _only(source, _of_others(source))
    held = _known(source)
    if held.id == NO_KNOWN_COPYRIGHT:
        return Message("remix.unsure", told)
    if held.kind == "rights" and not held.is_free:
        return Message("remix.needs_permission", told)
    if held.has("nd"):
        return Message("remix.no_derivatives", told)
    if held.has("sa"):
        return None if candidate in _share_alike(source) else _only(source, _share_alike(source))
    if not held.for_business:
        wanted = find(candidate)
        return None if wanted is not None and wanted.has("nc") else Message("remix.not_for_business", told)
    if held.kind == "by" and (candidate == CC0 or (candidate in OTHERS and held.version != CURRENT)):
        return Message("remix.must_name" if candidate == CC0 else "remix.only_current", told)
    return None


def _only(source: str, taken: frozenset[str]) -> Message:
    """That a source takes nothing but what it takes: itself, its later versions and ports, what is compatible."""
    others = [short(one) for one in sorted(taken) if one != source and (one in OTHERS or source in OTHERS)]
    if others:
        return Message("remix.only_compatible", {"source": short(source), "others": ", ".join(others)})
    return Message("remix.only_itself" if taken == {source} else "remix.same_license", {"source": short(source)})


def _takes_anything(source: str) -> bool:
    held = find(source)
    return held is not None and held.kind in NO_COPYRIGHT


def _of_others(source: str) -> frozenset[str]:
    """GPL 3 stays GPL 3; the Free Art License and BY-SA 4.0 take each other."""
    return frozenset({GPL}) if source == GPL else frozenset({FREE_ART, "cc-by-sa-4.0"})


@cache
def _share_alike(license_id: str) -> frozenset[str]:
    """What its share-alike clause takes: version 1.0 only itself, later ones also later versions of the same kind in
    every port, BY-SA 4.0 also the two licenses that Creative Commons declared compatible.
    """
    source = _known(license_id)
    if source.version == "1.0":
        return frozenset({source.id})
    same = {one.id for one in every() if one.kind == source.kind and one.version >= source.version}
    return frozenset(same | {GPL, FREE_ART}) if source.id == "cc-by-sa-4.0" else frozenset(same)


def _best(sources: Sequence[str], allowed: frozenset[str]) -> str | None:
    for kind in BY_FREEDOM:
        if f"cc-{kind}-{CURRENT}" in allowed:
            return f"cc-{kind}-{CURRENT}"
    same = [one for one in sources if one in allowed]
    return same[0] if same else next((one for one in reversed(_universe()) if one in allowed), None)


def _collection_faults(sources: Sequence[str]) -> list[Message]:
    closed = [held for source in sources if (held := find(source)) is not None and not held.permits]
    return [Message(_collected(held.id), {"source": short(held.id)}) for held in closed]


def _collected(source: str) -> str:
    return "remix.unsure" if source == NO_KNOWN_COPYRIGHT else "remix.collect_needs_permission"


def _collection_terms(sources: Sequence[str]) -> Iterator[Message]:
    """What the works ask where they only stand side by side."""
    held = [one for source in sources if (one := find(source)) is not None]
    yield Message("remix.collect_each")
    if any(one.has("nd") for one in held):
        yield Message("remix.collect_unchanged")
    if any(not one.for_business for one in held):
        yield Message("remix.collect_not_for_business")
