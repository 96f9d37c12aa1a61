"""Labels of several words after a field, typed without quotation marks: `mon:lịch sử lớp 9`."""

from __future__ import annotations

import re

from repo_app.services.facets import FACETS, Names
from repo_app.services.finding.naming import names_of
from repo_app.vocabularies import key
from search import field_named

LONGEST = 10  # words of a label
_QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02'
_VALUE = re.compile(rf"(?<![^\s(\u2212-])(?P<name>[^\W\d_][\w-]{{0,30}}):(?P<value>[^\s:{_QUOTES}][^:{_QUOTES}]*)")
_QUOTED = re.compile(rf"([{_QUOTES}][^{_QUOTES}]*[{_QUOTES}]?)")
_OPERATORS = frozenset({"OR", "HOẶC", "AND", "NOT"})


def with_whole_labels(text: str, named: Names) -> str:
    """The question with the longest known label after each facet's name in quotation marks, if it has several words."""
    if ":" not in text:
        return text
    parts = _QUOTED.split(text)
    parts[::2] = [_VALUE.sub(lambda match: _quoted(match, named), part) for part in parts[::2]]
    return "".join(parts)


def _quoted(match: re.Match[str], named: Names) -> str:
    facet, value = field_named(match["name"]), match["value"]
    if facet not in FACETS:
        return match[0]
    ends: list[int] = []
    for word in re.finditer(r"[^\s,|]+", value):
        if (
            len(ends) == LONGEST
            or word[0] in _OPERATORS
            or word[0][0] in "-\u2212"
            or _parted(value, ends, word.start())
        ):
            break
        ends.append(word.end())
    known = names_of(facet, named) if len(ends) > 1 else {}
    meant = {end: known[name] for end in ends if (name := key(value[:end])) in known}
    if not meant:
        return match[0]
    # of names of one value the shortest: in `mon:toán học sinh giỏi` the word `học` belongs to what follows
    end = min(end for end, held in meant.items() if held == meant[max(meant)])
    return f'{match["name"]}:"{value[:end]}"{value[end:]}' if end > ends[0] else match[0]


def _parted(value: str, ends: list[int], start: int) -> bool:
    """Whether a comma or bar stands before the word, so that another value begins."""
    return bool(ends) and bool(value[ends[-1] : start].strip())
