"""Files leave as they came in: whole, in ranges, under their own names, and harmless."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_app.services import files
from repo_app.web.downloads import disposition
from tests.documents import photo, prose, text_pdf
from tests.house import House, title
from tests.web.browser import Browser

pytestmark = pytest.mark.usefixtures("remembered")

NAME = quote("Chuyện làng.pdf")


@pytest.fixture(scope="module")
def original(house: House, published: str) -> bytes:
    held = files.download(house.library, house.depositor, published, "Chuyện làng.pdf")
    with held.open(0, None) as stream:
        return stream.read()


def test_the_whole_file_is_what_was_sent(visitor: Browser, published: str, original: bytes) -> None:
    answer = visitor.get(f"/records/{published}/files/{NAME}")
    assert answer.data == original
    assert answer.headers["Content-Length"] == str(len(original))
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("0-9", 0, 10), ("5-5", 5, 6), ("100-", 100, None), ("-7", -7, None),
        ("0-99999999", 0, None), ("0-", 0, None), ("-99999999", 0, None),
    ],
)  # fmt: skip
def test_a_range_is_those_bytes(
    visitor: Browser, published: str, original: bytes, wanted: str, start: int, end: int | None
) -> None:
    answer = visitor.get(f"/records/{published}/files/{NAME}", Range=f"bytes={wanted}")
    piece = original[start:end]
    assert (answer.status_code, answer.data) == (206, piece)
    first = len(original) + start if start < 0 else start
    assert answer.headers["Content-Range"] == f"bytes {first}-{first + len(piece) - 1}/{len(original)}"
    assert answer.headers["Content-Length"] == str(len(piece))


def test_a_range_from_the_first_to_the_last_byte_is_a_range_too(
    visitor: Browser, published: str, original: bytes
) -> None:
    size = len(original)
    for wanted in (f"0-{size - 1}", f"-{size}", f"-{size + 1}"):
        answer = visitor.get(f"/records/{published}/files/{NAME}", Range=f"bytes={wanted}")
        assert (answer.status_code, answer.data) == (206, original), wanted
        assert answer.headers["Content-Range"] == f"bytes 0-{size - 1}/{size}"


@pytest.mark.parametrize("wanted", ["bytes=99999999-", "bytes=99999999-999999999"])
def test_a_range_beyond_the_end_is_refused(visitor: Browser, published: str, original: bytes, wanted: str) -> None:
    answer = visitor.get(f"/records/{published}/files/{NAME}", Range=wanted)
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(original)}"
    assert answer.data == b""


@pytest.mark.parametrize("wanted", ["bytes=0-1,4-5", "lines=1-2", "bytes=x", "bytes=9-2"])
def test_a_range_that_means_nothing_gives_the_whole_file(
    visitor: Browser, published: str, original: bytes, wanted: str
) -> None:
    answer = visitor.get(f"/records/{published}/files/{NAME}", Range=wanted)
    assert (answer.status_code, answer.data) == (200, original)


def test_a_download_is_taken_up_only_if_the_file_is_the_same(visitor: Browser, published: str, original: bytes) -> None:
    tag = visitor.head(f"/records/{published}/files/{NAME}").headers["ETag"]
    address = f"/records/{published}/files/{NAME}"
    assert visitor.get(address, Range="bytes=5-", If_Range=tag).data == original[5:]
    assert visitor.get(address, Range="bytes=5-", If_Range='"other"').data == original
    assert visitor.get(address, Range="bytes=5-", If_Range=f"W/{tag}").data == original
    assert visitor.get(address, Range="bytes=5-", If_Range=tag.strip('"')).data == original
    assert visitor.get(address, Range="bytes=5-", If_Range="Tue, 24 Nov 2026 00:00:00 GMT").data == original
    assert visitor.get(address, If_None_Match=tag).status_code == 304


def test_head_tells_the_size_and_sends_nothing(visitor: Browser, published: str, original: bytes) -> None:
    answer = visitor.head(f"/records/{published}/files/{NAME}")
    assert answer.data == b""
    assert answer.headers["Content-Length"] == str(len(original))
    part = visitor.client.head(f"/records/{published}/files/{NAME}", headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.headers["Content-Length"]) == (200, str(len(original)))


def test_a_file_of_a_person_can_do_nothing_to_the_site(visitor: Browser, published: str) -> None:
    answer = visitor.get(f"/records/{published}/files/{NAME}")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("inline;")


def test_what_was_not_parsed_is_not_shown(house: House, depositor: Browser) -> None:
    record = house.deposit(b"%PDF-1.7\nkhong phai pdf", "hong.pdf")
    house.work()
    assert depositor.get(f"/records/{record}/files/hong.pdf").headers["Content-Disposition"].startswith("attachment;")


def test_a_scan_of_another_kind_is_always_an_attachment(house: House, depositor: Browser) -> None:
    record = house.deposit(photo(prose(1, 1), dpi=72, kind="TIFF"), "anh.tif")
    assert depositor.get(f"/records/{record}/files/anh.tif").headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize("name", ["ảnh.exe", "ảnh.png.lnk", "ảnh", "ảnh.pdf"])
def test_a_picture_under_another_ending_leaves_under_its_own(house: House, depositor: Browser, name: str) -> None:
    record = house.deposit(photo(prose(1, 1), dpi=72, kind="PNG"), name)
    header = depositor.get(f"/records/{record}/files/{quote(name)}").headers["Content-Disposition"]
    assert unquote(header.partition("filename*=UTF-8''")[2]) == f"{name}.png"
    assert header.split('filename="')[1].split('"')[0].endswith(".png")


def test_a_picture_under_an_ending_of_its_kind_keeps_its_name(house: House, depositor: Browser) -> None:
    record = house.deposit(photo(prose(1, 1), dpi=72, kind="JPEG"), "ẢNH.JPEG")
    header = depositor.get(f"/records/{record}/files/{quote('ẢNH.JPEG')}").headers["Content-Disposition"]
    assert unquote(header.partition("filename*=UTF-8''")[2]) == "ẢNH.JPEG"


def test_a_name_in_another_form_is_the_same_file(house: House, visitor: Browser) -> None:
    name = "Tiếng Việt dài và đủ dấu.pdf"
    record = house.published(text_pdf([prose(2)]), unicodedata.normalize("NFD", name), title=title("Tên"))
    for form in ("NFC", "NFD"):
        answer = visitor.get(f"/records/{record}/files/{quote(unicodedata.normalize(form, name))}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].endswith(f"filename*=UTF-8''{quote(name, safe='')}")


@given(st.text(min_size=1, max_size=80).filter(lambda s: not any(0xD800 <= ord(c) <= 0xDFFF for c in s)))
def test_whatever_the_name_the_header_is_one_line_of_plain_letters(name: str) -> None:
    header = disposition(name, inline=False)
    assert header.isascii()
    assert header.isprintable()
    plain = header.split("filename=")[1].split(";")[0]
    assert plain.count('"') == 2
    kept = unquote(header.partition("filename*=UTF-8''")[2])
    assert kept == "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c) not in {"Cc", "Cf"})
