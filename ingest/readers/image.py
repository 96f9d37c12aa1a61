"""JPEG, PNG, WebP, HEIC, AVIF (a page) and TIFF (a page a frame) through Pillow, made upright. Child processes only."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from ingest.errors import Damaged, TooLarge
from ingest.readers import heif
from ingest.readers.raster import MAX_SIDE, Raster, page_size
from ingest.text.layer import Layer

VERSION = 2

_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
_BOXED = ("HEIF", "AVIF")
_ORIENTATION = 0x0112
_TURNS = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}
_A4_INCHES = 11.69
_LOW_DPI, _HIGH_DPI = 70.0, 600.0


class ImageFile:
    """An open image file. Raises Damaged when Pillow cannot read it, TooLarge when its pixels are too many."""

    def __init__(self, path: Path, max_pixels: int, max_raster: int) -> None:
        self._path, self._max_pixels, self._max_raster = path, max_pixels, max_raster
        Image.MAX_IMAGE_PIXELS = max_pixels
        self._formats: tuple[str, ...] = _FORMATS
        if heif.is_boxed(path):
            heif.prepare()
            self._formats = _BOXED
        with _translated("file.damaged"):
            self._image = Image.open(path, formats=self._formats)
        self._check_size(self._image)
        if self.pages < 1:
            raise Damaged(params={"pages": 0})

    @property
    def pages(self) -> int:
        """How many frames of a TIFF; 1 for any other format, animated or not."""
        if self._image.format != "TIFF":
            return 1
        with _translated("file.damaged"):
            return int(getattr(self._image, "n_frames", 1))

    @property
    def encrypted(self) -> bool:
        """Never: none of these formats has a password."""
        return False

    def check(self) -> None:
        """Decode the first frame, so that a cut-off file is known before it is promised to anybody."""
        with _translated("file.damaged"):
            self._image.load()

    def layers(self, numbers: Sequence[int]) -> Iterator[Layer]:
        """Empty layers: an image carries no text."""
        for number in numbers:
            yield Layer(number, 1, 1, 0, "", (), 1.0, empty=False)

    def raster(self, number: int, gray: bool, width: int | None = None) -> Raster:
        """Frame `number` upright, in gray or colour, not wider than `width` where one is given, never enlarged."""
        if not 1 <= number <= self.pages:
            raise Damaged("page.damaged", {"page": number, "pages": self.pages})
        # Opened anew each time: a JPEG that was once decoded small stays so.
        with _translated("page.damaged"), Image.open(self._path, formats=self._formats) as stored:
            if number > 1:
                stored.seek(number - 1)
            self._check_size(stored)
            size = stored.size
            if width is not None:
                stored.draft("L" if gray else "RGB", (2 * width, 2 * width))
            image = _plain(stored, gray)
            rotation = _TURNS.get(stored.getexif().get(_ORIENTATION, 1), 0)
            tagged = _tagged_dpi(stored)
            image = ImageOps.exif_transpose(image) if image.getexif().get(_ORIENTATION, 1) != 1 else image
        return self._fitted(image, size if rotation in (0, 180) else size[::-1], tagged, rotation, width)

    def _fitted(
        self, image: Image.Image, full: tuple[int, int], tagged: float, rotation: int, width: int | None
    ) -> Raster:
        dpi = _likely_dpi(full, tagged)
        size = page_size(full[0] * 72 / dpi, full[1] * 72 / dpi, dpi, self._max_raster, rotation)
        target = (size.width, size.height)
        if width is not None and width < size.width:
            target = (width, max(1, min(MAX_SIDE, round(size.height * width / size.width))))
        if target[0] < image.width:
            image = image.resize(target, Image.Resampling.LANCZOS, reducing_gap=2.0)
        return Raster(image, dpi * image.width / full[0], size)

    def _check_size(self, image: Image.Image) -> None:
        found = image.width * image.height
        if found > self._max_pixels:
            raise TooLarge("file.too_many_pixels", {"found": found, "limit": self._max_pixels})


def _plain(image: Image.Image, gray: bool) -> Image.Image:
    """Gray or colour without transparency: what is transparent is paper, so white."""
    mode = "L" if gray else "RGB"
    if image.mode in ("RGBA", "LA", "PA", "RGBa") or "transparency" in image.info:
        over = image if image.mode == "RGBA" else image.convert("RGBA")
        paper = Image.new(mode, over.size, "white")
        paper.paste(over.convert(mode), mask=over.getchannel("A"))
        return paper
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        image = _eight_bits(image)
    return image.copy() if image.mode == mode else image.convert(mode)


def _eight_bits(image: Image.Image) -> Image.Image:
    """16- and 32-bit gray stretched to 8 bits; a plain conversion would cut everything above 255 to white."""
    wide = image.convert("F")
    low, high = wide.getextrema()
    if not isinstance(low, float) or not isinstance(high, float) or high <= low:
        return Image.new("L", image.size, 255)
    return wide.point(lambda value: value * (255 / (high - low)) - low * 255 / (high - low)).convert("L")


def _tagged_dpi(image: Image.Image) -> float:
    tagged = image.info.get("dpi")
    try:
        return float(min(tagged)) if isinstance(tagged, tuple) else 0.0
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0


def _likely_dpi(size: tuple[int, int], tagged: float) -> float:
    """The file's own resolution when it makes sense, else that of an A4 sheet filling the picture.

    Phones write 72 whatever they see; a real scan of less than 100 dpi is smaller than 1,200 pixels.
    """
    guess = min(max(max(size) / _A4_INCHES, _LOW_DPI), _HIGH_DPI)
    sensible = _LOW_DPI <= tagged <= 2400 and not (tagged < 100 and guess > 1.3 * tagged)
    return tagged if sensible else guess


@contextmanager
def _translated(code: str) -> Iterator[None]:
    """Pillow's many ways of saying that bytes are wrong, as ours."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooLarge("file.too_many_pixels", {"limit": int(Image.MAX_IMAGE_PIXELS or 0)}) from error
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        KeyError,
        TypeError,
        IndexError,
    ) as error:
        raise Damaged(code) from error
