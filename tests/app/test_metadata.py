"""A value of the metadata is text that somebody can see, and leaves the check as it came in."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_app.values.metadata import KEYS, MAX_VALUE, MetadataFault, parse
from repo_app.values.schema import BY_NAME

OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def taken(key: str, text: str) -> str | None:
    return parse({key: [{"value": text}]}).first(key)


def fault(key: str, text: str) -> str:
    with pytest.raises(MetadataFault) as caught:
        taken(key, text)
    assert caught.value.field == key
    return caught.value.code


@pytest.mark.parametrize(
    "text",
    ["", " \n\t", "\u200b\u200b", "\u00a0", "\u2003\u3000", "\ufeff", "\u2060\u00ad", "\u3164", "\u2800", "\u0301"],
)
@pytest.mark.parametrize("key", ["title", "creator", "description"])
def test_a_value_of_which_nothing_shows_is_empty(key: str, text: str) -> None:
    assert fault(key, text) == "metadata.empty_value"


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\r", "\x0b", "\ud800"])
@pytest.mark.parametrize("key", ["title", "description"])
def test_controls_are_refused_and_not_dropped(key: str, control: str) -> None:
    assert fault(key, f"Toán{control}lớp 4") == "metadata.bad_text"
    assert fault(key, control) == "metadata.bad_text"


@pytest.mark.parametrize("mark", OVERRIDES)
def test_what_turns_the_direction_of_a_line_is_refused_where_lines_are_shown(mark: str) -> None:
    for key in ("title", "creator", "publisher", "identifier"):
        assert fault(key, f"Toán {mark}4 ppl") == "metadata.bad_text"
        assert fault(key, mark) == "metadata.bad_text"
    with pytest.raises(MetadataFault, match="bad_text"):
        parse({"isPartOf": [{"value": "Bộ sách", "volume": f"1{mark}2"}]})


@pytest.mark.parametrize("end", ["\n", "\r\n", "\t", "\u2028", "\u2029"])
def test_only_what_the_schema_says_has_several_lines(end: str) -> None:
    text = f"Phần một{end}phần hai"
    free = [key for key in KEYS if BY_NAME[key].kind not in {"date", "identifier", "term"}]
    several = {key for key in free if BY_NAME[key].lines}
    assert several == {"description", "tableOfContents", "rights"}
    for key in free:
        if key in several:
            assert taken(key, text) == text.replace("\r\n", "\n")
        else:
            assert fault(key, text) == "metadata.one_line", key
        assert taken(key, f" Phần một{end}") == "Phần một", "around a text they are blanks"
    for key, parts in (("isPartOf", {"value": "Bộ sách", "volume": text}), ("identifier", {"value": text})):
        with pytest.raises(MetadataFault, match="one_line"):
            parse({key: [parts]})


def test_prose_may_hold_words_of_another_direction() -> None:
    text = "Sách dạy chữ \u2067العربية\u2069 cho trẻ em\n\tphần một"
    assert taken("description", text) == text


def test_what_joins_letters_stays() -> None:
    for text in ("gia đình 👩\u200d👩\u200d👧", "क्\u200dष", "bai\u00adgiang", "\u200fالعربية"):
        assert taken("title", text) == unicodedata.normalize("NFC", text)


def test_line_ends_of_another_system_are_line_ends() -> None:
    assert taken("description", "một\r\nhai") == "một\nhai"


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs"]), max_size=60))
def test_of_plain_text_only_outer_blanks_are_lost(text: str) -> None:
    letters = unicodedata.normalize("NFC", f"a{text}z")
    assert taken("title", f" a{text}z\n") == letters


def test_the_longest_value_is_taken_and_one_more_is_not() -> None:
    assert taken("tableOfContents", "a" * MAX_VALUE) == "a" * MAX_VALUE
    assert fault("tableOfContents", "a" * (MAX_VALUE + 1)) == "metadata.too_long"
