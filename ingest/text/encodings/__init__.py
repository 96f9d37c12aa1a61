"""Old Vietnamese encodings: told by font names and by syllables, turned into Unicode.

`repair` is for text that a PDF or another program already shows in wrong letters, `decode` for the bytes of a plain
text file.
"""

from ingest.text.encodings.files import Decoded, decode
from ingest.text.encodings.repairing import Finding, Repaired, examine, repair, repair_as, repair_short

VERSION = 5
"""Of the tables and the rules together: another number, and every page is read anew."""

__all__ = ["VERSION", "Decoded", "Finding", "Repaired", "decode", "examine", "repair", "repair_as", "repair_short"]
