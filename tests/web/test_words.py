"""Words of templates."""

from __future__ import annotations

import pytest

from repo_app.web.words import bare


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ('"phép cộng"', "phép cộng"),
        ("“phép cộng”", "phép cộng"),
        ('"phép cộng" lớp 2', '"phép cộng" lớp 2'),
        ('"a" OR "b"', '"a" OR "b"'),
        ('"', '"'),
        ("phép", "phép"),
    ],
)
def test_a_row_has_one_pair_of_quotation_marks(query: str, shown: str) -> None:
    assert bare(query) == shown
