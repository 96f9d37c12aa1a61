"""Publisher and place: named as such in the imprint, printed at the foot, or the body at its head. Pure."""

import re
from collections.abc import Iterator, Sequence

from ingest.metadata.bodies import (
    body_cased,
    goes_on,
    is_general,
    locality_of,
    names_body,
    place_cased,
    prints,
    runs_on,
)
from ingest.metadata.credits import Credit, credit_of, credits_of
from ingest.metadata.found import found
from ingest.metadata.kinds import FOOT, HEAD, is_institution
from ingest.metadata.lines import Row, plain, stands_beside
from ingest.metadata.material import Leaf, Material
from ingest.metadata.roles import label_of
from ingest.model import Suggestion

_NXB = re.compile(r"(?:nha xuat ban|nxb)\b\.?\s*[:.]?\s*")
_RESPONSIBLE = re.compile(
    r"\W*(?:(?:don vi|co quan|noi|to chuc) (?:to chuc|chu tri|thuc hien|phat hanh|xuat ban|bien soan|ban hanh|chu quan)"
    r"(?: va .{2,20})?|phat hanh boi|chiu trach nhiem xuat ban)\s*[:：]?\s+(?=\S)"
)
_TOGETHER = re.compile(r"\s+(?:phối hợp|cùng|liên kết)\b.*$|\s*[|(].*$", re.IGNORECASE)
_AFTER = re.compile(
    r"\s*(?:[,;–-]\s*)?(?:(?:19|20)\d\d|năm \d{4}|xuất bản|giữ bản quyền|ấn hành|phát hành|đã|\(|(?<!tp)\.|,|;"
    r"| [–-] ).*$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\s*[,.(–-]\s*(?:số|tập|kì|kỳ|năm|quyển|vol\.?|no\.?|trang|tr\.)?\s*\d.*$", re.IGNORECASE)
_DASH = re.compile(r"\s[–-]\s")
_PLACE = re.compile(r"\W*([^\d:,–—-]{2,40}?)\s*[,–—-]\s*(?:(?:ngay|thang|nam|quy)\b.*|(?:19|20)\d\d\W*)$")
_WORKS = frozenset(("course-book", "lecture", "training", "thesis", "guide", "leaflet", "bulletin", ""))
_AT_HEAD, _AT_FOOT = 0.3, 0.7
_LOCAL_BODIES = ("uy ban nhan dan ", "ubnd ")
_LOCAL = ("xa ", "huyen ", "tinh ", "thanh pho ")
_LAW_AUTHOR = ("textbook", "teacher-book", "workbook")


def publisher(material: Material) -> Iterator[Suggestion]:
    """The publishing house; without one, the body that answers for the work."""
    for leaf in material.leaves:
        face = leaf in material.faces
        yield from _houses(leaf, material, face=face)
        yield from _credited(leaf, material)
        if face or not leaf.prose:
            yield from _responsible(leaf, material)
    if material.faces and material.genre not in ("legal", *_LAW_AUTHOR) and not _shows_house(material.faces[0]):
        yield from _bodies(material.faces[0], material)


def place(material: Material) -> Iterator[Suggestion]:
    """The place that a work of a locality comes from and tells of; where a publishing house sits is none."""
    dated = [row for leaf in material.faces for row in leaf.of("publisher", "place-date")]
    houses = any(_NXB.search(row.plain) for row in dated)
    for leaf in material.faces[:2]:
        for row in leaf.of("place-date"):
            match = _PLACE.match(row.plain)
            name = row.text[match.start(1) : match.end(1)].strip(" ,.") if match is not None else ""
            if match is None or houses or not name[:1].isupper() or plain(name) in ("ha noi", "tp") or _is_body(name):
                continue
            yield found("spatial", place_cased(name), 0.45, [row])


def _is_body(name: str) -> bool:
    """Whether a body stands before the year, and no district or commune ("Trường Lâm" is one)."""
    return is_institution(name) and len(name.split()) > 2 and not plain(name).startswith(_LOCAL)


def _houses(leaf: Leaf, material: Material, *, face: bool) -> Iterator[Suggestion]:
    for at, row in enumerate(leaf.rows):
        if leaf.prose and (not face or HEAD < row.top < FOOT):
            continue
        for match in _NXB.finditer(row.plain):
            if (match.start() > 3 and not _names_house(row, match.start())) or runs_on(row.text[match.end() :]):
                continue
            name, rows = row.text[match.end() :].strip(" .:,"), [row]
            if not name and at + 1 < len(leaf.rows):
                below = leaf.rows[at + 1]
                if leaf.kinds[at + 1] == "text" and below.top - row.bottom < 2 * max(row.size, 0.01):
                    name, rows = below.text, [row, below]
            name = _without_rest(name)
            if 1 < len(name) < 60 and any(map(str.isalpha, name)):
                sure = 0.93 if face and match.start() <= 3 else 0.7
                yield found("publisher", f"Nhà xuất bản {body_cased(name, material)}", sure, rows)


def _without_rest(name: str) -> str:
    """The name of a house without the place, the year and whatever else follows; "Chính trị quốc gia – Sự thật" is
    one name.
    """
    first, *others = _DASH.split(name, maxsplit=1)
    rest = _AFTER.sub("", others[0]).strip(" .:,–-") if others else ""
    if rest and goes_on(rest) and not names_body(rest):
        return f"{_AFTER.sub('', first)} – {rest}"
    return _AFTER.sub("", first).strip(" .:,–-")


