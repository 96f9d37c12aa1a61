"""Title, subtitle and parallel title from cover, title page or the head of a paper. Pure.

On a cover the title is what is printed largest once the names of bodies, series and kinds of works are left out; on the
papers of schools and authorities its place is known by the words around it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from statistics import median

from ingest.metadata.found import found
from ingest.metadata.groups import Group, grouped
from ingest.metadata.kinds import EXAM, LEGAL, genre_named
from ingest.metadata.lines import Row, plain
from ingest.metadata.material import Leaf, Material
from ingest.metadata.names import key
from ingest.metadata.people import label_of, names_in
from ingest.metadata.spelling import in_sentence, mended, readable
from ingest.model import Suggestion
from ingest.text.language import guess_language
from ingest.text.mending import put_letters_right

MAX_TITLE = 250
_PREFIXED = ("course-book", "lecture", "bulletin")
"""Kinds of works whose name is a part of the title: "Giáo trình Tâm lí học"."""

_NAMED = re.compile(
    r"\W*(?:\d+[.)]\s*)?(?:ten (?:bai(?: day| hoc)?|de tai|sang kien(?: kinh nghiem)?|giai phap|bien phap|chu de|chuyen de"
    r"|hoat dong|tai lieu|luan van|luan an|khoa luan|do an|du an)|de tai|bai day|bai hoc|van ban|nhan de|tua de)\s*[:：]\s*"
)
_LESSON = re.compile(r"(?:bai(?: hoc| so)?|tiet|chu de|chuong|van ban|unit|lesson|tuan|hoat dong|chuyen de)\b\s*[\d:.]")
_TAIL = re.compile(r"\s*[(\[](?:tiet|tiết|tiếp|\d+ tiết)[^)\]]*[)\]]\s*$", re.IGNORECASE)
_GRADE = re.compile(r"(?:lop\s+)?\d{1,2}")
_FOR_WHOM = re.compile(r"\W*(?:sach |tai lieu |giao trinh |to \w+ \w+ )?(?:danh cho|dung cho|dung trong|danh rieng)\b")
_SAME = 0.83
"""How alike the plain letters of two readings of one title are, by difflib's ratio."""

_QUOTES = str.maketrans("", "", "“”\"«»")


@dataclass(frozen=True, slots=True)
class _Candidate:
    rows: tuple[Row, ...]
    text: str
    score: float
    confidence: float


def title(material: Material) -> Iterator[Suggestion]:
    """The title, with subtitle and parallel title as "alternative"."""
    best = _best(material)
    if best is None:
        return
    text = _finished(best.text, material)
    if sum(map(str.isalpha, text)) < 3:
        return
    language = guess_language(text).code or guess_language(" ".join(row.text for row in material.rows())).code or None
    yield found("title", text, best.confidence, best.rows, lang=language)
    yield from _alternatives(material, best, text)


def chosen_rows(material: Material) -> tuple[Row, ...]:
    """The rows that the title was read from."""
    best = _best(material)
    return best.rows if best is not None else ()


def title_of(material: Material) -> str:
    """The title as it is proposed, "" without one."""
    best = _best(material)
    return _finished(best.text, material) if best is not None else ""


def _finished(text: str, material: Material) -> str:
    text = _TAIL.sub("", text.translate(_QUOTES) if text.strip()[:1] in "“\"«" else text).strip(" .-–:;*|_")
    text = text if len(text) <= MAX_TITLE else text[:MAX_TITLE].rsplit(" ", 1)[0]
    words = text.split(" ")
    put_letters_right(words)
    if (subject := _as_subject(" ".join(words), material)) is not None:
        return subject
    return in_sentence(" ".join(words), material.usage, material.names, school=material.school)


