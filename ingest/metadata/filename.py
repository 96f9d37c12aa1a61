"""What the name tells that people gave to a file: subject, grade, school year, volume, maker and title. Pure."""

import re
from collections.abc import Iterator
from pathlib import PurePath
from unicodedata import normalize

from ingest.metadata.embedded import is_junk_title
from ingest.metadata.lines import plain
from ingest.metadata.names import Names
from ingest.metadata.roles import looks_vietnamese, name_in
from ingest.model import Suggestion

_GRADE = r"(?:lop|khoi|l|k)?\s?(1[0-2]|[1-9])(?![\d,.])"
_GRADED = re.compile(rf"(?<![a-z]){_GRADE}")
_NUMBERED = re.compile(rf"(?<![^\W\d])([^\W\d]+(?: [^\W\d]+)?) {_GRADE}")
_SHORT = {
    "ly": "vat li", "li": "vat li", "hoa": "hoa hoc", "sinh": "sinh hoc", "su": "lich su", "dia": "dia li",
    "van": "ngu van", "anh": "tieng anh", "tin": "tin hoc", "tv": "tieng viet", "gdcd": "giao duc cong dan",
    "khtn": "khoa hoc tu nhien",
}  # fmt: skip
"""What subjects are called in the names of files, where a grade follows: "Lý 11"."""

_YEARS = re.compile(r"(?<!\d)(20\d\d) (20\d\d)(?!\d)")
_VOLUME = re.compile(r"(?<!\w)(tap|quyen)\s+(\d{1,2}|[ivx]{1,4}|mot|hai|ba)(?!\w)")
_MAKER = re.compile(r"\s[–-]\s+([^–-]+)$")
_EVIDENCE = "file name: "
_TITLE_WORDS = 3


def from_file_name(name: str, names: Names) -> Iterator[Suggestion]:
    """Suggestions from a file's name as its owner wrote it; weak ones, for what is printed says more."""
    given = normalize("NFC", PurePath(name).stem)
    stem = " ".join(re.split(r"[\s_.+-]+", given)).strip()
    evidence = f"{_EVIDENCE}{name[:200]}"
    marked = any(letter.isalpha() and not letter.isascii() for letter in stem)
    if marked and len(stem.split()) >= _TITLE_WORDS and not is_junk_title(stem, ""):
        yield Suggestion("title", stem[:1].upper() + stem[1:], 0.25, None, evidence)
        yield from _volume(stem, evidence)
    years = _YEARS.search(stem)
    if years is not None and int(years[2]) == int(years[1]) + 1:
        yield Suggestion("temporal", f"{years[1]}/{years[2]}", 0.35, None, evidence)
    maker = _MAKER.search(given)
    person = name_in(maker[1].replace("_", " ")) if maker is not None else None
    if person is not None and looks_vietnamese(person):
        yield Suggestion("creator", person, 0.2, None, evidence, role="author")
    yield from _taught(stem, names, evidence)


def _volume(stem: str, evidence: str) -> Iterator[Suggestion]:
    match = _VOLUME.search(plain(stem))
    work = stem[: match.start()].strip(" ,(") if match is not None else ""
    if match is not None and work:
        volume = f"{stem[match.start(1) : match.end(1)].capitalize()} {stem[match.start(2) : match.end(2)]}"
        yield Suggestion("isPartOf", work[:1].upper() + work[1:], 0.2, None, evidence, volume=volume)


def _taught(stem: str, names: Names, evidence: str) -> Iterator[Suggestion]:
    """The subject, and the grade beside it or after "lớp"."""
    bare = plain(stem)
    for term, start, end in names.within("subjects", stem):
        if end - start > 5 or re.match(r"\s*(?:lop )?\d", bare[end:]):
            yield Suggestion("subject", term, 0.35, None, evidence)
            graded = _GRADED.match(bare[end:].lstrip())
            yield from _grade(graded[1] if graded is not None else "", names, evidence)
            return
    for match in _NUMBERED.finditer(bare):
        for called in dict.fromkeys((match[1], match[1].split()[-1])):
            subject = names.id_of("subjects", _SHORT.get(called, called))
            if subject is not None:
                yield Suggestion("subject", subject, 0.3, None, evidence)
                yield from _grade(match[2], names, evidence)
                return
    named = re.search(r"(?<![a-z])(?:lop|khoi)\s?(1[0-2]|[1-9])(?!\d)", bare)
    yield from _grade(named[1] if named is not None else "", names, evidence)


def _grade(number: str, names: Names, evidence: str) -> Iterator[Suggestion]:
    if names.has("grades", f"grade-{number}"):
        yield Suggestion("educationLevel", f"grade-{number}", 0.4, None, evidence)
