"""What people are called by what they did, and what a person's name looks like. Pure tables and their readers."""

import re
from typing import NamedTuple

from ingest.metadata.lines import Row, plain, words_in
from ingest.metadata.spelling import person_cased


class Role(NamedTuple):
    """The metadata key and the role that a printed word stands for; `sure` is how often it does, 0 to 1."""

    key: str
    role: str
    sure: float


_ROLES: tuple[tuple[str, Role], ...] = (
    (r"tong chu bien(?: kiem chu bien)?", Role("creator", "general-editor", 0.95)),
    (r"(?:dong |pho )?chu bien(?: phan .{2,25})?|editor-in-chief", Role("creator", "editor-in-chief", 0.95)),
    (r"(?:nhom |ban |nguoi |can bo )?(?:suu tam|tuyen chon|bien soan|tong hop|soan thao|bien tap va tuyen chon)"
     r"(?:(?:\s*[,&]\s*|\s+va\s+|\s*[-–]\s*)(?:bien soan|gioi thieu|ke lai|tuyen chon|suu tam|chu bien|bien tap"
     r"|dich))*(?: noi dung| tai lieu)?"
     r"|(?:nguoi )?ke(?: lai)?|viet lai|(?:compiled|retold|adapted)(?: by)?", Role("creator", "compiler", 0.9)),
    (r"(?:nhom |cac |dong |ten |ho ten |ho va ten )*tac gia(?: sang kien| chinh| de tai| viet| loi)?|(?:nguoi"
     r"|nhom) viet|loi(?: ke| tho| truyen)?"
     r"|viet loi|authors?|written by|by", Role("creator", "author", 0.92)),
    (r"(?:ho (?:va |, )?ten (?:tac gia|nguoi (?:viet|thuc hien)|hoc vien|sinh vien))"
     r"|(?:sinh vien|hoc vien|nghien cuu sinh|sv|hv|ncs|nhom sinh vien)(?: thuc hien)?|nguoi thuc hien"
     r"|nhom thuc hien|thuc hien"
     r"|chu nhiem(?: de tai)?|(?:nhom|nguoi) nghien cuu|thanh vien(?: tham gia| nhom)?",
     Role("creator", "author", 0.88)),
    (r"ho (?:va |, )?ten (?:giao vien|gv)", Role("creator", "teacher", 0.9)),
    (r"ho (?:va |, )?ten", Role("creator", "author", 0.7)),
    (r"(?:giao vien|gv|nguoi|nhom giao vien)(?: (?:soan(?: bai| giang)?|thuc hien|giang day|day|bo mon|thiet ke|giang))"
     r"|giao vien|gv|nguoi soan(?: va (?:day|giang|thuc hien))?|ho (?:va )?ten giao vien"
     r"|teacher", Role("creator", "teacher", 0.9)),
    (r"(?:bao cao|tap huan|giang) vien(?: tap huan| chinh)?|nguoi (?:trinh bay|bao cao)"
     r"|dien gia|trinh bay|presented by", Role("creator", "presenter", 0.88)),
    (r"(?:tranh|ve)(?: minh ho?a| ve)?|(?:ve )?minh hoa|hoa si(?: minh hoa)?|tranh minh hoa|ve tranh"
     r"|minh hoa va (?:bia|trinh bay)|illustrat(?:ions?|ed)(?: by)?"
     r"|illustrator", Role("contributor", "illustrator", 0.9)),
    (r"(?:nguoi )?dich(?: gia| sang .{2,25}| tieng .{2,15}| thuat| va chu giai)?|bien dich|chuyen ngu"
     r"|translat(?:ed by|or|ion)",
     Role("contributor", "translator", 0.92)),
    (r"(?:(?:can bo |giang vien |giao vien |nguoi |thay )?huong dan(?: khoa hoc| \d| chinh| phu)?|gvhd|cbhd"
     r"|supervisor)",
     Role("contributor", "supervisor", 0.9)),
    (r"(?:nguoi |ban |hoi dong )?(?:hieu dinh|tham dinh|phan bien|nhan xet khoa hoc)(?: noi dung"
     r"| \d)?", Role("contributor", "reviewer", 0.82)),
    (r"(?:ban )?co van(?: chuyen mon| noi dung| khoa hoc)?", Role("contributor", "advisor", 0.82)),
    (r"anh(?: tu lieu| chup| bia| minh hoa)?|nhiep anh|chup anh|photos?", Role("contributor", "contributor", 0.75)),
    (r"(?:bien tap(?: vien)?(?: noi dung| noi dung va hinh anh| lan dau| tai ban)?|ban bien tap|nguoi bien tap"
     r"|edited by)",
     Role("contributor", "editor", 0.6)),
)  # fmt: skip
_BY_WORDS = re.compile("|".join(f"(?P<r{at}>{pattern})" for at, (pattern, _) in enumerate(_ROLES)))
_AND = re.compile(r"\s*[,&+]\s*|\s+va\s+|\s+and\s+|\s+[-–]\s+")
_LEAD = re.compile(r"\W*(?:\d{1,2}[.)]\s*|[a-h][.)]\s+)?")
_MARKS = re.compile(r"(?<=[^\W\d_])(?:[\d¹²³⁴-⁹*†‡§]|,(?=[\d*†‡§]))+(?![\w’'])")
"""What points from the authors of an article to where they are from: "Lò Thị Sim1,2*"."""


