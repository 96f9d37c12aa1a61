"""A license as a value: what it permits, asks and forbids, in the terms of ccREL, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from repo_app import vocabularies
from repo_app.vocabularies import Term

Permission = Literal["Reproduction", "Distribution", "DerivativeWorks"]
Requirement = Literal["Notice", "Attribution", "ShareAlike"]
Prohibition = Literal["CommercialUse"]

IN_COPYRIGHT = "in-copyright"
UNKNOWN = "unknown"  # looked into, and still open
NOT_EVALUATED = "rs-cne-1.0"  # nobody has looked into it
CC0, PDM = "cc0-1.0", "pdm-1.0"
NO_COPYRIGHT = frozenset({"cc0", "pdm"})
STATEMENT = "statement"  # what the list of licenses puts them under
RIGHTS = "rights"  # the kind of every statement that is no license
_FREE = frozenset({"rs-noc-nc-1.0"})  # statements that leave a work free to use
_NOT_PROTECTED = frozenset({"rs-noc-nc-1.0", "rs-noc-cr-1.0", "rs-noc-oklr-1.0"})
_NOT_SURE = frozenset({UNKNOWN, "rs-nkc-1.0", NOT_EVALUATED, "rs-noc-us-1.0"})
_NOT_FOR_BUSINESS = frozenset({"rs-noc-nc-1.0"})


@dataclass(frozen=True, slots=True)
class License:
    """A license, a mark or a rights statement of the vocabulary.

    ``kind``: ``by``, ``by-sa``, ``by-nc``, ``by-nc-sa``, ``by-nd``, ``by-nc-nd``, ``cc0``, ``pdm``, or ``rights`` for a
    statement that gives nothing away. ``jurisdiction`` is the port's code, "" for none. ``open`` says whether the work
    may be shown to everybody. ``listed`` are those that most works of today need; ``rarer`` statements of rights, that
    somebody may choose too, stand behind them.
    """

    id: str
    kind: str
    version: str
    jurisdiction: str
    url: str
    short: str
    open: bool
    listed: bool
    rarer: bool
    names: Mapping[str, str]
    deeds: Mapping[str, str]

    @property
    def elements(self) -> frozenset[str]:
        """The license elements of Creative Commons: ``by``, ``nc``, ``nd``, ``sa``; none of a mark or statement."""
        return frozenset(self.kind.split("-")) if self.is_creative_commons else frozenset()

    @property
    def is_creative_commons(self) -> bool:
        """Whether it is one of the licenses that ask for attribution."""
        return self.kind.startswith("by")

    @property
    def is_statement(self) -> bool:
        """Whether it only states what is known of the rights: nothing is licensed, and machines must not take it so."""
        return self.kind == RIGHTS

    @property
    def is_free(self) -> bool:
        """Whether no copyright stands in the way: CC0, the public domain mark, and what was found free."""
        return self.kind in NO_COPYRIGHT or self.id in _FREE

    @property
    def in_copyright(self) -> bool | None:
        """Whether the work is under copyright; None where nobody knows, or it depends on the country."""
        if self.id in _NOT_SURE:
            return None
        return self.kind not in NO_COPYRIGHT and self.id not in _NOT_PROTECTED

    @property
    def for_business(self) -> bool:
        """Whether it lets others earn with the work."""
        return self.id not in _NOT_FOR_BUSINESS and (self.is_free or (self.is_creative_commons and not self.has("nc")))

    def has(self, element: str) -> bool:
        """Whether ``element`` (``by``, ``nc``, ``nd``, ``sa``) is one of its elements."""
        return element in self.elements

    @property
    def permits(self) -> frozenset[Permission]:
        """What anybody may do (ccREL ``cc:permits``)."""
        if not (self.is_creative_commons or self.is_free):
            return frozenset()
        copies: frozenset[Permission] = frozenset({"Reproduction", "Distribution"})
        return copies if self.has("nd") else copies | {"DerivativeWorks"}

    @property
    def requires(self) -> frozenset[Requirement]:
        """What it asks of them (``cc:requires``)."""
        if not self.is_creative_commons:
            return frozenset()
        asked: frozenset[Requirement] = frozenset({"Notice", "Attribution"})
        return asked | {"ShareAlike"} if self.has("sa") else asked

    @property
    def prohibits(self) -> frozenset[Prohibition]:
        """What it forbids them (``cc:prohibits``)."""
        limited = (self.is_creative_commons or self.is_free) and not self.for_business
        return frozenset({"CommercialUse"}) if limited else frozenset()

    def name(self, locale: str) -> str:
        """Its full name."""
        return self.names.get(locale) or self.names["vi"]

    def deed(self, locale: str) -> str:
        """What it means, in 25 words at most."""
        return self.deeds.get(locale) or self.deeds["vi"]


def find(license_id: str | None) -> License | None:
    """The license of that id, or None."""
    return _by_id().get(license_id or "")


def every() -> tuple[License, ...]:
    """All that the vocabulary has, in its order: those of today first."""
    return tuple(_by_id().values())


def is_open(license_id: str | None) -> bool:
    """Whether works under it may be shown to everybody; never for an id that nobody knows, or none."""
    found = find(license_id)
    return found is not None and found.open


@cache
def _by_id() -> Mapping[str, License]:
    return {term.id: _license(term) for term in vocabularies.load("licenses").terms.values()}


def _license(term: Term) -> License:
    facts = term.facts
    return License(
        id=term.id,
        kind=facts["code"],
        version=facts["version"],
        jurisdiction=facts.get("jurisdiction", ""),
        url=facts["url"],
        short=facts["short"],
        open=facts["access"] == "open",
        listed="retired" not in facts and facts.get("kind") != STATEMENT,
        rarer=facts.get("kind") == STATEMENT,
        names={"vi": facts["name_vi"], "en": facts["name_en"]},
        deeds={"vi": facts["deed_vi"], "en": facts["deed_en"]},
    )
