"""Plain text in whatever encoding Vietnamese was ever written. Child processes only."""

from collections.abc import Iterator
from pathlib import Path

from ingest.errors import Damaged, TooLarge
from ingest.readers.office.flow import HARD_BREAK, Block, Properties, Run, Section
from ingest.text.encodings import Decoded, decode

VERSION = 1

MAX_BYTES = 20 * 1024 * 1024
"""Two thousand pages have six million letters."""

MAX_LOST = 0.05
"""More lost characters than this, and the file is no text."""


class PlainFile:
    """An open text file."""

    def __init__(self, path: Path) -> None:
        if path.stat().st_size > MAX_BYTES:
            raise TooLarge(params={"limit": MAX_BYTES})
        self.decoded: Decoded = decode(path.read_bytes())
        if self.decoded.text.count("\ufffd") > MAX_LOST * len(self.decoded.text):
            raise Damaged

    def sections(self) -> Iterator[Section]:
        """The text as one section, a block a line, so that it is parted between lines; a form feed ends a page."""
        text = self.decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
        blocks: list[Block] = []
        for at, page in enumerate(text.split("\f")):
            lines = page.strip("\n").split("\n")
            first = (HARD_BREAK,) if at else ()
            blocks += [Block((Run("".join((*first, line)) if not number else line),), tight=True)
                       for number, line in enumerate(lines)]  # fmt: skip
        yield Section(tuple(blocks))

    def properties(self) -> Properties:
        """A text file says nothing of itself."""
        return Properties()

    def hidden(self) -> int:
        """Nothing is left out."""
        return 0
