"""What the name tells that people gave to a file: subject and grade, and a title where it is written like one. Pure."""

import re
from collections.abc import Iterator
from pathlib import PurePath
from unicodedata import normalize

from ingest.metadata.embedded import is_junk_title
from ingest.metadata.lines import plain
from ingest.metadata.names import Names
from ingest.model import Suggestion

_GRADED = re.compile(r"(?<![a-z])(?:lop|khoi|l|k)?\s?(1[0-2]|[1-9])(?!\d)")
_EVIDENCE = "file name: "
_TITLE_WORDS = 3


def from_file_name(name: str, names: Names) -> Iterator[Suggestion]:
    """Suggestions from a file's name as its owner wrote it; weak ones, for what is printed says more."""
    stem = " ".join(re.split(r"[\s_.+-]+", normalize("NFC", PurePath(name).stem))).strip()
    evidence = f"{_EVIDENCE}{name[:200]}"
    marked = any(letter.isalpha() and not letter.isascii() for letter in stem)
    if marked and len(stem.split()) >= _TITLE_WORDS and not is_junk_title(stem, ""):
        yield Suggestion("title", stem[:1].upper() + stem[1:], 0.25, None, evidence)
    for term, start, end in names.within("subjects", stem):
        if end - start > 5 or re.match(r"\s*(?:lop )?\d", plain(stem[end:])):
            yield Suggestion("subject", term, 0.35, None, evidence)
            graded = _GRADED.match(plain(stem[end:]).lstrip())
            if graded is not None and names.has("grades", f"grade-{graded[1]}"):
                yield Suggestion("educationLevel", f"grade-{graded[1]}", 0.4, None, evidence)
            return
    graded = re.search(r"(?<![a-z])(?:lop|khoi)\s?(1[0-2]|[1-9])(?!\d)", plain(stem))
    if graded is not None and names.has("grades", f"grade-{graded[1]}"):
        yield Suggestion("educationLevel", f"grade-{graded[1]}", 0.4, None, evidence)
