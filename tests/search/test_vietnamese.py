"""The normaliser: golden cases, negative golden cases, and what must hold for any text whatever."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.vietnamese import exact, fold, fold_page, normalize, spelling, tokens, words

# Letters that make trouble more often than chance would: tones, horns, strokes, joiners, ISBN hyphens, quotes.
TROUBLE = (
    "aăâeêioôơuưyđĐƀƣðþßŉẚﬁﬀ²½①㎏İıſŐ" + "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323\u00ad\u200d\u02bc-'_9786 hqt"
)
GLUED = ["lại", "toan", "TOÁN", "tòán", "ŧoan", "hoá", "km", "CO", "H2O", "đ", "nuoc", "nước", "ñan", "ŋu"]
GLUE = ["⑩", "2", "²", "13", "1234", " ", "\u00ad", "\u0301", "9", "-", "x", "X"]
glued_text = st.lists(st.sampled_from(GLUED + GLUE), max_size=12).map("".join)
any_text = st.one_of(st.text(), st.text(alphabet=TROUBLE, max_size=40), glued_text)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("hoà", "hòa"),
        ("Hoà bình", "Hòa bình"),
        ("HOÀ", "HÒA"),
        ("thuý", "thúy"),
        ("khoẻ", "khỏe"),
        ("qúy", "quý"),
        ("gía", "giá"),
        ("gỉai", "giải"),
        ("tòan khỏang hòang", "toàn khoảng hoàng"),
        ("thủơ", "thuở"),
        ("luá", "lúa"),
        ("thƣ viện trƣờng", "thư viện trường"),
        ("Ðức ðã", "Đức đã"),
        ("Tie\u0302\u0301ng Vie\u0323\u0302t", "Tiếng Việt"),
        ("Tie\u0301\u0302ng", "Tiếng"),
    ],
)
def test_one_spelling_for_each_way_of_writing(written: str, canonical: str) -> None:
    assert normalize(written) == canonical


@pytest.mark.parametrize(
    "right",
    [
        "quý",
        "già",
        "gìn giữ",
        "thuở",
        "khuỷu",
        "ngoẹo",
        "hoàng",
        "toán",
        "của",
        "lúa",
        "mía",
        "kìa",
        "giếng",
        "tuần",
        "xoèn",
        "José",
        "café",
        "García",
        "Ẩn",
        "ươm",
        "ý",
        "Nguyễn",
        "quốc",
        "khuya",
        "rượu",
        "yếu",
        "huỳnh",
        "hòa",
    ],
)
def test_what_is_right_stays(right: str) -> None:
    assert normalize(right) == right


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vật lí", "Vật lý"),
        ("Địa Lí", "địa lý"),
        ("Mĩ thuật", "Mỹ thuật"),
        ("quí vị", "quý vị"),
        ("kĩ sư", "kỹ sư"),
        ("tỉ lệ", "tỷ lệ"),
        ("bác sĩ", "bác sỹ"),
        ("vi sinh", "vy sinh"),
        ("hi vọng", "hy vọng"),
        ("hoà", "hòa"),
        ("thuý", "thúy"),
        ("ﬁle", "file"),
        ("H₂O", "H2O"),
        ("ＡＢＣ", "abc"),
        ("trư\u00adờng", "trường"),
        ("978-604-0-12345-6", "9786040123456"),
    ],
)
def test_the_same_word_to_a_careful_reader(one: str, other: str) -> None:
    assert exact(one) == exact(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hai", "hay"),
        ("tai", "tay"),
        ("cúi", "cuý"),
        ("thúi", "thúy"),
        ("mai", "may"),
        ("lui", "luy"),
        ("thi", "thy"),
        ("nghi", "nghy"),
        ("ni", "ny"),
        ("li", "lai"),
        ("quai", "quay"),
        ("kiên", "kyên"),
        ("kinh", "kynh"),
        ("lít", "lýt"),
        ("tui", "tuy"),
        ("hui", "huy"),
        ("i", "y"),
        ("gì", "gỳ"),
        ("bí", "bý"),
        ("ma", "má"),
        ("dân", "đân"),
        ("an", "ăn"),
        ("tư", "tu"),
    ],
)
def test_two_words_stay_two(one: str, other: str) -> None:
    assert exact(one) != exact(other)


@pytest.mark.parametrize(
    ("one", "other"), [("hai", "hay"), ("tai", "tay"), ("cúi", "cuý"), ("thúy", "thúi"), ("thi", "thy")]
)
def test_i_and_y_stay_apart_without_accents_too(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Giáo dục công dân", "giao duc cong dan"),
        ("Đường", "duong"),
        ("ƀơ̆k", "bok"),
        ("Bâ\u0306ng", "bang"),
        ("Thuý Kiều", "thuy kieu"),
        ("Vật Lý", "vat li"),
        ("Mỹ", "mi"),
        ("ẾỀỂỄỆ ỐỒỔỖỘ", "eeeee ooooo"),
        ("Ia H'Drai", "ia h'drai"),
    ],
)
def test_folding(written: str, typed: str) -> None:
    assert fold(written) == typed
    assert fold(unicodedata.normalize("NFD", written)) == typed


def test_vowel_signs_of_other_scripts_are_letters() -> None:
    assert fold("ខ្មែរ") == "ខ្មែរ"
    assert fold("ไทย น้ำ") == exact("ไทย น้ำ")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ia H'Drai, Ia HʼDrai, Ia H’Drai", ["ia", "h", "drai"] * 3),
        ("TT 32/2018", ["tt", "32", "2018"]),
        ("lớp 9, H2O", ["lop", "9", "h2o"]),
        ("ISBN 978-604-0-12345-6.", ["isbn", "9786040123456"]),
        ("978-604-0-12345-67", ["978", "604", "0", "12345", "67"]),
        ("ISBN 604-0-12345-X, 0-306-40615-2", ["isbn", "604012345x", "0306406152"]),
        ("1-604-0-12345-6", ["1", "604", "0", "12345", "6"]),
        ("024-3822-1234, 26-12-2018, 1945-1975", ["024", "3822", "1234", "26", "12", "2018", "1945", "1975"]),
        ("32/2018/TT-BGDĐT", ["32", "2018", "tt", "bgddt"]),
        ("3,14 và 26/12/2018 lúc 10:30", ["3", "14", "va", "26", "12", "2018", "luc", "10", "30"]),
        ("Chương IV, TK XXI", ["chuong", "iv", "tk", "xxi"]),
        ("TN&XH, R&D", ["tn", "xh", "r", "d"]),
        ("bai_giang_so-3.pdf", ["bai", "giang", "so", "3", "pdf"]),
        ("ƀơ̆k Tiếng", ["bok", "tieng"]),
        ("Tie\u0302\u0301ng", ["tieng"]),
        ("...!?", []),
        ("", []),
    ],
)
def test_tokens(text: str, folded: list[str]) -> None:
    assert [token.folded for token in tokens(text)] == folded


def test_offsets_point_into_decomposed_text() -> None:
    text = unicodedata.normalize("NFD", "Học “Tiếng Việt” lớp 1")
    found = list(tokens(text))
    assert [unicodedata.normalize("NFC", text[token.start : token.end]) for token in found] == [
        "Học",
        "Tiếng",
        "Việt",
        "lớp",
        "1",
    ]
    assert [token.exact for token in found] == ["học", "tiếng", "việt", "lớp", "1"]


def test_a_page_is_found_by_plain_counting() -> None:
    page = fold_page("Giáo dục và giáo  dục\ncông dân")
    assert page == " giao duc va giao duc cong dan "
    assert page.count(" giao duc ") == 2
    assert fold_page(" .,- ") == " "


@given(any_text)
def test_every_spelling_is_idempotent(text: str) -> None:
    for spell in (normalize, exact, fold, fold_page):
        once = spell(text)
        assert spell(once) == once


@given(any_text)
def test_spellings_build_on_one_another(text: str) -> None:
    assert exact(normalize(text)) == exact(text)
    assert fold(exact(text)) == fold(text)
    assert fold(normalize(text)) == fold(text)


@given(any_text)
def test_composition_does_not_matter(text: str) -> None:
    assert fold_page(unicodedata.normalize("NFD", text)) == fold_page(unicodedata.normalize("NFC", text))


@given(any_text)
def test_offsets_and_spellings_agree(text: str) -> None:
    found = list(tokens(text))
    end = 0
    for token in found:
        piece = text[token.start : token.end]
        assert end <= token.start < token.end <= len(text)
        assert (exact(piece), fold(piece)) == (token.exact, token.folded)
        assert token.folded
        assert not any(char.isspace() for char in token.exact + token.folded)
        end = token.end
    assert words(text) == ([token.exact for token in found], [token.folded for token in found])


@given(any_text)
def test_a_folded_page_holds_its_own_words(text: str) -> None:
    page = fold_page(text)
    assert [token.folded for token in tokens(page)] == [token.folded for token in tokens(text)]


@given(st.lists(any_text, min_size=1, max_size=5))
def test_the_memory_of_spellings_changes_no_answer(texts: list[str]) -> None:
    fresh = []
    for text in texts:
        spelling.FOLDED.clear()
        fresh.append(fold(text))
    assert [fold(text) for text in texts] == fresh


def test_the_memory_of_spellings_is_bounded() -> None:
    for number in range(40_000):
        fold(f"w{number}")
    assert len(spelling.FOLDED) <= 1 << 14


def test_words_that_come_again_are_remembered_among_any_number_that_do_not() -> None:
    spelled: list[str] = []

    def spell(word: str) -> str:
        spelled.append(word)
        return word.lower()

    remembered = spelling.Spellings(spell)
    for number in range(3 * spelling._CACHED_WORDS):
        assert remembered[f"T{number}"] == f"t{number}"
        assert remembered["Trâu"] == "trâu"
    assert spelled.count("Trâu") == 1
    assert len(remembered) + len(remembered._full) <= 2 * spelling._CACHED_WORDS
