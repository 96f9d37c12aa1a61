"""Which numbers of a document its drawing shows with other marks or with fewer figures. Pure.

A sheet shows a number as wide as its column: 9.96 becomes 10.0, or 10. Each number of a drawing stands for one of the
document, and for none that is not rounded to it. The work grows with how many there are, not with its square.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import NamedTuple, TypeAlias

Counts: TypeAlias = "Counter[str]"

SIGNIFICANT = 11
"""Figures that our reader keeps of a number without a format (`number_format.plain`); a drawing may show more."""

_LONGEST = 40
"""Characters of a number that is compared by its value: longer ones are codes, and equal or not."""

_ENGLISH, _VIETNAMESE = (
    re.compile(rf"(\d+|[1-9]\d{{0,2}}(?:[{group}]\d{{3}})+)(?:[{point}](\d+))?") for group, point in (",.", ".,")
)
_ONE_MARK = str.maketrans(",", ".")


class Value(NamedTuple):
    """`digits` with a point before the last `places` of them."""

    digits: int
    places: int


def readings(number: str) -> list[Value]:
    """What a number may mean with one decimal mark and the other, the point first, as our reader writes it; nothing for
    dates and codes ("12.05.2021").
    """
    if len(number) > _LONGEST:
        return []
    found: dict[Value, None] = {}
    for form in (_ENGLISH, _VIETNAMESE):
        match = form.fullmatch(number)
        if match is not None:
            places = match[2] or ""
            found[Value(int(re.sub("[.,]", "", match[1]) + places), len(places))] = None
    return list(found)


def take_shown(missing: Counts, left: Counts) -> None:
    """Take the numbers that are `missing` in a drawing and are `left` in it in another form from both."""
    said = {word: held for word in missing if (held := readings(word))}
    _pair_up(missing, left, _marked_otherwise(missing, said))
    in_order = sorted(said, key=lambda word: said[word][0].digits * 10 ** (_LONGEST - said[word][0].places))
    _pair_up(missing, left, _rounded(in_order, said))
    _pair_up(left, missing, _longer(left))


_Sought: TypeAlias = Iterable[tuple[str, Iterable[Hashable]]]
"""Words, each with the names under which what is the same may be found, the best first."""

_Named: TypeAlias = Callable[[str], Iterable[Hashable]]
"""The names under which a word may be found."""


def _pair_up(seekers: Counts, others: Counts, how: tuple[_Sought, _Named]) -> None:
    """Take words and what is the same among `others` from both. What is used up is looked at no more."""
    sought, names = how
    held: dict[Hashable, list[str]] = defaultdict(list)
    for word, count in others.items():
        for name in names(word) if count > 0 else ():
            held[name].append(word)
    for word, wanted in sought:
        for name in wanted:
            waiting = held.get(name, [])
            while waiting and seekers[word] > 0:
                taken = min(seekers[word], others[waiting[-1]])
                seekers[word] -= taken
                others[waiting[-1]] -= taken
                if others[waiting[-1]] <= 0:
                    waiting.pop()


def _marked_otherwise(missing: Counts, said: dict[str, list[Value]]) -> tuple[_Sought, _Named]:
    """1,234.5 and 1.234,5; 1,234 and 1234; 12.50 and 12.5."""
    sought = ((word, (_shape(word), *map(_bare, said.get(word, ())[:1]))) for word in missing if word[0].isdigit())
    return sought, lambda word: (_shape(word), *map(_bare, readings(word))) if word[0].isdigit() else ()


def _rounded(words: Iterable[str], said: dict[str, list[Value]]) -> tuple[_Sought, _Named]:
    """9.96 and 10.0, also 10; of a half both neighbours. In the order of their values no other order would pair more
    of a column with as many places.
    """
    sought = ((word, _roundings(said[word][0])) for word in words)
    return sought, lambda word: readings(word)[:1]


def _longer(left: Counts) -> tuple[_Sought, _Named]:
    """7.0489480043 of the document, which our reader has shortened, and 7.04894800425868."""
    sought = ((word, _shortened(held[0])) for word in left if (held := readings(word)))
    return sought, lambda word: map(_bare, readings(word)[:1])


def _shape(number: str) -> str:
    return number.translate(_ONE_MARK)


def _bare(value: Value) -> Value:
    """Without noughts at the end."""
    digits, places = value
    while places and digits % 10 == 0:
        digits, places = digits // 10, places - 1
    return Value(digits, places)


def _roundings(value: Value) -> Iterator[Value]:
    """The value with fewer places, the most of them first."""
    for places in range(value.places - 1, -1, -1):
        yield from _with_places(value, places)


def _shortened(value: Value) -> Iterator[Value]:
    more = len(str(value.digits)) - SIGNIFICANT
    if 0 < more <= value.places:
        yield from map(_bare, _with_places(value, value.places - more))


def _with_places(value: Value, places: int) -> Iterator[Value]:
    unit = 10 ** (value.places - places)
    low, rest = divmod(value.digits, unit)
    if 2 * rest <= unit:
        yield Value(low, places)
    if 2 * rest >= unit:
        yield Value(low + 1, places)
