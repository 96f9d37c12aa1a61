"""What a file is, told by its bytes and never by its name; only plain text, which has no signature, needs one."""

import io
from importlib.util import find_spec
from pathlib import Path, PurePath
from typing import BinaryIO

from ingest.boxes import brand_of
from ingest.errors import EmptyFile, Unsupported
from ingest.model import FileType
from ingest.text.encodings import decode
from ingest.zip_names import ZIP, entry_names, first_entry

HEAD_BYTES = 1024
"""How many bytes from the start `detect` wants to see (ISO 32000 lets the PDF header stand anywhere in them)."""

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."

PDF = FileType("application/pdf", "pdf", ".pdf")
JPEG = FileType("image/jpeg", "image", ".jpg")
PNG = FileType("image/png", "image", ".png")
TIFF = FileType("image/tiff", "image", ".tif")
WEBP = FileType("image/webp", "image", ".webp")
HEIC = FileType("image/heic", "image", ".heic")
AVIF = FileType("image/avif", "image", ".avif")
DOCX = FileType(f"{_OFFICE}wordprocessingml.document", "document", ".docx")
PPTX = FileType(f"{_OFFICE}presentationml.presentation", "slides", ".pptx")
XLSX = FileType(f"{_OFFICE}spreadsheetml.sheet", "sheet", ".xlsx")
ODT = FileType(f"{_OPEN}text", "document", ".odt")
ODP = FileType(f"{_OPEN}presentation", "slides", ".odp")
EPUB = FileType("application/epub+zip", "book", ".epub")
TEXT = FileType("text/plain", "text", ".txt")
LOCKED = FileType("application/x-ole-storage", "document", ".docx")
"""An Office file that opens only with a password: what is inside cannot be told, and its name stays as it is."""

PICTURES = frozenset({JPEG, PNG, WEBP, HEIC, AVIF})
"""Files that are one page, whatever is in them: of films and series of pictures the first one is read."""

SUPPORTED: tuple[FileType, ...] = (PDF, JPEG, PNG, TIFF, WEBP, HEIC, AVIF, DOCX, PPTX, XLSX, ODT, ODP, EPUB, TEXT)
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
    HEIC.media_type: frozenset({".heic", ".heif", ".hif"}),
    AVIF.media_type: frozenset({".avif"}),
    DOCX.media_type: frozenset({".docx", ".dotx"}),
    PPTX.media_type: frozenset({".pptx", ".ppsx", ".potx"}),
    XLSX.media_type: frozenset({".xlsx", ".xltx"}),
    ODT.media_type: frozenset({".odt", ".ott"}),
    ODP.media_type: frozenset({".odp", ".otp"}),
    EPUB.media_type: frozenset({".epub"}),
    TEXT.media_type: frozenset({".txt", ".text", ".md", ".markdown"}),
    LOCKED.media_type: frozenset({".docx", ".pptx", ".xlsx"}),
}

_MIMETYPES = {
    ODT.media_type: ODT,
    f"{ODT.media_type}-template": ODT,
    ODP.media_type: ODP,
    f"{ODP.media_type}-template": ODP,
    EPUB.media_type: EPUB,
}
"""What the entry `mimetype`, first and unpacked, says in an ODF or EPUB file (ISO/IEC 26300-3, 3.3; EPUB OCF)."""

_PARTS = (("word/document", DOCX), ("ppt/presentation", PPTX), ("xl/workbook.xml", XLSX))
_FOLDERS = (("word/", DOCX), ("ppt/", PPTX), ("xl/", XLSX))
_TYPES_PART = "[content_types].xml"
_MACROS = "vbaproject.bin"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OLE_OFFICE = tuple(name.encode("utf-16-le") for name in ("WordDocument", "PowerPoint Document", "Workbook", "Book"))
_OLE_HEADER = 512
_OLE_SPAN = 64 * 1024

_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1b")
_TEXT_SAMPLE = 4096
_STRANGE, _LOST = 0.01, 0.05
"""More control codes, or lost letters, than this among the characters decoded, and the bytes are no text."""


def detect(head: bytes) -> FileType:
    """The type of a file whose whole content, or first HEAD_BYTES, is `head`; see `detect_stream`."""
    return detect_stream(io.BytesIO(head))