def _as_subject(text: str, material: Material) -> str | None:
    """"TIẾNG VIẸT 4": a title that is a subject and a grade is written as the vocabulary writes the subject."""
    match = re.fullmatch(r"(.+?)(\s+\d{1,2})?", text)
    term = material.names.id_of("subjects", match[1]) if match is not None else None
    if match is None or term is None:
        return None
    called = material.names.terms["subjects"][term]
    name = next((one for one in called if one.casefold() == match[1].casefold()), None)
    name = name or next((one for one in called if key(one) == key(match[1])), called[0])
    return name + (match[2] or "")


def _best(material: Material) -> _Candidate | None:
    """The best candidate of all pages in front; what several pages show is taken from where it was read best."""
    found_: list[_Candidate] = []
    for at, leaf in enumerate(material.faces):
        for candidate in _candidates(leaf, material):
            found_.append(_Candidate(candidate.rows, candidate.text, candidate.score - 0.3 * at, candidate.confidence))
    best = max(found_, key=lambda one: (one.score, -one.rows[0].page), default=None)
    if best is None:
        return None
    alike = [one for one in found_ if _same_print(one, best)]
    clear = max(alike, key=lambda one: (round(readable(one.text), 1), len(one.rows) > len(best.rows), one.rows[0].trust, one.score))
    sure = min(0.97, best.confidence + 0.08 * (len({one.rows[0].page for one in alike}) - 1))
    printed = any(leaf.printed for leaf in material.leaves if leaf.number == clear.rows[0].page)
    text = clear.text if printed else mended(clear.text, material.usage)
    return _Candidate(clear.rows, text, best.score, sure)


def _same_print(one: _Candidate, best: _Candidate) -> bool:
    """Whether both are readings of the same words, or `one` has, on another page, a further row of them."""
    first, second = _letters(one.text), _letters(best.text)
    if one.rows[0].page != best.rows[0].page and len(one.rows) > len(best.rows):
        first = first[: len(second)]
    return SequenceMatcher(None, first, second, autojunk=False).ratio() > _SAME


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, plain(text)))


def _candidates(leaf: Leaf, material: Material) -> Iterator[_Candidate]:
    if material.genre == "legal" and leaf is material.faces[0]:
        yield from _of_paper(leaf)
        return
    named = list(_labelled(leaf))
    yield from named
    if material.genre == "exam" and leaf is material.faces[0]:
        yield from _of_exam(leaf)
    yield from _printed_large(leaf, material)


def _labelled(leaf: Leaf) -> Iterator[_Candidate]:
    """What stands after "Tên bài dạy:", "Tên sáng kiến:" and the like, with the rows it runs on."""
    for at, row in enumerate(leaf.rows):
        match = _NAMED.match(row.plain)
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
            weight = 0.3 if "van ban" in name or "bai hoc" in name else 0.6
            yield _Candidate(tuple(rows), value, 1.6 + weight, 0.9)


def _goes_on(before: Row, row: Row, leaf: Leaf, *, first: bool) -> bool:
    """Whether a value goes on in the next row: same print, close below, nothing that begins something new."""
    if leaf.kinds[leaf.rows.index(row)] not in (("text",) if not first else ("text", "section")):
        return False
    if row.box is None or before.box is None:
        return first
    close = row.top - before.bottom < 1.6 * before.size and row.top >= before.top
    return close and 0.75 < row.size / before.size < 1.34 and (first or row.capitals == before.text.split(":")[-1].isupper())


def _of_paper(leaf: Leaf) -> Iterator[_Candidate]:
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
            about = about.lower() if plain(bare) in ("luat", "bo luat") else about.capitalize()
        if about:
            yield _Candidate((row, *subject), f"{name} {about}", 2.0, 0.92)
            return


def _apart(above: Row, below: Row) -> bool:
    return above.box is not None and below.top - above.bottom > 1.5 * max(above.size, below.size)


def _of_exam(leaf: Leaf) -> Iterator[_Candidate]:
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
            if kind != "text" or not below.capitals or below.plain.startswith(("mon", "lop ")) or _apart(rows[-1], below):
                break
            rows.append(below)
        text = re.split(r"[,–-]?\s*(?:NĂM HỌC|Năm học|MÔN|Môn)\b", " ".join(one.text for one in rows))[0]
        yield _Candidate(tuple(rows), text.strip(), 1.9 - row.top, 0.9)


