"""Numbers of works: their shape, their check digit, and the form in which they are kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_app.values.identifiers import IdentifierFault, checked
from repo_app.values.language_tags import canonical


@pytest.mark.parametrize(
    ("scheme", "text", "kept"),
    [
        ("isbn", "978-0-306-40615-7", "978-0-306-40615-7"),
        ("isbn", "9780306406157", "9780306406157"),
        ("isbn", "ISBN 978-0-306-40615-7", "978-0-306-40615-7"),
        ("isbn", "ISBN-13: 9780306406157", "9780306406157"),
        ("isbn", "ISBN 1305957911", "1305957911"),
        ("isbn", "ISBN1032111119", "1032111119"),
        ("isbn", "ISBN-10 1032111119", "1032111119"),
        ("isbn", "ISBN 13 9780306406157", "9780306406157"),
        ("isbn", "978–0–306–40615–7", "978-0-306-40615-7"),
        ("isbn", "0-306-40615-2", "0-306-40615-2"),
        ("isbn", "080442957x", "080442957X"),
        ("issn", "0378-5955", "0378-5955"),
        ("issn", "ISSN 03785955", "0378-5955"),
        ("issn", "2434-561x", "2434-561X"),
        ("doi", "10.1000/182", "10.1000/182"),
        ("doi", "https://doi.org/10.1000/Ab(1)2", "10.1000/Ab(1)2"),
        ("doi", "doi:10.1000/182", "10.1000/182"),
        ("ark", "ark:/12148/btv1b8449691v", "ark:12148/btv1b8449691v"),
        ("ark", "https://n2t.net/ark:/12148/btv1b8449691v/f29", "ark:12148/btv1b8449691v/f29"),
        ("number", "TL-2019/07", "TL-2019/07"),
        (None, "anything", "anything"),
    ],
)
def test_what_is_kept(scheme: str | None, text: str, kept: str) -> None:
    assert checked(scheme, text) == kept
    assert checked(scheme, kept) == kept


@pytest.mark.parametrize(
    ("scheme", "text", "wrong"),
    [
        ("isbn", "978-0-306-40615-8", "check-digit"),
        ("isbn", "0-306-40615-3", "check-digit"),
        ("isbn", "X306406152", "shape"),
        ("isbn", "977-0-306-40615-7", "shape"),
        ("isbn", "978-0-306-4061-57-", "shape"),
        ("isbn", "978--0306406157", "shape"),
        ("isbn", "97803064061577", "shape"),
        ("isbn", "97803٠6406157", "shape"),
        ("isbn", "không có", "shape"),
        ("isbn", "", "shape"),
        ("issn", "0378-5954", "check-digit"),
        ("issn", "0378-595", "shape"),
        ("issn", "٠378-5955", "shape"),
        ("doi", "11.1000/182", "shape"),
        ("doi", "10.1000", "shape"),
        ("doi", "10.1000/a b", "shape"),
        ("ark", "ark:/12/x", "shape"),
        ("ark", "12148/btv1b8449691v", "shape"),
    ],
)
def test_what_is_refused(scheme: str, text: str, wrong: str) -> None:
    with pytest.raises(IdentifierFault) as caught:
        checked(scheme, text)
    assert caught.value.wrong == wrong


@given(st.from_regex(r"97[89][0-9]{9}", fullmatch=True))
def test_one_figure_in_ten_ends_an_isbn_and_no_changed_figure_passes(body: str) -> None:
    good = [body + figure for figure in "0123456789" if _passes(body + figure)]
    assert len(good) == 1
    for place in range(3, 13):
        other = str((int(good[0][place]) + 1) % 10)
        assert not _passes(good[0][:place] + other + good[0][place + 1 :])


@given(st.sampled_from(["isbn", "issn", "doi", "ark"]), st.text(max_size=40))
def test_whatever_is_kept_is_kept_as_it_is_when_it_comes_again(scheme: str, text: str) -> None:
    try:
        kept = checked(scheme, text)
    except IdentifierFault:
        return
    assert checked(scheme, kept) == kept


def _passes(text: str) -> bool:
    try:
        return checked("isbn", text) == text
    except IdentifierFault:
        return False


@pytest.mark.parametrize(
    ("tag", "kept"),
    [
        ("vi", "vi"), ("VI-vn", "vi-VN"), ("bdq", "bdq"), ("zh-hant-tw", "zh-Hant-TW"), ("de-CH-1996", "de-CH-1996"),
        ("en-u-ca-gregory", "en-u-ca-gregory"), ("x-bahnar", "x-bahnar"), ("vi-x-Kontum", "vi-x-kontum"),
        ("sl-rozaj-biske", "sl-rozaj-biske"), ("es-419", "es-419"),
    ],
)  # fmt: skip
def test_language_tags_are_kept_in_the_usual_case(tag: str, kept: str) -> None:
    assert canonical(tag) == kept


@pytest.mark.parametrize(
    "tag",
    ["", "v", "vietnamese", "tiếng Việt", "vi_VN", "vi-", "-vi", "vi--VN", "de-1996-1996", "en-a-bb-a-cc", "vi-VN-US",
     "x-", "ａｂ", "vi\n", "en-x", "en-" + "x" * 40],
)  # fmt: skip
def test_what_is_no_language_tag(tag: str) -> None:
    assert canonical(tag) is None
