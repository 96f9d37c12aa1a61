"""Where the title of a work may stand: behind a label, at its place on a paper, in the largest print. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.metadata.groups import Group, grouped
from ingest.metadata.kinds import EXAM, LEGAL, genre_named, says_what_about
from ingest.metadata.lines import Row, plain
from ingest.metadata.material import Leaf, Material
from ingest.metadata.roles import names_in

MAX_TITLE = 250
PREFIXED = ("course-book", "lecture", "bulletin")
"""Kinds of works whose name is a part of the title: "Giáo trình Tâm lí học"."""
_NAMED = re.compile(
    r"\W*(?:\d+[.)]\s*)?(?:ten (?:bai(?: day| hoc)?|de tai|sang kien(?: kinh nghiem)?|giai phap|bien phap|chu de"
    r"|chuyen de"
    r"|hoat dong|tai lieu|luan van|luan an|khoa luan|do an|du an)|de tai|bai day|bai hoc|van ban|nhan de"
    r"|tua de)\s*[:：]\s*"
)
_LESSON = re.compile(r"(?:bai(?: hoc| so)?|tiet|chu de|chuong|van ban|unit|lesson|tuan|hoat dong|chuyen de)\b\s*[\d:.]")
_THEME = re.compile(r"\W*chu de(?: stem| day hoc| tich hop| lien mon)?\s*[:：]\s*")
"""What a lesson is about, where nothing names the lesson itself."""

_BULLET = re.compile(r"\s*[-–•+*]\s")
_SMALLER = 0.83
"""A name in print smaller than this share of the largest is that of a person, not of a work: "Lão Hạc"."""

_FAR_SMALLER, _ONE_PRINT = 0.7, 0.92
"""Shares of sizes: up to the one what stands below a title is smaller, from the other on two rows are of one print."""

_MERE_SHEET = 4
"""Words of a worksheet's head that says no more than what it is: "Phiếu học tập số 2"."""

_LARGE = 1.4
"""How much larger than the usual print of a page a body's name is where it belongs to a title."""

