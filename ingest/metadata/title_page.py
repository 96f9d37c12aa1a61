"""Suggestions from the first pages as printed: title, language, date, creators named as such. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.metadata.embedded import MADE_CONFIDENCE
from ingest.model import Page, Suggestion
from ingest.text.language import guess_language
from ingest.text.layout import Line, lines_of
from ingest.text.mending import put_letters_right

VERSION = 3

_NOT_A_TITLE = re.compile(
    r"""^(?:cộng\ h[oò][àa]\ xã\ hội|độc\ lập|socialist\ republic|independence
    |bộ\ (?!luật|đề|sách)|sở\ |trường\ |[uủ][ỷy]\ ban|ubnd|viện\ |học\ viện|đại\ học|khoa\ |phòng\ |trung\ tâm|tập\ thể
    |nhà\ xuất\ bản|nxb|tạp\ chí|ministry|university|department|faculty|school\ of
    |tác\ giả|chủ\ biên|biên\ soạn|người\ |copyright|©|số\s*:|mã\ số|isbn|www\.|https?:|tel|email
    |hà\ nội|tp\.|thành\ phố|năm\ |tháng\ |ngày\ |trang\ |page\ )""",
    re.IGNORECASE | re.VERBOSE,
)
_DATE = re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])\s*[/.-]\s*(0?[1-9]|1[0-2])\s*[/.-]\s*((?:19|20)\d\d)(?!\d)")
_WRITTEN_DATE = re.compile(
    r"ngày\s+(0?[1-9]|[12]\d|3[01])\s+tháng\s+(0?[1-9]|1[0-2])\s+năm\s+((?:19|20)\d\d)", re.IGNORECASE
)
_PLACE_YEAR = re.compile(
    r"(?:hà nội|hồ chí minh|tp\.? ?hcm|đà nẵng|huế|cần thơ|kon tum|quảng ngãi|xuất bản năm)"
    r"[\s,–-]*(?:năm\s+)?((?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_CREATOR = re.compile(
    r"^(tác giả|chủ biên|người soạn|người biên soạn|biên soạn|giáo viên|authors?|dịch giả|người dịch)"
    r"\s*:\s*(.{3,80})$",
    re.IGNORECASE,
)
_MONTH = re.compile(r"tháng\s+(0?[1-9]|1[0-2])\s*(?:/|[-–,]|năm)?\s*((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_LEGAL = re.compile(r"quyết định|thông tư(?: liên tịch)?|nghị quyết|nghị định|chỉ thị|kế hoạch|công văn", re.IGNORECASE)
_GENRE = re.compile(
    rf"(?:{_LEGAL.pattern}|(?:báo cáo )?(?:kết quả )?(?:bản )?(?:sáng kiến|giải pháp)(?: kinh nghiệm)?|đề tài|tiểu luận"
    r"|(?:khóa|khoá) luận(?: tốt nghiệp)?|luận (?:văn|án)(?: (?:thạc|tiến) (?:sĩ|sỹ))?|bài giảng|giáo án|giáo trình"
    r"|tài liệu(?: tham khảo)?|sách giáo khoa|kế hoạch bài dạy|báo cáo)",
    re.IGNORECASE,
)
_ROLES = {
    "chủ biên": "editor-in-chief",
    "biên soạn": "compiler",
    "người biên soạn": "compiler",
    "giáo viên": "teacher",
    "dịch giả": "translator",
    "người dịch": "translator",
}
_MAX_TITLE_LINES = 5
_MAX_TITLE = 250


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    page: int
    score: float
    confidence: float
    top: int


def from_pages(pages: Sequence[Page], embedded: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """`embedded` and what the given pages add; an embedded value that is also printed on them gains trust, and the year
    in which a file was made is nothing beside a printed date.
    """
    printed = " ".join(" ".join(page.text.split()) for page in pages).casefold()
    found = [_trusted(suggestion, printed) for suggestion in embedded]
    known = {(suggestion.field, suggestion.value.casefold()) for suggestion in found}
    read = list(_from_text(pages))
    if any(one.field == "issued" for one in read):
        found = [one for one in found if one.field != "issued" or one.confidence > MADE_CONFIDENCE]
    found += [new for new in read if (new.field, new.value.casefold()) not in known]
    return tuple(found)


def _trusted(suggestion: Suggestion, printed: str) -> Suggestion:
    """A title or name that is printed on the first pages too was most likely typed with care."""
    value = " ".join(suggestion.value.split()).casefold()
    if suggestion.field in ("title", "creator") and len(value) > 4 and value in printed:
        return replace(suggestion, confidence=max(suggestion.confidence, 0.75))
    return suggestion


def _from_text(pages: Sequence[Page]) -> Iterator[Suggestion]:
    text = "\n".join(page.text for page in pages)
    guess = guess_language(text)
    if pages:
        yield from _title(pages[0], guess.code)
        yield from _dates(pages[0])
        for page in pages:
            yield from _creators(page)
    if guess.code:
        evidence = " ".join(text.split()[:12])
        yield Suggestion("language", guess.code, guess.confidence, pages[0].number, evidence)


def _title(page: Page, language: str) -> Iterator[Suggestion]:
    candidates = list(_candidates(page))
    best = max(candidates, key=lambda candidate: candidate.score, default=None)
    if best is None:
        return
    text = best.text
    if _GENRE.fullmatch(text):  # "SÁNG KIẾN KINH NGHIỆM" says what kind of work it is; its name stands below
        below = [candidate for candidate in candidates if candidate.top > best.top]
        named = max(below, key=lambda candidate: candidate.score, default=best)
        text = f"{text} {named.text}" if _LEGAL.fullmatch(text) and named is not best else named.text
        best = replace(named, confidence=min(named.confidence, best.confidence))
    value = text if len(text) <= _MAX_TITLE else text[:_MAX_TITLE].rsplit(" ", 1)[0]
    words = value.split(" ")
    put_letters_right(words)
    yield Suggestion("title", " ".join(words), best.confidence, page.number, text, lang=language or None)


def _candidates(page: Page) -> Iterator[_Candidate]:
    """Groups of neighbouring lines of one size in the upper two thirds, scored by size, capitals and place."""
    lines = [line for line in lines_of(page.words) if line.box[3] > line.box[1]]
    if not lines:
        return
    usual = median(_height(line) for line in lines)
    for group in _groups(lines):
        text = " ".join(line.text for line in group)
        top = group[0].box[1] / page.height
        letters = sum(character.isalpha() for character in text)
        if letters < 4 or top > 0.7 or _NOT_A_TITLE.match(text) or len(group) > _MAX_TITLE_LINES:
            continue
        size = max(_height(line) for line in group) / max(1, usual)
        capitals = text.upper() == text
        score = size + (0.35 if capitals else 0.0) - 0.5 * top - (0.5 if len(text) > _MAX_TITLE else 0.0)
        trust = 0.35 + 0.2 * min(1.5, max(0.0, size - 1)) + (0.1 if capitals else 0.0)
        weight = 1.0 if page.origin == "text-layer" else max(0.3, page.confidence)
        yield _Candidate(text, page.number, score, round(min(0.8, trust) * weight, 3), group[0].box[1])


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _together(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _together(before: Line, line: Line) -> bool:
    """Same size within a quarter, same case, close below, and neither a heading of its own kind."""
    first, second = _height(before), _height(line)
    if not 0.75 <= second / max(1, first) <= 1.34 or _NOT_A_TITLE.match(before.text) or _NOT_A_TITLE.match(line.text):
        return False
    if (before.text.upper() == before.text) != (line.text.upper() == line.text):
        return False
    return -first < line.box[1] - before.box[3] < 1.2 * max(first, second)


def _height(line: Line) -> float:
    heights = sorted(word.box[3] - word.box[1] for word in line.words)
    return heights[len(heights) * 3 // 4]


def _dates(page: Page) -> Iterator[Suggestion]:
    """The first of: a date in words (legal texts), place and year, month and year, a date in figures."""
    flat = " ".join(page.text.split())
    if match := _WRITTEN_DATE.search(flat):
        yield Suggestion("issued", _iso(match[3], match[2], match[1]), 0.5, page.number, match.group())
    elif match := _PLACE_YEAR.search(flat):
        yield Suggestion("issued", match[1], 0.55, page.number, match.group())
    elif match := _MONTH.search(flat):
        yield Suggestion("issued", _iso(match[2], match[1]), 0.5, page.number, match.group())
    elif match := _DATE.search(flat):
        yield Suggestion("issued", _iso(match[3], match[2], match[1]), 0.35, page.number, match.group())


def _iso(year: str, *rest: str) -> str:
    return "-".join([year, *(f"{int(part):02d}" for part in rest)])


def _creators(page: Page) -> Iterator[Suggestion]:
    for line in page.text.splitlines():
        match = _CREATOR.match(line.strip())
        if match:
            role = _ROLES.get(match[1].lower(), "author")
            for name in re.split(r"\s*[,;–]\s*", match[2].strip(" .")):
                if len(name) > 3 and any(character.isalpha() for character in name):
                    yield Suggestion("creator", name, 0.6, page.number, line.strip(), role=role)
