"""Neighbouring rows of one print put together: a title over several lines. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.metadata.lines import Row
from ingest.text.encodings.syllables import is_syllable

_LIKE = (0.72, 1.39)
"""How far the size of print may differ in one title: sizes are told by letters, and scans are uneven."""


_MOST = 8
"""Rows of one title; the longest seen has six."""

_GOES_ON = re.compile(
    r"(?:ve|cho|o|tai|cua|va|trong|tren|den|bang|qua|theo|voi|nham|thong qua|o cac|danh cho"
    r"|tinh|thanh pho|huyen|xa|phuong)\b"
)
_ONE_PRINT = 0.92
_LINKED = (0.5, 1.7)
"""The same for a row in capitals that begins with a small word: it goes on with what stands above."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one title from top to bottom."""

    rows: tuple[Row, ...]

    @property
    def size(self) -> float:
        """The largest print in it."""
        return max(row.size for row in self.rows)

    @property
    def top(self) -> float:
        """Where it begins, in shares of the page."""
        return self.rows[0].top

    @property
    def letters(self) -> int:
        """How many letters it has."""
        return sum(row.letters for row in self.rows)


def grouped(rows: Sequence[Row]) -> list[Group]:
    """The rows in groups: same print, same case, close below one another and over one another."""
    groups: list[list[Row]] = []
    for row in rows:
        home = next((group for group in reversed(groups[-3:]) if len(group) < _MOST and _joins(group[-1], row)), None)
        if home is not None:
            home.append(row)
        else:
            groups.append([row])
    return [Group(tuple(group)) for group in groups]


def _other_tongue(above: Row, row: Row) -> bool:
    """Whether a title ends and its translation begins: Vietnamese in another print than what is none."""
    if _ONE_PRINT < row.size / max(above.size, 1e-6) < 1 / _ONE_PRINT:
        return False
    shares = (_syllables(above), _syllables(row))
    return min(shares) == 0 and max(shares) >= 0.5


def _syllables(row: Row) -> float:
    """The part of the words that can be Vietnamese; a single word tells nothing."""
    words = re.findall(r"[^\W\d_](?:[^\W\d_]|['’])*", row.text)
    return sum(map(is_syllable, words)) / len(words) if len(words) > 1 else 0.25


def _joins(above: Row, row: Row) -> bool:
    if above.page != row.page or above.box is None or row.box is None:
        return False
    size = max(above.size, row.size)
    close = -size < row.top - above.bottom < 1.3 * size and row.left < above.right and above.left < row.right
    if close and above.capitals and row.capitals and _GOES_ON.match(row.plain):
        return _LINKED[0] <= row.size / max(above.size, 1e-6) <= _LINKED[1]
    if _other_tongue(above, row):
        return False
    if not _LIKE[0] <= row.size / max(above.size, 1e-6) <= _LIKE[1] or above.capitals != row.capitals:
        return False
    return close
