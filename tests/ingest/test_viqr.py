"""VIQR, whose tones are full stops, question marks and apostrophes to everybody else."""

import itertools
import re

import pytest

from ingest.text.encodings import decode, examine
from ingest.text.encodings.viqr import VIQR
from ingest.text.mending import mend
from tests.ingest.encoders import PROSE, viqr
from tests.ingest.test_repaired import layer


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("Nguye^n ta('c la` the^', let's go. Who is it? It's me.", "Nguyên tắc là thế, let's go. Who is it? It's me."),
        ("We see a zoo. So do I. Ca'c em ddo.c tie^'ng Vie^.t.", "We see a zoo. So do I. Các em đọc tiếng Việt."),
        ("Ho. la` ai? To^i. Ddi ha?i? Co' ai o+? ddo' kho^ng?", "Họ là ai? Tôi. Đi hải? Có ai ở đó không?"),
        ("Bo^. Gia'o du.c va` DDa`o ta.o, Nguye^~n Thi. Ha`.", "Bộ Giáo dục và Đào tạo, Nguyễn Thị Hà."),
        ("So^' ddie^.n thoa.i, thu+: a.o@e.vn, http://a.o/e?i=o.", "Số điện thoại, thư: a.o@e.vn, http://a.o/e?i=o."),
        ("O+? DDa(k Ha` co' ru+`ng. I'm here. Hoa. si~ ve~.", "Ở Đăk Hà có rừng. I'm here. Hoạ sĩ vẽ."),
        ("Nu+o+'c cha?y \\\"o+? ddo'\\\", dde^? la.i xe\\.", 'Nước chảy "ở đó", để lại xe.'),
    ],
)
def test_each_sign_by_the_words_around_it(shown: str, meant: str) -> None:
    assert VIQR.decode(shown) == meant
    told = decode(shown.encode())
    assert (told.text, told.encoding) == (meant, "viqr")


def test_a_full_stop_that_nobody_escaped_ends_the_line() -> None:
    careless = (
        "Nhie^`u ngu+o+`i dde^'n xem ho^.i. Tro+`i mu+a to.\nMo.i ngu+o+`i ve^` nha`, tru+` ba'c thu? thu+ va` to^i."
    )
    assert VIQR.decode(careless) == "Nhiều người đến xem hội. Trời mưa to.\nMọi người về nhà, trừ bác thủ thư và tôi."
    assert VIQR.decode(viqr(PROSE).replace("\\", "")) == PROSE


@pytest.mark.parametrize(
    "text",
    [
        "Let's go. Add a^2 + b^2 to see. Who? Me. The daddy's zoo. a(b + c), o(n), u+v, e^x.",
        "Em ơi, let's go. Ai thế? Ở đâu? Anh ta ho. Đi.",
        "Di hoc. Ve nha. Sao? Toi. Co a? Ddi dau ddo? Da. Ma oi.",
        "for (o = 0; a(i); o++) { u^=e; a+=o?e:i; } // ddata ddo. add",
        "café a^ o+ e^ ddi là Nguye^~n Va(n, học sinh lớp năm",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert examine(text) is None
    assert decode(text.encode()).text == text
    assert mend(layer([text])).layer.lines[0].text == text


def test_lines_of_a_page_are_told_apart() -> None:
    lines = ["Let's go. Who is she? She's so. No? Go.", viqr(PROSE), "Ai thế? Ở nhà. Đi đâu? Ta ho."]
    assert [line.text for line in mend(layer(lines)).layer.lines] == [lines[0], PROSE, lines[2]]


MARKDOWN = """# Bài 1: đọc sách

Các em dùng lệnh `print("a")` để in. Biến `ho.` và `o+` chỉ là tên; hàm `do.co`, (`so'`), `to` không được đổi.

```
ho. = a.o
print('to.', ma?)
```
~~~ py `ho.`
to. = ma? + 'a^'
```
~~~~
Thật không? 'Có!' Thầy nói: 'Tôi đọc'.
"""


def test_code_in_markdown_stays_and_what_stands_around_it_is_read() -> None:
    code = re.compile(r"^~~~.*?~~~~$|```.*?```|`[^`\n]*`", re.DOTALL | re.MULTILINE)
    around = [viqr(piece).replace("\\", "") for piece in code.split(MARKDOWN)]
    shown = "".join(itertools.chain(*itertools.zip_longest(around, code.findall(MARKDOWN), fillvalue="")))
    told = decode(shown.encode())
    assert (told.text, told.encoding) == (MARKDOWN, "viqr")


@pytest.mark.parametrize("line", ["~~~", "~~~~~~~~~~~~", "~~~ * ~~~"])
def test_lines_of_tildes_between_pieces_of_text_make_no_code_of_it(line: str) -> None:
    meant = f"{line}\n\n{PROSE}\n\n{line}\n{PROSE}\n{line}\nfor a^ in o(to.): ma?\n{line}\n{PROSE}\n"
    shown = meant.replace(PROSE, viqr(PROSE).replace("\\", ""))
    assert decode(shown.encode()).text == meant


@pytest.mark.parametrize(
    "text",
    [
        "# Lesson 1\n\nUse `print('hello')` and `a.o`. It's their book; `e^`, `a+b`, `do.`, `ho.`, `la'`, `to`.\n",
        "Dung `to`, `la`, `ma` va `do`. Ham `dda`, `dde`, `ddi`: `a^`, `o+`. 'Tot' khong? Hay go `so` roi `co`.",
        "- `a`: the first\n- `to`: where\n- `me`: who\n- `go` and `do`: what\n\n```sh\ncd ~/a~ `la`\n```\n",
    ],
)
def test_code_alone_makes_no_text_viqr(text: str) -> None:
    assert examine(text) is None
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        (
            "Tha^`y ho?i: `Em ddo.c ga`?' Em tho+a: ``Tha^`y la` ai?''",
            "Thầy hỏi: `Em đọc gà?' Em thơa: ``Thầy là ai?''",
        ),
        ("\"Ai mu+o+.n sa'ch?\" 'To^i mu+o+.n', em dda'p.", "\"Ai mượn sách?\" 'Tôi mượn', em đáp."),
        ("(`va`' la` mo^.t tu+`, ddu'ng kho^ng?)", "(`và' là một từ, đúng không?)"),
    ],
)
def test_quotation_marks_of_typewriters_are_no_code(shown: str, meant: str) -> None:
    assert VIQR.decode(shown) == meant
