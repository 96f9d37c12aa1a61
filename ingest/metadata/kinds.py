"""What a printed row of a title page is, and what kind of work it belongs to: two tables of patterns. Pure.

Patterns meet the plain text of a row (no case, no accents), so that an accent that was misread changes nothing.
"""

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias

from ingest.metadata.lines import Row, plain

Genre: TypeAlias = Literal[
    "lesson-plan", "initiative", "exam", "legal", "thesis", "course-book", "lecture", "training", "textbook",
    "teacher-book", "workbook", "bulletin", "leaflet", "guide", "",
]  # fmt: skip

Kind: TypeAlias = Literal[
    "motto", "genre", "institution", "publisher", "place-date", "school-year", "volume", "edition", "label", "series",
    "number", "contact", "internal", "section", "heading", "code", "text",
]  # fmt: skip

_NUMBER_WORD = r"(?:\d{1,2}|[ivx]{1,4}|mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi|thuong|ha|nhat|nhi)"

GENRES: tuple[tuple[Genre, re.Pattern[str]], ...] = tuple(
    (genre, re.compile(pattern))  # type: ignore[misc]
    for genre, pattern in (
        ("lesson-plan", r"(?:ke hoach (?:bai day|bai hoc|day hoc|giang day)|giao an|khbd|thiet ke bai (?:giang|day|hoc)"
                        r"|bai soan|ke hoach (?:hoat dong|to chuc hoat dong|giao duc).*)(?: .{1,30})?"),
        ("initiative", r"(?:bao cao )?(?:ket qua )?(?:tom tat )?(?:ban )?(?:mo ta )?(?:don yeu cau cong nhan )?"
                       r"(?:ung dung )?(?:de tai )?(?:sang kien|giai phap|skkn|bien phap)(?: kinh nghiem)?"
                       r"(?: (?:cap|du thi|nam hoc|trong|day hoc|giao duc)\b.{0,40})?"),
        ("thesis", r"(?:tom tat )?(?:bao cao )?(?:khoa luan|do an|luan van|luan an|tieu luan|bai tieu luan|chuyen de"
                   r"|de tai nghien cuu(?: khoa hoc)?)"
                   r"(?: (?:tot nghiep|thac si|thac sy|tien si|tien sy|cu nhan|dai hoc|cuoi khoa|khoa hoc"
                   r"|mon hoc|cap .{2,20}|ket thuc .{2,20}|nganh .{2,40}))*"),
        ("course-book", r"giao trinh(?: noi bo| dien tu)?"),
        ("lecture", r"(?:tap |de cuong |de cuong chi tiet )?bai giang(?: dien tu)?"),
        ("teacher-book", r"sach giao vien|sgv"),
        ("workbook", r"(?:vo|sach) bai tap|sbt|bai tap"),
        ("textbook", r"sach giao khoa|sgk|sach hoc sinh"),
        ("training", r"(?:tai lieu (?:tap huan|boi duong|dao tao|hoi thao)|chuong trinh (?:tap huan|boi duong))"
                     r"(?P<about> .{1,40})?|ki yeu|ky yeu"),
        ("guide", r"(?:tai lieu (?:huong dan|tuyen truyen|tham khao|hoc tap|on tap|ki thuat|ky thuat|pho bien)"
                  r"|so tay|cam nang|sach huong dan|sach tham khao|tai lieu)(?P<about> .{1,30})?"),
        ("leaflet", r"to roi|to gap|ap phich|to (?:huong dan|tuyen truyen)"),
        ("bulletin", r"ban tin|noi san|tap san|dac san|thong tin|thong tin khoa hoc"
                     r"|tap chi khoa hoc(?: (?:va|&) (?:cong nghe|phat trien|giao duc))?"),
    )
)  # fmt: skip
"""A row of its own that says what kind of work it is."""

_SAYS_LITTLE = re.compile(r"(?:danh|dung|su dung|luu hanh|noi bo|cua|mon|lop|khoi|nam hoc|so|tap|theo)\b|\W*\d")
"""How words go on behind a kind that say for whom it is, or which of many: these are no title."""

