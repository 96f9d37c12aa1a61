"""Photos of sheets: found, straightened, read; and flat pages that must never be taken for one."""

from io import BytesIO
from math import dist
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageStat
from pypdf import PdfReader

from ingest import Options, Page, PdfMetadata, Tools, make_light, make_searchable, page_image, read_pages
from ingest.photo.geometry import Quad, from_rectangle, sheet_size
from ingest.photo.sheet import find_sheet
from ingest.photo.straighten import straightened
from ingest.readers.raster import PageSize, Raster, turned
from ingest.upright import turned_corners
from tests.ingest.makers import ENGLISH, LESSON, encoded, printed
from tests.ingest.pdfs import by_pdfium, by_poppler
from tests.photos import TABLES, Shot, photographed
from tests.thorough import more

READING = Options(languages="vie")
ocr = pytest.mark.ocr


def sheet(lines: tuple[str, ...] = LESSON * 3) -> Image.Image:
    """A sheet as A4 at 130 dpi."""
    return printed(lines, dpi=260, pixels=36)


@pytest.fixture(scope="module")
def shot() -> Shot:
    return photographed(sheet(), 4, "wood", (1200, 1600))


@pytest.mark.parametrize(("seed", "table"), list(enumerate(TABLES)))
def test_the_sheet_is_found_on_any_table(seed: int, table: str) -> None:
    shot = photographed(sheet(), seed, table, (900, 1200))
    found = find_sheet(shot.image.convert("L"))
    assert found is not None
    assert max(dist(one, other) for one, other in zip(found, shot.corners, strict=True)) < 8


@ocr
def test_a_photo_becomes_a_straight_page(tmp_path: Path, tools: Tools, shot: Shot) -> None:
    (tmp_path / "a.jpg").write_bytes(shot.jpeg())
    (page,) = read_pages(tmp_path / "a.jpg", [1], Options(engine="tesseract", languages="vie"), tools)
    assert page.corners is not None
    assert max(dist(one, other) for one, other in zip(page.corners, shot.corners, strict=True)) < 8
    assert page.height / page.width == pytest.approx(2**0.5, rel=0.01)
    assert [line for line in page.text.split("\n") if line] == list(LESSON * 3)


def ink_under(page: Page, image: Image.Image) -> float:
    """The share of words that lie on something darker than paper in an image of the page."""
    across, down = image.width / page.width, image.height / page.height
    gray, dark = image.convert("L"), 0
    for word in page.words:
        x0, y0, x1, y1 = word.box
        low, _ = gray.crop((int(x0 * across), int(y0 * down), int(x1 * across) + 1, int(y1 * down) + 1)).getextrema()
        dark += low < 150  # type: ignore[operator]
    return dark / len(page.words)


@ocr
def test_its_image_is_the_straight_sheet_in_even_light(tmp_path: Path, tools: Tools, shot: Shot) -> None:
    (tmp_path / "a.jpg").write_bytes(shot.jpeg())
    (page,) = read_pages(tmp_path / "a.jpg", [1], READING, tools)
    image = Image.open(BytesIO(page_image(tmp_path / "a.jpg", 1, 800, tools, READING, page.view))).convert("RGB")
    assert image.width == 800
    assert image.height == pytest.approx(800 * page.height / page.width, abs=2)
    assert ink_under(page, image) == 1
    corners = [
        image.crop((x, y, x + 40, y + 40)).resize((1, 1), Image.Resampling.BOX) for x in (4, 756) for y in (4, 1080)
    ]
    for paper in (corner.getpixel((0, 0)) for corner in corners):
        assert min(paper) > 215  # type: ignore[type-var]
        assert max(paper) - min(paper) < 14  # type: ignore[type-var, operator]


