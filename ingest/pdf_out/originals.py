"""A PDF opened to be written anew or on: what of it can be trusted, what its seals allow, how it is protected."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import SEEK_END, BytesIO
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, NumberObject, StreamObject

from ingest.errors import Damaged, Locked
from ingest.pdf_out.objects import MAX_NUMBER, Cipher
from ingest.pdf_out.pages import resolved

BROKEN = (
    PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, NotImplementedError,
    RecursionError, AssertionError, OverflowError,
)  # fmt: skip
"""What pypdf lets out on broken files: more than its own errors."""

_TAIL = 2048
_END = b"%%EOF"
_START = re.compile(rb"startxref\s+(\d+)\s")
_OBJECT = re.compile(rb"\d+\s+\d+\s+obj")
_SIGNATURES_EXIST = 1


@dataclass(frozen=True, slots=True)
class Original:
    """An open PDF. `cipher` is what its strings are under, None for an open file."""

    reader: PdfReader
    stream: BytesIO
    cipher: Cipher | None

    @property
    def pages(self) -> int:
        """How many pages pypdf finds."""
        return len(self.reader.pages)

    @property
    def certified(self) -> bool:
        """Whether its author certified it against changes (DocMDP, or a usage-rights signature)."""
        held = resolved(self.reader.root_object.get("/Perms"))
        return isinstance(held, DictionaryObject) and len(held) > 0

    @property
    def signed(self) -> bool:
        """Whether it holds a signature over the bytes as they are."""
        form = resolved(self.reader.root_object.get("/AcroForm"))
        flags = resolved(form.get("/SigFlags")) if isinstance(form, DictionaryObject) else None
        return self.certified or (isinstance(flags, int) and bool(flags & _SIGNATURES_EXIST))

    @property
    def open_metadata(self) -> bool:
        """Whether its XMP is to be written without the cipher that everything else is under."""
        held = resolved(self.reader.trailer.get("/Encrypt"))
        value = resolved(held.get("/EncryptMetadata")) if isinstance(held, DictionaryObject) else None
        return getattr(value, "value", True) is False

    def metadata(self) -> bytes:
        """Its XMP packet, empty when there is none or it cannot be unpacked."""
        held = resolved(self.reader.root_object.get("/Metadata"))
        if not isinstance(held, StreamObject):
            return b""
        try:
            return bytes(held.get_data())
        except BROKEN:
            return b""

    def next_number(self) -> int:
        """The first object number that no object has."""
        size = resolved(self.reader.trailer.get("/Size"))
        used = [int(number) for numbers in self.reader.xref.values() for number in numbers]
        last = max([*used, *self.reader.xref_objStm, 0])
        return max(last + 1, int(size) if isinstance(size, NumberObject) and size <= MAX_NUMBER else 1)

    def last_table(self) -> tuple[int, bool]:
        """Where the newest table of the file stands, and whether it is a stream. ValueError where that is a lie."""
        self.stream.seek(0, SEEK_END)
        length = self.stream.tell()
        self.stream.seek(max(0, length - _TAIL))
        found = _START.findall(self.stream.read())
        start = int(found[-1]) if found else length
        self.stream.seek(start if start < length else length)
        head = self.stream.read(40)
        if head.startswith(b"xref"):
            return start, False
        if _OBJECT.match(head):
            return start, True
        raise ValueError("no table where startxref points")


def opened(path: Path, strict: bool) -> Original:
    """The PDF at `path`; `strict` refuses (with one of BROKEN) what only a repair could read. Raises Locked."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells every oddity; what matters is told by us
    data = path.read_bytes()
    if strict and not data.startswith(b"%PDF-"):
        raise ValueError("bytes before the header")
    if not strict and _END not in data:
        data = data.rstrip(b"%EO\r\n ") + b"\n" + _END  # pypdf looks for nothing without it
    stream = BytesIO(data)  # a file stream answers a seek to nowhere as if the disk were broken
    reader = PdfReader(stream, strict=strict)
    cipher = None
    if reader.is_encrypted:
        if not reader.decrypt(""):
            raise Locked
        cipher = reader._encryption  # pypdf writes no updates of protected files; this lets us
    return Original(reader, stream, cipher)


@contextmanager
def damage_told() -> Iterator[None]:
    """What pypdf lets out, as Damaged."""
    try:
        yield
    except BROKEN as error:
        raise Damaged from error
