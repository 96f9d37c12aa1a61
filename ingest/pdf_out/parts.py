"""Images taken apart into the pictures of a PDF's pages, and bound together again. Child processes only."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from PIL import Image

from ingest.errors import IngestError, TooLarge
from ingest.pdf_out import pictures
from ingest.pdf_out.binding import bind
from ingest.pdf_out.originals import damage_told
from ingest.pdf_out.verbs import disk_told, pdf_metadata
from ingest.readers import Bounds, open_file

_EXIF, _TAKEN, _FRACTION, _CHANGED = 0x8769, 0x9003, 0x9291, 0x0132
_LONGEST = 40


class ImagesRequest(TypedDict):
    """Images to take apart into `work`; the pictures of each are numbered from its number + 1 on."""

    paths: list[str]
    numbers: list[int]
    work: str
    bounds: dict[str, int]


class BindRequest(TypedDict):
    """Pictures in `work` to bind into a PDF at `target`, in this order."""

    work: str
    target: str
    numbers: list[int]
    metadata: dict[str, str | list[str]]


def image_parts(request: ImagesRequest) -> Iterator[dict[str, object]]:
    """One value an image, as it comes: {"pages", "taken"}, or {"code", "params"} of one that cannot be read."""
    bounds = Bounds(**request["bounds"])
    for path, number in zip(map(Path, request["paths"]), request["numbers"], strict=True):
        try:
            pages = _put_apart(path, number, Path(request["work"]), bounds)
        except IngestError as error:
            if error.retryable:
                raise
            yield {"code": error.code, "params": dict(error.params)}
        else:
            yield {"pages": pages, "taken": _taken(path)}


def bind_parts(request: BindRequest) -> Iterator[int]:
    """One value: the bytes of the PDF now at `target`. Raises Damaged, TooLarge, NotWritten."""
    target, work, numbers = Path(request["target"]), Path(request["work"]), request["numbers"]
    with disk_told(), damage_told():
        bind(
            target,
            len(numbers),
            lambda number: None,
            lambda number: pictures.kept(work, numbers[number - 1]),
            pdf_metadata(request["metadata"]),
        )
    yield target.stat().st_size


def _put_apart(path: Path, number: int, work: Path, bounds: Bounds) -> int:
    reader = open_file(path, "image", bounds)
    if reader.pages > bounds.max_pages:
        raise TooLarge("file.too_many_pages", {"found": reader.pages, "limit": bounds.max_pages})
    for frame in range(1, reader.pages + 1):
        picture, data = pictures.whole(path, reader, frame)
        with disk_told():
            pictures.keep(picture, data, work, number + frame)
    return reader.pages


def _taken(path: Path) -> str:
    """When a photo was taken, as its camera wrote it down, to a part of a second where it did; "" without a date."""
    with Image.open(path) as photo:
        exif = photo.getexif()
    told = exif.get_ifd(_EXIF)
    moment, fraction = told.get(_TAKEN) or exif.get(_CHANGED), told.get(_FRACTION)
    if not isinstance(moment, str) or not moment.strip("\0 :0"):
        return ""
    return f"{moment.strip()}.{fraction if isinstance(fraction, str) else ''}".replace("\0", "")[:_LONGEST]
