"""When a work came out, by what its pages say: the day of a paper, the year of an imprint. Pure."""

import re
from collections.abc import Iterator, Sequence

from ingest.metadata.credits import credits_of
from ingest.metadata.found import found
from ingest.metadata.lines import Row
from ingest.metadata.material import Leaf, Material
from ingest.model import Suggestion

_DAY, _MONTH, _YEAR = r"(0?[1-9]|[12]\d|3[01])", r"(0?[1-9]|1[0-2])", r"((?:19|20)\d\d)"
_WRITTEN = re.compile(rf"ngay\W{{0,3}}{_DAY}\W{{1,3}}thang\W{{0,3}}{_MONTH}\W{{1,3}}nam\W{{0,3}}{_YEAR}(?!\d)")
_MONTH_YEAR = re.compile(rf"thang\W{{0,3}}{_MONTH}\W{{0,3}}(?:/|[-–,]|nam)?\W{{0,3}}{_YEAR}(?!\d)")
_FIGURES = re.compile(
    r"(?=\d+\s*/\s*\d+\s*/|\d+\s*\.\s*\d+\s*\.|\d+\s*-\s*\d+\s*-)"  # "Kì 1 - 4/2020" is no day
    rf"(?<![\d/]){_DAY}\s*[/.-]\s*{_MONTH}\s*[/.-]\s*{_YEAR}(?![\d/])"
)
_BARE_YEAR = re.compile(rf"(?<![\d/–-]){_YEAR}(?![\d/]|\s*[–-]\s*(?:19|20)?\d\d(?!\d))")
_LABELLED = re.compile(
    r"ngay\s+(?:soan|lap|viet|kiem tra|thi|ban hanh|ky|hop|hoan thanh|xuat ban|phat hanh)|(?:ngay|thoi gian) (?:soan"
    r"|thi|kiem tra)"
)
_TAUGHT = re.compile(r"ngay\s+(?:day|giang)")
_DEPOSIT = re.compile(r"luu chieu")
_DATED = re.compile(r"\W*(?:(?:thang|quy|nam|ngay)\b|\d{1,2}\s*/)")
_EDITION = re.compile(
    r"(?:tai ban|an hanh|phat hanh|xuat ban|(?<!\w)in|(?:second|third|\w+th|new|revised) edition|reprinted|reissued)"
    r"\s*(?:co .{2,20}?)?(?:lan (?:thu )?.{1,15}?[ ,(]+)?(?:vao |in )?(?:nam)?\W{0,3}((?:19|20)\d\d)(?![\d/])"
    r"|nam xuat ban\W+((?:19|20)\d\d)|published (?:by .{3,60}? )?(?:in )?((?:19|20)\d\d)(?![\d/])"
)
_FIRST = re.compile(rf"xuat ban lan (?:dau|thu nhat|1)\b.{{0,12}}?{_YEAR}|first (?:published|edition).{{0,12}}?{_YEAR}")
_IN_ISSUE = re.compile(
    r"(?:\b(?:tap|vol|no|quyen)\b\W{0,2}\d+|tap chi ).{0,80}?\b(?:so|no)\b\W{0,2}\d+\W{0,3}(?:nam )?"
    r"((?:19|20)\d\d)(?![\d/])"
)
"""Of which year a number of a journal is: "Tập 5, Số 3, 2021", "Tạp chí …, số 12 (2022)"."""

_REGISTERED = re.compile(rf"\d{{1,5}}\s*[-–/]\s*{_YEAR}\s*/\s*cxb")
_COPYRIGHT = re.compile(rf"(?:©|\(c\)|ban quyen|copyright).{{0,40}}?{_YEAR}(?!\d)")
_CITED = re.compile(
    r"can cu|xet|thuc hien|theo (?:quyet dinh|thong tu|nghi)|ban hanh kem|kem theo|luat |so hieu|chuong trinh giao duc"
)


def issued(material: Material) -> Iterator[Suggestion]:
    """The date of issue as exactly as it is printed; an imprint's day of legal deposit counts by its year. Where it was
    issued again that year counts, not that of the first time nor that of the copyright.
    """
    told = [one for leaf in material.leaves for one in _of_leaf(leaf, material)]
    again = max((one.value[:4] for one, weak in told if not weak), default="")
    yield from (one for one, weak in told if not (weak and one.value < again))