EXAM = re.compile(
    r"(?:bo )?(?:de|bai) (?:kiem tra|thi|khao sat|on tap|minh hoa|tham khao|chinh thuc|cuong on tap|on thi"
    r"|giao luu)\b.*"
    r"|(?:ky|ki|cuoc) (?:thi|kiem tra)\b.*|kiem tra (?:hoc (?:ki|ky)|giua|cuoi|dinh ki|dinh ky|1 tiet|15 phut"
    r"|chat luong)\b.*"
)
LEGAL = re.compile(
    r"(?:quyet dinh|thong tu(?: lien tich)?|nghi quyet|nghi dinh|chi thi|ke hoach|cong van|thong bao|luat|bo luat"
    r"|phap lenh|huong dan|to trinh|cong dien|quy che|quy dinh|ket luan|lenh|hien phap|bao cao|chuong trinh|de an)"
)
LEGAL_NUMBER = re.compile(r"\bso\s*[:.]?\s*(\d{1,5})\s*/\s*(?:\d{4}\s*/\s*)?[a-z]{2,}")

_LESSON_SIGNS = re.compile(
    r"ngay (?:soan|day|giang)\b|(?:giao vien|nguoi) (?:soan|thuc hien)\b|yeu cau can dat|do dung day hoc|tiet ppct"
    r"|(?:tien trinh|hoat dong|qua trinh) (?:day|len lop|day hoc)|rut kinh nghiem|dieu chinh sau|thiet bi day hoc"
    r"|muc tieu\b"
    r"|ten bai (?:day|hoc)|ke hoach bai day|giao an\b|hoc lieu\b|thoi (?:gian|luong) thuc hien"
)

LABELS = (
    r"mon(?: hoc| thi)?|lop|khoi(?: lop)?|thoi (?:gian|luong)(?: .{1,25})?|ngay (?:soan|day|giang|thi|kiem tra|hop"
    r"|ban hanh)"
    r"|tuan|tiet(?: ppct| theo ppct)?|giao vien(?: .{1,20})?|ho (?:va )?ten(?: .{1,20})?|chuc (?:vu|danh)"
    r"|don vi(?: .{1,25})?"
    r"|noi (?:cong tac|ap dung|thuc hien)|trinh do(?: .{1,25})?|dien thoai|sdt|dt|e-?mail|linh vuc(?: .{1,20})?"
    r"|chuyen nganh"
    r"|ma (?:so|de|sinh vien|hoc vien|nganh|hoc phan)(?: .{1,15})?|dia (?:chi|diem)|website|nam hoc|que quan"
    r"|to(?: chuyen mon)?"
    r"|truong|nganh(?: hoc)?|khoa|bo mon|he dao tao|so (?:tin chi|tiet|hoc vien|trang)|diem|nhan xet"
    r"|doi tuong(?: .{1,15})?"
    r"|lua tuoi|do tuoi|chu de(?: .{1,10})?|thoi diem|so ban|nop luu chieu|gioi tinh|ngay(?:,)? thang.{0,20}|cap hoc"
    r"|co quan(?: .{1,20})?|noi ban hanh|noi nhan|kinh gui|can cu|phu trach|chiu trach nhiem(?: .{1,30})?|phong thi|sbd"
    r"|so bao danh|de thi|hinh thuc|nguon|link|tel|fax"
)
_LABEL = re.compile(rf"\W*(?:\d+[.)]\s*)?(?:{LABELS})\s*[:：]")

