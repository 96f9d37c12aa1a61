"""From what somebody typed of a facet to its values: ids, names in any spelling, beginnings of names, ranges."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from repo_app.services import facets
from repo_app.services.facets import FAMILIES, Names
from repo_app.vocabularies import key

NEAR = 3  # names that are proposed instead of one that is not known
ALIKE = 0.6
FIRST_YEAR, LAST_YEAR = 1000, 2100  # where a range of years ends that is left open
_RANGE = re.compile(r"([0-9]{1,4})?\.\.([0-9]{1,4})?")
_GRADES = range(1, 13)
_NUMBERED = ("grade", "year")
_FAR = 3  # a number farther away than this was hardly meant
# What compares, and what stands before or after a number, as in `-9`; within a name (`grade-9`) it joins.
_COMPARING = re.compile("[<>\u2264\u2265\u2260]")
_SIGNED = re.compile("(?<![^\\W\\d_])[-+=\u2010-\u2015\u2212]")
_SCHOOL_LEVEL = re.compile("[Cc]?([1-3])")
Years = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Meant:
    """What a typed value means: ``values`` of its facet, or a range of ``years``; neither when nobody knows.

    ``near`` are then the names it may have been, and ``many`` says that it begins each of them.
    """

    values: tuple[str, ...] = ()
    years: Years | None = None
    near: tuple[str, ...] = ()
    many: bool = False

    @property
    def known(self) -> bool:
        """Whether it means anything."""
        return bool(self.values) or self.years is not None


def meant(
    facet: str,
    typed: str,
    named: Names,
    held: Callable[[str], Mapping[str, str]],
    *,
    guess: bool = True,
    propose: bool = True,
) -> Meant:
    """What ``typed`` means as a value of ``facet``.

    ``held`` gives the values that records have by their folded names, and is asked only for what no vocabulary knows.
    Without ``guess`` the whole name is needed, as in an address that a program made; without ``propose`` no names are
    looked for that are near.
    """
    if facet in {
        facets.CREATOR,
        facets.AGENT,
    }:  # a name that somebody printed, or a linked one: nobody knows them all by heart
        agent = facets.term(facet, typed, named.known)
        return Meant((agent.id if agent else typed,))
    found = _years(typed) if facet == "year" else _grades(typed) if facet == "grade" else None
    if found is not None:
        return found
    known = names_of(facet, named)
    if _COMPARING.search(typed) or (facet in _NUMBERED and _SIGNED.search(typed)):
        return Meant(near=_near(facet, typed, known, named))
    level = _SCHOOL_LEVEL.fullmatch(typed) if facet == "level" else None
    exact = _exact(f"cấp {level[1]}" if level else typed, known)
    if exact is None:
        known = {**held(facet), **known}
        exact = typed if typed in known.values() else known.get(key(typed))
    if exact is not None:
        return Meant((exact,))
    if guess:
        return _guessed(facet, typed, known, named)
    return Meant(near=_near(facet, typed, known, named) if propose else ())


def _exact(typed: str, known: Mapping[str, str]) -> str | None:
    return typed if typed in known.values() else known.get(key(typed))


def names_of(facet: str, named: Names, values: Iterable[str] | None = None) -> dict[str, str]:
    """Folded names with the values they mean, of ``values`` or the facet's vocabulary or places; earlier ones win."""
    if values is None and facet in named.places:
        values = named.places[facet]
    elif values is None:
        values = FAMILIES if facet == "format" else (term.id for term in facets.terms(facet, named.known))
    pairs: dict[str, str] = {}
    for value in values:
        for name in facets.called(facet, value, named):
            pairs.setdefault(key(name), value)
    pairs.pop("", None)
    return pairs


def _guessed(facet: str, typed: str, known: Mapping[str, str], named: Names) -> Meant:
    start = key(typed)
    # one letter is no word, but what an apostrophe leaves of one: H'Mông
    begun = {value for name, value in known.items() if len(start) > 1 and name.startswith(f"{start} ")}
    if len(begun) == 1:
        return Meant(tuple(begun))
    if begun:
        labels = sorted((named.label(facet, value) for value in begun), key=len)
        return Meant(near=tuple(labels[:NEAR]), many=True)
    return Meant(near=_near(facet, typed, known, named))


def _near(facet: str, typed: str, known: Mapping[str, str], named: Names) -> tuple[str, ...]:
    """Labels of the names nearest to what was typed: by distance beside a number, else by their letters."""
    start = key(typed)[:60]
    number = re.search(r"[0-9]{1,4}(?![0-9])", start)
    if facet in _NUMBERED:
        alike = _beside(int(number[0]), known) if number else []
    else:
        within = [name for name in known if start and f" {start} " in f" {name} "]
        alike = [*within, *get_close_matches(start, known, NEAR, ALIKE)]
    return tuple(dict.fromkeys(named.label(facet, known[name]) for name in alike))[:NEAR]


def _beside(number: int, known: Mapping[str, str]) -> list[str]:
    far = {name: abs(int(name) - number) for name in known if re.fullmatch("[0-9]{1,4}", name)}
    return sorted((name for name in far if far[name] <= _FAR), key=lambda name: (far[name], name))


def _years(typed: str) -> Meant | None:
    """A year, or a range of them whose ends may come in either order."""
    if re.fullmatch(r"[0-9]{1,4}", typed):
        return Meant((str(int(typed)),))
    ends = _ends(typed)
    return Meant(years=ends) if ends else None


def _grades(typed: str) -> Meant | None:
    ends = _ends(typed)
    if ends is None:
        return None
    first, last = ends
    within = [grade for grade in _GRADES if (first or 0) <= grade <= (last if last is not None else _GRADES[-1])]
    return Meant(tuple(f"grade-{grade}" for grade in within))


def _ends(typed: str) -> Years | None:
    match = _RANGE.fullmatch(typed)
    if not match or not (match[1] or match[2]):
        return None
    first, last = (int(end) if end else None for end in match.groups())
    if first is not None and last is not None and first > last:
        first, last = last, first
    return first, last


def each_year(years: Years) -> tuple[str, ...]:
    """The years of a range one by one."""
    first, last = years
    begin = max(FIRST_YEAR, first if first is not None else FIRST_YEAR)
    return tuple(str(year) for year in range(begin, min(LAST_YEAR, last if last is not None else LAST_YEAR) + 1))
