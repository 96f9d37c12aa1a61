"""Publisher and place: named as such in the imprint, printed at the foot, or the body at its head. Pure."""

import re
from collections.abc import Iterator, Sequence

from ingest.metadata.found import found
from ingest.metadata.lines import Row, plain, stands_beside, words_in
from ingest.metadata.material import Leaf, Material
from ingest.metadata.spelling import in_sentence
from ingest.model import Suggestion

_NXB = re.compile(r"(?:nha xuat ban|nxb)\b\.?\s*[:.]?\s*")
_RESPONSIBLE = re.compile(
    r"\W*(?:don vi|co quan|noi) (?:to chuc|chu tri|thuc hien|phat hanh|xuat ban|bien soan|ban hanh"
    r"|chu quan)(?: va .{2,20})?\s*[:：]?\s+(?=\S)"
    r"|\W*(?:xuat ban boi|phat hanh boi|published by|publisher|ban quyen thuoc(?: ve)?"
    r"|©(?: ban quyen)?(?: thuoc)?)\s*[:：]?\s+(?=\S)"
)
_TOGETHER = re.compile(r"\s+(?:phối hợp|cùng|liên kết)\b.*$|\s*[|(].*$", re.IGNORECASE)
_AFTER = re.compile(
    r"\s*(?:[,;–-]\s*)?(?:(?:19|20)\d\d|năm \d{4}|xuất bản|giữ bản quyền|ấn hành|phát hành|đã|\(|\.|,|;| - | – ).*$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\W*([^\d:,–—-]{2,40}?)\s*[,–—-]\s*(?:(?:ngay|thang|nam|quy)\b.*|(?:19|20)\d\d\W*)$")
_WORKS = frozenset(("course-book", "lecture", "training", "thesis", "guide", "leaflet", "bulletin", ""))
_COMMON = words_in(
    """
    an ban bán bản bảo bộ cao chính chương công cơ cộng cục cứu du dân dục dự dựng gia giáo giới hiệp hoá huyện
    hóa học hội hợp khoa khuyến khấu kinh kê kĩ kỹ lao liên lịch môi mĩ mầm mỹ nghiên nghiệp nghề nguyên nhi nhà
    nhân nhạc niên non nông nội nữ pháp phát phòng phường phạm phố phổ phụ quân quận quốc quỹ sân sư số sở sự
    thanh thao thiếu thuật thành thông thư thương thường thật thế thể thị thống thức tin tiểu tri triển trung
    truyền trình trú trường trạm trấn trẻ trị tài tàng tác tâm tư tạo tế tỉnh tổng tộc uỷ viện và văn vụ xuyên
    xây xã y án âm đoàn đào đại đẳng đồ đồng đội động ủy
    """
)
_PURPOSES = (
    "giáo dục", "đào tạo", "đại học", "sư phạm", "khoa học", "kĩ thuật", "kỹ thuật", "văn hoá", "văn hóa", "thông tin",
    "truyền thông", "quốc gia", "tổng hợp", "lao động", "phụ nữ", "thanh niên", "nông nghiệp", "khuyến nông",
    "tiểu học", "thể thao", "du lịch", "nông dân",
)  # fmt: skip
_UNIT = frozenset(("tỉnh", "huyện", "xã", "phường", "quận", "trấn", "phố"))
_LAW_AUTHOR = ("textbook", "teacher-book", "workbook")


def publisher(material: Material) -> Iterator[Suggestion]:
    """The publishing house; without one, the body that answers for the work."""
    for leaf in material.leaves:
        face = leaf in material.faces
        yield from _houses(leaf, material, face=face)
        if face or not leaf.prose:
            yield from _responsible(leaf, material)
    if material.faces and material.genre not in ("legal", *_LAW_AUTHOR):
        yield from _bodies(material.faces[0], material)


def place(material: Material) -> Iterator[Suggestion]:
    """The place that a work of a locality comes from and tells of; where a publishing house sits is none."""
    houses = any(True for leaf in material.faces for _ in leaf.of("publisher"))
    for leaf in material.faces[:2]:
        for row in leaf.of("place-date"):
            match = _PLACE.match(row.plain)
            name = row.text[match.start(1) : match.end(1)].strip(" ,.") if match is not None else ""
            if match is None or houses or not name[:1].isupper() or plain(name) in ("ha noi", "tp"):
                continue
            yield found("spatial", place_cased(name), 0.45, [row])


def _houses(leaf: Leaf, material: Material, *, face: bool) -> Iterator[Suggestion]:
    for at, row in enumerate(leaf.rows):
        match = re.search(_NXB, row.plain)
        if match is None or (match.start() > 3 and not _names_house(row, match.start())):
            continue
        if leaf.prose and not face:
            continue
        name, rows = row.text[match.end() :].strip(" .:,"), [row]
        if not name and at + 1 < len(leaf.rows):
            below = leaf.rows[at + 1]
            if leaf.kinds[at + 1] == "text" and below.top - row.bottom < 2 * max(row.size, 0.01):
                name, rows = below.text, [row, below]
        name = _AFTER.sub("", name).strip(" .:,–-")
        if 1 < len(name) < 60 and any(map(str.isalpha, name)):
            sure = 0.93 if face and match.start() <= 3 else 0.7
            yield found("publisher", f"Nhà xuất bản {body_cased(name, material)}", sure, rows)


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
        if len(name) > 5 and name[:1].isupper() and not _NXB.match(plain(name)):
            yield found("publisher", body_cased(name, material), 0.85 if "ban quyen" not in row.plain else 0.55, rows)


def _bodies(leaf: Leaf, material: Material) -> Iterator[Suggestion]:
    """The body at the head, or foot, of a title page: the lowest of those named above one another."""
    head = [row for row in leaf.of("institution") if row.top < 0.3]
    foot = [row for row in leaf.of("institution") if row.top > 0.7]
    sure = 0.6 if material.genre in _WORKS else 0.4
    for rows, weight in ((foot, 0.1), (head, 0.0)):
        if rows:
            row = _lowest(rows)
            yield found("publisher", body_cased(row.text, material), sure + weight, [row])
            return


def _lowest(rows: Sequence[Row]) -> Row:
    """The last that is not a part of the one before: "TRƯỜNG ĐẠI HỌC …", not its "KHOA …"."""
    whole = [
        row
        for row in rows
        if not row.plain.startswith(("khoa ", "to ", "bo mon", "lop ", "xa ", "huyen ", "tinh ", "thanh pho "))
    ]
    return (whole or list(rows))[-1]


def body_cased(name: str, material: Material) -> str:
    """The name of a body as it is written in a sentence: common words small, names with capitals."""
    name = " ".join(name.split()).strip(" .,:;–-*")
    if not name.isupper():
        return name
    low = in_sentence(name, material.usage, material.names).split()
    for at in range(len(low)):
        if (low[at] not in _COMMON and low[at].lower() not in ("và", "của", "về")) or (at and low[at - 1] in _UNIT):
            low[at] = low[at][:1].upper() + low[at][1:]
    low = _compounds(low)
    return " ".join(low)


def _compounds(words: list[str]) -> list[str]:
    """What a body is for begins with a capital: "Bộ Giáo dục và Đào tạo", "Nhà xuất bản Đại học Sư phạm"."""
    text = " ".join(words)
    for name in _PURPOSES:
        text = re.sub(rf"(?<!\w){name}(?!\w)", name.capitalize(), text)
    return (text[:1].upper() + text[1:]).split()


def place_cased(name: str) -> str:
    """A place in capitals as it is written."""
    return " ".join(word.capitalize() for word in name.split()) if name.isupper() else name