_INSTITUTION = re.compile(
    r"bộ (?:giáo|văn|tư|y|nông|khoa|lao|nội|quốc|thông|công|tài|kế|xây|giao|dân)|sở |phòng (?:giáo|gd|văn|y |nông"
    r"|kinh|lao|tư)"
    r"|trường |ủy ban|uỷ ban|ubnd|hđnd|hội đồng|đại học |học viện|viện |khoa (?!học)|trung tâm |thư viện |quỹ "
    r"|nhà văn h"
    r"|hội (?!nghị|an\b|thi)|liên (?:đoàn|hiệp|minh)|đoàn (?:thanh|tncs)|công ty "
    r"|tổng (?:cục|công)"
    r"|cục |chi cục|trạm |ban (?:dân|chỉ|quản|tuyên|chấp|tổ|nghiên)|tổ (?:chuyên|bộ|khoa|tự)|đảng |huyện |xã |tỉnh "
    r"|thành phố "
    r"|dự án |chính phủ|quốc hội|thủ tướng|bảo tàng|nhà thiếu|câu lạc|mặt trận|cơ sở |nhóm trẻ|mầm non |ministry"
    r"|university"
    r"|department|faculty|school |institute|library"
)
_INSTITUTION_PLAIN = re.compile(
    r"bo giao duc va dao tao|so giao duc va dao tao|so gd|phong gd|phong giao duc va dao tao|uy ban nhan dan|ubnd"
    r"|truong (?:tieu hoc|thcs|thpt|ptdt|pho thong|trung hoc|mam non|mau giao|dai hoc|cao dang|th |tieuhoc|chinh tri)"
    r"|trung tam (?:gdnn|giao duc|hoc tap|khuyen nong|van hoa|y te)|thu vien (?:tinh|huyen|xa|truong|thanh pho"
    r"|quoc gia)"
)

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))  # type: ignore[misc]
    for kind, pattern in (
        ("motto", r"cong hoa xa hoi chu nghia|cong hoa xa hoi|doc lap\W{1,4}tu do|tu do\W{1,4}hanh phuc"
                  r"|socialist republic"),
        ("publisher", r"(?:nha xuat ban|nxb)\b"),
        ("number", r"(?:luat )?so\s*[:.]\s*\d|so\s*\d{1,5}\s*(?:/|[-–,(]|$)|ma (?:so|isbn|sach)|isbn|issn"
                   r"|so xuat ban|so dkxb"),
        ("contact", r"www\.|https?:|\S+@\S+\.|(?:dt|tel|fax|hotline|email|facebook)\s*[:.]"),
        ("school-year", r"nam hoc\b"),
        ("volume", rf"(?:tap|quyen|cuon|phan|hoc (?:ki|ky))\s+{_NUMBER_WORD}\W*$"),
        ("edition", r"\W*(?:tai ban|in lan|xuat ban lan|ban in|lan (?:thu|xuat ban)|sach (?:duoc|da duoc|tang"
                    r"|khong ban)"
                    r"|theo chuong trinh|chuong trinh giao duc pho thong|\(?co chinh|da duoc|(?:ban )?(?:mau"
                    r"|thu nghiem)\b|copyright|©)"),
        ("internal", r"\W*(?:tai lieu )?luu hanh noi bo|\W*tai lieu noi bo"),
        ("series", r"(?:bo sach|tu sach|tung thu|bo sgk)\b|(?:bo )?sach\W+(?:ket noi tri thuc|chan troi sang tao"
                   r"|canh dieu)"
                   r"|ket noi tri thuc(?: voi cuoc song)?$|chan troi sang tao$|canh dieu$"),
        ("heading", r"(?:muc luc|noi dung|loi (?:noi dau|gioi thieu|mo dau|tua|cam on|cam doan|dan)"
                    r"|thong tin tai lieu|phu luc|tom tat|abstract|summary|introduction"
                    r"|tai lieu tham khao|danh muc .{1,40}|contents|preface|phieu (?:hoc tap|bai tap|dieu tra).*"
                    r"|trang|dap an)$"),
        ("section", r"(?:[ivx]{1,5}|[a-d]|\d{1,2}(?:\.\d{1,2})*)\s*[.)/]\s|cau \d+|dieu \d+"
                    r"|phan (?:thu )?[ivx\d]+\s*[.:]|can cu\b"),
    )
)  # fmt: skip

