"""Text that fits any screen: prose flows, lines that mean something stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_app.web.flow import paragraphs
from repo_app.web.marks import spans

PROSE = """Nước suối chảy qua bản, bà con dẫn về ruộng bằng ống
tre, rồi đắp bờ giữ nước cho cả mùa khô kéo dài đến
tháng tư."""
VERSE = "Ru con con ngủ cho ngoan\nMẹ còn đi cấy\nđồng xa chưa về"
LIST = "1. Băm nhỏ cỏ rồi trộn đều với tro bếp và phân chuồng đã hoai\n2. Tưới đủ ẩm"


@pytest.mark.parametrize(("text", "lines"), [(PROSE, False), (VERSE, True), (LIST, True), ("Một dòng", False)])
def test_what_keeps_its_lines(text: str, lines: bool) -> None:
    (only,) = paragraphs(text)
    assert only.lines is lines


def test_blank_lines_part_paragraphs_and_questions_are_marked() -> None:
    text = f"{VERSE}\n\n{PROSE}\n"
    first, second = paragraphs(text, spans(text, "suoi chay"))
    assert not any(part.marked for part in first.parts)
    assert [part.text for part in second.parts if part.marked] == ["suối", "chảy"]


@given(st.text("ab đê\n .-1", max_size=200), st.text("ab đê", max_size=5))
def test_no_letter_is_lost(text: str, query: str) -> None:
    shown = "".join(part.text for held in paragraphs(text, spans(text, query)) for part in held.parts)
    assert "".join(shown.split()) == "".join(text.split())
