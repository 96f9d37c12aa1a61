"""The streams between us and an S3 client: one checked on its way out, one with its errors translated on its way in."""

import hashlib
import io
import unicodedata
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import quote

import urllib3

from storage.base import Corrupt, StorageUnavailable
from storage.files import Copied, verify

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class CheckedSource(io.RawIOBase):
    """A source that is hashed as it is read, and that raises instead of ending when the promise was not kept.

    An S3 client has to see the end of a stream of unknown length before it sends the last part (or the only one), so a
    `Corrupt` raised there leaves the object that had the key untouched.
    """

    def __init__(self, key: str, source: BinaryIO, *, sha256: str | None, size: int | None) -> None:
        self.failure: BaseException | None = None
        self._key = key
        self._source = source
        self._sha256 = sha256
        self._size = size
        self._digest = hashlib.sha256()
        self._count = 0

    def readable(self) -> bool:
        """Always: this is what makes it a source."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Read `size` bytes, fewer only at the end of the stream. What goes wrong is kept in `failure` too."""
        try:
            piece = self._full(size)
            self._digest.update(piece)
            self._count += len(piece)
            self._check(ended=len(piece) < size)
        except BaseException as error:
            self.failure = error
            raise
        return piece

    def copied(self) -> Copied:
        """What went through so far."""
        return Copied(self._count, self._digest.hexdigest())

    def _full(self, size: int) -> bytes:
        first = self._source.read(size)
        if not first or len(first) == size:
            return first
        gathered = bytearray(first)
        while len(gathered) < size and (more := self._source.read(size - len(gathered))):
            gathered += more
        return bytes(gathered)

    def _check(self, *, ended: bool) -> None:
        if ended:
            verify(self._key, self.copied(), sha256=self._sha256, size=self._size)
        elif self._size is not None and self._count > self._size:
            raise Corrupt(f"{self._key}: {self._size} bytes were promised and more came")


class ResponseBody(io.RawIOBase):
    """The body of an answer; cut short or silent: `StorageUnavailable`. Closing lets go of the connection."""

    def __init__(self, response: urllib3.BaseHTTPResponse, key: str) -> None:
        self._response = response
        self._key = key

    def readable(self) -> bool:
        """Always: this is what makes it a source."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill the buffer with what has come; 0 at the end. The bytes are as stored, never decompressed."""
        view = memoryview(buffer)
        try:
            piece = self._response.read(len(view), decode_content=False)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise StorageUnavailable(f"{self._key}: the answer broke off ({type(error).__name__})") from error
        view[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Drop the connection when bytes are left, give it back to the pool otherwise."""
        self._response.close()
        self._response.release_conn()
        super().close()


def content_disposition(name: str, *, inline: bool) -> str:
    """Write the header of RFC 6266: the name whole in UTF-8 (RFC 8187), and an ASCII likeness for old programs."""
    shown = "".join(letter for letter in name if unicodedata.category(letter) not in ("Cc", "Cf", "Cs")) or "file"
    plain = unicodedata.normalize("NFKD", shown.replace("đ", "d").replace("Đ", "D"))
    ascii_name = "".join(
        letter if letter.isascii() and letter not in '"\\%' else "_"
        for letter in plain
        if not unicodedata.combining(letter)
    )
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(shown, safe='')}"
