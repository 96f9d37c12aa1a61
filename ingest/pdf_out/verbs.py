"""What a child can be asked about writing PDFs: requests in, files in the folders they name out.

`work` is a folder of the caller that holds the parts of the document: `<page>.words` (JSON: width, height, view
and the words with their boxes), and the pictures of `ingest.pdf_out.pictures`.
"""

import errno
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import Damaged, NotWritten, Sealed, TooLarge
from ingest.model import View, Word
from ingest.pdf_out import pictures
from ingest.pdf_out.binding import bind
from ingest.pdf_out.layer import Sheet, TextPage
from ingest.pdf_out.originals import BROKEN, Original, damage_told, opened
from ingest.pdf_out.pictures import Picture
from ingest.pdf_out.revision import revise
from ingest.pdf_out.rewriting import rewrite
from ingest.pdf_out.weights import weights
from ingest.pdf_out.xmp import PdfMetadata
from ingest.readers import Bounds, open_file
from ingest.readers.pdf import PdfFile
from ingest.upright import ViewRequest, requested
from ingest.verbs import FileRequest


class PartRequest(FileRequest):
    """A page to make a picture of, as `view` shows it (None: as the file does); `max_bytes` 0: the stored one."""

    work: str
    number: int
    max_bytes: int
    view: ViewRequest | None


class WriteRequest(FileRequest):
    """A document of `pages` pages to write to `target`; `light`: with the pictures in `work` in place of pages."""

    work: str
    target: str
    pages: int
    light: bool
    metadata: dict[str, str | list[str]]


def weigh(request: FileRequest) -> Iterator[list[int]]:
    """One value: the bytes of each page of a PDF. Raises Damaged."""
    with damage_told():
        found = weights(opened(Path(request["path"]), strict=False))
    yield found


def picture_part(request: PartRequest) -> Iterator[int]:
    """One value: the bytes of the picture that now lies in `work`."""
    path = Path(request["path"])
    reader = open_file(path, request["family"], Bounds(**request["bounds"]))
    if request["max_bytes"]:
        view, pixels = requested(request["view"]), request["bounds"]["max_raster_pixels"]
        picture, data = pictures.light(reader, request["number"], request["max_bytes"], view, pixels)
    else:
        picture, data = pictures.whole(path, reader, request["number"])
    with disk_told():
        pictures.keep(picture, data, Path(request["work"]), request["number"])
    yield len(data)


def write(request: WriteRequest) -> Iterator[int]:
    """One value: the bytes of the PDF now at `target`. Raises Damaged, Locked, Sealed, TooLarge, NotWritten."""
    target = Path(request["target"])
    with disk_told(), damage_told():
        if request["family"] == "pdf":
            _write_pdf(request, target)
        else:
            parts = _Parts(request)
            bind(target, request["pages"], parts.text, parts.picture, pdf_metadata(request["metadata"]))
    yield target.stat().st_size


class _Parts:
    """The parts of a document by page number; None where a page has none."""

    def __init__(self, request: WriteRequest) -> None:
        self._folder = Path(request["work"])
        self._request = request

    def text(self, number: int) -> TextPage | None:
        path = self._folder / f"{number}.words"
        if not path.exists():
            return None
        told = json.loads(path.read_text("utf-8"))
        words = tuple(Word(text, (x0, y0, x1, y1), 1.0) for text, x0, y0, x1, y1 in told["words"])
        view = requested(told["view"]) or View(0)
        sheet = None if view.corners is None else Sheet(view.corners, *self._photo(number, view.rotation))
        return TextPage(number, told["width"], told["height"], words, view.rotation, sheet)

    def texts(self, pages: int) -> Iterator[TextPage]:
        for number in range(1, pages + 1):
            found = self.text(number)
            if found is not None:
                yield found

    def _photo(self, number: int, rotation: int) -> tuple[int, int]:
        """Width and height of a page's stored picture turned by `rotation`, in the pixels that corners count in."""
        if self._request["family"] == "pdf":
            bounds = self._request["bounds"]
            size = PdfFile(Path(self._request["path"]), bounds["dpi"], bounds["max_raster_pixels"]).size(number)
            stored, page = size.rotation, (size.width, size.height)
        else:
            held = self.picture(number)
            stored, page = (held[0].rotation, held[0].page) if held else (0, (1, 1))
        return page if (rotation - stored) % 180 == 0 else page[::-1]

    def picture(self, number: int) -> tuple[Picture, bytes] | None:
        return pictures.kept(self._folder, number)


def _write_pdf(request: WriteRequest, target: Path) -> None:
    """As a revision of the original where that is sound and no lighter copy is wanted; else written anew."""
    path, parts, metadata = Path(request["path"]), _Parts(request), pdf_metadata(request["metadata"])
    if not request["light"] and _added(path, target, request["pages"], parts, metadata):
        return
    original = opened(path, strict=False)
    _check(original, request["pages"])
    if original.signed and not request["light"]:
        raise Sealed
    rewrite(original, target, parts.text, parts.picture, metadata)


def _added(path: Path, target: Path, pages: int, parts: _Parts, metadata: PdfMetadata) -> bool:
    """Whether the original could be written on; one that can only be read with repairs is written anew."""
    try:
        original = opened(path, strict=True)
        _check(original, pages)
        _add_to(original, target, parts, metadata)
    except BROKEN:
        return False
    return True


def _add_to(original: Original, target: Path, parts: _Parts, metadata: PdfMetadata) -> None:
    texts = parts.texts(original.pages)
    first = next(texts, None)
    if first is not None and original.certified:
        raise Sealed
    if first is None and original.signed:  # nothing to add: so the signature stays that of the whole file
        target.write_bytes(original.stream.getbuffer())
        return
    revise(original, target, parts.texts(original.pages), metadata)


def _check(original: Original, pages: int) -> None:
    """Whether both libraries see the same pages; else words would stand on others than they were read on."""
    if original.pages != pages:
        raise Damaged(params={"pages": pages})


def pdf_metadata(told: dict[str, str | list[str]]) -> PdfMetadata:
    """What a request says of the PDF to write, as a value."""
    creators = told["creators"]
    return PdfMetadata(
        title=str(told["title"]),
        creators=tuple(creators) if isinstance(creators, list) else (),
        language=str(told["language"]),
        license=str(told["license"]),
        terms=str(told["terms"]),
        marked=str(told["marked"]),
        source=str(told["source"]),
        derived_from=str(told["derived_from"]),
        provenance=str(told["provenance"]),
    )


@contextmanager
def disk_told() -> Iterator[None]:
    """A full disk and a file over its limit, as ours."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise TooLarge(params={"reason": "file size"}) from error
        raise NotWritten(params={"reason": error.strerror or str(error)}) from error
