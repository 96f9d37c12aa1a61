"""Which licence a page names: never one that it does not give, and none that there never was."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import Inspection, Page, suggest
from ingest.detect import PDF
from ingest.metadata.licences import licence
from ingest.metadata.material import material_of
from repo_app.licensing import every
from repo_app.services.suggested import known_names
from tests.documents import text_pdf
from tests.ingest.sheets import read


def told(folder: Path, *rows: str) -> list[tuple[str, float]]:
    """The licences suggested for a page of these rows, each with how sure it is."""
    path = folder / "page.pdf"
    path.write_bytes(text_pdf(["\n".join(rows)], heading="SỔ TAY TRỒNG NẤM"))
    pages = tuple(read(path))
    return [
        (one.value, one.confidence)
        for one in suggest(Inspection(PDF, len(pages)), pages, known_names())
        if one.field == "license"
    ]


@pytest.mark.parametrize(
    ("row", "term"),
    [
        ("Phát hành theo CC BY-SA 4.0", "cc-by-sa-4.0"),
        ("CC BY-ND-NC 3.0", "cc-by-nc-nd-3.0"),
        ("CC BY-NC-ND 1.0", "cc-by-nd-nc-1.0"),
        ("Nếu không ghi chú gì khác, tài liệu theo CC BY 4.0", "cc-by-4.0"),
        ("Được phát hành theo giấy phép CC BY-NC-SA 3.0 IGO.", "cc-by-nc-sa-3.0-igo"),
        ("Ghi công - Phi thương mại 3.0 Việt Nam", "cc-by-nc-3.0-vn"),
        ("Giấy phép CC BY", "cc-by-4.0"),
        ("© 2020 Nguyễn Văn An. CC BY-SA 4.0", "cc-by-sa-4.0"),
        ("http://rightsstatements.org/vocab/InC-EDU/1.0/", "rs-inc-edu-1.0"),
        ("Tác phẩm thuộc phạm vi công cộng", "pdm-1.0"),
        ("Tác phẩm thuộc về công chúng", "pdm-1.0"),
    ],
)
def test_what_is_named_is_suggested(tmp_path: Path, row: str, term: str) -> None:
    assert [value for value, _ in told(tmp_path, row)] == [term]


@pytest.mark.parametrize(
    "row",
    [
        "CC BY 5.0",
        "CC BY-SA-ND 4.0",
        "Tài liệu này không phát hành theo CC BY 4.0",
        "Hết hạn giấy phép CC BY 4.0",
        "This work is no longer under CC BY 4.0",
        "Ảnh bìa: Y Moan, CC BY-SA 3.0",
        "Photo: Jane Smith, CC BY 2.0",
        "Hình 3: bản đồ, CC BY-SA 3.0",
        "Nguồn ảnh: Wikipedia (CC BY-SA 4.0)",
        "Phỏng theo sách của OpenStax, CC BY 4.0",
        "Giấy phép CC BY 4.0 không áp dụng cho tài liệu này.",
        "Có thể là CC BY 4.0",
        "CC BY-NC 4.0 trừ các hình ảnh",
        "CC BY, chỉ dùng nội bộ",
        "Không thuộc phạm vi công cộng",
        "Nhà vệ sinh công cộng, phạm vi công cộng của xã",
        "Truyện này thuộc về công chúng và được yêu mến",
        "Mã số CC-BY 12",
        "Bản in thuộc sở hữu công ty Sách Việt",
        "Nhà văn hoá thuộc sở hữu công đoàn tỉnh",
    ],
)
def test_what_is_denied_of_a_part_or_no_licence_is_not(tmp_path: Path, row: str) -> None:
    assert told(tmp_path, row) == []


def test_a_sentence_goes_on_in_the_next_row(tmp_path: Path) -> None:
    rows = (
        "This work is available under the Creative Commons Attribution-NonCommercial-ShareAlike 3.0 IGO licence",
        "(CC BY-NC-SA 3.0 IGO; https://creativecommons.org/licenses/by-nc-sa/3.0/igo).",
    )
    assert {value for value, _ in told(tmp_path, *rows)} == {"cc-by-nc-sa-3.0-igo"}
    broken = ("Tài liệu theo giấy phép Creative Commons Ghi công -", "Chia sẻ tương tự 4.0 Quốc tế")
    assert [value for value, _ in told(tmp_path, *broken)] == ["cc-by-sa-4.0"]
    assert told(tmp_path, "Tài liệu này không phát hành", "theo giấy phép CC BY 4.0") == []


def test_every_license_is_named_as_it_is_written_with_its_port() -> None:
    wrong = []
    for one in every():
        if one.is_creative_commons:
            bare, old = one.url.rstrip("/"), one.url.replace("https", "http") + "deed.vi"
            ways = (one.short, f"giấy phép {one.short}.", one.url, f"({bare})", f"{bare}.", old)
            pages = [Page(at, text, "text-layer", 1.0, 600, 800) for at, text in enumerate(ways, 1)]
            named = [told.value for told in licence(material_of(pages, known_names()))]
            wrong += [one.id] if named != [one.id] * len(ways) else []
    assert wrong == []


def test_all_rights_reserved_is_in_copyright_and_casts_doubt_on_a_licence(tmp_path: Path) -> None:
    closed = "Bản quyền thuộc sở hữu Công ty Sách Việt. Mọi quyền được bảo lưu."
    assert [value for value, _ in told(tmp_path, closed)] == ["in-copyright"]
    assert [value for value, _ in told(tmp_path, "Tài liệu không theo CC BY 4.0", closed)] == ["in-copyright"]
    ((term, sure),) = told(tmp_path, "CC BY 4.0", closed)
    assert term == "cc-by-4.0"
    assert sure <= 0.5
