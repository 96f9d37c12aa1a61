"""Whoosh's own codec with our form of postings: one block a word, read whole and without a loop.

Whoosh keeps postings in blocks of 128 that are unpickled one after another and handed out record by record; at ten
thousand records that alone takes longer than a reader should wait (docs/decisions/034). Terms, columns, segments and
merging stay Whoosh's.
"""

# mypy: allow-untyped-calls
# Whoosh annotates about half of itself.

from __future__ import annotations

from secrets import token_hex
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3PostingsWriter, W3Segment
from whoosh.filedb.structfile import StructFile
from whoosh.matching.mcore import ListMatcher, Matcher

from search.postings import block, unblock

EVERYTHING = 1 << 31  # postings held before they are written: all of a word


class BlockCodec(W3Codec):
    """Terms and columns as Whoosh keeps them, postings as `search.postings` does."""

    length_stats = False  # none of our fields keeps its length

    def __init__(self) -> None:
        super().__init__(blocklimit=EVERYTHING)

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        """A segment with a name of its own. Whoosh's come from `random`, which forked or seeded programs repeat."""
        return W3Segment(self, indexname, segid=token_hex(8))

    def postings_writer(self, dbfile: StructFile, byteids: bool = False) -> BlockWriter:
        """A writer of blocks."""
        return BlockWriter(dbfile, blocklimit=EVERYTHING, byteids=byteids)

    def postings_reader(
        self, dbfile: StructFile, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> Matcher:
        """The postings of a term one by one, as Whoosh wants them for merging and deleting."""
        offset, length = extent_of(terminfo)
        records, values = unblock(dbfile.get(offset, length))
        return ListMatcher(records, [1.0] * len(records), values, format_, scorer=scorer, term=term, terminfo=terminfo)


def extent_of(terminfo: Any) -> tuple[int, int]:
    """Where the block of a term lies in the file of postings: offset and length in bytes."""
    offset, length = terminfo.extent()
    # whoosh3 3.54.0 gives the length as it was unpacked, a tuple of one; nothing of its own reads it
    return offset, length[0] if isinstance(length, tuple) else length


class BlockWriter(W3PostingsWriter):
    """Writes all postings of a term as one block."""

    def _write_block(self, last: bool = False) -> None:
        if self._terminfo is None:
            raise ValueError("a block is written between the start and the end of a term")
        self._terminfo.add_block(self)
        self._postfile.write(block(self._ids, self._values))
        self._blockcount += 1
        self._new_block()
