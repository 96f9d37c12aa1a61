"""Names of bodies: what they are told by, and how they are written in a sentence. Pure."""

import re
from collections.abc import Sequence

from ingest.metadata.headlines import headline, is_foreign
from ingest.metadata.kinds import is_institution
from ingest.metadata.lines import Row, phrases_in, plain, words_in
from ingest.metadata.material import Material
from ingest.metadata.spelling import is_short

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
    dân vận, tuyên giáo, địa lí, lịch sử, văn học, nghệ thuật, văn nghệ, dân gian, ngôn ngữ, bách khoa, cổ phần, đầu tư,
    thiết bị, xuất bản, tổ chức, mạng lưới, vườn quốc gia, bệnh viện, hợp tác xã, văn phòng, nhóm, tạp chí, công ty,
    kiến trúc
    """
)
"""What bodies are for and of; each begins with a capital and goes on small: "Bộ Giáo dục và Đào tạo"."""

_MARKED = {plain(one): one for one in _COMPOUNDS if " " in one}
_SMALL = words_in("và của về với cho các tỉnh huyện xã phường quận thị trấn thành phố thôn bản liên số tại")
_LONGEST = 4


_ALSO = re.compile(
    r"(?:to chuc|nhom|mang luoi|hiep hoi|vuon quoc gia|khu bao ton|benh vien|hop tac xa|van phong|toa soan|tap chi"
    r"|ngan hang|chuong trinh|du an|nha xuat ban|nxb)\b.{3,}"
)
_ENGLISH = re.compile(
    r"\b(?:cent(?:re|er)|press|publish(?:ing|ers?)|foundation|institute|university|college|library|ministry|association"
    r"|projects?|network|fund|organi[sz]ation|trust|society|school|department|initiative|committee|council|agency"
    r"|programme|program|office|bureau|museum|unesco|unicef|undp|save the children|world vision|oxfam)\b"
)
_PRINTS = re.compile(
    r"\W*(?:in (?:tai|o|lan|xong|\d)|nha in|xi nghiep in|xuong in|che ban|printed|printing)\b"
    r"|.*\bcong ty\b.*\bin\b|.*\bprint(?:ing|ers)\b"
)
_MOST_WORDS = 16


def names_body(text: str) -> bool:
    """Whether a text is the name of a body that may issue a work: no printer's, no sentence that begins like one."""
    bare = plain(text).strip(" *–-•.")
    if prints(text) or not text.strip(" *–-•.")[:1].isupper() or len(bare.split()) > _MOST_WORDS:
        return False
    if re.fullmatch(r"truong \w+", bare) or runs_on(text):  # "Trường Lâm" is a place
        return False
    return is_institution(text) or bool(_ALSO.match(bare) or (text.isascii() and _ENGLISH.search(bare)))


def runs_on(text: str) -> bool:
    """Whether a text goes on in small letters behind a comma, as no name does: "Trường, thư viện hay trung tâm"."""
    return any(one[:1].islower() and one[:3] != "năm" for one in re.split(r",\s+", text)[1:])


def prints(text: str) -> bool:
    """Whether a row tells who printed the work, or how often."""
    return _PRINTS.match(plain(text)) is not None


def is_general(name: str) -> bool:
    """Whether a name is what many bodies are called, "Sở Giáo dục và Đào tạo": a place has to say which."""
    words = name.lower().replace(",", " ").split()
    at = 0
    while at < len(words):
        count = next((n for n in range(_LONGEST, 0, -1) if " ".join(words[at : at + n]) in _COMPOUNDS), 0)
        if not count and words[at] not in ("và", "&", "gd&đt", "ubnd"):
            return False
        at += count or 1
    return len(words) > 1


def goes_on(name: str) -> bool:
    """Whether what follows a comma or a dash is still of the name: "Thể thao và Du lịch", "Sự thật"."""
    words = name.lower().split()
    return any(" ".join(words[:count]) in _COMPOUNDS for count in range(2, _LONGEST + 1))


def body_cased(name: str, material: Material) -> str:
    """The name of a body as it is written in a sentence: as its own pages have it, else by what bodies are called."""
    name = re.sub(r",(?=[^\W\d])", ", ", " ".join(name.split()).strip(" .,:;–-*"))
    if name.isascii() and not _ENGLISH.search(name.lower()):
        name = _with_marks(name)
    if not name.isupper():
        return name
    if is_foreign(name):
        return headline(name)
    written = next((found for row in material.rows() if (found := _written(row, name))), None)
    return written or _by_parts(name.split())


def _with_marks(name: str) -> str:
    """The name with the marks that recognition lost where it says what kind of body it is: "Du an Hoclieu"."""
    words, shown = name.split(), list[str]()
    while words:
        count = next((n for n in range(_LONGEST, 1, -1) if " ".join(words[:n]).lower() in _MARKED), 0)
        part, words = words[: count or 1], words[count or 1 :]
        whole = _MARKED[" ".join(part).lower()] if count else part[0]
        shown.append(
            whole.upper() if name.isupper() else whole[:1].upper() + whole[1:] if part[0][0].isupper() else whole
        )
    return " ".join(shown)


def _written(row: Row, name: str) -> str | None:
    """The same name where a row has it not in capitals."""
    at = row.text.lower().find(name.lower())
    found = row.text[at : at + len(name)] if at >= 0 else ""
    return found if found[:1].isupper() and not found.isupper() and found.split()[-1][:1].isupper() else None


def _by_parts(printed: Sequence[str]) -> str:
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


def locality_of(body: str) -> str:
    """The place that a committee is of: "Uỷ ban nhân dân tỉnh Trường Lâm" is that of "tỉnh Trường Lâm"."""
    return re.sub(r"^(?:UBND|(?:Uỷ|Ủy) ban [Nn]hân dân)\s+", "", body)


def place_cased(name: str) -> str:
    """A place in capitals as it is written."""
    return " ".join(word.capitalize() for word in name.split()) if name.isupper() else name
