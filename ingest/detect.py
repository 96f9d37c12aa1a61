"""What a file is, told by its bytes and never by its name."""

from pathlib import Path, PurePath

from ingest.errors import EmptyFile, Unsupported
from ingest.model import FileType

HEAD_BYTES = 1024
"""How many bytes from the start `detect` wants to see (ISO 32000 lets the PDF header stand anywhere in them)."""

PDF = FileType("application/pdf", "pdf", ".pdf")
JPEG = FileType("image/jpeg", "image", ".jpg")
PNG = FileType("image/png", "image", ".png")
TIFF = FileType("image/tiff", "image", ".tif")
WEBP = FileType("image/webp", "image", ".webp")

SUPPORTED: tuple[FileType, ...] = (PDF, JPEG, PNG, TIFF, WEBP)
"""Every type that is read, in the order a person would list them."""

_SIGNATURES: tuple[tuple[bytes, FileType], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),  # BigTIFF, little and big endian
    (b"MM\x00+", TIFF),
)

_EXTENSIONS: dict[str, frozenset[str]] = {
    PDF.media_type: frozenset({".pdf"}),
    JPEG.media_type: frozenset({".jpg", ".jpeg", ".jpe", ".jfif"}),
    PNG.media_type: frozenset({".png"}),
    TIFF.media_type: frozenset({".tif", ".tiff"}),
    WEBP.media_type: frozenset({".webp"}),
}


def detect(head: bytes) -> FileType:
    """The type of a file that begins with `head` (its first HEAD_BYTES, or all of it when shorter).

    Raises EmptyFile for no bytes and Unsupported for bytes of no type we read.
    """
    if not head:
        raise EmptyFile
    for signature, file_type in _SIGNATURES:
        if head.startswith(signature):
            return file_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if b"%PDF-" in head[:HEAD_BYTES]:
        return PDF
    raise Unsupported


def detect_file(path: Path) -> FileType:
    """The type of the file at `path`; raises as `detect`, and OSError when it cannot be opened."""
    with path.open("rb") as stream:
        return detect(stream.read(HEAD_BYTES))


def extension_matches(name: str, file_type: FileType) -> bool:
    """Whether a file called `name` is called what it is; a name without an extension says nothing wrong."""
    extension = PurePath(name).suffix.lower()
    return not extension or extension in _EXTENSIONS[file_type.media_type]
