"""PDFs whose text layer lies: converted word by word where it can be done, recognised where it cannot."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import NameObject
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ingest import Notice, Options, Page, Tools, read_file, read_pages
from ingest.model import Word
from ingest.text.layer import Layer
from ingest.text.layout import Line
from ingest.text.mending import mend
from tests.ingest.encoders import PROSE, cp1258, tcvn3, viscii, vni, vps
from tests.ingest.makers import FONT, rewritten

STANDARD = {"F1": "Helvetica", "F2": "Times-Roman", "F3": "Courier"}
HEADING = "bộ luật thư viện"
LINES = tuple(piece.strip() + "," for piece in PROSE.replace(".", ",").split(",") if piece.strip())


def printed(path: Path, lines: Sequence[tuple[str, str]], names: dict[str, str]) -> Path:
    """A page with a line of text for each (font, text); `names` renames fonts F1 to F3 in the file; "U" is Unicode."""
    pdfmetrics.registerFont(TTFont("U", str(FONT)))
    canvas = Canvas(str(path.with_suffix(".plain")), pagesize=(595, 842))
    for at, (font, text) in enumerate(lines):
        canvas.setFont(STANDARD.get(font, "U"), 12)
        canvas.drawString(60, 780 - 24 * at, text)
    canvas.save()

    def rename(writer: PdfWriter) -> None:
        back = {"/" + standard: names[font] for font, standard in STANDARD.items() if font in names}
        for font in writer.pages[0]["/Resources"]["/Font"].values():  # type: ignore[index]
            held = font.get_object()
            if held["/BaseFont"] in back:
                held[NameObject("/BaseFont")] = NameObject("/" + back[held["/BaseFont"]])

    return rewritten(path.with_suffix(".plain"), path, rename)


def read(path: Path, tools: Tools, engine: str = "raises") -> Page:
    (page,) = read_pages(path, [1], Options(engine=engine), tools)
    return page


@pytest.mark.parametrize(
    ("encoding", "encoder", "font"),
    [("tcvn3", tcvn3, ".VnTime"), ("vni", vni, "VNI-Times"), ("windows-1258", cp1258, "Times"), ("tcvn3", tcvn3, "F5")],
)
def test_a_page_in_an_old_encoding(tmp_path: Path, tools: Tools, encoding: str, encoder: object, font: str) -> None:
    assert callable(encoder)
    path = printed(tmp_path / "a.pdf", [("F1", encoder(line)) for line in LINES], {"F1": font})
    page = read(path, tools)
    assert page.text.split("\n") == list(LINES)
    assert page.origin == "repaired"
    assert 0.9 < page.confidence < 1
    (notice,) = page.warnings
    assert notice.code == "page.text_repaired"
    assert notice.params["encoding"] == encoding
    assert 50 < float(notice.params["percent"]) < 100
    document = read_file(path, Options(engine="raises"), tools, 1, lambda done, total: None)
    assert (document.encoding, document.language) == (encoding, "vi")


def test_words_keep_their_boxes(tmp_path: Path, tools: Tools) -> None:
    legacy = read(printed(tmp_path / "a.pdf", [("F1", vni(line)) for line in LINES], {"F1": "VNI-Times"}), tools)
    assert [word.text for word in legacy.words] == " ".join(LINES).split()
    first = legacy.words[: len(LINES[0].split())]
    assert all(left.box[2] < right.box[0] for left, right in pairwise(first))
    assert all(word.box[3] == pytest.approx((842 - 780) * 300 / 72, abs=15) for word in first)
    before = layer([vni(line) for line in LINES])
    after = mend(before).layer
    assert [word.text for line in after.lines for word in line.words] == [word.text for word in legacy.words]
    assert [word.box for line in after.lines for word in line.words] == [
        word.box for line in before.lines for word in line.words
    ]


def test_encodings_mixed_on_a_page_are_each_repaired_and_unicode_is_left(tmp_path: Path, tools: Tools) -> None:
    french = "Où êtes-vous né ? À l'école, les élèves ont réussi, voilà l'essentiel, né thé"
    lines = [("F3", tcvn3(HEADING)), ("U", LINES[0]), ("F1", tcvn3(LINES[1])), ("F2", vni(LINES[2])), ("U", french)]
    lines += [("F1", tcvn3(line)) for line in LINES[3:]]
    path = printed(tmp_path / "a.pdf", lines, {"F1": ".VnTime", "F2": "VNI-Times", "F3": ".VnTimeH"})
    page = read(path, tools)
    assert page.text.split("\n") == [HEADING.upper(), *LINES[:3], french, *LINES[3:]]
    assert page.warnings[0].params["encoding"] == "tcvn3"


def test_an_u_with_a_horn_at_the_end_of_a_line(tmp_path: Path, tools: Tools) -> None:
    lines = ["Đọc sách ở thư", "viện là quyền của mọi", "người, không phân biệt nam nữ như", "trước đây vẫn nghĩ"]
    path = printed(tmp_path / "a.pdf", [("F1", tcvn3(line)) for line in lines], {"F1": ".VnTime"})
    page = read(path, tools)
    assert page.text.split("\n") == lines
    ends = {word.text: word.box for word in page.words}
    assert ends["thư"][3] < ends["viện"][3]
    assert ends["thư"][0] > ends["viện"][0]


def test_what_was_lost_before_is_read_from_the_image(tmp_path: Path, naughty: Tools) -> None:
    lines = [("F1", tcvn3(line).replace("\xad", "")) for line in LINES]
    page = read(printed(tmp_path / "a.pdf", lines, {"F1": ".VnTime"}), naughty, "reads")
    assert page.origin == "ocr"
    assert page.warnings == (Notice("page.legacy_encoding", {"encoding": "tcvn3"}),)


def layer(lines: Sequence[str], fonts: Sequence[str] = ()) -> Layer:
    """A layer with a word box for each word; `fonts` one a line."""
    made = [
        Line(tuple(Word(word, (at * 50, 30 * row, at * 50 + 40, 30 * row + 20), 1.0) for at, word in enumerate(text)))
        for row, text in enumerate(line.split() for line in lines)
    ]
    named = tuple(font for font, line in zip(fonts, made, strict=False) for _ in line.words)
    return Layer(1, 2000, 2000, 0, "\n".join(lines), tuple(made), 0.0, False, named)


@pytest.mark.parametrize(("encoder", "name"), [(viscii, "viscii"), (vps, "vps")])
def test_letters_among_the_controls_come_out_too(encoder: object, name: str) -> None:
    assert callable(encoder)
    done = mend(layer([encoder(line) for line in LINES]))
    assert done.layer.raw_text == "\n".join(LINES)
    assert done.encoding == name


def test_lines_without_fonts_are_judged_one_by_one_and_short_ones_follow() -> None:
    lines = [LINES[0], tcvn3(PROSE), "b¸o c¸o", "Kế hoạch năm học mới của nhà trường"]
    done = mend(layer(lines))
    assert done.layer.raw_text == "\n".join([LINES[0], PROSE, "báo cáo", lines[3]])
    assert 0.3 < done.share < 0.9


def test_letters_of_wrong_fonts_are_put_right_in_vietnamese_only() -> None:
    done = mend(layer(["Thƣ viện trƣờng Ðại học, ÐHQG, phƣơng án ðúng cho ngƣời đọc"]))
    assert done.layer.raw_text == "Thư viện trường Đại học, ĐHQG, phương án đúng cho người đọc"
    assert (done.letters, done.encoding) == (7, "")
    icelandic = "Það er gott að búa á Íslandi og við þökkum öllum, það veit ég"
    assert mend(layer([icelandic])).layer.raw_text == icelandic


@pytest.mark.parametrize(
    "line",
    [
        "Nghe và nhắc lại: the /ði/, then /ðen/, they /ðei/, this /ðis/, there /ðeə/, those /ðouz/.",
        "Học sinh đọc to từng từ: ði, ðen, ðei, ðis. Mother /ˈmʌðə/.",
        "The tongue is between the teeth: /ðen/, /ði/, /ðan/",
        "Þæt wæs gōd cyning. Ic ðe sægde ðu eart mīn frēond, ða com se cyning, þēod-cyninga þrym gefrūnon.",
        "Chữ Ƣ (viết thường: ƣ) có trong bảng chữ cái của người Tatar.",
    ],
)
def test_sounds_and_letters_of_others_are_no_damage(line: str) -> None:
    assert mend(layer([line])).layer.raw_text == line


def test_a_page_with_such_letters_says_so(tmp_path: Path, tools: Tools) -> None:
    lines = [("U", line.replace("ư", "ƣ")) for line in LINES]
    page = read(printed(tmp_path / "a.pdf", lines, {}), tools)
    assert page.text.split("\n") == list(LINES)
    assert (page.origin, page.confidence) == ("repaired", 1.0)
    assert [notice.code for notice in page.warnings] == ["page.letters_mended"]


def test_bullets_are_readable_and_no_repair() -> None:
    done = mend(layer(["\uf0b7 Đọc sách", "\uf0fc Viết bài", "x \uf0b7 y", "\uf0d8 Nghĩ"]))
    assert done.layer.lines[0].text == "• Đọc sách"
    assert [line.text[0] for line in done.layer.lines] == ["•", "✓", "x", "➢"]
    assert (done.encoding, done.letters, done.share) == ("", 0, 0.0)


def test_decomposed_letters_are_composed_and_no_repair(tmp_path: Path, tools: Tools) -> None:
    done = mend(layer([unicodedata.normalize("NFD", line) for line in LINES]))
    assert [line.text for line in done.layer.lines] == list(LINES)
    assert (done.encoding, done.share, done.confidence) == ("", 0.0, 1.0)


def test_an_empty_layer_stays_empty() -> None:
    empty = replace(layer([]), raw_text="")
    assert mend(empty).layer == empty