def _credited(leaf: Leaf, material: Material) -> Iterator[Suggestion]:
    """The body that a line names beside a year, a license or the sign of a copyright."""
    title = plain(material.title.text) if material.title is not None else ""
    for row, credit in credits_of(leaf):
        if credit.person or _NXB.match(plain(credit.name)):
            continue
        if names_body(credit.name) or plain(credit.name) not in title:
            yield found("publisher", body_cased(credit.name, material), _trust(credit), [row])


def _trust(credit: Credit) -> float:
    """Who holds the rights published the work more often than not; who stands beside its year and license did."""
    known = names_body(credit.name)
    return {"line": 0.85 if known else 0.6, "publisher": 0.9, "holder": 0.62}[credit.way]


def _names_house(row: Row, start: int) -> bool:
    """Whether the house is named as that of this work: "Bản quyền thuộc Nhà xuất bản …", "Xuất bản: NXB …"."""
    return bool(
        re.search(
            r"(?:ban quyen|thuoc|xuat ban|phat hanh|©|[:,;–-])\s*(?:ve |boi )?$", row.plain[:start].strip()[-30:] + " "
        )
    )


def _responsible(leaf: Leaf, material: Material) -> Iterator[Suggestion]:
    for at, row in enumerate(leaf.rows):
        match = _RESPONSIBLE.match(row.plain + (" x" if at + 1 < len(leaf.rows) else ""))
        if match is None:
            continue
        rows, name = [row], row.text[match.end() :]
        if not name.strip() and row.box is not None:
            beside = [one for one in leaf.rows if stands_beside(row, one)]
            rows, name = ([row, beside[0]], beside[0].text) if beside else (rows, "")
        name = _TOGETHER.sub("", name).strip(" .:,")
        answers = "chiu trach nhiem" not in row.plain or names_body(name)
        if len(name) > 5 and name[:1].isupper() and answers and not (_NXB.match(plain(name)) or prints(name)):
            yield found("publisher", body_cased(name, material), 0.85, rows)


def _bodies(leaf: Leaf, material: Material) -> Iterator[Suggestion]:
    """The body at the head, or foot, of a title page: the lowest of those named above one another. Without one, that
    which stands below the name of a person.
    """
    named = [
        row for row, kind in zip(leaf.rows, leaf.kinds, strict=True)
        if kind != "place-date" and _may_issue(row, material)
    ]  # fmt: skip
    head = [row for row in named if row.top < _AT_HEAD]
    foot = [row for row in named if row.top > _AT_FOOT]
    sure = 0.6 if material.genre in _WORKS else 0.4
    for rows, weight in ((foot, 0.1), (head, 0.0), (_of_people(leaf, named), -0.1)):
        if rows:
            row = _lowest(rows)
            whole = [row, *_goes_on(row, leaf)]
            name = body_cased(_NUMBERED.sub("", " ".join(one.text for one in whole)), material)
            above = next((one for one in head if one.plain.startswith(_LOCAL_BODIES) and one.top < row.top), None)
            if above is not None and is_general(name):
                name, whole = f"{name} {locality_of(body_cased(above.text, material))}", [above, *whole]
            yield found("publisher", name, sure + weight, whole)
            return


def _shows_house(leaf: Leaf) -> bool:
    """Whether a publishing house is named on a row of its own: with one, the body above a title did not publish."""
    return any(_NXB.match(row.plain) for row in leaf.rows)


def _may_issue(row: Row, material: Material) -> bool:
    """Whether a row names a body and nothing else, and is not in the title."""
    alone = label_of(row) is None and ":" not in row.text[3:] and credit_of(row) is None
    return names_body(row.text) and row not in material.title_rows and alone


def _of_people(leaf: Leaf, named: Sequence[Row]) -> list[Row]:
    """Of the bodies named those right below a person, on a page that is no running text: where a speaker is from."""
    if leaf.prose:
        return []
    people = [row for row in leaf.rows if (label := label_of(row)) is not None and label.key == "creator"]
    return [
        row for row in named
        if any(row.box is not None and one.left < row.right and -0.01 < row.top - one.bottom < 2 * one.size
               for one in people)
    ][:1]  # fmt: skip


def _goes_on(row: Row, leaf: Leaf) -> list[Row]:
    """The row below in the same column, where the name of a body runs on: "… THỂ THAO" and "VÀ DU LỊCH", "SỞ GIÁO DỤC
    VÀ ĐÀO TẠO" and "TRƯỜNG LÂM".
    """
    below = [
        one for one in leaf.rows
        if (one.plain.startswith("va ") or (is_general(row.text) and _says_which(one)))
        and one.capitals == row.capitals
        and one.left < row.right and row.left < one.right and -0.01 < one.top - row.bottom < 1.5 * row.size
    ]  # fmt: skip
    return below[:1]


def _says_which(row: Row) -> bool:
    """Whether a row may be the name of a place: a few words, none of them of what bodies do."""
    words = row.plain.split()
    local = row.plain.startswith(_LOCAL)
    return len(words) <= (5 if local else 3) and not any(map(str.isdigit, row.text)) and (
        local or not (names_body(row.text) or goes_on(row.text) or is_general(row.text))
    )  # fmt: skip


def _lowest(rows: Sequence[Row]) -> Row:
    """The last that is not a part of the one before: "TRƯỜNG ĐẠI HỌC …", not its "KHOA …"."""
    whole = [row for row in rows if not row.plain.startswith(("khoa ", "to ", "bo mon", "lop ", *_LOCAL))]
    return (whole or list(rows))[-1]
