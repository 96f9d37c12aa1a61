"""Text that is right must come through as it is: other languages, sounds, formulas, programs, and Vietnamese itself."""

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text.encodings import decode, repair_short
from ingest.text.legacy import legacy_encoding, looks_legacy
from ingest.text.mending import mend, put_letters_right
from ingest.text.usable import judge
from tests.ingest.encoders import WORDS
from tests.ingest.foreign import SENTENCES
from tests.ingest.test_repaired import layer

FONTS = ("", "Times New Roman", ".VnTime", "VNI-Times", "VPS Times", "VISCII")
AROUND = ("Học sinh đọc bài rồi trả lời các câu hỏi ở cuối trang.", "Thư viện mở cửa cả ngày, mời bà con đến đọc sách.")
EACH = [(language, text) for language, texts in SENTENCES.items() for text in texts]
UNMARKED = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn"), max_codepoint=0xFFEF)
PLAIN_ASCII = st.text(st.characters(codec="ascii", exclude_categories=("Cc",)), max_size=30)


def mended(lines: list[str], font: str = "") -> list[str]:
    """The lines after mending; fails where they were taken for an old encoding."""
    done = mend(layer(lines, [font] * len(lines)))
    assert (done.encoding, done.lossy, judge(done.layer.raw_text, 0.0).verdict) == ("", "", "keep")
    return [line.text for line in done.layer.lines]


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("language", "text"), EACH)
def test_a_line_alone_and_among_vietnamese(language: str, text: str, form: str) -> None:
    shown = unicodedata.normalize(form, text)  # type: ignore[arg-type]
    assert mended([shown]) == [plain(text)]
    assert mended([AROUND[0], shown, AROUND[1], *AROUND]) == [AROUND[0], plain(text), AROUND[1], *AROUND]
    assert decode(shown.encode()).text == unicodedata.normalize("NFC", text)
    assert repair_short(shown) is None
    assert not looks_legacy(shown)
    assert legacy_encoding(shown) == ""
    words = plain(text).split()
    assert put_letters_right(words) == 0


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("language", SENTENCES)
def test_a_page_of_it_whatever_the_font_is_called(language: str, font: str) -> None:
    lines = list(SENTENCES[language])
    assert mended(lines, font) == list(map(plain, lines))
    assert mended([*AROUND, *lines, *AROUND], font) == [*AROUND, *map(plain, lines), *AROUND]


@pytest.mark.parametrize("language", ["Igbo", "Yoruba", "Old English", "phonetic script", "Ede", "Tay"])
def test_a_long_page_of_it(language: str) -> None:
    lines = [line for line in SENTENCES[language] for _ in range(20)]
    assert mended(lines) == list(map(plain, lines))


@pytest.mark.parametrize("line", ["ða ðe ðu com ða", "ðam ðe ðu ðin ða men", "ði ðan ðen ðai"])
def test_sounds_alone_are_no_encoding(line: str) -> None:
    for font in FONTS:
        assert mended([line] * 5, font) == [line] * 5
    assert decode(line.encode("cp1252")).text == line


@pytest.mark.parametrize("language", [name for name in SENTENCES if name != "Vietnamese without marks"])
def test_a_scan_that_was_read_well_before_stays(language: str) -> None:
    assert judge("\n".join(SENTENCES[language] * 10), 1.0).verdict == "keep"


def test_vietnamese_read_as_english_is_read_again_where_there_is_an_image() -> None:
    shown = (
        "Nhitng nguyén tac can tuan thu khi doc sach 6 thu vién xã. Dudng lén ray tron, khéng nén di mot minh luc troi "
        "mua. Ai muén muon sach thi ghi tén vao sé, doc xong nho tra lai dung hen. Nhing quyén sach ci bi rach dugc "
        "cac em hoc sinh dan lai can than."
    )
    assert judge(shown, 0.9).reason == "broken"
    assert judge(shown, 0.1).verdict == "keep"


def test_plain_words_with_such_letters_follow_those_that_only_vietnamese_can_be() -> None:
    for damaged, meant in (
        ("Ði ðâu ðó ðể ðược ðọc sách, ði chơi với bạn", "Đi đâu đó để được đọc sách, đi chơi với bạn"),
        ("Ðà Lạt và Ðông Hà, Ðan Mạch: ÐHQG", "Đà Lạt và Đông Hà, Đan Mạch: ĐHQG"),
        ("Ðọc: “this” có âm “ði”, ðen; đó là âm đầu lưỡi", "Đọc: “this” có âm “ði”, ðen; đó là âm đầu lưỡi"),
    ):
        assert mend(layer([damaged])).layer.raw_text == meant
        assert mend(layer([unicodedata.normalize("NFD", damaged)])).layer.raw_text == meant


@given(st.lists(st.sampled_from(WORDS), min_size=6, max_size=40).map(" ".join), PLAIN_ASCII)
def test_vietnamese_prose_keeps_every_letter_whatever_stands_in_it(prose: str, other: str) -> None:
    for text in (f"{prose} {other}", f"{other} {prose}", prose.upper(), unicodedata.normalize("NFD", prose)):
        done = mend(layer([text]))
        assert [word.text for line in done.layer.lines for word in line.words] == plain(text).split()
        assert (done.encoding, done.letters) == ("", 0)


@given(st.lists(st.text(UNMARKED, max_size=40), max_size=6))
def test_mending_twice_is_mending_once(lines: list[str]) -> None:
    shown = [" ".join(line.split()) for line in lines]
    once = mend(layer([line for line in shown if line])).layer
    again = mend(once).layer
    assert [line.text for line in again.lines] == [line.text for line in once.lines]


WITHOUT_EVIDENCE = st.text(
    st.characters(categories=("Lo", "Nd", "Pd", "Sm", "Sc"), min_codepoint=0x370, max_codepoint=0xD7FF)
    | st.sampled_from(string.ascii_letters + string.digits + " ,;:!-"),
    max_size=80,
)


@given(st.lists(WITHOUT_EVIDENCE, max_size=6), st.sampled_from(FONTS))
def test_other_scripts_and_plain_ascii_stay(lines: list[str], font: str) -> None:
    shown = [plain(line) for line in lines if line.strip()]
    assert [line.text for line in mend(layer(shown, [font] * len(shown))).layer.lines] == shown
