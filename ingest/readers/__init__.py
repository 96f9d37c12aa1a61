"""How each family of files is opened: one module a family, all with the same face. Child processes only."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ingest.errors import TooLarge
from ingest.model import Family
from ingest.readers.raster import Raster
from ingest.text.layer import Layer


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a file may be inside, and the resolution it is read at."""

    dpi: int
    max_pages: int
    max_raster_pixels: int
    max_image_pixels: int


class Reader(Protocol):
    """An open file of any family."""

    @property
    def pages(self) -> int:
        """How many pages; at least 1."""
        ...

    @property
    def encrypted(self) -> bool:
        """Protected, but opened without a password."""
        ...

    def check(self) -> None:
        """Read as much as tells a damaged file from a whole one. Raises Damaged."""
        ...

    def layers(self, numbers: Sequence[int]) -> Iterator[Layer]:
        """The text each page carries, in the order asked. Raises Damaged at a page that cannot be read."""
        ...

    def raster(self, number: int, gray: bool, width: int | None = None) -> Raster:
        """A page's image, upright, at the reading resolution or `width` pixels wide; never above a scan's own."""
        ...


def _pdf(path: Path, bounds: Bounds) -> Reader:
    from ingest.readers.pdf import PdfFile

    return PdfFile(path, bounds.dpi, bounds.max_raster_pixels)


def _image(path: Path, bounds: Bounds) -> Reader:
    from ingest.readers.image import ImageFile

    return ImageFile(path, bounds.max_image_pixels, bounds.max_raster_pixels)


READERS: dict[Family, Callable[[Path, Bounds], Reader]] = {"pdf": _pdf, "image": _image}
"""A new family is a module with a Reader and a line here (and its signature in `ingest.detect`). Its module is imported
when it is used: a child starts for each page, and the libraries of other families would be most of what that costs.
"""


def open_file(path: Path, family: Family, bounds: Bounds) -> Reader:
    """The file at `path`. Raises Locked, Damaged, or TooLarge when it has more than `bounds.max_pages` pages."""
    reader = READERS[family](path, bounds)
    if reader.pages > bounds.max_pages:
        raise TooLarge("file.too_many_pages", {"found": reader.pages, "limit": bounds.max_pages})
    return reader
