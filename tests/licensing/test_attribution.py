"""The line that credits a work is whole, in both languages, and nothing of a record is markup in it."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_app.licensing import find
from repo_app.serializers.attribution import Attribution
from tests.thorough import rounds

SOURCE = "https://thuvien.example/records/4nxq8zcj"


def line(title: str = "Chuyện làng", creators: tuple[str, ...] = ("Nguyễn Văn An",), term: str | None = "cc-by-4.0"):  # type: ignore[no-untyped-def]
    return Attribution(title, creators, SOURCE, find(term))


@pytest.mark.parametrize(
    ("held", "locale", "text"),
    [
        (
            line(), "vi",
            f"“Chuyện làng” của Nguyễn Văn An. Nguồn: {SOURCE}. "
            "Giấy phép: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).",
        ),
        (
            line(creators=("Nguyễn Văn An", "Trần Bình")), "en",
            f"“Chuyện làng” by Nguyễn Văn An, Trần Bình. Source: {SOURCE}. "
            "License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).",
        ),
        (
            line("", (), "in-copyright"), "vi",
            f"“Tài liệu”. Nguồn: {SOURCE}. Quyền: Còn bản quyền (http://rightsstatements.org/vocab/InC/1.0/).",
        ),
        (line(term=None), "en", f"“Chuyện làng” by Nguyễn Văn An. Source: {SOURCE}."),
    ],
)  # fmt: skip
def test_title_author_source_and_license(held: Attribution, locale: str, text: str) -> None:
    assert held.text(locale) == text


def test_the_html_links_work_and_license() -> None:
    assert line().html("en") == (
        f'“<a href="{SOURCE}">Chuyện làng</a>” by Nguyễn Văn An. License: '
        '<a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>.'
    )


def test_files_of_other_licenses_are_told() -> None:
    other, closed = find("cc-by-nc-nd-4.0"), find("in-copyright")
    assert other is not None
    assert closed is not None
    held = replace(line(), parts=((other, ("a.pdf",)), (closed, ("b<.png", "c.png", "d.png", "e.png", "g.png"))))
    assert held.text("vi").endswith(
        "Giấy phép: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/). "
        "Riêng “a.pdf”: CC BY-NC-ND 4.0 (https://creativecommons.org/licenses/by-nc-nd/4.0/). "
        "Riêng “b<.png”, “c.png”, “d.png” và 2 tệp khác: Còn bản quyền (http://rightsstatements.org/vocab/InC/1.0/)."
    )
    assert "But “b&lt;.png”" in held.html("en")
    assert held.html("en").count('rel="license"') == 1


def test_a_rights_statement_is_no_license() -> None:
    assert "rel=" not in line(term="in-copyright").html("vi")


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.said += data


@settings(max_examples=rounds(200, quick=60))
@given(st.text(max_size=40), st.lists(st.text(max_size=20), max_size=3))
def test_whatever_a_record_says_is_text(title: str, creators: list[str]) -> None:
    held = line(title, tuple(creators))
    for locale in ("vi", "en"):
        found = Links()
        found.feed(held.html(locale))
        found.close()
        assert found.tags == ["a", "a"]
        assert "\n" not in held.text(locale)
        assert "\u202e" not in held.text(locale) + held.html(locale)