def placed(page: Page, size: tuple[int, int], quad: Quad) -> dict[str, tuple[float, float]]:
    """The middle of each word that stands once on the page, in shares of the photo."""
    mapping = from_rectangle(page.width, page.height, quad)
    texts = [word.text for word in page.words]
    return {
        word.text: tuple(  # type: ignore[misc]
            at / side
            for at, side in zip(
                mapping((word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2), size, strict=True
            )
        )
        for word in page.words
        if texts.count(word.text) == 1
    }


def in_photo(tmp_path: Path, shot: Shot, within_pdf: bool) -> Path:
    """The photo as a file of its own, or as the one picture of a PDF page as phone scanners make it."""
    path = tmp_path / ("a.pdf" if within_pdf else "a.jpg")
    if within_pdf:
        shot.image.save(path, "PDF", resolution=150, quality=80)
    else:
        path.write_bytes(shot.jpeg(85))
    return path


@ocr
@pytest.mark.parametrize("within_pdf", [False, True])
def test_words_lie_on_the_untouched_photo(tmp_path: Path, tools: Tools, within_pdf: bool) -> None:
    shot = photographed(sheet((*LESSON, *ENGLISH)), 6, "cloth", (1200, 1600))
    path = in_photo(tmp_path, shot, within_pdf)
    (page,) = read_pages(path, [1], READING, tools)
    assert page.corners is not None
    made = tmp_path / "made.pdf"
    make_searchable(path, [page], made, PdfMetadata(), READING, tools)
    assert len(PdfReader(made).pages[0].images) == 1
    if not within_pdf:
        assert path.read_bytes() in made.read_bytes()
    wanted = placed(page, shot.image.size, shot.corners)
    assert len(wanted) > 20
    for found in (by_pdfium(made, 1), by_poppler(made, 1)):
        middles = {seen.text: ((seen.box[0] + seen.box[2]) / 2, (seen.box[1] + seen.box[3]) / 2) for seen in found}
        assert set(wanted) <= set(middles)
        assert max(dist(middles[text], at) for text, at in wanted.items()) < 0.012


@ocr
@pytest.mark.parametrize("within_pdf", [False, True])
def test_a_light_copy_shows_the_straight_sheet(tmp_path: Path, tools: Tools, within_pdf: bool) -> None:
    shot = photographed(sheet(), 6, "cloth", (1200, 1600))
    path = in_photo(tmp_path, shot, within_pdf)
    (page,) = read_pages(path, [1], READING, tools)
    made = tmp_path / "light.pdf"
    make_light(path, [page], made, PdfMetadata(), READING, tools)
    (seen,) = read_pages(made, [1], Options(), tools)
    assert seen.origin == "text-layer"
    assert seen.height / seen.width == pytest.approx(page.height / page.width, rel=0.01)
    assert ink_under(seen, Image.open(BytesIO(page_image(made, 1, 800, tools)))) > 0.97


@ocr
def test_a_photo_lying_on_its_side_is_straightened_and_turned(tmp_path: Path, tools: Tools, shot: Shot) -> None:
    lying = shot.image.transpose(Image.Transpose.ROTATE_90)
    (tmp_path / "a.jpg").write_bytes(encoded(lying, "JPEG", quality=80))
    (page,) = read_pages(tmp_path / "a.jpg", [1], READING, tools)
    assert page.rotation == 90
    assert page.corners is not None
    assert max(dist(one, other) for one, other in zip(page.corners, shot.corners, strict=True)) < 8
    assert page.text.startswith(LESSON[0])
    image = Image.open(BytesIO(page_image(tmp_path / "a.jpg", 1, 600, tools, READING, page.view)))
    assert ink_under(page, image) == 1


def slide() -> Image.Image:
    image = Image.new("RGB", (1280, 720), (24, 60, 120))
    draw = ImageDraw.Draw(image)
    draw.rectangle((140, 90, 1140, 640), fill="white")
    draw.text((200, 140), LESSON[0], fill=0, font_size=48)
    return image


def framed() -> Image.Image:
    page = sheet()
    draw = ImageDraw.Draw(page)
    for inset, width in ((40, 3), (52, 12), (80, 2)):
        draw.rectangle((inset, inset, page.width - inset, page.height - inset), outline=20, width=width)
    return page


def table() -> Image.Image:
    page = sheet()
    draw = ImageDraw.Draw(page)
    for at in range(6):
        draw.line((100, 500 + at * 120, 975, 500 + at * 120), fill=0, width=4)
        draw.line((100 + at * 175, 500, 100 + at * 175, 1100), fill=0, width=4)
    return page


def on_a_dark_bed() -> Image.Image:
    """A sheet smaller than the scanner's glass, its cover dark."""
    page = Image.new("L", (1300, 1800), 40)
    page.paste(sheet(), (0, 0))
    return page


def shadowed_spread() -> Image.Image:
    """Two pages of an open book from a scanner, with the dark fold between them and at the edges."""
    page = Image.new("L", (2150, 1520), 250)
    page.paste(sheet(), (0, 0))
    page.paste(sheet(), (1075, 0))
    fold = Image.linear_gradient("L").rotate(90).resize((120, 1520))
    page.paste(
        ImageChops.multiply(page.crop((955, 0, 1075, 1520)), fold.transpose(Image.Transpose.FLIP_LEFT_RIGHT)), (955, 0)
    )
    page.paste(ImageChops.multiply(page.crop((1075, 0, 1195, 1520)), fold), (1075, 0))
    return page


def drawing() -> Image.Image:
    page = Image.new("L", (1200, 1600), 255)
    draw = ImageDraw.Draw(page)
    draw.polygon([(200, 300), (1000, 350), (900, 1300), (260, 1200)], outline=0, width=8)
    draw.ellipse((400, 500, 800, 900), outline=0, width=6)
    return page


def dark_picture() -> Image.Image:
    """A dark picture, a little askew, on white paper: lighter outside, not inside."""
    page = Image.new("L", (1200, 1600), 245)
    picture = Image.effect_noise((800, 1000), 40).point(lambda value: value // 3)
    page.paste(picture.rotate(1, expand=True, fillcolor=245), (180, 280))
    return page


def boxed() -> Image.Image:
    """A page of a textbook, tinted, with a white box on most of it."""
    page = Image.new("RGB", (1075, 1520), (205, 226, 240))
    ImageDraw.Draw(page).rectangle((90, 260, 985, 1180), fill="white")
    page.paste(printed(LESSON, dpi=200).crop((40, 60, 700, 500)), (150, 320))
    return page


def certificate() -> Image.Image:
    """White paper in a broad dark border, the paper's own edge outside it."""
    page = sheet()
    ImageDraw.Draw(page).rectangle((40, 40, page.width - 40, page.height - 40), outline=110, width=70)
    return page


FLAT = {
    made.__name__: made
    for made in (boxed, certificate, dark_picture, sheet, slide, framed, table, on_a_dark_bed, shadowed_spread, drawing)
}


@pytest.mark.parametrize(
    ("name", "slope", "grain"),
    [
        (name, *held)
        for at, name in enumerate(sorted(FLAT))
        for held in ((0.0, 12), ((1.5, 0), (-4.0, 12))[at % 2], *more(((-4.0, 12), (1.5, 0))[at % 2]))
    ],
)
def test_a_flat_page_is_never_a_photo(name: str, slope: float, grain: int) -> None:
    page = FLAT[name]().convert("L")
    page = page.rotate(slope, Image.Resampling.BICUBIC, fillcolor=255)
    if grain:
        page = ImageChops.add(page, Image.effect_noise(page.size, grain), 1, -128)
    assert find_sheet(page) is None


def test_a_sheet_that_fills_the_picture_stays_as_it_is() -> None:
    assert find_sheet(sheet().resize((900, 1272))) is None


def test_the_shape_of_the_sheet_is_that_of_paper() -> None:
    shot = photographed(Image.new("L", (1000, 1414), 255), 9)
    wide, high = sheet_size(shot.corners, *shot.image.size)
    assert high / wide == pytest.approx(2**0.5, rel=0.05)


NEAR = st.floats(-90, 90)


@given(st.tuples(*[st.tuples(NEAR, NEAR)] * 4), st.floats(1, 5000), st.floats(1, 5000))
def test_corners_are_led_onto_corners(moved: tuple[tuple[float, float], ...], wide: float, high: float) -> None:
    square = ((0.0, 0.0), (1000.0, 0.0), (1000.0, 1400.0), (0.0, 1400.0))
    quad = tuple((x + dx, y + dy) for (x, y), (dx, dy) in zip(square, moved, strict=True))
    mapping = from_rectangle(wide, high, quad)  # type: ignore[arg-type]
    for corner, wanted in zip(((0, 0), (wide, 0), (wide, high), (0, high)), quad, strict=True):
        assert mapping(*corner) == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_corners_turn_with_their_picture(turn: int) -> None:
    """A sheet straightened from a turned picture is the sheet straightened first and turned then."""
    corners = ((30, 20), (180, 40), (170, 260), (20, 250))
    size = PageSize(200, 300, 72, 200, 300)
    photo = Image.effect_noise((200, 300), 60).filter(ImageFilter.GaussianBlur(6))
    stored = Raster(photo, 72, size)
    first = turned(straightened(stored, corners, 10**6), turn)
    then = straightened(turned(stored, turn), turned_corners(corners, turn, size), 10**6)
    assert then.size.rotation == turn
    assert then.image.size == pytest.approx(first.image.size, abs=1)
    difference = ImageChops.difference(first.image, then.image.resize(first.image.size))
    assert ImageStat.Stat(difference).mean[0] < 6
