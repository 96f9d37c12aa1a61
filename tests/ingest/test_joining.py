"""Several photos made into one document: their own pictures, upright, in order, whatever one of them is."""

from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps
from pypdf import PdfReader

from ingest import Damaged, Options, PdfMetadata, TooLarge, Tools, join_images, natural_key, read_file
from tests.ingest.makers import LESSON, encoded, printed
from tests.ingest.pdfs import pixels
from tests.ingest.test_searchable_images import coarsely_apart, corners, shown
from tests.thorough import more

NOTHING = PdfMetadata()


def photo(number: int, orientation: int = 1, taken: str = "") -> bytes:
    """A picture of its own tone, with what a phone writes beside it."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    return encoded(toned(number), "JPEG", quality=90, exif=exif)


def bare(*numbers: int) -> list[bytes]:
    """The photos of these tones without what is told beside them."""
    return [encoded(toned(number), "JPEG", quality=90) for number in numbers]


def toned(number: int) -> Image.Image:
    picture = corners()
    picture.paste((number * 20, 90, 90), (90, 190, 150, 230))
    return picture


def put(folder: Path, *files: tuple[str, bytes]) -> list[Path]:
    paths = []
    for name, data in files:
        paths.append(folder / name)
        paths[-1].write_bytes(data)
    return paths


def held(path: Path) -> list[bytes]:
    """What each page shows, as it is stored."""
    pages = PdfReader(path, strict=True).pages
    return [page["/Resources"]["/XObject"]["/HoclieuPage"]._data for page in pages]  # type: ignore[index]


def join(paths: list[Path], tools: Tools, names: list[str] | None = None) -> Path:
    target = paths[0].parent / "joined.pdf"
    join_images(paths, target, NOTHING, Options(), tools, names)
    return target


@pytest.mark.parametrize("orientation", [1, 5, *more(3, 6, 8)])
def test_each_photo_is_a_page_with_its_own_picture_upright(tmp_path: Path, tools: Tools, orientation: int) -> None:
    photos = [photo(1, orientation), photo(2)]
    made = join(put(tmp_path, ("b.jpg", photos[0]), ("a.jpg", photos[1])), tools)
    assert held(made) == bare(1, 2)
    with Image.open(BytesIO(photos[0])) as stored:
        upright = ImageOps.exif_transpose(stored).convert("RGB")
    assert coarsely_apart(shown(made, upright.size), upright) < 60


def test_other_types_keep_every_pixel_and_a_tiff_all_its_frames(tmp_path: Path, tools: Tools) -> None:
    picture = printed(LESSON, dpi=100)
    frames = BytesIO()
    picture.save(frames, "TIFF", save_all=True, append_images=[picture.rotate(180)])
    paths = put(
        tmp_path,
        ("a.png", encoded(picture, "PNG")),
        ("b.tif", frames.getvalue()),
        ("c.webp", encoded(picture, "WEBP", lossless=True)),
    )
    made = join(paths, tools)
    assert len(PdfReader(made, strict=True).pages) == 4
    assert pixels(made, 1)[1] == pixels(made, 2)[1] == pixels(made, 4)[1] != pixels(made, 3)[1]


def test_the_same_photos_give_the_same_bytes(tmp_path: Path, tools: Tools) -> None:
    paths = put(tmp_path, ("a.jpg", photo(1)), ("b.jpg", photo(2)))
    first = join(paths, tools).read_bytes()
    assert join(paths, tools).read_bytes() == first
    assert join(paths[::-1], tools).read_bytes() != first


def test_names_order_them_as_people_count(tmp_path: Path, tools: Tools) -> None:
    photos = [photo(number) for number in range(3)]
    paths = put(tmp_path, *((f"{number}.bin", data) for number, data in enumerate(photos)))
    assert held(join(paths, tools, ["IMG_10.jpg", "img_2.jpg", "IMG_1.jpg"])) == bare(2, 1, 0)


def test_the_time_they_were_taken_orders_them_where_all_tell_it(tmp_path: Path, tools: Tools) -> None:
    times = ["2026:11:20 08:00:03", "2026:11:20 08:00:01", "2026:11:20 08:00:02"]
    photos = [photo(number, taken=time) for number, time in enumerate(times)]
    paths = put(tmp_path, *((f"{number}.bin", data) for number, data in enumerate(photos)))
    names = ["a.jpg", "b.jpg", "c.jpg"]
    assert held(join(paths, tools, names)) == bare(1, 2, 0)
    paths[1].write_bytes(photo(1))
    assert held(join(paths, tools, names)) == bare(0, 1, 2)


def test_one_that_is_damaged_is_left_out_and_told(tmp_path: Path, tools: Tools) -> None:
    bomb = encoded(Image.new("1", (20_000, 20_000)), "PNG")
    cut = encoded(printed(LESSON, dpi=200), "JPEG")[:9000]
    paths = put(tmp_path, ("1", photo(1)), ("2", cut), ("3", bomb), ("4", b"\xff\xd8\xffnothing"), ("5", photo(2)))
    target = tmp_path / "joined.pdf"
    joined = join_images(paths, target, NOTHING, Options(), tools)
    assert joined.order == (0, 4)
    assert [(at, fault.code) for at, fault in joined.left_out] == [
        (1, "page.damaged"), (2, "file.too_many_pixels"), (3, "file.damaged"),
    ]  # fmt: skip
    assert held(target) == bare(1, 2)


def test_where_nothing_can_be_read_nothing_is_written(tmp_path: Path, tools: Tools) -> None:
    paths = put(tmp_path, ("1", b"\xff\xd8\xff"), ("2", b"\x89PNG\r\n\x1a\n"))
    with pytest.raises(Damaged):
        join_images(paths, tmp_path / "joined.pdf", NOTHING, Options(), tools)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["1", "2"]


def test_more_pages_than_a_file_may_have_are_refused(tmp_path: Path, tools: Tools) -> None:
    paths = put(tmp_path, ("1", photo(1)), ("2", photo(2)))
    with pytest.raises(TooLarge):
        join_images(paths, tmp_path / "joined.pdf", NOTHING, Options(max_pages=1), tools)


@pytest.mark.ocr
def test_what_was_joined_is_read(tmp_path: Path, tools: Tools) -> None:
    sheet = encoded(printed(LESSON, dpi=150).convert("RGB"), "JPEG", quality=90)
    made = join(put(tmp_path, ("1", photo(1)), ("2", sheet)), tools)
    document = read_file(made, Options(), tools, 2, lambda done, total: None)
    assert "Người nông dân gieo mạ" in document.pages[1].text


@given(st.lists(st.text(max_size=12), min_size=1, max_size=6))
def test_any_names_can_be_put_in_order(names: list[str]) -> None:
    ordered = sorted(names, key=natural_key)
    assert sorted(ordered) == sorted(names)
    assert all(natural_key(one) <= natural_key(other) for one, other in pairwise(ordered))


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["IMG_{}.jpg", "ảnh {}", "{}", "z{}_a"]))
def test_numbers_in_names_count(one: int, other: int, form: str) -> None:
    assert (natural_key(form.format(one)) < natural_key(form.format(other))) == (one < other)
