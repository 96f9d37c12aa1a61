"""Sources for the storage tests: slow, long, broken and counting ones."""

import hashlib
import io
import itertools

KIB = 1024
MIB = 1024 * KIB


class Pattern(io.BytesIO):
    """`size` bytes made on demand, never held; gives at most `at_most` a read and remembers the largest wish."""

    def __init__(self, size: int, *, at_most: int = MIB, breaks_at: int | None = None, seed: int = 1) -> None:
        super().__init__()
        self._left = size
        self._at_most = at_most
        self._breaks_at = breaks_at
        self._blocks = (hashlib.sha256(b"%d %d" % (seed, n)).digest() * 32 for n in itertools.count())
        self._rest = b""
        self.given = 0
        self.largest_wish = 0

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size >= 0, "the whole stream was asked for at once"
        self.largest_wish = max(self.largest_wish, size)
        if self._breaks_at is not None and self.given >= self._breaks_at:
            raise SourceBroke("the line went dead")
        wanted = min(size, self._at_most, self._left)
        while len(self._rest) < wanted:
            self._rest += b"".join(itertools.islice(self._blocks, 64))
        piece, self._rest = self._rest[:wanted], self._rest[wanted:]
        self._left -= len(piece)
        self.given += len(piece)
        return piece


class SourceBroke(ConnectionError):
    """What a source raises in the middle: an OSError, as a real line does, and none of the store's."""


def digest_of(source: Pattern) -> str:
    """SHA-256 of the rest of a source."""
    digest = hashlib.sha256()
    while piece := source.read(MIB):
        digest.update(piece)
    return digest.hexdigest()


def sha256(data: bytes) -> str:
    """SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()
