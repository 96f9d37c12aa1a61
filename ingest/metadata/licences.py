"""The licence that a work names: by an address, a short name, the marks on its cover, or a sentence. Pure."""

import re
from collections.abc import Iterator

from ingest.metadata.found import found
from ingest.metadata.lines import Row
from ingest.metadata.material import Material
from ingest.model import Suggestion

DOUBTED = 0.5  # how sure a license is at most where the work reserves all rights besides
_URL = re.compile(
    r"creativecommons\.org/(?:licen[sc]es/(by(?:-nc)?(?:-sa|-nd)?|by-nd-nc)/(\d\.\d)(?:/([a-z]{2,3}|scotland)(?=/|$))?"
    r"|publicdomain/(zero|mark)/1\.0)",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"\bcc[\s:-]{0,3}(by(?:[\s-]{1,2}nd[\s-]{1,2}nc|(?:[\s-]{1,2}nc)?(?:[\s-]{1,2}(?:sa|nd))?))\b(?![\s-]{1,2}(?:sa|nd|nc)\b)[\s,-]*(\d\.\d)?",
    re.IGNORECASE,
)
_ZERO = re.compile(r"\bcc[\s-]?(?:0|zero)\b(?:\s*1\.0)?|creative commons zero", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:mien|pham vi|linh vuc|so huu) cong cong\b|thuoc ve cong chung\b|\bpublic domain\b")
_SENTENCE = re.compile(r"creative commons\W+(?:quoc te\W+)?((?:ghi cong|attribution)[^.;:]{0,90})")
_PARTS = (
    ("nc", re.compile(r"phi thuong mai|khong thuong mai|noncommercial|non-commercial")),
    ("sa", re.compile(r"chia se tuong tu|share ?alike|chia se theo cung")),
    ("nd", re.compile(r"khong (?:co )?phai sinh|khong phai sinh|no ?deriv")),
)
_CLOSED = re.compile(
    r"(?:ban quyen (?:thuoc|tac gia)|giu (?:moi )?ban quyen|moi quyen duoc bao luu|all rights reserved"
    r"|khong (?:duoc )?sao chep duoi"
    r"|nghiem cam (?:moi )?(?:sao chep|hinh thuc sao)|cam sao chep)"
)
_DENIED = re.compile(r"\b(?:khong|chua|chang|het han|truoc day|not|no|never|cannot|isn't|doesn't)\b[^.;,:]{0,60}$")
_OF_A_PART = re.compile(
    r"\W*(?:\(?c\)?\s*)?(?:anh|hinh|bia|minh hoa|bieu tuong|ban do|tranh|video|nhac|phong chu|photo|image|picture"
    r"|figure|icon|cover|map|illustration|font|music)\w*\b"
)
_VERSIONS = frozenset(("1.0", "2.0", "2.5", "3.0", "4.0"))


def licence(material: Material) -> Iterator[Suggestion]:
    """The licence as a vocabulary id; "in-copyright" where a work reserves all rights and names no licence."""
    closed = [row for row in material.rows() if _CLOSED.search(row.plain)]
    told = False
    for leaf in material.leaves:
        for at, row in enumerate(leaf.rows):
            rows = [row, *leaf.rows[at + 1 : at + 2]]
            for term, sure, own in _named(row, rows):
                told = True
                yield found("license", term, min(sure, DOUBTED) if closed else sure, own)
    if not told:
        yield from (found("license", "in-copyright", 0.5, [row]) for row in closed)


def license_in(text: str) -> str:
    """The Creative Commons license that a text names by its address or short name with a version, as a vocabulary id;
    "" for none.
    """
    match = _URL.search(text)
    if match is not None:
        if match[4]:
            return "cc0-1.0" if match[4].lower() == "zero" else "pdm-1.0"
        port = f"-{match[3].lower()}" if match[3] else ""
        return _turned(f"cc-{match[1].lower()}-{match[2]}{port}")
    short = _SHORT.search(text)
    return _id(short[1], short[2]) if short is not None and short[2] else ""


def _turned(term: str) -> str:
    """The id as the vocabulary has it: in version 1.0 the address of BY-NC-ND says "by-nd-nc"."""
    return term.replace("by-nc-nd-1.0", "by-nd-nc-1.0")


def _named(row: Row, rows: list[Row]) -> Iterator[tuple[str, float, list[Row]]]:
    text = " ".join(one.text for one in rows)
    bare = " ".join(one.plain for one in rows)
    if _OF_A_PART.match(row.plain) or _is_denied(row):
        return
    if term := license_in(row.text):
        yield term, 0.95, [row]
    elif _ZERO.search(row.text):
        yield "cc0-1.0", 0.85, [row]
    elif (short := _SHORT.search(row.text)) is not None:
        if term := _id(short[1], short[2]):
            yield term, 0.85, [row]
    elif (match := _SENTENCE.search(bare)) is not None and match.start() < len(row.plain):
        version = re.search(r"\b([1-4]\.[05])\b", match[1] + text[match.end() : match.end() + 20])
        parts = [name for name, pattern in _PARTS if pattern.search(match[1])]
        if term := _id("-".join(["by", *parts]), version[1] if version is not None else None):
            yield term, 0.92, rows
    elif (
        row.plain.strip() == "cc" and len(rows) > 1 and re.fullmatch(r"by(?:[\s-](?:nc|sa|nd))*", rows[1].plain.strip())
    ):
        yield _id(rows[1].plain, None), 0.8, rows
    elif _DOMAIN.search(row.plain):
        yield "pdm-1.0", 0.5, [row]


def _is_denied(row: Row) -> bool:
    """Whether the row says that the license it names does not hold."""
    named = re.search(r"\bcc\b|creative\s?commons|public domain|mien cong|pham vi cong|so huu cong", row.plain)
    return named is not None and bool(_DENIED.search(row.plain[: named.start()]))


def _id(kind: str, version: str | None) -> str:
    """A mark without version is taken for one of today's; "" for a license that there never was."""
    parts = set(re.split(r"[\s-]+", kind.strip().lower()))
    if (version is not None and version not in _VERSIONS) or {"sa", "nd"} <= parts:
        return ""
    ordered = "-".join(part for part in ("by", "nc", "nd", "sa") if part in parts)
    return _turned(f"cc-{ordered}-{version or '4.0'}")
