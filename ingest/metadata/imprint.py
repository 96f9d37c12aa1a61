"""Publisher and place: named as such in the imprint, printed at the foot, or the body at its head. Pure."""

import re
from collections.abc import Iterator, Sequence

from ingest.metadata.found import found
from ingest.metadata.kinds import is_institution
from ingest.metadata.lines import Row, phrases_in, plain, stands_beside, words_in
from ingest.metadata.material import Leaf, Material
from ingest.metadata.spelling import is_short
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
_COMPOUNDS = phrases_in(
    """
    chính phủ, quốc hội, thủ tướng, luật gia, làm vườn, sinh viên, cha mẹ học sinh, nhà nước, bộ trưởng,
    giáo dục, đào tạo, đại học, cao đẳng, trung cấp, học viện, sư phạm, khoa học, kĩ thuật, kỹ thuật, công nghệ,
    tự nhiên, xã hội, nhân văn, văn hoá, văn hóa, thông tin, truyền thông, thể thao, du lịch, quốc gia, tổng
    hợp, lao động, phụ nữ, thanh niên, thiếu nhi, nông nghiệp, phát triển nông thôn, khuyến nông, lâm nghiệp,
    tiểu học, trung học cơ sở, trung học phổ thông, phổ thông, dân tộc, dân tộc bán trú, dân tộc nội trú, mầm
    non, mẫu giáo, thư viện, trung tâm, y tế, thống kê, công an, công an nhân dân, quân đội, quân đội nhân dân,
    tư pháp, xây dựng, mĩ thuật, mỹ thuật, âm nhạc, sân khấu, thế giới, chính trị, chính trị quốc gia, sự thật,
    hội nhà văn, kinh tế, tài chính, tài nguyên, môi trường, bản đồ, công thương, cộng đồng, học tập cộng đồng,
    giáo dục nghề nghiệp, giáo dục thường xuyên, liên hiệp, nông dân, chấp hành, đảng bộ, đảng uỷ, đảng ủy, nhân
    dân, uỷ ban, ủy ban, uỷ ban nhân dân, ủy ban nhân dân, hội đồng, hội đồng nhân dân, khuyến học, chữ thập đỏ,
    bảo tàng, nghề nghiệp, chương trình, dự án, phòng, sở, bộ, khoa, ban, hội, quỹ, trạm, viện, cục, chi cục,
    vụ, trường, nghiên cứu, phát triển, hợp tác, quốc tế, ngoại ngữ, luật, thanh thiếu niên, câu lạc bộ, nội vụ,
    dân vận, tuyên giáo, địa lí, lịch sử, văn học, nghệ thuật, ngôn ngữ, bách khoa
    """
)
"""What bodies are for and of; each begins with a capital and goes on small: "Bộ Giáo dục và Đào tạo"."""

_SMALL = words_in("và của về với cho các tỉnh huyện xã phường quận thị trấn thành phố thôn bản liên số tại")
_LONGEST = 4
_LOCAL = ("xa ", "huyen ", "tinh ", "thanh pho ")
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
            whole = [row, *_goes_on(row, leaf)]
            name = body_cased(" ".join(one.text for one in whole), material)
            yield found("publisher", name, sure + weight, whole)
            return


def _goes_on(row: Row, leaf: Leaf) -> list[Row]:
    """The row below in the same column, where the name of a body runs on: "… THỂ THAO" and "VÀ DU LỊCH"."""
    below = [
        one for one in leaf.rows
        if one.plain.startswith("va ") and one.capitals == row.capitals
        and one.left < row.right and row.left < one.right and -0.01 < one.top - row.bottom < 1.5 * row.size
    ]  # fmt: skip
    return below[:1]


def _lowest(rows: Sequence[Row]) -> Row:
    """The last that is not a part of the one before: "TRƯỜNG ĐẠI HỌC …", not its "KHOA …"."""
    whole = [row for row in rows if not row.plain.startswith(("khoa ", "to ", "bo mon", "lop ", *_LOCAL))]
    return (whole or list(rows))[-1]


def body_cased(name: str, material: Material) -> str:
    """The name of a body as it is written in a sentence: as its own pages have it, else by what bodies are called."""
    name = re.sub(r",(?=[^\W\d])", ", ", " ".join(name.split()).strip(" .,:;–-*"))
    if not name.isupper():
        return name
    written = next((found for row in material.rows() if (found := _written(row, name))), None)
    return written or _by_parts(name.split())


def _written(row: Row, name: str) -> str | None:
    """The same name where a row has it not in capitals."""
    at = row.text.lower().find(name.lower())
    found = row.text[at : at + len(name)] if at >= 0 else ""
    return found if found[:1].isupper() and not found.isupper() and found.split()[-1][:1].isupper() else None


def _by_parts(printed: list[str]) -> str:
    """Shortened words stay ("THPT"), what bodies are called begins with one capital."""
    words, shown = [word.lower() for word in printed], list[str]()
    while len(shown) < len(words):
        if is_short(printed[len(shown)].strip(".,:;()")):
            shown.append(printed[len(shown)])
            continue
        rest = words[len(shown) :]
        count = next((n for n in range(_LONGEST, 0, -1) if " ".join(rest[:n]).strip(",;") in _COMPOUNDS), 1)
        part = rest[:count]
        if count > 1 or part[0] not in _SMALL or not shown:
            part = [part[0][:1].upper() + part[0][1:], *part[1:]]
        shown += part
    return " ".join(shown)


def place_cased(name: str) -> str:
    """A place in capitals as it is written."""
    return " ".join(word.capitalize() for word in name.split()) if name.isupper() else name
