"""What cameras write beside a picture, where a child lives above all, is in nothing that is made of a photo."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pillow_heif
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader

from ingest import Options, PdfMetadata, Tools, join_images, make_light, make_searchable
from ingest.pdf_out.jpeg import bare
from tests.ingest.makers import encoded
from tests.ingest.test_searchable_images import corners
from tests.thorough import more

pillow_heif.register_heif_opener()
TRACES = (b"Canon", b"12 Tran Phu", b"14,21.5N", b"thumb", b"Exif", b"exif")
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>14,21.5N</exif:GPSLatitude></x:xmpmeta>'


def told() -> Image.Exif:
    """A camera's name, and the place."""
    exif = Image.Exif()
    exif[0x010F], exif[0x010E] = "Canon", "12 Tran Phu"
    exif.get_ifd(0x8825).update({1: "N", 2: (14.0, 21.0, 30.0), 3: "E", 4: (108.0, 0.0, 0.0)})
    return exif


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2) + body


def phone_jpeg(picture: Image.Image) -> bytes:
    """A JPEG as phones make them: EXIF, XMP, IPTC, a comment, a second picture with EXIF of its own, a video behind."""
    data = encoded(picture, "JPEG", quality=90, exif=told(), xmp=XMP, comment=b"12 Tran Phu")
    second = encoded(picture.resize((32, 48)), "JPEG", exif=told())
    iptc = segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04 12 Tran Phu")
    several = segment(0xE2, b"MPF\0 thumb") + segment(0xE0, b"JFXX\0 thumb")
    return data[:2] + iptc + several + data[2:] + second + b"\0\0\0\x18ftypmp42 14,21.5N"


def others(kind: str) -> bytes:
    if kind == "PNG":
        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", XMP.decode())
        return encoded(corners(), kind, exif=told(), pnginfo=info)
    if kind == "TIFF":
        return encoded(corners(), kind, exif=told())
    return encoded(corners(), kind, exif=told().tobytes(), xmp=XMP, quality=90)


def searchable(path: Path, target: Path, tools: Tools) -> None:
    make_searchable(path, [], target, PdfMetadata(), Options(), tools)


def light(path: Path, target: Path, tools: Tools) -> None:
    make_light(path, [], target, PdfMetadata(), Options(), tools)


def joined(path: Path, target: Path, tools: Tools) -> None:
    join_images([path, path], target, PdfMetadata(), Options(), tools)


@pytest.mark.parametrize(
    ("kind", "make"),
    [(kind, searchable) for kind in ("JPEG", "PNG", "WEBP", "HEIF", "TIFF")]
    + [(kind, make) for kind in ("JPEG", *more("PNG", "WEBP", "HEIF", "TIFF")) for make in (light, joined)],
)
def test_no_pdf_tells_where_a_photo_was_taken(
    tmp_path: Path, tools: Tools, kind: str, make: Callable[[Path, Path, Tools], None]
) -> None:
    path, target = tmp_path / "photo", tmp_path / "made.pdf"
    path.write_bytes(phone_jpeg(corners()) if kind == "JPEG" else others(kind))
    assert any(trace in path.read_bytes() for trace in TRACES)
    make(path, target, tools)
    images = [file.data for page in PdfReader(target, strict=True).pages for file in page.images]
    assert images
    held = [target.read_bytes(), *images]
    assert [trace for trace in TRACES if any(trace in data for data in held)] == []
    assert not any(dict(Image.open(BytesIO(data)).getexif()) for data in images)


def test_a_large_photo_with_a_comment_gives_a_light_copy_without_it(tmp_path: Path, tools: Tools) -> None:
    path, target = tmp_path / "photo.jpg", tmp_path / "light.pdf"
    noise = Image.merge("RGB", [Image.effect_noise((1500, 1000), 90) for _ in range(3)])
    path.write_bytes(encoded(noise, "JPEG", quality=95, comment=b"12 Tran Phu"))
    light(path, target, tools)
    assert target.stat().st_size < path.stat().st_size / 4
    assert b"12 Tran Phu" not in target.read_bytes()


