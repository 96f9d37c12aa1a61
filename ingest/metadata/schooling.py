"""Subject, grade and kind of a work for lessons, as ids of the vocabularies that were handed in. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.metadata.found import found
from ingest.metadata.kinds import Genre
from ingest.metadata.lines import Row, plain
from ingest.metadata.material import Leaf, Material
from ingest.model import Suggestion

_SUBJECT_LABEL = re.compile(
    r"\W*(?:mon(?: hoc(?:/hoat dong giao duc)?| thi)?|phan mon|linh vuc(?: ap dung| .{2,12})?|bo mon|hoc phan"
    r"|to bo mon)\s*[:：]?\s+"
)
_KIND_BEFORE = re.compile(
    r"\s*(?:mon(?: hoc)?\W*|sach giao vien|sach giao khoa|vo bai tap|sach bai tap|phieu (?:bai tap|hoc tap|on tap)"
    r"|(?:de cuong )?on tap|bai tap|sgk|sgv|giao an|ke hoach bai day)\s+(?:mon )?"
)
_GRADE_AFTER = re.compile(r"\W*(?:(?:lop|khoi|khoi lop)\s*[:.]?\s*)?(\d{1,2})(?!\d|[.,/]\d)")
_GRADES = re.compile(
    r"(?<!\w)(?<!tuyen sinh vao )(?<!thi vao )(?:lop|khoi|khoi lop|lop ghep|grade)\s*[:.]?\s*(\d{1,2})"
    r"(?:\s?[a-e](?:\d{1,2})?)?(?!\d)"
    r"((?:\s*(?:,|va|\+|;|-|–|den|&)\s*(?:lop )?\d{1,2}(?!\d|\s*(?:tiet|phut|diem)))*)"
)
_LEVELS = (
    (re.compile(r"\bmam non\b|\bmau giao\b|\bnha tre\b|\d ?[-–] ?\d tuoi\b"), "preschool"),
    (re.compile(r"\btieu hoc\b"), "primary"),
    (re.compile(r"\bthcs\b|\btrung hoc co so\b"), "lower-secondary"),
    (re.compile(r"\bthpt\b|\btrung hoc pho thong\b"), "upper-secondary"),
)
_TYPES: dict[Genre, str] = {
    "lesson-plan": "lesson-plan", "initiative": "initiative", "exam": "assessment", "course-book": "textbook",
    "lecture": "lecture", "textbook": "textbook", "teacher-book": "teacher-book", "workbook": "workbook",
    "leaflet": "leaflet", "guide": "guide", "training": "guide",
}  # fmt: skip


def subject(material: Material) -> Iterator[Suggestion]:
    """The school subject: named as such, standing alone with its grade, or named in the title of a work for schools."""
    title_rows = material.title_rows
    alone = list(_subject_of(joined(title_rows), material, title=True, rows=title_rows)) if title_rows else []
    yield from alone
    for leaf in material.faces:
        for row in leaf.rows:
            if row in title_rows and len(title_rows) > 1:
                continue
            if (not leaf.prose or row.top < 0.5) and not (
                alone and row.letters and row.plain in plain(" ".join(one.text for one in title_rows))
            ):
                yield from _subject_of(row, material, title=row in title_rows, rows=(row,))
    yield from _in_title(title_rows, material)


def grade(material: Material) -> Iterator[Suggestion]:
    """The grades: after "lớp" or "khối", or after a subject; the level where no grade is named."""
    title_rows = material.title_rows
    told = False
    for leaf in material.faces:
        for row in leaf.rows:
            if leaf.prose and row.top > 0.45 and row not in title_rows:
                continue
            if row in title_rows and len(title_rows) > 1 and row is not title_rows[0]:
                continue
            whole = joined(title_rows) if row in title_rows else row
            for number in _grades_of(whole, material) or _grades_of(row, material):
                told = True
                sure = 0.93 if row in title_rows or _is_head(row, leaf) else 0.7
                yield from _grade(number, sure, row, material)
    if not told:
        yield from _level(material)


def resource_type(material: Material) -> Iterator[Suggestion]:
    """What kind of material it is, by the word that its first page has for it."""
    kind: str | None = _TYPES.get(material.genre)
    rows = list(material.faces[0].of("genre")) if material.faces else []
    sure = 0.85 if rows else 0.65
    if (
        kind is None
        and material.faces
        and any(True for leaf in material.faces for row in leaf.of("series") if _is_textbook(row))
    ):
        kind, sure, rows = "textbook", 0.7, [row for leaf in material.faces for row in leaf.of("series")][:1]
    if kind is not None and material.names.has("resource-types", kind):
        yield found("learningResourceType", kind, sure, rows[:1] or list(material.title_rows)[:1])


def _is_textbook(row: Row) -> bool:
    return bool(re.search(r"ket noi tri thuc|chan troi sang tao|canh dieu", row.plain))


def joined(rows: tuple[Row, ...]) -> Row:
    """The rows of a title as one."""
    text = " ".join(row.text for row in rows)
    return replace(rows[0], text=text, plain=plain(text), words=())


def _subject_of(row: Row, material: Material, *, title: bool, rows: tuple[Row, ...]) -> Iterator[Suggestion]:
    label = _SUBJECT_LABEL.match(row.plain)
    rest = row.text[label.end() :] if label is not None else row.text
    for piece in re.split(r"\s[–—|-]+\s|[;/]|\s*[–—]\s*|(?<=\w)\s*,\s*(?=[Ll]ớp|[Kk]hối|LỚP|KHỐI)", rest):
        bare = re.sub(r"(?i)\W*(?:lớp|khối|LỚP|KHỐI)?\W*\d{1,2}\s?[a-e]?\d?\W*$", "", piece).strip(" .:,–-()")
        bare = re.sub(r"(?i)\W*(?:lớp|khối(?: lớp)?)\W*$", "", bare)
        kind = _KIND_BEFORE.match(plain(bare))
        bare = bare[kind.end() :] if kind is not None else bare
        term = material.names.id_of("subjects", bare) if bare else None
        if term is None:
            if label is not None:
                continue
            return
        graded = _GRADE_AFTER.search(row.plain[row.plain.find(plain(bare)) + len(bare) :]) is not None
        if label is None and not graded and not title and not material.school:
            return
        if len(bare) < 4 and label is None and not graded:
            return
        yield found("subject", term, 0.93 if label is not None or graded else 0.75, rows)
        return


def _in_title(rows: tuple[Row, ...], material: Material) -> Iterator[Suggestion]:
    """ "Sử dụng đồ dùng tự làm trong dạy học Khoa học tự nhiên lớp 6"."""
    text = " ".join(row.text for row in rows)
    if not rows:
        return
    for term, start, end in material.names.within("subjects", text):
        near = plain(text[max(0, start - 14) : start])
        after = plain(text[end : end + 9])
        taught = re.search(r"(?:mon|day hoc|day|hoc|on tap|phan mon|tiet|gio)\W*$", near) or re.match(
            r"\W*(?:lop|khoi|\d)", after
        )
        graded = re.search(r"\b(?:lop|khoi) \d", plain(text)) is not None and material.genre != "thesis"
        if taught or ((material.school or graded) and material.genre != "lesson-plan"):
            yield found("subject", term, 0.85 if taught else 0.6, rows)


def _grades_of(row: Row, material: Material) -> list[int]:
    numbers: list[int] = []
    for match in _GRADES.finditer(row.plain):
        others = [int(number) for number in re.findall(r"\d{1,2}", match[2])]
        first = int(match[1])
        if others and re.search(r"[-–]|den", match[2]) and first < others[-1] <= 12:
            others = list(range(first + 1, others[-1] + 1))
        numbers += [first, *others]
    if not numbers:
        pieces = re.split(r"\s[–—-]\s", row.plain.strip())
        numbers = [number for piece in pieces for number in _after_subject(piece, material)]
        numbers = numbers or list(_after_named(row, material))
    return [number for number in dict.fromkeys(numbers) if 1 <= number <= 12]


def _after_subject(text: str, material: Material) -> Iterator[int]:
    """ "TOÁN 7", "Vở bài tập Tiếng Việt 3": a number after a subject that begins or ends the row."""
    match = re.fullmatch(r"(.{2,60}?)\W+(\d{1,2})\W*(?:[,–-]\W*tap .{1,4})?", text)
    if match is None:
        return
    bare = _KIND_BEFORE.sub("", match[1])
    if material.names.id_of("subjects", bare) is not None:
        yield int(match[2])


def _after_named(row: Row, material: Material) -> Iterator[int]:
    """ "… cuối học kì II môn Vật lí 10": a number after a subject that is named as one inside a row."""
    for match in re.finditer(r"\bmon\s+([^\d,.;:()]{2,40}?)\s+(\d{1,2})(?!\d|[.,/]\d)", row.plain):
        if material.names.id_of("subjects", match[1]) is not None:
            yield int(match[2])


def _is_head(row: Row, leaf: Leaf) -> bool:
    return row.top < 0.4 or not leaf.prose


def _grade(number: int, sure: float, row: Row, material: Material) -> Iterator[Suggestion]:
    term = f"grade-{number}"
    if material.names.has("grades", term):
        yield found("educationLevel", term, sure, [row])


def _level(material: Material) -> Iterator[Suggestion]:
    for leaf in material.faces[:1]:
        for row in leaf.rows:
            if row.top > 0.85:
                continue
            for pattern, term in _LEVELS:
                if pattern.search(row.plain) and material.names.has("grades", term):
                    yield found("educationLevel", term, 0.4, [row])