def detect_stream(stream: BinaryIO, name: str = "") -> FileType:
    """The type of the file that `stream`, which can be seeked, holds; `name` only tells that it may be plain text.

    Reads its beginning, and of a zip archive its directory. Raises EmptyFile for no bytes and Unsupported for bytes of
    no type we read: "file.old_office" for the formats before 2007, "file.macros" for what carries programs,
    "file.heic_unsupported" for HEIC where nothing here opens it.
    """
    stream.seek(0)
    head = stream.read(_TEXT_SAMPLE)
    if not head:
        raise EmptyFile
    known = _by_signature(head)
    if known is not None:
        return known
    if head.startswith(ZIP):
        return _in_archive(stream, head)
    if head.startswith(_OLE):
        return _in_ole(stream, head)
    if PurePath(name).suffix.lower() in _EXTENSIONS[TEXT.media_type] and is_text(head):
        return TEXT
    raise Unsupported


def detect_file(path: Path, name: str = "") -> FileType:
    """The type of the file at `path`, which its owner calls `name` (by default, as it is called there).

    Raises as `detect_stream`, and OSError when it cannot be opened.
    """
    with path.open("rb") as stream:
        return detect_stream(stream, name or path.name)


def type_named(media_type: str) -> FileType | None:
    """The type with that name, as it was told when the file came; None for a name that no type here has."""
    return next((one for one in (*SUPPORTED, LOCKED) if one.media_type == media_type), None)


def extension_matches(name: str, file_type: FileType) -> bool:
    """Whether a file called `name` is called what it is; a name without an extension says nothing wrong."""
    extension = PurePath(name).suffix.lower()
    return not extension or extension in _EXTENSIONS[file_type.media_type]


def is_text(sample: bytes) -> bool:
    """Whether bytes are text in some encoding: read in the best of them, next to nothing is lost or a control code.

    Old Vietnamese encodings have letters where ASCII has control codes, so bytes alone do not tell.
    """
    text = decode(sample).text
    strange = sum(1 for letter in text if ord(letter) in _CONTROLS or "\x7f" <= letter <= "\x9f")
    few = strange <= _STRANGE * len(text) and text.count("\ufffd") <= _LOST * len(text)
    return few and bool(text.strip()) and "\x00" not in text


def _by_signature(head: bytes) -> FileType | None:
    for signature, file_type in _SIGNATURES:
        if head.startswith(signature):
            return file_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    return PDF if b"%PDF-" in head[:HEAD_BYTES] else _in_boxes(head)


def _in_boxes(head: bytes) -> FileType | None:
    """A phone's photo; HEIC is taken only where the library is installed that opens it."""
    brand = brand_of(head)
    if brand == "heic" and find_spec("pillow_heif") is None:
        raise Unsupported("file.heic_unsupported")
    return {"heic": HEIC, "avif": AVIF, None: None}[brand]


def _in_archive(stream: BinaryIO, head: bytes) -> FileType:
    """The office format or book that a zip archive is, also one that was cut off."""
    name, content = first_entry(head)
    if name == "mimetype":
        found = _MIMETYPES.get(content.decode("ascii", "replace").strip())
        if found is None:
            raise Unsupported
        return found
    names = entry_names(stream)
    if any(held.endswith(_MACROS) for held in names):
        raise Unsupported("file.macros")
    kinds = [kind for part, kind in _PARTS if any(held.startswith(part) for held in names)]
    if not kinds and _TYPES_PART in names:
        kinds = [kind for folder, kind in _FOLDERS if any(held.startswith(folder) for held in names)]
        kinds = [] if "xl/workbook.bin" in names else kinds
    if not kinds and any(held == "meta-inf/container.xml" for held in names):
        return EPUB  # made by somebody who zipped a folder
    if len(kinds) != 1:
        raise Unsupported
    return kinds[0]


def _in_ole(stream: BinaryIO, head: bytes) -> FileType:
    """An encrypted Office file of today, or one of the formats before 2007, told by the streams in its directory."""
    if len(head) < _OLE_HEADER:
        raise Unsupported
    sector = 1 << min(head[30], 16)
    at = (int.from_bytes(head[48:52], "little") + 1) * sector
    stream.seek(at)
    directory = stream.read(_OLE_SPAN) + head
    if _OLE_LOCKED in directory:
        return LOCKED
    if any(found in directory for found in _OLE_OFFICE):
        raise Unsupported("file.old_office")
    raise Unsupported
