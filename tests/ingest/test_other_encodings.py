"""Plain text in the old encodings of other languages: told where it is sure, else said in words."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ingest
from ingest.readers.office.opening import open_text
from ingest.text.encodings import decode, others
from repo_app.messages import label
from tests.ingest.encoders import ENCODERS, PROSE, WORDS
from tests.ingest.foreign import SENTENCES

TEXTS = {
    "Russian": "Дети каждый день ходят в школу и читают книги в библиотеке. Учитель рассказывает им о далёких странах, "
    "о реках и горах, о птицах и зверях. Вечером они возвращаются домой и помогают родителям.",
    "Ukrainian": "Діти щодня ходять до школи і читають книжки в бібліотеці. Учитель розповідає їм про далекі країни.",
    "Chinese": "孩子们每天上学，在图书馆里看书。老师给他们讲远方的国家，讲河流和高山，讲鸟和动物。",
    "Taiwanese": "孩子們每天上學，在圖書館裡看書。老師給他們講遠方的國家，講河流和高山，講鳥和動物。",
    "Japanese": "子どもたちは毎日学校へ行き、図書館で本を読みます。先生は遠い国や川や山、鳥や動物について話します。",
    "Korean": "아이들은 매일 학교에 가서 도서관에서 책을 읽습니다. 선생님은 먼 나라와 강과 산에 대해 이야기합니다.",
    "Thai": "เด็ก ๆ ไปโรงเรียนทุกวันและอ่านหนังสือในห้องสมุด ครูเล่าเรื่องประเทศที่อยู่ไกล แม่น้ำ ภูเขา นกและสัตว์ต่าง ๆ",
    "Greek": "Τα παιδιά πηγαίνουν κάθε μέρα στο σχολείο και διαβάζουν βιβλία στη βιβλιοθήκη.",
    "Arabic": "يذهب الأطفال إلى المدرسة كل يوم ويقرأون الكتب في المكتبة.",
    "Hebrew": "הילדים הולכים לבית הספר בכל יום וקוראים ספרים בספרייה.",
    "Polish": "Dzieci codziennie chodzą do szkoły i czytają książki w bibliotece. Nauczyciel opowiada im o odległych "
    "krajach, o rzekach i górach. Wieczorem wracają do domu i pomagają rodzicom, żeby zdążyć z pracą przed zmrokiem.",
}
TOLD = [
    ("Russian", "cp1251", "windows-1251"),
    ("Russian", "koi8-r", "koi8-r"),
    ("Russian", "cp866", "ibm866"),
    ("Ukrainian", "cp1251", "windows-1251"),
    ("Chinese", "gbk", "gb18030"),
    ("Taiwanese", "big5", "big5"),
    ("Japanese", "shift_jis", "shift_jis"),
    ("Japanese", "euc_jp", "euc-jp"),
    ("Korean", "cp949", "euc-kr"),
    ("Thai", "tis-620", "windows-874"),
    ("Greek", "cp1253", "windows-1253"),
    ("Arabic", "cp1256", "windows-1256"),
    ("Hebrew", "cp1255", "windows-1255"),
    ("Polish", "cp1250", "windows-1250"),
]
UNTOLD = ("utf-8", "windows-1252")


@pytest.mark.parametrize(("language", "codec", "name"), TOLD)
def test_what_is_sure_is_read(tmp_path: Path, language: str, codec: str, name: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\n".join([TEXTS[language]] * 40).encode(codec))
    found = open_text(path, ".txt", 2000)
    assert found.encoding == name
    assert set("\n".join(found.page(at + 1).text for at in range(len(found.pages.pages))).split("\n")) == {
        TEXTS[language]
    }
    inspected = ingest.inspect(path, "a.txt", ingest.Options(), ingest.Tools())
    assert inspected.warnings == ()
    assert label(f"encoding.{name}", "vi") != name


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Çocuklar her gün okula gidiyor, yağmurda ıslanıyor; şarkı söylüyor.", "cp1254"),
        ("Děti chodí každý den do školy a čtou knihy v knihovně; řeka šumí.", "cp1250"),
        ("Dzieci codziennie chodzą do szkoły i czytają książki.", "iso8859-2"),
        ("Les élèves vont à l'école, très tôt, où l'été a été gâté.", "cp850"),
        ("Книга", "cp1251"),
        ("图书馆里", "gbk"),
    ],
)
def test_what_is_not_sure_is_said_in_words(tmp_path: Path, text: str, codec: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(codec))
    told = decode(path.read_bytes())
    assert (told.encoding, told.doubtful) == ("windows-1252", True)
    inspected = ingest.inspect(path, "a.txt", ingest.Options(), ingest.Tools())
    assert [notice.code for notice in inspected.warnings] == ["file.encoding_unknown"]


@pytest.mark.parametrize("language", ["French", "Spanish", "Portuguese", "Italian", "German", "Swedish", "Danish"])
def test_western_europe_is_read_without_a_word(language: str) -> None:
    text = "\n".join(SENTENCES[language]).replace("ế", "e")
    told = decode(text.encode("cp1252"))
    assert (told.text, told.encoding, told.doubtful) == (text, "windows-1252", False)


@pytest.mark.parametrize("word", ["við", "Guð", "Müller", "né", "señor"])
def test_a_single_western_word_loses_no_letter(word: str) -> None:
    assert decode(word.encode("cp1252")).text == word


@pytest.mark.parametrize("encode", ENCODERS.values(), ids=ENCODERS)
@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=60))
def test_old_vietnamese_is_never_taken_for_another_language(encode: Callable[[str], str], words: list[str]) -> None:
    data = encode(" ".join(words)).encode("cp1252", errors="replace")
    assert decode(data).encoding in {*ENCODERS, *UNTOLD, "tcvn5712-1", "utf-8-twice"}


@pytest.mark.parametrize("encode", ENCODERS.values(), ids=ENCODERS)
def test_prose_in_it_is_nothing_to_the_others(encode: Callable[[str], str]) -> None:
    assert others.tell("\n".join([encode(PROSE)] * 5).encode("cp1252", errors="replace")) is None


@given(st.binary(max_size=300))
def test_any_bytes_are_told_or_not(data: bytes) -> None:
    told = others.tell(data)
    assert told is None or label(f"encoding.{told[1]}", "en") != told[1]
