"""A text taken apart in pieces is the same as one taken apart at once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import pieces
from search.documents import take_apart
from search.vietnamese import tokens
from tests.search.makers import make_entry
from tests.thorough import rounds

WORDS = ["giáo", "GIÁO", "dục", "978-604-0-12345-6", "lại2", "ƀơ̆k", "H2O", "32/2018", "…", "\n", "\f", "x" * 9, "-"]


def apart(text: str) -> tuple[dict[bytes, tuple[int, bytes]], bytes]:
    document = take_apart(make_entry("r", text, title="Sách"))
    return {term: (often, packed) for term, often, packed in document.terms}, document.figures


@settings(max_examples=rounds(60, quick=20))
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=40).map(" ".join), st.integers(1, 12))
def test_pieces_change_nothing(text: str, size: int) -> None:
    whole = apart(text)
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(pieces, "PIECE", size)
        assert apart(text) == whole


def test_an_endless_word_stays_whole() -> None:
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(pieces, "PIECE", 8)
        terms, _ = apart("a" * 50 + " b")
    assert len([term for term in terms if term.startswith((b"a", b"b"))]) == len(list(tokens("a" * 50 + " b")))
