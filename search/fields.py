"""The fields of a question (`title:`, `lop:`): what they are called, in English and in Vietnamese, however typed."""

from __future__ import annotations

from search.parsed import Part
from search.vietnamese import fold

# What is searched in a part of the record, as words.
PARTS: dict[str, Part] = {
    "title": "title",
    "creator": "names",
    "publisher": "metadata",
    "description": "metadata",
    "isbn": "metadata",
    "text": "text",
}
# What chooses records by a facet.
FACETS = ("subject", "grade", "level", "type", "language", "license", "organization", "collection", "year", "format")

# Other names, folded and without blanks, `_` and `-`: `nhan_de`, `nhan-đề` and `Nhande` are one.
_ALIASES = {
    "title": "nhande tieude tuade tua ten tensach tentailieu",
    "creator": "tacgia author nguoisoan biensoan chubien tg",
    "publisher": "nxb nhaxuatban xuatban",
    "description": "mota tomtat summary abstract",
    "isbn": "masach masosach",
    "text": "toanvan noidung fulltext",
    "subject": "mon monhoc linhvuc",
    "grade": "lop khoi khoilop",
    "level": "cap caphoc bachoc",
    "type": "loai loaitailieu",
    "language": "ngonngu tieng lang",
    "license": "giayphep licence",
    "organization": "donvi tochuc thuvien truong organisation",
    "collection": "bosuutap suutap",
    "year": "nam namxuatban",
    "format": "dinhdang",
}  # fmt: skip

# Names that also begin ordinary lines and titles ("Loại: …"): after a colon and a blank they are words.
ORDINARY = frozenset(["loai", "truong", "ten", "tua", "tieng", "lang", "text", "abstract", "summary"])

_NAMES = {name: name for name in (*PARTS, *FACETS)} | {
    alias: name for name, aliases in _ALIASES.items() for alias in aliases.split()
}


def field_named(typed: str) -> str | None:
    """The field that is meant by a name as typed, with or without accents, case and joining `_` or `-`."""
    return _NAMES.get(fold(typed).replace("_", "").replace("-", ""))