def _printed_large(leaf: Leaf, material: Material) -> Iterator[_Candidate]:
    """Groups of rows in one print, scored by its size beside the others of the page."""
    usable = [row for row, kind in zip(leaf.rows, leaf.kinds, strict=True) if _may_be_title(row, kind, leaf, material)]
    if not usable:
        return
    sizes = sorted(row.size for row in leaf.rows if row.letters > 2)
    usual, largest = median(sizes) if sizes else 0.0, max((row.size for row in usable), default=0.0)
    for group in grouped(usable):
        yield _scored(group, leaf, material, usual, largest)


def _scored(group: Group, leaf: Leaf, material: Material, usual: float, largest: float) -> _Candidate:
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
    return _Candidate(rows, text, score, round(min(0.92, trust), 3))


def _may_be_title(row: Row, kind: str, leaf: Leaf, material: Material) -> bool:
    if kind not in ("text", "section", "label") or row.top > 0.8:
        return False
    bare = row.plain.strip()
    if kind in ("section", "label") and not (_LESSON.match(bare) and kind != "label"):
        return False
    if leaf.prose and row.top > 0.5 and row.box is not None:
        return False
    if material.genre in ("lesson-plan", "exam") and _is_subject(row, material):
        return False
    return row.letters > 1 and not re.match(r"\W*(?:trang|page)\s+\d", bare) and not names_in(row.text, sure=True)


def _is_subject(row: Row, material: Material) -> bool:
    """"MÔN TOÁN – LỚP 4B", "NGỮ VĂN 8": for whom a lesson is, not what it is called."""
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
    if genre_named(above.plain) in _PREFIXED and leaf.kinds[at - 1] == "genre":
        return (above, *rows), f"{above.text} {text}"
    return rows, text


def _alternatives(material: Material, best: _Candidate, text: str) -> Iterator[Suggestion]:
    """What stands below the title: for whom it is, what it tells of, and the title in another language."""
    for leaf in material.faces[:2]:
        if leaf.prose and leaf is not material.faces[0]:
            continue
        if material.genre in ("legal", "exam", "lesson-plan"):
            return
        own = [row for row in leaf.rows if _same_row(row, best)] or [row for row in leaf.rows if row in best.rows]
        if not own:
            continue
        below = [
            row for row, kind in zip(leaf.rows, leaf.kinds, strict=True)
            if kind in ("text", "label") and row.top >= own[-1].bottom - 0.01 and row.top < 0.85 and row not in own
        ]  # fmt: skip
        yield from _subtitle(below, own[-1], material)


def _same_row(row: Row, best: _Candidate) -> bool:
    words = plain(best.text)
    return row.letters > 3 and row.size > 0 and row.plain.strip() in words and row.size > 0.6 * best.rows[-1].size


def _subtitle(below: Sequence[Row], last: Row, material: Material) -> Iterator[Suggestion]:
    before = last
    for row in below[:4]:
        if row.letters < 6 or names_in(row.text) or is_role_row(row):
            return
        foreign = readable(row.text) < 0.67
        near = row.box is None or row.top - before.bottom < 3.2 * max(row.size, 0.5 * before.size)
        if foreign and row.size > 0.45 * last.size and not row.capitals:
            language = guess_language(row.text).code or None
            yield found("alternative", row.text.strip(" ()"), 0.75, [row], lang=language)
            before = row
        elif _FOR_WHOM.match(row.plain) or (near and not foreign and row.size < 0.95 * last.size):
            value = in_sentence(row.text, material.usage, material.names)
            yield found("alternative", value.strip(" ()–-"), 0.7, [row])
            before = row
        else:
            return


def is_role_row(row: Row) -> bool:
    """Whether the row names people by what they did."""
    return label_of(row) is not None
