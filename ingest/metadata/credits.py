"""Lines in which a work names, in one row, who issued it, when and under which terms. Pure.

"Dự án Sách Mở · 2024 · CC BY 4.0", "© 2019 Tổ chức Mái Ấm", "Published by Green Highlands Centre, Ha Noi, 2020".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ingest.metadata.bodies import goes_on, names_body, prints
from ingest.metadata.kinds import FOOT, HEAD
from ingest.metadata.lines import Row, plain
from ingest.metadata.material import Leaf
from ingest.metadata.roles import looks_vietnamese, people

Way: TypeAlias = Literal["line", "holder", "publisher"]

_YEAR = re.compile(r"(?<![\d/–-])((?:19|20)\d\d)(?![\d/])")
_DATED = re.compile(r"(?:(?:thang|quy) [\divx]{1,4}\W{1,3}(?:nam )?|nam )?(?:19|20)\d\d\W*")
_TERMS = re.compile(
    r"\W*(?:(?:giay phep|licen[sc]e[d]?|under|theo|phat hanh)\W+)*"
    r"(?:cc\b[\w\s.-]{0,20}|creative commons[\w\s.–-]{0,60}|©.{0,20}|public domain)\W*"
)
_PARTED = re.compile(r"\s*[·•|]\s*|\s+[–—-]\s+")
_HOLDER = re.compile(r"\W*(?:(?:copyright|ban quyen)\b\W*)?(?:©|\(c\))\W*|\W*(?:copyright|ban quyen)\b\W*")
_OWNED = re.compile(r"\W*(?:(?:(?:19|20)\d\d|ban quyen|copyright|thuoc|ve|cua|by|thuoc so huu)\b\W*)+|\W+")
_PUBLISHED = re.compile(r"\W*(?:(?:first )?published(?: in (?:19|20)\d\d)?(?: by)|xuat ban boi|publisher)\b\W*")
_STOPS = re.compile(
    r"\s*(?:[.;,]?\s*(?:all rights|giữ bản quyền|mọi quyền|bảo lưu|tất cả)\b.*|\.\s+(?=[^\W\d_]).*)$", re.IGNORECASE
)
_PLACE = re.compile(r"(.+?),\s+([^,\d]{2,30})$")
_LONGEST = 160
_MOST_WORDS, _MOST_OF_NAME, _MOST_OF_PLACE = 14, 5, 4


@dataclass(frozen=True, slots=True)
class Credit:
    """Who is named, as printed; the year beside it, "" without one; in what `way`; whether it is a person."""

    name: str
    year: str
    way: Way
    person: bool


def credits_of(leaf: Leaf) -> Iterator[tuple[Row, Credit]]:
    """The rows of a page that say it; of one of running text those at its head and foot."""
    for row in leaf.rows:
        if leaf.prose and HEAD < row.top < FOOT:
            continue
        credit = credit_of(row)
        if credit is not None:
            yield row, credit


def credit_of(row: Row) -> Credit | None:
    """What a row says of who issued the work; None for one that says nothing of it, or tells who printed it."""
    if len(row.text) > _LONGEST or prints(row.text) or not any(map(str.isalpha, row.text)):
        return None
    return _published(row) or _held(row) or _of_parts(row)


def _of_parts(row: Row) -> Credit | None:
    """A name, then a year or terms, parted by dots or dashes."""
    parts = [part for part in _PARTED.split(row.text) if part.strip()]
    bare = [plain(part).strip() for part in parts]
    dated = next((part for part in bare[1:] if _DATED.fullmatch(part)), "")
    open_ = any(_TERMS.fullmatch(part) for part in bare[1:])
    if len(parts) < 2 or not (open_ or (dated and names_body(parts[0]))):
        return None
    return _credit(parts[0], _year_in(dated), "line")


def _held(row: Row) -> Credit | None:
    """ "© 2019 Tổ chức …", "Bản quyền © (2022) thuộc Nhà xuất bản …"."""
    match = _HOLDER.match(row.plain)
    if match is None:
        return None
    owned = _OWNED.match(row.plain, match.end())
    return _named(row, owned.end() if owned is not None else match.end(), "holder")


def _published(row: Row) -> Credit | None:
    match = _PUBLISHED.match(row.plain)
    return _named(row, match.end(), "publisher") if match is not None else None


def _named(row: Row, start: int, way: Way) -> Credit | None:
    """The name from `start` on, without the place and year behind it."""
    rest = _STOPS.sub("", row.text[start:])
    name = re.sub(r"[\s,.;(–-]*(?:19|20)\d\d\W*$", "", rest).strip(" .,;:")
    place = _PLACE.match(name)
    if place is not None and len(place[2].split()) <= _MOST_OF_PLACE and not goes_on(place[2]):
        name = place[1]
    return _credit(name, _year_in(row.plain), way)


def _credit(name: str, year: str, way: Way) -> Credit | None:
    name = name.strip(" .,;:*–-")
    told = people(name)
    person = bool(told) and all(looks_vietnamese(who) for who, _ in told) and not names_body(name)
    words = name.split()
    short = len(words) <= (_MOST_WORDS if names_body(name) else _MOST_OF_NAME)
    if not words or not name[:1].isupper() or not short or any(map(str.isdigit, name)):
        return None
    if way == "holder" and not person and not names_body(name):
        return None
    return Credit(name, year, way, person)


def _year_in(text: str) -> str:
    """The last year of a text: a right is renewed, "© 2018, 2021"."""
    return next(reversed(_YEAR.findall(text)), "")
