"""Looking through a facet: every value that published records have, in the order in which people look for a name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby

from repo_app.errors import NotFound
from repo_app.services import facets
from repo_app.services.facets import BROWSED, CREATOR, ORDERED, Names, place_in_alphabet
from repo_app.services.fallback import facet_counts
from repo_app.services.finding.asking import ask_index
from repo_app.services.finding.by_name import looked_up, name_key
from repo_app.services.finding.counting import by_current
from repo_app.services.finding.leaving_out import not_public
from repo_app.services.library import Library
from repo_app.services.translation import search_problems
from repo_app.values import Browsed, FacetValue, LetterGroup
from search import FacetCount, IndexUnavailable, Query

MOST_NAMES = 400  # names from which only those under one letter are shown at a time
LONG = 24  # values from which letters part the list
ELSEWHERE = "#"  # where a name begins with no letter
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def browse(library: Library, facet: str, locale: str, letter: str = "") -> Browsed:
    """All values of a facet with their counts, parted by first letters where there are many. NotFound for no facet.

    Of very many names only those under ``letter``, or under the first there is, are given; ``letters`` are all.
    """
    if facet not in BROWSED:
        raise NotFound
    with library.db.reading() as session:
        named, without = facets.names(library, session, locale), not_public(session)
    try:
        with search_problems():
            answer = ask_index(library, Query("", size=1, facets=(facet,), without=without))
        counts, degraded = answer.facets[facet], False
    except IndexUnavailable:
        counts, degraded = facet_counts(library, facet), True
    if facet != CREATOR:
        return Browsed(facet, _groups(facet, counts, named), degraded)
    return _of_names(_named(counts, named), letter, degraded=degraded)


def _named(counts: Sequence[FacetCount], named: Names) -> tuple[LetterGroup, ...]:
    """Names in their order; each is looked up once, however many are linked."""
    named.look_up(held.value for held in counts)
    values = _values(CREATOR, counts, named)
    values.sort(key=lambda held: (name_key(held.value, held.label, named), held.value))
    if len(values) <= LONG:
        return (LetterGroup("", tuple(values)),) if values else ()
    letters: dict[str, list[FacetValue]] = {}
    for held in values:
        letters.setdefault(first_letter(looked_up(held.value, held.label, named)), []).append(held)
    return tuple(LetterGroup(letter, tuple(group)) for letter, group in letters.items())


def _values(facet: str, counts: Iterable[FacetCount], named: Names) -> list[FacetValue]:
    found = by_current(facet, counts, named)
    return [FacetValue(value, named.label(facet, value), count, False) for value, count in found.items()]


def _of_names(groups: tuple[LetterGroup, ...], letter: str, *, degraded: bool) -> Browsed:
    if sum(len(group.values) for group in groups) <= MOST_NAMES:
        return Browsed(CREATOR, groups, degraded)
    letters = tuple(group.letter for group in groups)
    chosen = letter.upper() if letter.upper() in letters else letters[0]
    return Browsed(CREATOR, tuple(group for group in groups if group.letter == chosen), degraded, letters)


def _groups(facet: str, counts: Iterable[FacetCount], named: Names) -> tuple[LetterGroup, ...]:
    values = _values(facet, counts, named)
    values.sort(key=lambda held: place_in_alphabet(facet, held.value, held.label))
    if facet in ORDERED or len(values) <= LONG:
        return (LetterGroup("", tuple(values)),) if values else ()
    return tuple(
        LetterGroup(letter, tuple(group)) for letter, group in groupby(values, lambda held: first_letter(held.label))
    )


def first_letter(label: str) -> str:
    """The letter of the Vietnamese alphabet under which a name stands: without its tone, with its shape (Ă, Đ, Ơ)."""
    for char in label:
        if char.isalpha():
            plain = "".join(mark for mark in unicodedata.normalize("NFD", char) if mark not in _TONES)
            return unicodedata.normalize("NFC", plain).upper()[:1]
        if char.isalnum():
            break
    return ELSEWHERE
