"""Did you mean: accents restored, keys of an input method that was off read, single faults of typing mended.

Each word has a few candidates; the best way through them is found by how often words are used and which stand side by
side. Nothing is scanned: what may be meant is worked out first, then looked up in `Evidence`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import Literal, Protocol

from search.keystrokes import foreign_readings, is_syllable, is_unaccented_syllable, one_fault_away, readings
from search.typed import TypedWord, replaced, typed_words
from search.vietnamese import exact, fold

MAX_CHARACTERS = 200
MAX_WORDS = 20
SPELLINGS = 8  # candidates of one word that are weighed
MENDED = 3  # unknown words of one question that are looked at closely
CLEAR_SHARE = 0.75  # of the uses of a folded word: that spelling is meant even where nothing stands beside it
CLEAR_USES = 5
CLEAR_BESIDE = 1000  # beside words that it is not known to stand with: more than three records can say alone
CLEARLY_MORE = 2.0
OWN_SHARE = 0.05  # of the uses of a folded word: above, it is a word without accents too
SELDOM = 2  # uses of what is no syllable: it may be a fault of a text
# What candidates cost: a mended fault, keys of a word that is one already, a word that nobody uses.
FAULT, KEYS_OF_KNOWN, UNKNOWN = -4.0, -5.0, -8.0

Way = Literal["same", "accents", "keys", "fault"]
Spellings = Mapping[str, Mapping[str, int]]


class Evidence(Protocol):
    """What the collection knows; both verbs are asked with bounded numbers of keys."""

    def words(self, keys: Collection[str]) -> Spellings:
        """For each folded word that is known its exact spellings, with how often they are used."""

    def rows(self, keys: Collection[str]) -> Spellings:
        """For each folded row of words that is known its exact spellings, with how many records have them."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Another question: `text` as it would be typed; `fault` when a letter was mended, else only accents or keys."""

    text: str
    fault: bool
    keys: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    exact: str
    way: Way
    cost: float
    uses: int
    share: float


def propose(text: str, evidence: Evidence) -> Proposal | None:
    """What was probably meant by `text`, or None where it is right, or nobody can say."""
    text = unicodedata.normalize("NFC", text)
    found = typed_words(text) if len(text) <= MAX_CHARACTERS else []
    if not found or len(found) > MAX_WORDS or all(word.fixed for word in found):
        return None
    known = evidence.words({key for word in found for key in (word.key, *map(fold, _typed(word.raw)))})
    found = _joined(text, found, known, evidence)
    candidates = _candidates(found, known, evidence)
    rows = evidence.rows(_row_keys(candidates))
    chosen = _whole(found, rows) or _certain(found, candidates, _best(candidates, rows), rows)
    changed = [
        (word, one) for word, one in zip(found, chosen, strict=True) if one.exact != word.exact or " " in word.raw
    ]
    proposed = replaced(text, [(word, one.exact) for word, one in changed])
    if not changed or exact(proposed) == exact(text):
        return None
    ways = {one.way if one.exact != word.exact else "fault" for word, one in changed}
    return Proposal(proposed, "fault" in ways, "keys" in ways)


def _joined(text: str, found: list[TypedWord], known: Spellings, evidence: Evidence) -> list[TypedWord]:
    """Two neighbours that a blank fell between, as one: where one is unknown and only both together are a word."""
    pairs = [
        (first, second)
        for first, second in pairwise(found)
        if not (first.fixed or second.fixed)
        and text[first.end : second.start] == " "
        and not (_knows(known, first) and _knows(known, second))
    ]
    together = evidence.words({first.key + second.key for first, second in pairs}) if pairs else {}
    for first, second in pairs:
        word = exact(first.raw + second.raw)
        if first in found and second in found and together.get(fold(word), {}).get(word):
            at = found.index(first)
            raw = text[first.start : second.end]
            found = [*found[:at], TypedWord(first.start, second.end, raw, True, word, fold(word)), *found[at + 2 :]]
    return found


def _knows(known: Spellings, word: TypedWord) -> bool:
    return bool(known.get(word.key, {}).get(word.exact))