def _of_leaf(leaf: Leaf, material: Material) -> Iterator[tuple[Suggestion, bool]]:
    """What a page tells, and whether it may be older than the edition at hand."""
    face, credited = leaf in material.faces, dict(credits_of(leaf))
    for at, (row, kind) in enumerate(zip(leaf.rows, leaf.kinds, strict=True)):
        credit = credited.get(row)
        if _DEPOSIT.search(row.plain):
            yield from ((one, False) for one in _deposited(row, leaf.rows[at + 1 : at + 2]))
        elif credit is not None and credit.year and credit.way != "holder":
            yield found("issued", credit.year, 0.86 if credit.way == "line" else 0.8, [row]), False
        elif kind == "place-date" and (face or row.top > 0.5) and not _in_prose(leaf, row):
            yield from ((one, False) for one in _place_date(row, first=leaf is material.leaves[0], face=face))
        elif not _CITED.match(row.plain):
            yield from _imprint(row)
            if face and leaf is material.leaves[0] and row.top < 0.6:
                yield from ((one, False) for one in _of_paper(row, material))


def school_year(material: Material) -> Iterator[Suggestion]:
    """The school year that a plan, an examination or an initiative is of, as a period: "2023/2024"."""
    for leaf in material.faces:
        for row in leaf.rows:
            match = re.search(r"nam hoc\W{0,3}(20\d\d)\s*[-–—/]\s*(20\d\d)", row.plain)
            if match is not None and int(match[2]) == int(match[1]) + 1 and (not leaf.prose or row.top < 0.4):
                yield found("temporal", f"{match[1]}/{match[2]}", 0.85, [row])


def _in_prose(leaf: Leaf, row: Row) -> bool:
    """A date below a foreword is that of its writing."""
    return leaf.prose and row.top > 0.35


def _place_date(row: Row, *, first: bool, face: bool) -> Iterator[Suggestion]:
    sure = 0.93 if first else 0.85 if face else 0.6
    if match := _WRITTEN.search(row.plain):
        yield found("issued", _iso(match[3], match[2], match[1]), sure, [row])
    elif match := _MONTH_YEAR.search(row.plain):
        yield found("issued", _iso(match[2], match[1]), sure - 0.05, [row])
    elif match := _BARE_YEAR.search(row.plain):
        yield found("issued", match[1], sure - 0.02, [row])


def _deposited(row: Row, below: Sequence[Row]) -> Iterator[Suggestion]:
    """The year of legal deposit, which may stand in the next row: "… và nộp lưu chiểu" and "quý I năm 2023"."""
    text, rows = row.plain.split("luu chieu")[1], [row]
    if not re.search(r"\d{4}", text) and below and _DATED.match(below[0].plain):
        text, rows = below[0].plain, [row, *below]
    years = (
        _BARE_YEAR.findall(text)
        or re.findall(r"/\s*((?:19|20)\d\d)", text)
        or re.findall(r"/\s*((?:19|20)\d\d)", row.plain)
    )
    if years:
        yield found("issued", years[-1] if len(rows) == 1 else years[0], 0.86, rows)


def _imprint(row: Row) -> Iterator[tuple[Suggestion, bool]]:
    again = _FIRST.sub("", row.plain)
    if years := [year for match in _EDITION.finditer(again) for year in match.groups() if year]:
        yield found("issued", max(years), 0.75, [row]), False
    elif match := _FIRST.search(row.plain):
        yield found("issued", match[1] or match[2], 0.6, [row]), True
    elif match := _REGISTERED.search(row.plain):
        yield found("issued", match[1], 0.6, [row]), False
    elif (match := _COPYRIGHT.search(row.plain)) and (years := _BARE_YEAR.findall(row.plain)):
        yield found("issued", years[-1], 0.55, [row]), True
    elif match := _IN_ISSUE.search(row.plain):
        yield found("issued", match[1], 0.7, [row]), False


def _of_paper(row: Row, material: Material) -> Iterator[Suggestion]:
    """The day that a lesson was written or an examination held."""
    exact = _FIGURES.search(row.plain) or _WRITTEN.search(row.plain)
    if _LABELLED.search(row.plain) and exact is not None:
        yield found("issued", _iso(exact[3], exact[2], exact[1]), 0.9, [row])
    elif _TAUGHT.search(row.plain) and exact is not None:
        yield found("issued", _iso(exact[3], exact[2], exact[1]), 0.5, [row])
    elif material.genre == "legal" and row.top < 0.3 and (match := _WRITTEN.search(row.plain)):
        yield found("issued", _iso(match[3], match[2], match[1]), 0.93, [row])
    elif (match := _WRITTEN.search(row.plain)) and row.letters < 45:
        yield found("issued", _iso(match[3], match[2], match[1]), 0.5, [row])
    elif exact is not None and row.letters < 40 and row.top < 0.4:
        yield found("issued", _iso(exact[3], exact[2], exact[1]), 0.35, [row])
    elif (match := _MONTH_YEAR.search(row.plain)) and row.letters < 40:
        yield found("issued", _iso(match[2], match[1]), 0.5, [row])


def _iso(year: str, *rest: str) -> str:
    return "-".join([year, *(f"{int(part):02d}" for part in rest)])
