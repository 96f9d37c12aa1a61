"""From a path to pages: what a file is, its pages in order, page images. Remembers nothing between calls.

A caller keeps each Page under `recipe(options)` and asks only for the numbers it has not got, so a killed run resumes.
Every parser, renderer and OCR engine runs in a child process (`ingest.sandbox`); this module imports none of them.
All functions may be called from several threads at once.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.model import Document, Inspection, Page, Suggestion


def never() -> bool:
    """The `cancelled` of a caller who never cancels."""
    return False


@dataclass(frozen=True, slots=True)
class Options:
    """What changes a result. Limits are those of docs (2,000 pages or frames, 50 and 100 megapixels).

    `languages` are Tesseract model names joined by "+". `force_ocr` reads every page's image though it has a text layer.
    """

    languages: str = "vie+eng"
    force_ocr: bool = False
    dpi: int = 300
    max_pages: int = 2000
    max_raster_pixels: int = 50_000_000
    max_image_pixels: int = 100_000_000
    engine: str = "tesseract"


@dataclass(frozen=True, slots=True)
class Tools:
    """What a reading works with and what does not change its result.

    `cancelled` is asked about ten times a second while a child runs, so it may beat a heart too; when it answers true the
    child is killed and `Cancelled` is raised. `temp_dir` holds the children's folders (None: the system's).
    """

    temp_dir: Path | None = None
    cancelled: Callable[[], bool] = never


def inspect(path: Path, name: str, options: Options, tools: Tools) -> Inspection:
    """What the file at `path`, called `name` by its owner, is and says of itself. Raises an IngestError of the whole file."""
    raise NotImplementedError


def read_pages(path: Path, numbers: Sequence[int], options: Options, tools: Tools) -> Iterator[Page]:
    """The pages `numbers` (ascending or not, in the order asked), each as soon as it and those before it are ready.

    A page that cannot be read comes as a Page with origin "none" and a warning; only a fault of the whole file, a missing
    engine or a cancellation raises.
    """
    raise NotImplementedError


def suggest(inspection: Inspection, pages: Sequence[Page]) -> tuple[Suggestion, ...]:
    """Suggestions from the file's properties and the text of `pages` (the first few are enough), best first per field."""
    raise NotImplementedError


def recipe(options: Options) -> str:
    """A short stable key of every input that changes a page's result: equal recipe, equal bytes, equal page."""
    raise NotImplementedError


def page_image(path: Path, number: int, width: int, tools: Tools) -> bytes:
    """Page `number` as WebP, `width` pixels wide (200, 600, 800 or 1080), never enlarged, within the byte budgets."""
    raise NotImplementedError


def thumbnail(path: Path, tools: Tools) -> bytes:
    """The first page as WebP of at most 200 x 283 pixels and 10 KB."""
    raise NotImplementedError


def read_file(
    path: Path, options: Options, tools: Tools, jobs: int, progress: Callable[[int, int], None]
) -> Document:
    """The whole file, `jobs` pages at a time; `progress(done, total)` after each page. Raises as `inspect` does."""
    raise NotImplementedError