_HONOURS = re.compile(
    r"(?:(?:PGS|GS|TSKH|TS|ThS|Ths|THS|Th\.S|Th\.s|ths|ts|CN|KS|BS|Bs|DS|BSCK\s?I{1,2}|NCS|NGND|NGƯT|NNƯT|NSND|NSƯT"
    r"|TTND|TTƯT|CVC|GVC|GVCC|"
    r"Dr|Prof|MSc|PhD|Mr|Mrs|Ms|LS|ThS\.BS|HS|KTS|CKI|CKII)\b\.?"
    r"|(?:Phó [Gg]iáo sư|Giáo sư|Tiến s[ĩỹ](?: khoa học)?|Thạc s[ĩỹ]|Cử nhân|K[ĩỹ] sư|Bác s[ĩỹ]"
    r"|Nhà giáo(?: [Nn]hân dân| [ƯưUu]u tú)?"
    r"|Họa s[ĩỹ]|Hoạ s[ĩỹ]|Nhà văn|Nhà thơ|Nghệ nhân(?: [Ưư]u tú)?|Thầy(?: giáo)?|Cô(?: giáo)?|Ông|Bà|Cụ|Đồng chí"
    r"|Già làng"
    r"|THẠC S[ĨỸ]|TIẾN S[ĨỸ]|GIÁO SƯ|PHÓ GIÁO SƯ|CỬ NHÂN|K[ĨỸ] SƯ|BÁC S[ĨỸ]|THẦY|CÔ GIÁO|ÔNG|BÀ)\b)"
    r"[\s.,:–-]*"
)
_CALLED = frozenset(("ông", "bà", "cụ", "thầy", "cô"))
_NAME_WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+(?:['’ʼ‘.-](?:[^\W\d_][\u0300-\u036f]*)*)*")
_PARTED = re.compile(r"\s*(?:[;,/•·|&]|\s[-–—~+]{1,2}\s|[–—~]|\s+và\s+|\s+VÀ\s+|\s+and\s+)\s*")
_IN_BRACKETS = re.compile(r"\s*[(\[]([^)\]]*)[)\]]?")
_NO_NAME = re.compile(
    r"(?:trường|bộ|sở|phòng|viện|hội|công ty|ban|tổ|khoa|ủy|uỷ|trung tâm|thư viện|nhà|đại học|tỉnh|huyện|xã|thôn|bản"
    r"|lớp|môn|bài|tiết"
    r"|sách|tài liệu|giáo|đơn vị|số|năm|tháng|ngày|tập|phần|chương|nhóm|các|những|một|hoạt động|chủ|học|thời|điểm|họ"
    r"|tên|dân tộc"
    r"|việt nam|hà nội|sài gòn|tp|thành phố|quận|phường|nxb|đề|câu|kế hoạch|quyết định|thông tư|mục|lời|tranh|ảnh"
    r"|bìa)\b",
    re.IGNORECASE,
)

SURNAMES = words_in(
    """
    a adrong au ayun ba bac bach ban be bo bok bui bya byă ca cam cao cat chang chao chau chu chung cu cung cut
    dai dam dan dang dao deo di diep dieu dinh do doan doi dong duong duy eban gia giang giap h' ha hac han hang
    hau hlong hmok ho hoang hong hop hua hung huynh k' kha khong khuat khuc khuong khuu kieu kim kpa ksor ky la
    lac lai lam lang lanh lao lau le leng lenh lieng lieu lo loc lu luc luong luu ly ma mac mach mai man mau mlo
    mong moong mua mui nay ngan nghe nghiem ngo ngoc ngu nguyen nham nhan nhu nie ninh nong o on ong pham phan
    phi pho phu phung phuoc phuong puih quach quan quang r'com rahlan rcom rmah ro sa sam seo si siu soi song
    sung ta tan tang tat thach thai tham than thanh thao thi thieu thung tien tieu tinh to toan ton tong trac
    tran trang tri trieu trinh trung truong tu tuan tuong ung van vang vi vien viet vo vong vu vua vuong vuu xa
    xeo xong y yen
    """
)
"""Plain first words of names: those of the Kinh, and of the peoples of the north and the highlands."""


def role_of(words: str) -> Role | None:
    """What the printed `words` stand for, "Sưu tầm, biên soạn" or "(Chủ biên)"; None for anything else."""
    found = _BY_WORDS.fullmatch(" ".join(plain(words).strip(" .:()").split()))
    return _ROLES[int(found.lastgroup[1:])][1] if found is not None and found.lastgroup else None


def roles_of(words: str) -> tuple[Role, ...]:
    """All that the printed `words` stand for: two things in "Lời và tranh", "Biên soạn và minh hoạ"."""
    whole = role_of(words)
    if whole is not None:
        return (whole,)
    parts = [role_of(part) for part in _AND.split(plain(words).strip(" .:()"))]
    return tuple(dict.fromkeys(role for role in parts if role is not None)) if all(parts) and len(parts) < 4 else ()


def labelled(text: str) -> tuple[tuple[Role, ...], str] | None:
    """The roles that a row begins with, and what stands after its colon (or nothing)."""
    lead = _LEAD.match(text)
    start = lead.end() if lead is not None else 0
    head, colon, rest = text[start:].partition(":")
    if not colon:
        head, colon, rest = text[start:].partition("：")
    if colon and len(head) < 60 and (roles := roles_of(head)):
        return roles, rest.strip()
    if not colon and (roles := roles_of(text[start:])):
        return roles, ""
    return None


def in_one_row(row: Row) -> tuple[tuple[Role, ...], str] | None:
    """A label without colon, told from the names beside it by their capitals: "Nhóm biên soạn Lù Văn Xuyên", "Lù Văn
    Xuyên và Y Thu dịch".
    """
    words = row.text.split()
    if row.capitals:
        return None
    for count in range(min(6, len(words) - 2), 1, -1):
        roles = roles_of(" ".join(words[:count]))
        if roles and words[count][:1].isupper() and people(" ".join(words[count:])):
            return roles, " ".join(words[count:])
    for count in range(max(2, len(words) - 5), len(words) if "(" not in row.text else 0):
        if words[count][:1].islower() and (roles := roles_of(" ".join(words[count:]))):
            names = " ".join(words[:count]).rstrip(" ,–-")
            return (roles, names) if people(names) else None
    return None


def people(text: str) -> list[tuple[str, str]]:
    """(name, what stands in brackets after it) of everybody in a list of names; [] when any part of it is no name."""
    named: list[tuple[str, str]] = []
    for piece in _pieces(_MARKS.sub("", text)):
        bracket = _IN_BRACKETS.search(piece)
        name = name_in(_IN_BRACKETS.sub("", piece))
        if name is None:
            if named and role_of(piece) is not None:
                continue
            return []
        named.append((name, bracket[1] if bracket is not None else ""))
    return named


def _pieces(text: str) -> list[str]:
    """The list parted at its commas and dashes, not at those in brackets nor after titles ("PGS, TS Nguyễn")."""
    kept, held = [], ""
    for piece in re.split(r"([(\[][^)\]]*[)\]]?)", text):
        if piece[:1] in "([":
            held += piece
            continue
        first, *others = _PARTED.split(piece)
        held += " " + first
        for other in others:
            kept.append(held)
            held = other
    kept.append(held)
    kept = [_LEAD.sub("", piece, count=1) for piece in kept]
    return [piece.strip(" .:;,–-") for piece in kept if _HONOURS.sub("", piece).strip(" .:;,–-")]


def name_in(text: str) -> str | None:
    """The name of a person without titles, as it is written; None where it cannot be one."""
    bare = text.strip(' .:;,–-*•_|“”"')
    while match := _HONOURS.match(bare):
        rest = bare[match.end() :]
        if not rest or (match.group().strip(" .").lower() in _CALLED and len(rest.split()) < 2):
            break
        bare = rest
    words = bare.split()
    if not 2 <= len(words) <= 6 or not all(map(_is_name_word, words)):
        return None
    if _NO_NAME.match(bare) and plain(words[0]) not in ("truong", "ban", "to", "khoa", "hoi", "ba", "tap"):
        return None
    if bare.isupper() and re.search(r"\b(?:VÀ|CỦA|CÁC|CHO|TRONG|LÀ|Ở)\b", bare):
        return None
    return person_cased(bare)


def _is_name_word(word: str) -> bool:
    bare = word.strip(".")
    return (
        bool(_NAME_WORD.fullmatch(word))
        and bare[:1].isupper()
        and (bare[1:].islower() or bare.isupper() or not bare[1:].isalpha())
    )


def has_honours(text: str) -> bool:
    """Whether an academic title stands before the name: "ThS. Phó Hữu Lễ"."""
    found = _HONOURS.match(text.strip())
    return found is not None and found.group().strip(" .:").lower() not in _CALLED


def looks_vietnamese(name: str) -> bool:
    """Whether a name begins with a surname that is known."""
    return plain(name.split()[0]).strip("'’") in SURNAMES


def names_in(text: str, *, sure: bool = False) -> bool:
    """Whether a row holds nothing but names of people; `sure`: with a role or a title beside them."""
    told = people(text)
    if not told:
        return False
    if any(role_of(remark) for _, remark in told) or has_honours(text):
        return True
    return not sure and all(looks_vietnamese(name) for name, _ in told)


def label_of(row: Row) -> Role | None:
    """The role that the row names beside its people, with a colon or without; of two the first."""
    told = labelled(row.text) or in_one_row(row)
    return told[0][0] if told is not None else None
