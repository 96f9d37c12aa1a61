"""Abbreviations of schools: the data holds together, and both ways of writing ask for the same."""

from __future__ import annotations

import json
import re

import pytest

from search.abbreviations import DATA, short_words
from search.parsed import Option
from search.query import parse
from search.vietnamese import fold, fold_page

MEANINGS = json.loads(DATA.read_text(encoding="utf-8"))
SYLLABLE = re.compile("(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?")


def rows(text: str) -> list[str]:
    """What may stand for the first clause of a question, the first as typed."""
    return [" ".join(word.exact for word in option.words) for option in parse(text).clauses[0].options]


def swapped(text: str) -> list[str]:
    return [" ".join(word.exact for word in run) for run in parse(text).swapped]


def test_there_are_many_and_each_is_whole() -> None:
    assert len({tuple(meaning["short"]) for meaning in MEANINGS}) > 200
    for meaning in MEANINGS:
        assert set(meaning) <= {"short", "long", "capitals"}
        assert meaning["short"]
        assert meaning["long"]
        for form in (*meaning["short"], *meaning["long"]):
            assert form == form.strip()
            assert fold_page(form).strip(), form


def test_no_meaning_is_told_twice() -> None:
    told = [
        (fold_page(short), fold_page(long))
        for meaning in MEANINGS
        for short in meaning["short"]
        for long in meaning["long"]
    ]
    assert len(told) == len(set(told))


def test_only_what_is_an_ordinary_syllable_needs_capitals() -> None:
    for meaning in MEANINGS:
        ordinary = any(SYLLABLE.fullmatch(fold(short)) for short in meaning["short"])
        assert meaning.get("capitals", False) == ordinary, meaning


@pytest.mark.parametrize(
    ("typed", "others"),
    [
        ("GDCD", {"giáo dục công dân"}),
        ("gdcd", {"giáo dục công dân"}),
        ("giáo dục công dân", {"gdcd"}),
        ("giao duc cong dan", {"gdcd"}),
        ("TN&XH", {"tự nhiên và xã hội", "tnxh"}),
        ("tự nhiên và xã hội", {"tn xh", "tnxh"}),
        ("HK1", {"học kì 1", "học kì i", "hki", "hk 1"}),
        ("Học kỳ I", {"hk1", "hki", "học kì 1"}),
        ("bộ giáo dục và đào tạo", {"bgdđt", "bgd đt", "bộ gd đt"}),
        ("BGDDT", {"bộ giáo dục và đào tạo"}),
        ("TT", {"thông tư", "trung tâm"}),
        ("THPT quốc gia", {"thptqg", "trung học phổ thông quốc gia"}),
        ("VAC", {"vườn ao chuồng"}),
        ("TƯ", {"trung ương"}),
        ("học liệu mở", {"oer"}),
    ],
)
def test_other_forms(typed: str, others: set[str]) -> None:
    first, *rest = rows(typed)
    assert first == " ".join(word.exact for word in parse(f'"{typed}"').phrases[0])
    assert others <= set(rest)
    assert len(set(rest)) == len(rest)


@pytest.mark.parametrize(
    "typed",
    ["riêng tư", "tư", "vac", "học sinh", "thông tư", "thồng tu", "giáo dực công dân", "ban giám hiếu", "toán số"],
)
def test_what_is_no_abbreviation_or_too_short_to_tell(typed: str) -> None:
    assert all(len(clause.options) == 1 for clause in parse(typed).clauses)
    assert parse(typed).swapped == parse(typed).runs


def test_the_rest_of_a_run_stays_and_the_longest_form_counts() -> None:
    assert swapped("đề thi HK1 toán 9") == ["đề thi học kì 1 toán 9"]
    assert swapped("đề thi học kì 2 môn khtn") == ["đề thi hk2 môn khoa học tự nhiên"]
    assert swapped("chương trình giáo dục phổ thông 2018") == ["ctgdpt 2018"]
    assert [len(clause.options[0].words) for clause in parse("sách giáo dục công dân 6").clauses] == [1, 4, 1]


def test_quotes_and_minus_mean_what_they_say() -> None:
    assert rows('"GDCD"') == ["gdcd"]
    assert parse("-GDCD").excluded == (Option(parse("GDCD").typed),)


def test_in_fields_and_choices_they_are_spelled_out_too() -> None:
    assert rows("title:GDCD") == ["gdcd", "giáo dục công dân"]
    assert {option.part for option in parse("title:GDCD").clauses[0].options} == {"title"}
    assert rows("GDCD OR toán") == ["gdcd", "giáo dục công dân", "toán"]
    assert rows("title:a OR GDCD")[0] == "a"


def test_capitals_everywhere_leave_or_between_abbreviations() -> None:
    assert "khtn" in short_words()
    assert len(parse("GDCD OR KHTN").clauses) == 1
    assert not parse("GDCD OR KHTN").notes
    assert [note.code for note in parse("SỰ TÍCH HOẶC TRUYỆN").notes] == ["search.note_or_in_capitals"]
