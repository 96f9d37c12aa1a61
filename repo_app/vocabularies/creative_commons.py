"""The Creative Commons licenses before 4.0, unported and ported to the law of a country: one row for each.

Nobody chooses them for a new work, but works that come in carry them. Which ports there are is data
(``data/creative-commons.json``, after the list at creativecommons.org); what they allow is what the 4.0 license of the
same kind allows, but that those without derivatives forbid to make one and not only to share it. They say "NoDerivs",
and in version 1.0 the address and the name of BY-NC-ND turn its elements round.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

ADDRESS = "https://creativecommons.org/licenses/"
GENERIC = frozenset({"1.0", "2.0", "2.5"})  # "Generic" in their name; 3.0 says "Unported"
TURNED = {("by-nc-nd", "1.0"): "by-nd-nc"}
NO_DERIVATIVES = {"by-nd": "Attribution-NoDerivs", "by-nc-nd": "Attribution-NonCommercial-NoDerivs"}
NO_DERIVATIVES_TURNED = "Attribution-NoDerivs-NonCommercial"
Row = Mapping[str, object]


@cache
def _known() -> Any:
    return json.loads((Path(__file__).parent / "data" / "creative-commons.json").read_text("utf-8"))


def jurisdictions() -> Mapping[str, Mapping[str, str]]:
    """The names of every port by its code, in Vietnamese and English."""
    places: Mapping[str, Mapping[str, str]] = _known()["jurisdictions"]
    return places


def older(current: Sequence[Row]) -> Iterator[dict[str, object]]:
    """The rows of every earlier license, the newest version first, after the 4.0 rows of ``current``."""
    kinds = [row for row in current if row["version"] == "4.0"]
    places = jurisdictions()
    for held in _known()["versions"]:
        version, ports = str(held["version"]), held["ports"]
        for row in kinds:
            if held["unported"]:
                name = "Generic" if version in GENERIC else "Unported"
                yield _row(row, version, "", {"vi": name, "en": name})
            for place in ports:
                yield _row(row, version, place, places[place])


def _row(current: Row, version: str, place: str, name: Mapping[str, str]) -> dict[str, object]:
    kind = str(current["code"])
    written = TURNED.get((kind, version), kind)
    short = " ".join(part for part in (f"CC {kind.upper()} {version}", place.upper()) if part)
    elements = {locale: str(current[locale]).partition(": ")[2] for locale in ("vi", "en")}
    if written in TURNED.values():
        elements["en"] = NO_DERIVATIVES_TURNED
    elif kind in NO_DERIVATIVES:
        elements["en"] = NO_DERIVATIVES[kind]
    deeds: Mapping[str, str] = _known()["deeds"].get(kind, {"vi": current["deed_vi"], "en": current["deed_en"]})
    names = {locale: f"{elements[locale]} {version} {name[locale]}" for locale in elements}
    return {
        "id": "-".join(part for part in ("cc", written, version, place) if part),
        "vi": f"{short}: {elements['vi']}{', ' + name['vi'] if place else ''}",
        "en": f"{short}: {elements['en']}{', ' + name['en'] if place else ''}",
        "alternatives": [short, names["vi"]],
        "short": short,
        "url": f"{ADDRESS}{written}/{version}/{place + '/' if place else ''}",
        "access": "open",
        "code": kind,
        "retired": "yes",
        "version": version,
        "jurisdiction": place,
        "name_vi": names["vi"],
        "name_en": names["en"],
        "deed_vi": deeds["vi"],
        "deed_en": deeds["en"],
    }
