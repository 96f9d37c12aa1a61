"""The grammar of questions: fields, choices, filters, and a note for each thing that cannot be meant."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.base import QueryTooLong
from search.fields import FACETS, field_named
from search.parsed import Filter, Option, Parsed
from search.query import parse

PIECES = [
    *('"', "“", "”", "-", "−", "|", "||", ":", "(", ")", "[", "]", "*", "?", "~", "\\", "<b>", "\u00ad", "\x00"),
    *("OR", "HOẶC", "AND", "or", "title:", "tieude:", "-title:", "grade:9", "lớp:", "năm:2010..", "..2020"),
    *("-type:x", "titel:", "http://", "GDCD", "HK1", "học", "kì", "1", "toán", "TN&XH", "ế", "a\u0301", "10:30"),
]
questions = st.one_of(st.text(max_size=60), st.lists(st.sampled_from([*PIECES, " ", '"']), max_size=18).map(" ".join))


def told(option: Option) -> str:
    """An option in short: `part:words`, a row in quotes."""
    words = " ".join(word.exact for word in option.words)
    words = f'"{words}"' if option.row else words
    return words if option.part == "any" else f"{option.part}:{words}"


def demands(text: str) -> list[str]:
    return [" | ".join(map(told, clause.options)) for clause in parse(text).clauses]


def codes(text: str) -> list[str]:
    return [note.code.removeprefix("search.note_") for note in parse(text).notes]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("a OR b c", ["a | b", "c"]),
        ("a b HOẶC c", ["a", "b | c"]),
        ("a | b|c d", ["a | b | c", "d"]),
        ("a OR b OR a", ["a | b"]),
        ('"a b" OR c', ['"a b" | c']),
        ("32/2018 OR 16/2022", ['"32 2018" | "16 2022"']),
        ("(a OR b) c", ["a | b", "c"]),
        ("a or b hoặc c", ["a", "or", "b", "hoặc", "c"]),
        ("title:kiều", ["title:kiều"]),
        ("title:truyện kiều", ["title:truyện", "kiều"]),
        ('TITLE:"truyện kiều"', ['title:"truyện kiều"']),
        ("title:a|b", ["title:a | title:b"]),
        ("(title:a OR creator:b)", ["title:a | names:b"]),
        ("nxb:giáo_dục isbn:978-604-0-12345-6", ['metadata:"giáo dục"', "metadata:9786040123456"]),
        ("text:x mota:y", ["text:x", "metadata:y"]),
        ("a a A", ["a"]),
        ('"a" a', ["a"]),
    ],
)
def test_demands(text: str, clauses: list[str]) -> None:
    assert demands(text) == clauses
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("grade:9", [Filter("grade", ("9",))]),
        ("lớp:9 toán", [Filter("grade", ("9",))]),
        ("-type:video", [Filter("type", ("video",), rejected=True)]),
        ("grade:8 OR grade:9", [Filter("grade", ("8", "9"))]),
        ("grade:8|9 lop:10,11", [Filter("grade", ("8", "9", "10", "11"))]),
        ("year:2010..2020", [Filter("year", ("2010..2020",))]),
        ("năm:2010.. nam:..2020", [Filter("year", ("2010..",)), Filter("year", ("..2020",))]),
        ("nam:2010-2020", [Filter("year", ("2010..2020",))]),
        ("grade:6–9", [Filter("grade", ("6..9",))]),
        ("year:2010…2020", [Filter("year", ("2010..2020",))]),
        ('môn:"Giáo dục công dân"', [Filter("subject", ("Giáo dục công dân",))]),
        ("nam:>2015", [Filter("year", ("2016..",))]),
        ("nam:>=2015 nam:≤2020", [Filter("year", ("2015..",)), Filter("year", ("..2020",))]),
        ("nam:2015+", [Filter("year", ("2015..",))]),
        ("nam:2015-", [Filter("year", ("2015..",))]),
        ("nam:<2010", [Filter("year", ("..2009",))]),
        ('lop:"<= 9"', [Filter("grade", ("..9",))]),
        ("nam:=2010", [Filter("year", ("2010",))]),
        ("lop: 9", [Filter("grade", ("9",))]),
        ("môn: Toán lớp: 6..9", [Filter("subject", ("Toán",)), Filter("grade", ("6..9",))]),
        ('-mon: "Lịch sử"', [Filter("subject", ("Lịch sử",), rejected=True)]),
        ("lop:-9", [Filter("grade", ("-9",))]),
        ("bosuutap:2010-2020", [Filter("collection", ("2010-2020",))]),
        ('mon:"a, b"', [Filter("subject", ("a, b",))]),
        ("license:CC-BY-4.0", [Filter("license", ("CC-BY-4.0",))]),
        ("giay_phep:CC-BY-4.0", [Filter("license", ("CC-BY-4.0",))]),
        ("(language:vi)", [Filter("language", ("vi",))]),
        ("-type:a,b", [Filter("type", ("a", "b"), rejected=True)]),
        ("cấp:thcs loại:x ngôn_ngữ:y đơnvị:z bo-suu-tap:u định_dạng:v", None),
    ],
)
def test_filters(text: str, filters: list[Filter] | None) -> None:
    parsed = parse(text)
    if filters is None:
        assert [chosen.field for chosen in parsed.filters] == [
            "level", "type", "language", "organization", "collection", "format",
        ]  # fmt: skip
    else:
        assert list(parsed.filters) == filters


@pytest.mark.parametrize(
    "text",
    [
        "Bài 1: Tập hợp",
        "Bài 1:Tập hợp",
        "10:30",
        "http://thuvien.edu.vn/a:b",
        "https://x.vn",
        "doi:10.1000/182",
        "Mt 5:3",
        "tỉ lệ 1:50000",
        "Bác Hồ nói:học tập",
        "C:\\sach",
        "Toán (tập 1) lớp 4",
        "Toán: (ôn tập)",
        "Toán: ôn tập",
        "giáo án (bản sửa)",
        "buồn :(",
        'toán "a) OR (b"',
        "a::b",
        ":a",
        "Toán - Lý - Hoá",
        "1945-1975",
        "“Truyện Kiều”",
    ],
)
def test_ordinary_text_has_no_field_and_no_note(text: str) -> None:
    parsed = parse(text)
    assert not parsed.filters
    assert not parsed.notes
    assert not parsed.excluded
    assert all(option.part == "any" for clause in parsed.clauses for option in clause.options)


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ('mở "chưa đóng', ["unclosed_quote"]),
        ("titel:kiều", ["unknown_field"]),
        ('titel:"truyện kiều"', ["unknown_field"]),
        ("title:", ["empty_field"]),
        ('title:"" kiều', ["empty_field"]),
        ("lớp: học", ["empty_field"]),
        ("Loại: máy bơm", ["empty_field"]),
        ("môn: lớp:9", ["empty_field"]),
        ("title: OR x", ["empty_field"]),
        ("-(toán văn)", ["brackets"]),
        ("title:(kiều OR toán)", ["brackets"]),
        ("mon:(toán)", ["brackets"]),
        ("(toán 4) OR (văn 9)", ["brackets"]),
        ("toán|(văn)", ["brackets"]),
        ("(toán 4 OR văn 9)", ["brackets"]),
        ("đề (toán 4 | văn)", ["brackets"]),
        ('("toán 4" OR văn) lớp 9', []),
        ("(toán OR văn) lớp 9", []),
        ("(toán 4) văn", []),
        ("-", ["lone_minus"]),
        ("toán -", ["lone_minus"]),
        ("toán -?!", ["lone_minus"]),
        ("-thơ", ["only_minus"]),
        ("-type:video", ["only_minus"]),
        ("OR", ["lone_or"]),
        ("toán OR", ["lone_or"]),
        ("| toán", ["lone_or"]),
        ("toán OR OR lý", ["lone_or"]),
        ("toán OR grade:9", ["or_of_fields"]),
        ("grade:9 OR year:2020", ["or_of_fields"]),
        ("toán OR -lý", ["or_with_minus"]),
        ("toán -lý OR -hoá", ["or_with_minus"]),
        ("toán AND lý", ["and"]),
        ("TOÁN OR LÝ", ["or_in_capitals"]),
        ("x OR titel:y OR", ["unknown_field", "lone_or"]),
    ],
)
def test_notes(text: str, notes: list[str]) -> None:
    assert codes(text) == notes


def test_what_cannot_be_tied_is_demanded_for_itself() -> None:
    assert (demands("a OR b OR grade:9"), parse("a OR grade:9").filters) == (["a | b"], (Filter("grade", ("9",)),))
    parsed = parse("toán OR -lý")
    assert [told(option) for option in parsed.excluded] == ["lí"]
    assert demands("titel:kiều") == ["titel", "kiều"]
    assert parse("TOÁN OR LÝ").typed[1].exact == "or"


def test_not_is_a_minus() -> None:
    for text in ("toán NOT lý", "toán -lý", "toán AND NOT lý"):
        assert (demands(text), list(map(told, parse(text).excluded))) == (["toán"], ["lí"])
    assert parse('toán NOT "a b" NOT grade:9') == parse('toán -"a b" -grade:9')
    assert codes("toán NOT") == ["lone_minus"]
    assert demands("to be or not to be") == ["to", "be", "or", "not"]
    assert demands("TOÁN NOT LÝ") == ["toán", "not", "lí"]


def test_an_unknown_field_is_told() -> None:
    (note,) = parse("titel:kiều").notes
    assert (note.code, note.params["field"]) == ("search.note_unknown_field", "titel")


def test_notes_and_filters_keep_the_name_as_typed() -> None:
    assert [note.params["field"] for note in parse("Lớp: học").notes] == ["Lớp"]
    assert [chosen.name for chosen in parse('lop: 13 Môn:"x"').filters] == ["lop", "Môn"]


@pytest.mark.parametrize(
    "names", ["nhan_de tieude nhande Nhan-Đề title TITLE", "tacgia tác_giả creator", "lop lớp LỚP"]
)
def test_every_way_of_writing_a_field(names: str) -> None:
    assert len({field_named(name) for name in names.split()}) == 1
    assert None not in {field_named(name) for name in names.split()}


def test_only_quotes_fields_and_choices_are_strict() -> None:
    assert not parse("toán 9 GDCD -x grade:9").strict
    assert all(parse(text).strict for text in ('"a b" c', "a OR b", "title:a b"))


def test_filters_alone_ask_for_every_record() -> None:
    assert parse("grade:9").is_empty
    assert not parse("grade:9 -x").is_empty


def test_words_and_values_count_towards_the_limit() -> None:
    parse("HK1 " * 19 + "grade:9")
    for text in ("x y " * 10 + "grade:9", "a|" * 20 + "b", "grade:" + ",".join(map(str, range(21)))):
        with pytest.raises(QueryTooLong):
            parse(text)


@given(questions)
@example('-"')
@example("title:|")
@example("-title:|-title:")
@example('x:"')
def test_any_text_is_read_the_same_however_it_is_composed(text: str) -> None:
    read: list[Parsed] = []
    for form in ("NFC", "NFD"):
        try:
            read.append(parse(unicodedata.normalize(form, text)))
        except QueryTooLong:
            return
    one, other = read
    assert one == other
    assert all(clause.options and all(option.words for option in clause.options) for clause in one.clauses)
    assert all(option.words for option in one.excluded)
    assert all(chosen.values and chosen.field in FACETS for chosen in one.filters)
    assert len(one.runs) == len(one.swapped)
    assert set(one.typed) <= set(one.wanted)
    held = {word for run in (*one.runs, *one.phrases) for word in run}
    assert held <= set(one.wanted)


def test_reading_a_question_takes_less_than_a_millisecond() -> None:
    text = 'đề thi học kì 1 GDCD "giáo dục công dân" OR title:toán lớp:6..9 -type:video TN&XH năm:2010..2020 http://x'
    parse(text)
    began = time.process_time()
    for _ in range(200):
        parse(text)
    assert (time.process_time() - began) / 200 < 0.001
