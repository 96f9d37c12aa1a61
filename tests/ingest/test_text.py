"""Text on its own: cleaning, judging a layer, old encodings, language, paragraphs."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.model import Word
from ingest.text.language import guess_language
from ingest.text.layout import Line, lines_of, running_text, with_paragraphs
from ingest.text.legacy import legacy_encoding, looks_legacy
from ingest.text.normalize import clean
from ingest.text.usable import judge

VIETNAMESE = (
    "Điều 1. Mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền lợi. "
    "Học sinh đọc kỹ bài, rồi trả lời các câu hỏi ở cuối trang."
)
ENGLISH = "All pupils read the lesson and then answer the questions at the end of this page in their own words."
FRENCH = (
    "Où êtes-vous né ? À l'école, les élèves ont réussi leur épreuve de français malgré la grève, voilà l'essentiel."
)
GERMAN = "Über den größten Flüssen Österreichs liegen schöne Städte; die Schüler müssen früh aufstehen."
TCVN3 = "Nh÷ng nguyªn t¾c cÇn tu©n thñ trong gi¸o dôc phæ th«ng, ®µo t¹o vµ båi d­ìng"
VNI = "Giaùo duïc phoå thoâng laø neàn taûng cuûa heä thoáng giaùo duïc quoác daân nöôùc ta"
FORMULA = "f(x) = ax² + bx + c; x = (−b ± √(b² − 4ac)) / 2a; 3 × 4 = 12; ½ · π; ©2020 «văn» 5°C µm"


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_cleaning_twice_is_cleaning_once_and_leaves_nothing_forbidden(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")
    assert all(character in "\n\t" or character >= " " for character in once)


def test_what_cleaning_keeps_and_mends() -> None:
    assert clean("Tie\u0302\u0301ng Vie\u0323\u0302t") == "Tiếng Việt"
    assert clean("a\xa0b\u2003c\r\nd\x00\x85e") == "a b c \nd e"
    assert clean("ph\xadơng \ufffd") == "ph\xadơng \ufffd"  # a soft hyphen may be a TCVN3 letter
    assert clean("tập\x02") == "tập-"
    assert clean("\ud800x") == "\ufffdx"


@pytest.mark.parametrize("text", [VIETNAMESE, ENGLISH, FRENCH, GERMAN, "12.345 + 67.890 = 80.235 " * 5, FORMULA * 3])
def test_real_text_is_kept_whatever_is_behind_it(text: str) -> None:
    for share in (0.0, 1.0):
        assert judge(text, share).verdict == "keep"


@pytest.mark.parametrize(
    ("text", "share", "reason"),
    [
        ("", 0.0, "empty"),
        (" \n ", 1.0, "empty"),
        ("Trang 12", 0.9, "thin"),
        ("\x01\x04\x05 \x06\x07\x08" * 20, 0.0, "lost"),
        ("\ue001\ue002 \ue003" * 20, 1.0, "lost"),
        ("Bài \ufffd\ufffd c\ufffd h\ufffdc" * 10, 0.0, "lost"),
        (TCVN3, 0.0, "legacy"),
    ],
)
def test_what_must_be_read_from_the_image(text: str, share: float, reason: str) -> None:
    judgement = judge(text, share)
    assert (judgement.verdict, judgement.reason) == ("ocr", reason)


LONG = (
    "Học sinh đi dọc bờ ruộng đến trường, người lớn thì đã ra đồng từ sớm. Những hôm trời mưa, đường đất trơn, các em "
    "nhỏ được anh chị dắt tay qua suối. Trước giờ học, cô giáo thường kể một câu chuyện về những "
    "người đã mở con đường này."
)


def test_a_layer_that_lost_letters_or_was_recognised_badly_is_read_from_the_image() -> None:
    assert judge(LONG, 0.0).reason == "good"
    lost = LONG.replace("ư", "").replace("ơ", "")
    wrong = LONG.replace("ường", "uởg").replace("ữ", "ủi").replace("ọc", "ọe").replace("ời", "ờj").replace("ồ", "ổị")
    wrong = wrong.replace("ộ", "ọi").replace("ấ", "ẳt").replace("ỏ", "ỏc").replace("ể", "ểl")
    for text in (lost, wrong):
        assert (judge(text, 0.0).verdict, judge(text, 0.0).reason) == ("ocr", "broken")


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, GERMAN])
def test_nothing_but_vietnamese_can_be_broken(text: str) -> None:
    assert judge(text * 5, 0.0).reason == "good"


def test_neighbours_of_vietnamese_are_not_taken_for_damage() -> None:
    tay = (
        "Nâư nẩy slao báo bản hây pây háng, slon slư chắng chứ cằm pú ké, fạ đét lồm phjưn, mjạc đây mì cáy khăn pác. "
    )
    assert judge(tay * 5, 0.0).reason == "good"


def test_few_words_without_a_picture_are_a_page_and_bullets_do_no_harm() -> None:
    assert judge("Phần một", 0.1).verdict == "keep"
    assert judge("\uf0b7 " + VIETNAMESE, 0.0).verdict == "keep"


def test_old_encodings_are_told() -> None:
    assert legacy_encoding(TCVN3) == "tcvn3"
    assert legacy_encoding(VNI) == "vni"


@pytest.mark.parametrize(
    "text",
    [
        VIETNAMESE,
        unicodedata.normalize("NFD", VIETNAMESE),
        ENGLISH,
        FRENCH,
        GERMAN,
        FORMULA,
        "Hoc sinh doc ky bai roi tra loi cac cau hoi o cuoi trang",
        "for (int i = 0; i < n; ++i) { sum += a[i] * b[i]; } // © 2020",
        "Ƀơ̆k Giê-xu, Bơngai Bahnar, krao đe kon pơlei, 'bok kră",
        "3×4 = 12, 5×6 = 30, a÷b, x×y = z×t; 5µm, 20°C",
        "Le maïs, la naïveté, Noël, l'île, où est-il allé hier soir",
        "São Paulo não é a capital; a educação é um direito de todos os cidadãos",
    ],
)
def test_nothing_else_is_taken_for_an_old_encoding(text: str) -> None:
    assert legacy_encoding(text) == ""


def test_short_titles() -> None:
    for title in ("Bé luËt Lao ®éng", "Gi¸o tr×nh to¸n", "GIAÙO TRÌNH TOAÙN HOÏC".title()):
        assert looks_legacy(title), title
    for title in (
        "Giáo trình Toán",
        "Bộ luật Lao động",
        "Noël à Paris",
        "Naïve Bayes",
        "Café ® and © rights",
        "Kế toán",
    ):
        assert not looks_legacy(title), title


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (VIETNAMESE, "vi"),
        (ENGLISH, "en"),
        (VIETNAMESE + " " + ENGLISH[:40], "vi"),
        ("Hoc sinh doc ky bai roi tra loi cac cau hoi", ""),
        (FRENCH, ""),
        (FORMULA, ""),
        ("", ""),
        ("1 2 3 4 5", ""),
    ],
)
def test_language(text: str, code: str) -> None:
    assert guess_language(text).code == code


@given(st.text())
def test_language_confidence_is_a_share_and_zero_without_an_answer(text: str) -> None:
    guess = guess_language(text)
    assert 0 <= guess.confidence <= 1
    assert bool(guess.code) == bool(guess.confidence)


def line(text: str, top: int, left: int = 0, height: int = 20) -> Line:
    words = text.split()
    boxes = [(left + 100 * at, top, left + 100 * at + 90, top + height) for at in range(len(words))]
    return Line(tuple(Word(word, box, 1.0) for word, box in zip(words, boxes, strict=True)))


def test_paragraphs_come_from_the_white_between_lines() -> None:
    lines = [
        line("một hai", 0),
        line("ba", 30),
        line("bốn", 60),
        line("năm", 150),
        line("sáu", 180),
        line("cột hai", 0, 500),
    ]
    assert running_text(with_paragraphs(lines)) == "một hai\nba\nbốn\n\nnăm\nsáu\n\ncột hai"


def test_double_spacing_is_no_paragraph() -> None:
    lines = [line(text, 60 * at) for at, text in enumerate(("một", "hai", "ba", "bốn"))]
    assert running_text(with_paragraphs(lines)) == "một\nhai\nba\nbốn"


def test_words_find_their_lines_again() -> None:
    lines = [line("một hai ba", 0), line("bốn", 30), line("năm sáu", 60)]
    words = [word for one in lines for word in one.words]
    assert [found.text for found in lines_of(words)] == ["một hai ba", "bốn", "năm sáu"]
    assert running_text([]) == ""
    assert lines_of([]) == ()