def _candidates(found: Sequence[TypedWord], known: Spellings, evidence: Evidence) -> list[list[_Candidate]]:
    given = [_ready(word, known) for word in found]
    strange = [at for at, word in enumerate(found) if not word.fixed and _is_strange(word, given[at])][:MENDED]
    near = {at: one_fault_away(found[at].key) for at in strange}
    mended = evidence.words(set().union(*near.values())) if near else {}
    split = {at: [f"{key[:n]} {key[n:]}" for n in range(1, len(key))] for at in near for key in [found[at].key]}
    parted = evidence.rows(set().union(*split.values())) if split else {}
    for at in strange:
        more = [one for key in near[at] for one in _spelled(key, mended, "fault", FAULT)]
        halves = [one for key in split[at] for one in _spelled(key, parted, "fault", FAULT)]
        for of_kind in (halves, more):
            given[at] += sorted(of_kind, key=lambda one: -one.uses)[:SPELLINGS]
    return given


def _is_strange(word: TypedWord, given: Sequence[_Candidate]) -> bool:
    """Whether neither the word nor anything else it may stand for is known, or only as others once mistyped it."""
    seldom = 0 if is_syllable(word.key) else SELDOM
    if word.surely_right or not 3 <= len(word.key) <= 24 or not word.key.isalpha():
        return False
    return not any(one.uses > seldom for one in given)


def _ready(word: TypedWord, known: Spellings) -> list[_Candidate]:
    """The word as it stands, its other spellings where it has no accents, and what its keys make."""
    spellings = known.get(word.key, {})
    total = sum(spellings.values())
    uses = spellings.get(word.exact, 0)
    cost = log((uses + 0.5) / (total + 1)) if uses else UNKNOWN
    same = _Candidate(word.exact, "same", cost, uses, uses / total if total else 0.0)
    if word.fixed:
        return [same]
    others = _spelled(word.key, known, "accents", 0.0) if word.plain or not uses else []
    given = [same, *(one for one in others if one.exact != word.exact)]
    cost = KEYS_OF_KNOWN if uses else 0.0
    for typed in _typed(word.raw):
        spelled = _spelled(fold(typed), known, "keys", cost)
        given += [one for one in spelled if one.exact == typed] or (spelled if not uses and is_syllable(typed) else [])
    return given


def _typed(raw: str) -> tuple[str, ...]:
    return (*readings(raw), *foreign_readings(raw))


def _spelled(key: str, known: Spellings, way: Way, cost: float) -> list[_Candidate]:
    spellings = known.get(key, {})
    total = sum(spellings.values())
    best = sorted(spellings.items(), key=lambda item: (-item[1], item[0]))[:SPELLINGS]
    return [
        _Candidate(one, way, cost + log((uses + 0.5) / (total + 1)), uses, uses / total) for one, uses in best if uses
    ]


def _row_keys(candidates: Sequence[Sequence[_Candidate]]) -> set[str]:
    """The folded rows to look up: the whole question, and every two words that may stand side by side."""
    keys = [list(dict.fromkeys(fold(one.exact) for one in given)) for given in candidates]
    pairs = {
        f"{first.split(' ')[-1]} {second.split(' ')[0]}"
        for before, after in pairwise(keys)
        for first in before
        for second in after
    }
    return pairs | {" ".join(given[0] for given in keys)}


def _pair(first: _Candidate, second: _Candidate, rows: Spellings) -> int:
    row = f"{first.exact.split(' ')[-1]} {second.exact.split(' ')[0]}"
    return rows.get(fold(row), {}).get(row, 0)


def _best(candidates: Sequence[Sequence[_Candidate]], rows: Spellings) -> list[_Candidate]:
    """The way through the candidates that scores most, by words and by neighbours."""
    ways: list[tuple[float, list[_Candidate]]] = [(one.cost + _inner(one), [one]) for one in candidates[0]]
    for given in candidates[1:]:
        ways = [
            max(
                ((score + one.cost + _inner(one) + _tie(way[-1], one, rows), [*way, one]) for score, way in ways),
                key=lambda scored: scored[0],
            )
            for one in given
        ]
    return max(ways, key=lambda scored: scored[0])[1]


def _tie(first: _Candidate, second: _Candidate, rows: Spellings) -> float:
    return _beside(_pair(first, second, rows))


def _beside(records: int) -> float:
    return 2.0 + log(records) if records else 0.0


def _inner(one: _Candidate) -> float:
    """What it counts that the two halves of a word stand side by side in records."""
    return _beside(one.uses if " " in one.exact else 0)


