"""What a file is, by its bytes."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import EmptyFile, Unsupported, detect, extension_matches
from ingest.detect import JPEG, PDF, PNG, SUPPORTED, TIFF, WEBP, detect_file
from tests.ingest.makers import encoded, printed


@pytest.mark.parametrize(
    ("kind", "expected"), [("JPEG", JPEG), ("PNG", PNG), ("TIFF", TIFF), ("WEBP", WEBP), ("PDF", PDF)]
)
def test_files_as_pillow_writes_them(kind: str, expected: object) -> None:
    assert detect(encoded(printed(["chữ"], dpi=40), kind)[:1024]) == expected


@pytest.mark.parametrize("head", [b"MM\x00*rest", b"II+\x00\x08\x00", b"MM\x00+\x00\x08"])
def test_all_four_kinds_of_tiff(head: bytes) -> None:
    assert detect(head) == TIFF


def test_a_pdf_header_may_stand_in_the_first_1024_bytes() -> None:
    assert detect(b"junk\n" * 100 + b"%PDF-1.7") == PDF
    with pytest.raises(Unsupported):
        detect(b"\n" * 1020 + b"%PDF-1.7")


def test_an_empty_file_is_told_from_an_unknown_one(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    with pytest.raises(EmptyFile):
        detect_file(tmp_path / "empty.pdf")
    for bytes_ in (b"PK\x03\x04 a zip", b"hello", b"RIFF....WAVE", b"GIF89a", b"<html>"):
        with pytest.raises(Unsupported):
            detect(bytes_)


@given(st.binary(max_size=1100))
def test_any_bytes_get_a_supported_type_or_one_of_two_errors(head: bytes) -> None:
    with suppress(EmptyFile, Unsupported):
        assert detect(head) in SUPPORTED


def test_names_and_types() -> None:
    assert extension_matches("Bài giảng.PDF", PDF)
    assert extension_matches("IMG_0001.jpeg", JPEG)
    assert extension_matches("no extension", PNG)
    assert not extension_matches("scan.pdf", JPEG)
    assert not extension_matches("photo.jpg", PDF)
