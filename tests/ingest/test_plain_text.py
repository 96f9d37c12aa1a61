"""Plain text: told by its name and its bytes, read in any encoding."""

from collections.abc import Callable
from pathlib import Path

import pytest

import ingest
from ingest.readers.office.opening import open_text
from tests.ingest import encoders

TEXT = (
    "Những nguyên tắc cần tuân thủ khi đọc sách ở thư viện xã.\nĐường lên rẫy trơn, không nên đi một mình lúc trời mưa."
)


def read(path: Path) -> tuple[list[str], str]:
    found = open_text(path, ".txt", 2000)
    return [found.page(at).text for at in range(1, len(found.pages.pages) + 1)], found.encoding


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_unicode_in_its_ways_of_writing(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert read(path) == ([TEXT], "")


def test_lines_stay_and_form_feeds_part_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"m\xe1\xbb\x99t\r\n\r\n  hai\tba\r\n\fb\xe1\xbb\x91n\n")
    assert read(path) == (["một\n\n  hai\tba", "bốn"], "")


def test_a_long_text_is_parted_between_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(f"{at} {TEXT.splitlines()[0]}" for at in range(1000)), "utf-8")
    pages, _ = read(path)
    assert 15 < len(pages) < 40
    assert all(page[0].isdigit() and page.endswith("xã.") for page in pages)


@pytest.mark.parametrize(
    ("name", "encode"),
    [("tcvn3", encoders.tcvn3), ("vni", encoders.vni), ("viscii", encoders.viscii), ("viqr", encoders.viqr)],
)
def test_old_encodings_become_unicode(tmp_path: Path, name: str, encode: Callable[[str], str]) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(encode(TEXT).encode("cp1252" if name != "viqr" else "ascii"))
    assert ingest.inspect(path, "a.txt", ingest.Options(), ingest.Tools()).pages == 1
    assert read(path) == ([TEXT], name)


@pytest.mark.parametrize("name", ["bai.txt", "bai.md", "BAI.TXT"])
def test_text_is_told_by_its_name_and_its_bytes(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("<html><script>alert('chào')</script></html>", "utf-8")
    found = ingest.inspect(path, name, ingest.Options(), ingest.Tools())
    assert (found.file_type.media_type, found.file_type.family, found.pages) == ("text/plain", "text", 1)


@pytest.mark.parametrize("name", ["bai.doc", "bai", "bai.html", "bai.csv", "bai.pdf"])
def test_text_under_any_other_name_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(TEXT, "utf-8")
    with pytest.raises(ingest.Unsupported):
        ingest.inspect(path, name, ingest.Options(), ingest.Tools())


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 8, b"\x7fELF\x02\x01\x01" + bytes(200), b"   \n", b"GIF89a" + bytes(40)]
)
def test_bytes_that_are_no_text_are_refused_under_its_name(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(ingest.Unsupported):
        ingest.inspect(path, "a.txt", ingest.Options(), ingest.Tools())
