"""Words that a line's end cuts in two, for finding: read joined and read apart, so that either is found.

Nobody can always tell "infor-/mation" (one word) from "Anglo-/Saxon" (two) and "thông-/tin" (two syllables). The
likelier reading takes its place in the text, the other stands after the text among a few of its neighbours. What is
shown is the printed form; nothing here changes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from search.vietnamese import Token, exact, fold, fold_page

READINGS_END = "\n"
"""Between the readings of a page in its folded text: no run of words crosses it."""

# A hyphen (also a soft one, and the sign that some programs print for it) between letters at the end of a line; an
# empty line in between is the way to the next column.
_CUT = re.compile("[-\u00ad\u2010\u2011\u00ac](?<=[^\\W\\d_][-\u00ad\u2010\u2011\u00ac])[ \t]*\n\n?(?=[^\\W\\d_])")
_LAST_WORD = re.compile(r"[^\W_]+$")
_FIRST_WORD = re.compile(r"[^\W_]+")
_LONGEST = 100  # characters looked at on each side for a half; longer words are noise

# A Vietnamese syllable without its accents. Short English words are such too; both readings are kept in any case.
_SYLLABLE = re.compile("(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?")

_AROUND = 4
"""Neighbours of the other reading on each side: phrases that reach no further are found in it."""


def readings(text: str) -> tuple[str, ...]:
    """`text` as it is most likely meant, then a passage for each cut word read the other way.

    A word that is cut more than once has one more passage, joined over all its lines.

    Almost every text has no cut word and is its own only reading.
    """
    if "\n" not in text:
        return (text,)
    pieces: list[str] = []
    others: list[str] = []
    done = 0
    cuts = list(_CUT.finditer(text))
    for cut in cuts:
        apart = _apart(text, cut)
        pieces += (text[done : cut.start()], " " if apart else "")
        done = cut.end()
        others.append(_passage(text, cut, "" if apart else " "))
    return ("".join([*pieces, text[done:]]), *others, *_of_many_lines(text, cuts))


def _of_many_lines(text: str, cuts: Sequence[re.Match[str]]) -> Iterator[str]:
    """A passage for each word that is cut more than once, joined over all its lines ("vi-/ta-/min")."""
    chain: list[re.Match[str]] = []
    for cut in cuts:
        if chain and not _one_word(text[chain[-1].end() : cut.start()]):
            yield from _joined(text, chain)
            chain = []
        chain.append(cut)
    yield from _joined(text, chain)


def _joined(text: str, chain: Sequence[re.Match[str]]) -> Iterator[str]:
    if len(chain) < 2:
        return
    start = max(0, chain[0].start() - 2 * _LONGEST)
    before = text[start : chain[0].start()].split()[-_AROUND - 1 :]
    after = text[chain[-1].end() : chain[-1].end() + 2 * _LONGEST].split()[: _AROUND + 1]
    inner = (text[cut.end() : following.start()] for cut, following in pairwise(chain))
    yield f"{' '.join(before)}{''.join(inner)}{' '.join(after)}"


def _one_word(between: str) -> bool:
    return len(between) <= _LONGEST and _FIRST_WORD.fullmatch(between) is not None


def fold_readings(text: str) -> str:
    """The folded words (`vietnamese.fold_page`) of `text`, then, each after READINGS_END, of its other readings."""
    return READINGS_END.join(map(fold_page, readings(text)))


def cut_words(text: str, found: Sequence[Token]) -> dict[int, Token]:
    """The words whose halves two neighbouring tokens of `text` are, by the place of the first half in `found`."""
    ends = {cut.start(): cut.end() for cut in _CUT.finditer(text)} if "\n" in text else {}
    whole = {}
    for at, (first, second) in enumerate(pairwise(found)) if ends else ():
        if ends.get(first.end) == second.start:
            word = text[first.start : first.end] + text[second.start : second.end]
            whole[at] = Token(exact(word), fold(word), first.start, second.end)
    return whole


def _apart(text: str, cut: re.Match[str]) -> bool:
    """Whether the halves are words of their own: a name after the hyphen, or two Vietnamese syllables."""
    before = _LAST_WORD.search(text, max(0, cut.start() - _LONGEST), cut.start())
    after = _FIRST_WORD.match(text, cut.end(), cut.end() + _LONGEST)
    left, right = (half.group() if half else "" for half in (before, after))
    if right[:1].isupper():
        return not left.isupper()
    return all(_SYLLABLE.fullmatch(fold(half)) for half in (left, right))


def _passage(text: str, cut: re.Match[str], between: str) -> str:
    """The cut word with `between` for its hyphen, and its neighbours; other cuts in it stay as printed."""
    start = max(0, cut.start() - 2 * _LONGEST)
    before = text[start : cut.start()].split()[-_AROUND - 1 :]
    after = text[cut.end() : cut.end() + 2 * _LONGEST].split()[: _AROUND + 1]
    return f"{' '.join(before)}{between}{' '.join(after)}"
