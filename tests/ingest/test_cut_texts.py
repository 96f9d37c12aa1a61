"""Plain text that was cut off, or has a few bytes in it that are none of its own."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.text.encodings import decode
from tests.ingest.encoders import PROSE, WORDS, cp1258, tcvn3, viscii, vni, vps

MARKS = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
SYLLABLES = st.sampled_from([*WORDS, *(word.upper() for word in WORDS), "Ở", "ệ", "ă", "Đ", "lớp", "5", "a"])
TEXTS = st.lists(SYLLABLES, min_size=1, max_size=30).map(" ".join)


@given(TEXTS, st.sampled_from(list(MARKS)), st.booleans(), st.sampled_from(["NFC", "NFD"]), st.integers(0, 500))
@example("Ở", "utf-16-be", False, "NFC", 1)
@example("ăă ă", "utf-16-be", False, "NFC", 0)
@example("ngàng", "utf-16-le", False, "NFD", 0)
@example("5", "utf-8", False, "NFC", 0)
@example("Tiếng", "utf-8", False, "NFC", 3)
def test_wherever_a_unicode_text_is_cut_its_last_letter_alone_is_lost(
    text: str, encoding: str, marked: bool, form: str, cut: int
) -> None:
    spread = unicodedata.normalize(form, text)  # type: ignore[arg-type]
    data = (MARKS[encoding] if marked else b"") + spread.encode(encoding)
    kept = data[: len(data) - cut % len(data)]
    whole = kept[len(MARKS[encoding]) :] if marked else kept
    least = len(unicodedata.normalize("NFC", whole.decode(encoding, errors="ignore")))
    told = decode(kept)
    alone = kept[:-1].isascii()  # a byte after nothing but ASCII may as well be a letter of an older encoding
    assert text.startswith(told.text[: -2 if alone else -1])
    assert len(told.text) >= least - 1
    assert "\ufffd" not in told.text
    if cut % len(data) == 0:
        assert (told.text, told.encoding) == (text, encoding)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_half_a_letter_at_the_end_of_utf_16(encoding: str) -> None:
    told = decode(PROSE.encode(encoding) + b"\x41")
    assert (told.text, told.encoding) == (PROSE, encoding)


def test_a_russian_text_in_utf_16_without_a_mark() -> None:
    text = "Книги в нашей библиотеке может читать каждый житель общины"
    for encoding in ("utf-16-le", "utf-16-be"):
        assert decode(text.encode(encoding)).text == text
        assert decode(text.upper().encode(encoding)).text == text.upper()


@given(st.lists(st.integers(0, 120), min_size=50, max_size=50))
def test_zeros_within_a_text_are_no_utf_16(places: list[int]) -> None:
    data = bytearray(PROSE[:120].encode())
    for place in places:
        data[place:place] = b"\0"
    told = decode(bytes(data))
    assert not told.encoding.startswith("utf-16")
    assert told.text.isascii() == PROSE[:120].isascii()


def test_a_text_padded_with_zeros_keeps_its_letters() -> None:
    told = decode(PROSE[:100].encode() + bytes(50))
    assert (told.text.rstrip("\0"), told.encoding) == (PROSE[:100], "utf-8")


@pytest.mark.parametrize("size", [30, 60, 200])
def test_a_byte_that_is_broken_within_a_short_text(size: int) -> None:
    data = PROSE[:size].encode()
    told = decode(data[:7] + b"\xff" + data[7:])
    assert told.encoding == "utf-8"
    assert told.text.replace("\ufffd", "") == PROSE[:size]


@pytest.mark.parametrize("sign", ["’", "é", "“", "–", "½"])
def test_one_western_sign_in_a_long_text_is_not_lost(sign: str) -> None:
    text = "All pupils may read in the library from Monday to Friday and take two books home. " * 8 + f"So{sign} it is."
    assert decode(text.encode("cp1252")).text == text


@pytest.mark.parametrize("long", [1, 20])
@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("The cafe's façade. ", b"\x96"),
        ("École ", b"\xff"),
        ("We went à la carte. ", b"\xe9"),
        ("“Quoted” words ", b"\x93 \x94"),
        ("To Hà Nội and ĐÀ NẴNG by bus: ", b"\xff\xc3\xc3\xe9"),
        ("Smile 😀️! ", b"\xff"),
        ("Half a cake, 20 €, is ½ of it. ", b"\x80\x80"),
    ],
)
def test_utf_8_with_no_fewer_whole_letters_than_broken_ones(text: str, broken: bytes, long: int) -> None:
    plain = "Pupils read in the library from Monday to Friday. " * long
    told = decode((plain + text).encode() + broken + plain.encode())
    assert told.text.replace("\ufffd", "").replace(" ", "") == (plain + text + plain).replace(" ", "")
    assert (told.encoding, told.doubtful) == ("utf-8", False)


@pytest.mark.parametrize(
    "text",
    [
        "CAFÉ\xa0: né.",
        "Fermé…» dit-il. Né…» « Su…» à",
        "PERCHÉ… è così",
        "Está…» así.",
        "«MAÇû",
        "LE CAFÉ’S MENU: CAFÉ” était",
        "É\xa0bom. É… só.",
        "OÙ\xa0? À CÔTÉ… « ICI, À TRAVERS\xa0»",
    ],
)
def test_signs_after_a_western_letter_make_no_utf_8(text: str) -> None:
    told = decode(text.encode("cp1252"))
    assert (told.text, told.encoding) == (text, "windows-1252")


@pytest.mark.parametrize("shown", [tcvn3, vni, viscii, vps, cp1258])
def test_old_texts_cut_after_any_byte_stay_old(shown: object) -> None:
    data = shown(PROSE).encode("cp1252")  # type: ignore[operator]
    for end in range(40, len(data)):
        assert PROSE.startswith(decode(data[:end]).text[:-1])
