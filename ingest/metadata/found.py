"""What a step hands back, and how what several steps found becomes one list. Pure, and the same in any order."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.metadata.lines import Row, around, plain
from ingest.model import Suggestion, Word

MAX_WORDS = 60
"""Words kept of what a value was read from: enough to show on the page where it stands."""

_MAX_EVIDENCE = 300
_AGREED = 0.35
"""The part of the remaining doubt that falls when the same value was found once more, in another place or way."""

SURE = 0.98


def found(
    field: str,
    value: str,
    confidence: float,
    rows: Sequence[Row],
    *,
    words: Sequence[Word] | None = None,
    role: str | None = None,
    scheme: str | None = None,
    volume: str | None = None,
    lang: str | None = None,
) -> Suggestion:
    """A suggestion read from `rows` of one page (`words` of them, where it is not all); recognised print that was
    read with little confidence is trusted less.
    """
    held = [word for row in rows for word in row.words] if words is None else list(words)
    trust = min((row.trust for row in rows), default=1.0)
    return Suggestion(
        field, value, round(min(SURE, confidence) * min(1.0, 0.4 + 0.65 * trust), 3), rows[0].page,
        _evidence(rows), role, scheme, volume, lang,
        box=around(held) if held else None, words=tuple(held[:MAX_WORDS]),
    )  # fmt: skip


def _evidence(rows: Sequence[Row]) -> str:
    text = " ".join(row.text for row in rows)
    return text if len(text) <= _MAX_EVIDENCE else text[:_MAX_EVIDENCE].rsplit(" ", 1)[0] + " …"


def merged(suggestions: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """One suggestion for each value of a field, the surest first; evidence that can be shown on a page is kept before
    a file's own word, the surest first, with its spelling, and each further place where the value was found adds to it.
    """
    groups: dict[tuple[str, ...], list[Suggestion]] = {}
    for one in suggestions:
        groups.setdefault(_key(one), []).append(one)
    kept = [_together(group) for group in groups.values()]
    tops: dict[tuple[int | None, str], int] = {}
    for one in kept:
        row = (one.page, one.evidence)
        tops[row] = min(tops.get(row, _top(one)), _top(one))
    return tuple(sorted(kept, key=lambda one: _order(one, tops[one.page, one.evidence])))


def _top(one: Suggestion) -> int:
    return one.box[1] if one.box is not None else 0


def _key(one: Suggestion) -> tuple[str, ...]:
    value = one.value if one.field == "tableOfContents" else " ".join(plain(one.value).split())
    return (one.field, value, one.volume or "")


def _together(group: Sequence[Suggestion]) -> Suggestion:
    first, *others = sorted(group, key=lambda one: (one.page is None, one.box is None, _order(one)))
    places = {(one.page, one.evidence) for one in others} - {(first.page, first.evidence)}
    sure = max(one.confidence for one in group)
    doubt = 1 - sure
    for _ in sorted(places, key=repr)[:3]:
        doubt *= 1 - _AGREED
    role = first.role or next((one.role for one in others if one.role), None)
    return replace(first, confidence=round(max(sure, min(SURE, 1 - doubt)), 3), role=role)


def _order(one: Suggestion, top: int = 0) -> tuple[str, float, bool, int, int, int, str, str, str, str, str]:
    """Surest first; among equals as they are printed: rows by their `top`, in a row from left to right."""
    left = one.box[0] if one.box is not None else 0
    return (
        one.field, -one.confidence, one.page is None, one.page or 0, top, left, one.evidence, one.value,
        one.role or "", one.volume or "", one.lang or "",
    )  # fmt: skip