_GRADE = re.compile(r"(?:lop\s+)?\d{1,2}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Rows that may be the title: its text, how well it stands beside others, and how sure it is, 0 to 1."""

    rows: tuple[Row, ...]
    text: str
    score: float
    confidence: float


def candidates(leaf: Leaf, material: Material) -> Iterator[Candidate]:
    """All candidates of a page in front."""
    if material.genre == "legal" and leaf is material.faces[0]:
        yield from _of_paper(leaf)
        return
    yield from _labelled(leaf, _NAMED)
    if material.genre == "lesson-plan" and leaf is material.faces[0]:
        yield from _labelled(leaf, _THEME)
    if material.genre == "exam" and leaf is material.faces[0]:
        yield from _of_exam(leaf)
    yield from _printed_large(leaf, material)


def _labelled(leaf: Leaf, label: re.Pattern[str]) -> Iterator[Candidate]:
    """What stands after "Tên bài dạy:", "Tên sáng kiến:" and the like, with the rows it runs on."""
    for at, row in enumerate(leaf.rows):
        match = label.match(row.plain)
        if match is None or row.top > 0.75:
            continue
        value = row.text[match.end() :].strip()
        rows = [row] if value else []
        for below in leaf.rows[at + 1 : at + 5]:
            if not _goes_on(rows[-1] if rows else row, below, leaf, first=not rows):
                break
            rows.append(below)
            value = f"{value} {below.text}".strip()
        if rows and sum(map(str.isalpha, value)) > 5 and len(value) < 400:
            name = plain(match.group())
            weight = 0.3 if "van ban" in name or "bai hoc" in name else -0.2 if label is _THEME else 0.6
            yield Candidate(tuple(rows), value, 1.6 + weight, 0.9)


def _goes_on(before: Row, row: Row, leaf: Leaf, *, first: bool) -> bool:
    """Whether a value goes on in the next row: same print, close below, nothing that begins something new."""
    if leaf.kinds[leaf.rows.index(row)] not in (("text",) if not first else ("text", "section")):
        return False
    if row.box is None or before.box is None:
        return first
    close = row.top - before.bottom < 1.6 * before.size and row.top >= before.top
    return (
        close
        and 0.75 < row.size / before.size < 1.34
        and (first or row.capitals == before.text.split(":")[-1].isupper())
    )


def _of_paper(leaf: Leaf) -> Iterator[Candidate]:
    """A law or decision: what it is, and what it is about, down to its first "Căn cứ"."""
    for at, row in enumerate(leaf.rows):
        bare = row.plain.strip(" *–-:.")
        if row.top > 0.6 or not LEGAL.fullmatch(bare):
            continue
        subject: list[Row] = []
        for below in leaf.rows[at + 1 : at + 8]:
            kind = leaf.kinds[leaf.rows.index(below)]
            if kind == "section" or re.match(r"(?:can cu|xet|theo|chuong|dieu|kinh gui|thuc hien)\b", below.plain):
                break
            if subject and (below.capitals != subject[-1].capitals or _apart(subject[-1], below)):
                break
            if kind in ("text", "edition", "genre", "label", "institution", "volume"):
                subject.append(below)
        about = " ".join(one.text for one in subject)
        about = re.sub(r"^\W*(?:v/v|về việc)\W*", "Về việc ", about, flags=re.IGNORECASE).strip()
        name = row.text.strip(" *:.").capitalize()
        if about and about.isupper():
            about = about.capitalize()
        if about:
            yield Candidate((row, *subject), f"{name} {about}", 2.0, 0.92)
            return


def _apart(above: Row, below: Row) -> bool:
    return above.box is not None and below.top - above.bottom > 1.5 * max(above.size, below.size)


def _of_exam(leaf: Leaf) -> Iterator[Candidate]:
    """The head of an examination: its name, which may stand in one of two columns, with the rows it runs on."""
    for at, row in enumerate(leaf.rows):
        if row.top > 0.4 or not EXAM.match(row.plain.strip(" *–-")):
            continue
        rows = [row]
        for below in leaf.rows[at + 1 : at + 6]:
            same = below.left < row.right and row.left < below.right if below.box is not None else True
            if not same:
                continue
            kind = leaf.kinds[leaf.rows.index(below)]
            if (
                kind != "text"
                or not below.capitals
                or below.plain.startswith(("mon", "lop "))
                or _apart(rows[-1], below)
            ):
                break
            rows.append(below)
        text = re.split(r"[,–-]?\s*(?:NĂM HỌC|Năm học|MÔN|Môn)\b", " ".join(one.text for one in rows))[0]
        yield Candidate(tuple(rows), text.strip(), 1.9 - row.top, 0.9)


def _printed_large(leaf: Leaf, material: Material) -> Iterator[Candidate]:
    """Groups of rows in one print, scored by its size beside the others of the page."""
    usable = [row for row, kind in zip(leaf.rows, leaf.kinds, strict=True) if _may_be_title(row, kind, leaf, material)]
    usable = _with_bodies(usable, leaf)
    usable = _without_mere_kinds(usable, leaf)
    if not usable:
        return
    sizes = sorted(row.size for row in leaf.rows if row.letters > 2)
    usual, largest = median(sizes) if sizes else 0.0, max((row.size for row in usable), default=0.0)
    for group in grouped(usable):
        if not _names_people(group, sizes):
            yield _scored(group, leaf, material, usual, largest)


def _scored(group: Group, leaf: Leaf, material: Material, usual: float, largest: float) -> Candidate:
    rows = group.rows
    text = " ".join(row.text for row in rows)
    share = group.size / largest if largest else 1.0
    ratio = group.size / usual if usual else 1.0
    capitals = text.isupper()
    score = share + (0.25 if capitals else 0.0) - 0.35 * group.top + (0.15 if ratio > 1.25 else 0.0)
    score -= 0.5 if len(text) > MAX_TITLE or len(rows) > 6 else 0.0
    score -= 0.4 if group.letters < 4 else 0.0
    if material.genre == "lesson-plan":
        score += 0.35 if _LESSON.match(plain(text)) else 0.0
    trust = 0.5 + 0.2 * min(1.5, max(0.0, ratio - 1)) + (0.08 if capitals else 0.0) + (0.1 if share > 0.99 else 0.0)
    rows, text = _with_grade(rows, text, leaf, material)
    rows, text = _with_prefix(rows, text, leaf)
    return Candidate(rows, text, score, round(min(0.92, trust), 3))


def _may_be_title(row: Row, kind: str, leaf: Leaf, material: Material) -> bool:
    bare = row.plain.strip()
    if kind == "genre" and not says_what_about(bare.strip("*–-")):
        return False
    if kind not in ("text", "section", "label", "genre") or row.top > 0.8 or _NAMED.fullmatch(row.plain):
        return False
    if _BULLET.match(row.text):
        return False
    if kind in ("section", "label") and not (_LESSON.match(bare) and kind != "label"):
        return False
    if leaf.prose and row.top > 0.5 and row.box is not None:
        return False
    if material.genre in ("lesson-plan", "exam") and _is_subject(row, material):
        return False
    return row.letters > 1 and not re.match(r"\W*(?:trang|page)\s+\d", bare) and not names_in(row.text, sure=True)


def _with_bodies(rows: Sequence[Row], leaf: Leaf) -> list[Row]:
    """The rows with one that names a body, or a worksheet, in the page's largest print: "THƯ VIỆN CÔNG CỘNG" over
    "TRONG KỈ NGUYÊN SỐ" is the first half of a title.
    """
    sizes = [row.size for row in leaf.rows if row.letters > 2]
    if not sizes:
        return list(rows)
    largest, usual = max(sizes), median(sizes)
    kept = set(map(id, rows))
    for row, kind in zip(leaf.rows, leaf.kinds, strict=True):
        body = kind == "institution" and any(_one_title(row, one) for one in rows)
        sheet = kind == "heading" and row.plain.startswith("phieu ") and len(row.plain.split()) > _MERE_SHEET
        if row.size > max(_SMALLER * largest, _LARGE * usual) and (body or sheet):
            kept.add(id(row))
    return [row for row in leaf.rows if id(row) in kept]


def _one_title(body: Row, row: Row) -> bool:
    """Whether the next row of a title stands below: as large, close, and in capitals where the first is."""
    return 0 < row.top - body.top < 2.5 * body.size and (
        row.size > _SMALLER * body.size and row.capitals == body.capitals
    )


def _without_mere_kinds(rows: Sequence[Row], leaf: Leaf) -> list[Row]:
    """The rows without those that name a kind beside a title: "Tài liệu hướng dẫn kĩ thuật" over "TRỒNG LÚA NƯỚC".
    Rows of one print are one title, "CẨM NANG NUÔI" and "GÀ THẢ VƯỜN"; what is far smaller is none.
    """
    kinds = [row for row in leaf.of("genre") if row in rows]
    titles = [row for row in rows if row not in kinds and row.letters > 3 and not names_in(row.text)]
    beside = [row for row in kinds if any(_other_print(one, row) for one in titles)]
    return [row for row in rows if row not in beside]


def _other_print(title: Row, kind: Row) -> bool:
    share = title.size / kind.size if kind.size else 0.0
    return share > _FAR_SMALLER and not _ONE_PRINT < share < 1 / _ONE_PRINT


def _names_people(group: Group, sizes: Sequence[float]) -> bool:
    """Whether all rows name people, in smaller print than the largest of their page: "Nguyễn Văn Bảy" below a title."""
    return bool(sizes) and group.size < _SMALLER * sizes[-1] and all(names_in(row.text) for row in group.rows)


def _is_subject(row: Row, material: Material) -> bool:
    """ "MÔN TOÁN – LỚP 4B", "NGỮ VĂN 8": for whom a lesson is, not what it is called."""
    bare = re.sub(r"^(?:mon(?: hoc)?|phan mon)\b\W*", "", row.plain.strip())
    bare = re.sub(r"\W*(?:lop|khoi)?\W*\d{1,2}\s*[a-z]?\d?\W*$", "", bare).strip(" –-:,")
    return not bare or material.names.id_of("subjects", bare) is not None


def _with_grade(rows: tuple[Row, ...], text: str, leaf: Leaf, material: Material) -> tuple[tuple[Row, ...], str]:
    """A textbook's grade where it is printed apart from its subject, often far larger."""
    if material.names.id_of("subjects", text) is None:
        return rows, text
    last = rows[-1]
    for row in leaf.rows:
        beside = row.box is not None and last.box is not None and -0.2 < row.top - last.top < 0.3
        if row not in rows and beside and _GRADE.fullmatch(row.plain.strip()) and row.size > 0.5 * last.size:
            return (*rows, row), f"{text} {re.sub(r'(?i)lớp ', '', row.text.strip())}"
    return rows, text


def _with_prefix(rows: tuple[Row, ...], text: str, leaf: Leaf) -> tuple[tuple[Row, ...], str]:
    at = leaf.rows.index(rows[0])
    if at == 0:
        return rows, text
    above = leaf.rows[at - 1]
    if genre_named(above.plain) in PREFIXED and leaf.kinds[at - 1] == "genre":
        return (above, *rows), f"{above.text} {text}"
    return rows, text