def _whole(found: Sequence[TypedWord], rows: Spellings) -> list[_Candidate] | None:
    """The words of a title, name or phrase that is all of the question, where it has no accents and one is meant."""
    if not all(word.plain for word in found) or any(word.fixed and not word.raw.isdigit() for word in found):
        return None
    spelled = sorted(rows.get(" ".join(word.key for word in found), {}).items(), key=lambda item: -item[1])
    if not spelled or (len(spelled) > 1 and spelled[0][1] < CLEARLY_MORE * spelled[1][1]):
        return None
    meant = spelled[0][0].split(" ")
    return [_Candidate(word, "accents", 0.0, 1, 1.0) for word in meant] if len(meant) == len(found) else None


def _certain(
    found: Sequence[TypedWord], candidates: Sequence[Sequence[_Candidate]], best: Sequence[_Candidate], rows: Spellings
) -> list[_Candidate]:
    """The best way, with every word put back that is changed on too little evidence."""
    unaccented = all(word.plain for word in found)
    foreign = any(_is_foreign(word, given) for word, given in zip(found, candidates, strict=True))
    unknown = any(not word.fixed and not one.uses for word, one in zip(found, best, strict=True))
    chosen = []
    for at, one in enumerate(best):
        same = candidates[at][0]
        if not unaccented and same.share > OWN_SHARE and one.way != "keys":
            one = same  # whoever types accents left none out where the word is one without
        way = [*best[:at], one, *best[at + 1 :]]
        restoring = unaccented and not foreign and not unknown
        sure = _is_sure(found[at], at, candidates[at], way, rows, restoring=restoring)
        chosen.append(one if sure else same)
    return _never_half(found, candidates, chosen)


def _never_half(
    found: Sequence[TypedWord], candidates: Sequence[Sequence[_Candidate]], chosen: Sequence[_Candidate]
) -> list[_Candidate]:
    """Without mended letters where a word of the question stays one that nobody uses: it is about something else."""
    unknown = any(not word.fixed and not one.uses for word, one in zip(found, chosen, strict=True))
    return [given[0] if unknown and one.way == "fault" else one for given, one in zip(candidates, chosen, strict=True)]


def _is_sure(
    word: TypedWord,
    at: int,
    given: Sequence[_Candidate],
    best: Sequence[_Candidate],
    rows: Spellings,
    *,
    restoring: bool,
) -> bool:
    """Whether there is evidence enough to change the word at `at`; `restoring` when nothing was typed with accents."""
    one, same = best[at], given[0]
    if one.way == "same" or (one.way == "keys" and not same.uses) or _is_tied(at, best, same, rows):
        return True
    if one.way == "accents":
        wrong = not same.uses and not word.plain and not word.surely_right
        return (restoring or wrong) and _is_clear(one, alone=len(best) == 1)
    return one.way == "fault" and not same.uses and not is_unaccented_syllable(word.key) and _is_alone(one, given)


def _is_foreign(word: TypedWord, given: Sequence[_Candidate]) -> bool:
    return word.key.isalpha() and not word.fixed and not is_syllable(word.key) and given[0].uses > 0


def _is_tied(at: int, best: Sequence[_Candidate], same: _Candidate, rows: Spellings) -> bool:
    """Whether the collection has the word beside a neighbour of the question, clearly more often than as typed."""
    meant = typed = 0
    if at:
        meant, typed = _pair(best[at - 1], best[at], rows), _pair(best[at - 1], same, rows)
    if at + 1 < len(best):
        meant, typed = meant + _pair(best[at], best[at + 1], rows), typed + _pair(same, best[at + 1], rows)
    return meant > 0 and meant >= CLEARLY_MORE * typed


def _is_clear(one: _Candidate, *, alone: bool) -> bool:
    """Whether a spelling is meant though nothing says it stands beside its neighbours; where it has some, much must."""
    return one.share >= CLEAR_SHARE and one.uses >= (CLEAR_USES if alone else CLEAR_BESIDE)


def _is_alone(one: _Candidate, given: Sequence[_Candidate]) -> bool:
    """Whether nothing else one fault away is used nearly as much."""
    halves = " " in one.exact  # counted in records, where others are counted in uses
    others = [other.uses for other in given if other.exact != one.exact and (" " in other.exact) is halves]
    return (halves or one.uses >= CLEAR_USES) and one.uses >= CLEARLY_MORE * max(others, default=0)