_PLACE_DATE = re.compile(
    r"\W*(?:[^\d:]{2,40}?[\s,–—-]+)?(?:(?:ngay\W{0,3}(?:\d{1,2}|[.…]+)\W{0,3})?thang\W{0,3}(?:\d{1,2}"
    r"|[.…]+)\W{0,4}(?:nam)?\W{0,3}\d{4}"
    r"|(?:nam\s+)?(?:19|20)\d\d|quy [ivx\d]+\W{0,3}(?:nam)?\W{0,3}\d{4})\W*"
)
_CITES = re.compile(r"(?:can cu|theo|thuc hien|xet|ke tu|tu|den|truoc|sau)\b")
_CODE = re.compile(r"(?=.*\d)[A-ZĐ0-9][A-ZĐ0-9.\-–/ ]{1,14}")

_MOST_SMALL = 6
"""Words of the name of a body that has no capital but the first: "Câu lạc bộ thơ thiếu nhi"."""

HEAD, FOOT = 0.27, 0.78
"""The parts of a page in which a body's name stands that issued the work; in between it belongs to a title."""


def kind_of(row: Row) -> Kind:
    """What the row is by itself; "text" may be anything else, a title too."""
    bare = row.plain.strip(" *–-•.|_")
    if not _CITES.match(bare) and _PLACE_DATE.fullmatch(bare) and not EXAM.match(bare):
        return "place-date"
    for kind, pattern in _KINDS:
        if pattern.match(bare):
            return kind
    if genre_named(bare):
        return "genre"
    if _LABEL.match(bare):
        return "label"
    if is_institution(row.text) and (row.top < HEAD or row.top > FOOT):
        return "institution"
    if _CODE.fullmatch(row.text) and sum(map(str.isalpha, row.text)) < 6 and len(row.text) > 2:
        return "code"
    return "text"


def genre_named(bare: str) -> Genre:
    """The kind of work that a row of its own names, "" when it names none."""
    bare = bare.strip(' :.()“”"')
    return next((genre for genre, pattern in GENRES if pattern.fullmatch(bare)), "")


def says_what_about(bare: str) -> bool:
    """Whether a row that names the kind of a work goes on to say what it is about: "Sổ tay nhà nông" is a title."""
    bare = bare.strip(' :.()“”"')
    told = next((found for _, pattern in GENRES if (found := pattern.fullmatch(bare))), None)
    about = (told.groupdict().get("about") or "").strip() if told is not None else ""
    return len(about) > 1 and not _SAYS_LITTLE.match(about)


def is_institution(text: str) -> bool:
    """Whether a row names a school, an office, a library: the bodies that stand at the head of Vietnamese papers."""
    bare = text.strip(" *–-•")
    named = _INSTITUTION.match(bare.lower()) or _INSTITUTION_PLAIN.match(plain(bare))
    return named is not None and not _is_sentence(bare)


def _is_sentence(text: str) -> bool:
    """Whether a row goes on in small letters as no name does: "Thư viện xã mở cửa từ bảy giờ sáng"."""
    words = text.split()
    return len(words) > _MOST_SMALL and not any(word[:1].isupper() for word in words[1:])


def genre_of(first: Sequence[Row], others: Sequence[Row]) -> Genre:
    """The kind of the whole work, told by its first page and, of the next ones, by what stands on rows of their own."""
    head = [row for row in first if row.top < 0.75]
    if _is_legal(first):
        return "legal"
    if any(EXAM.match(row.plain.strip(" *–-")) and row.top < 0.35 for row in head if row.letters > 5):
        return "exam"
    named = _first_named(head)
    signs = {found.group() for row in first for found in _LESSON_SIGNS.finditer(row.plain)}
    if named in ("", "lesson-plan", "guide") and (len(signs) > 2 or (named == "lesson-plan" and signs)):
        return "lesson-plan"
    return named or _first_named(others)


def _first_named(rows: Sequence[Row]) -> Genre:
    found: Genre = ""
    for row in rows:
        found = found or genre_named(row.plain.strip(" *–-"))
    return found


def _is_legal(first: Sequence[Row]) -> bool:
    """A paper of an authority: its motto or number, and a row that says what it is."""
    head = [row for row in first if row.top < 0.5]
    motto = any(kind_of(row) == "motto" for row in head)
    number = any(LEGAL_NUMBER.search(row.plain) for row in head if row.top < 0.3)
    return (motto or number) and any(LEGAL.fullmatch(row.plain.strip(" *–-:.")) for row in head)
