"""The fields of a description: their groups and order, how each is filled in, an example of each in Vietnamese.

The form, the page of a record and the page of components are made from this one table. Labels and help are texts of
``repo_app.messages`` (``field.<key>``, ``help.<key>``, ``group.<name>``); examples are shown as they stand, in the
language of the works they are taken from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from repo_app.values.schema import BY_NAME, KEYS


class Control(StrEnum):
    """How a field is filled in."""

    LINE = "line"  # rows of text
    PROSE = "prose"  # rows of several lines
    DATE = "date"  # rows of text in the form of EDTF
    NAME = "name"  # rows of text with names to choose from
    PLACE = "place"  # rows of text that name terms of a long vocabulary, with labels to choose from
    CHOICE = "choice"  # rows of one term each, chosen from a list
    TICKS = "ticks"  # terms to tick, in groups


TONGUE = "language"  # the key whose terms name the language of a text, too
TERMS = frozenset({Control.CHOICE, Control.TICKS})
LINKED = frozenset({Control.NAME, Control.PLACE})  # a row may stand for a term or a name of ours


@dataclass(frozen=True, slots=True)
class Field:
    """One key of the schema in the form.

    ``tongue``: whether the language of its texts is asked for · ``own``: whether a text is asked for beside its terms.
    """

    key: str
    control: Control
    example: str
    tongue: bool = False
    own: bool = True

    @property
    def parts(self) -> tuple[str, ...]:
        """What each of its rows sends besides the text: a language, an id, the key's own qualifiers."""
        tongue = ("lang",) if BY_NAME[self.key].takes_language else ()
        linked = ("id",) if self.control in LINKED else ()
        return (*tongue, *linked, *BY_NAME[self.key].qualifiers)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that are shown together; only the first group is open while nothing stands in it."""

    name: str
    fields: tuple[Field, ...]


GROUPS = (
    Group("main", (
        Field("title", Control.LINE, "Hướng dẫn ủ phân hữu cơ từ phụ phẩm nông nghiệp", tongue=True),
        Field("creator", Control.NAME, "Nguyễn Thị Hoà"),
        Field("license", Control.CHOICE, "CC BY 4.0"),
        Field("description", Control.PROSE, "Tờ gấp cho bà con trồng cà phê, có hình vẽ từng bước.", tongue=True),
        Field("language", Control.CHOICE, "Tiếng Việt", own=False),
    )),
    Group("teaching", (
        Field("subject", Control.TICKS, "Công nghệ; ngoài danh sách: phân hữu cơ", tongue=True),
        Field("educationLevel", Control.TICKS, "Lớp 9"),
        Field("learningResourceType", Control.TICKS, "Kế hoạch bài dạy"),
        Field("educationalUse", Control.TICKS, "Tự học"),
        Field("audience", Control.TICKS, "Người học"),
        Field("timeRequired", Control.LINE, "2 tiết"),
        Field("educationalAlignment", Control.LINE, "GDPT 2018, Khoa học tự nhiên 9, bài 12"),
    )),
    Group("work", (
        Field("alternative", Control.LINE, "Sổ tay nhà nông", tongue=True),
        Field("contributor", Control.NAME, "Trần Văn Bình (hiệu đính)"),
        Field("tableOfContents", Control.PROSE, "Chương 1. Chuẩn bị – Chương 2. Cách ủ", tongue=True),
    )),
    Group("publication", (
        Field("publisher", Control.NAME, "Nhà xuất bản Giáo dục Việt Nam"),
        Field("issued", Control.DATE, "2019; 2019-05; 198X"),
        Field("created", Control.DATE, "2018-11"),
        Field("identifier", Control.LINE, "978-604-0-39205-3"),
        Field("isPartOf", Control.LINE, "Tủ sách khuyến nông, tập 2", tongue=True),
        Field("format", Control.LINE, "24 tr. ; 21 cm"),
        Field("type", Control.CHOICE, "Văn bản"),
    )),
    Group("rights", (
        Field("rightsHolder", Control.NAME, "Trung tâm học tập cộng đồng xã Đăk Tơ Lung"),
        Field("rights", Control.PROSE, "Hình 3 và 5 dùng lại với sự đồng ý của tác giả ảnh.", tongue=True),
        Field("accessRights", Control.CHOICE, "Truy cập mở"),
    )),
    Group("coverage", (
        Field("spatial", Control.PLACE, "Quảng Ngãi"),
        Field("temporal", Control.LINE, "Thế kỉ 19", tongue=True),
    )),
    Group("relations", (
        Field("source", Control.LINE, "Sổ tay ủ phân, Trung tâm Khuyến nông, 2015", tongue=True),
        Field("isVersionOf", Control.LINE, "7kq2m9xt", tongue=True),
        Field("relation", Control.LINE, "https://example.org/video-u-phan", tongue=True),
    )),
)  # fmt: skip
FIELDS: Mapping[str, Field] = {field.key: field for group in GROUPS for field in group.fields}
ORDER = tuple(FIELDS)  # of the keys, in the form and on the page of a record

if frozenset(ORDER) != frozenset(KEYS):  # a key that no form shows could be changed by nobody
    raise AssertionError(frozenset(ORDER) ^ frozenset(KEYS))
