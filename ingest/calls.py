"""What a reading is asked with (Options, Tools), and the child calls about one file."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import BadAnswer
from ingest.metadata.names import NO_NAMES, Names
from ingest.model import FileType, View
from ingest.sandbox import COMMAND, DRAW, PARSE, RENDER, Json, Limits, Sandbox


def never() -> bool:
    """The `cancelled` of a caller who never cancels."""
    return False


@dataclass(frozen=True, slots=True)
class Options:
    """What changes a result. The limits are those promised to depositors: 2,000 pages, 50 and 100 megapixels.

    `languages` are the Tesseract models that may be used, joined by "+"; `record_languages` (BCP 47, ISO 639-3) choose
    which of them reads first. `force_ocr` reads every page's image though it has a text layer. `dpi` is what pages are
    drawn at for reading; a raster over `max_raster_pixels` is drawn smaller, an image over `max_image_pixels` refused.
    """

    languages: str = "vie+eng"
    force_ocr: bool = False
    dpi: int = 300
    max_pages: int = 2000
    max_raster_pixels: int = 50_000_000
    max_image_pixels: int = 100_000_000
    engine: str = "tesseract"
    record_languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tools:
    """What a reading works with and what does not change its result.

    `cancelled` is asked about ten times a second while a child runs, so it may beat a heart too; when it answers true
    the child is killed and Cancelled raised. `temp_dir` holds the children's folders (None: the system's), `command`
    starts a child; `parse` and `render` bound a call that reads a file and one that draws or recognises a page, `draw`
    one in which LibreOffice draws a whole document. `names` are the vocabularies whose ids suggestions may carry.
    """

    temp_dir: Path | None = None
    cancelled: Callable[[], bool] = never
    command: tuple[str, ...] = COMMAND
    parse: Limits = PARSE
    render: Limits = RENDER
    draw: Limits = DRAW
    names: Names = NO_NAMES

    def sandbox(self) -> Sandbox:
        """The sandbox these tools describe."""
        return Sandbox(self.command, self.temp_dir)


def view_request(view: View | None) -> Json:
    """A view as a request carries it."""
    if view is None:
        return None
    corners: Json = [list(corner) for corner in view.corners] if view.corners else None
    return {"rotation": view.rotation, "corners": corners}


@dataclass(frozen=True, slots=True)
class FileCalls:
    """Child calls about the file at `path`; every request carries its path, family and bounds.

    `drawn`: it is a PDF that LibreOffice made here, whose text is what its document says.
    """

    path: Path
    file_type: FileType
    options: Options
    tools: Tools
    drawn: bool = False

    def many(self, verb: str, request: Mapping[str, Json], limits: Limits) -> Generator[Json, None, None]:
        """Every value the child answers, as it comes. Raises what `Sandbox.run` raises."""
        options = self.options
        bounds: dict[str, Json] = {
            "dpi": options.dpi,
            "max_pages": options.max_pages,
            "max_raster_pixels": options.max_raster_pixels,
            "max_image_pixels": options.max_image_pixels,
        }
        about: dict[str, Json] = {
            "path": str(self.path.absolute()),
            "family": self.file_type.family,
            "bounds": bounds,
        }
        return self.tools.sandbox().run(verb, {**about, **request}, limits, self.tools.cancelled)

    def one(self, verb: str, request: Mapping[str, Json], limits: Limits) -> Json:
        """The single value the child answers; BadAnswer when there are none or two."""
        values = list(self.many(verb, request, limits))
        if len(values) != 1:
            raise BadAnswer
        return values[0]
