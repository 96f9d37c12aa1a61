"""Images bound into a PDF: the same pixels or the same bytes, upright, with their words in place."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageOps
from pypdf import PdfReader

from ingest import Options, Page, PdfMetadata, Tools, make_light, make_searchable
from ingest.searchable import LIGHT_PAGE
from tests.ingest.makers import LESSON, encoded, printed
from tests.ingest.pdfs import WORDS, apart, by_pdfium, by_poppler, by_pypdf, page_of_words, pixels, shares
from tests.thorough import more


def bound(path: Path, pages: list[Page], tools: Tools) -> Path:
    target = path.with_suffix(".pdf")
    make_searchable(path, pages, target, PdfMetadata("Ảnh", language="vi"), Options(), tools)
    return target


def corners() -> Image.Image:
    """A picture none of whose turns or mirrors looks like another."""
    image = Image.new("RGB", (160, 240), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 80, 60), fill="red")
    draw.rectangle((80, 0, 160, 60), fill="blue")
    draw.rectangle((0, 180, 80, 240), fill="black")
    return image


def shown(path: Path, size: tuple[int, int], number: int = 1) -> Image.Image:
    """The page as pdfium draws it, at about the size of a picture."""
    (wide, _), _ = pixels(path, number)
    drawn, data = pixels(path, number, size[0] / wide)
    return Image.frombytes("RGB", drawn, data).resize(size)


def coarsely_apart(one: Image.Image, other: Image.Image) -> int:
    """The greatest difference, of 255, between the pictures looked at through a grid of 8 x 8."""
    bands = ImageChops.difference(one, other).resize((8, 8), Image.Resampling.BOX).split()
    return max(max(band.tobytes()) for band in bands)


@pytest.mark.parametrize("orientation", [2, 4, 5, 8, *more(1, 3, 6, 7)])  # these in test_phone_photos
def test_a_photo_keeps_its_picture_and_stands_upright(tmp_path: Path, tools: Tools, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "photo.jpg"
    path.write_bytes(encoded(corners(), "JPEG", quality=95, exif=exif, dpi=(150, 150)))
    with Image.open(path) as photo:
        upright = ImageOps.exif_transpose(photo)
    turn = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}.get(orientation, 0)
    page = replace(page_of_words(1, *upright.size), rotation=turn)
    made = bound(path, [page], tools)
    resources = PdfReader(made, strict=True).pages[0]["/Resources"]
    image = resources["/XObject"]["/HoclieuPage"]  # type: ignore[index]
    assert image._data == encoded(corners(), "JPEG", quality=95, dpi=(150, 150))
    assert coarsely_apart(shown(made, upright.size), upright) < 60
    assert by_pypdf(made, 1) == list(WORDS)
    assert apart(by_pdfium(made, 1), shares(page)) < 0.02
    assert apart(by_poppler(made, 1), shares(page)) < 0.02


@pytest.mark.parametrize(
    ("kind", "mode", "coding"),
    [
        ("PNG", "1", "/CCITTFaxDecode"),
        ("PNG", "L", "/FlateDecode"),
        ("PNG", "RGB", "/FlateDecode"),
        ("PNG", "P", "/FlateDecode"),
        ("TIFF", "1", "/CCITTFaxDecode"),
        ("TIFF", "RGB", "/FlateDecode"),
        ("WEBP", "RGB", "/FlateDecode"),
    ],
)
def test_other_images_keep_every_pixel(tmp_path: Path, tools: Tools, kind: str, mode: str, coding: str) -> None:
    picture = printed(LESSON, dpi=50) if mode in "1L" else corners()
    options: dict[str, object] = {"lossless": True} if kind == "WEBP" else {}
    path = tmp_path / f"page.{kind.lower()}"
    path.write_bytes(encoded(picture.convert(mode), kind, **options))
    made = bound(path, [], tools)
    image = PdfReader(made, strict=True).pages[0].images[0]
    assert image.indirect_reference is not None
    assert image.indirect_reference.get_object()["/Filter"] == coding  # type: ignore[index]
    kept = Image.open(BytesIO(image.data)).convert("RGB")
    assert kept.tobytes() == picture.convert(mode).convert("RGB").tobytes()
    assert coarsely_apart(shown(made, picture.size), picture.convert(mode).convert("RGB")) < 60


def test_each_frame_of_a_fax_is_a_page(tmp_path: Path, tools: Tools) -> None:
    frames = [printed([f"Trang {number}"], dpi=60).convert("1") for number in (1, 2, 3)]
    path = tmp_path / "fax.tif"
    frames[0].save(path, save_all=True, append_images=frames[1:], compression="group4")
    made = bound(path, [page_of_words(2, 248, 350)], tools)
    reader = PdfReader(made, strict=True)
    assert [page.extract_text().split() for page in reader.pages] == [[], list(WORDS), []]
    assert reader.metadata is not None
    assert reader.metadata.title == "Ảnh"
    assert len({shown(made, (200, 300), number).tobytes() for number in (1, 2, 3)}) == 3


def test_a_light_copy_of_a_photo_is_light(tmp_path: Path, tools: Tools) -> None:
    noise = Image.effect_noise((2400, 3200), 40)
    path = tmp_path / "photo.jpg"
    path.write_bytes(encoded(Image.merge("RGB", [noise, noise, noise]), "JPEG", quality=90, dpi=(300, 300)))
    page = page_of_words(1, 2400, 3200)
    target = tmp_path / "light.pdf"
    make_light(path, [page], target, PdfMetadata(), Options(), tools)
    assert target.stat().st_size <= LIGHT_PAGE < path.stat().st_size
    assert by_pypdf(target, 1) == list(WORDS)
    assert apart(by_pdfium(target, 1), shares(page)) < 0.02
    small = tmp_path / "small.jpg"
    small.write_bytes(encoded(corners(), "JPEG"))
    make_light(small, [], target, PdfMetadata(), Options(), tools)
    assert small.read_bytes() in target.read_bytes()


def test_a_photo_that_would_grow_tenfold_without_loss_becomes_a_fine_jpeg(tmp_path: Path, tools: Tools) -> None:
    photo = Image.merge("RGB", [Image.effect_noise((1500, 1000), 40) for _ in range(3)])
    path = tmp_path / "photo.webp"
    path.write_bytes(encoded(photo, "WEBP", quality=30))
    made = bound(path, [], tools)
    image = PdfReader(made, strict=True).pages[0]["/Resources"]["/XObject"]["/HoclieuPage"]  # type: ignore[index]
    assert image["/Filter"] == "/DCTDecode"
    assert made.stat().st_size < 2_500_000
    with Image.open(path) as kept:
        assert coarsely_apart(shown(made, kept.size), kept.convert("RGB")) < 6
