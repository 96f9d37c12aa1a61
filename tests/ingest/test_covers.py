"""Covers as they are deposited: what is the title, who is a person, and who published it."""

from __future__ import annotations

import pytest

from ingest import FileType, Inspection, Page, Suggestion, Word, suggest
from repo_app.services.suggested import known_names

PDF = Inspection(FileType("application/pdf", "pdf", ".pdf"), 1)
FOOT = (1300, 24, "Gia Lai, 2020")
TITLE = (320, 60)


def cover(*lines: tuple[int, int, str]) -> Page:
    """A page with rows of (top, height of the letters, text), centred."""
    words = []
    for top, height, text in lines:
        step = height // 2
        left = 500 - step * len(text) // 2
        for word in text.split():
            words.append(Word(word, (left, top, left + step * len(word), top + height), 1.0))
            left += step * (len(word) + 1)
    return Page(1, "\n".join(text for *_, text in lines), "text-layer", 1.0, 1000, 1400, words=tuple(words))


def found(*lines: tuple[int, int, str], told: tuple[Suggestion, ...] = ()) -> tuple[Suggestion, ...]:
    return suggest(Inspection(PDF.file_type, 1, suggestions=told), [cover(*lines)], known_names())


def values(told: tuple[Suggestion, ...], key: str) -> list[str]:
    return [one.value for one in told if one.field == key]


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("SỔ TAY NHÀ NÔNG", "Sổ tay nhà nông"),
        ("CẨM NANG NUÔI GÀ", "Cẩm nang nuôi gà"),
        ("TÀI LIỆU ÔN THI VÀO LỚP 10", "Tài liệu ôn thi vào lớp 10"),
        ("SỔ TAY Y TẾ THÔN BẢN", "Sổ tay y tế thôn bản"),
    ],
)
@pytest.mark.parametrize("beside", ["Nguyễn Văn Bảy", "Bs. Y Byên", "HỘI NÔNG DÂN TỈNH KON TUM"])
def test_a_row_that_says_kind_and_matter_is_the_title(printed: str, written: str, beside: str) -> None:
    told = found((*TITLE, printed), (460, 28, beside), FOOT)
    assert values(told, "title") == [written]


@pytest.mark.parametrize("kind", ["BẢN TIN", "KỈ YẾU", "TÀI LIỆU DÀNH CHO GIÁO VIÊN"])
def test_an_author_is_no_title_where_only_the_kind_is_printed(kind: str) -> None:
    told = found((*TITLE, kind), (460, 28, "Nguyễn Văn Bảy"), FOOT)
    assert (values(told, "title"), values(told, "creator")) == ([], ["Nguyễn Văn Bảy"])


def test_a_title_that_could_be_a_name_stays_one() -> None:
    assert values(found((*TITLE, "LÃO HẠC"), (460, 28, "Nam Cao"), FOOT), "title") == ["Lão hạc"]
