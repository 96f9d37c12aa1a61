"""Photos as phones keep them: HEIC and AVIF, turned and mirrored by EXIF, large, with more in them than the picture."""

import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageOps

from ingest import Damaged, Options, Tools, Unsupported, detect, inspect, make_light, page_image, read_pages
from ingest.boxes import brand_of
from ingest.detect import AVIF, HEIC
from ingest.model import View
from ingest.pdf_out.xmp import PdfMetadata
from tests.ingest.makers import LESSON, encoded, printed
from tests.thorough import more

READS = Options(engine="reads")
pillow_heif.register_heif_opener()


def marked(size: tuple[int, int] = (480, 640)) -> Image.Image:
    """A picture none of whose turns or mirrors looks like another."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0] // 2, size[1] // 4), fill="red")
    draw.rectangle((size[0] // 2, 0, *size), fill="blue")
    draw.rectangle((0, size[1] // 2, size[0] // 2, size[1]), fill="black")
    return image


def shown(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def alike(one: Image.Image, other: Image.Image) -> bool:
    small = [image.resize((12, 16), Image.Resampling.BOX) for image in (one, other)]
    return max(high for _, high in ImageChops.difference(*small).getextrema()) < 60  # type: ignore[misc]


@pytest.mark.parametrize(("kind", "file_type"), [("HEIF", HEIC), ("AVIF", AVIF)])
@pytest.mark.parametrize("orientation", [1, 6])
def test_a_photo_in_boxes_is_read_like_any(
    tmp_path: Path, naughty: Tools, tools: Tools, kind: str, file_type: object, orientation: int
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "IMG_0001.HEIC"
    path.write_bytes(encoded(marked(), kind, quality=80, exif=exif.tobytes()))
    found = inspect(path, path.name, READS, naughty)
    assert (found.file_type, found.pages) == (file_type, 1)
    (page,) = read_pages(path, [1], READS, naughty)
    assert page.text == "đọc được"
    upright = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    assert (page.width, page.height) == upright.size
    assert alike(shown(page_image(path, 1, 600, tools, view=page.view)), upright)


@pytest.mark.parametrize("kind", ["HEIF", "AVIF"])
def test_a_cut_off_one_is_damaged(tmp_path: Path, tools: Tools, kind: str) -> None:
    data = encoded(printed(LESSON), kind)
    (tmp_path / "a").write_bytes(data[: len(data) * 2 // 3])
    with pytest.raises(Damaged):
        inspect(tmp_path / "a", "a", Options(), tools)


def test_without_the_library_heic_is_told_apart_and_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    monkeypatch.setattr("sys.meta_path", [])
    monkeypatch.setattr("sys.path", [])
    head = b"\0\0\0\x1cftypheic\0\0\0\0mif1heicmiaf" + bytes(100)
    with pytest.raises(Unsupported) as caught:
        detect(head)
    assert caught.value.code == "file.heic_unsupported"


@pytest.mark.parametrize(
    ("head", "brand"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", "avif"),
        (b"\0\0\0\x14ftypmif1\0\0\0\0mif1avif", "heic"),  # the first box ends before what looks like a brand
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1miaf", "avif"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", None),  # a film
        (b"\0\0\0\x18ftypqt  \0\0\0\0qt  heic", None),
        (b"ftypheic", None),
        (b"", None),
    ],
)
def test_brands(head: bytes, brand: str | None) -> None:
    assert brand_of(head) == brand


@pytest.mark.parametrize("orientation", [1, 3, 6, 7, *more(2, 4, 5, 8)])  # these in test_searchable_images
def test_all_eight_orientations_are_shown_and_measured_upright(
    tmp_path: Path, naughty: Tools, tools: Tools, orientation: int
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "a.jpg"
    path.write_bytes(encoded(marked(), "JPEG", quality=90, exif=exif))
    upright = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    (page,) = read_pages(path, [1], READS, naughty)
    assert (page.width, page.height) == upright.size
    assert page.rotation == {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}.get(orientation, 0)
    for view in (None, page.view):
        assert alike(shown(page_image(path, 1, 200, tools, view=view)), upright)
    turned = replace(page.view, rotation=(page.rotation + 90) % 360)
    image = shown(page_image(path, 1, 200, tools, view=turned))
    assert alike(image, upright.transpose(Image.Transpose.ROTATE_270))
    assert image.width == 200


def test_where_a_photo_was_taken_stays_in_the_photo(tmp_path: Path, tools: Tools) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x9C9D] = "Nokia", "Nguyen Van An".encode("utf-16-le")
    exif.get_ifd(0x8825).update({1: "N", 2: (14.0, 21.0, 0.0), 3: "E", 4: (108.0, 0.0, 0.0)})
    path = tmp_path / "a.jpg"
    path.write_bytes(encoded(marked(), "JPEG", exif=exif, comment=b"home"))
    data = page_image(path, 1, 200, tools)
    assert not dict(Image.open(BytesIO(data)).getexif())
    assert all(word not in data for word in (b"EXIF", b"XMP ", b"Nokia", b"home"))


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A JPEG so large that it is decoded small for an image of 200 pixels."""
    path = tmp_path / "large.jpg"
    path.write_bytes(encoded(printed(LESSON * 2, dpi=720), "JPEG", quality=90, dpi=(72, 72)))
    return path


def test_corners_count_in_the_whole_photo_however_small_it_is_drawn(large: Path, tools: Tools) -> None:
    """The upper half of the sheet, named by its corners, at every width."""
    with Image.open(large) as photo:
        width, height = photo.size
        half = photo.crop((0, 0, width, height // 2)).convert("RGB")
    view = View(0, ((0, 0), (width, 0), (width, height // 2), (0, height // 2)))
    for wide in (200, 800):
        image = shown(page_image(large, 1, wide, tools, view=view))
        assert image.height == pytest.approx(wide * half.height / half.width, rel=0.03)
        assert alike(image, half)


def test_corners_of_no_sheet_draw_nothing(large: Path, tools: Tools) -> None:
    with pytest.raises(Damaged):
        page_image(large, 1, 200, tools, view=View(0, ((0, 0), (90, 0), (0, 0), (90, 0))))


def test_a_light_copy_of_a_large_photo_is_sharp(large: Path, tmp_path: Path, tools: Tools) -> None:
    target = tmp_path / "light.pdf"
    make_light(large, [], target, PdfMetadata(), Options(), tools)
    image = shown(page_image(target, 1, 1080, tools)).convert("L")
    assert image.width == 1080
    with Image.open(large) as photo:
        expected = photo.convert("L").resize(image.size, Image.Resampling.LANCZOS)
    apart = ImageChops.difference(image, expected).point(lambda value: 255 if value > 110 else 0)
    assert apart.histogram()[255] < 0.005 * image.width * image.height