@given(
    st.sampled_from(["L", "RGB", "CMYK"]),
    st.booleans(),
    st.sampled_from([0, 1, 3]),
    st.integers(1, 40),
    st.integers(1, 40),
    st.integers(1, 100),
)
def test_the_picture_stays_bit_by_bit(
    mode: str, progressive: bool, restart: int, width: int, height: int, quality: int
) -> None:
    picture = corners().convert(mode).crop((60, 40, 60 + width, 40 + height))
    options = {"progressive": progressive, "restart_marker_blocks": restart, "quality": quality}
    plain = encoded(picture, "JPEG", icc_profile=b"colours", **options)
    full = encoded(picture, "JPEG", icc_profile=b"colours", exif=told(), comment=b"home", **options)
    assert bare(full) == bare(plain) == plain
    with Image.open(BytesIO(plain)) as shown:
        assert shown.info["icc_profile"] == b"colours"


def test_bytes_between_segments_and_a_stray_end_are_passed_over() -> None:
    data = encoded(corners(), "JPEG")
    assert bare(data[:2] + b"12 Tran Phu" + data[2:] + b"14,21.5N") == data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0",
        b"\xff\xd8\xff\xe0\0\1\xff\xd9",
        b"\xff\xd8\xff\xe1\xff\xff\xff\xd9",
        encoded(corners(), "JPEG")[:-2],
        b"\xff\xd8" + encoded(corners(), "JPEG"),
    ],
)
def test_what_is_no_whole_jpeg_is_not_taken_for_one(data: bytes) -> None:
    assert bare(data) is None


@given(st.binary(max_size=60))
def test_any_bytes_end(data: bytes) -> None:
    found = bare(b"\xff\xd8" + data)
    assert found is None or (found.startswith(b"\xff\xd8") and found.endswith(b"\xff\xd9"))


def test_what_stands_behind_the_head_of_jfif_stays_out() -> None:
    plain = encoded(Image.new("RGB", (16, 16), "white"), "JPEG")
    assert plain[2:4] == b"\xff\xe0"
    head, rest = plain[2:20], plain[20:]
    with_more = b"\xff\xd8\xff\xe0" + (16 + 14).to_bytes(2, "big") + head[4:16] + b"\x01\x01" + b"thumb 14,21.5N" + rest
    assert bare(with_more) == bare(plain)
    assert b"thumb" not in (bare(with_more) or b"")


@pytest.mark.parametrize("mode", ["CMYK", "RGB"])
def test_what_stands_behind_the_colours_of_adobe_stays_out(mode: str) -> None:
    plain = encoded(Image.new(mode, (16, 16), "white"), "JPEG", **({"keep_rgb": True} if mode == "RGB" else {}))
    at = plain.index(b"\xff\xee\0\x0eAdobe")
    longer = plain[:at] + segment(0xEE, plain[at + 4 : at + 16] + b"12 Tran Phu 14,21.5N") + plain[at + 16 :]
    assert bare(longer) == bare(plain) == plain
    cut = plain[:at] + segment(0xEE, b"Adobe") + plain[at + 16 :]
    assert bare(cut) == plain[:at] + plain[at + 16 :]


@pytest.mark.parametrize("marker", [0x02, 0xBF, 0xC8, 0xDE, 0xDF, 0xF0, 0xF7, 0xFD])
def test_segments_that_no_decoder_needs_stay_out(marker: int) -> None:
    plain = encoded(corners(), "JPEG")
    assert bare(plain[:20] + segment(marker, b"12 Tran Phu") + plain[20:]) == plain


@pytest.mark.parametrize("marker", [0xDC, 0xDD])
def test_nothing_is_hidden_behind_the_one_number_of_a_segment(marker: int) -> None:
    plain = encoded(corners(), "JPEG")
    first = plain.index(b"\xff\xda")
    found = bare(plain[:first] + segment(marker, b"\0\x01 12 Tran Phu") + plain[first:])
    assert found == bare(plain[:first] + segment(marker, b"\0\x01") + plain[first:])
    assert found is not None
    assert b"Phu" not in found
