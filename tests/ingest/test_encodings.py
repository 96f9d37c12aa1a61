"""Old Vietnamese encodings: the charts, the way there and back, and all that must be left alone."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text.encodings import Repaired, decode, examine, repair, repair_as, repair_short
from ingest.text.encodings.cp1258 import CP1258
from ingest.text.encodings.fonts import draws_capitals, encoding_of
from ingest.text.encodings.syllables import is_syllable
from ingest.text.encodings.tcvn import TCVN3, TCVN5712
from ingest.text.encodings.viscii import VISCII
from ingest.text.encodings.vni import VNI
from ingest.text.encodings.vps import VPS
from tests.ingest.encoders import ENCODERS, PROSE, WORDS, tcvn3, twice, vni

SENTENCES = st.lists(st.sampled_from(WORDS), min_size=15, max_size=50, unique=True).map(" ".join)
FONTS = {"tcvn3": ".VnTime", "vni": "VNI-Times", "vps": "VPS Times", "viscii": "VI Times"}


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("µ¶·¸¹ ¨»¼½¾Æ ©ÇÈÉÊË ®", "àảãáạ ăằẳẵắặ âầẩẫấậ đ"),
        ("ÌÎÏÐÑ ªÒÓÔÕÖ ×ØÜÝÞ", "èẻẽéẹ êềểễếệ ìỉĩíị"),
        ("ßáâãä «åæçèé ¬êëìíî", "òỏõóọ ôồổỗốộ ơờởỡớợ"),
        ("ïñòóô \xadõö÷øù úûüýþ", "ùủũúụ ưừửữứự ỳỷỹýỵ"),
        ("¡¢£¤¥¦§", "ĂÂÊÔƠƯĐ"),
        ("“Nh÷ng” – nguyªn t¾c…", "“Những” – nguyên tắc…"),
        ("\uf0b8\uf0a7 \u03bc", "áĐ à"),
    ],
)
def test_the_chart_of_tcvn3(shown: str, meant: str) -> None:
    assert TCVN3.decode(shown) == meant


def test_tcvn5712_adds_the_capitals() -> None:
    data = b"\x80\x81\x82\x83\x84 \xaf\xba\xbf\xc0\x85 \xc1\xc2\xc3\xc4\x86 \x01\x02\x04\x05\x06\x11\x12 \xa7\xae a\xb3"
    assert TCVN5712.decode_bytes(data) == "ÀẢÃÁẠ ẰẲẴẮẶ ẦẨẪẤẬ ÚỤỪỬỮỨỰ Đđ á"


def test_viscii_as_the_rfc_has_it() -> None:
    assert VISCII.decode_bytes(b"Vi\xaet Nam, \xd0\xa4t n\xdf\xbec, ng\xdf\xb6i, \x02\x05\x06\x14\x19\x1e") == (
        "Việt Nam, Đất nước, người, ẲẴẪỶỸỴ"
    )
    assert VISCII.decode_bytes(bytes(range(0xD5, 0xE0))) == "ạỷừửÙÚỹỵÝỡư"


def test_vps_and_windows_1258() -> None:
    assert VPS.decode_bytes(b"\xd0 \xdc \xf1 \xc7 Vi\x8ct n\xdc\xa7c ng\xdc\xa9i \x80\xc3\xd3\xb6") == (
        "Ư ư Đ đ Việt nước người Àấốộ"
    )
    assert CP1258.decode_bytes(b"Vi\xea\xf2t, \xd0\xe2\xect n\xfd\xf5\xecc") == "Việt, Đất nước"


def test_vni_in_both_cases() -> None:
    assert VNI.decode("Giaùo duïc, ñöôøng, nöôùc, nghæ, lònh, kyõ, ôû, aên, baûy, îÎ, Íí") == (
        "Giáo dục, đường, nước, nghỉ, lịnh, kỹ, ở, ăn, bảy, ỵỴ, Íí"
    )
    assert VNI.decode("ÑÖÔØNG BOÄ, TÖÏ DO, Aùo, AÊN, Æ") == "ĐƯỜNG BỘ, TỰ DO, Áo, ĂN, Ỉ"


@pytest.mark.parametrize("name", ENCODERS)
@given(text=SENTENCES)
def test_there_and_back(name: str, text: str) -> None:
    shown = ENCODERS[name](text)
    fonts = [FONTS[name]] if name in FONTS else []
    found = repair(shown, fonts)
    assert found is not None
    assert (found.text, found.encoding) == (text, name)
    assert found.confidence > 0.8


@pytest.mark.parametrize("name", ENCODERS)
def test_prose_is_told_without_a_font_and_from_bytes(name: str) -> None:
    shown = ENCODERS[name](PROSE)
    found = repair(shown)
    assert found is not None
    assert (found.text, found.encoding) == (PROSE, name)
    told = decode(shown.encode("cp1252"))
    assert (told.text, told.encoding) == (PROSE, name)
    assert decode(shown.encode()).text == PROSE


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PROSE.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + PROSE.encode(), "utf-8"),
        (unicodedata.normalize("NFD", PROSE).encode(), "utf-8"),
        (b"\xff\xfe" + PROSE.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + PROSE.encode("utf-16-be"), "utf-16-be"),
        (PROSE.encode("utf-16-le"), "utf-16-le"),
        (PROSE.encode("utf-16-be"), "utf-16-be"),
        (b"\xff\xfe\0\0" + PROSE.encode("utf-32-le"), "utf-32-le"),
        (twice(PROSE).encode(), "utf-8-twice"),
    ],
)
def test_unicode_in_every_wrapping(data: bytes, encoding: str) -> None:
    told = decode(data)
    assert (told.text, told.encoding) == (PROSE, encoding)


def test_bytes_of_no_vietnamese_are_western_and_broken_utf8_is_still_utf8() -> None:
    french = "Où êtes-vous né ? À l'école, les élèves ont réussi leur épreuve malgré la grève."
    assert (decode(french.encode("cp1252")).text, decode(french.encode("cp1252")).encoding) == (french, "windows-1252")
    broken = decode(PROSE.encode()[:-3] + b"\xe1" + b"...")
    assert broken.encoding == "utf-8"
    assert broken.text.startswith(PROSE[:-10])
    assert decode(b"").text == ""


@given(st.binary())
def test_any_bytes_become_text_in_nfc(data: bytes) -> None:
    told = decode(data)
    assert unicodedata.is_normalized("NFC", told.text)
    assert 0 <= told.confidence <= 1


FOREIGN = (
    "All pupils read the lesson; it's theirs to ask: who? why? Let me see (so to say) what the co-op's re-do is.",
    "Où êtes-vous né ? À l'école, les élèves ont réussi leur épreuve de français malgré la grève, voilà l'essentiel.",
    "Über den größten Flüssen Österreichs liegen schöne Städte; die Schüler müssen früh aufstehen und viel üben.",
    "São Paulo não é a capital; a educação é um direito de todos os cidadãos, às vezes só no papel.",
    "El niño soñó con una piñata en la montaña; ¿qué más da si mañana está así? ¡Olé!",
    "Það er gott að búa á Íslandi; ég þekki þig og þú átt að læra íslensku á hverjum degi.",
    "Dağ başını duman almış, gümüş dere durmaz akar, güneş ufuktan şimdi doğar, yürüyelim arkadaşlar.",
    "Příliš žluťoučký kůň úpěl ďábelské ódy na břehu řeky za dlouhé noci.",
    "f(x) = ax² + bx + c; x = (−b ± √(b² − 4ac)) / 2a; 3 × 4 = 12; ½ · π; ©2020 «văn» 5°C µm a÷b y×z ∑ ∫",
    "for (int i = 0; i < n; ++i) { sum += a[i] * b[i]; e^x; o(1); u+v; a'b; i.e. } // © 2020 §4 ¶2 £5 ¥6",
    "Ƀơ̆k Giê-xu hơlen khan: bơngai Bahnar krao đe kon pơlei, jing 'bok kră, pơm jang mir 'ba, ĕt xŏng hơdơ̆h.",
    "Pơtâo hră pơhrăm Jrai: čô̆ anai hmâo lu mơnuih hrŏm hơbĭt, ƀing ană bă amăng sang hră, ơi pơnuă kơ ƀuôn sang.",
    "Mơngế Xơdáng rêm pơlê klâng: kuăn pó hriăm hmâng hmôu 'mái tơná, tung hngêi hriăm a peăng to.",
    "Hoc sinh doc ky bai roi tra loi cac cau hoi o cuoi trang. Ba me. Co a? Di. Ve. To. La. Ma.",
    "Ba. Bốn. Năm? Ở nhà mẹ bảo: đã thì phải làm, và có là có, không là không; ăn uống, ý chí, ồn ào.",
    "và là thì mà có đó cho tôi hai ba bà ca hát mãi đã ngã hò hét tô hồ ôn tàu hỏa".replace("ỏ", "o"),
)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("font", ["", "Times New Roman", ".VnTime", "VNI-Times", "VPS Times", "VISCII"])
@pytest.mark.parametrize("text", FOREIGN)
def test_what_is_right_is_left_alone_whatever_the_font_is_called(text: str, font: str, form: str) -> None:
    shown = unicodedata.normalize(form, text)  # type: ignore[arg-type]
    assert examine(shown, [font] if font else []) is None
    assert decode(shown.encode()).text == unicodedata.normalize("NFC", text)


@given(SENTENCES)
def test_unicode_is_never_repaired(text: str) -> None:
    for shown in (text, text.upper(), unicodedata.normalize("NFD", text)):
        assert examine(shown) is None


def test_fonts_are_told_by_their_names() -> None:
    told = {
        "ABCDEF+.VnTime": "tcvn3", ".VnArialH": "tcvn3", "VnTimeH": "tcvn3", "MPDFAA+VNI-Times": "vni",
        "VNItimes-Bold": "vni", "VPS Times": "vps", "VI Arial": "viscii", "Times New Roman": "", "Vinque": "",
        "VnExpress": "", "": "", "SVN-Gilroy": "", "iCiel-VNF": "",
    }  # fmt: skip
    assert {font: encoding_of(font) for font in told} == told
    capitals = [font for font in (".VnTimeH", ".VnTimeHBold", "ABCDEF+.VnArialH,Bold", ".VnHelvetInsH") if font]
    assert all(map(draws_capitals, capitals))
    assert not any(map(draws_capitals, (".VnTime", ".VnHelvet", "TimesH", ".VnTime-Bold")))


def test_capital_fonts_give_capitals() -> None:
    assert repair(tcvn3("bộ luật lao động nước ta"), ["AAAAAA+.VnTimeHBold"]) == Repaired(
        "BỘ LUẬT LAO ĐỘNG NƯỚC TA", "tcvn3", 0.99
    )


def test_the_letter_that_hides_as_a_hyphen() -> None:
    shown = tcvn3(PROSE).replace("\xad", "-")
    assert repair(shown) == Repaired(PROSE, "tcvn3", 0.99)
    text = "Kinh tế-xã hội nước nhà - thư viện, t\xad nhân, c\xad trú, ng\xadời".replace("\xad", "ư")
    found = repair(tcvn3(text).replace("\xad", "-"), [".VnTime"])
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize(("encoder", "font"), [(tcvn3, ".VnTime"), (vni, "VNI-Times"), (tcvn3, "F1")])
def test_fonts_marked_as_symbol_fonts(encoder: Callable[[str], str], font: str) -> None:
    shown = encoder(PROSE).translate({code: chr(0xF000 + code) for code in range(0x21, 0x100)})
    found = repair(shown, [font])
    assert found is not None
    assert found.text == PROSE


def test_doubly_encoded_text_in_pieces_is_not_taken_for_whole() -> None:
    whole = examine(twice(PROSE))
    parted = examine("\n".join(twice(PROSE).split()))
    through = examine(twice(PROSE).encode("cp1252", errors="replace").decode("cp1252").replace("?", "\ufffd"))
    assert whole is not None
    assert whole.lossless
    for found in (parted, through):
        assert found is not None
        assert found.repaired.encoding == "utf-8-twice"
        assert not found.lossless


def test_where_that_letter_is_gone_nothing_is_guessed() -> None:
    found = examine(tcvn3(PROSE).replace("\xad", ""), [".VnTime"])
    assert found is not None
    assert not found.lossless
    assert repair(tcvn3(PROSE).replace("\xad", ""), [".VnTime"]) is None


def test_short_texts_need_strange_letters_and_nothing_but_syllables() -> None:
    for shown, meant in (
        ("Bé luËt Lao ®éng", "Bộ luật Lao động"),
        ("LÞch sö §¶ng bé", "Lịch sử Đảng bộ"),
        ("Boä luaät Lao ñoäng", "Bộ luật Lao động"),
        (twice("Giáo trình Toán học"), "Giáo trình Toán học"),
    ):
        found = repair_short(shown)
        assert found is not None, shown
        assert found.text == meant
    for right in ("Thé né", "Café ® and © rights", "Noël à Paris", "Naïve Bayes", "Kế toán", "Bản ©", "São Tomé", "né"):
        assert repair_short(right) is None, right
    assert repair_as("b¸o c¸o", "tcvn3") == Repaired("báo cáo", "tcvn3", 0.8)
    assert repair_as("né thé", "tcvn3") is None


def test_syllables() -> None:
    right = "nghiêng quyết giếng gì quỳnh khuỷu ngoằn ườm ý ỷ uống Đường THƯỞNG oạp quốc"
    wrong = "thờng trờng nhng tôc quyêt für and bbb ngơừi đợc ahihi gìì"
    assert all(map(is_syllable, right.split()))
    assert not any(map(is_syllable, wrong.split()))


def test_vni_text_of_a_whole_page_needs_no_font() -> None:
    found = repair(vni(PROSE.upper()))
    assert found is not None
    assert found.text == PROSE.upper()
