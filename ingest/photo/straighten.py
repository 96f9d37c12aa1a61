"""A photographed sheet as a flat page: its four corners pulled to those of a page, its light made even."""

from PIL import Image, ImageChops, ImageFilter, ImageMath

from ingest.errors import Damaged
from ingest.model import Corners
from ingest.photo.geometry import Quad, from_rectangle, is_convex, scaled, sheet_size
from ingest.photo.sheet import find_sheet
from ingest.readers.raster import MAX_SIDE, PageSize, Raster, page_size

VERSION = 1

_A4_INCHES = 11.69
"""The longer side a sheet is taken to have: what it is photographed from tells nothing of its size."""

_LIGHT_CELLS = 64
"""Cells along the longer side in which the light on the paper is looked for: some 5 mm of A4."""

_WIDEST = 5
_MOST_GAIN = 3.0
"""A shadow is lifted to three times its light at most: what is darker is no paper, and stays."""

_PAPER = 245


def sheet_in(raster: Raster) -> Corners | None:
    """The corners of the sheet in the gray photo `raster`, in pixels of its page; None where it is no photo of one."""
    found = find_sheet(raster.image)
    if found is None:
        return None
    size, image = raster.size, raster.image
    return _rounded(scaled(found, size.width / image.width, size.height / image.height))


def straightened_size(corners: Corners, size: PageSize, max_pixels: int) -> PageSize:
    """The measures of the page that the sheet with `corners`, in pixels of a page of `size`, becomes."""
    across, down = sheet_size(_quad(corners), size.width, size.height)
    dpi = max(across, down) / _A4_INCHES
    return page_size(across * 72 / dpi, down * 72 / dpi, dpi, max_pixels, size.rotation)


def straightened(raster: Raster, corners: Corners, max_pixels: int) -> Raster:
    """The sheet with `corners` (pixels of `raster.size`), gray or in colour, as sharp as `raster` shows it.

    Raises Damaged for corners that no sheet can have.
    """
    if not is_convex(_quad(corners)):
        raise Damaged("page.damaged")
    size = straightened_size(corners, raster.size, max_pixels)
    share = raster.image.width / raster.size.width
    width, height = (min(MAX_SIDE, max(1, round(side * share))) for side in (size.width, size.height))
    quad = scaled(_quad(corners), share, raster.image.height / raster.size.height)
    mapping = from_rectangle(width, height, quad)
    image = raster.image.transform(
        (width, height),
        Image.Transform.PERSPECTIVE,
        mapping.coefficients,
        Image.Resampling.BICUBIC,
        fillcolor="white",  # where a corner of the sheet is cut off by the picture
    )
    return Raster(evened(image), size.dpi * width / size.width, size)


def evened(image: Image.Image) -> Image.Image:
    """Shadows lifted and the colour of the light taken out, band by band; what is printed keeps its own colours."""
    return Image.merge(image.mode, [_evened_band(band) for band in image.split()])


def _evened_band(band: Image.Image) -> Image.Image:
    """Divided by the light on the paper: the band with its print closed away, so that shadows keep their outlines."""
    scale = _LIGHT_CELLS / max(band.size)
    cells = (max(1, round(band.width * scale)), max(1, round(band.height * scale)))
    cell = max(1, min(band.width // cells[0], band.height // cells[1]))
    light = band.filter(ImageFilter.BoxBlur(1)) if cell > 4 else band
    light = light.reduce(max(1, cell // 4)).filter(ImageFilter.MaxFilter(5))
    light = light.resize(cells, Image.Resampling.BOX).filter(ImageFilter.MaxFilter(_WIDEST))
    light = light.filter(ImageFilter.MinFilter(_WIDEST)).filter(ImageFilter.GaussianBlur(1))
    light = light.resize(band.size, Image.Resampling.BICUBIC)
    light = ImageChops.lighter(light, Image.new("L", band.size, round(_PAPER / _MOST_GAIN)))
    even: Image.Image = ImageMath.lambda_eval(
        lambda told: told["min"](told["ink"] * _PAPER / (told["light"] + 1), 255), ink=band, light=light
    )
    return even.convert("L")


def _quad(corners: Corners) -> Quad:
    upper_left, upper_right, lower_right, lower_left = ((float(x), float(y)) for x, y in corners)
    return (upper_left, upper_right, lower_right, lower_left)


def _rounded(quad: Quad) -> Corners:
    upper_left, upper_right, lower_right, lower_left = ((round(x), round(y)) for x, y in quad)
    return (upper_left, upper_right, lower_right, lower_left)
